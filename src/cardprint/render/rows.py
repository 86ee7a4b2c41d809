"""The rows of cells in a document that has been laid out: their places and their lines."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import weasyprint

from cardprint.render import boxes
from cardprint.render.boxes import LaidBox

CELL = "data-cell"
"""The attribute by which a template names a cell."""
WITH_CELLS = "data-with-cells"
"""The attribute of what must stand on the page of the last row, below it."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of lines; lengths in CSS px."""

    box: LaidBox
    lines: int
    line_height: float
    inset: float
    """How much narrower it is than the space inside the borders of its cell."""


@dataclass(slots=True)
class Cell:
    """An answer; lengths in CSS px."""

    name: str
    words: int
    lines: int
    paragraphs: tuple[Paragraph, ...]
    width: float
    """The width inside its borders."""
    height: float
    """The height that it needs itself, though its row may be higher."""
    growth: float
    """How many times as wide it may become with its text; 1 where its table fills the page."""


@dataclass(slots=True)
class Row:
    """Cells side by side: those of one row of a table, or one cell alone."""

    page: int
    top: float
    bottom: float
    cells: list[Cell] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one section, over all its pages; lengths in CSS px."""

    rows: tuple[Row, ...]
    rooms: tuple[float, float]
    """The height for rows on the first page, and on each next page under repeated heads."""
    left: float
    """The free height on the first page."""
    after: float
    """The height of what follows the rows on the page of the last row."""
    tied: float
    """The part of that which must stand there."""
    line_height: float


def sections(document: weasyprint.Document) -> Iterator[Section]:
    """Every section with named cells that hold text."""
    rows: dict[int, dict[int, Row]] = {}
    bottoms: dict[int, float] = {}
    ends: list[float] = []
    tied: dict[int, float] = {}
    for number, page in enumerate(document.pages):
        body = boxes.body_of(page)
        ends.append(boxes.content_bottom(body))
        for box, section, group, growth in _cells(body, body, body, 1.0):
            owner = boxes.owner_of(section)
            found = rows.setdefault(owner, {})
            row = found.setdefault(boxes.owner_of(group), Row(number, *boxes.margin_edges(group)))
            row.cells.append(_cell(box, growth))
            bottoms[owner] = boxes.used_bottom(section)
        tied |= dict(_tied(body, body))
    for key, found in rows.items():
        if any(cell.lines for row in found.values() for cell in row.cells):
            yield _section(tuple(found.values()), ends, bottoms[key], tied.get(key, 0.0))


def cells_of(row: LaidBox) -> Iterator[Cell]:
    """The named cells of the row of a table."""
    return (_cell(box, growth) for box, _, _, growth in _cells(row, row, row, 1.0))


def _section(rows: tuple[Row, ...], ends: list[float], bottom: float, tied: float) -> Section:
    first, last = rows[0].page, rows[-1].page
    room = ends[first] - rows[0].top
    next_top = min(row.top for row in rows if row.page == last)
    heights = [p.line_height for row in rows for cell in row.cells for p in cell.paragraphs]
    return Section(
        rows,
        (room, ends[last] - next_top if last > first else ends[first]),
        ends[first] - max(row.bottom for row in rows if row.page == first),
        max(0.0, bottom - rows[-1].bottom),
        tied,
        sum(heights) / len(heights),
    )


def _tied(box: LaidBox, section: LaidBox) -> Iterator[tuple[int, float]]:
    """The height of what must stand below the rows of each section of a page."""
    for child in boxes.children(box):
        element = boxes.element_of(child)
        if element is not None and element.get(WITH_CELLS) is not None:
            top, bottom = boxes.margin_edges(child)
            yield boxes.owner_of(section), bottom - top
        else:
            is_page = element is not None and _is_page(element)
            yield from _tied(child, child if is_page else section)


def _is_page(element: Element) -> bool:
    return "page" in element.get("class", "").split()


def _cell(box: LaidBox, growth: float) -> Cell:
    element = boxes.element_of(box)
    if element is None:
        raise ValueError("a cell is the box of an element")
    width = boxes.inner_width(box)
    paragraphs = tuple(_paragraph(each, width) for each in boxes.paragraphs_of(box))
    lines = sum(each.lines for each in paragraphs)
    words = len("".join(element.itertext()).split())
    height = boxes.own_height(box)
    return Cell(element.get(CELL, ""), words, lines, paragraphs, width, height, growth)


def _paragraph(box: LaidBox, cell_width: float) -> Paragraph:
    lines = boxes.children(box)
    inset = cell_width - boxes.content_width(box)
    return Paragraph(box, len(lines), boxes.content_height(lines[0]), inset)


def _cells(
    box: LaidBox, section: LaidBox, row: LaidBox, growth: float
) -> Iterator[tuple[LaidBox, LaidBox, LaidBox, float]]:
    """Every named cell below a box, with the boxes of its section and row, and its growth."""
    for child in boxes.children(box):
        element = boxes.element_of(child)
        if element is None:
            yield from _cells(child, section, row, growth)
        elif _is_page(element):
            yield from _cells(child, child, row, growth)
        elif element.get(CELL) is not None:
            yield child, section, row if element.tag == "td" else child, growth
        else:
            if element.tag == "table" and growth == 1:
                growth = max(1.0, boxes.content_width(box) / boxes.content_width(child))
            yield from _cells(child, section, child if element.tag == "tr" else row, growth)
