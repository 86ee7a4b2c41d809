"""Photographs with too few pixels for their size on paper: a remark, for they can be printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cardprint.errors import Place, Problem
from cardprint.messages.catalogue import tell
from cardprint.model.geometry import PT_PER_INCH, Box
from cardprint.storage.cache import Entry

if TYPE_CHECKING:
    from cardprint.load.layout import Layout
    from cardprint.load.toolkit import Toolkit
    from cardprint.model.picture import Picture

PRINTER_DPI, PRESS_DPI = 150, 300
"""The pixels that an inch of paper needs from a desk printer, and from a press."""

NAME = "picture "
"""What the name of a picture's element begins with; the rest is its file."""


def coarse_pictures(
    toolkit: Toolkit, layout: Layout, named: Sequence[tuple[str, int, Box]]
) -> Iterator[tuple[Place, dict[str, object]]]:
    """Each picture with too few pixels: its place, and the facts for its message.

    :param named: name, page and box (in points) of every named element.
    """
    if layout.info.interactive:
        return
    wanted = PRESS_DPI if layout.info.press else PRINTER_DPI
    boxes = {
        name: max((box for other, _, box in named if other == name), key=lambda box: box.width)
        for name, _, _ in named
    }
    for part, path, _, picture in toolkit.pictures:
        box, pixels = boxes.get(NAME + picture.file), _pixels(toolkit.folder, picture)
        if box is None or pixels is None:
            continue
        # A picture keeps its shape, so that one of the sides of its box may be longer than it is.
        dpi = max(pixels[0] / box.width, pixels[1] / box.height) * PT_PER_INCH
        if dpi < wanted:
            facts = {"file": picture.file, "dpi": round(dpi), "wanted": wanted}
            facts["pixels"] = ceil(pixels[0] * wanted / dpi)
            yield toolkit.at(part, *path, "file"), facts


def _pixels(folder: Path, picture: Picture) -> tuple[int, int] | None:
    """The width and height of a photograph as it is on the page; nothing for a drawing."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    from cardprint.load.prepare import part_of
    from cardprint.storage.named import on_disk

    try:
        with Image.open(on_disk(folder, picture.file)) as image:
            size = ImageOps.exif_transpose(image).size
    except UnidentifiedImageError:
        return None
    if picture.crop:
        left, top, right, bottom = part_of(size, picture.crop)
        return right - left, bottom - top
    return size


def remarks_of(entry: Entry) -> tuple[Problem, ...]:
    """Each picture with too few pixels, as the entry of a file in the cache has it."""
    found: Any = entry.facts["coarse"]
    return tuple(too_coarse(Place(*place), facts) for place, facts in found)


def too_coarse(place: Place, facts: dict[str, Any]) -> Problem:
    """What to say of a picture with too few pixels."""
    message = tell("picture '{file}' has {dpi} dots per inch on this paper, and needs {wanted}",
                   file=facts["file"], dpi=facts["dpi"], wanted=facts["wanted"])  # fmt: skip
    hint = tell("use one of at least {pixels} pixels across, or print it smaller",
                pixels=facts["pixels"])  # fmt: skip
    return Problem(place, message, hint)
