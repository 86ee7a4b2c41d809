"""What became of the parts of a long sequence, in a time that does not explode."""

from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from typing import TypeVar

Part = TypeVar("Part", bound=Hashable)

# Parts that come back often take time squared, unless the matcher may pass them over.
_MANY = 2000


def changed_parts(
    before: Sequence[Part], after: Sequence[Part]
) -> Iterator[tuple[Sequence[Part], Sequence[Part]]]:
    """The parts that became others, those beside each other together; one side may be empty."""
    begin = _alike(before, after)
    end = _alike(before[begin:][::-1], after[begin:][::-1])
    one, other = before[begin : len(before) - end], after[begin : len(after) - end]
    matcher = SequenceMatcher(None, one, other, autojunk=len(other) > _MANY)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind != "equal":
            yield one[i:j], other[k:m]


def _alike(one: Sequence[Part], other: Sequence[Part]) -> int:
    """How many parts are the same from the begin on."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
