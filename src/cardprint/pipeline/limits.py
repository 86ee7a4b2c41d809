"""How much time and memory a sheet may take, and the messages when it takes more.

Layout takes time and memory that depend on the data and the style sheets, which may come from
someone else. A worker process that takes too much is ended, and the computer goes on.
"""

import contextlib
import errno
import sys

from cardprint.errors import InputError, Place, Problem
from cardprint.messages.catalogue import tell

MAX_SECONDS = 120.0
"""The limit for one sheet, with all attempts to fit it; a large one takes about 3."""
MAX_START_SECONDS = 120.0
"""The limit for a worker's imports, which take about 1."""
MAX_MEMORY = 2**31
"""Bytes of address space of a worker: 2 GiB. Large toolkits with pictures take about 0.4."""


class TakesTooLongError(Exception):
    """A worker has not answered in time."""


class WorkerEndedError(Exception):
    """A worker has ended in the middle of its work."""


class OverLimitError(InputError):
    """A sheet takes more than it may; the others probably would, too, and as slowly."""


def limit_memory() -> None:
    """Make this process fail, not the computer, when it takes too much memory."""
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = MAX_MEMORY if hard == resource.RLIM_INFINITY else min(MAX_MEMORY, hard)
        with contextlib.suppress(OSError, ValueError):  # macOS knows the limit, and refuses it
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def explained(error: Exception, place: Place, name: str) -> OverLimitError | None:
    """What to tell people of an error that says nothing about the program; else nothing.

    :param place: the template of the sheet.
    :param name: the name of the sheet.
    """
    if isinstance(error, TakesTooLongError):
        message = tell(
            "laying out {sheet} takes more than {seconds} seconds", sheet=name, seconds=MAX_SECONDS
        )
        hint = tell("shorten its text, or simplify its pictures or its style sheet")
    elif isinstance(error, MemoryError):
        message = tell("{sheet} takes more memory than a sheet may use", sheet=name)
        hint = tell("use smaller pictures, or shorten its text")
    elif isinstance(error, WorkerEndedError):
        message = tell("the process that laid out {sheet} was stopped from outside", sheet=name)
        hint = tell(
            "often the computer has too little memory: close other programs, or use --jobs 1"
        )
    elif isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        message = tell("{sheet} cannot be made: the disk with temporary files is full", sheet=name)
        hint = tell("free some space, or name another folder in the environment variable TMPDIR")
    else:
        return None
    return OverLimitError([Problem(place, message, hint)])
