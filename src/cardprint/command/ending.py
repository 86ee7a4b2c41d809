"""How the command ends: by itself, by Ctrl-C, or because the system asks it to."""

import contextlib
import os
import signal
import sys
import threading
from types import FrameType
from typing import NoReturn

from cardprint.storage.temporary import delete_own_folder


class AskedToEnd(BaseException):
    """The system or another program asks this program to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number
        """The exit code that a shell would report."""


MOMENT = 0.05
"""Seconds after which a signal that came at a bad moment is sent again."""


def listen() -> None:
    """Raise :class:`AskedToEnd` when asked to end, so that everything is tidied up first.

    Ctrl-C still raises ``KeyboardInterrupt``. A signal that the caller ignores, as ``nohup`` does,
    stays ignored.
    """
    for number in (signal.SIGINT, *_signals()):
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _end)


def leave(code: int) -> NoReturn:
    """End the process with an exit code.

    Everything is written by now, and the workers have ended. Python would take a fifth of a second
    to free the objects of half a dozen libraries, which is not needed.
    """
    delete_own_folder()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):  # closed before the start
            stream.flush()
    os._exit(code)


def _end(number: int, frame: FrameType | None) -> None:
    if _importing(frame):
        threading.Timer(MOMENT, _send, (number,)).start()
        return
    for each in _signals():
        signal.signal(each, signal.SIG_IGN)  # once is enough
    if number == signal.SIGINT:
        signal.default_int_handler(number, frame)
    raise AskedToEnd(number)


def _importing(frame: FrameType | None) -> bool:
    """Whether a module is being imported.

    Compiled modules abort the whole process when an exception comes out of what they import.
    """
    while frame and not frame.f_code.co_filename.startswith("<frozen importlib"):
        frame = frame.f_back
    return frame is not None


def _send(number: int) -> None:
    """Send a signal to the main thread, which may be waiting for something."""
    if hasattr(signal, "pthread_kill") and (main := threading.main_thread().ident):
        signal.pthread_kill(main, number)
    else:
        signal.raise_signal(number)


def _signals() -> list[int]:
    return [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
