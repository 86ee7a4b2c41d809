"""Text under what is drawn over it: it can be copied and searched, and nobody sees it."""

from bisect import bisect
from collections.abc import Iterator, Sequence

from cardprint.errors import Problem
from cardprint.messages.catalogue import tell
from cardprint.verify.page import Mark, ReadPage, Run
from cardprint.verify.texts import Texts

MOST_COVERED = 0.25
"""The part of its height that a line may lose: what is thinner is a line through or under it."""
EDGE_PT = 1.0
"""How far an area may reach over the ink of the first or the last letter."""


def check_covered(texts: Texts, pages: Sequence[ReadPage]) -> Iterator[Problem]:
    """Every text that an area lies on which is painted after it."""
    for number, page in enumerate(pages):
        areas = [mark for mark in page.marks if mark.hides]
        orders = [area.order for area in areas]
        for run in page.runs:
            if any(_covers(area, run) for area in areas[bisect(orders, run.order) :]):
                message = tell("something is drawn over '{words}'", words=run.text.strip()[:40])
                yield texts.problem(number, run.text, message)


def _covers(area: Mark, run: Run) -> bool:
    if area.box.bottom >= run.box.top or area.box.top <= run.box.bottom:
        return False
    shared = run.box.within(area.box)
    return shared.width > EDGE_PT and shared.height > MOST_COVERED * run.box.height
