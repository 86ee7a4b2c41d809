"""Two PDFs page by page, one page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest

from cardprint.compare.align import Pair, align, shared
from cardprint.compare.destinations import compare_views
from cardprint.compare.facts import compare_facts, compare_labels
from cardprint.compare.model import Comparison, Finding, PagePair, Verdict
from cardprint.compare.pages import PageComparison
from cardprint.compare.pixels import differing, picture
from cardprint.compare.restyling import told_once
from cardprint.compare.state import FileState, PageState
from cardprint.compare.style import Cause
from cardprint.compare.text import Block
from cardprint.compare.tolerance import PageMasks, Tolerance
from cardprint.errors import Place
from cardprint.messages.catalogue import Message, plain, tell
from cardprint.model.geometry import Box

Regions = Mapping[int, Mapping[str, tuple[Box, ...]]]
"""The boxes of named elements, by page (from 0) and name."""

Origin = Callable[[int, Block, str], tuple[Place, ...]]
"""The places in the data of words in a block on a page (from 0)."""


def _unknown(_page: int, _block: Block, _words: str) -> tuple[Place, ...]:
    return ()


@dataclass(frozen=True)
class FileComparison:
    """Two open files, and the facts about them."""

    name: str
    before: FileState
    after: FileState
    tolerance: Tolerance = field(default_factory=Tolerance)
    regions: tuple[Regions, Regions] = ({}, {})
    origin: Origin = _unknown
    causes: tuple[Cause, ...] = ()
    """The lines of the style that changed."""
    environment: tuple[Message, ...] = ()

    def compare(self) -> Comparison:
        """Everything that changed."""
        pages = tuple(self._page(pair) for pair in self._pairs)
        move_pt = self.tolerance.limits.move_pt
        views = [
            *compare_views(self.before, self.after, pages, move_pt),
            *compare_labels(self.before.labels, self.after.labels, pages),
        ]
        pages, shared = told_once(pages, self.causes)
        return Comparison(
            self.name,
            self.before.shown,
            self.after.shown,
            pages,
            (*self._of_file(), *views, *shared),
            self.environment,
        )

    @cached_property
    def _pairs(self) -> Sequence[Pair]:
        words = [
            [state.words(i) for i in range(state.page_count)] for state in (self.before, self.after)
        ]
        # A page is recognised by its destinations or, without those, by its words.
        one, other = (
            [state.names.get(i) or frozenset(each.items()) for i, each in enumerate(of_state)]
            for state, of_state in zip((self.before, self.after), words, strict=True)
        )
        return align(one, other, lambda i, k: shared(words[0][i], words[1][k]))

    @cached_property
    def _renumbered(self) -> bool:
        return self.before.page_count != self.after.page_count

    def _page(self, pair: Pair) -> PagePair:
        before = None if pair.before is None else self.before.page(pair.before)
        after = None if pair.after is None else self.after.page(pair.after)
        findings: list[Finding] = []
        if before and after:
            findings = self._both(before, after, pair.moved)
        elif before or after:
            verdict = Verdict.ADDED if after else Verdict.REMOVED
            findings = [Finding(verdict, _heading(after or before))]
        return PagePair(
            before.number if before else None,
            after.number if after else None,
            before.size if before else None,
            after.size if after else None,
            tuple(findings),
            before.links if before else (),
            after.links if after else (),
            shown_before=before.shown if before else None,
            shown_after=after.shown if after else None,
        )

    def _both(self, before: PageState, after: PageState, moved: bool) -> list[Finding]:  # noqa: FBT001
        masks = self._masks(0, before), self._masks(1, after)
        pages = PageComparison(
            before,
            after,
            masks,
            self.tolerance,
            lambda block, words: self.origin(after.number - 1, block, words),
            moved or self._renumbered,
        )
        findings = pages.findings()
        if moved:
            message = tell("this was page {number}", number=before.number)
            findings.insert(0, Finding(Verdict.MOVED, message))
        if all(each.verdict != Verdict.SIZE for each in findings):
            findings += self._picture(pages)
        return findings

    def _masks(self, side: int, page: PageState) -> PageMasks:
        return self.tolerance.masks(self.regions[side].get(page.number - 1, {}))

    def _picture(self, pages: PageComparison) -> Iterator[Finding]:
        """Differences in the picture of the page that no other finding explains."""
        one = picture(self.before.document, pages.before.number - 1)
        other = picture(self.after.document, pages.after.number - 1)
        if one.size != other.size:
            return
        masks = pages.masks[0].ignored + pages.masks[1].ignored
        known = (*masks, *pages.explained[0], *pages.explained[1])
        left, bottom, _, _ = pages.after.shown
        regions = [
            (box.moved(-left, -bottom), limits.colour)
            for side in pages.masks
            for box, limits in side.regions
        ]
        passed_over = (box.moved(-left, -bottom) for box in known)
        found = differing(one, other, self.tolerance.limits.colour, regions, passed_over)
        if boxes := tuple(box.moved(left, bottom) for box in found):
            message = tell("the picture of the page differs")
            yield Finding(Verdict.APPEARANCE, message, boxes, boxes)

    def _of_file(self) -> Iterator[Finding]:
        """What the file says about itself, and the bookmarks."""
        yield from compare_facts(self.before.facts, self.after.facts)
        yield from self._bookmarks()

    def _bookmarks(self) -> Iterator[Finding]:
        """Bookmarks with other words or another page; those of new pages do not count."""
        same = {pair.before: pair.after for pair in self._pairs if pair.before is not None}
        known = {None, *(k for k in same.values() if k is not None)}
        before = [(level, title, same.get(page) if page is not None else None)
                  for level, title, page in self.before.bookmarks
                  if page is None or same.get(page) is not None]  # fmt: skip
        after = [each for each in self.after.bookmarks if each[2] in known]
        for one, other in zip_longest(before, after):
            if one != other:
                was, now = (each[1] if each else None for each in (one, other))
                yield Finding(Verdict.LINK, _bookmark(was, now))
                return  # a lost bookmark shifts all the others


def _bookmark(was: str | None, now: str | None) -> Message:
    if was is None:
        return tell("the bookmark '{title}' is new", title=now)
    if now is None:
        return tell("the bookmark '{title}' is gone", title=was)
    if was == now:
        return tell("the bookmark '{title}' leads to another page, or has another level", title=was)
    return tell("the bookmark '{before}' became '{after}'", before=was, after=now)


def _heading(page: PageState | None) -> Message:
    """The largest text of a page, to serve as its name."""
    blocks = [block for block in page.blocks if not block.is_artifact] if page else []
    largest = max(blocks, key=lambda block: block.runs[0].size_pt, default=None)
    return plain(f"'{largest.text}'") if largest else tell("an empty page")
