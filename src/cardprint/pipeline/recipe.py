"""How an edition is made from a verified base: which bytes of it change, and what fills them.

The base is the toolkit with a stand-in in each slot: the label of the slot, or an address that
leads nowhere. It is made and verified like any toolkit, and holds nothing of any organisation.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING

from pikepdf import Dictionary, Object

from cardprint.link.fragments import kids_of
from cardprint.model.edition import Edition
from cardprint.model.geometry import PT_PER_PX
from cardprint.storage.digest import digest

if TYPE_CHECKING:
    from cardprint.compose.model import Composed
    from cardprint.load.layout import Layout
    from cardprint.load.toolkit import Toolkit
    from cardprint.model.geometry import Box
    from cardprint.model.slot import Slot
    from cardprint.verify.file import FinishedFile
    from cardprint.verify.parity import Told

STAND_INS = {"phone": "00000", "email": "x@example.org", "web": "https://example.org/"}
STAND_IN = "edition"
"""The id of the edition that a base is."""

_BLOCK = re.compile(rb"/MCID (\d+) >> BDC\n(.*?)EMC", re.DOTALL)
_TEXT = re.compile(rb"1 0 0 -1 ([\d.]+) ([\d.]+) Tm\n(/\w+) ([\d.]+) Tf\n(\[.*?\]) TJ", re.DOTALL)
_LINE = re.compile(rb"([\d.]+) ([\d.]+) m\n([\d.]+) ([\d.]+) l\nS\n")


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of the base where the words of a slot stand, on one line."""

    slot: str
    page: int
    size: str
    """Of the text, in CSS px as it stands in the file."""
    font: str
    left_px: float
    room_pt: float
    """How wide the words may be."""
    box: Box
    """The line with the label, in points."""
    annotation: int | None
    """The object of the link, if it is one."""


@dataclass(frozen=True, slots=True)
class Hole:
    """What is filled in the operators of a page: the words of a spot, or where its line ends."""

    spot: int
    is_end: bool = False


@dataclass(frozen=True)
class Recipe:
    """Everything that a process needs to make editions of one base."""

    pdf: bytes
    toolkit: Toolkit
    layout: Layout
    sheet: Composed
    """One of its sheets, whose style sheets are those of all."""
    told: Told
    shared: str
    """The digest of the shared text of the base."""
    spots: tuple[Spot, ...]
    pages: Mapping[int, tuple[int, tuple[bytes | Hole, ...]]]
    """Of each page with slots: the object of its operators, and these around the holes."""


def stand_in(toolkit: Toolkit, edition: Edition, empty: frozenset[str]) -> Edition:
    """The edition that a base is: like ``edition``, but in its slots nothing of anyone.

    :param empty: the slots that stay empty.
    """
    slots = {
        slot.id: STAND_INS.get(slot.kind) or ", ".join([slot.label] * len(slot.lines))
        for slot in _filled(toolkit, edition)
        if slot.kind != "name" and slot.id not in empty
    }
    names = [slot.label for slot in toolkit.info.slots if slot.kind == "name"]
    update = {"id": STAND_IN, "name": (names or [STAND_IN])[0], "slots": slots}
    return edition.model_copy(update=update)


def _filled(toolkit: Toolkit, edition: Edition) -> list[Slot]:
    """The slots with what the edition has in them."""
    return [
        slot.model_copy(update={"default": edition.slots.get(slot.id, slot.default)})
        for slot in toolkit.info.slots
    ]


def empty_slots(toolkit: Toolkit, edition: Edition) -> frozenset[str]:
    """The slots that nothing fills."""
    slots = _filled(toolkit, edition)
    return frozenset(slot.id for slot in slots if slot.kind != "name" and not slot.default)


def variant_of(toolkit: Toolkit, edition: Edition, *, interactive: bool) -> str:
    """What editions have in common that can share a base: everything but the words in slots."""
    own = edition.model_dump(mode="json", exclude={"id", "name", "slots"})
    if interactive:
        own.pop("published_at")  # there are codes on paper alone
    own["leaves_out"] = sorted(own["leaves_out"])
    lines = tuple(len(slot.lines) for slot in _filled(toolkit, edition))
    return digest(repr(sorted(own.items())), lines, *sorted(empty_slots(toolkit, edition)))


def recipe_of(
    pdf: bytes, toolkit: Toolkit, layout: Layout, named: Mapping[tuple[str, int], list[Box]]
) -> Recipe | None:
    """The recipe for a base; None if the words of a slot do not stand on one line of their own.

    :param named: the boxes of the lines of each slot by its name, on each page.
    """
    from cardprint.compose.sheets import compose
    from cardprint.verify.file import FinishedFile
    from cardprint.verify.parity import read

    file = FinishedFile(pdf)
    told = read(file)
    owners = {key: name for name, all_ in told.slots.items() for keys in all_ for key in keys}
    spots: list[Spot] = []
    pages: dict[int, tuple[int, tuple[bytes | Hole, ...]]] = {}
    for number, texts in told.texts.items():
        if owners.keys().isdisjoint(texts):
            continue
        reader = _Page(file, number, owners, named)
        pieces = tuple(reader.pieces(spots))
        pages[number] = file.pdf.pages[number].Contents.objgen[0], pieces
    if (
        len(spots) != sum(len(places) for places in told.slots.values())
        or layout.locale.direction == "rtl"
    ):
        return None
    sheet = compose(toolkit, layout)[0]
    return Recipe(pdf, toolkit, layout, sheet, told, told.digest(layout), tuple(spots), pages)


class _Page:
    """The operators of one page, cut where an edition fills something in."""

    def __init__(
        self,
        file: FinishedFile,
        number: int,
        owners: Mapping[tuple[int, int], str],
        named: Mapping[tuple[str, int], list[Box]],
    ) -> None:
        self.page, self.number, self.owners, self.named = (
            file.pdf.pages[number],
            number,
            owners,
            named,
        )
        self.elements = file.owners[int(self.page.obj.StructParents)]

    def pieces(self, spots: list[Spot]) -> Iterator[bytes | Hole]:
        """The operators around the holes, and the holes; each spot is added to ``spots``."""
        content, at = self.page.obj.Contents.read_bytes(), 0
        for block in _BLOCK.finditer(content):
            element = self.elements[int(block[1])]
            name = self.owners.get(element.objgen, "")
            text = _TEXT.search(content, *block.span(2)) if name else None
            if text is None or len(_TEXT.findall(block[2])) != 1:
                continue
            index = len(spots)
            spots.append(self._spot(name, text, element))
            if line := _LINE.search(content, *block.span(2)):
                yield content[at : line.start(3)]
                yield Hole(index, is_end=True)
                at = line.end(3)
            yield content[at : text.start(5)]
            yield Hole(index)
            at = text.end(5)
        yield content[at:]

    def _spot(self, name: str, text: re.Match[bytes], element: Object) -> Spot:
        left, size = float(text[1]), text[4].decode()
        height = float(self.page.obj.MediaBox[3])
        y = height - float(text[2]) * PT_PER_PX
        box = next(
            each for each in self.named[f"slot {name}", self.number] if each.bottom <= y <= each.top
        )
        font = str(self.page.obj.Resources.Font[text[3].decode()].BaseFont)
        room = box.right - left * PT_PER_PX
        return Spot(name, self.number, size, font, left, room, box, self._annotation(element))

    def _annotation(self, element: Object) -> int | None:
        """The link that an element is, or is in."""
        while "/S" in element:
            for kid in kids_of(element):
                if isinstance(kid, Dictionary) and "/Obj" in kid:
                    return int(kid.Obj.objgen[0])
            if "/T" in element:
                break
            element = element.P
        return None


def fillings(toolkit: Toolkit, spots: tuple[Spot, ...]) -> list[tuple[Slot, str]]:
    """What an edition has at each spot: the slot, and its line that stands there."""
    lines = {slot.id: cycle(toolkit.slot_lines(slot)) for slot in toolkit.info.slots}
    slots = {slot.id: slot for slot in toolkit.info.slots}
    return [(slots[spot.slot], next(lines[spot.slot])) for spot in spots]


def boxes_of(named: list[tuple[str, int, Box]]) -> Mapping[tuple[str, int], list[Box]]:
    """The boxes of named elements by their name and page."""
    found: dict[tuple[str, int], list[Box]] = defaultdict(list)
    for name, page, box in named:
        found[name, page].append(box)
    return found
