"""The cells of a table stand where its tags say: in the column of their header, row below row."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from cardprint.messages.catalogue import Message, tell
from cardprint.model.geometry import Box, around
from cardprint.text import alike
from cardprint.verify.blocks import Block, Cell

TOLERANCE_PT = 1.0
"""Letters begin a little beside the edge of their box."""


def check_tables(blocks: Sequence[Block], *, right_to_left: bool) -> Iterator[tuple[int, Message]]:
    """What a reader sees in another place than a listener hears it; each with its page, from 0."""
    rows: dict[tuple[int, int], dict[int, list[Block]]] = defaultdict(lambda: defaultdict(list))
    for block in blocks:
        if block.cell:
            rows[block.page, block.cell.row][id(block.cell)].append(block)
    laid = {key: [_Cell(found) for found in cells.values()] for key, cells in rows.items()}
    for (page, _), cells in laid.items():
        for one, other in pairwise(cells):
            if _edge(one.box, right_to_left) > _edge(other.box, right_to_left) - TOLERANCE_PT:
                yield page, _not_beside(one, other)
            elif _end(one.box, right_to_left) > _edge(other.box, right_to_left):
                yield page, tell("'{upper}' lies on '{lower}'", upper=one.words, lower=other.words)
    yield from _check_rows(laid)
    yield from _check_columns(laid, right_to_left)


class _Cell:
    """A cell on one page."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.box = around([block.box for block in blocks])

    @property
    def cell(self) -> Cell:
        return self.blocks[0].cell or Cell("", 0, b"", ())

    @property
    def words(self) -> str:
        return alike.joined(self.blocks[0].lines)[:40]


Rows = Mapping[tuple[int, int], Sequence[_Cell]]


def _edge(box: Box, right_to_left: bool) -> float:  # noqa: FBT001
    """Where a line begins, counted in the direction of reading."""
    return -box.right if right_to_left else box.left


def _end(box: Box, right_to_left: bool) -> float:  # noqa: FBT001
    """Where its longest line ends, counted in the direction of reading."""
    return -box.left if right_to_left else box.right


def _not_beside(one: _Cell, other: _Cell) -> Message:
    return tell("the cell '{other}' does not stand after '{one}'", other=other.words, one=one.words)


def _check_rows(rows: Rows) -> Iterator[tuple[int, Message]]:
    """Rows that are read one after another stand one below another."""
    for (key, cells), (after, others) in pairwise(rows.items()):
        one = max(cells, key=lambda cell: cell.box.top)
        other = max(others, key=lambda cell: cell.box.top)
        follows = after[0] == key[0] and after[1] == key[1] + 1
        if follows and other.box.top > one.box.top - TOLERANCE_PT:
            message = tell(
                "the row '{other}' does not stand below '{one}'", other=other.words, one=one.words
            )
            yield key[0], message


def _check_columns(rows: Rows, right_to_left: bool) -> Iterator[tuple[int, Message]]:  # noqa: FBT001
    """A cell stands nearer to its own header than to that of another column."""
    heads: dict[int, dict[bytes, float]] = defaultdict(dict)
    for (page, _), cells in rows.items():
        headers = [cell for cell in cells if cell.cell.kind == "/TH"]
        if len(headers) > 1:
            heads[page] = {one.cell.name: _edge(one.box, right_to_left) for one in headers}
        own = {one.cell.name for one in headers} if len(headers) == 1 else set()
        for one in cells:
            columns = [name for name in one.cell.headers if name in heads[page]]
            if one.cell.kind != "/TD" or not columns:
                continue
            at = _edge(one.box, right_to_left)
            nearest = min(heads[page], key=lambda name: abs(heads[page][name] - at))
            if nearest not in columns or not own <= {*one.cell.headers}:
                yield (
                    page,
                    tell("'{words}' stands in the column of another header", words=one.words),
                )
