"""Joins lines of text into blocks, and finds the words that changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from cardprint.compare.matching import changed_parts
from cardprint.compare.model import WordChange
from cardprint.model.geometry import Box, around
from cardprint.text import alike
from cardprint.verify.page import Run

# Lines of one block are no farther apart than this share of their text size.
_LEADING = 1.75
_SAME_LINE = 0.3
_GLUE = re.compile(r"[\s\u00ad\u2010-]+")


def normal(text: str) -> str:
    """A text without spaces and hyphens, for one whose lines are not known."""
    return _GLUE.sub("", text)


@dataclass(frozen=True)
class Block:
    """Lines below each other: a paragraph, a cell, a heading."""

    runs: tuple[Run, ...]

    @cached_property
    def key(self) -> str:
        """Its text, however its lines are broken."""
        return alike.key(self.text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words; a word broken over two lines is joined again."""
        return tuple(self.text.split())

    @cached_property
    def text(self) -> str:
        """Its words with spaces."""
        return alike.joined(self.lines)

    @property
    def lines(self) -> tuple[str, ...]:
        """The text of each of its lines."""
        return tuple(alike.line(run.text) for run in self.runs)

    @property
    def box(self) -> Box:
        """The box around its ink."""
        return around([run.box for run in self.runs])

    @property
    def is_artifact(self) -> bool:
        """Whether it is a running head or foot."""
        return self.runs[0].artifact


def blocks_of(runs: Sequence[Run]) -> tuple[Block, ...]:
    """The blocks of a page, from its lines in the order of the file."""
    blocks: list[list[Run]] = []
    for run in runs:
        if blocks and _goes_on(blocks[-1], run):
            blocks[-1].append(run)
        else:
            blocks.append([run])
    return tuple(Block(tuple(block)) for block in blocks)


def _goes_on(block: list[Run], run: Run) -> bool:
    last = block[-1]
    if last.artifact != run.artifact or abs(last.size_pt - run.size_pt) > last.size_pt / 4:
        return False
    down = last.origin[1] - run.origin[1]
    if abs(down) < _SAME_LINE * last.size_pt:
        return abs(run.box.left - last.box.right) < last.size_pt
    left, _, right, _ = around([each.box for each in block])
    return 0 < down < _LEADING * last.size_pt and run.box.left < right and left < run.box.right


@dataclass(frozen=True, slots=True)
class TextChange:
    """Words before and after a change, and the blocks that they are in."""

    words: WordChange
    before: tuple[Block, ...]
    after: tuple[Block, ...]


def word_changes(before: Sequence[Block], after: Sequence[Block]) -> Iterator[TextChange]:
    """The words that changed; neighbouring words form one change.

    The words of all blocks are compared as one text, so a word that only moved to another block has
    not changed.
    """
    one = [(word, block) for block in before for word in block.words]
    other = [(word, block) for block in after for word in block.words]
    for gone, new in changed_parts([word for word, _ in one], [word for word, _ in other]):
        words = WordChange(" ".join(w for w, _ in one[gone]), " ".join(w for w, _ in other[new]))
        if alike.key(words.before) != alike.key(words.after):
            # Where nothing stands on one side, show the block that it stood or stands in.
            yield TextChange(words, _blocks(one, gone), _blocks(other, new))


def _blocks(words: Sequence[tuple[str, Block]], part: slice) -> tuple[Block, ...]:
    found = words[part] or words[part.start - 1 : part.start] or words[:1]
    return tuple({id(block): block for _, block in found}.values())


def paired(before: Sequence[Block], after: Sequence[Block]) -> Iterator[tuple[Block, Block]]:
    """Pairs of blocks with the same text; if there are several, the nearest to each other."""
    rest: dict[str, list[Block]] = {}
    for block in after:
        rest.setdefault(block.key, []).append(block)
    again: dict[str, list[Block]] = {}
    for block in before:
        same = rest.get(block.key, [])
        found = next((each for each in same if _at(each) == _at(block)), None)
        if found is None:
            again.setdefault(block.key, []).append(block)
        else:
            same.remove(found)
            yield block, found
    for key, blocks in again.items():
        yield from zip(blocks, rest.get(key, []), strict=False)


def _at(block: Block) -> tuple[float, float]:
    x, y = block.runs[0].origin
    return round(x, 1), round(y, 1)
