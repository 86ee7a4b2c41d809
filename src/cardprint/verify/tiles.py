"""Text that was read, as the phrases that it is made of: those of the data, of labels, and numbers.

Templates put phrases together ("Read more: The guide (page 3)"), so a paragraph is laid out with
them from its beginning to its end. What no phrase fits is in no data.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cardprint.text import alike
from cardprint.text.alike import Spot
from cardprint.text.prose import letters
from cardprint.verify.direction import is_right_to_left, orders

SEPARATORS = frozenset(":|(),·•-–—/>،؛")  # as they are printed
"""Signs that templates put between phrases."""
COMMAS = ",،؛"
"""Those after which something else must follow."""
_NUMBER = re.compile(r"(\d{1,3})[.)]?(?![^\W_])")
_START = 3
"""By how many letters phrases are looked up."""
_MOST_LINES = 40
"""The most lines of a paragraph from right to left."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A phrase where it stands in some lines."""

    text: str
    start: Spot
    end: Spot
    is_number: bool = False
    """Whether it is digits that nothing asked for: the number in front of an item."""

    def repeats(self, before: "Tile") -> bool:
        """Whether it begins with the words that stand right before it in its line."""
        same = self.text == before.text or self.text.startswith(f"{before.text} ")
        return same and self.start[0] == before.end[0]


@dataclass(frozen=True, slots=True)
class _Step:
    """The last tile of a way through the lines, and the way up to it."""

    tile: Tile
    before: "_Step | None"


class Phrases:
    """Everything that may be said."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Know some texts, each as :func:`~cardprint.text.alike.normal` gives it."""
        self.known = {text for text in texts if text}
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for text in sorted(self.known, key=len):
            self._by_start[text[:_START]].append(text)
        self._by_letters: dict[str, list[str]] = defaultdict(list)
        for text in self.known:
            if is_right_to_left(text):
                self._by_letters[_bag(text)].append(text)

    def tiles(self, lines: Sequence[str]) -> tuple[list[Tile], list[Spot]]:
        """The phrases of some lines, and where they say something else: the rest of those lines."""
        whole = alike.joined(lines)
        if whole not in self.known:
            whole = self._from_right(lines)
        if whole:
            return [Tile(whole, (0, 0), (len(lines) - 1, len(lines[-1])))], []
        found: list[Tile] = []
        strays: list[Spot] = []
        spot: Spot | None = (0, 0)
        while spot and spot[0] < len(lines):
            way, stray = self._way(lines, spot)
            found += way
            if stray:
                strays.append(stray)
            spot = (stray[0] + 1, 0) if stray else None
        return found, strays

    def _from_right(self, lines: Sequence[str]) -> str:
        """The phrase that some lines from right to left are, in whatever order they are read."""
        text = " ".join(lines)
        if not is_right_to_left(text):
            return ""
        read, signs = letters("".join(lines)), _signs(text)
        for each in self._by_letters.get(_bag(text), ()):
            # In a line from left to right, readers give its words as they stand.
            turned = letters("".join(reversed(each.split())))
            if _signs(each) == signs and (read == turned or read in orders(each)):
                return each
        return ""

    def _way(self, lines: Sequence[str], start: Spot) -> tuple[list[Tile], Spot | None]:
        """The tiles from a place on, and the farthest place from where no phrase goes on."""
        waiting: list[tuple[Spot, _Step | None]] = [(start, None)]
        seen: set[Spot] = set()
        farthest: tuple[Spot, _Step | None] = (start, None)
        while waiting:
            spot, step = waiting.pop()
            spot = _without_space(lines, spot)
            if spot[0] == len(lines):
                return _tiles_of(step), None
            if spot in seen:
                continue
            seen.add(spot)
            if spot >= farthest[0]:
                farthest = spot, step
            waiting += ((tile.end, _Step(tile, step)) for tile in self._next(lines, spot, step))
        return _tiles_of(farthest[1]), farthest[0]

    def _next(self, lines: Sequence[str], spot: Spot, step: _Step | None) -> Iterator[Tile]:
        """What may stand at a place, the longest last."""
        number, place = spot
        line = lines[number]
        sign = line[place]
        if sign in SEPARATORS and not _is_too_much(lines, spot, step):
            yield Tile(sign, spot, (number, place + 1))
        if found := _NUMBER.match(line, place):
            yield Tile(found[1], spot, (number, found.end()), is_number=True)
        yield from self._of_right(lines, spot)
        for start in _starts(lines, spot):
            for text in self._by_start.get(start, ()):
                if end := alike.follow(text, lines, spot):
                    yield Tile(text, spot, end)

    def _of_right(self, lines: Sequence[str], spot: Spot) -> Iterator[Tile]:
        """A phrase from right to left: of whole lines, or behind words from left to right."""
        number, place = spot
        if not is_right_to_left(lines[number][place:]):
            return
        last = min(number + _MOST_LINES, len(lines)) if place == 0 else number + 1
        for after in range(number + 1, last + 1):
            text = self._from_right([lines[number][place:], *lines[number + 1 : after]])
            if text:
                yield Tile(text, spot, (after - 1, len(lines[after - 1])))


def _is_too_much(lines: Sequence[str], spot: Spot, step: _Step | None) -> bool:
    """Whether a sign at a place separates nothing: it is there twice, closes nothing, or is last.

    A phrase may end with the same sign: "(… (light therapy)):" is right after an open bracket.
    """
    number, place = spot
    sign, before = lines[number][place], lines[number][:place]
    if not step:
        return False
    if sign == ")" and before.endswith(sign):
        said = "".join(tile.text for tile in _tiles_of(step))
        return said.count("(") <= said.count(sign)
    return step.tile.text == sign or (sign in COMMAS and lines == [f"{before}{sign}"])


def _starts(lines: Sequence[str], spot: Spot) -> list[str]:
    """What phrases from a place on may begin with, the shortest first; its line may end at once."""
    number, place = spot
    rest = lines[number][place : place + _START]
    found = [rest[:size] for size in range(1, len(rest) + 1)]
    if len(rest) < _START and number + 1 < len(lines):
        # A line ends between two words, after a hyphen, or in a word.
        after = lines[number + 1]
        found += sorted({(rest + gap + after)[:_START] for gap in (" ", "")})
    return found


def _without_space(lines: Sequence[str], spot: Spot) -> Spot:
    number, place = spot
    while number < len(lines) and lines[number][place : place + 1] in (" ", ""):
        number, place = (number, place + 1) if lines[number][place:] else (number + 1, 0)
    return number, place


def _tiles_of(step: _Step | None) -> list[Tile]:
    tiles: list[Tile] = []
    while step:
        tiles.append(step.tile)
        step = step.before
    return tiles[::-1]


def _bag(text: str) -> str:
    return "".join(sorted(letters(text)))


_PAIRS = str.maketrans(")]}", "([{")
"""Readers differ in how brackets point from right to left."""


def _signs(text: str) -> list[str]:
    """The signs of a text; what is no letter, no digit and no space."""
    return sorted(c for c in text.translate(_PAIRS) if not c.isalnum() and not c.isspace())
