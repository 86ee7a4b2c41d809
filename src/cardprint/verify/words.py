"""Every word of the data is on its page, whole, large enough and in a bundled font."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from cardprint.errors import Place, Problem
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import tell
from cardprint.model import names
from cardprint.model.layout import points
from cardprint.verify.direction import orders
from cardprint.verify.expected import Expected, expected_texts
from cardprint.verify.reading import ReadPage, Run

SIZE_TOLERANCE_PT = 0.02
# Lines of one text come closer than this share of their height only when they lie on each other.
MAX_OVERLAP = 0.3


def check_words(
    pages: Sequence[ReadPage],
    spans: Mapping[str, range],
    toolkit: Toolkit,
    layout: Layout,
    shown: str,
) -> Iterator[Problem]:
    """Everything that is wrong with what a reader sees.

    :param spans: the pages (from 0) of each destination, up to the next one.
    """
    yield from _check_presence(pages, spans, toolkit, layout, shown)
    for number, page in enumerate(pages, 1):
        yield from _check_page(page, number, layout, shown)
    yield from _check_numbers(pages, layout, shown)
    yield from _check_empty(pages, layout, shown)


def _check_presence(
    pages: Sequence[ReadPage],
    spans: Mapping[str, range],
    toolkit: Toolkit,
    layout: Layout,
    shown: str,
) -> Iterator[Problem]:
    starts = {name: span.start for name, span in spans.items()}
    for expected in expected_texts(toolkit, layout, starts):
        if expected.destination in spans:
            yield from _missing(pages, spans[expected.destination], expected)
    for card in toolkit.cards:
        for i, option in enumerate(card.options):
            own = names.overview(card.id), names.option(card.id, option.id)
            if not set(own) & spans.keys():
                yield Problem(
                    toolkit.at(card, "options", i),
                    tell(
                        "{shown}: the answers of '{title}' are on no page",
                        shown=shown,
                        title=option.title,
                    ),
                )


def _missing(pages: Sequence[ReadPage], span: range, expected: Expected) -> Iterator[Problem]:
    if any(_stands_on(wanted, pages, span) for wanted in orders(expected.text)):
        return
    word = _first_missing_word(expected.text, "".join(pages[i].letters for i in span))
    yield Problem(
        expected.place,
        tell(
            "page {value}: the text is not whole on the page: {word}",
            value=span.start + 1,
            word=word,
        ),
        tell("at {destination}", destination=expected.destination),
    )


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


def _first_missing_word(text: str, found: str) -> str:
    words = text.split()
    for i in range(len(words)):
        if not any(each in found for each in orders(" ".join(words[: i + 1]))):
            return f"from '{' '.join(words[max(0, i - 2) : i + 3])}' on"
    return f"'{text[:40]}'"


def _check_page(page: ReadPage, number: int, layout: Layout, shown: str) -> Iterator[Problem]:
    at = Place(shown)
    allowed = {family.replace(" ", "-") for family in layout.font_families}
    minimum = points(layout.info.min_text) - SIZE_TOLERANCE_PT
    for run in page.runs:
        words = f"'{run.text.strip()[:40]}'"
        name = run.font.partition("+")[2] or run.font
        if run.size_pt < minimum:
            yield Problem(
                at,
                tell(
                    "page {number}: {words} is set in {size_pt} pt",
                    number=number,
                    words=words,
                    size_pt=f"{run.size_pt:.1f}",
                ),
                tell("at least {min_text}", min_text=layout.info.min_text),
            )
        if not run.embedded:
            yield Problem(
                at,
                tell(
                    "page {number}: {words}: font '{name}' is not embedded",
                    number=number,
                    words=words,
                    name=name,
                ),
            )
        if not any(name == family or name.startswith(f"{family}-") for family in allowed):
            yield Problem(
                at,
                tell(
                    "page {number}: {words} is set in '{name}', which is not a font of the layout",
                    number=number,
                    words=words,
                    name=name,
                ),
                tell("a character or a weight is missing from the bundled fonts"),
            )
        if run.clipped:
            yield Problem(at, tell("page {number}: {words} is cut off", number=number, words=words))
    for one, other in _overlapping(page.runs):
        yield Problem(
            at,
            tell(
                "page {number}: '{text}' lies on '{text2}'",
                number=number,
                text=one.text.strip()[:40],
                text2=other.text.strip()[:40],
            ),
        )


def _overlapping(runs: Sequence[Run]) -> Iterator[tuple[Run, Run]]:
    """Pairs of runs that are drawn over each other."""
    written = (run for run in runs if not run.is_sign)
    ordered = sorted(written, key=lambda run: run.box.bottom)
    for i, one in enumerate(ordered):
        for other in ordered[i + 1 :]:
            if other.box.bottom >= one.box.top:
                break
            high = min(one.box.top, other.box.top) - other.box.bottom
            wide = min(one.box.right, other.box.right) - max(one.box.left, other.box.left)
            lower = min(one.box.top - one.box.bottom, other.box.top - other.box.bottom)
            narrower = min(one.box.right - one.box.left, other.box.right - other.box.left)
            if high > MAX_OVERLAP * lower and wide > MAX_OVERLAP * narrower:
                yield one, other


def _number_pattern(layout: Layout) -> re.Pattern[str]:
    """``pagina 3 van 41`` with its two numbers as groups."""
    label = re.escape(layout.labels["page_of"])
    return re.compile(re.sub(r"\\{\w+\\}", r"(\\d+)", label))


def _check_numbers(pages: Sequence[ReadPage], layout: Layout, shown: str) -> Iterator[Problem]:
    """Where pages say which they are, each does so, and rightly."""
    pattern = _number_pattern(layout)
    printed = [
        [found for text in page.texts if (found := pattern.fullmatch(text))] for page in pages
    ]
    for i, numbers in enumerate(printed if any(printed) else (), 1):
        if not numbers:
            yield Problem(Place(shown), tell("page {i}: there is no page number on it", i=i))
        for found in numbers:
            if found.groups() != (str(i), str(len(pages))):
                yield Problem(
                    Place(shown), tell("page {i}: '{found}' is printed on it", i=i, found=found[0])
                )


def _check_empty(pages: Sequence[ReadPage], layout: Layout, shown: str) -> Iterator[Problem]:
    """A page with nothing of its own: all its words and lines also stand on a page beside it."""
    number = _number_pattern(layout)
    own: list[set[object]] = [
        {text for text in page.texts if not number.fullmatch(text)}
        | {tuple(round(edge) for edge in mark.box) for mark in page.marks}
        for page in pages
    ]
    for i, words in enumerate(own):
        beside = own[max(0, i - 1) : i] + own[i + 1 : i + 2]
        if not words or any(words <= other for other in beside):
            yield Problem(Place(shown), tell("page {value}: the page is empty", value=i + 1))
