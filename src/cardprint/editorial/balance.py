"""Balance: no option gets more words than the others, no benefit more than its burden."""

from collections.abc import Iterator
from itertools import groupby
from statistics import median

from cardprint.editorial.model import Remark
from cardprint.errors import Problem
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import tell
from cardprint.model.card import Card

# An answer of half or twice the length of the others makes an option look smaller or larger.
LEAST, MOST = 0.5, 2.0


def check_balance(toolkit: Toolkit) -> Iterator[Remark]:
    """Answers that are far shorter or longer than the others to the same question."""
    for card in toolkit.cards:
        for question in toolkit.info.questions:
            yield from _check_question(toolkit, card, question.id)
        yield from _check_benefits(toolkit, card)


def _check_question(toolkit: Toolkit, card: Card, question: str) -> Iterator[Remark]:
    counts = [len(toolkit.answer(option, question).split()) for option in card.options]
    middle = median(counts)
    for i, (option, count) in enumerate(zip(card.options, counts, strict=True)):
        if not LEAST <= count / middle <= MOST:
            place = toolkit.at(card, "options", i, "answers", question)
            message = tell(
                "'{title}' has {count} words here, the others about {middle}",
                title=option.title,
                count=count,
                middle=f"{middle:.0f}",
            )
            yield Remark(Problem(place, message, tell("make them about as long")), "balance")


def _check_benefits(toolkit: Toolkit, card: Card) -> Iterator[Remark]:
    """Benefits against burdens of one option."""
    roles = sorted((question.role, question.id) for question in toolkit.info.questions)
    by_role = {role: [name for _, name in found] for role, found in groupby(roles, lambda r: r[0])}
    for i, option in enumerate(card.options):
        benefit = sum(
            len(toolkit.answer(option, name).split()) for name in by_role.get("benefit", ())
        )
        burden = sum(
            len(toolkit.answer(option, name).split()) for name in by_role.get("burden", ())
        )
        if benefit and burden and not LEAST <= benefit / burden <= MOST:
            message = tell(
                "'{title}' has {benefit} words of benefit and {burden} of burden",
                title=option.title,
                benefit=benefit,
                burden=burden,
            )
            place = toolkit.at(card, "options", i, "answers")
            yield Remark(Problem(place, message, tell("give both the same room")), "benefit-burden")
