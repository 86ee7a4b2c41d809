"""Sentences: where they end, how many words they have, and which are too long."""

import re
from collections.abc import Iterator

from cardprint.editorial.model import Remark
from cardprint.editorial.running import ADDRESS, running
from cardprint.errors import Problem
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import tell, tell_count
from cardprint.text import prose

MAX_SENTENCE_WORDS = 20

_CLOSING = "\\])\"'’”»“"


def sentences(text: str, ends: str) -> list[str]:
    """The sentences of a text without its addresses; every paragraph and list item ends one.

    :param ends: signs that end a sentence, except before a small letter, as in "etc. are".
    """
    pieces = (piece for run in prose.runs(text) for piece in _split(ADDRESS.sub("", run), ends))
    return [piece.strip() for piece in pieces if piece.strip()]


def _split(text: str, ends: str) -> Iterator[str]:
    start = 0
    for end in re.finditer(rf"[{re.escape(ends)}:]+[{_CLOSING}]*\s+", text):
        following = text[end.end() : end.end() + 1]
        if ":" in end[0] or not following.islower():
            yield text[start : end.end()]
            start = end.end()
    yield text[start:]


def count_words(sentence: str) -> int:
    """The number of words that have letters; a hyphenated word is one."""
    return len(re.findall(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*", sentence))


def check_sentences(toolkit: Toolkit) -> Iterator[Remark]:
    """Sentences that are too long to understand at once."""
    for part, path, text in running(toolkit):
        for sentence in sentences(text, toolkit.locale.style.sentence_ends):
            if (count := count_words(sentence)) > MAX_SENTENCE_WORDS:
                place = toolkit.find(part, path, " ".join(sentence.split()[:2]))
                message = tell_count(
                    "a sentence of {n} word: '{start}…'",
                    "a sentence of {n} words: '{start}…'",
                    count,
                    start=sentence[:40],
                )
                hint = tell("at most {limit}; make it two", limit=MAX_SENTENCE_WORDS)
                yield Remark(Problem(place, message, hint), "long-sentence")
