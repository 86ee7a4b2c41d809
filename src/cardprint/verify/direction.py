"""Text from right to left: from how it stands on the page to the order in which it is read.

A page holds the letters of a line as they stand, from left to right. Read from the right, with
numbers and Latin words turned round again (Unicode Standard Annex 9), they are in the order of
reading, with one exception: whether a number beside Latin words came before them or after them
cannot be seen. So a text is looked for in every order in which its lines may be read back.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product

from bidi import get_display

from cardprint.text.prose import letters
from cardprint.verify.page import Run

_RIGHT_TO_LEFT = ("R", "AL")
_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs that control the direction, and are not on the page."""
_BRACKETS = ("()", "[]", "{}")
MAX_ORDERS = 5_000
"""Enough for three places with numbers and Latin words beside each other in one paragraph."""
MAX_GAP = 1.0
"""A share of the text size; text that is farther away is another line."""
MAX_REACH = 0.12
"""A share of the text size: how far a letter reaches into the next one that it is joined to."""
_FROM_LEFT = "\N{LEFT-TO-RIGHT MARK}"
_LETTERS = "A-Za-z\u00c0-\u058f"
_IN_ONE = re.compile(
    rf"[{_LETTERS}]+(?:(?:[./?&=#:_~%+-]+[0-9{_LETTERS}]+)+[./]?|\.(?=\W|$))",
)
"""An address, or a line of one: its dots, slashes and digits at an end follow its letters."""
SAME_LINE_PT = 0.1


def is_right_to_left(text: str) -> bool:
    """Whether ``text`` has letters that are written from the right."""
    return not text.isascii() and any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in text)


def read_back(visual: str) -> str:
    """A line as it stands, from its left end, in the order in which it is read."""
    return str(get_display(_bracketed(visual[::-1]), base_dir="R"))[::-1]


def _bracketed(text: str) -> str:
    """The text, its brackets opening and closing by turns: readers differ in how they point."""
    seen: Counter[str] = Counter()
    turned = []
    for c in text:
        pair = next((pair for pair in _BRACKETS if c in pair), "")
        turned.append(pair[seen[pair] % 2] if pair else c)
        seen[pair] += 1
    return "".join(turned)


def set_out(text: str) -> str:
    """A line of ``text`` as it stands on the page, from its left end."""
    return _MARKS.sub("", str(get_display(text, base_dir="R")))


def read_lines(runs: Sequence[Run]) -> Iterator[str]:
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


def _goes_on(one: Run, other: Run) -> bool:
    """Whether a run goes on to the right of another, as the runs of a line are drawn."""
    gap = other.origin[0] - one.box.right
    level = abs(other.origin[1] - one.origin[1]) < SAME_LINE_PT
    near = -MAX_REACH < gap / one.size_pt < MAX_GAP
    return bool(one.visual and other.visual) and level and near


def overlap_as_letters(one: Run, other: Run) -> bool:
    """Whether two runs of a line reach into each other as letters that are joined do."""
    left, right = sorted((one, other), key=lambda run: run.box.left)
    return _goes_on(left, right)


def _read(line: Sequence[Run]) -> str:
    if not line[0].visual:
        return line[0].text
    standing = "".join(run.visual for run in line)
    return _MARKS.sub("", read_back(_IN_ONE.sub(f"{_FROM_LEFT}\\g<0>{_FROM_LEFT}", standing)))


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
    """How what stands between letters from right to left may be read back.

    A number beside Latin words comes before or after them, by where a line ends, and so do words
    beside a bracket; a telephone number that is set from the left for itself is turned round.
    """
    plain, words = letters(piece), piece.split()
    if is_right_to_left(piece) or len(plain) < len("a1"):
        return (plain,)
    read = [plain]
    for cut in range(len(words) + 1):
        one, other = " ".join(words[:cut]), " ".join(words[cut:])
        read += (
            _there_and_back(before, one) + _there_and_back("", other),
            letters(read_back(one)) + _there_and_back("", other),
            _there_and_back(before, one) + letters(read_back(other)),
        )
    return tuple(dict.fromkeys(read))


def _there_and_back(before: str, text: str) -> str:
    """The letters of a line after the letter ``before``, set out and read back."""
    return letters(read_back(set_out(f"{before} {text}"))[len(before) :])
