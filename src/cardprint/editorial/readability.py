"""Readability: a score by a formula for the language."""

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil, floor

from cardprint.editorial.model import Remark
from cardprint.editorial.running import Part, running
from cardprint.editorial.sentences import count_words, sentences
from cardprint.errors import Problem
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import Message, tell
from cardprint.model.locale import Formula
from cardprint.model.page import Page

MIN_WORDS = 60
"""The fewest words that a score can be based on."""

MIN_SENTENCE_WORDS = 3
"""Textstat takes nothing shorter for a sentence, but would still count its words."""


@dataclass(frozen=True, slots=True)
class _Scale:
    """A formula of textstat."""

    function: str
    language: str
    """The language whose syllables and constants it uses."""
    high_is_hard: bool = False


# Flesch's own formula for English is missing, because textstat downloads a dictionary for its
# syllables. The formula of Coleman and Liau, which is as well known, counts letters.
FORMULAS: Mapping[Formula, _Scale] = {
    "flesch-douma": _Scale("flesch_reading_ease", "nl_NL"),
    "flesch-amstad": _Scale("flesch_reading_ease", "de_DE"),
    "flesch-kandel-moles": _Scale("flesch_reading_ease", "fr"),
    "fernandez-huerta": _Scale("flesch_reading_ease", "es"),
    "flesch-vacca": _Scale("flesch_reading_ease", "it_IT"),
    "coleman-liau": _Scale("coleman_liau_index", "en_GB", high_is_hard=True),
    "fog-pl": _Scale("gunning_fog", "pl_PL", high_is_hard=True),
    "lix": _Scale("lix", "sv", high_is_hard=True),
}


def score(found: list[str], formula: Formula) -> float:
    """The score of some sentences."""
    import textstat

    scale = FORMULAS[formula]
    # To textstat, the point in 2.5 would end a sentence.
    text = " ".join(re.sub("[.!?…:]", "", sentence) + "." for sentence in found)
    textstat.set_lang(scale.language)  # global in textstat, so nothing else may set it
    with warnings.catch_warnings():
        # Textstat warns about languages for which it has no list of easy words.
        warnings.filterwarnings("ignore", "There is no easy words")
        return float(getattr(textstat, scale.function)(text))


def readability(toolkit: Toolkit, part: Part) -> float | None:
    """The score of a part's running text; None without enough text, or without a formula."""
    wanted = toolkit.locale.readability
    if wanted is None:
        return None
    found = [
        sentence
        for each, _, text in running(toolkit)
        if each is part
        for sentence in sentences(text, toolkit.locale.style.sentence_ends)
        if count_words(sentence) >= MIN_SENTENCE_WORDS
    ]
    return score(found, wanted.formula) if sum(map(count_words, found)) >= MIN_WORDS else None


def check_readability(toolkit: Toolkit) -> Iterator[Remark]:
    """Parts that are too hard to read for their audience."""
    for part in (None, *toolkit.parts):
        if isinstance(part, Page) and part.kind == "colophon":
            continue  # names and addresses cannot be made easier
        message = _too_hard(toolkit, readability(toolkit, part))
        if message:
            hint = tell("write shorter sentences and shorter words")
            yield Remark(Problem(toolkit.at(part), message, hint), "readability")


def _too_hard(toolkit: Toolkit, found: float | None) -> Message | None:
    wanted = toolkit.locale.readability
    if wanted is None or found is None:
        return None
    goal: int = getattr(wanted.goals, toolkit.info.audience)
    if FORMULAS[wanted.formula].high_is_hard:
        return (
            tell(
                "readability ({formula}) is {score} and should be at most {goal}",
                formula=wanted.formula,
                score=ceil(found),
                goal=goal,
            )
            if found > goal
            else None
        )
    return (
        tell(
            "readability ({formula}) is {score} and should be at least {goal}",
            formula=wanted.formula,
            score=floor(found),
            goal=goal,
        )
        if found < goal
        else None
    )
