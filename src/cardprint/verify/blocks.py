"""A block: a paragraph, a heading, a cell or a line, with the runs that it is made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from cardprint.model.geometry import Box, around
from cardprint.text import alike
from cardprint.verify.direction import read_lines
from cardprint.verify.page import Run

SAME_LINE_PT = 0.1
MAX_GAP = 1.0
"""A share of the text size: what stands further away is another line."""


@dataclass(frozen=True)
class Cell:
    """A cell of a table, on one page."""

    kind: str
    row: int
    """Which row it is in, counted over the whole file."""
    name: bytes
    headers: tuple[bytes, ...]
    """The names of its header cells."""


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading, a cell or anything else with text of its own, on one page."""

    page: int
    kind: str
    runs: tuple[Run, ...]
    cell: Cell | None = None
    is_link: bool = False
    """Whether all of it is inside links."""
    is_tagged: bool = True
    meant: str = ""
    """The whole text, where there is no room for all of it."""

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Its lines, as they are broken."""
        if self.meant:
            return (self.meant,)
        return tuple(text for each in _lines(self.runs) if (text := alike.line(each)))

    @property
    def box(self) -> Box:
        """The box around its ink."""
        return around([run.box for run in self.runs])


def _lines(runs: Sequence[Run]) -> Iterator[str]:
    if any(run.visual for run in runs):
        yield from _lines_from_right(runs)
        return
    text, last = "", None
    for run in runs:
        if last and not same_line(last, run):
            yield text
            text = ""
        text, last = text + run.text, run
    yield text


def _lines_from_right(runs: Sequence[Run]) -> Iterator[str]:
    """Each piece that was laid out as one is read for itself, from the right."""
    pieces: dict[int, list[Run]] = {}
    for run in runs:
        pieces.setdefault(run.content, []).append(run)
    for piece in pieces.values():
        yield from read_lines(piece)


def same_line(one: Run, other: Run) -> bool:
    """Whether a run goes on in the line of another."""
    gap = other.box.left - one.box.right
    near = gap < MAX_GAP * max(one.size_pt, other.size_pt)
    return near and one.group == other.group and same_level(one, other)


def same_level(one: Run, other: Run) -> bool:
    """Whether two runs stand at one height."""
    return abs(other.origin[1] - one.origin[1]) < SAME_LINE_PT


@dataclass(frozen=True)
class Blocks:
    """All that the blocks of a file are found by."""

    all: tuple[Block, ...]
    figures: tuple[tuple[int, frozenset[int]], ...] = ()
    """Of each figure, a page and the numbers of its marked content there."""
    tied: tuple[tuple[int, tuple[int, int]], ...] = ()
    """Of each link or field that is tagged, its page and its object."""
