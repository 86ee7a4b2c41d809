"""The words of the data that must be readable, by the destination they belong to."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace

from cardprint.compose.codes import published
from cardprint.compose.paper import address_elsewhere, address_in_language
from cardprint.errors import Place
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.model import names
from cardprint.model.card import Card, Option
from cardprint.text import prose
from cardprint.text.addresses import shown
from cardprint.text.blanks import filled
from cardprint.verify.expected_pages import of_page, of_slots
from cardprint.verify.said import Expected, Reader


def expected_texts(
    toolkit: Toolkit, layout: Layout, destinations: Mapping[str, int]
) -> Iterator[Expected]:
    """Every text of the toolkit, paragraph by paragraph, with where it must be readable.

    :param destinations: the page of each destination of the file, from 0.
    """
    reader = Reader(toolkit, layout, destinations)
    info = toolkit.info
    for key in ("title", "subtitle", "decision"):
        for run in prose.runs(getattr(info, key) or ""):
            yield Expected(names.COVER, run, toolkit.at(None, key))
    yield from _of_languages(toolkit, layout)
    yield from of_slots(reader, names.COVER, "cover")
    for part in toolkit.parts:
        title = reader.with_page(part.nav, part.name)
        yield Expected(names.COVER, title, toolkit.at(part, "title"))
        if isinstance(part, Card):
            yield from _of_card(toolkit, part, reader)
        else:
            yield from of_page(reader, part)


def _of_languages(toolkit: Toolkit, layout: Layout) -> Iterator[Expected]:
    """The other languages of the toolkit, each with a link to its file; on paper there are none."""
    for other in toolkit.languages if layout.info.interactive else ():
        links = (address_in_language(toolkit, layout, other),)
        yield Expected(names.COVER, other.name, toolkit.at(None, "language"), links=links)


def _of_card(toolkit: Toolkit, card: Card, reader: Reader) -> Iterator[Expected]:
    # Without a page to choose from, the card begins with all its answers.
    begins = card.name if card.name in reader.destinations else names.overview(card.id)
    if card.subtitle:
        yield Expected(begins, card.subtitle, toolkit.at(card, "subtitle"))
    place = toolkit.at(card, "intro")
    intros = [
        (name if name in reader.destinations else begins, intro)
        for name, (intro, _) in card.choices.items()
    ]
    for here, intro in dict.fromkeys(intros):
        yield Expected(here, card.title, toolkit.at(card, "title"))
        yield from reader.own(here, intro, place)
    yield from _of_code(reader, card)
    others = {*card.choices, names.overview(card.id)} - {begins}
    yield from reader.may_stand(sorted(others), card.intro, place)
    yield from _of_cautions(reader, card)
    for i, option in enumerate(card.options):
        yield from _of_tile(reader, card, i, option)
        for name in (names.overview(card.id), names.option(card.id, option.id)):
            yield from _of_option(reader, card, i, option, name)


def _of_tile(reader: Reader, card: Card, i: int, option: Option) -> Iterator[Expected]:
    """An option where it is chosen: its title, in short what it is, and its page."""
    here, own = card.choose_name(option), names.option(card.id, option.id)
    title = reader.toolkit.at(card, "options", i, "title")
    summary = reader.toolkit.at(card, "options", i, "summary")
    yield Expected(here, option.tile_title, title, level=1)
    yield from reader.own(here, option.summary, summary, (option.tile_title,))
    if page := reader.reference(own):
        yield Expected(here, page, summary, (option.tile_title,))
    yield from reader.may_stand((names.overview(card.id), own), option.summary, summary)


def _of_option(reader: Reader, card: Card, i: int, option: Option, name: str) -> Iterator[Expected]:
    toolkit = reader.toolkit
    yield Expected(name, option.title, toolkit.at(card, "options", i, "title"), level=1)
    for j, question in enumerate(toolkit.info.questions):
        place = toolkit.at(card, "options", i, "answers", question.id)
        label = toolkit.at(None, "questions", j, "label")
        yield Expected(name, question.label, label, level=2)
        under = option.title, question.label
        yield from reader.own(name, toolkit.answer(option, question.id), place, under)
    if name == names.option(card.id, option.id):
        for more in option.more:
            number = "" if more.toolkit else reader.reference(more.name)
            title = toolkit.title_of(more)
            words = f"{title} ({number})" if number else title
            elsewhere = address_elsewhere(toolkit, reader.layout, more)
            place = toolkit.at(card, "options", i, "more")
            yield Expected(name, words, place, links=(elsewhere,) if elsewhere else ())
    yield from _of_certainty(reader, card, i, option, name)


def _of_code(reader: Reader, card: Card) -> Iterator[Expected]:
    """The words beside each code that leads to the published file."""
    toolkit = reader.toolkit
    for name, _ in _coded(card, reader.destinations):
        if address := published(toolkit, reader.layout, name):
            told = f"{reader.layout.labels['code']}{toolkit.locale.colon}"
            words = f"{told} {shown(address.partition('#')[0])}"
            yield Expected(name, words, toolkit.at(None, "published_at"))


def _coded(card: Card, destinations: Container[str]) -> Sequence[tuple[str, str]]:
    """Where a card has a code, each with the title of what it leads to: where the card begins.

    A card without a page of its own has one on the sheet of each option.
    """
    for name in (card.name, names.overview(card.id)):
        if name in destinations:
            return [(name, card.title)]
    options = ((names.option(card.id, each.id), each.title) for each in card.options)
    return [(name, title) for name, title in options if name in destinations]


def _of_cautions(reader: Reader, card: Card) -> Iterator[Expected]:
    """What must be known before choosing, wherever an option is chosen or shown."""
    chosen_at = {option.id: card.choose_name(option) for option in card.options}
    for place, text, ids in _cautions(reader.toolkit, card):
        where = {names.overview(card.id)} | {chosen_at[each] for each in ids}
        where |= {names.option(card.id, each) for each in ids}
        for name in sorted(where):
            yield from (replace(each, is_own=False) for each in reader.own(name, text, place))


def _cautions(toolkit: Toolkit, card: Card) -> Iterator[tuple[Place, str, list[str]]]:
    """Each caution of a card and its options, with the options that it is about."""
    ids = [option.id for option in card.options]
    for i, caution in enumerate(card.cautions):
        place = toolkit.at(card, "cautions", i, "text")
        yield place, caution.text, [*filter(caution.is_about, ids)]
    for i, option in enumerate(card.options):
        for j, each in enumerate(option.cautions):
            yield toolkit.at(card, "options", i, "cautions", j, "text"), each.text, [option.id]


def _of_certainty(
    reader: Reader, card: Card, i: int, option: Option, name: str
) -> Iterator[Expected]:
    """How well the effects of an option were studied; on its own page, also the source."""
    if evidence := option.evidence:
        labels, place = reader.layout.labels, reader.toolkit.at(card, "options", i, "evidence")
        yield Expected(name, labels["certainty"], place)
        yield Expected(name, labels[f"certainty_{evidence.level}"], place)
        if evidence.source:
            is_needed = name == names.option(card.id, option.id)
            for words in _named(evidence.source, reader.toolkit):
                yield Expected(name, words, place, is_needed=is_needed)


def _named(source: str, toolkit: Toolkit) -> Sequence[str]:
    """A source as the colophon names it: its title, publisher and date are texts of their own."""
    for each in toolkit.info.based_on:
        facts = [fact for fact in (each.title, each.publisher, each.date) if fact]
        for count in range(2, len(facts) + 1):
            if source == ", ".join(facts[:count]):
                return facts[:count]
    return [source]


def alternative_texts(
    toolkit: Toolkit, layout: Layout, destinations: Container[str]
) -> Iterator[tuple[str, Place]]:
    """The description of every diagram and picture that the layout shows, for a screen reader."""
    if names.COVER in destinations:
        logos = layout.style.logos
        yield from ((each.logo.alt, each.place) for each in logos if each.logo.place != "pages")
    for card in toolkit.cards:
        for name, title in _coded(card, destinations):
            if published(toolkit, layout, name):
                said = filled(layout.labels["code_say"], {"title": title})
                yield said, toolkit.at(None, "published_at")
    for part, path, _, picture in toolkit.pictures:
        begins = [part.name, names.overview(part.id)] if isinstance(part, Card) else [part.name]
        if any(name in destinations for name in begins):
            yield picture.alt, toolkit.at(part, *path, "alt")
    yield from _of_diagrams(toolkit, layout, destinations)


def _of_diagrams(
    toolkit: Toolkit, layout: Layout, destinations: Container[str]
) -> Iterator[tuple[str, Place]]:
    for page in toolkit.pages:
        for i, section in enumerate(page.sections if page.name in destinations else ()):
            if section.diagram and section.diagram.kind in layout.pictured:
                place = toolkit.at(page, "sections", i, "diagram", "description")
                yield section.diagram.description, place
