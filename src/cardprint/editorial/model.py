"""A remark of the editorial checks, and the rule it comes from."""

from dataclasses import dataclass

from cardprint.errors import Problem
from cardprint.messages.catalogue import Message


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """Something to look at; a warning, where a problem is an error."""

    problem: Problem
    rule: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A criterion of IPDAS, and where the data gives evidence for it; empty when missing."""

    id: str
    criterion: Message
    group: str
    places: tuple[str, ...]
