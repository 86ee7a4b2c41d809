"""Which texts were read where: under which headings, in which cell, on which page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from cardprint.verify.blocks import Block
from cardprint.verify.tiles import SEPARATORS, Phrases, Tile

Headings = tuple[str, str]
"""An option and a question, or a heading and nothing; each as it was read."""
_NEAR = 4
"""How many phrases away from the number of a card its title may stand."""


@dataclass(frozen=True)
class Found:
    """A text where it was read."""

    text: str
    page: int
    place: int
    """The number of its place; destinations that share a page are one."""
    under: Headings
    number: str
    """The number in front of it."""
    is_of_card: bool
    """Whether that may be the number of the card whose title stands there."""
    block: Block
    is_alone: bool
    """Whether nothing else is in its lines."""


@dataclass(frozen=True)
class Stray:
    """Words that are in no text of the data."""

    words: str
    page: int
    place: int


@dataclass(frozen=True)
class _End:
    """A block whose text may go on in another one."""

    block: Block
    under: Headings
    number: str


def places_of(spans: Mapping[str, range], page_count: int) -> tuple[int, ...]:
    """For each page, which place it belongs to: destinations that share a page are one place."""
    place, ends, starts = -1, 0, {span.start: 0 for span in spans.values()}
    for span in spans.values():
        starts[span.start] = max(starts[span.start], span.stop)
    found = []
    for page in range(page_count):
        if page in starts:
            place += page >= ends
            ends = max(ends, starts[page])
        found.append(place)
    return tuple(found)


@dataclass
class Search:
    """Reads the blocks of a file."""

    phrases: Phrases
    numbered: Mapping[str, frozenset[str]]
    """The numbers of cards, with the titles that they belong to."""
    places: tuple[int, ...]
    levels: Mapping[int, Mapping[str, int]]
    """The headings of each place, with their levels."""
    begins: Mapping[int, Headings]
    """Under which headings a place begins."""
    doubtful: AbstractSet[str]
    """The headings whose words other texts have too."""
    found: list[Found] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)
    heads: list[tuple[int, str]] = field(default_factory=list)
    """What running heads say: a page, and a text."""
    marks: list[tuple[int, str]] = field(default_factory=list)
    """The marks before the items of lists: a page, and the sign after the number."""
    _latest: dict[int, Headings] = field(default_factory=dict)
    _number: str = ""
    _headers: dict[bytes, str] = field(default_factory=dict)

    def read(self, blocks: Sequence[Block]) -> None:
        """Find the texts of all blocks; what is not whole goes on in another one."""
        laid = [self.phrases.tiles(block.lines) if block.kind else None for block in blocks]
        for block, found in zip(blocks, laid, strict=True):
            if block.cell and block.cell.name and found and found[0]:
                self._headers.setdefault(block.cell.name, found[0][0].text)
        open_ends: dict[object, list[_End]] = defaultdict(list)
        for block, found in zip(blocks, laid, strict=True):
            place = self.places[block.page]
            if block.kind == "/Lbl":
                self._mark(block)
                continue
            if found and not found[1] and all(tile.text.isdigit() for tile in found[0]):
                self._number = found[0][-1].text  # of what comes next
                continue
            if found and not found[1]:
                self._keep(found[0], _always(block))
            else:
                cell = block.cell.headers if block.cell else block.kind == "/Artifact"
                end = _End(block, self._under(block, place), self._number)
                open_ends[place, cell].append(end)
            self._number = ""
        for ends in open_ends.values():
            self._join(ends)
        turns = {id(block): i for i, block in enumerate(blocks)}
        self.found.sort(key=lambda found: turns[id(found.block)])

    def _mark(self, block: Block) -> None:
        """The mark before an item of a list."""
        text = "".join(block.lines)
        self._number = text.rstrip("".join(c for c in text if not c.isalnum()))
        if self._number:
            self.marks.append((block.page, text.removeprefix(self._number)))

    def _under(self, block: Block, place: int) -> Headings:
        if block.cell and block.cell.kind == "/TD":
            levels = self.levels.get(place, {})
            told = [self._headers.get(name, "") for name in block.cell.headers]
            by_level = {levels.get(text, 0): text for text in told}
            return by_level.get(1, ""), by_level.get(2, "")
        return self._latest.get(place) or self.begins.get(place, ("", ""))

    def _join(self, ends: Sequence[_End]) -> None:
        """Read blocks, none of which is whole by itself, as one text."""
        lines = [(line, end) for end in ends for line in end.block.lines]
        tiles, strays = self.phrases.tiles([line for line, _ in lines])
        for number, start in strays:
            line, end = lines[number]
            self.strays.append(Stray(line[start:], end.block.page, self.places[end.block.page]))

        def at(tile: Tile) -> tuple[Block, Headings | None]:
            end = lines[tile.start[0]][1]
            # Without tags, a heading may be among the lines.
            return end.block, end.under if end.block.kind else None

        self._number = ends[0].number
        self._keep(tiles, at)

    def _keep(
        self, tiles: Sequence[Tile], at: Callable[[Tile], tuple[Block, Headings | None]]
    ) -> None:
        """Note the texts of some tiles.

        :param at: the block of a tile, and under which headings it stands where that is known.
        """
        texts = [tile.text for tile in tiles]
        said = [tile for tile in tiles if not tile.is_number and tile.text not in SEPARATORS]
        page = -1
        shared = _shared_lines(said)
        of_card = False
        for i, tile in enumerate(tiles):
            block, under = at(tile)
            if page not in (-1, block.page):
                self._number = ""
            page = block.page
            if i and block.is_tagged and tile.repeats(tiles[i - 1]):
                self.strays.append(Stray(tiles[i - 1].text, page, self.places[page]))
            if tile.is_number or tile.text in self.numbered:
                self._unused(block)
                of_card = self._is_of_card(tile.text, texts[max(0, i - _NEAR) : i + _NEAR])
                self._number = tile.text
                continue
            if tile.text in SEPARATORS:
                continue
            if block.kind == "/Artifact":
                self.heads.append((page, tile.text))
                continue
            place = self.places[block.page]
            under = under or self._under(block, place)
            follows = i + 1 < len(tiles) and tiles[i + 1].start[0] == tile.end[0]
            alone = not (follows or shared & {tile.start[0], tile.end[0]})
            found = Found(tile.text, block.page, place, under, self._number, of_card, block, alone)
            self.found.append(found)
            self._number, of_card = "", False
            if alone and not (block.is_link or block.cell) and (len(said) == 1 or not block.kind):
                self._note(found)
        if tiles and not of_card:
            self._unused(at(tiles[-1])[0])
        self._number = ""

    def _unused(self, block: Block) -> None:
        """A number that stands before nothing; only tags can tell."""
        if self._number and block.is_tagged:
            self.strays.append(Stray(self._number, block.page, self.places[block.page]))

    def _is_of_card(self, number: str, around: Sequence[str]) -> bool:
        """Whether it is the number of the card whose title stands beside it."""
        titles = self.numbered.get(number, ())
        return any(
            text == title or text.startswith(f"{title} ") for text in around for title in titles
        )

    def _note(self, found: Found) -> None:
        """Remember a heading, for what follows it."""
        level = self.levels.get(found.place, {}).get(found.text, 0)
        # A text with the words of a heading is none, unless it is tagged as one.
        if level and (found.text not in self.doubtful or found.block.kind.startswith("/H")):
            option, question = self._latest.get(found.place) or self.begins.get(
                found.place, ("", "")
            )
            if found.place in self.begins:
                question = ""  # the title of the one option comes before its questions
            new = (found.text, question) if level == 1 else (option, found.text)
            self._latest[found.place] = new


def _always(block: Block) -> Callable[[Tile], tuple[Block, None]]:
    return lambda _tile: (block, None)


def _shared_lines(tiles: Sequence[Tile]) -> set[int]:
    """The lines that more than one tile stands in."""
    lines = Counter(line for tile in tiles for line in {tile.start[0], tile.end[0]})
    return {line for line, count in lines.items() if count > 1}
