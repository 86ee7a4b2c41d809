"""Which cells make a section too long for its page, and by how many words."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import ceil

import weasyprint

from cardprint.render import boxes
from cardprint.render.model import TooLong
from cardprint.render.rows import Cell, Row, cells_of, sections


def too_long(document: weasyprint.Document, size_pt: float) -> tuple[TooLong, ...]:
    """The cells to shorten, laid out at the smallest size, so that each section fits its page.

    The excess is what is on later pages than the first of its section, with what must stand below
    it, less the free space on that first page. It is removed line by line where that helps most:
    from the longest cell of a row, as long as that is longer than its neighbours.
    """
    found: list[TooLong] = []
    for section in sections(document):
        rows = section.rows
        excess = sum(row.bottom - row.top for row in rows if row.page > rows[0].page)
        excess += section.tied if excess else 0.0
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


def broken_rows(document: weasyprint.Document, size_pt: float) -> tuple[TooLong, ...]:
    """The cells to shorten so that no row of a table is higher than a page under its heads.

    Such a row runs on over a page where nothing says whose answers it holds, or is set without the
    heads of its columns.
    """
    parts: dict[int, list[Cell]] = defaultdict(list)
    heads: dict[int, float] = defaultdict(float)
    rooms: dict[int, float] = {}
    bodies = [boxes.body_of(page) for page in document.pages]
    tables = [(body, *table) for body in bodies for table in boxes.tables_of(body)]
    for _, table, head, _ in tables:
        heads[boxes.owner_of(table)] = max(head, heads[boxes.owner_of(table)])
    for body, table, head, rows in tables:
        is_bare = not head and boxes.has_head(table)
        for row in rows:
            owner = boxes.owner_of(row)
            if owner in parts or is_bare:
                rooms[owner] = boxes.content_height(body) - heads[boxes.owner_of(table)]
            parts[owner] += cells_of(row)
    return tuple(
        cell for owner, room in rooms.items() for cell in _too_high(parts[owner], room, size_pt)
    )


def _too_high(parts: Sequence[Cell], room: float, size_pt: float) -> Iterator[TooLong]:
    """What is too much of the cells of a row; of one over two pages, there are two parts."""
    heights: dict[str, float] = defaultdict(float)
    lines: Counter[str] = Counter()
    for part in parts:
        heights[part.name] += part.height
        lines[part.name] += part.lines
    highest = max(heights.values(), default=0.0)
    words = {part.name: part.words for part in parts}
    for name, height in heights.items():
        if height and (height > room or height == highest):
            share = max(height - room, height / max(1, lines[name])) / height
            yield TooLong(name, ceil(share * words[name]), size_pt, is_row=True)


def spilled_pages(document: weasyprint.Document) -> int:
    """The number of pages with cells, without the first of each section."""
    return sum(len({row.page for row in section.rows}) - 1 for section in sections(document))


def _gain(row: Row) -> tuple[float, int]:
    """How much it helps to shorten a row: best are few cells to shorten, and long ones."""
    longest = max(cell.lines for cell in row.cells)
    return 1 / sum(cell.lines == longest for cell in row.cells), longest
