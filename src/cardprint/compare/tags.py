"""The structure tree of a PDF in short: the tags of each page in reading order."""

from collections.abc import Iterator, Mapping

from pikepdf import Array, Dictionary, Object, Pdf

NO_PAGE = -1
"""Where the tags of a page are that the file no longer has."""
# What only groups letters says nothing to who listens.
_SILENT = frozenset({"/Span", "/NonStruct"})


def tags_by_page(pdf: Pdf, pages: Mapping[tuple[int, int], int]) -> dict[int, tuple[str, ...]]:
    """The tags of every page (from 0) that has any: ``H1``, ``TH Column``, ``Figure 'words'``."""
    found: dict[int, list[str]] = {}
    root = pdf.Root.get("/StructTreeRoot")
    # From parent to child without recursion: a file may nest its tags as deep as it likes.
    waiting = [(kid, 0) for kid in reversed(list(_kids(root)))] if root is not None else []
    while waiting:
        element, above = waiting.pop()
        page = _page_of(element, pages, above)
        if element.S not in _SILENT:
            found.setdefault(page, []).append(_short(element))
        waiting += [(kid, page) for kid in reversed(list(_kids(element)))]
    return {page: tuple(tags) for page, tags in found.items()}


def _kids(element: Object) -> Iterator[Object]:
    """The structure elements right below one."""
    kids = element.get("/K", Array([]))
    for kid in kids if isinstance(kids, Array) else (kids,):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid


def _page_of(element: Object, pages: Mapping[tuple[int, int], int], above: int) -> int:
    """The page that an element begins on: its own, or that of what is first in it."""
    first: Object | None = element
    while first is not None:
        if "/Pg" in first:
            return pages.get(first.Pg.objgen, NO_PAGE)
        first = next(_kids(first), None)
    return above


def _short(element: Object) -> str:
    words = [str(element.S)[1:]]
    attributes = element.get("/A", Dictionary())
    if isinstance(attributes, Dictionary) and "/Scope" in attributes:
        words.append(str(attributes.Scope)[1:])
    if "/Alt" in element:
        words.append(f"'{element.Alt}'")
    return " ".join(words)
