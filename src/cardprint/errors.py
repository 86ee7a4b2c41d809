"""Problems with a place, the one base class for errors, and the exit codes."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum

from cardprint.messages.catalogue import Message, plain, spoken, tell
from cardprint.messages.escape import for_command, for_one_line, for_property


class ExitCode(IntEnum):
    """Exit codes of the command line, documented in the README."""

    OK = 0
    BUG = 1
    USAGE = 2
    BAD_INPUT = 3
    BAD_OUTPUT = 4
    CANNOT_WRITE = 5
    DIFFERENT = 6
    CANNOT_COMPARE = 7
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file; line and column count from 1, and line 0 is the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


NO_HINT = plain("")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, where it is, and how to mend it."""

    place: Place
    message: Message
    hint: Message = NO_HINT

    def __str__(self) -> str:
        """One line for a terminal, in the chosen language."""
        return for_one_line(f"{self.place}: {self.advice}")

    @property
    def remark(self) -> str:
        """Likewise, for something to look at that stops nothing."""
        shown = tell("{place}: remark: {advice}", place=self.place, advice=self.advice)
        return for_one_line(spoken(shown))

    @property
    def advice(self) -> str:
        """The message and the hint, in the chosen language."""
        hint = spoken(self.hint)
        return spoken(self.message) + (f" ({hint})" if hint else "")

    def annotation(self, level: str, title: str = "") -> str:
        """A workflow command of GitHub that shows the problem beside its line."""
        where = f"file={for_property(self.place.file)}"
        if self.place.line:
            where += f",line={self.place.line},col={self.place.column}"
        if title:
            where += f",title={for_property(title)}"
        return f"::{level} {where}::{for_command(self.advice)}"


def nearest(word: str, known: Iterable[str]) -> Message:
    """A hint that names the nearest known word, or every known word when none is near."""
    names = sorted(known)
    if not names:
        return NO_HINT
    close = get_close_matches(word, names, 1, 0.6)
    if close:
        return tell("did you mean '{name}'?", name=close[0])
    return tell("known: {names}", names=names)


class CardprintError(Exception):
    """Base of every error that is not a bug; carries all the problems together."""

    exit_code = ExitCode.BAD_INPUT

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type, tuple[tuple[Problem, ...]]]:
        """Cross process borders with the problems intact."""
        return type(self), (self.problems,)


class InputError(CardprintError):
    """The toolkit, the layout or the arguments are wrong."""


class OutputError(CardprintError):
    """The finished PDF does not pass verification."""

    exit_code = ExitCode.BAD_OUTPUT


class WriteError(CardprintError):
    """A file or folder cannot be written."""

    exit_code = ExitCode.CANNOT_WRITE


class CompareError(CardprintError):
    """There is nothing sound to compare: no baseline, or a damaged one."""

    exit_code = ExitCode.CANNOT_COMPARE
