"""The words of the data that must be readable, by the destination they belong to."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from cardprint.compose.paper import reference, written_after
from cardprint.errors import Place
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.model import names
from cardprint.model.card import Card, Option
from cardprint.model.page import Diagram, Page, Pathway, Section, Steps, Venn
from cardprint.text import prose


@dataclass(frozen=True, slots=True)
class Expected:
    """A text that must be found from ``destination`` on, up to the next destination."""

    destination: str
    text: str
    place: Place


class Reader:
    """The words of a toolkit as they stand in a file: on paper, with the pages that they name."""

    def __init__(self, toolkit: Toolkit, layout: Layout, destinations: Mapping[str, int]) -> None:
        self.toolkit, self.layout, self.destinations = toolkit, layout, destinations

    def page_of(self, name: str) -> int | None:
        """The page of a destination in the file, from 1."""
        near = names.nearest_destination(name, self.destinations)
        return self.destinations[near] + 1 if near else None

    def runs(self, text: str) -> list[str]:
        """Each paragraph with what is written after its links."""
        return prose.runs(text, written_after(text, self.layout, self.page_of))

    def with_page(self, title: str, name: str) -> str:
        """A title with the page where it stands, on paper."""
        number = None if self.layout.info.interactive else self.page_of(name)
        return title if number is None else f"{title} {reference(number, self.layout.labels)}"


def expected_texts(
    toolkit: Toolkit, layout: Layout, destinations: Mapping[str, int]
) -> Iterator[Expected]:
    """Every text of the toolkit, paragraph by paragraph, with where it must be readable.

    :param destinations: the page of each destination of the file, from 0.
    """
    reader = Reader(toolkit, layout, destinations)
    info = toolkit.info
    for key in ("title", "decision"):
        for run in prose.runs(getattr(info, key)):
            yield Expected(names.COVER, run, toolkit.at(None, key))
    for part in toolkit.parts:
        title = reader.with_page(part.nav, part.name)
        yield Expected(names.COVER, title, toolkit.at(part, "title"))
        if isinstance(part, Card):
            yield from _of_card(toolkit, part, reader)
        else:
            yield from _of_page(toolkit, part, reader)


def _of_card(toolkit: Toolkit, card: Card, reader: Reader) -> Iterator[Expected]:
    # Without a page to choose from, the card begins with all its answers.
    begins = card.name if card.name in reader.destinations else names.overview(card.id)
    if card.subtitle:
        yield Expected(begins, card.subtitle, toolkit.at(card, "subtitle"))
    for name, (intro, _) in card.choices.items():
        here = name if name in reader.destinations else begins
        yield Expected(here, card.title, toolkit.at(card, "title"))
        for run in reader.runs(intro):
            yield Expected(here, run, toolkit.at(card, "intro"))
    for i, option in enumerate(card.options):
        here, own = card.choose_name(option), names.option(card.id, option.id)
        yield Expected(here, option.tile_title, toolkit.at(card, "options", i, "title"))
        if not reader.layout.info.interactive:
            page = reader.with_page(_last(option.summary), own)
            yield Expected(here, page, toolkit.at(card, "options", i, "summary"))
        for run in reader.runs(option.summary):
            yield Expected(here, run, toolkit.at(card, "options", i, "summary"))
        for name in (names.overview(card.id), own):
            yield from _of_option(reader, card, i, option, name)


def _last(text: str) -> str:
    """The last word, which a page number follows."""
    return prose.plain(text).split()[-1]


def _of_option(reader: Reader, card: Card, i: int, option: Option, name: str) -> Iterator[Expected]:
    toolkit = reader.toolkit
    yield Expected(name, option.title, toolkit.at(card, "options", i, "title"))
    for j, question in enumerate(toolkit.info.questions):
        yield Expected(name, question.label, toolkit.at(None, "questions", j, "label"))
        for run in reader.runs(toolkit.answer(option, question.id)):
            yield Expected(name, run, toolkit.at(card, "options", i, "answers", question.id))


def _of_page(toolkit: Toolkit, page: Page, reader: Reader) -> Iterator[Expected]:
    here = page.name
    yield Expected(here, page.title, toolkit.at(page, "title"))
    for run in reader.runs(page.intro or ""):
        yield Expected(here, run, toolkit.at(page, "intro"))
    for name in page.tiles:
        tile = toolkit.page(name)
        yield Expected(here, tile.title, toolkit.at(tile, "title"))
        for run in reader.runs(tile.summary or ""):
            yield Expected(here, run, toolkit.at(tile, "summary"))
        if tile.summary:
            last = reader.with_page(_last(tile.summary), names.page(name))
            yield Expected(here, last, toolkit.at(tile, "summary"))
    for i, section in enumerate(page.sections):
        for key, text in _of_section(section, reader):
            yield Expected(here, text, toolkit.at(page, "sections", i, *key))
    if page.kind == "colophon":
        yield from _colophon(toolkit, here)


Texts = Iterator[tuple[tuple[str | int, ...], str]]
"""Paths below a section, with the text that stands there."""


def _of_section(section: Section, reader: Reader) -> Texts:
    yield ("heading",), section.heading
    if section.subheading:
        yield ("subheading",), section.subheading
    for run in reader.runs(section.text or ""):
        yield ("text",), run
    for i, point in enumerate(section.checklist):
        for run in reader.runs(point):
            yield ("checklist", i), run
    for path, text in _of_diagram(section.diagram):
        yield ("diagram", *path), text


def _of_diagram(diagram: Diagram | None) -> Texts:
    if isinstance(diagram, Venn):
        for i, circle in enumerate(diagram.circles):
            yield ("circles", i, "title"), circle.title
            if circle.text:
                yield ("circles", i, "text"), circle.text
        yield ("overlap",), diagram.overlap
    elif isinstance(diagram, Pathway):
        for i, step in enumerate(diagram.steps):
            yield ("steps", i, "title"), step.title
            if step.text:
                yield ("steps", i, "text"), step.text
    elif isinstance(diagram, Steps):
        yield from _of_steps(diagram)


def _of_steps(steps: Steps) -> Texts:
    for key in ("together", "principles"):
        for i, text in enumerate(getattr(steps, key)):
            yield (key, i), text
    for i, stage in enumerate(steps.steps):
        if stage.condition:
            yield ("steps", i, "condition"), stage.condition
        for j, branch in enumerate(stage.branches):
            yield ("steps", i, "branches", j, "label"), branch.label
            yield ("steps", i, "branches", j, "title"), branch.title


def _colophon(toolkit: Toolkit, here: str) -> Iterator[Expected]:
    info = toolkit.info
    yield Expected(here, info.version, toolkit.at(None, "version"))
    yield Expected(here, info.publisher.name, toolkit.at(None, "publisher", "name"))
    yield Expected(here, info.funding, toolkit.at(None, "funding"))
    yield Expected(here, info.licence.name, toolkit.at(None, "licence", "name"))
    if info.uncertainty:
        yield Expected(here, info.uncertainty, toolkit.at(None, "uncertainty"))
    for i, source in enumerate(info.based_on):
        yield Expected(here, source.title, toolkit.at(None, "based_on", i, "title"))
    for i, person in enumerate(info.contributors):
        yield Expected(here, person.name, toolkit.at(None, "contributors", i, "name"))


def alternative_texts(
    toolkit: Toolkit, layout: Layout, destinations: Container[str]
) -> Iterator[tuple[str, Place]]:
    """The description of every diagram and picture that the layout shows, for a screen reader."""
    if names.COVER in destinations and (logo := toolkit.info.style.logo):
        yield logo.alt, toolkit.at(None, "style", "logo", "alt")
    for page in toolkit.pages:
        if page.name not in destinations:
            continue
        for i, section in enumerate(page.sections):
            if section.diagram and section.diagram.kind in layout.pictured:
                place = toolkit.at(page, "sections", i, "diagram", "description")
                yield section.diagram.description, place
            if section.picture:
                yield section.picture.alt, toolkit.at(page, "sections", i, "picture", "alt")
