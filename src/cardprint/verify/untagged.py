"""The lines of a page that no tags describe: of a booklet in printing order, and running heads."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cardprint.verify.blocks import SAME_LINE_PT, Block, same_line
from cardprint.verify.page import NO_CONTENT, ReadPage, Run

MAX_LEADING, MAX_SHIFT = 1.5, 0.25
"""Shares of the text size: how far below, and how far to a side, a next line may be."""
MAX_INDENT, MARK_LEVEL = 3.0, 0.1
"""Shares of the text size: how far before an item, and off its line, its number may stand."""


def untagged(number: int, page: ReadPage) -> Iterator[Block]:
    """The lines of a page; a drawing is one block. Running heads come last."""
    groups: dict[int, set[int]] = {}
    for run in page.runs:
        groups.setdefault(run.content, set()).add(run.group)
    drawn = {content for content, forms in groups.items() if len(forms) > 1} - {NO_CONTENT}
    for content in sorted(drawn):
        runs = tuple(run for run in page.runs if run.content == content)
        yield Block(number, "/Figure", runs, is_tagged=False)
    line: list[Run] = []
    written = [run for run in page.runs if run.content not in drawn and not run.is_sign]
    for run in sorted(_with_marks(written), key=lambda run: run.content == NO_CONTENT):
        if line and not (_joins(line[-1], run) or _is_under(line, run)):
            yield _line(number, line)
            line = []
        line.append(run)
    if line:
        yield _line(number, line)


def _with_marks(runs: Sequence[Run]) -> Iterator[Run]:
    """Runs with the numbers of lists before their items; they are drawn after all of them.

    Points before items have no meaning of their own, and are left out.
    """
    numbers: dict[int, Run] = {}
    marks: set[int] = set()
    for mark in runs:
        if _MARK.fullmatch(mark.text.strip()) and (item := _item_of(mark, runs)):
            marks.add(id(mark))
            if any(c.isalnum() for c in mark.text):
                numbers[id(item)] = replace(mark, text=f"{mark.text.strip()} ")
    for run in runs:
        if id(run) in numbers:
            yield numbers[id(run)]
        if id(run) not in marks:
            yield run


_MARK = re.compile(r"\d{1,3}[.)]|\W")


def _item_of(mark: Run, runs: Sequence[Run]) -> Run | None:
    """The run that a mark stands before, and is drawn after."""
    for run in runs:
        gap = mark.box.left - run.box.right if run.visual else run.box.left - mark.box.right
        level = abs(mark.origin[1] - run.origin[1]) < MARK_LEVEL * run.size_pt
        if level and 0 <= gap < MAX_INDENT * run.size_pt and run.content < mark.content:
            return run
    return None


def _line(number: int, runs: Sequence[Run]) -> Block:
    kind = "/Artifact" if runs[0].content == NO_CONTENT else ""
    return Block(number, kind, tuple(runs), is_tagged=False)


def _is_under(head: Sequence[Run], run: Run) -> bool:
    """Whether a run begins the next line of a running head that takes more than one."""
    first, last = head[0], head[-1]
    same = (first.font, first.size_pt, first.content) == (run.font, run.size_pt, run.content)
    drop = last.origin[1] - run.origin[1]
    near = SAME_LINE_PT < drop < MAX_LEADING * run.size_pt
    side = "right" if run.visual else "left"
    aligned = abs(getattr(first.box, side) - getattr(run.box, side)) < MAX_SHIFT * run.size_pt
    return first.content == NO_CONTENT and same and near and aligned


def _joins(one: Run, other: Run) -> bool:
    if one.content == other.content != NO_CONTENT:
        return True
    return same_line(one, other) and other.box.left > one.box.left
