"""What the link stage hands on, and how the cache keeps it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cardprint.cache import Entry
from cardprint.render.model import Box

EXTERNAL = "external"
"""The kind of a link to the web."""
FILE = "file"
"""The kind of a link to a destination in another file."""
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
    places: Mapping[str, Box]
    links: tuple[Link, ...]

    def entry(self) -> Entry:
        """The sheet as an entry of the cache."""
        facts = {
            "name": self.name,
            "template": self.template,
            "page_count": self.page_count,
            "size_pt": self.size_pt,
            "places": {name: asdict(box) for name, box in self.places.items()},
            "links": [asdict(link) for link in self.links],
        }
        return Entry(facts, self.pdf)

    @classmethod
    def from_entry(cls, entry: Entry) -> "Linked":
        """The sheet that :meth:`entry` kept."""
        facts: dict[str, Any] = dict(entry.facts)
        facts["places"] = {name: Box(**box) for name, box in facts["places"].items()}
        facts["links"] = tuple(Link(**link) for link in facts["links"])
        return cls(pdf=entry.data, **facts)
