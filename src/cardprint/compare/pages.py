"""Two states of one page, and what changed between them.

A change is reported, but not its consequences: where words changed, what they push aside is not a
change of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from cardprint.compare.annotations import compare_notes
from cardprint.compare.links import compare_links
from cardprint.compare.looks import kinds_of_text, recoloured, restyled
from cardprint.compare.marks import EXACT_PT, MarkPairs, pair_marks
from cardprint.compare.model import DrawnLink, DrawnNote, Finding, Restyled, Verdict
from cardprint.compare.paper import compare_paper, is_resized
from cardprint.compare.reading import compare_reading
from cardprint.compare.state import PageState
from cardprint.compare.text import Block, paired, word_changes
from cardprint.compare.tolerance import PageMasks, Tolerance
from cardprint.compare.wording import (
    said_kinds,
    said_look,
    said_move,
    said_restyled,
    said_sides,
    said_words,
)
from cardprint.errors import Place
from cardprint.messages.catalogue import Message, tell, tell_count
from cardprint.model.geometry import Box
from cardprint.verify.page import Mark

# Text sizes that differ by less, in points, are the same.
SIZE_PT = 0.05

Origin = Callable[[Block, str], tuple[Place, ...]]
"""The places in the data of words in a block; without words, of all its texts."""


@dataclass
class PageComparison:
    """One page, before and after."""

    before: PageState
    after: PageState
    masks: tuple[PageMasks, PageMasks]
    tolerance: Tolerance
    origin: Origin
    renumbered: bool = False
    """Whether pages were added or removed, so that the numbers in running feet differ."""
    explained: tuple[list[Box], list[Box]] = field(default_factory=lambda: ([], []))
    """Boxes before and after whose difference in the picture is explained by a finding."""

    def findings(self) -> list[Finding]:
        """Everything that changed, except the picture."""
        found = [*compare_paper(self.before, self.after), *self._text()]
        # New words or new paper explain what moved, and the size of the text.
        texts = any(each.verdict == Verdict.TEXT for each in found)
        follows = texts or is_resized(self.before, self.after)
        moved = [*self._moved()]
        if not follows:
            found += moved
        looks = [*self._text_looks(sizes=not follows), *self._mark_looks(follows or bool(moved))]
        found += looks
        quiet = not follows and not moved
        found += compare_links(*self._links, self.tolerance.limits.move_pt, settled=quiet)
        notes = [*compare_notes(*self._notes, self.tolerance.limits.move_pt, settled=quiet)]
        for note in notes:
            self._explain(note.before, note.after)
        found += notes
        found += compare_reading(self.before, self.after, settled=quiet)
        return found

    @cached_property
    def _blocks(self) -> tuple[list[Block], list[Block]]:
        before, after = (
            [self._known(block, masks) for block in page.blocks]
            for page, masks in zip((self.before, self.after), self.masks, strict=True)
        )
        return [block for block in before if block.runs], [block for block in after if block.runs]

    def _known(self, block: Block, masks: PageMasks) -> Block:
        """The block without what is ignored, and without what earlier pages decide."""
        runs = tuple(run for run in block.runs if not masks.ignores(run.box))
        if self.renumbered and block.is_artifact:
            runs = tuple(replace(run, text=re.sub(r"\d+", "0", run.text)) for run in runs)
        return Block(runs)

    @cached_property
    def _pairs(self) -> tuple[tuple[Block, Block], ...]:
        return tuple(paired(*self._blocks))

    @cached_property
    def _unpaired(self) -> tuple[list[Block], list[Block]]:
        """The blocks that exist only before, and those that exist only after."""
        known = {id(a) for a, _ in self._pairs}, {id(b) for _, b in self._pairs}
        one, other = self._blocks
        return [b for b in one if id(b) not in known[0]], [
            b for b in other if id(b) not in known[1]
        ]

    @cached_property
    def _marks(self) -> MarkPairs:
        before = [m for m in self.before.marks if not self.masks[0].ignores(m.box)]
        after = [m for m in self.after.marks if not self.masks[1].ignores(m.box)]
        still = not self._elsewhere and self._unpaired == ([], [])
        found = pair_marks(before, after, self._move_pt, still=still)
        for one, other in found.boxes:
            self._explain([one] if one else [], [other] if other else [])
        return found

    @property
    def _links(self) -> tuple[list[DrawnLink], list[DrawnLink]]:
        return (
            [link for link in self.before.links if not self.masks[0].ignores(link.box)],
            [link for link in self.after.links if not self.masks[1].ignores(link.box)],
        )

    @property
    def _notes(self) -> tuple[list[DrawnNote], list[DrawnNote]]:
        return (
            [note for note in self.before.notes if not self.masks[0].ignores(note.box)],
            [note for note in self.after.notes if not self.masks[1].ignores(note.box)],
        )

    def _move_pt(self, box: Box) -> float:
        """How far the content of ``box`` may have moved, in points."""
        return self.tolerance.limits_at(box, self.masks[1]).move_pt

    def _explain(self, before: Sequence[Box], after: Sequence[Box]) -> None:
        self.explained[0].extend(before)
        self.explained[1].extend(after)

    def _text(self) -> Iterator[Finding]:
        for change in word_changes(*self._unpaired):
            words = change.words
            blocks = change.after or change.before
            places = dict.fromkeys(
                place for block in blocks for place in self.origin(block, words.after)
            )
            yield Finding(
                Verdict.TEXT,
                said_words(words),
                tuple(block.box for block in change.before),
                tuple(block.box for block in change.after),
                (words,),
                tuple(places),
            )
        lost, gained = self._unpaired
        self._explain([block.box for block in lost], [block.box for block in gained])

    @cached_property
    def _elsewhere(self) -> list[tuple[Block, Block]]:
        """The texts that moved."""
        return [(a, b) for a, b in self._pairs if self._is_moved(a, b)]

    def _moved(self) -> Iterator[Finding]:
        """What stands elsewhere, or is broken into other lines, all in one finding."""
        blocks = self._elsewhere
        regrouped = [] if list(word_changes(*self._unpaired)) else self._unpaired[1]
        self._explain([a.box for a, _ in blocks], [b.box for _, b in blocks])
        marks = self._marks.moved
        if not blocks and not regrouped and not marks:
            return
        far = max(blocks, key=lambda pair: max(map(abs, _way(*pair))), default=None)
        others = len(blocks) + len(marks) + len(regrouped) - bool(far)
        message = said_move(*((far[1].text, _way(*far)) if far else ("", (0.0, 0.0))), others)
        places = [place for _, block in blocks for place in self.origin(block, "")]
        yield Finding(
            Verdict.MOVED,
            message,
            (*(a.box for a, _ in blocks), *(a.box for a, _ in marks)),
            (*(b.box for _, b in blocks), *(b.box for _, b in marks)),
            places=tuple(dict.fromkeys(places)),
        )

    def _is_moved(self, one: Block, other: Block) -> bool:
        if max(map(abs, _way(one, other))) > EXACT_PT or self.renumbered:
            self._explain([one.box], [other.box])
        if self.renumbered and one.is_artifact:
            return False  # a different number has a different width
        # Text of another size moves and breaks differently; only its size is reported.
        grown = abs(one.runs[0].size_pt - other.runs[0].size_pt)
        broken = one.lines != other.lines and grown < SIZE_PT
        return max(map(abs, _way(one, other))) > self._move_pt(other.box) + grown or broken

    def _text_looks(self, *, sizes: bool) -> Iterator[Finding]:
        """Texts in another font, size or colour; each kind of change once."""
        found: dict[tuple[Message, *tuple[Restyled, ...]], list[tuple[Block, Block]]] = {}
        for one, other in self._pairs:
            for change in restyled(one, other, sizes=sizes):
                found.setdefault((said_restyled(change), change), []).append((one, other))
            if kinds := said_kinds(kinds_of_text(one), kinds_of_text(other)):
                found.setdefault((kinds,), []).append((one, other))
        for (message, *changes), pairs in found.items():
            before, after = [a.box for a, _ in pairs], [b.box for _, b in pairs]
            self._explain(before, after)
            places = dict.fromkeys(place for _, b in pairs for place in self.origin(b, ""))
            text = tell_count(
                "{change} ({n} text)", "{change} ({n} texts)", len(pairs), change=message
            )
            yield Finding(
                Verdict.APPEARANCE,
                text,
                tuple(before),
                tuple(after),
                places=tuple(places),
                restyled=tuple(changes),
            )

    def _mark_looks(self, follows: bool) -> Iterator[Finding]:  # noqa: FBT001
        """Lines, areas and pictures that are drawn differently; each kind of change once.

        :param follows: whether another change explains other sizes, and what is new or gone.
        """
        marks = self._marks
        found: dict[Message, list[tuple[Mark | None, Mark | None]]] = {}
        colours: dict[Message, tuple[Restyled, ...]] = {}
        for one, other in marks.redrawn:
            message = tell(
                "{before} became {after}",
                before=said_look(one.look),
                after=said_look(other.look),
            )
            found.setdefault(message, []).append((one, other))
            colours[message] = recoloured(one.look, other.look)
        known = {m.look for m in self.before.marks}, {m.look for m in self.after.marks}
        for one, other in () if follows else marks.reshaped:
            message = tell(
                "{look}: {before} became {after}",
                look=said_look(one.look),
                before=said_sides(one),
                after=said_sides(other),
            )
            found.setdefault(message, []).append((one, other))
        for mark in marks.gone:
            if not follows or mark.look not in known[1]:
                message = tell("{look} is gone", look=said_look(mark.look))
                found.setdefault(message, []).append((mark, None))
        for mark in marks.new:
            if not follows or mark.look not in known[0]:
                message = tell("{look} is new", look=said_look(mark.look))
                found.setdefault(message, []).append((None, mark))
        for message, pairs in found.items():
            yield Finding(
                Verdict.APPEARANCE,
                tell_count(
                    "{change} ({n} shape)", "{change} ({n} shapes)", len(pairs), change=message
                ),
                tuple(one.box for one, _ in pairs if one),
                tuple(other.box for _, other in pairs if other),
                restyled=colours.get(message, ()),
            )


def _way(one: Block, other: Block) -> tuple[float, float]:
    """How far a block moved to the right and up, in points."""
    (x, y), (z, w) = one.runs[0].origin, other.runs[0].origin
    return z - x, w - y
