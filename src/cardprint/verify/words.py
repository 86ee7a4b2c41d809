"""Every word of the data is on its page, and every page has words of its own and its number."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cardprint.errors import Place, Problem
from cardprint.load.layout import Layout
from cardprint.messages.catalogue import Message, plain, tell
from cardprint.model import names
from cardprint.verify.direction import orders, read_lines
from cardprint.verify.expected import Expected
from cardprint.verify.page import ReadPage
from cardprint.verify.texts import Texts


def check_words(texts: Texts, pages: Sequence[ReadPage]) -> Iterator[Problem]:
    """Everything that a reader would miss."""
    for expected in texts.expected:
        yield from _missing(expected, texts, pages)
    yield from _without_a_page(texts)
    yield from _check_numbers(texts, pages)
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


def _missing(expected: Expected, texts: Texts, pages: Sequence[ReadPage]) -> Iterator[Problem]:
    span = texts.spans[expected.destination]
    if any(_stands_on(wanted, pages, span) for wanted in orders(expected.text)):
        return
    message = tell(
        "{file}, page {page}: the text is not whole on the page: {words}",
        file=texts.shown,
        page=span.start + 1,
        words=_first_missing(expected.text, "".join(pages[i].letters for i in span)),
    )
    yield Problem(expected.place, message, tell("at {name}", name=expected.destination))


def _stands_on(wanted: str, pages: Sequence[ReadPage], span: range) -> bool:
    """Whether these letters are on one of the pages, or go on from one to the next."""
    return any(wanted in pages[i].letters for i in span) or any(
        _split_over(wanted, pages[i].letters, pages[j].letters) for i, j in pairwise(span)
    )


def _split_over(wanted: str, one: str, next_one: str) -> bool:
    """Whether a paragraph begins on one page and goes on at the next."""
    low, high = 0, len(wanted)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if wanted[:middle] in one else (low, middle - 1)
    # A few letters more than the real break may happen to fit: try the shorter beginnings too.
    return any(wanted[cut:] in next_one for cut in range(low, 0, -1))


def _first_missing(text: str, found: str) -> Message:
    words = text.split()
    for i in range(len(words)):
        if not any(each in found for each in orders(" ".join(words[: i + 1]))):
            return tell("from '{words}' on", words=" ".join(words[max(0, i - 2) : i + 3]))
    return plain(f"'{text[:40]}'")


def _number_pattern(layout: Layout) -> re.Pattern[str]:
    """``page 3 of 41`` with its two numbers as groups, in whatever order they stand."""
    label = re.escape(layout.labels["page_of"])
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>\\d+)", label))


def _lines(page: ReadPage) -> list[str]:
    """The text of each run; of those that make up a line from right to left, together."""
    return [text.strip() for text in read_lines(page.runs)]


def _check_numbers(texts: Texts, pages: Sequence[ReadPage]) -> Iterator[Problem]:
    """Where pages say which they are, each does so, and rightly."""
    pattern = _number_pattern(texts.layout)
    printed = [
        [found for text in _lines(page) if (found := pattern.fullmatch(text))] for page in pages
    ]
    at = Place(texts.shown)
    for i, numbers in enumerate(printed if any(printed) else (), 1):
        if not numbers:
            yield Problem(at, tell("page {page}: there is no page number on it", page=i))
        for found in numbers:
            if found.groupdict() != {"number": str(i), "total": str(len(pages))}:
                message = tell("page {page}: '{words}' is printed on it", page=i, words=found[0])
                yield Problem(at, message)


def _check_empty(texts: Texts, pages: Sequence[ReadPage]) -> Iterator[Problem]:
    """A page with nothing of its own: all its words and lines also stand on a page beside it."""
    number = _number_pattern(texts.layout)
    own: list[set[object]] = [
        {text for text in _lines(page) if not number.fullmatch(text)}
        | {tuple(round(edge) for edge in mark.box) for mark in page.marks}
        for page in pages
    ]
    for i, words in enumerate(own):
        beside = own[max(0, i - 1) : i] + own[i + 1 : i + 2]
        if not words or any(words <= other for other in beside):
            yield Problem(Place(texts.shown), tell("page {page}: the page is empty", page=i + 1))
