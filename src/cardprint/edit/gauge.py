"""How long a text is, and how easy to read, while it is being typed."""

from math import ceil, floor

from cardprint.editorial.readability import (
    FORMULAS,
    MIN_SENTENCE_WORDS,
    MIN_WORDS,
    score,
)
from cardprint.editorial.sentences import count_words, sentences
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import Message, tell
from cardprint.text import prose


def words_of(text: str) -> int:
    """How many words a text has."""
    return count_words(prose.plain(text))


def readability_of(text: str, toolkit: Toolkit) -> Message | None:
    """How easy a text is to read; None for a short one, or in a language without a formula."""
    wanted = toolkit.locale.readability
    split = sentences(prose.plain(text), toolkit.locale.style.sentence_ends)
    found = [each for each in split if count_words(each) >= MIN_SENTENCE_WORDS]
    if wanted is None or sum(map(count_words, found)) < MIN_WORDS:
        return None
    reached = score(found, wanted.formula)
    goal: int = getattr(wanted.goals, toolkit.info.audience)
    if FORMULAS[wanted.formula].high_is_hard:
        return tell("readability {score}; at most {goal} is good", score=ceil(reached), goal=goal)
    return tell("readability {score}; at least {goal} is good", score=floor(reached), goal=goal)
