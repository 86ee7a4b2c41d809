"""How much work a template may ask for.

Templates may come from strangers, and Jinja2 lets them loop and copy without end. Their work is
counted, not timed, so that a template that passes on one machine passes on all of them.
"""

from collections.abc import ItemsView, Iterator, KeysView, ValuesView
from typing import Any

from cardprint.messages.catalogue import Message, tell

MAX_STEPS = 500_000
"""Pieces of template that may run for one sheet: each round of a loop, call of a macro and template
counts the pieces inside it."""

MAX_LETTERS = 10_000_000
"""Letters that one sheet may read and write, in all its texts together."""

LETTERS_OF_AN_ENTRY = 8
"""An entry of a list counts as this many letters: about its size in memory."""

MAX_LETTERS_OF_A_SHEET = 2_000_000
"""Letters of the document of one sheet, with tags and styles; more would take hours to lay out."""

MAX_NUMBER = 10**15
"""The largest whole number in calculations; larger ones take ever more memory."""

MAX_TEXT = 20_000
"""Letters of a text to read as Markdown or break into lines; texts of the data are shorter."""

MAX_TEMPLATE_BYTES = 500_000
"""The largest template file, in bytes."""


_DEEP = (str, list, tuple, dict)
_LISTS = (list, tuple, dict, set, range, KeysView, ValuesView, ItemsView)

HINT = tell("docs/architecture.md lists what a template can use")


class Refused(Exception):  # noqa: N818  # the name says what happened
    """A template does something that is not allowed, or too much."""

    def __init__(self, message: str | None, hint: Message) -> None:
        super().__init__(message)
        self.hint = hint


class Budget:
    """What one sheet has used so far."""

    def __init__(self) -> None:
        self.steps = self.letters = 0

    def begin(self) -> None:
        """Count from zero again, for the next sheet."""
        self.steps = self.letters = 0

    def step(self, pieces: int) -> bool:
        """Count pieces of template that are about to run.

        :raises Refused: when there are more than :data:`MAX_STEPS`.
        """
        self.steps += pieces
        if self.steps > MAX_STEPS:
            message = tell("the template does not come to an end")
            raise Refused(message, tell("shorten its loops, or check whether a macro calls itself"))
        return True

    def letter(self, count: int) -> None:
        """Count letters that are about to be read or written.

        :raises Refused: when there are more than :data:`MAX_LETTERS`.
        """
        self.letters += count
        if self.letters > MAX_LETTERS:
            message = tell("the template makes too much text, or lists that are too long")
            raise Refused(message, tell("at most {limit} letters for one sheet", limit=MAX_LETTERS))

    def seen(self, value: Any) -> Any:
        """The value, counted by its size; an iterator is counted entry by entry."""
        if isinstance(value, str):
            self.letter(len(value))
        elif isinstance(value, Iterator):
            return self._one_by_one(value)
        elif isinstance(value, _LISTS):
            self.letter(len(value) * LETTERS_OF_AN_ENTRY)
        return value

    def read(self, value: Any) -> Any:
        """The value, counted with everything in its lists, as comparing or sorting reads it.

        A list that holds a list twice, which holds another one twice, and so on, takes little
        memory but endless time.
        """
        waiting = [value]
        while waiting:
            each = self.seen(waiting.pop())
            if isinstance(each, dict):
                waiting += each.keys()
                waiting += each.values()
            elif isinstance(each, list | tuple):
                waiting += [entry for entry in each if isinstance(entry, _DEEP)]
        return self._one_by_one(value) if isinstance(value, Iterator) else value

    def _one_by_one(self, entries: Iterator[Any]) -> Iterator[Any]:
        for entry in entries:
            self.letter(LETTERS_OF_AN_ENTRY)
            yield self.read(entry)
