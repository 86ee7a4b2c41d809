"""What became of the parts of a long sequence, in a time that does not explode."""

from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

# Parts that come back often take quadratic time, unless the matcher may pass over them.
_MANY = 2000


def changed_parts(
    before: Sequence[Hashable], after: Sequence[Hashable]
) -> Iterator[tuple[slice, slice]]:
    """The parts that became others, those beside each other together; one side may be empty."""
    begin = _alike(before, after)
    end = _alike(before[begin:][::-1], after[begin:][::-1])
    one, other = before[begin : len(before) - end], after[begin : len(after) - end]
    matcher = SequenceMatcher(None, one, other, autojunk=len(other) > _MANY)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind != "equal":
            yield slice(begin + i, begin + j), slice(begin + k, begin + m)


def _alike(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    """How many parts are the same from the beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
