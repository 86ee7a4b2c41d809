"""The pages of a file that is, byte for byte, what was accepted: there is nothing to compare."""

from io import BytesIO

from pikepdf import Array, Page, Pdf

from cardprint.compare.model import DrawnLink, PagePair
from cardprint.compare.navigation import links_by_page, named_views, page_numbers
from cardprint.model.geometry import Box


def same_pages(pdf: bytes) -> tuple[PagePair, ...]:
    """Every page, with nothing that changed; the file has been verified, so it can be read."""
    with Pdf.open(BytesIO(pdf)) as file:
        numbers = page_numbers(file)
        links = links_by_page(file, named_views(file, numbers), numbers)
        return tuple(_same(i + 1, page, links.get(i, ())) for i, page in enumerate(file.pages))


def _same(number: int, page: Page, links: tuple[DrawnLink, ...]) -> PagePair:
    trimmed, shown = _box(page.trimbox), _box(page.cropbox)
    size = trimmed.width, trimmed.height
    return PagePair(
        number,
        number,
        size,
        size,
        links_before=links,
        links_after=links,
        shown_before=shown,
        shown_after=shown,
    )


def _box(edges: Array) -> Box:
    return Box(*(float(edge) for edge in edges))
