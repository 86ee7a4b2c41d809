"""The rows of cells in a document that has been laid out: where they stand, and their lines."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import weasyprint

CELL = "data-cell"
"""The attribute by which a template names a cell."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of lines; lengths in CSS px."""

    box: Any
    lines: int
    line_height: float
    inset: float
    """How much narrower it is than the inside of its cell's borders."""


@dataclass(slots=True)
class Cell:
    """An answer; lengths in CSS px."""

    name: str
    words: int
    lines: int
    paragraphs: tuple[Paragraph, ...]
    width: float
    """The inside of its borders."""
    height: float
    """What it takes itself, though its row may be higher."""


@dataclass(slots=True)
class Row:
    """What stands beside each other: the cells of a table's row, or one cell alone."""

    page: int
    top: float
    bottom: float
    cells: list[Cell] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one section, over all its pages; lengths in CSS px."""

    rows: tuple[Row, ...]
    rooms: tuple[float, float]
    """The height for rows on the first page, and on a next one under the repeated heads."""
    left: float
    """The height that is left on the first page."""
    after: float
    """The height of what comes after the rows, on the page of the last."""
    line_height: float


def sections(document: weasyprint.Document) -> Iterator[Section]:
    """Every section with named cells."""
    rows: dict[int, dict[int, Row]] = {}
    bottoms: dict[int, float] = {}
    ends: list[float] = []
    for number, page in enumerate(document.pages):
        body = page._page_box  # noqa: SLF001  # no public way to the boxes
        ends.append(body.content_box_y() + body.height)
        for box, section, group in _cells(body, body, body):
            top, bottom = group.position_y, group.position_y + group.margin_height()
            found = rows.setdefault(id(section.element), {})
            row = found.setdefault(id(group.element), Row(number, top, bottom))
            row.cells.append(_cell(box))
            bottoms[id(section.element)] = bottom_of(section)
    for key, found in rows.items():
        yield _section(tuple(found.values()), ends, bottoms[key])


def _section(rows: tuple[Row, ...], ends: list[float], bottom: float) -> Section:
    first, last = rows[0].page, rows[-1].page
    room = ends[first] - rows[0].top
    next_top = min(row.top for row in rows if row.page == last)
    heights = [p.line_height for row in rows for cell in row.cells for p in cell.paragraphs]
    return Section(
        rows,
        (room, ends[last] - next_top if last > first else ends[first]),
        ends[first] - max(row.bottom for row in rows if row.page == first),
        max(0.0, bottom - rows[-1].bottom),
        sum(heights) / len(heights),
    )


def _cell(box: Any) -> Cell:
    width = box.padding_width()
    paragraphs = tuple(
        Paragraph(each, len(each.children), each.children[0].height, width - each.width)
        for each in (box, *box.descendants())
        if getattr(each, "children", ()) and type(each.children[0]).__name__ == "LineBox"
    )
    lines = sum(each.lines for each in paragraphs)
    words = len("".join(box.element.itertext()).split())
    # A cell is made as high as its row by more padding than its style asks for.
    added = box.padding_bottom - box.style["padding_bottom"].value
    height = box.margin_height() - added - box.height + bottom_of(box) - box.content_box_y()
    return Cell(box.element.get(CELL), words, lines, paragraphs, width, height)


def bottom_of(box: Any) -> float:
    """Where the last thing in a box ends."""
    ends = [
        child.position_y + child.margin_height()
        for child in box.children
        if child.is_in_normal_flow()
    ]
    return float(max(ends, default=box.content_box_y()))


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
