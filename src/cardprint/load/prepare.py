"""Photographs as pages show them: cut to a form, upright, in colours that the page can have."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from cardprint.load.raster import kind_of
from cardprint.storage.project import builtin_root

if TYPE_CHECKING:
    from PIL import Image

_RATIOS = {"circle": 1.0, "square": 1.0, "wide": 16 / 9}
"""Width by height of each form."""
_KEPT = {"top": (0.5, 0.0), "bottom": (0.5, 1.0), "left": (0.0, 0.5), "right": (1.0, 0.5)}
_MIDDLE = (0.5, 0.5)
"""How much of what is cut is cut from the left and from the top."""

QUALITY = 95
"""Of a JPEG that is saved again, from 1 to 100; from here on it only grows."""


def prepared(data: bytes, crop: str, *, inks: bool) -> bytes:
    """A picture without faults as it is put on a page; the same bytes if nothing need change.

    :param crop: the form to cut it to and the side to keep (``square top``), or nothing.
    :param inks: whether the page is for a press, where inks (CMYK) stay as they are.
    """
    kind = kind_of(data)
    if kind not in ("PNG", "JPEG", "WebP"):
        return data
    from PIL import Image, ImageOps

    with Image.open(BytesIO(data)) as image:
        has_inks = image.mode == "CMYK" and not inks
        if not crop and not has_inks and kind != "WebP":
            return data
        upright = ImageOps.exif_transpose(image)
        shown = _on_screen(upright) if has_inks else upright
        if crop:
            shown = shown.crop(part_of(shown.size, crop))
        return _saved(shown, as_jpeg=kind == "JPEG" or (shown.mode == "RGB" and kind == "WebP"))


def part_of(size: tuple[int, int], crop: str) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is kept of a picture, in pixels."""
    width, height = size
    form, _, side = crop.partition(" ")
    across = min(width, round(height * _RATIOS[form]))
    down = min(height, round(width / _RATIOS[form]))
    left, top = _KEPT.get(side, _MIDDLE)
    x, y = round((width - across) * left), round((height - down) * top)
    return x, y, x + across, y + down


def _on_screen(image: Image.Image) -> Image.Image:
    """A picture in inks in the colours of a screen, by its own profile or that of coated paper."""
    from PIL import ImageCms

    own = image.info.get("icc_profile")
    standard = str(builtin_root() / "layouts" / "press" / "fogra39.icc")
    for profile in (BytesIO(own), standard) if own else (standard,):
        try:
            changed: Any = ImageCms.profileToProfile(
                image, profile, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):  # a damaged profile, or one of other colours
            continue
        changed.info.pop("icc_profile", None)
        return changed  # type: ignore[no-any-return]  # Pillow gives None if it changed in place
    return image.convert("RGB")


def _saved(image: Image.Image, *, as_jpeg: bool) -> bytes:
    file = BytesIO()
    if as_jpeg:
        image.save(file, "JPEG", quality=QUALITY, subsampling=0, exif=b"")
    else:
        image.save(file, "PNG")
    return file.getvalue()
