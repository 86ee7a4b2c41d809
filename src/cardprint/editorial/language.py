"""Plain language: readability, long sentences, jargon, and names written in two ways."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from cardprint.editorial.model import Remark
from cardprint.errors import Problem
from cardprint.load.content import texts
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import tell
from cardprint.model.card import Card
from cardprint.model.page import Page
from cardprint.storage.source import NodePath
from cardprint.text import prose

Part = Card | Page | None

MAX_SENTENCE_WORDS = 20
# Flesch-Douma: 60 and up is plain, 50 and up is what a professional reads with ease.
GOALS = {"public": 60, "professionals": 50}
MIN_WORDS = 60
"""Below this many words a score says nothing."""

# Texts that are names, and keep the words of what they name.
_NAMES = {"title", "short_title", "nav_title", "heading", "subheading", "name", "label", "term"}
_NUMBERS = (
    "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf",
)  # fmt: skip
_STYLE = (
    (re.compile(r"\S  +\S"), "two spaces", "write one"),
    (re.compile(r"['\"]"), "a straight quote", "write ‘…’ or ’"),
    (re.compile(r"\s[,.;:!?]"), "a space before a punctuation mark", "remove it"),
)


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
    for part, path, text, _ in texts(toolkit):
        if not _NAMES & {str(step) for step in path}:
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
    return re.sub(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:nl|org|com|info)\S*", "", text)


def _words(sentence: str) -> int:
    return len(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", sentence))


@cache
def _textstat() -> Any:
    """The library that counts syllables; it knows Dutch and uses Douma's formula for it."""
    import textstat

    textstat.set_lang("nl_NL")
    return textstat


def readability(toolkit: Toolkit, part: Part) -> float | None:
    """The Flesch-Douma score of a part's running text; None when there is too little of it."""
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
    return float(_textstat().flesch_reading_ease(text))


def _check_readability(toolkit: Toolkit, part: Part) -> Iterator[Remark]:
    if isinstance(part, Page) and part.kind == "colophon":
        return  # names and addresses, that cannot be made any easier
    score, goal = readability(toolkit, part), GOALS[toolkit.info.audience]
    if score is not None and score < goal:
        message = tell(
            "Flesch-Douma is {score}, at least {goal} is wanted", score=f"{score:.0f}", goal=goal
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
    for pattern, what, hint in _STYLE:
        if found := pattern.search(text):
            place = toolkit.find(part, path, found[0])
            yield Remark(
                Problem(place, tell("{what}: '{text}'", what=what, text=found[0].strip()), hint),
                "style",
            )


def _check_numbers(toolkit: Toolkit, running: list[tuple[Part, NodePath, str]]) -> Iterator[Remark]:
    """A number stands in words in one place and in digits in another."""
    digits = {number for _, _, text in running for number in re.findall(r"\b\d+\b", text)}
    for number, word in enumerate(_NUMBERS, 2):
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
            if term.meaning and used and not _is_explained(term.term, whole):
                path = next(path for path, text in found if term.term in text)
                message = tell("'{term}' is not explained in this file", term=term.term)
                hint = tell("{term} ({meaning})", term=term.term, meaning=term.meaning)
                place = toolkit.find(part, path, term.term)
                yield Remark(Problem(place, message, hint), "jargon")


def _is_explained(term: str, text: str) -> bool:
    """Whether brackets, a colon or 'is' follow the term somewhere, or brackets hold it."""
    name = re.escape(term)
    return bool(
        re.search(rf"\b{name}\b[^.]{{0,30}}?(?:\(|: | is | zijn | staat voor )", text)
        or re.search(rf"\({name}\)", text)
    )
