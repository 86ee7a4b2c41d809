"""The pictures of a report: as large and sharp as its size allows."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from itertools import accumulate
from typing import NamedTuple

import pypdfium2 as pdfium
from PIL import Image

POINTS_PER_INCH = 72
# WebP allows 16383 pixels, but a reader's computer runs out of memory long before that.
LONGEST_SIDE_PX = 4000


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of quality of the pictures."""

    dpi: int
    colours: int
    """Colours in the palette, 0 for all; few keep text small, and sharper than noise would."""
    quality: int
    """Quality of lossy WebP, which is used if it is smaller, as for photographs."""


RUNGS = (
    Rung(168, 0, 85), Rung(144, 0, 80), Rung(120, 0, 75), Rung(120, 64, 65), Rung(108, 64, 55),
    Rung(96, 64, 50), Rung(86, 32, 40), Rung(76, 32, 30), Rung(68, 32, 20), Rung(60, 16, 10),
)  # fmt: skip
"""From the best to the smallest; the last is used even if it is too large."""

Pictures = Mapping[str, Sequence[str]]
"""By the name of the page: its data URIs before and after, or the one that exists."""


class Wanted(NamedTuple):
    """A page to draw: its name in the report, and its number (from 1) in each file."""

    id: str
    before: int | None
    after: int | None


def draw(files: Sequence[tuple[bytes, bytes, Sequence[Wanted]]], budget: int) -> Pictures:
    """Draw pages of pairs of files, one at a time, so that memory does not grow with their number.

    The unused part of a page's share of the budget goes to the pages after it.

    :param files: each file before and after, with the pages to draw.
    :param budget: the size of all pictures together, in bytes.
    """
    made: dict[str, Sequence[str]] = {}
    waiting = sum(len(pages) for _, _, pages in files)
    rung = 0
    for one, other, pages in files:
        before, after = pdfium.PdfDocument(one), pdfium.PdfDocument(other)
        with closing(before), closing(after):
            for page in pages:
                sides = ((before, page.before), (after, page.after))
                # Pages are alike, so begin one step better than the page before.
                rung, uris = _fitting(sides, budget // waiting, max(0, rung - 1))
                made[page.id] = uris
                budget -= _size(uris)
                waiting -= 1
    return made


Sides = Sequence[tuple[pdfium.PdfDocument, int | None]]


def _fitting(sides: Sides, budget: int, first: int) -> tuple[int, list[str]]:
    """The first rung from ``first`` at which a page fits the budget, or the last; and its pictures.

    Both sides have the same resolution, so that they can be laid over each other.
    """
    for rung in range(first, len(RUNGS)):
        drawn = [_drawn(file, page, RUNGS[rung].dpi) for file, page in sides if page]
        uris = _encoded(drawn, RUNGS[rung], budget)
        if _size(uris) <= budget:
            break
    return rung, uris


def _drawn(file: pdfium.PdfDocument, number: int, dpi: int) -> Image.Image:
    with closing(file[number - 1]) as page:
        scale = min(dpi / POINTS_PER_INCH, LONGEST_SIDE_PX / max(page.get_size()))
        with closing(page.render(scale=scale)) as bitmap:
            picture: Image.Image = bitmap.to_pil()
            return picture.convert("RGB")  # a copy, so that the bitmap is freed


def _encoded(drawn: Sequence[Image.Image], rung: Rung, budget: int) -> list[str]:
    """Lossless pictures if they fit the budget, otherwise whichever is smaller."""
    few = _with_one_palette(drawn, rung.colours) if rung.colours else drawn
    exact = [_uri(image, lossless=True, quality=50) for image in few]
    if _size(exact) <= budget:
        return exact
    return min(exact, [_uri(image, quality=rung.quality) for image in drawn], key=_size)


def _size(uris: Sequence[str]) -> int:
    return sum(map(len, uris))


def _with_one_palette(drawn: Sequence[Image.Image], colours: int) -> list[Image.Image]:
    """Fewer colours, the same on both sides: what is equal stays equal."""
    edges = list(accumulate((image.width for image in drawn), initial=0))
    both = Image.new("RGB", (edges[-1], max(image.height for image in drawn)), "white")
    for image, left in zip(drawn, edges, strict=False):
        both.paste(image, (left, 0))
    few = both.quantize(colours, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    return [
        few.crop((left, 0, left + image.width, image.height)).convert("RGB")
        for image, left in zip(drawn, edges, strict=False)
    ]


def _uri(image: Image.Image, **options: int) -> str:
    target = BytesIO()
    image.save(target, "WEBP", method=2, **options)
    return "data:image/webp;base64," + b64encode(target.getvalue()).decode()
