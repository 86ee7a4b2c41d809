"""The structure tree of pages that have become forms on larger sheets (ISO 32000-1, 14.7.4.2).

The sheets are in the order of printing; a screen reader follows the tree, which is not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Object, Pdf

_NUMBER = "/Number"
"""The page of an element or of marked content while it is between two files."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A page as a form on a side of a sheet, moved by so many points."""

    side: Object
    form: Object
    across: float
    up: float


def move_structure(pdf: Pdf, made: Pdf, placed: Mapping[int, Placed]) -> None:
    """Move the tree of ``pdf``, which is of no use afterwards, to the sheets of ``made``.

    :param placed: where each page went, from 0.
    """
    numbers = {page.obj.objgen: i for i, page in enumerate(pdf.pages)}
    for element in _elements(pdf.Root.StructTreeRoot):
        _leave_pages(element, numbers)
    root = made.copy_foreign(pdf.Root.StructTreeRoot)
    for element in _elements(root):
        _enter_sheets(element, placed)
    for i, page in enumerate(pdf.pages):
        placed[i].form.StructParents = int(page.obj.StructParents)
    made.Root.StructTreeRoot = root
    made.Root.MarkInfo = Dictionary(Marked=True)


def _elements(root: Object) -> Iterator[Object]:
    """Every structure element below ``root``."""
    waiting = [root]
    while waiting:
        for kid in _kids(waiting.pop()):
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield kid
                waiting.append(kid)


def _kids(element: Object) -> list[Object | int]:
    found = element.get("/K", Array())
    return list(found) if isinstance(found, Array) else [found]


def _leave_pages(element: Object, numbers: Mapping[tuple[int, int], int]) -> None:
    """Let an element and its content name their page by its number: pages are not copied."""
    own = element.get("/Pg")
    kids = [_content(kid, own, numbers) for kid in _kids(element)]
    if kids:
        element.K = Array(kids)
    if own is not None:
        element[_NUMBER] = numbers[own.objgen]
        del element.Pg


def _content(
    kid: Object | int, own: Object | None, numbers: Mapping[tuple[int, int], int]
) -> Object | int:
    """Marked content with the number of its page; other kids as they are."""
    if isinstance(kid, Dictionary) and kid.get("/Type") != Name.MCR:
        return kid
    marked = kid.MCID if isinstance(kid, Dictionary) else kid
    page = kid.get("/Pg", own) if isinstance(kid, Dictionary) else own
    if page is None:
        raise ValueError("marked content has no page")
    found = Dictionary(Type=Name.MCR, MCID=marked)
    found[_NUMBER] = numbers[page.objgen]
    return found


def _enter_sheets(element: Object, placed: Mapping[int, Placed]) -> None:
    """Name the side, and the form on it, in which each piece of content is."""
    for kid in _kids(element):
        if isinstance(kid, Dictionary) and _NUMBER in kid and "/S" not in kid:
            spot = placed[int(kid[_NUMBER])]
            kid.Pg, kid.Stm = spot.side, spot.form
            del kid[_NUMBER]
    if _NUMBER in element:
        spot = placed[int(element[_NUMBER])]
        element.Pg = spot.side
        del element[_NUMBER]
        attributes = element.get("/A", Dictionary())
        if isinstance(attributes, Dictionary) and "/BBox" in attributes:
            moved = (spot.across, spot.up) * 2
            edges = zip(attributes.BBox, moved, strict=True)
            attributes.BBox = Array([round(float(edge) + by, 2) for edge, by in edges])
