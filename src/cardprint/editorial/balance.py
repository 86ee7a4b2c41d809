"""Balance: no option gets more words than the others, no benefit more than its burden."""

from collections.abc import Iterator
from statistics import median

from cardprint.editorial.model import Remark
from cardprint.errors import Problem
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import tell
from cardprint.model.card import Card, NotApplicable, Option
from cardprint.text import prose

# An answer half or twice as long as the others makes an option seem less or more important.
LEAST, MOST = 0.5, 2.0


def check_balance(toolkit: Toolkit) -> Iterator[Remark]:
    """Answers that are far shorter or longer than the others to the same question."""
    for card in toolkit.cards:
        for question in toolkit.info.questions:
            yield from _check_question(toolkit, card, question.id)
        yield from _check_benefits(toolkit, card)


def _words(option: Option, question: str) -> int:
    """The words of an answer; none where the question does not apply."""
    answer = option.answers[question]
    return 0 if isinstance(answer, NotApplicable) else len(prose.plain(answer).split())


def _check_question(toolkit: Toolkit, card: Card, question: str) -> Iterator[Remark]:
    counts = {i: count for i, o in enumerate(card.options) if (count := _words(o, question))}
    middle = median(counts.values()) if counts else 0
    for i, count in counts.items():
        if not LEAST <= count / middle <= MOST:
            place = toolkit.at(card, "options", i, "answers", question)
            message = tell(
                "'{option}' has {count} words here, the others about {median}",
                option=card.options[i].title,
                count=count,
                median=round(middle),
            )
            yield Remark(Problem(place, message, tell("make them about equally long")), "balance")


def _check_benefits(toolkit: Toolkit, card: Card) -> Iterator[Remark]:
    """Benefits against burdens of one option."""
    questions = toolkit.info.questions
    for i, option in enumerate(card.options):
        benefit, burden = (
            sum(_words(option, question.id) for question in questions if question.role == role)
            for role in ("benefit", "burden")
        )
        if benefit and burden and not LEAST <= benefit / burden <= MOST:
            message = tell(
                "'{option}' has {benefit} words on benefits and {burden} on burdens",
                option=option.title,
                benefit=benefit,
                burden=burden,
            )
            place = toolkit.at(card, "options", i, "answers")
            yield Remark(
                Problem(place, message, tell("give both about the same space")), "benefit-burden"
            )
