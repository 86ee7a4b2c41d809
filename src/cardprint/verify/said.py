"""A text of the data with where in a file it must be readable."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from cardprint.compose.paper import reference, written_after
from cardprint.errors import Place
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.model import names
from cardprint.text import prose


@dataclass(frozen=True, slots=True)
class Expected:
    """A text that must be found from ``destination`` on, up to the next destination."""

    destination: str
    text: str
    place: Place
    under: tuple[str, ...] = ()
    """The headings that it stands under: an option and a question; nothing for any."""
    level: int = 0
    """1 or 2 where it is such a heading itself."""
    number: str = ""
    """The number in front of it, in a list."""
    is_needed: bool = True
    """Whether it must be there, if the layout has the destination at all."""
    is_own: bool = False
    """Whether it stands nowhere but where it is expected, and once; titles come back elsewhere."""
    is_drawn: bool = False
    """Whether a drawing may show it: only tags can tell then what it stands under."""
    links: tuple[str, ...] = ()
    """The addresses that it leads to, as they were typed."""


class Reader:
    """The words of a toolkit as they stand in a file: on paper, with the pages that they name."""

    def __init__(self, toolkit: Toolkit, layout: Layout, destinations: Mapping[str, int]) -> None:
        self.toolkit, self.layout, self.destinations = toolkit, layout, destinations
        self._items: dict[str, list[prose.Item]] = {}

    def page_of(self, name: str) -> int | None:
        """The page of a destination in the file, from 1."""
        near = names.nearest_destination(name, self.destinations)
        return self.destinations[near] + 1 if near else None

    def items(self, text: str) -> list[prose.Item]:
        """Each paragraph with what is written after its links."""
        if text not in self._items:
            # Most texts have no links, after which something could be written.
            written = written_after(text, self.layout, self.page_of) if "](" in text else _nothing
            self._items[text] = prose.items(text, written)
        return self._items[text]

    def reference(self, name: str) -> str:
        """The page of a place in words, on paper; else nothing."""
        number = None if self.layout.info.interactive else self.page_of(name)
        return "" if number is None else reference(number, self.layout.labels)

    def with_page(self, title: str, name: str) -> str:
        """A title with the page where it stands, on paper."""
        return f"{title} {self.reference(name)}".strip()

    def own(
        self, destination: str, text: str, place: Place, under: tuple[str, ...] = ()
    ) -> Iterator[Expected]:
        """The paragraphs of a text of the data."""
        for item in self.items(text):
            yield self.paragraph(destination, item, place, under)

    def paragraph(
        self, destination: str, item: prose.Item, place: Place, under: tuple[str, ...]
    ) -> Expected:
        """One paragraph of a text of the data."""
        number, words, links = item
        return Expected(destination, words, place, under, number=number, is_own=True, links=links)

    def may_stand(self, destinations: Iterable[str], text: str, place: Place) -> Iterator[Expected]:
        """The paragraphs of a text that a layout may repeat at some destinations."""
        for destination in destinations:
            for each in self.own(destination, text, place):
                yield replace(each, is_needed=False)


def _nothing(_address: str) -> str:
    return ""
