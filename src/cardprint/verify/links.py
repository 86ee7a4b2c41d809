"""Every link is there, works, and leads where its words say."""

from collections.abc import Callable, Iterator
from functools import partial

from cardprint.compose.paper import address_elsewhere, address_in_language, document_of
from cardprint.errors import Problem
from cardprint.link.model import PRINT_FLAG
from cardprint.messages.catalogue import Message, tell
from cardprint.model import names
from cardprint.model.geometry import Box
from cardprint.text import alike, prose
from cardprint.verify.descriptions import NAVIGATION, of_address, of_place
from cardprint.verify.file import FoundLink
from cardprint.verify.link_check import LinkCheck
from cardprint.verify.navigation import check_navigation

# Half the height of the smallest text, in points; a lower link is too hard to click.
MIN_TARGET_PT = 4
_WITH_TITLE = ("view", "previous_option", "next_option")
"""The kinds of links that have a title beside their label."""
_SCHEMES = ("https://", "http://", "mailto:", "tel:")


def check_links(check: LinkCheck) -> Iterator[Problem]:
    """Everything that is wrong with the links."""
    seen: set[tuple[int, str, str]] = set()
    for link in check.file.links:
        messages = [*_wrong_with(link, check), *_wrong_target(link, check)]
        if link.name is not None and link.file is None:
            kind, wrong = _check_label(check, link)
            messages += wrong
            # Texts have links too, in words of their own.
            if kind != NAVIGATION or check.is_called(link):
                seen.add((link.page, kind, link.name))
        yield from (check.problem(link.page, message) for message in messages)
    if check.layout.info.interactive:
        yield from check_navigation(check, seen)


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
    elif link.url is None:
        yield tell("link '{words}' leads nowhere", words=link.say)
    else:
        yield from _wrong_address(link.url, link, check)


def _wrong_address(url: str, link: FoundLink, check: LinkCheck) -> Iterator[Message]:
    if url in (documents := _documents(check)):
        if documents[url] not in check.pages[link.page].letters:
            yield tell("link '{words}' does not say which document it leads to", words=link.say)
    elif not url.startswith(_SCHEMES):
        yield tell("link '{words}' leads nowhere", words=link.say)
    if alike.normal(link.say) not in of_address(check.toolkit, check.layout, url):
        yield _wrongly_described(url, link)


def _documents(check: LinkCheck) -> dict[str, str]:
    """The letters of what is printed beside each link to another file of ours, by its address."""
    places = [
        more for card in check.toolkit.cards for option in card.options for more in option.more
    ]
    addresses = {address_elsewhere(check.toolkit, check.layout, more): more for more in places}
    found = {
        address: document_of(check.toolkit, check.layout, more)
        for address, more in addresses.items()
        if address
    }
    found |= {
        address_in_language(check.toolkit, check.layout, other): other.name
        for other in check.toolkit.languages
    }
    return {address: prose.letters(words) for address, words in found.items()}


def _check_label(check: LinkCheck, link: FoundLink) -> tuple[str, list[Message]]:
    """The kind of a link by its visible words, and what is wrong with where it leads."""
    name, words = link.name or "", check.words(link)
    kind, leads_right = _kind(check, link, words)
    wrong: list[Message] = []
    if not leads_right():
        label = check.layout.labels[kind]
        wrong.append(
            tell("'{label}' ({words}) leads to '{name}'", label=label, words=link.say, name=name)
        )
    if not words:
        wrong.append(tell("link '{words}' has no words to click on", words=link.say))
    described = of_place(check.layout, kind, check.titles.get(name, ()))
    if not wrong and alike.normal(link.say) not in described:
        wrong.append(_wrongly_described(name, link))
    return kind, wrong


def _wrongly_described(target: str, link: FoundLink) -> Message:
    return tell("a link to '{target}' is described as '{words}'", target=target, words=link.say)


def _kind(check: LinkCheck, link: FoundLink, words: str) -> tuple[str, Callable[[], bool]]:
    """The kind of a link by its visible words, and whether it leads where that kind does."""
    name, page = link.name or "", link.page
    landing = check.file.destinations.get(name, (-1, ()))[0]
    card = check.card_of(page)
    own = names.option(card, "") if card else names.page("")
    is_called = partial(check.is_called, link)
    rules: dict[str, Callable[[], bool]] = {
        "view_overview": lambda: name == names.overview(card),
        "view": lambda: name.startswith(own) and is_called(),
        "back": lambda: name in _ways_back(check, page),
        "previous_option": is_called,
        "next_option": is_called,
        "previous": lambda: landing == page - 1,
        "next": lambda: landing == page + 1,
        "again": lambda: landing == 0,
    }
    for kind, leads_right in rules.items():
        label = check.label(kind)
        if label in words if kind in _WITH_TITLE else words == label:
            return kind, leads_right
    return NAVIGATION, lambda: True


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
