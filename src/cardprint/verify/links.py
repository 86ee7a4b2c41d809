"""Every link is there, works, and leads where its words say."""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from cardprint.compose.paper import address_elsewhere, document_of
from cardprint.errors import Place, Problem
from cardprint.link.model import PRINT_FLAG
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import Message, tell
from cardprint.model import names
from cardprint.model.geometry import Box
from cardprint.text import prose
from cardprint.verify.direction import orders, read_lines
from cardprint.verify.file import FinishedFile, FoundLink
from cardprint.verify.nearby import nearby
from cardprint.verify.page import ReadPage

# Half the height of the smallest text, in points; a lower link is too hard to click.
MIN_TARGET_PT = 4
_SCHEMES = ("https://", "http://", "mailto:", "tel:")


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """What the checks of links share."""

    file: FinishedFile
    pages: Sequence[ReadPage]
    toolkit: Toolkit
    layout: Layout
    shown: str

    def problem(self, page: int, message: Message) -> Problem:
        """A problem on a page, from 0."""
        told = tell("page {page}: {message}", page=page + 1, message=message)
        return Problem(Place(self.shown), told)

    def owner(self, page: int) -> str:
        """The destination whose pages include ``page``."""
        spans = self.file.spans.items()
        return next((name for name, span in spans if page in span), "")

    def card_of(self, page: int) -> str:
        """The id of the card that a page belongs to, or an empty text."""
        return names.card_of(self.owner(page))

    def label(self, name: str) -> str:
        """The letters of a label."""
        return prose.letters(self.layout.labels[name])

    def words(self, link: FoundLink) -> str:
        """The letters that a reader sees inside the link."""
        inside = [run for run in self.pages[link.page].runs if link.box.holds(*run.box.middle)]
        return prose.letters("".join(read_lines(inside)))


def check_links(check: LinkCheck) -> Iterator[Problem]:
    """Everything that is wrong with the links."""
    seen: set[tuple[int, str, str]] = set()
    for link in check.file.links:
        yield from _check_annotation(check, link)
        if link.name is not None and link.file is None:
            kind, problem = _check_label(check, link)
            seen.add((link.page, kind, link.name))
            if problem:
                yield problem
    if check.layout.info.interactive:
        yield from _check_complete(check, seen)


def _check_annotation(check: LinkCheck, link: FoundLink) -> Iterator[Problem]:
    for message in (*_wrong_with(link, check), *_wrong_target(link, check)):
        yield check.problem(link.page, message)


def _wrong_with(link: FoundLink, check: LinkCheck) -> Iterator[Message]:
    """Faults that keep a reader from hearing a link, or from clicking on it."""
    if not link.say.strip():
        target = link.name or link.url or ""
        yield tell("a link to '{target}' has no description", target=target)
    if not link.flags & PRINT_FLAG:
        yield tell("link '{words}' has no print flag", words=link.say)
    page = check.pages[link.page]
    paper = Box(-1, -1, page.width_pt + 1, page.height_pt + 1)
    on_paper = link.box.within(paper) == link.box
    if min(link.box.width, link.box.height) < MIN_TARGET_PT or not on_paper:
        yield tell("link '{words}' has no area on the page that can be clicked", words=link.say)


def _wrong_target(link: FoundLink, check: LinkCheck) -> Iterator[Message]:
    if link.file is not None:
        yield tell(
            "link '{words}' leads to '{file}' in a way that browsers do not follow",
            words=link.say,
            file=link.file,
        )
    elif link.name is not None:
        if link.name not in check.file.destinations:
            yield tell(
                "link '{words}' is dead: there is no '{name}'", words=link.say, name=link.name
            )
        elif None in check.file.destinations[link.name][1]:
            yield tell("link '{words}': the destination has no coordinates", words=link.say)
    elif link.url in (documents := _documents(check)):
        if documents[link.url] not in check.pages[link.page].letters:
            yield tell("link '{words}' does not say which document it leads to", words=link.say)
    elif link.url is None or not link.url.startswith(_SCHEMES):
        yield tell("link '{words}' leads nowhere", words=link.say)


def _documents(check: LinkCheck) -> dict[str, str]:
    """The letters of what is printed beside each link to another toolkit, by its address."""
    places = [
        more for card in check.toolkit.cards for option in card.options for more in option.more
    ]
    addresses = {address_elsewhere(check.toolkit, check.layout, more): more for more in places}
    return {
        address: prose.letters(document_of(check.toolkit, check.layout, more))
        for address, more in addresses.items()
        if address
    }


def _check_label(check: LinkCheck, link: FoundLink) -> tuple[str, Problem | None]:
    """The kind of a link by its visible words, and what is wrong with where it leads."""
    name, page, words = link.name or "", link.page, check.words(link)
    landing = check.file.destinations.get(name, (-1, ()))[0]
    card = check.card_of(page)
    own = names.option(card, "") if card else names.page("")
    back = _ways_back(check, page)
    rules: list[tuple[str, Callable[[], bool]]] = [
        ("view_overview", lambda: name == names.overview(card)),
        ("view", lambda: name.startswith(own) and _names(check, name, words)),
        ("back", lambda: name in back),
        ("previous_option", lambda: _names(check, name, words)),
        ("next_option", lambda: _names(check, name, words)),
        ("previous", lambda: landing == page - 1),
        ("next", lambda: landing == page + 1),
        ("again", lambda: landing == 0),
    ]
    for kind, leads_right in rules:
        label = check.label(kind)
        exact = kind in ("previous", "next", "again", "back", "view_overview")
        if words == label if exact else label in words:
            if leads_right():
                return kind, None
            message = tell(
                "'{label}' ({words}) leads to '{name}'",
                label=check.layout.labels[kind],
                words=link.say,
                name=name,
            )
            return kind, check.problem(page, message)
    title = prose.letters(check.toolkit.titles.get(name, ""))
    if not words:
        message = tell("link '{words}' has no words to click on", words=link.say)
        return "navigation", check.problem(page, message)
    if title and title not in prose.letters(link.say) and title not in words:
        nav = {
            prose.letters(title)
            for part in check.toolkit.parts
            for title in (part.nav, part.title)
            if name in (part.name, names.overview(part.id)) or names.is_option_of(part.id, name)
        } | _without_a_place(check, name)
        if not any(each in words or each in prose.letters(link.say) for each in nav):
            message = tell("link '{words}' leads to '{name}'", words=link.say, name=name)
            return "navigation", check.problem(page, message)
    return "navigation", None


def _without_a_place(check: LinkCheck, name: str) -> set[str]:
    """The letters of the titles of what is found at ``name``, for want of a place of its own."""
    return {
        prose.letters(title)
        for each, title in check.toolkit.titles.items()
        if names.nearest_destination(each, check.file.destinations) == name
    }


def _ways_back(check: LinkCheck, page: int) -> set[str]:
    """The choose pages that 'back' may lead to from a page."""
    owner = check.owner(page)
    for card in check.toolkit.cards:
        for option in card.options:
            if owner == names.option(card.id, option.id):
                return {card.choose_name(option)}
        if owner == names.overview(card.id):
            return {card.name}
    for each in check.toolkit.pages:
        chooser = check.toolkit.chooser(each)
        if chooser and owner == each.name:
            return {chooser.name}
    return set()


def _names(check: LinkCheck, name: str, words: str) -> bool:
    """Whether the words of a link contain the title of the option that it leads to."""
    titles = {
        names.option(card.id, option.id): (option.title, option.tile_title)
        for card in check.toolkit.cards
        for option in card.options
    } | {each.name: (each.title,) for each in check.toolkit.pages}
    return any(each in words for title in titles.get(name, ()) for each in orders(title))


def _check_complete(check: LinkCheck, seen: set[tuple[int, str, str]]) -> Iterator[Problem]:
    """Every link that a layout with navigation must have, on every page; there and back."""
    labels = check.layout.labels
    for page, kind, name, words in (*_needed(check), *_tabs_needed(check, seen)):
        if (page, kind, name) not in seen:
            yield _no_link(check, page, words, name)
    for start, kind, name in _round_trips(check):
        pages = check.file.spans.get(start, range(0))
        if pages and not any((page, kind, name) in seen for page in pages):
            yield _no_link(check, pages.start, labels[kind], name)
        back = check.file.spans.get(name, range(0))
        if pages and back and (back.start, "back", start) not in seen:
            yield _no_link(check, back.start, labels["back"], start)
    for part in check.toolkit.parts:
        if part.name not in check.file.spans:
            message = tell(
                "{file}: there is no page for '{title}'", file=check.shown, title=part.nav
            )
            yield Problem(check.toolkit.at(part, "title"), message)
    if check.layout.info.sheets.cover and names.COVER not in check.file.spans:
        yield Problem(Place(check.shown), tell("there is no cover"))


def _no_link(check: LinkCheck, page: int, words: str, name: str) -> Problem:
    return check.problem(
        page, tell("there is no link '{words}' to '{name}'", words=words, name=name)
    )


def _needed(check: LinkCheck) -> Iterator[tuple[int, str, str, str]]:
    """The links of every page: page from 0, kind, destination, words."""
    last, labels = len(check.pages) - 1, check.layout.labels
    for page in range(len(check.pages)):
        if page > 0:
            yield page, "previous", names.numbered(page), labels["previous"]
        if page < last:
            yield page, "next", names.numbered(page + 2), labels["next"]
    yield last, "again", names.numbered(1), labels["again"]


def _tabs_needed(
    check: LinkCheck, seen: AbstractSet[tuple[int, str, str]]
) -> Iterator[tuple[int, str, str, str]]:
    """The tabs of every page: to all parts, or those nearby and the cover that lists all."""
    pages, parts = range(len(check.pages)), check.toolkit.parts
    near = nearby(check.toolkit, check.file.spans, len(check.pages))
    far = {(page, part.name) for page in pages for part in parts} - near
    # Texts have links to other parts too, but a few.
    has_all = sum((page, "navigation", name) in seen for page, name in far) > len(far) / 2
    titles = {part.name: part.nav for part in parts}
    for page, name in sorted(near | far if has_all else near):
        yield page, "navigation", name, titles[name]
    if not has_all:
        yield from _listed(check, seen)


def _listed(
    check: LinkCheck, seen: AbstractSet[tuple[int, str, str]]
) -> Iterator[tuple[int, str, str, str]]:
    """The links of a cover that lists what has no tab, and those that lead to it."""
    cover = check.file.spans.get(names.COVER, range(1))
    for part in check.toolkit.parts:
        if not any((page, "navigation", part.name) in seen for page in cover):
            yield cover.start, "navigation", part.name, part.nav
    for page in range(cover.stop, len(check.pages)):
        yield page, "navigation", names.COVER, check.layout.labels["table_of_contents"]


def _round_trips(check: LinkCheck) -> Iterator[tuple[str, str, str]]:
    """From which choose page, by which label, to what: and from there back."""
    for card in check.toolkit.cards:
        yield card.name, "view_overview", names.overview(card.id)
        for option in card.options:
            yield card.choose_name(option), "view", names.option(card.id, option.id)
    for page in check.toolkit.pages:
        for name in page.tiles:
            yield page.name, "view", names.page(name)
