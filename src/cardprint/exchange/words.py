"""The words in which two texts differ, with a few of those around them."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

AROUND = 6
"""How many words are shown before and after a change."""

_WORD = re.compile(r"\s*\S+|\s+$")


class Piece(NamedTuple):
    """Some words: only in the old text, only in the new one, or in both."""

    kind: Literal["old", "new", "same"]
    text: str


def differing(old: str, new: str) -> Iterator[Piece]:
    """The words that differ, and those around them; more than that is three dots."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    changes = matcher.get_opcodes()
    for i, (kind, a, b, c, d) in enumerate(changes):
        if kind == "equal":
            is_first, is_last = i == 0, i == len(changes) - 1
            yield Piece("same", _shortened(before[a:b], is_first=is_first, is_last=is_last))
            continue
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        space = _space(gone or come) if _space(come or gone) == _space(gone or come) else ""
        pieces = (
            Piece("same", space),
            Piece("old", gone.removeprefix(space)),
            Piece("new", come.removeprefix(space)),
        )
        yield from (piece for piece in pieces if piece.text)


def _space(words: str) -> str:
    """The spaces and line breaks that words begin with."""
    return words[: len(words) - len(words.lstrip())]


def _shortened(words: list[str], *, is_first: bool, is_last: bool) -> str:
    start, end = 0 if is_first else AROUND, 0 if is_last else AROUND
    if len(words) <= start + end + 1:
        return "".join(words)
    return "".join((*words[:start], " …", *words[len(words) - end :]))
