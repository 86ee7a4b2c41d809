"""Changes that are marked as such in a Word document (ISO/IEC 29500-1, 17.13.5)."""

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NEW, _OLD = ("ins", "moveTo"), ("del", "moveFrom")
_PROPERTIES = (
    "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange",
    "tblGridChange", "tblPrExChange", "numberingChange",
)  # fmt: skip
_CELLS = {True: "cellDel", False: "cellIns"}
"""The mark of a cell that is gone when the changes are accepted, and when they are not."""

Element = Any


def tracked_changes(root: Element) -> list[Element]:
    """The marked changes of words, paragraphs and looks."""
    names = (*_NEW, *_OLD, *_PROPERTIES, *_CELLS.values(), "cellMerge")
    return [*root.iter(*(W + name for name in names))]


def settle(root: Element, *, accept: bool) -> None:
    """Carry the changes out, or undo them, as Word does; the tree has none after it."""
    gone, kept = (_OLD, _NEW) if accept else (_NEW, _OLD)
    _remove_owners(root, gone, _CELLS[accept])
    for paragraph in [*_without_end(root, gone)]:
        _join_with_next(paragraph)
    for element in [*root.iter(*(W + name for name in gone))]:
        _remove(element)
    for element in [*root.iter(*(W + name for name in kept))]:
        _unwrap(element)
    for text in root.iter(W + "delText", W + "delInstrText"):
        text.tag = W + {"delText": "t", "delInstrText": "instrText"}[text.tag.removeprefix(W)]
    for change in [*root.iter(*(W + name for name in _PROPERTIES))]:
        if not accept:
            _restore(change)
        _remove(change)


def _remove_owners(root: Element, gone: tuple[str, ...], cell: str) -> None:
    """Remove the rows, cells and numbers of paragraphs that are gone."""
    for mark in [*root.iter(*(W + name for name in gone))]:
        if mark.getparent().tag == W + "trPr":
            _remove(next(mark.iterancestors(W + "tr")))
        elif mark.getparent().tag == W + "numPr":
            _remove(mark.getparent())
    for mark in [*root.iter(W + cell)]:
        _remove(next(mark.iterancestors(W + "tc")))


def _without_end(root: Element, gone: tuple[str, ...]) -> Iterator[Element]:
    """The paragraphs whose end is gone, so that the next one goes on with them."""
    for name in gone:
        for mark in root.iter(W + name):
            if (looks := mark.getparent()).tag == W + "rPr" and (
                properties := looks.getparent()
            ).tag == W + "pPr":
                yield properties.getparent()


def _join_with_next(paragraph: Element) -> None:
    following = paragraph.getnext()
    if following is None or following.tag != W + "p" or paragraph.getparent() is None:
        return
    contents = [child for child in paragraph if child.tag != W + "pPr"]
    first = 1 if len(following) and following[0].tag == W + "pPr" else 0
    for i, child in enumerate(contents, first):
        following.insert(i, child)
    _remove(paragraph)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: Element) -> None:
    """Put the contents of an element in its place."""
    parent = element.getparent()
    at = parent.index(element)
    for i, child in enumerate([*element], at):
        parent.insert(i, child)
    parent.remove(element)


def _restore(change: Element) -> None:
    """Give what has new properties its old ones."""
    owner = change.getparent()
    old = next(iter(change), None)
    if old is None or owner.tag != old.tag:
        return
    for child in [*owner]:
        if child is not change and not (owner.tag == W + "pPr" and child.tag == W + "rPr"):
            owner.remove(child)
    for i, child in enumerate([*old]):
        owner.insert(i, child)
