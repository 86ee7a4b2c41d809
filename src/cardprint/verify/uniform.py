"""What a layout shows once, it shows everywhere: kickers, running heads, the words before facts.

Which of these there are is for templates to decide. One that has them on some pages and lacks them
on others has lost some.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from babel.dates import format_date

from cardprint.load.selection import Selection
from cardprint.messages.catalogue import Message, tell
from cardprint.model import names
from cardprint.model.card import Card
from cardprint.text import alike, prose
from cardprint.text.blanks import filled
from cardprint.verify import phrases
from cardprint.verify.blocks import Block
from cardprint.verify.direction import orders
from cardprint.verify.nearby import nearby, parts_of_pages
from cardprint.verify.texts import Texts

_QUESTIONS = ("good_questions", "question_options", "question_benefits", "question_me")
_HANDOUT = ("for_whom", "date", "my_questions", "agreed")


class Shown(NamedTuple):
    """Words on one of some pages."""

    group: str
    """All of a group are shown, or none."""
    words: str
    pages: range
    is_whole: bool = False
    """Whether nothing else stands in their block; short words may stand in any text."""


@dataclass(frozen=True)
class _Said:
    """What stands on a page."""

    blocks: frozenset[str]
    text: str
    is_cut: bool
    """Whether a running head is too long for its line; `content` looks at what is left of it."""
    is_rtl: bool
    """Whether it was read from the right, with the letters alone."""

    def has(self, shown: Shown) -> bool:
        """Whether the words are there for certain, in an order in which they may be read back."""
        said = self.blocks if shown.is_whole else self.text
        if self.is_rtl:
            return any(words in said for words in orders(shown.words))
        return alike.key(shown.words) in said


def check_uniform(
    texts: Texts, blocks: Sequence[Block], page_count: int
) -> Iterator[tuple[int, Message]]:
    """What is shown elsewhere and is missing here; each with a page, from 0."""
    is_rtl = texts.layout.locale.direction == "rtl"
    content = [block for block in blocks if block.kind != "/Artifact"]
    heads = [block for block in blocks if block.kind == "/Artifact"]
    groups: dict[str, list[tuple[Shown, bool, bool]]] = defaultdict(list)
    on_pages = _said(content, page_count, is_rtl)
    of_pages = (*_of_pages(texts), *_tabs(texts, on_pages), *_labels(texts), *_siblings(texts))
    for said, shown in (
        (on_pages, of_pages),
        (_said(heads, page_count, is_rtl, cut=phrases.CUT), _heads(texts)),
    ):
        for each in shown:
            if each.pages:
                is_there = any(said[page].has(each) for page in each.pages)
                may_be = any(said[page].is_cut for page in each.pages)
                groups[each.group].append((each, is_there, may_be))
    for members in groups.values():
        is_shown = any(is_there for _, is_there, _ in members)
        for each, is_there, may_be in members if is_shown else ():
            if not (is_there or may_be):
                message = tell("'{words}' is missing, or not whole", words=each.words[:60])
                yield each.pages.start, message


def _said(
    blocks: Sequence[Block],
    page_count: int,
    is_rtl: bool,  # noqa: FBT001
    cut: str | tuple[str, ...] = "\0",
) -> list[_Said]:
    lines: list[list[str]] = [[] for _ in range(page_count)]
    for block in blocks:
        lines[block.page].append(alike.joined(block.lines))
    key = prose.letters if is_rtl else alike.key
    return [
        _Said(
            frozenset(map(key, page)),
            key(alike.joined(page)),
            any(line.endswith(cut) for line in page),
            is_rtl,
        )
        for page in lines
    ]


def _of_pages(texts: Texts) -> Iterator[Shown]:
    """The numbers and titles above a card, its options and its answers."""
    toolkit, labels, spans = texts.toolkit, texts.layout.labels, texts.spans
    for card in toolkit.cards:
        number = toolkit.number(card)
        card_number = filled(labels["card_number"], {"number": number})
        called = filled(labels["overview_of"], {"title": card.title})
        for option in card.options:
            span = spans.get(names.option(card.id, option.id), range(0))[:1]
            yield Shown("kicker", f"{card_number} | {card.title}", span)
            answers = {
                run for to in option.answers for run in prose.runs(toolkit.answer(option, to))
            }
            for run in prose.runs(option.summary):
                if run not in answers:
                    yield Shown("lead", run, span, is_whole=True)
        for name in card.choices:
            span = spans.get(name, range(0))
            yield Shown("choose", f"{number} {labels['card']} | {card.title}", span)
        yield Shown("card", f"{card_number} {card.title}", spans.get(card.name, range(0))[:1])
        overview = spans.get(names.overview(card.id), range(0))[:1]
        yield Shown("overview", f"{number} {called}", overview)
        yield Shown("grid", f"{card_number} | {card.title}", overview)
        yield Shown("corner", labels["tool"], overview, is_whole=True)
        yield Shown("cover", f"{number} {card.nav}", spans.get(names.COVER, range(0)))


def _tabs(texts: Texts, said: Sequence[_Said]) -> Iterator[Shown]:
    """The tabs of the cards on the pages of a screen; the cover may list them instead.

    A strip that is too short for all has a tab for the contents, which lead to the others. Without
    it, every page has all.
    """
    if not texts.layout.info.interactive:
        return
    near = nearby(texts.toolkit, texts.spans, len(said))
    cover = texts.spans.get(names.COVER, range(0))
    pages = [range(page, page + 1) for page in range(len(said)) if page not in cover]
    of_contents = texts.layout.labels["table_of_contents"]
    contents = [Shown("tabs of contents", of_contents, page, is_whole=True) for page in pages]
    yield from contents
    is_short = any(said[each.pages.start].has(each) for each in contents)
    for card in texts.toolkit.cards:
        words = f"{texts.toolkit.number(card)} {card.nav}"
        for page in (cover, *pages):
            if page == cover or not is_short or (page.start, card.name) in near:
                yield Shown("tabs", words, page, is_whole=True)


def _siblings(texts: Texts) -> Iterator[Shown]:
    """Where to read on, at the end of an option."""
    labels, spans, colon = texts.layout.labels, texts.spans, texts.toolkit.locale.colon
    for card in texts.toolkit.cards:
        for one, other in pairwise(card.options):
            for option, kind, to in (one, "next_option", other), (other, "previous_option", one):
                span = spans.get(names.option(card.id, option.id), range(0))
                yield Shown("siblings", f"{labels[kind]}{colon} {to.tile_title}", span)
        for option in card.options:
            span = spans.get(names.option(card.id, option.id), range(0))
            for more in option.more:
                title = texts.toolkit.title_of(more)
                yield Shown("more", f"{labels['more']}{colon} {title}", span)


def _labels(texts: Texts) -> Iterator[Shown]:
    """Labels that come together."""
    labels, spans, info = texts.layout.labels, texts.spans, texts.toolkit.info
    cover = spans.get(names.COVER, range(0))
    yield Shown("edition", labels["decision"], cover)
    edition = f"{labels['version']} {info.version}"
    published = format_date(info.published, "long", texts.toolkit.locale.babel)
    yield Shown("edition", edition, cover)
    # What follows the comma is the date, and no other one of the toolkit.
    yield from (Shown("date", f"{edition},{date}", cover) for date in ("", f" {published}"))
    for label in ("start", "contents") if texts.toolkit.cards else ():
        yield Shown("begin", labels[label], cover, is_whole=True)
    for page in texts.toolkit.pages:
        if page.kind == "colophon":
            yield from _facts(texts, spans.get(page.name, range(0)))
    for name, span in spans.items():
        for label in _QUESTIONS:
            yield Shown(f"questions {name}", labels[label], span)
    for label in labels:
        if label.startswith("evidence") and label not in ("evidence_found", "evidence_missing"):
            yield Shown("evidence", labels[label], spans.get(names.EVIDENCE, range(0)))
    if isinstance(texts.toolkit, Selection):
        for label in _HANDOUT:
            yield Shown("handout", labels[label], spans[names.overview(texts.toolkit.cards[0].id)])


def _facts(texts: Texts, span: range) -> Iterator[Shown]:
    """The words before the facts about an edition."""
    labels, info = texts.layout.labels, texts.toolkit.info
    babel = texts.toolkit.locale.babel
    facts = {
        "version": info.version,
        "published": format_date(info.published, "long", babel),
        "review_by": format_date(info.review_by, "long", babel),
        "publisher": info.publisher.name,
        "contributors": info.contributors[0].name if info.contributors else "",
        "uncertainty": info.uncertainty or "",
        "funding": info.funding,
        "licence": info.licence.name,
    }
    for label, fact in facts.items():
        if fact:
            yield Shown("facts", f"{labels[label]} {fact}", span)
    for label in ("about", "based_on"):
        yield Shown("facts", labels[label], span, is_whole=True)


def _heads(texts: Texts) -> Iterator[Shown]:
    """The running heads of the pages of each part.

    A title that is part of another one tells of no head: it is there with that one, too.
    """
    toolkit, layout = texts.toolkit, texts.layout
    title = toolkit.info.title
    options = {alike.key(each.tile_title) for card in toolkit.cards for each in card.options}
    for page, part in parts_of_pages(toolkit, texts.spans).items():
        if isinstance(part, Card) and len(toolkit.parts) > 1:
            words = f"{title} · {layout.labels['card']} | {part.nav}"
            yield Shown("heads of cards", words, range(page, page + 1))
        if not _is_part(title, {alike.key(part.nav), *options}):
            yield Shown("heads", title, range(page, page + 1))
        if not isinstance(part, Card):
            yield Shown("heads of pages", f"{title} · {part.nav}", range(page, page + 1))
        if not _is_part(part.nav, {alike.key(title), *options}):
            yield Shown("short heads", part.nav, range(page, page + 1))

    for name, span in texts.spans.items():
        if name.startswith(f"{names.NOTES}/"):
            yield Shown("heads of notes", f"{title} · {layout.labels['notes']}", span)


def _is_part(title: str, keys: Iterable[str]) -> bool:
    return any(alike.key(title) in key for key in keys)
