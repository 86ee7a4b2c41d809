"""Untrusted files, read safely: never a folder or a device, never without a limit."""

import stat
from codecs import BOM_UTF8
from collections.abc import Callable
from pathlib import Path

from cardprint.errors import NO_HINT, Place, Problem
from cardprint.messages.catalogue import Message, tell

MAX_TEXT_BYTES = 1_000_000
"""The largest YAML file, template or style sheet, in bytes; a card has about 10,000."""

_NOT_UTF_8 = tell("not UTF-8"), tell("save the file as UTF-8")


def read_text(path: Path, shown: str, report: Callable[[Problem], None]) -> str | None:
    """The text of a file without its byte order mark; on failure report why and return None.

    A pipe or a device is not opened: reading one might never end.

    :param shown: the name of the file in messages.
    """
    raw = read_bytes(path, shown, report)
    if raw is None:
        return None
    raw = raw.removeprefix(BOM_UTF8)
    try:
        text = raw.decode()
        # UTF-16 of Latin letters without a mark is valid UTF-8, but full of zero bytes.
        position = text.find("\0")
    except UnicodeDecodeError as error:
        # The bytes before the first wrong one are UTF-8; those after it are in some other code.
        text = raw[: error.start].decode()
        position = len(text)
    if position >= 0:
        report(Problem(place_in(shown, text, position), *_NOT_UTF_8))
        return None
    return text


def place_in(shown: str, text: str, position: int) -> Place:
    """The place of a character in a file's text, by its index from 0."""
    line = text.count("\n", 0, position) + 1
    return Place(shown, line, position - text.rfind("\n", 0, position))


def read_bytes(
    path: Path, shown: str, report: Callable[[Problem], None], limit: int = MAX_TEXT_BYTES
) -> bytes | None:
    """The bytes of a file; on failure report why and return None.

    :param shown: the name of the file in messages.
    :param limit: the largest file that is read, in bytes.
    """
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            is_folder = stat.S_ISDIR(facts.st_mode)
            message = (
                tell("this is a folder") if is_folder else tell("this is not an ordinary file")
            )
            report(Problem(Place(shown), message, tell("put a file with that name here")))
        elif facts.st_size > limit:
            message = tell("the file has {size} bytes", size=facts.st_size)
            report(Problem(Place(shown), message, tell("at most {limit}", limit=limit)))
        else:
            return path.read_bytes()
    except (OSError, ValueError) as error:
        report(Problem(Place(shown), *_unreadable(path, error)))
    return None


def _unreadable(path: Path, error: OSError | ValueError) -> tuple[Message, Message]:
    """Why a file cannot be opened, and the remedy."""
    if path.is_symlink() and not isinstance(error, PermissionError):
        message = tell("this is a link to a file that does not exist")
        return message, tell("put the file itself here")
    if isinstance(error, FileNotFoundError):
        return tell("the file does not exist"), NO_HINT
    if isinstance(error, PermissionError):
        return tell("you are not allowed to read this file"), tell("ask its owner for access")
    reason = error.strerror if isinstance(error, OSError) else error
    return tell("cannot be read: {reason}", reason=reason or error), NO_HINT
