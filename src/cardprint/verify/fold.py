"""An imposed booklet, folded: its half sheets as pages in reading order."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cardprint.model.geometry import Box
from cardprint.text.prose import letters
from cardprint.verify.direction import read_lines
from cardprint.verify.page import ReadPage

LEFT, RIGHT = 0, 1


def reading_order(side_count: int, *, right_to_left: bool = False) -> Iterator[tuple[int, int]]:
    """Side (from 0) and half of each page of the folded stack, from the front to the back.

    The sides are printed front, back, front, back; the first sheet lies outermost. A reader turns
    the right halves of all the sheets from the outermost to the innermost, each front before back,
    and then the left halves from the innermost to the outermost, each back before front. What is
    read from right to left has left and right changed.
    """
    first, second = (LEFT, RIGHT) if right_to_left else (RIGHT, LEFT)
    sheets = range(side_count // 2)
    for sheet in sheets:
        yield 2 * sheet, first
        yield 2 * sheet + 1, second
    for sheet in reversed(sheets):
        yield 2 * sheet + 1, first
        yield 2 * sheet, second


def fold(
    sides: Sequence[ReadPage], width_pt: float, *, right_to_left: bool = False
) -> tuple[ReadPage, ...]:
    """The pages of the booklet in reading order, each as wide as its trimmed page."""
    order = reading_order(len(sides), right_to_left=right_to_left)
    return tuple(_half(sides[side], half, width_pt) for side, half in order)


def _half(side: ReadPage, half: int, width_pt: float) -> ReadPage:
    middle = side.width_pt / 2
    left = middle - width_pt if half == LEFT else middle
    runs = tuple(
        replace(run, box=run.box.moved(-left), origin=(run.origin[0] - left, run.origin[1]))
        for run in side.runs
        if _half_of(run.box, middle) == half
    )
    marks = tuple(
        replace(mark, box=mark.box.moved(-left), whole=mark.whole and mark.whole.moved(-left))
        for mark in side.marks
        if _half_of(mark.box, middle) == half
    )
    found = letters("".join(read_lines(runs)))
    return ReadPage(width_pt, side.height_pt, found, runs, marks)


def _half_of(box: Box, middle: float) -> int:
    return LEFT if box.middle[0] < middle else RIGHT
