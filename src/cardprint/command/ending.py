"""How the command ends: by itself, by Ctrl-C, or because the system asks it to."""

import contextlib
import os
import signal
import sys
from typing import NoReturn

from cardprint.storage.temporary import delete_own_folder


class AskedToEnd(BaseException):
    """The system, or another program, asks this one to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number
        """The exit code that a shell would report."""


def listen() -> None:
    """Raise :class:`AskedToEnd` when asked to end, so that everything is tidied up on the way out.

    What the caller wants to be ignored, as ``nohup`` does, stays so.
    """
    for number in _signals():
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def leave(code: int) -> NoReturn:
    """End the process with an exit code.

    Everything is written by now, and the workers have gone. Python need not take the objects of
    half a dozen libraries apart before it goes: that is a fifth of a second.
    """
    delete_own_folder()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):  # closed before the start
            stream.flush()
    os._exit(code)


def _end(number: int, _: object) -> None:
    for each in _signals():
        signal.signal(each, signal.SIG_IGN)  # once is enough
    raise AskedToEnd(number)


def _signals() -> list[int]:
    return [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
