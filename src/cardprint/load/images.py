"""Images of a toolkit: real, of a known kind, inside its folder, and not too large."""

import warnings
from collections.abc import Callable
from pathlib import Path

from cardprint.errors import Place, Problem
from cardprint.project import inside

MAX_IMAGE_BYTES = 10_000_000
# A full A3 page at 300 dpi has 17 million pixels.
MAX_PIXELS = 20_000_000
SUFFIXES = (".png", ".jpg", ".jpeg", ".svg")


def check_image(folder: Path, file: str, place: Place, report: Callable[[Problem], None]) -> None:
    """Report why ``file`` cannot be used as an image of the toolkit in ``folder``."""
    path = folder / file
    if "://" in file or file.startswith(("file:", "data:", "//")):
        report(
            Problem(place, f"image '{file}' is an address", "put the file in images/ and name that")
        )
    elif Path(file).is_absolute() or not inside(folder, path):
        report(Problem(place, f"image '{file}' leaves the toolkit's folder", "put it in images/"))
    elif path.suffix.lower() not in SUFFIXES:
        report(Problem(place, f"'{file}' is no image that can be used", "use PNG, JPEG or SVG"))
    elif not path.is_file():
        report(Problem(place, f"image '{file}' does not exist", "put the file there"))
    elif (size := path.stat().st_size) > MAX_IMAGE_BYTES:
        report(Problem(place, f"image '{file}' has {size:,} bytes", f"at most {MAX_IMAGE_BYTES:,}"))
    elif message := _unreadable(path):
        report(Problem(place, f"image '{file}' {message}", "save it again, smaller"))


def _unreadable(path: Path) -> str:
    if path.suffix.lower() == ".svg":
        from defusedxml import DefusedXmlException
        from defusedxml import ElementTree as Tree

        try:
            root = Tree.parse(path).getroot()
        except (Tree.ParseError, DefusedXmlException) as error:
            return f"is not valid SVG: {error}"
        return "" if root is not None and root.tag.endswith("svg") else "is not SVG"
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path) as image:
                pixels = image.width * image.height
                if pixels > MAX_PIXELS:
                    return f"has {pixels:,} pixels, more than {MAX_PIXELS:,}"
                image.verify()
    except Image.DecompressionBombError:
        return f"has more than {MAX_PIXELS:,} pixels"
    except (OSError, SyntaxError, ValueError):
        return "is not a PNG or JPEG image"
    return ""
