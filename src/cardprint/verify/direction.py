"""Text from right to left: from how it stands on the page to the order in which it is read.

A page holds the letters of a line as they stand, from left to right. Read from the right, with
numbers and Latin words turned round again (Unicode Standard Annex 9), they are in the order of
reading, but for one thing: whether a number beside Latin words came before them or after them
cannot be seen. So a text is looked for in every order in which its lines may be read back.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING

from bidi import get_display

from cardprint.text.prose import letters

if TYPE_CHECKING:
    from cardprint.verify.reading import Run

_RIGHT_TO_LEFT = ("R", "AL")
_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs that steer the direction, and are not on the page."""
MAX_ORDERS = 64
"""A text with more of them has too many numbers beside Latin words; the first ones are tried."""
MAX_GAP = 1.0
"""Of the size of the text: what stands further away is another line."""
SAME_LINE_PT = 0.1


def is_right_to_left(text: str) -> bool:
    """Whether ``text`` has letters that are written from the right."""
    return any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in text)


def read_back(visual: str) -> str:
    """A line as it stands, from its left end, in the order in which it is read."""
    return str(get_display(visual[::-1], base_dir="R"))[::-1]


def set_out(text: str) -> str:
    """A line of ``text`` as it stands on the page, from its left end."""
    return _MARKS.sub("", str(get_display(text, base_dir="R")))


def read_lines(runs: Sequence["Run"]) -> Iterator[str]:
    """The text of runs in the order of reading, those that make up one line as one."""
    line: list[Run] = []
    for run in runs:
        if run.is_sign:
            continue
        if line and not _goes_on(line[-1], run):
            yield _read(line)
            line = []
        line.append(run)
    if line:
        yield _read(line)


def _goes_on(one: "Run", other: "Run") -> bool:
    """Whether a run goes on to the right of another, as the runs of a line are drawn."""
    gap = other.origin[0] - one.box.right
    level = abs(other.origin[1] - one.origin[1]) < SAME_LINE_PT
    return bool(one.visual and other.visual) and level and -1 < gap < MAX_GAP * one.size_pt


def _read(line: Sequence["Run"]) -> str:
    if not line[0].visual:
        return line[0].text
    return read_back("".join(run.visual for run in line))


def orders(text: str) -> Iterator[str]:
    """The letters and digits of ``text`` in each order in which its lines may be read back."""
    if not is_right_to_left(text):
        yield letters(text)
        return
    pieces = [_orders_of(*piece) for piece in _pieces(text)]
    for count, choice in enumerate(product(*pieces)):
        if count == MAX_ORDERS:
            return
        yield "".join(choice)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Letters from right to left and what stands between them, each with the letter before it."""
    before = ""
    for is_rtl, piece in _split(text):
        yield before, piece
        before = piece[-1] if is_rtl else before


def _split(text: str) -> Iterator[tuple[bool, str]]:
    start = 0
    for i in range(1, len(text) + 1):
        if i == len(text) or is_right_to_left(text[i]) != is_right_to_left(text[start]):
            yield is_right_to_left(text[start]), text[start:i]
            start = i


def _orders_of(before: str, piece: str) -> tuple[str, ...]:
    """A number beside Latin words may be read before or after them, by where a line ends."""
    plain = letters(piece)
    if is_right_to_left(piece) or plain.isalpha() or plain.isdecimal() or not plain:
        return (plain,)
    words = piece.split()
    cuts = (_there_and_back(before, words[:i]) + _there_and_back("", words[i:])
            for i in range(len(words)))  # fmt: skip
    return tuple(dict.fromkeys((plain, *cuts)))


def _there_and_back(before: str, words: Sequence[str]) -> str:
    """The letters of words on one line after the letter ``before``, set out and read back."""
    return letters(read_back(set_out(f"{before} {' '.join(words)}"))[len(before) :])
