"""What must be readable on a page of prose: its sections, diagrams, tiles, and the colophon."""

from collections.abc import Iterator
from dataclasses import replace

from babel.dates import format_date

from cardprint.model.fields import Record
from cardprint.model.page import Diagram, Page, Pathway, Section, Steps, Venn
from cardprint.text.addresses import shown as shown_address
from cardprint.text.prose import Item
from cardprint.verify.phrases import version
from cardprint.verify.said import Expected, Reader

Path = tuple[str | int, ...]
"""Where something stands below a section, or in ``toolkit.yaml``."""
Texts = Iterator[tuple[Path, Item]]
"""A path, and the text that stands there."""


def of_page(reader: Reader, page: Page) -> Iterator[Expected]:
    """Every text of a page."""
    toolkit, here = reader.toolkit, page.name
    yield Expected(here, page.title, toolkit.at(page, "title"))
    yield from reader.own(here, page.intro or "", toolkit.at(page, "intro"))
    yield from reader.may_stand([here], page.summary or "", toolkit.at(page, "summary"))
    for name in page.tiles:
        yield from _of_tile(reader, here, toolkit.page(name))
    for i, section in enumerate(page.sections):
        if not toolkit.shows(section):
            continue
        heading = toolkit.at(page, "sections", i, "heading")
        yield Expected(here, section.heading, heading, level=1)
        under = (section.heading,)
        for path, item in _of_section(section, reader):
            place = toolkit.at(page, "sections", i, *path)
            made = reader.paragraph(here, item, place, under)
            yield replace(made, is_drawn=path[0] == "diagram")
        for path, text in _of_links(section.diagram, reader):
            yield Expected(here, text, toolkit.at(page, "sections", i, *path), under)
        yield from of_slots(reader, here, section)
    if page.kind == "colophon":
        yield from _credits(reader, here)
        yield from of_slots(reader, here, "colophon")
        for path, text, *links in _colophon(reader):
            yield Expected(here, text, toolkit.at(None, *path), links=tuple(links))


def of_slots(reader: Reader, here: str, place: str | Section) -> Iterator[Expected]:
    """What an edition filled in, after what it is."""
    toolkit = reader.toolkit
    for slot in toolkit.slots_at(place):
        words = f"{slot.label}{toolkit.locale.colon} {' '.join(toolkit.slot_lines(slot))}"
        at = toolkit.at(None, "slots", toolkit.info.slots.index(slot))
        links = (slot.url,) if slot.url else ()
        yield Expected(here, words, at, links=links)


def _of_tile(reader: Reader, here: str, page: Page) -> Iterator[Expected]:
    """A page where it is chosen."""
    place = reader.toolkit.at(page, "summary")
    yield Expected(here, page.title, reader.toolkit.at(page, "title"), level=1)
    if page.summary:
        yield from reader.own(here, page.summary, place, (page.title,))
        if number := reader.reference(page.name):
            yield Expected(here, number, place, (page.title,))


def _of_section(section: Section, reader: Reader) -> Texts:
    if section.subheading:
        yield ("subheading",), Item("", section.subheading, ())
    for item in reader.items(section.text or ""):
        yield ("text",), item
    for i, point in enumerate(section.checklist):
        for item in reader.items(point):
            yield ("checklist", i), item
    for path, text, number in _of_diagram(section.diagram):
        yield ("diagram", *path), Item(number, text, ())


def _of_diagram(diagram: Diagram | None) -> Iterator[tuple[Path, str, str]]:
    """The words of a diagram, with their place below it, and the number in front of them."""
    if isinstance(diagram, Venn):
        for i, circle in enumerate(diagram.circles):
            yield ("circles", i, "title"), circle.title, ""
            if circle.text:
                yield ("circles", i, "text"), circle.text, ""
        yield ("overlap",), diagram.overlap, ""
    elif isinstance(diagram, Pathway):
        for i, step in enumerate(diagram.steps):
            yield ("steps", i, "title"), step.title, str(i + 1)
            if step.text:
                yield ("steps", i, "text"), step.text, ""
    elif isinstance(diagram, Steps):
        for path, text in _of_steps(diagram):
            yield path, text, ""


def _of_steps(steps: Steps) -> Iterator[tuple[Path, str]]:
    for key in ("together", "principles"):
        for i, text in enumerate(getattr(steps, key)):
            yield (key, i), text
    for i, stage in enumerate(steps.steps):
        if stage.condition:
            yield ("steps", i, "condition"), stage.condition
        for j, branch in enumerate(stage.branches):
            yield ("steps", i, "branches", j, "label"), branch.label
            yield ("steps", i, "branches", j, "title"), branch.title


def _of_links(diagram: Diagram | None, reader: Reader) -> Iterator[tuple[Path, str]]:
    """What the boxes of a diagram lead to, below it."""
    for path, label, link in diagram.links if diagram else ():
        number = reader.reference(link)
        words = f"{label}{reader.toolkit.locale.colon} {reader.toolkit.titles[link]}"
        yield ("diagram", *path), f"{words} ({number})" if number else words


def _colophon(reader: Reader) -> Iterator[tuple[Path, str] | tuple[Path, str, str]]:
    """Each fact with its path, and where it leads."""
    info, babel = reader.toolkit.info, reader.toolkit.locale.babel
    yield ("version",), version(reader.toolkit, reader.layout)
    for key in ("funding", "uncertainty"):
        if text := getattr(info, key):
            yield (key,), text
    for key in ("published", "review_by"):
        yield (key,), format_date(getattr(info, key), "long", babel)
    for key in ("publisher", "licence"):
        yield from _facts((key,), getattr(info, key))
    for key in ("based_on", "contributors"):
        for i, each in enumerate(getattr(info, key)):
            yield from _facts((key, i), each)


def _credits(reader: Reader, here: str) -> Iterator[Expected]:
    """Who made each picture, with the licence, after the title of what it stands in."""
    toolkit = reader.toolkit
    for part, path, title, picture in toolkit.pictures:
        if picture.credits:
            key = "credit" if picture.credit else "licence"
            words = f"{title}{toolkit.locale.colon} {picture.credits}"
            yield Expected(here, words, toolkit.at(part, *path, key))


def _facts(path: Path, record: Record) -> Iterator[tuple[Path, str] | tuple[Path, str, str]]:
    """What is said about a person, an organisation or a source."""
    for key, text in record:
        if key == "url" and text:
            yield (*path, key), shown_address(text), text
        elif text:
            yield (*path, key), text
