"""Which cells make a section too long for its page, and by how many words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import weasyprint

from cardprint.render.model import TooLong

CELL = "data-cell"
"""The attribute by which a template names a cell."""


@dataclass(slots=True)
class _Cell:
    name: str
    words: int
    lines: int


@dataclass(slots=True)
class _Row:
    """What stands beside each other: the cells of a table's row, or one cell alone."""

    page: int
    top: float
    bottom: float
    cells: list[_Cell] = field(default_factory=list)


def too_long(document: weasyprint.Document, size_pt: float) -> tuple[TooLong, ...]:
    """The cells to shorten, laid out at the smallest size, so that each section fits its page.

    What stands on later pages than the first of its section, less the room that is left on that
    first page, is too much. It is taken away line by line where that helps most: from the longest
    cell of a row, as long as it is longer than its neighbours.
    """
    found: list[TooLong] = []
    for rows, room, line in _sections(document):
        excess = sum(row.bottom - row.top for row in rows if row.page > rows[0].page)
        cells = {cell.name: cell.words / max(1, cell.lines) for row in rows for cell in row.cells}
        cut = dict.fromkeys(cells, 0)
        for _ in range(ceil((excess - room) / line) if excess else 0):
            row = max(rows, key=_gain)
            longest = max(cell.lines for cell in row.cells)
            for cell in row.cells:
                if cell.lines == longest:
                    cell.lines -= 1
                    cut[cell.name] += 1
        found += [
            TooLong(name, ceil(lines * cells[name]), size_pt)
            for name, lines in cut.items()
            if lines
        ]
    return tuple(found)


def spilled_pages(document: weasyprint.Document) -> int:
    """The pages with cells beyond the first of each section."""
    return sum(len({row.page for row in rows}) - 1 for rows, _, _ in _sections(document))


def _gain(row: _Row) -> tuple[float, int]:
    """How worthwhile it is to shorten a row: few cells to shorten, and long ones."""
    longest = max(cell.lines for cell in row.cells)
    return 1 / sum(cell.lines == longest for cell in row.cells), longest


def _sections(document: weasyprint.Document) -> Iterator[tuple[list[_Row], float, float]]:
    """The rows of each section, the height left on its first page, and the height of a line."""
    sections: dict[int, dict[int, _Row]] = {}
    heights: list[float] = []
    ends: list[float] = []
    for number, page in enumerate(document.pages):
        body = page._page_box  # noqa: SLF001  # no public way to the boxes
        ends.append(body.content_box_y() + body.height)
        for box, section, group in _cells(body, body, body):
            rows = sections.setdefault(id(section.element), {})
            top, bottom = group.position_y, group.position_y + group.margin_height()
            row = rows.setdefault(id(group.element), _Row(number, top, bottom))
            lines = [each for each in box.descendants() if type(each).__name__ == "LineBox"]
            heights += [each.height for each in lines]
            words = len("".join(box.element.itertext()).split())
            row.cells.append(_Cell(box.element.get(CELL), words, len(lines)))
    for rows in sections.values():
        ordered = list(rows.values())
        first = [row for row in ordered if row.page == ordered[0].page]
        room = ends[first[0].page] - max(row.bottom for row in first)
        yield ordered, room, sum(heights) / len(heights)


def _cells(box: Any, section: Any, row: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Every named cell below a box, with the box of its section and that of its row."""
    for child in getattr(box, "children", ()):
        element = child.element
        own = element is not None and child.element_tag == element.tag
        if own and "page" in element.get("class", "").split():
            yield from _cells(child, child, row)
        elif own and element.get(CELL) is not None:
            yield child, section, row if element.tag == "td" else child
        else:
            yield from _cells(child, section, child if own and element.tag == "tr" else row)
