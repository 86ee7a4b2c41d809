"""How many pages a document would take at another text size, from one that has been laid out.

A layout takes a tenth of a second. Whether a card fits depends on the lines of each of its answers,
and Pango counts these for all answers in five milliseconds.
"""

from collections.abc import Callable, Sequence

import weasyprint

from cardprint.render import boxes
from cardprint.render.rows import Cell, Paragraph, Row, Section, sections


def forecast(
    document: weasyprint.Document, size_pt: float, *, whole: bool = True
) -> Callable[[float], int] | None:
    """A function from a size in points to the pages, for a document laid out at ``size_pt``.

    For larger sizes it is a lower bound: heads, gaps and borders are assumed not to change.

    :param whole: whether to count the pages of the document; otherwise one, and those that the
        cells take after the first page of each section.
    :return: None for a document without cells, and for hyphenated text, whose lines are not broken
        by Pango alone.
    """
    found = tuple(sections(document))
    cells = [cell for section in found for row in section.rows for cell in row.cells]
    if not cells or not all(map(_is_regular, cells)):
        return None
    taken = sum(len({row.page for row in section.rows}) for section in found)
    others = len(document.pages) - taken if whole else 1 - len(found)

    def pages(other_pt: float) -> int:
        ratio = other_pt / size_pt
        return others + sum(_pages(section, ratio, whole=whole) for section in found)

    return pages


def _pages(section: Section, ratio: float, *, whole: bool) -> int:
    """The pages that a section takes at ``ratio`` times its size."""
    heights = [_row_height(row, ratio) for row in section.rows]
    heights[-1] += section.tied
    if whole:
        heights.append(section.after - section.tied)
    return _packed(heights, *section.rooms)


def _packed(heights: Sequence[float], first_room: float, next_room: float) -> int:
    """The number of pages that unbreakable rows of these heights fill."""
    pages, left = 1, first_room
    for height in heights:
        if height > left + boxes.ROUNDING_PX:
            pages, left = pages + 1, next_room
        left -= height
    return pages


def _row_height(row: Row, ratio: float) -> float:
    cells = (_cell_height(cell, ratio) for cell in row.cells)
    # A head beside the cells may be what makes the row high; it grows with them.
    return max(*cells, row.bottom - row.top if ratio >= 1 else 0.0)


def _cell_height(cell: Cell, ratio: float) -> float:
    before = sum(each.lines * each.line_height for each in cell.paragraphs)
    after = sum(
        _lines(each, _width(cell, ratio), ratio) * each.line_height * ratio
        for each in cell.paragraphs
    )
    return cell.height - before + after


def _width(cell: Cell, ratio: float) -> float:
    """How wide a cell is: it grows with the text until its table fills the page."""
    return cell.width * min(ratio, cell.growth) if cell.growth > 1 else cell.width


def _lines(paragraph: Paragraph, width: float, ratio: float) -> int:
    """The lines of a paragraph at ``ratio`` times its size, in a cell of that width then."""
    return boxes.lines_at(paragraph.box, ratio, width - paragraph.inset * ratio)


def _is_regular(cell: Cell) -> bool:
    """Whether Pango breaks the lines of a cell just as they are in the document."""
    return all(
        not boxes.is_hyphenated(paragraph.box)
        and _lines(paragraph, cell.width, 1.0) == paragraph.lines
        for paragraph in cell.paragraphs
    )
