"""The output of a command: results on stdout, the rest on stderr, in any encoding."""

import codecs
import contextlib
import errno
import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable
from typing import TextIO

from cardprint.messages.catalogue import spoken, tell
from cardprint.messages.escape import for_terminal

_SUBSTITUTES = {
    "\u00a0": " ", "×": "x", "→": "->", "…": "...", "–": "-", "—": "-", "\u2212": "-", "•": "*",
    "‘": "'", "’": "'", "“": '"', "”": '"', "≤": "<=", "≥": ">=",
}  # fmt: skip
_COLUMNS = 100
_READABLE = "cardprint.readable"


def _readable(error: UnicodeError) -> tuple[str, int]:
    """Replace letters that the encoding of a stream does not have."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_substitute, error.object[error.start : error.end])), error.end


def _substitute(letter: str) -> str:
    """A similar sign, the letter without its accent, or its code."""
    base = "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))
    return _SUBSTITUTES.get(letter) or (base if base.isascii() else f"\\u{ord(letter):04x}")


_SIGNS = {"old": ("[-", "-]"), "new": ("{+", "+}"), "same": ("", "")}
_COLOURS = {"old": ("\x1b[9;31m", "\x1b[0m"), "new": ("\x1b[1;32m", "\x1b[0m"), "same": ("", "")}
"""Red and struck through, green and bold (ECMA-48, 8.3.117): not by colour alone."""


def _has_colours(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal whose user has not asked for no colours."""
    return bool(stream and stream.isatty() and not os.environ.get("NO_COLOR"))


codecs.register_error(_READABLE, _readable)


class Output:
    """The two streams of a command. A failure to write is noted, and stops no work."""

    def __init__(self) -> None:
        """Make both streams accept every letter."""
        self.failed = False
        """Whether a result could not be written."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors=_READABLE)

    @property
    def columns(self) -> int:
        """The columns of the terminal that messages go to; elsewhere, those of a long line."""
        if sys.stderr is not None and sys.stderr.isatty():
            return shutil.get_terminal_size().columns
        return _COLUMNS

    def say(self, text: str) -> None:
        """Write a result, safe for a terminal.

        :param text: one or more lines; the caller has made untrusted words safe for one line.
        """
        if text and not self.failed:
            self._attempt(sys.stdout, for_terminal(spoken(text)) + "\n")

    def say_changed(self, pieces: Iterable[tuple[str, str]], indent: str = "    ") -> None:
        """Write words that are old, new or the same: in colours on a terminal, else with signs."""
        marks = _COLOURS if _has_colours(sys.stdout) else _SIGNS
        marked = "".join(
            before + for_terminal(text) + after
            for kind, text in pieces
            for before, after in [marks[kind]]
            if text
        )
        lines = "\n".join(indent + line if line else "" for line in marked.split("\n"))
        if not self.failed:
            self._attempt(sys.stdout, lines + "\n")

    def warn(self, text: str) -> None:
        """Write a message that is not a result; a failure here cannot be reported anywhere."""
        self.ask(f"{spoken(text)}\n")

    def ask(self, text: str) -> None:
        """Write a question, which waits for its answer on the same line."""
        with contextlib.suppress(OSError, ValueError):
            if sys.stderr is not None:
                sys.stderr.write(for_terminal(spoken(text)))
                sys.stderr.flush()

    def end(self) -> None:
        """Write what is still in the buffers."""
        if not self.failed:
            self._attempt(sys.stdout, "")

    def _attempt(self, stream: TextIO | None, text: str) -> None:
        """Write to stdout; report the first failure, unless the reader has just closed the pipe."""
        try:
            _write(stream, text)
        except (OSError, ValueError) as error:
            self.failed = True
            _discard(stream)
            if not isinstance(error, BrokenPipeError):
                reason = getattr(error, "strerror", None) or str(error)
                self.warn(tell("the results cannot be written: {reason}", reason=reason))


def _write(stream: TextIO | None, text: str) -> None:
    if stream is not None:
        if text:  # on a full disk even writing nothing fails
            stream.write(text)
        stream.flush()
    elif text:  # it was closed before the command began
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def _discard(stream: TextIO | None) -> None:
    """Discard what a broken stream still holds, so that Python can end without an error."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())  # type: ignore[union-attr]
        os.close(nowhere)
