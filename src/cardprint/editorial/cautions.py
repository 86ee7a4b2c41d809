"""Cautions: warnings belong in data that is printed with every option."""

import re
from collections.abc import Iterator

from cardprint.editorial.model import Remark
from cardprint.errors import Problem
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import tell
from cardprint.model.card import Card
from cardprint.text import prose
from cardprint.text.word_list import any_of

RULE = "caution"


def check_cautions(toolkit: Toolkit) -> Iterator[Remark]:
    """Intros that warn, and risky options, where the data has no caution."""
    style = toolkit.locale.style
    warns, risky = any_of(style.caution_words), any_of(style.risky_words)
    for card in toolkit.cards:
        yield from _in_intros(toolkit, card, warns)
        for i, option in enumerate(card.options):
            words = prose.plain(f"{option.title} {option.summary}")
            if (found := risky.search(words)) and not card.cautions_for((option,)):
                message = tell("'{word}' is in an option without a caution", word=found[0])
                hint = tell("add 'cautions:' with what to know before choosing it")
                place = toolkit.at(card, "options", i, "title")
                yield Remark(Problem(place, message, hint), RULE)


def _in_intros(toolkit: Toolkit, card: Card, warns: re.Pattern[str]) -> Iterator[Remark]:
    if card.cautions_for(card.options):
        return
    intros = {("intro",): card.intro} | {
        ("choose_pages", i, "intro"): page.intro
        for i, page in enumerate(card.choose_pages)
        if page.intro
    }
    for path, text in intros.items():
        if found := warns.search(prose.plain(text)):
            message = tell("the intro sounds like a caution: '{word}'", word=found[0])
            hint = tell("move it to 'cautions:', so that it is printed with every option")
            yield Remark(Problem(toolkit.find(card, path, found[0]), message, hint), RULE)
