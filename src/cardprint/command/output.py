"""What a command says: results on stdout, the rest on stderr, whatever these can take."""

import codecs
import contextlib
import errno
import os
import sys
import unicodedata
from typing import TextIO

from cardprint.messages.catalogue import spoken, tell
from cardprint.messages.escape import for_terminal

_SUBSTITUTES = {
    "\u00a0": " ", "×": "x", "→": "->", "…": "...", "–": "-", "—": "-", "\u2212": "-", "•": "*",
    "‘": "'", "’": "'", "“": '"', "”": '"', "≤": "<=", "≥": ">=",
}  # fmt: skip
_READABLE = "cardprint.readable"


def _readable(error: UnicodeError) -> tuple[str, int]:
    """What stands for letters that the encoding of a stream does not have."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_substitute, error.object[error.start : error.end])), error.end


def _substitute(letter: str) -> str:
    """A sign that looks alike, a letter without its accent, or its code."""
    base = "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))
    return _SUBSTITUTES.get(letter) or (base if base.isascii() else f"\\u{ord(letter):04x}")


codecs.register_error(_READABLE, _readable)


class Output:
    """The two streams of a command. What cannot be written is noted, and ends no work."""

    def __init__(self) -> None:
        """Let both streams take every letter."""
        self.failed = False
        """Whether a result could not be written."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors=_READABLE)

    def say(self, text: str) -> None:
        """Write a result, safe for a terminal.

        :param text: lines; whoever puts words of strangers on one has seen to it that they stay
            there.
        """
        if text and not self.failed:
            self._attempt(sys.stdout, for_terminal(spoken(text)) + "\n")

    def warn(self, text: str) -> None:
        """Write what is no result; where that fails, there is nobody left to tell."""
        with contextlib.suppress(OSError, ValueError):
            if sys.stderr is not None:
                sys.stderr.write(for_terminal(spoken(text)) + "\n")
                sys.stderr.flush()

    def end(self) -> None:
        """Write what waits to be written."""
        if not self.failed:
            self._attempt(sys.stdout, "")

    def _attempt(self, stream: TextIO | None, text: str) -> None:
        """Write to stdout; the first failure is told, unless the reader has just gone away."""
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
        if text:  # writing nothing fails, too, where the disk is full
            stream.write(text)
        stream.flush()
    elif text:  # it was closed before the command began
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def _discard(stream: TextIO | None) -> None:
    """Let what is left in a stream that takes nothing go nowhere, so that Python ends in peace."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())  # type: ignore[union-attr]
        os.close(nowhere)
