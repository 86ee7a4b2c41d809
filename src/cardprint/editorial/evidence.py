"""IPDAS: the criteria that the data gives evidence for. It is evidence, not a certificate.

The criteria are the six qualifying and ten certifying ones of the minimum set for patient decision
aids (Joseph-Williams and others, Medical Decision Making 2014, 34: 699-710), in our own words.
"""

from collections.abc import Callable, Iterator

from cardprint.editorial.balance import check_balance
from cardprint.editorial.model import Evidence
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import Message, tell
from cardprint.model.card import NotApplicable

QUALIFY, CERTIFY = "qualifying", "certifying"


def ipdas(toolkit: Toolkit) -> tuple[Evidence, ...]:
    """Every criterion with the places that give evidence for it."""
    return tuple(
        Evidence(name, criterion, group, tuple(find(toolkit)))
        for name, criterion, group, find in _CRITERIA
    )


def _at(*path: str) -> Callable[[Toolkit], Iterator[str]]:
    """Evidence in ``toolkit.yaml``, if it has the key."""

    def find(toolkit: Toolkit) -> Iterator[str]:
        if getattr(toolkit.info, path[0]):
            yield str(toolkit.at(None, *path))

    return find


def _role(role: str) -> Callable[[Toolkit], Iterator[str]]:
    """Every option answers the question with this role."""

    def find(toolkit: Toolkit) -> Iterator[str]:
        names = [q.id for q in toolkit.info.questions if q.role == role]
        answers = [o.answers[name] for c in toolkit.cards for o in c.options for name in names]
        if answers and not any(isinstance(answer, NotApplicable) for answer in answers):
            for card in toolkit.cards:
                yield str(toolkit.at(card, "options", 0, "answers", names[0]))

    return find


def _condition(toolkit: Toolkit) -> Iterator[str]:
    for page in toolkit.pages:
        if page.kind == "text" and page.sections:
            yield str(toolkit.at(page, "sections"))


def _options(toolkit: Toolkit) -> Iterator[str]:
    for card in toolkit.cards:
        if len(card.options) > 1:
            yield str(toolkit.at(card, "options"))


def _equal_detail(toolkit: Toolkit) -> Iterator[str]:
    remarks = [r for r in check_balance(toolkit) if r.rule == "balance"]
    if toolkit.cards and not remarks:
        yield from _options(toolkit)


def _balanced(toolkit: Toolkit) -> Iterator[str]:
    remarks = [r for r in check_balance(toolkit) if r.rule == "benefit-burden"]
    if toolkit.cards and not remarks:
        yield from _role("burden")(toolkit)


_CRITERIA: tuple[tuple[str, Message, str, Callable[[Toolkit], Iterator[str]]], ...] = (
    ("condition", tell("the condition is described"), QUALIFY, _condition),
    ("decision", tell("the decision is stated"), QUALIFY, _at("decision")),
    ("options", tell("the options are listed"), QUALIFY, _options),
    ("benefits", tell("the benefits of each option are described"), QUALIFY, _role("benefit")),
    ("harms", tell("the harms of each option are described"), QUALIFY, _role("burden")),
    (
        "experience",
        tell("what to expect of each option is described"),
        QUALIFY,
        _role("expectation"),
    ),
    ("balance", tell("benefits and harms are shown with equal detail"), CERTIFY, _balanced),
    ("detail", tell("the options are shown with equal detail"), CERTIFY, _equal_detail),
    ("sources", tell("the sources of the facts are cited"), CERTIFY, _at("based_on")),
    ("date", tell("the date of publication is given"), CERTIFY, _at("published")),
    ("update", tell("the date of the next review is given"), CERTIFY, _at("review_by")),
    ("certainty", tell("the certainty of the facts is described"), CERTIFY, _at("uncertainty")),
    ("funding", tell("the source of funding is given"), CERTIFY, _at("funding")),
)
