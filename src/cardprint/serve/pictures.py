"""Pages as pictures, drawn by pdfium, with the links that lie on them.

pdfium may be used by one thread of a process only, so all of this runs in worker processes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

PX_PER_PT = 1.5
"""The sharpness of the first picture of a page: an A4 across the width of a small screen."""
SHARPEST = 4
"""By how much a page may be sharper than that, for large screens and for reading closely."""
LONGEST_SIDE_PX = 6000

Share = tuple[float, float, float, float]
"""Left, top, width and height of a box, in parts of its page from the top left."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link on a page: to a named place of the toolkit, or to an address on the web."""

    box: Share
    to: str
    is_web: bool
    say: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it was drawn."""

    digest: str
    """Of the picture: what has the same digest need not be shown again."""
    png: bytes
    width_pt: float
    height_pt: float
    links: tuple[PageLink, ...]
    linked: str
    """The digest of the links."""
    pdf: bytes
    """What it was drawn from; all the pages of a sheet share it."""
    index: int
    """The number of the page in it, from 0."""

    def sharper(self, times: int) -> bytes:
        """The same page, some times as sharp."""
        with closing(pypdfium2.PdfDocument(self.pdf)) as document:
            return _png(document, self.index, PX_PER_PT * times)


def pictures_of(pdf: bytes) -> tuple[Picture, ...]:
    """Every page of a PDF."""
    with pikepdf.open(BytesIO(pdf)) as file:
        links = [tuple(_links(page)) for page in file.pages]
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return tuple(_picture(document, pdf, i, links[i]) for i in range(len(document)))


def _picture(
    document: pypdfium2.PdfDocument, pdf: bytes, index: int, links: tuple[PageLink, ...]
) -> Picture:
    width, height = document.get_page_size(index)
    png = _png(document, index, PX_PER_PT)
    shown, linked = _digest(png), _digest(repr(links).encode())
    return Picture(shown, png, width, height, links, linked, pdf, index)


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:32]


def _png(document: pypdfium2.PdfDocument, index: int, scale: float) -> bytes:
    with closing(document[index]) as page:
        scale = min(scale, LONGEST_SIDE_PX / max(page.get_size()))
        with closing(page.render(scale=scale)) as bitmap:
            stored = BytesIO()
            # The lowest level: the picture crosses no network, and somebody is waiting.
            bitmap.to_pil().save(stored, "PNG", compress_level=1)
            return stored.getvalue()


def _links(page: pikepdf.Page) -> Iterator[PageLink]:
    """The links of a page that lead somewhere (ISO 32000-1, 12.5.6.5)."""
    annotations: Any = page.obj.get("/Annots", ())
    for each in annotations:
        if each.get("/Subtype") != "/Link":
            continue
        action = each.get("/A", {})
        address, place = action.get("/URI"), each.get("/Dest", action.get("/D"))
        if address is not None or isinstance(place, pikepdf.String):
            target = str(place if address is None else address)
            box = share_of([float(edge) for edge in each.Rect], page)
            yield PageLink(box, target, address is not None, str(each.get("/Contents", "")))


def share_of(edges: list[float], page: pikepdf.Page) -> Share:
    """A box in points from the bottom left, as parts of what is shown of its page."""
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    wide, high = right - left, top - bottom
    x0, x1 = sorted((edges[0], edges[2]))
    y0, y1 = sorted((edges[1], edges[3]))
    found = ((x0 - left) / wide, (top - y1) / high, (x1 - x0) / wide, (y1 - y0) / high)
    return tuple(round(each, 5) for each in found)  # type: ignore[return-value]
