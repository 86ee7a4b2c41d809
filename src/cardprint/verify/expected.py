"""What must be readable where: the words of the data, by the destination they belong to."""

from collections.abc import Iterator
from dataclasses import dataclass

from cardprint import prose
from cardprint.compose.model import COVER
from cardprint.errors import Place
from cardprint.load.toolkit import Toolkit
from cardprint.model.card import Card, Option
from cardprint.model.page import Diagram, Page, Pathway, Section, Steps, Venn


@dataclass(frozen=True, slots=True)
class Expected:
    """A text that must be found from ``destination`` on, up to the next destination."""

    destination: str
    text: str
    place: Place


def expected_texts(toolkit: Toolkit) -> Iterator[Expected]:
    """Every text of the toolkit, paragraph by paragraph, with where it must be readable."""
    info = toolkit.info
    for key in ("title", "decision"):
        for run in prose.runs(getattr(info, key)):
            yield Expected(COVER, run, toolkit.at(None, key))
    for part in toolkit.parts:
        if isinstance(part, Card):
            yield from _of_card(toolkit, part)
        else:
            yield from _of_page(toolkit, part)


def _of_card(toolkit: Toolkit, card: Card) -> Iterator[Expected]:
    if card.subtitle:
        yield Expected(card.name, card.subtitle, toolkit.at(card, "subtitle"))
    for here, (intro, _) in card.choices.items():
        yield Expected(here, card.title, toolkit.at(card, "title"))
        for run in prose.runs(intro):
            yield Expected(here, run, toolkit.at(card, "intro"))
    for i, option in enumerate(card.options):
        here = card.choose_name(option)
        yield Expected(here, option.tile_title, toolkit.at(card, "options", i, "title"))
        for run in prose.runs(option.summary):
            yield Expected(here, run, toolkit.at(card, "options", i, "summary"))
        for name in (f"overview/{card.id}", f"option/{card.id}/{option.id}"):
            yield from _of_option(toolkit, card, i, option, name)


def _of_option(
    toolkit: Toolkit, card: Card, i: int, option: Option, name: str
) -> Iterator[Expected]:
    yield Expected(name, option.title, toolkit.at(card, "options", i, "title"))
    for j, question in enumerate(toolkit.info.questions):
        yield Expected(name, question.label, toolkit.at(None, "questions", j, "label"))
        for run in prose.runs(option.texts[question.id]):
            yield Expected(name, run, toolkit.at(card, "options", i, "answers", question.id))


def _of_page(toolkit: Toolkit, page: Page) -> Iterator[Expected]:
    here = f"page/{page.id}"
    yield Expected(here, page.title, toolkit.at(page, "title"))
    for run in prose.runs(page.intro or ""):
        yield Expected(here, run, toolkit.at(page, "intro"))
    for name in page.tiles:
        tile = toolkit.page(name)
        yield Expected(here, tile.title, toolkit.at(tile, "title"))
        for run in prose.runs(tile.summary or ""):
            yield Expected(here, run, toolkit.at(tile, "summary"))
    for i, section in enumerate(page.sections):
        for key, text in _of_section(section):
            yield Expected(here, text, toolkit.at(page, "sections", i, *key))
    if page.kind == "colophon":
        yield from _colophon(toolkit, here)


Texts = Iterator[tuple[tuple[str | int, ...], str]]
"""Paths below a section, with the text that stands there."""


def _of_section(section: Section) -> Texts:
    yield ("heading",), section.heading
    if section.subheading:
        yield ("subheading",), section.subheading
    for run in prose.runs(section.text or ""):
        yield ("text",), run
    for i, point in enumerate(section.checklist):
        for run in prose.runs(point):
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


def alternative_texts(toolkit: Toolkit) -> Iterator[tuple[str, Place]]:
    """The description of every diagram and picture, which a screen reader must find."""
    if logo := toolkit.info.style.logo:
        yield logo.alt, toolkit.at(None, "style", "logo", "alt")
    for page in toolkit.pages:
        for i, section in enumerate(page.sections):
            if section.diagram:
                place = toolkit.at(page, "sections", i, "diagram", "description")
                yield section.diagram.description, place
            if section.picture:
                yield section.picture.alt, toolkit.at(page, "sections", i, "picture", "alt")
