"""Every icon of the data is drawn whole where its card, option or question is, and on no words.

An icon is not content of its own in the PDF, so its lines identify it: where each of them begins,
in the numbers of the drawing itself, which no size or place on a page changes.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import Message, tell
from cardprint.model import names
from cardprint.model.card import Card
from cardprint.model.geometry import Box, around
from cardprint.verify.page import Mark, ReadPage
from cardprint.verify.texts import Texts

MAX_OVERLAP_PT = 1.0
"""A line of an icon may touch the box of a letter."""
_DECIMALS = 2

_BEGINS = re.compile(r"""<path\b[^>]*?\sd=["']\s*[Mm]\s*(-?[\d.]+)[\s,]*(-?[\d.]+)""")

Lines = tuple[tuple[float, float], ...]
"""Where each line of a drawing begins."""


@dataclass(frozen=True, slots=True)
class Found:
    """An icon on a page."""

    name: str
    box: Box


def check_icons(pages: Sequence[ReadPage], texts: Texts) -> Iterator[tuple[int, Message]]:
    """Everything that is wrong with icons; each with its page, from 0."""
    known: dict[Lines, str] = {}
    for name, drawing in texts.toolkit.icons.items():
        if lines := _lines_of(drawing):
            known.setdefault(lines, name)
    if not known:
        return
    alike = {name: known.get(_lines_of(drawing)) for name, drawing in texts.toolkit.icons.items()}
    found = [tuple(_found(page, known)) for page in pages]
    for number, icons in enumerate(found):
        for icon in icons:
            yield from ((number, told) for told in _wrong_with(icon, pages[number]))
    for name, wanted in _expected(texts.toolkit):
        span = texts.spans.get(name, range(0))
        there = Counter(icon.name for page in span for icon in found[page])
        needed = Counter(shape for icon in wanted if (shape := alike.get(icon)))
        for missing in (needed - there) if span else ():
            yield span.start, tell("icon '{icon}' is missing, or is not drawn whole", icon=missing)


def _lines_of(drawing: str) -> Lines:
    return _rounded([(float(x), float(y)) for x, y in _BEGINS.findall(drawing)])


def _found(page: ReadPage, known: Mapping[Lines, str]) -> Iterator[Found]:
    forms: dict[int, list[Mark]] = {}
    for mark in page.marks:
        if mark.start:
            forms.setdefault(mark.group, []).append(mark)
    for marks in forms.values():
        if name := known.get(_rounded([mark.start for mark in marks if mark.start])):
            yield Found(name, around([mark.box for mark in marks]))


def _rounded(lines: Sequence[tuple[float, float]]) -> Lines:
    return tuple((round(x, _DECIMALS), round(y, _DECIMALS)) for x, y in lines)


def _wrong_with(icon: Found, page: ReadPage) -> Iterator[Message]:
    for run in page.runs:
        shared = run.box.within(icon.box)
        if min(shared.width, shared.height) > MAX_OVERLAP_PT:
            words = run.text.strip()[:40]
            yield tell("icon '{icon}' lies on '{words}'", icon=icon.name, words=words)
            return


def _expected(toolkit: Toolkit) -> Iterator[tuple[str, list[str]]]:
    """The icons that must be on the pages of each destination, if the layout has it."""
    for card in toolkit.cards:
        own = [card.icon] if card.icon else []
        asked = [question.icon for question in toolkit.info.questions if question.icon]
        chosen = _chosen(card)
        for name, icons in chosen.items():
            yield name, icons + (own if name == card.name else [])
        yield (
            names.overview(card.id),
            own + asked + [icon for each in chosen.values() for icon in each],
        )
        for option in card.options:
            icons = [option.icon] if option.icon else []
            yield names.option(card.id, option.id), own + asked + icons


def _chosen(card: Card) -> dict[str, list[str]]:
    """The icons of the options on each choose page."""
    return {
        name: [option.icon for option in options if option.icon]
        for name, (_, options) in card.choices.items()
    }
