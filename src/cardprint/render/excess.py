"""Which cells make a section too long for its page, and by how many words."""

from math import ceil

import weasyprint

from cardprint.render.model import TooLong
from cardprint.render.rows import Row, sections


def too_long(document: weasyprint.Document, size_pt: float) -> tuple[TooLong, ...]:
    """The cells to shorten, laid out at the smallest size, so that each section fits its page.

    What stands on later pages than the first of its section, less the room that is left on that
    first page, is too much. It is taken away line by line where that helps most: from the longest
    cell of a row, as long as it is longer than its neighbours.
    """
    found: list[TooLong] = []
    for section in sections(document):
        rows = section.rows
        excess = sum(row.bottom - row.top for row in rows if row.page > rows[0].page)
        cells = {cell.name: cell.words / max(1, cell.lines) for row in rows for cell in row.cells}
        cut = dict.fromkeys(cells, 0)
        for _ in range(ceil((excess - section.left) / section.line_height) if excess else 0):
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
    return sum(len({row.page for row in section.rows}) - 1 for section in sections(document))


def _gain(row: Row) -> tuple[float, int]:
    """How worthwhile it is to shorten a row: few cells to shorten, and long ones."""
    longest = max(cell.lines for cell in row.cells)
    return 1 / sum(cell.lines == longest for cell in row.cells), longest
