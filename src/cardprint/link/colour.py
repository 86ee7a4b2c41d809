"""The colours of a sheet become greys, or the inks of a press.

WeasyPrint writes colours as ``r g b rg`` (fill) and ``RG`` (stroke), each from 0 to 1 (ISO 32000-1,
table 74), and strings in hexadecimal, so an operator cannot be mistaken for text.
"""

import re
import zlib
from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Name, Pdf, PdfImage, Stream
from PIL import Image, ImageCms

_NUMBER = rb"(-?\d*\.?\d+)\s+"
_OPERATOR = re.compile(rb"(?<![\w.])" + _NUMBER * 3 + rb"(rg|RG)\b")
_GREY = re.compile(rb"(?<![\w.])" + _NUMBER + rb"(g|G)\b")

Inks = tuple[float, ...]
Convert = Callable[[float, float, float], Inks]


def convert(pdf: bytes, profile: Path | None) -> bytes:
    """The same pages with every colour in DeviceCMYK, or in DeviceGray without a profile.

    Greys become black ink only: text in four inks would be blurred by the slightest misfit of the
    plates.

    :param profile: the ICC profile of the printing condition.
    """
    change: Convert = cache(_to_inks(profile) if profile else _to_grey)
    space = Name.DeviceCMYK if profile else Name.DeviceGray
    with Pdf.open(BytesIO(pdf)) as file:
        for item in list(file.objects):
            if isinstance(item, Stream) and item.get("/Subtype") == Name.Image:
                _convert_image(item, profile)
            elif isinstance(item, Stream) and _is_content(item):
                item.write(_converted(item.read_bytes(), change))
                if "/Group" in item:
                    item.Group.CS = space
        for page in file.pages:
            page.obj.Contents.write(_converted(page.obj.Contents.read_bytes(), change))
        output = BytesIO()
        file.save(output, static_id=True)
        return output.getvalue()


def _is_content(item: Stream) -> bool:
    """Whether a stream is a form or a tiling pattern."""
    return item.get("/Subtype") == Name.Form or "/PatternType" in item


def _converted(content: bytes, change: Convert) -> bytes:
    def operator(inks: Sequence[float], stroke: bool) -> bytes:  # noqa: FBT001
        names = {1: (b"g", b"G"), 4: (b"k", b"K")}[len(inks)]
        return b" ".join([*(b"%g" % round(ink, 4) for ink in inks), names[stroke]])

    def coloured(found: re.Match[bytes]) -> bytes:
        red, green, blue = (float(found[i]) for i in (1, 2, 3))
        return operator(change(red, green, blue), found[4] == b"RG")

    def grey(found: re.Match[bytes]) -> bytes:
        value = float(found[1])
        return operator(change(value, value, value), found[2] == b"G")

    return _OPERATOR.sub(coloured, _GREY.sub(grey, content))


def _to_grey(red: float, green: float, blue: float) -> Inks:
    """The luma of a colour (ITU-R BT.709, 3.2)."""
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue,)


# Channels that differ less than this are a grey.
_NEUTRAL = 0.02


def _to_inks(profile: Path) -> Convert:
    transform = _transform(profile)

    def inks(red: float, green: float, blue: float) -> Inks:
        if max(red, green, blue) - min(red, green, blue) < _NEUTRAL:
            return 0.0, 0.0, 0.0, 1 - (red + green + blue) / 3
        dot = Image.new("RGB", (1, 1), tuple(round(c * 255) for c in (red, green, blue)))
        changed: Any = ImageCms.applyTransform(dot, transform)
        return tuple(value / 255 for value in changed.getpixel((0, 0)))

    return inks


@cache
def _transform(profile: Path) -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        str(profile),
        "RGB",
        "CMYK",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def _convert_image(item: Stream, profile: Path | None) -> None:
    """An image in inks or greys; its mask, which has no colour, stays as it is."""
    if item.get("/ColorSpace") == Name.DeviceGray:
        return
    picture = PdfImage(item).as_pil_image().convert("RGB")
    if profile:
        changed: Any = ImageCms.applyTransform(picture, _transform(profile))
    else:
        changed = picture.convert("L")
    for key in ("/DecodeParms", "/Decode"):
        if key in item:
            del item[key]
    item.ColorSpace = Name.DeviceCMYK if profile else Name.DeviceGray
    item.BitsPerComponent = 8
    item.write(zlib.compress(changed.tobytes(), 9), filter=pikepdf.Name.FlateDecode)
