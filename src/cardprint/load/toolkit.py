"""A loaded toolkit."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from cardprint.errors import Place, Problem
from cardprint.load.pairs import Pair
from cardprint.load.themes import Layer
from cardprint.model import names
from cardprint.model.card import Card, More, NotApplicable, Option
from cardprint.model.edition import Edition
from cardprint.model.locale import Locale
from cardprint.model.page import Page, Section
from cardprint.model.picture import Picture
from cardprint.model.slot import Slot
from cardprint.model.toolkit import ToolkitInfo
from cardprint.storage.source import NodePath, Source
from cardprint.text import addresses
from cardprint.text.blanks import filled

Report = Callable[[Problem], None]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What a toolkit knows of another one that it refers to."""

    title: str
    titles: Mapping[str, str]
    """The title of everything that a link can lead to, by destination."""
    published_at: str | None = None
    """The folder on the web where its PDFs are, with a slash at the end."""
    language: str = ""
    """The language of those titles."""
    translation: str = ""
    """That language again, if it was translated into it."""


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """The same toolkit in another language."""

    language: str
    name: str
    """What the language calls itself."""
    translation: str
    """The language again, or nothing for the one that it was written in."""


@dataclass(frozen=True)
class Toolkit:
    """A loaded toolkit: its parts in reading order, and the place of everything in it."""

    slug: str
    folder: Path
    info: ToolkitInfo
    parts: tuple[Card | Page, ...]
    sources: tuple[Source, ...]
    """``toolkit.yaml`` first, then one for each part."""
    locale: Locale
    layers: tuple[Layer, ...] = ()
    """What says its style, the nearest first."""
    others: Mapping[str, Neighbour] = field(default_factory=dict)
    """The toolkits that this one refers to, by slug."""
    icons: Mapping[str, str] = field(default_factory=dict)
    """The drawings (SVG) of the icons that its parts name, by name."""
    translation: str = ""
    """The language that it was translated into; nothing for the one that it was written in."""
    pairs: tuple[Pair, ...] = ()
    """Each text beside its translation."""
    languages: tuple[OtherLanguage, ...] = ()
    """The other languages that it is in."""
    edition: Edition | None = None
    """Whose edition it is; its slots hold what that organisation filled in."""

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The cards in order; a card's number is its place in this tuple, from 1."""
        return tuple(part for part in self.parts if isinstance(part, Card))

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages of prose in order."""
        return tuple(part for part in self.parts if isinstance(part, Page))

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The title of everything that a link can lead to, by destination name."""
        return titles_of(self.parts)

    @property
    def sections(self) -> Iterator[tuple[str, Card | Page | None, str]]:
        """Every section of the PDF in reading order: its name, its part, the kind of its sheets."""
        yield names.COVER, None, "cover"
        for part in self.parts:
            kind = "card" if isinstance(part, Card) else part.kind
            if kind == "colophon":
                yield names.EVIDENCE, None, "evidence"
                yield names.NOTES, None, "notes"
            yield part.name, part, kind

    @property
    def is_side_by_side(self) -> bool:
        """Whether the options are always side by side, whatever the orientation."""
        return False

    @property
    def pictures(self) -> Iterator[tuple[Card | Page, tuple[str | int, ...], str, Picture]]:
        """Each picture with its part, its path there, and the title of what it stands in."""
        for part in self.parts:
            if isinstance(part, Card):
                if part.picture:
                    yield part, ("picture",), part.nav, part.picture
                continue
            for i, section in enumerate(part.sections):
                if section.picture:
                    yield part, ("sections", i, "picture"), section.heading, section.picture

    @property
    def credits(self) -> tuple[tuple[str, str], ...]:
        """Of each picture that has them: where it stands, and who made it under which licence."""
        told = ((title, picture.credits) for _, _, title, picture in self.pictures)
        return tuple((title, words) for title, words in told if words)

    @property
    def published_at(self) -> str | None:
        """The folder on the web where its PDFs are, with a slash at the end."""
        return self.info.published_at

    def stem(self, layout: str) -> str:
        """The name of its file in a layout, without its ending."""
        return names.file_stem(self.published_slug, layout, self.translation)

    @property
    def published_slug(self) -> str:
        """What the names of its files begin with."""
        return f"{self.slug}-{self.edition.id}" if self.edition else self.slug

    def slots_at(self, place: str | Section) -> tuple[Slot, ...]:
        """The slots that are filled on the cover, in the colophon, or in a section."""
        filled = {slot.id: slot for slot in self.info.slots if slot.default}
        if isinstance(place, Section):
            return tuple(filled[name] for name in place.slots if name in filled)
        return tuple(slot for slot in filled.values() if place in slot.at)

    def slot_lines(self, slot: Slot) -> tuple[str, ...]:
        """What a slot holds as it is printed, line by line."""
        shown = addresses.shown if slot.kind == "web" else str
        return tuple(shown(line) for line in slot.lines)

    def shows(self, section: Section) -> bool:
        """Whether a section is printed: one of slots alone is not while they are empty."""
        return not section.is_only_slots or bool(self.slots_at(section))

    def bookmark(self, part: Card | Page) -> str:
        """The title of a part in the bookmarks of the PDF."""
        return f"{self.number(part)}. {part.title}" if isinstance(part, Card) else part.title

    @property
    def recorded_title(self) -> str:
        """The title of a file of the toolkit, as windows and lists of files show it."""
        return " · ".join((self.info.title, *([self.edition.name] if self.edition else [])))

    def recorded_layout(self, name: str) -> str:
        """The name of the layout that the metadata of the PDF has."""
        return name

    def answer(self, option: Option, question: str) -> str:
        """The words in the cell of an option for a question, by the question's id."""
        found = option.answers[question]
        if isinstance(found, NotApplicable):
            return filled(self.locale.words["not_applicable"], {"reason": found.not_applicable})
        return found

    def title_of(self, more: More) -> str:
        """The title of a place to read more."""
        if more.title:
            return more.title
        return (self.others[more.toolkit].titles if more.toolkit else self.titles)[more.name]

    def neighbour(self, more: More) -> Neighbour | None:
        """The other toolkit that a place to read more is in, if it is in another one."""
        return self.others[more.toolkit] if more.toolkit else None

    def referrers(self, name: str) -> tuple[tuple[str, str], ...]:
        """Destination and title of every option that refers to a place of this toolkit."""
        return tuple(
            (names.option(card.id, option.id), option.title)
            for card in self.cards
            for option in card.options
            if any(more.to == name for more in option.more)
        )

    def chooser(self, page: Page) -> Page | None:
        """The page that has a tile for ``page``."""
        return next((each for each in self.pages if page.id in each.tiles), None)

    def page(self, name: str) -> Page:
        """The page with this id."""
        return next(page for page in self.pages if page.id == name)

    def number(self, card: Card) -> int:
        """The card's number, from 1."""
        return self.cards.index(card) + 1

    def at(self, part: Card | Page | None, *path: str | int) -> Place:
        """The place of a node of a part's file, or of ``toolkit.yaml`` without a part."""
        return self._source(part).at(path)

    def comment(self, part: Card | Page | None, path: NodePath) -> tuple[str, Place] | None:
        """The comment after an unquoted text on the same line, and its place."""
        return self._source(part).comment(path)

    def note(self, part: Card | Page | None, path: NodePath) -> tuple[str, Place] | None:
        """The comment after a text that is not its last words, and its place."""
        return self._source(part).note(path)

    def find(self, part: Card | Page | None, path: NodePath, fragment: str) -> Place:
        """The place of ``fragment`` inside the text of a node."""
        return self._source(part).find(path, fragment)

    def _source(self, part: Card | Page | None) -> Source:
        return self.sources[0 if part is None else self.parts.index(part) + 1]


def titles_of(parts: Sequence[Card | Page]) -> Mapping[str, str]:
    """The titles of all link targets in the parts, by destination name."""
    found = {part.name: part.title for part in parts if isinstance(part, Page)}
    for card in parts:
        if isinstance(card, Card):
            found |= dict.fromkeys(card.choices, card.title)
            found[names.overview(card.id)] = card.title
            found |= {names.option(card.id, o.id): o.title for o in card.options}
    return found
