"""Every text of the data is where it belongs, whole and once; and nothing else is said."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from cardprint.errors import NO_HINT, Place, Problem
from cardprint.messages.catalogue import Message, plain, tell
from cardprint.model import names
from cardprint.model.card import Card
from cardprint.model.page import Page
from cardprint.text import alike
from cardprint.verify import phrases
from cardprint.verify.blocks import Block
from cardprint.verify.found import Found, Headings, Search, Stray, places_of
from cardprint.verify.nearby import parts_of_pages
from cardprint.verify.said import Expected
from cardprint.verify.texts import Texts
from cardprint.verify.tiles import Phrases
from cardprint.verify.words import number_pattern


@dataclass(frozen=True)
class Content:
    """What is expected, and what was found."""

    texts: Texts
    search: Search
    expected: Sequence[tuple[Expected, str, int]]
    """Each with its text as it is compared, and its place in the file."""

    @cached_property
    def by_text(self) -> Mapping[tuple[int, str], list[Found]]:
        """What was found, by its place and its text."""
        found = defaultdict(list)
        for each in self.search.found:
            found[each.place, each.text].append(each)
        return found

    @cached_property
    def shared(self) -> AbstractSet[str]:
        """The texts that may come back anywhere, like titles."""
        titles = {alike.normal(text) for text in phrases.titles(self.texts.toolkit)}
        return titles | {text for each, text, _ in self.expected if not each.is_own}

    def problem(self, expected: Expected, page: int, message: Message, hint: Message) -> Problem:
        """A problem with a text of the data.

        :param page: from 0.
        """
        told = tell(
            "{file}, page {page}: {message}",
            file=self.texts.shown,
            page=page + 1,
            message=message,
        )
        return Problem(expected.place, told, hint)


def check_content(content: Content) -> Iterator[Problem]:
    """Everything that is missing, stands elsewhere, or should not be there."""
    yield from _check_expected(content)
    yield from _check_own(content)
    yield from _check_order(content)
    yield from _check_strays(content)


def read_content(texts: Texts, blocks: Sequence[Block], page_count: int) -> Content:
    """Find the texts of the data in the blocks of a file."""
    places = places_of(texts.spans, page_count)
    expected = [
        (each, alike.normal(each.text), places[texts.spans[each.destination].start])
        for each in texts.expected
    ]
    numbers = phrases.numbered(texts.toolkit, texts.layout)
    others = {alike.normal(text) for text in phrases.labels(texts.toolkit, texts.layout)}
    others |= {alike.normal(text) for text in phrases.titles(texts.toolkit)}
    known = {text for _, text, _ in expected} | others | {*numbers}
    levels: dict[int, dict[str, int]] = defaultdict(dict)
    for each, text, place in expected:
        if each.level:
            levels[place][text] = each.level
    doubtful = {text for each, text, place in expected if each.is_own and text in levels[place]}
    begins = _begins(texts, places)
    pattern = number_pattern(texts.layout)
    parts = parts_of_pages(texts.toolkit, texts.spans)
    read = [
        block
        for block in blocks
        if not (block.kind == "/Artifact" and _is_usual(block, pattern, texts, parts))
    ]
    search = Search(Phrases(known), numbers, places, levels, begins, doubtful)
    search.read(read)
    if search.strays:  # templates may have words of their own
        known |= {alike.normal(text) for text in phrases.of_templates(texts.layout)}
        search = Search(Phrases(known), numbers, places, levels, begins, doubtful)
        search.read(read)
    return Content(texts, search, expected)


def _is_usual(
    block: Block, number: re.Pattern[str], texts: Texts, parts: Mapping[int, Card | Page]
) -> bool:
    """Whether it is the number of a page, or a running head that is too long for its line."""
    text = alike.joined(block.lines)
    if number.fullmatch(text):
        return True
    heads = phrases.running_heads(texts.toolkit, texts.layout, parts.get(block.page))
    return phrases.is_cut(text, map(alike.normal, heads))


def _begins(texts: Texts, places: Sequence[int]) -> Mapping[int, Headings]:
    """The option that a place is about, where it is about one alone."""
    titles: dict[int, set[str]] = defaultdict(set)
    for card in texts.toolkit.cards:
        for option in card.options:
            if span := texts.spans.get(names.option(card.id, option.id)):
                titles[places[span.start]].add(alike.normal(option.title))
    return {place: (found.pop(), "") for place, found in titles.items() if len(found) == 1}


def _fits(expected: Expected, found: Found, doubtful: AbstractSet[str]) -> bool:
    """Whether a text stands under the headings that it belongs to, where these can be told."""
    under = [alike.normal(each) for each in expected.under]
    doubted = expected.is_drawn or not doubtful.isdisjoint(under)
    untold = doubted and not found.block.is_tagged
    return untold or all(one == other for one, other in zip(under, found.under, strict=False))


def _check_expected(content: Content) -> Iterator[Problem]:
    """The texts that are missing, or stand under another heading, or without their number."""
    rest = {key: list(found) for key, found in content.by_text.items()}
    spans, doubtful = content.texts.spans, content.search.doubtful
    for each, text, place in content.expected:
        if not each.is_needed:
            continue
        same = rest.get((place, text), [])
        here = [
            one
            for one in same
            if one.page in spans[each.destination] and _fits(each, one, doubtful)
        ]
        right = [one for one in here if _is_numbered(each, one)]
        if right and each.is_own:
            same.remove(right[0])
        elif not right:
            yield _missing(content, each, here, same)


def _is_numbered(expected: Expected, found: Found) -> bool:
    """Whether its number stands before a text; of a drawing, only tags can tell."""
    untold = expected.is_drawn and not found.block.is_tagged
    of_card = found.is_of_card and not expected.number
    return found.number == expected.number or of_card or untold


def _missing(
    content: Content, expected: Expected, here: Sequence[Found], same: Sequence[Found]
) -> Problem:
    page = content.texts.spans[expected.destination].start
    at = tell("at {name}", name=expected.destination)
    if here:
        message = tell("the number before '{words}' is wrong or missing", words=expected.text[:40])
        if expected.number:
            at = tell("it is {number}", number=expected.number)
        return content.problem(expected, here[0].page, message, at)
    if same:
        told = [heading for heading in same[0].under if heading]
        message = tell(
            "'{words}' stands at '{heading}'",
            words=expected.text[:40],
            heading=" / ".join(told),
        )
        at = tell("it belongs at '{heading}'", heading=" / ".join(expected.under))
        return content.problem(expected, same[0].page, message, at)
    message = tell("the text is not whole on the page: {words}", words=_first(content, expected))
    return content.problem(expected, page, message, at)


def _first(content: Content, expected: Expected) -> Message:
    """Where a text begins to differ from what was read."""
    read = "\n".join(stray.words for stray in content.search.strays)
    words = expected.text.split()
    for i in range(len(words)):
        if " ".join(words[: i + 1]) not in read:
            return tell("from '{words}' on", words=" ".join(words[max(0, i - 2) : i + 3]))
    return plain(f"'{expected.text[:40]}'")


def _check_own(content: Content) -> Iterator[Problem]:
    """The texts that stand somewhere once too often, or where they do not belong."""
    own = {text: each for each, text, _ in content.expected if each.is_own}
    shared = content.shared
    wanted = Counter((place, text) for _, text, place in content.expected)
    for (place, text), found in content.by_text.items():
        if text not in own or text in shared:
            continue
        most = wanted[place, text]
        if not most:
            message = tell("'{words}' does not belong on this page", words=text[:40])
            yield content.problem(own[text], found[0].page, message, NO_HINT)
        elif len(found) > most:
            message = tell("'{words}' stands on the page more than once", words=text[:40])
            yield content.problem(own[text], found[-1].page, message, tell("once is enough"))
        elif not found[0].is_alone:
            message = tell("'{words}' goes on with other words", words=text[:40])
            yield content.problem(own[text], found[0].page, message, NO_HINT)


def _check_order(content: Content) -> Iterator[Problem]:
    """The paragraphs of a text come one after another."""
    turns = defaultdict(list)
    for i, one in enumerate(content.search.found):
        turns[one.place, one.text].append(i)
    texts = defaultdict(list)
    for each, text, place in content.expected:
        if each.is_own and each.is_needed and (found := turns.get((place, text))):
            texts[each.destination, each.place].append((each, found))
    for paragraphs in texts.values():
        last = -1
        for each, found in paragraphs:
            last = min((turn for turn in found if turn > last), default=-1)
            if last < 0:
                message = tell("the paragraphs stand in another order")
                page = content.texts.spans[each.destination].start
                yield content.problem(each, page, message, NO_HINT)
                break


def _check_strays(content: Content) -> Iterator[Problem]:
    """Words that are in no text of the data, in no label, and in no template."""
    search, texts = content.search, content.texts
    expected = {(place, text, each.number) for each, text, place in content.expected}
    drawn = {(place, each.number) for each, _, place in content.expected if each.is_drawn}
    strays = list(search.strays)
    for found in search.found:
        told = found.block.is_tagged or (found.place, found.number) not in drawn
        known = found.is_of_card or (found.place, found.text, found.number) in expected
        if found.number and told and not known:
            strays.append(Stray(f"{found.number} {found.text}", found.page, found.place))
    own = {text for each, text, _ in content.expected if each.is_own} - content.shared
    strays += (Stray(text, page, 0) for page, text in search.heads if text in own)
    usual = Counter(sign for _, sign in search.marks).most_common(1)
    strays += (Stray(sign, page, 0) for page, sign in search.marks if sign != usual[0][0])
    yield from (_stray(texts, stray) for stray in strays)


def _stray(texts: Texts, stray: Stray) -> Problem:
    message = tell(
        "page {page}: '{words}' is in no text of the data",
        page=stray.page + 1,
        words=stray.words[:60],
    )
    return Problem(Place(texts.shown), message)
