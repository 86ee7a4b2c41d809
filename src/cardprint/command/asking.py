"""Questions to the person at a terminal; elsewhere the flags or the defaults answer them."""

import sys
from collections.abc import Callable

from cardprint.command.output import Output
from cardprint.errors import InputError, Problem
from cardprint.messages.catalogue import Message, spoken

Refuse = Callable[[str], Problem | None]
"""What is wrong with an answer; None if it will do."""


def can_ask() -> bool:
    """Whether somebody can answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def answered(
    output: Output, given: str | None, question: Message, default: str, refuse: Refuse
) -> str:
    """What was given, or else the answer of the person at the terminal, or else the default.

    An answer that will not do is asked for again.

    :raises InputError: when what was given, or the default where nobody can answer, will not do.
    """
    if given is not None or not can_ask():
        return accepted(default if given is None else given, refuse)
    shown = f" [{default}]" if default else ""
    while True:
        output.ask(f"{spoken(question)}{shown}: ")
        line = sys.stdin.readline()
        answer = line.strip() or default
        if not line:  # the end of the input: nobody will answer any more
            return accepted(answer, refuse)
        if not (problem := refuse(answer)):
            return answer
        output.warn(problem.advice)


def accepted(answer: str, refuse: Refuse) -> str:
    """The answer, if it will do.

    :raises InputError: when it will not.
    """
    if problem := refuse(answer):
        raise InputError([problem])
    return answer
