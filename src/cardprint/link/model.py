"""The output of the link stage, and its form in the cache."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cardprint.compose.model import Setting
from cardprint.model.geometry import Box, Spot
from cardprint.render.model import Fill, TooLong
from cardprint.storage.cache import Entry

# ISO 32000-1, table 165: bit 3 of the annotation flags.
PRINT_FLAG = 4


@dataclass(frozen=True, slots=True)
class Link:
    """One link: the destination's name or the web address, its kind, words and page from 0."""

    target: str
    kind: str
    say: str
    page: int


@dataclass(frozen=True, slots=True)
class Linked:
    """A sheet whose links are real."""

    name: str
    template: str
    pdf: bytes
    page_count: int
    size_pt: float | None
    places: Mapping[str, Spot]
    links: tuple[Link, ...]
    too_long: tuple[TooLong, ...] = ()
    named: tuple[tuple[str, Spot], ...] = ()
    setting: Setting | None = None
    fill: tuple[Fill, ...] = ()

    def entry(self) -> Entry:
        """The sheet as an entry of the cache."""
        facts = {
            "name": self.name,
            "template": self.template,
            "page_count": self.page_count,
            "size_pt": self.size_pt,
            "places": dict(self.places),
            "links": [asdict(link) for link in self.links],
            "too_long": [asdict(cell) for cell in self.too_long],
            "named": self.named,
            "setting": asdict(self.setting) if self.setting else None,
            "fill": [asdict(page) for page in self.fill],
        }
        return Entry(facts, self.pdf)

    @classmethod
    def from_entry(cls, entry: Entry) -> "Linked":
        """The sheet that :meth:`entry` kept."""
        facts: dict[str, Any] = dict(entry.facts)
        facts["places"] = {name: _spot(*spot) for name, spot in facts["places"].items()}
        facts["links"] = tuple(Link(**link) for link in facts["links"])
        facts["too_long"] = tuple(TooLong(**cell) for cell in facts["too_long"])
        facts["named"] = tuple((name, _spot(*spot)) for name, spot in facts["named"])
        facts["setting"] = Setting(**facts["setting"]) if facts["setting"] else None
        facts["fill"] = tuple(Fill(each["share"], tuple(each["columns"])) for each in facts["fill"])
        return cls(pdf=entry.data, **facts)


def _spot(page: int, box: Iterable[float]) -> Spot:
    return Spot(page, Box(*box))


def page_numbers(sheets: Iterable[Linked]) -> dict[str, int]:
    """The page of every destination, from 1, when the sheets are put in order."""
    found: dict[str, int] = {}
    first = 1
    for sheet in sheets:
        found |= {name: first + spot.page for name, spot in sheet.places.items()}
        first += sheet.page_count
    return found
