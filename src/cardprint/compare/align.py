"""Pairs each page before with the same page after."""

from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple


class Pair(NamedTuple):
    """A page before and after, counted from 0; None where it is missing."""

    before: int | None
    after: int | None
    moved: bool = False
    """Whether its place among the other pages changed."""


Similarity = Callable[[int, int], float]

# Pages that share fewer of their words are different pages.
LEAST_ALIKE = 0.4


def align(before: Sequence[object], after: Sequence[object], alike: Similarity) -> list[Pair]:
    """The pages in pairs, in the order after; a removed page comes before the one that followed it.

    Pages with the same key are the same page, even if their order changed. Between those, pages are
    the same when they share enough of their words.

    :param before: a key for each page, to recognise it.
    :param alike: gives the share of words that two pages have in common, from 0 to 1.
    """
    pairs: list[Pair] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            pairs += map(Pair, range(i, j), range(k, m))
        else:
            pairs += _between(range(i, j), range(k, m), alike)
    return _reunited(pairs, before, after)


def _between(before: range, after: range, alike: Similarity) -> list[Pair]:
    """Pair similar pages in order, so that as many words as possible are shared."""
    best: dict[tuple[int, int], float] = {}
    for i in reversed(before):
        for k in reversed(after):
            likeness = alike(i, k)
            paired = likeness + best.get((i + 1, k + 1), 0.0) if likeness >= LEAST_ALIKE else 0.0
            best[i, k] = max(paired, best.get((i + 1, k), 0.0), best.get((i, k + 1), 0.0))
    pairs: list[Pair] = []
    i, k = before.start, after.start
    while i < before.stop and k < after.stop:
        if best[i, k] == best.get((i + 1, k), 0.0):
            pairs.append(Pair(i, None))
            i += 1
        elif best[i, k] == best.get((i, k + 1), 0.0):
            pairs.append(Pair(None, k))
            k += 1
        else:
            pairs.append(Pair(i, k))
            i, k = i + 1, k + 1
    pairs += [Pair(each, None) for each in range(i, before.stop)]
    return pairs + [Pair(None, each) for each in range(k, after.stop)]


def _reunited(
    pairs: Sequence[Pair], before: Sequence[object], after: Sequence[object]
) -> list[Pair]:
    """Join pages that seem removed in one place and added in another: they are one page."""
    lost: dict[object, list[int]] = {}
    for pair in pairs:
        if pair.before is not None and pair.after is None:
            lost.setdefault(before[pair.before], []).append(pair.before)
    found: dict[int, int] = {}
    for pair in pairs:
        if pair.after is not None and pair.before is None and lost.get(after[pair.after]):
            found[pair.after] = lost[after[pair.after]].pop(0)
    moved = set(found.values())
    return [
        Pair(found[pair.after], pair.after, moved=True) if pair.after in found else pair
        for pair in pairs
        if pair.after is not None or pair.before not in moved
    ]


def shared(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that two pages have in common; 1 for two pages without words."""
    total = max(one.total(), other.total())
    return (one & other).total() / total if total else 1.0
