"""Every option has a page, and every page has words of its own and its number."""

import re
from collections.abc import Iterator, Sequence

from cardprint.errors import Place, Problem
from cardprint.load.layout import Layout
from cardprint.messages.catalogue import tell
from cardprint.model import names
from cardprint.text import alike
from cardprint.verify.blocks import Block
from cardprint.verify.direction import read_lines
from cardprint.verify.page import ReadPage
from cardprint.verify.texts import Texts


def check_words(
    texts: Texts, pages: Sequence[ReadPage], blocks: Sequence[Block]
) -> Iterator[Problem]:
    """Everything that a reader would miss on the pages as such."""
    yield from _without_a_page(texts)
    lines: list[list[str]] = [[] for _ in pages]
    for block in blocks:
        lines[block.page] += block.lines
    yield from _check_numbers(texts, lines)
    yield from _check_empty(texts, pages)


def _without_a_page(texts: Texts) -> Iterator[Problem]:
    """The options whose answers are nowhere."""
    for card in texts.toolkit.cards:
        for i, option in enumerate(card.options):
            own = names.overview(card.id), names.option(card.id, option.id)
            if not set(own) & texts.spans.keys():
                message = tell(
                    "{file}: the answers of '{title}' are on no page",
                    file=texts.shown,
                    title=option.title,
                )
                yield Problem(texts.toolkit.at(card, "options", i), message)


def number_pattern(layout: Layout) -> re.Pattern[str]:
    """``page 3 of 41`` with its two numbers as groups, in whatever order they stand."""
    label = re.escape(alike.normal(layout.labels["page_of"]))
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>\\d+)", label))


def _check_numbers(texts: Texts, lines: Sequence[Sequence[str]]) -> Iterator[Problem]:
    """Each page says which it is, and rightly: people look for pages by their numbers."""
    pattern = number_pattern(texts.layout)
    at = Place(texts.shown)
    for i, page in enumerate(lines, 1):
        numbers = [found for text in page if (found := pattern.fullmatch(text))]
        if not numbers:
            yield Problem(at, tell("page {page}: there is no page number on it", page=i))
        for found in numbers:
            if found.groupdict() != {"number": str(i), "total": str(len(lines))}:
                message = tell("page {page}: '{words}' is printed on it", page=i, words=found[0])
                yield Problem(at, message)


def _check_empty(texts: Texts, pages: Sequence[ReadPage]) -> Iterator[Problem]:
    """A page with nothing of its own: all its words and lines also stand on a page beside it."""
    number = number_pattern(texts.layout)
    own: list[set[object]] = [
        {line for text in read_lines(page.runs) if not number.fullmatch(line := text.strip())}
        | {tuple(round(edge) for edge in mark.box) for mark in page.marks}
        for page in pages
    ]
    for i, words in enumerate(own):
        beside = own[max(0, i - 1) : i] + own[i + 1 : i + 2]
        if not words or any(words <= other for other in beside):
            yield Problem(Place(texts.shown), tell("page {page}: the page is empty", page=i + 1))
