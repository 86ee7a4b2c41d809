"""Plain language: readability, long sentences, jargon, and names written in two ways."""

import re
from collections.abc import Iterator

from cardprint.editorial.model import Remark
from cardprint.errors import Problem
from cardprint.load.toolkit import Toolkit
from cardprint.load.wording import texts
from cardprint.messages.catalogue import tell
from cardprint.model.card import Card
from cardprint.model.fields import TextKind
from cardprint.model.page import Page
from cardprint.storage.source import NodePath
from cardprint.text import prose

Part = Card | Page | None

MAX_SENTENCE_WORDS = 20
MIN_WORDS = 60
"""Below this many words a score says nothing."""

_SPACES = re.compile(r"\S  +\S")
_STRAIGHT = re.compile(r"['\"]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?\b")


def check_language(toolkit: Toolkit) -> Iterator[Remark]:
    """Every remark about the language of a toolkit."""
    for part in (None, *toolkit.parts):
        yield from _check_readability(toolkit, part)
    running = list(_running(toolkit))
    for part, path, text in running:
        yield from _check_sentences(toolkit, part, path, text)
        yield from _check_style(toolkit, part, path, text)
    yield from _check_numbers(toolkit, running)
    yield from _check_glossary(toolkit)


def _running(toolkit: Toolkit) -> Iterator[tuple[Part, NodePath, str]]:
    """The texts that are sentences, not names."""
    for part, path, text, kind in texts(toolkit):
        if kind is not TextKind.TITLE:
            yield part, path, text


def sentences(text: str) -> list[str]:
    """The sentences of a text; every paragraph and list item ends one."""
    return [
        sentence
        for run in prose.runs(text)
        for sentence in re.split(r"(?<=[.!?:])\s+", _without_addresses(run))
        if sentence.strip()
    ]


def _without_addresses(text: str) -> str:
    return _ADDRESS.sub("", text)


def _words(sentence: str) -> int:
    return len(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", sentence))


# The formulas that textstat knows, each by the language that it was made for.
FORMULAS = {
    "flesch": "en_US",
    "flesch-amstad": "de_DE",
    "flesch-douma": "nl_NL",
    "flesch-kandel-moles": "fr_FR",
    "fernandez-huerta": "es_ES",
    "flesch-vacca": "it_IT",
}


def _score(text: str, formula: str) -> float:
    import textstat

    textstat.set_lang(FORMULAS[formula])
    return float(textstat.flesch_reading_ease(text))


def readability(toolkit: Toolkit, part: Part) -> float | None:
    """The score of a part's running text; None when there is too little of it."""
    found = [
        sentence
        for each, _, text in _running(toolkit)
        if each is part
        for sentence in sentences(text)
        if _words(sentence) > 1
    ]
    if sum(map(_words, found)) < MIN_WORDS:
        return None
    text = " ".join(f"{sentence.rstrip(' .!?:')}." for sentence in found)
    return _score(text, toolkit.locale.readability.formula)


def _check_readability(toolkit: Toolkit, part: Part) -> Iterator[Remark]:
    if isinstance(part, Page) and part.kind == "colophon":
        return  # names and addresses, that cannot be made any easier
    wanted = toolkit.locale.readability
    score, goal = readability(toolkit, part), getattr(wanted.goals, toolkit.info.audience)
    if score is not None and score < goal:
        message = tell(
            "readability ({formula}) is {score}, at least {goal} is wanted",
            formula=wanted.formula,
            score=round(score),
            goal=goal,
        )
        hint = tell("shorter sentences, shorter words")
        yield Remark(Problem(toolkit.at(part), message, hint), "readability")


def _check_sentences(toolkit: Toolkit, part: Part, path: NodePath, text: str) -> Iterator[Remark]:
    for sentence in sentences(text):
        if (count := _words(sentence)) > MAX_SENTENCE_WORDS:
            place = toolkit.find(part, path, " ".join(sentence.split()[:2]))
            message = tell(
                "a sentence of {count} words: '{sentence}…'", count=count, sentence=sentence[:40]
            )
            hint = tell(
                "at most {max_sentence_words}; make it two", max_sentence_words=MAX_SENTENCE_WORDS
            )
            yield Remark(Problem(place, message, hint), "long-sentence")


def _check_style(toolkit: Toolkit, part: Part, path: NodePath, text: str) -> Iterator[Remark]:
    style = toolkit.locale.style
    quotes = "…".join(style.quotes)
    spaced = re.escape(style.spaces_before)
    rules = (
        (_SPACES, lambda text: tell("two spaces: '{text}'", text=text), tell("write one")),
        (
            _STRAIGHT,
            lambda text: tell("a straight quote: '{text}'", text=text),
            tell(
                "write {quotes} or {apostrophe}",
                quotes=quotes,
                apostrophe=style.apostrophe,
            ),
        ),
        (
            re.compile(rf"\s(?![{spaced}])[,.;:!?]" if spaced else r"\s[,.;:!?]"),
            lambda text: tell("a space before a punctuation mark: '{text}'", text=text),
            tell("remove it"),
        ),
    )
    for pattern, message, hint in rules:
        if found := pattern.search(text):
            place = toolkit.find(part, path, found[0])
            yield Remark(Problem(place, message(found[0].strip()), hint), "style")


def _check_numbers(toolkit: Toolkit, running: list[tuple[Part, NodePath, str]]) -> Iterator[Remark]:
    """A number stands in words in one place and in digits in another."""
    digits = {number for _, _, text in running for number in re.findall(r"\b\d+\b", text)}
    for number, word in enumerate(toolkit.locale.style.numbers, 2):
        if str(number) not in digits:
            continue
        for part, path, text in running:
            if re.search(rf"\b{word}\b", text, re.IGNORECASE):
                message = tell("'{word}' stands elsewhere as {number}", word=word, number=number)
                place = toolkit.find(part, path, word)
                yield Remark(
                    Problem(place, message, tell("write {number}", number=number)), "number"
                )


def _check_glossary(toolkit: Toolkit) -> Iterator[Remark]:
    """Each term is written in one way, and explained in every file that uses it."""
    for part in toolkit.parts:
        found = [(path, text) for each, path, text, _ in texts(toolkit) if each is part]
        whole = " ".join(text for _, text in found)
        for term in toolkit.info.glossary:
            for other in term.instead_of:
                for path, text in found:
                    if re.search(rf"\b{re.escape(other)}\b", text):
                        message = tell(
                            "'{other}' is written '{term}' in this toolkit",
                            other=other,
                            term=term.term,
                        )
                        place = toolkit.find(part, path, other)
                        yield Remark(
                            Problem(place, message, tell("write '{term}'", term=term.term)),
                            "glossary",
                        )
            used = re.search(rf"\b{re.escape(term.term)}\b", whole)
            if (
                term.meaning
                and used
                and not _is_explained(term.term, whole, toolkit.locale.style.explains)
            ):
                path = next(path for path, text in found if term.term in text)
                message = tell("'{term}' is not explained in this file", term=term.term)
                hint = tell("{term} ({meaning})", term=term.term, meaning=term.meaning)
                place = toolkit.find(part, path, term.term)
                yield Remark(Problem(place, message, hint), "jargon")


def _is_explained(term: str, text: str, words: tuple[str, ...]) -> bool:
    """Whether brackets, a colon or one of the words follow the term, or brackets hold it."""
    name = re.escape(term)
    explains = "|".join(map(re.escape, words))
    return bool(
        re.search(rf"\b{name}\b[^.]{{0,30}}?(?:\(|: | (?:{explains}) )", text)
        or re.search(rf"\({name}\)", text)
    )
