"""Images of a toolkit: real, of a known kind, inside its folder, and not too large."""

import warnings
from collections.abc import Callable
from pathlib import Path

from cardprint.errors import Place, Problem
from cardprint.messages.catalogue import tell
from cardprint.storage.project import inside

MAX_IMAGE_BYTES = 10_000_000
# A full A3 page at 300 dpi has 17 million pixels.
MAX_PIXELS = 20_000_000
SUFFIXES = (".png", ".jpg", ".jpeg", ".svg")


def check_image(folder: Path, file: str, place: Place, report: Callable[[Problem], None]) -> None:
    """Report why ``file`` cannot be used as an image of the toolkit in ``folder``."""
    path = folder / file
    if "://" in file or file.startswith(("file:", "data:", "//")):
        report(
            Problem(
                place,
                tell("image '{file}' is an address", file=file),
                tell("put the file in images/ and name that"),
            )
        )
    elif Path(file).is_absolute() or not inside(folder, path):
        report(
            Problem(
                place,
                tell("image '{file}' leaves the toolkit's folder", file=file),
                tell("put it in images/"),
            )
        )
    elif path.suffix.lower() not in SUFFIXES:
        report(
            Problem(
                place,
                tell("'{file}' is no image that can be used", file=file),
                tell("use PNG, JPEG or SVG"),
            )
        )
    elif not path.is_file():
        report(
            Problem(
                place, tell("image '{file}' does not exist", file=file), tell("put the file there")
            )
        )
    elif (size := path.stat().st_size) > MAX_IMAGE_BYTES:
        report(
            Problem(
                place,
                tell("image '{file}' has {size} bytes", file=file, size=size),
                tell("at most {max_image_bytes}", max_image_bytes=MAX_IMAGE_BYTES),
            )
        )
    elif found := _unreadable(path):
        message, hint = found
        report(Problem(place, tell("image '{file}' {message}", file=file, message=message), hint))


def _unreadable(path: Path) -> tuple[str, str] | None:
    """What is wrong with the contents of an image, and how to mend it."""
    if path.suffix.lower() == ".svg":
        return _unreadable_svg(path)
    from PIL import Image

    too_large = f"has more than {MAX_PIXELS:,} pixels", "save it smaller"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=("PNG", "JPEG")) as image:
                if image.width * image.height > MAX_PIXELS:
                    return too_large
                image.verify()
    except Image.DecompressionBombError:
        return too_large
    except (OSError, SyntaxError, ValueError):
        return "cannot be read", "save it again as PNG or JPEG"
    return None


def _unreadable_svg(path: Path) -> tuple[str, str] | None:
    from defusedxml import DefusedXmlException
    from defusedxml import ElementTree as Tree

    try:
        root = Tree.parse(path).getroot()
    except DefusedXmlException:
        return "declares entities, which is not safe", "save it again as plain SVG"
    except Tree.ParseError as error:
        return f"is not valid SVG: {error}", "save it again as plain SVG"
    if root is None or not root.tag.endswith("svg"):
        return "is not SVG", "save it again as plain SVG"
    return None
