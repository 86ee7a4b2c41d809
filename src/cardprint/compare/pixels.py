"""Two pages as pictures: what the eye sees as different, leaving out tiny shifts."""

from collections.abc import Iterable, Iterator

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from cardprint.model.geometry import Box

DPI = 60
"""Enough to see that something changed; the objects of the page say what."""
# At the edge of a letter a pixel is a mixture, and any mixture of its neighbours is right.
_NEIGHBOURS = 3
_GRID = 12
"""The side in pixels of a square whose differences count as one."""


def picture(document: pdfium.PdfDocument, index: int, dpi: float = DPI) -> Image.Image:
    """What is shown of a page, in colour; in the direction of its content, however it is turned.

    :param index: from 0.
    """
    page = document[index]
    bitmap = page.render(scale=dpi / 72, rotation=-page.get_rotation() % 360)
    image: Image.Image = bitmap.to_pil().convert("RGB")
    bitmap.close()
    page.close()
    return image


def differing(
    before: Image.Image,
    after: Image.Image,
    colour: float,
    regions: Iterable[tuple[Box, float]],
    passed_over: Iterable[Box],
) -> Iterator[Box]:
    """Boxes around what differs by more than ``colour``, from 0 to 1.

    All boxes are in points from the bottom left of the pictures.

    A pixel that is no darker and no lighter than all the neighbours of its counterpart has only
    shifted a little (antialiasing), and does not count.

    :param regions: boxes with a limit of their own.
    :param passed_over: boxes that are ignored.
    """
    if not ImageChops.difference(before, after).getbbox():
        return  # the usual case, and the filters below are slow
    difference = ImageChops.lighter(_beyond(before, after), _beyond(after, before))
    grey = _strongest(difference)
    found = grey.point(_over(colour))
    for box, limit in regions:
        area = _pixels(box, grey.height)
        found.paste(grey.crop(area).point(_over(limit)), area)
    draw = ImageDraw.Draw(found)
    for box in passed_over:
        left, top, right, bottom = _pixels(box, grey.height)
        draw.rectangle((left - 1, top - 1, right, bottom), fill=0)
    yield from _boxes(found)


def _beyond(one: Image.Image, other: Image.Image) -> Image.Image:
    """By how much each pixel of ``one`` is darker or lighter than all around it in ``other``."""
    lightest = other.filter(ImageFilter.MaxFilter(_NEIGHBOURS))
    darkest = other.filter(ImageFilter.MinFilter(_NEIGHBOURS))
    return ImageChops.add(ImageChops.subtract(one, lightest), ImageChops.subtract(darkest, one))


def _strongest(image: Image.Image) -> Image.Image:
    red, green, blue = image.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _over(limit: float) -> list[int]:
    return [255 if value > limit * 255 else 0 for value in range(256)]


def _pixels(box: Box, height: int) -> tuple[int, int, int, int]:
    scale = DPI / 72
    left, bottom, right, top = (edge * scale for edge in box)
    return int(left), int(height - top), int(right) + 1, int(height - bottom) + 1


def _boxes(found: Image.Image) -> Iterator[Box]:
    """A box around the differing pixels, for each group of squares that touch."""
    if not found.getbbox():
        return
    small = found.reduce(_GRID).point(lambda value: 255 if value else 0)
    while start := small.getbbox():
        first = next(
            (x, start[1]) for x in range(start[0], start[2]) if small.getpixel((x, start[1]))
        )
        ImageDraw.floodfill(small, first, 128)
        group = small.point(lambda value: 255 if value == 128 else 0)  # noqa: PLR2004
        left, top, right, bottom = (edge * _GRID for edge in group.getbbox() or (0, 0, 0, 0))
        yield _points((left, top, min(right, found.width), min(bottom, found.height)), found.height)
        small = ImageChops.subtract(small, group.point(lambda value: 128 if value else 0))


def _points(area: tuple[int, int, int, int], height: int) -> Box:
    left, top, right, bottom = area
    scale = 72 / DPI
    return Box(left * scale, (height - bottom) * scale, right * scale, (height - top) * scale)
