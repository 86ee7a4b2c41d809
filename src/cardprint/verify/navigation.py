"""A layout with navigation has all its links: to the pages beside each, to all parts, and back."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from cardprint.errors import Place, Problem
from cardprint.messages.catalogue import tell
from cardprint.model import names
from cardprint.verify.descriptions import NAVIGATION
from cardprint.verify.link_check import LinkCheck
from cardprint.verify.nearby import nearby

Seen = AbstractSet[tuple[int, str, str]]
"""The links of a file: the page (from 0), the kind and the destination of each."""


def check_navigation(check: LinkCheck, seen: Seen) -> Iterator[Problem]:
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


def _tabs_needed(check: LinkCheck, seen: Seen) -> Iterator[tuple[int, str, str, str]]:
    """The tabs of every page: to all parts, or those nearby and the cover that lists all."""
    pages, parts = range(len(check.pages)), check.toolkit.parts
    near = nearby(check.toolkit, check.file.spans, len(check.pages))
    every = {(page, part.name) for page in pages for part in parts}
    # A strip that is too short for all has a tab for the contents, which lead to the others.
    is_short = any((page, NAVIGATION, names.COVER) in seen for page in pages)
    titles = {part.name: part.nav for part in parts}
    for page, name in sorted(near if is_short else every):
        yield page, NAVIGATION, name, titles[name]
    if is_short and any((page, NAVIGATION, name) not in seen for page, name in every - near):
        yield from _listed(check, seen)


def _listed(check: LinkCheck, seen: Seen) -> Iterator[tuple[int, str, str, str]]:
    """The links of a cover that lists what has no tab, and those that lead to it."""
    cover = check.file.spans.get(names.COVER, range(1))
    for part in check.toolkit.parts:
        if not any((page, NAVIGATION, part.name) in seen for page in cover):
            yield cover.start, NAVIGATION, part.name, part.nav
    for page in range(cover.stop, len(check.pages)):
        yield page, NAVIGATION, names.COVER, check.layout.labels["table_of_contents"]


def _round_trips(check: LinkCheck) -> Iterator[tuple[str, str, str]]:
    """From which choose page, by which label, to what: and from there back."""
    for card in check.toolkit.cards:
        yield card.name, "view_overview", names.overview(card.id)
        for option in card.options:
            yield card.choose_name(option), "view", names.option(card.id, option.id)
    for page in check.toolkit.pages:
        for name in page.tiles:
            yield page.name, "view", names.page(name)
