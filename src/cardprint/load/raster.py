"""Pictures made of pixels: the format of a file, and whether it can be shown whole."""

from __future__ import annotations

import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from cardprint.messages.catalogue import Message, tell

if TYPE_CHECKING:
    from PIL import Image

MAX_PIXELS = 20_000_000
"""The most pixels in a picture; a full A3 page at 300 dpi has 17 million."""

MAX_SCANS = 100
"""The most scans in a progressive JPEG; programs write about ten, and each takes time."""
_SCAN = b"\xff\xda"

Fault = tuple[Message, Message]
"""What is wrong with a picture, and how to mend it."""

_KINDS = {
    "PNG": rb"\x89PNG\r\n\x1a\n",
    "JPEG": rb"\xff\xd8\xff",
    "GIF": rb"GIF8",
    "WebP": rb"RIFF....WEBP",
    "HEIC": rb"....ftyp(hei|hev|mif1|msf1)",
    "AVIF": rb"....ftypavi",
    "BMP": rb"BM",
    "TIFF": rb"II\*\0|MM\0\*",
    "PDF": rb"%PDF",
    "EPS": rb"%!PS|\xc5\xd0\xd3\xc6",
    "Photoshop": rb"8BPS",
    "SVGZ": rb"\x1f\x8b",
    "HTML": rb"(\xef\xbb\xbf)?\s*<(!doctype\s+html|html)",
    # In UTF-16 there is a zero byte beside each letter.
    "SVG": rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<",
}
"""The first bytes of a file in each format."""

_FORMATS = ("PNG", "JPEG", "WEBP")
_MODES = {"1", "L", "LA", "P", "RGB", "RGBA"}
"""The modes of Pillow whose pixels come out right in a PDF."""

# What Pillow raises for damaged files, besides its own errors.
_DAMAGED = (
    OSError, SyntaxError, ValueError, EOFError, TypeError, LookupError, ArithmeticError,
    struct.error, zlib.error,
)  # fmt: skip


def kind_of(data: bytes) -> str | None:
    """The format of a file, by its first bytes."""
    for kind, beginning in _KINDS.items():
        if re.match(beginning, data, re.DOTALL | re.IGNORECASE):
            return kind
    return None


def faults_of_raster(data: bytes, picture: Message, *, inks: bool = False) -> list[Fault]:
    """Why a photograph cannot be used; it is decoded to the last pixel, and turned upright.

    :param picture: its name in messages.
    :param inks: whether it may be in inks, which become colours where a page cannot have them.
    """
    from PIL import Image, ImageOps

    kind = kind_of(data)
    if kind not in ("PNG", "JPEG", "WebP"):
        return [_of_kind(kind, picture)]
    if kind == "JPEG" and data.count(_SCAN) > MAX_SCANS:
        hint = tell("save it again as an ordinary JPEG, not a progressive one")
        return [(tell("{picture} takes too long to show", picture=picture), hint)]
    try:
        with _strictly(), Image.open(BytesIO(data), formats=_FORMATS) as image:
            if fault := _strange(image, picture, inks=inks):
                return [fault]
            # Only this checks the checksums; the image cannot be decoded after it.
            image.verify()
            with Image.open(BytesIO(data), formats=_FORMATS) as again:
                ImageOps.exif_transpose(again).load()
    except Image.DecompressionBombError:
        return [_too_large(picture)]
    except _DAMAGED:
        hint = tell("open it in a program for pictures and save it again as PNG or JPEG")
        return [(tell("{picture} is damaged or not complete", picture=picture), hint)]
    return []


def _of_kind(kind: str | None, picture: Message) -> Fault:
    hint = tell("save it as PNG or JPEG; a drawing may be SVG")
    if kind is None:
        return tell("{picture} is not a picture that can be used", picture=picture), hint
    return tell("{picture} is in the format {format}", picture=picture, format=kind), hint


def pixels_of(data: bytes) -> int:
    """The number of pixels in a picture that has no faults."""
    from PIL import Image

    with Image.open(BytesIO(data), formats=_FORMATS) as image:
        return image.width * image.height


def _strange(image: Image.Image, picture: Message, *, inks: bool) -> Fault | None:
    """What no page can show, though the picture is not damaged."""
    if image.width * image.height > MAX_PIXELS:
        return _too_large(picture)
    # A JPEG from a camera may hold several pictures; the first is the one to show.
    if image.format in ("PNG", "WEBP") and getattr(image, "is_animated", False):
        return tell("{picture} is animated", picture=picture), tell("save one still picture of it")
    if image.mode == "CMYK" and inks:
        return None
    if image.mode == "CMYK":
        hint = tell(
            "save it with screen colours (RGB); the file for a print shop still gets its inks"
        )
        return tell("{picture} is made for printing inks (CMYK)", picture=picture), hint
    if image.mode not in _MODES:
        hint = tell("save it with 8 bits")
        return tell("{picture} has more than 8 bits for each colour", picture=picture), hint
    return None


def _too_large(picture: Message) -> Fault:
    message = tell("{picture} has more than {limit} pixels", picture=picture, limit=MAX_PIXELS)
    return message, tell("save it smaller")


@contextmanager
def _strictly() -> Iterator[None]:
    """Refuse incomplete pictures; WeasyPrint makes Pillow accept them."""
    from PIL import ImageFile

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            # Our limit is lower than the one at which Pillow warns.
            warnings.simplefilter("ignore")
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
