"""The processes of the workers: how each kind of system starts and ends them.

Nothing here touches a process that another program has started.
"""

import contextlib
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
from multiprocessing.connection import Connection
from typing import Any, Protocol

from cardprint.pipeline import server
from cardprint.storage.temporary import own_folder

_SERVE = """
import sys
sys.path[:] = {path!r}
from cardprint.pipeline.server import serve
serve({handle}, {temporary!r})
"""


class Processes(Protocol):
    """Where workers come from."""

    def start_one(self) -> "Connection[Any, Any]":
        """Start a worker; it begins by sending its process id."""

    def end(self) -> None:
        """End all of them at once."""


class Forked:
    """Workers that a server forks from itself, in a process group of their own.

    Signals of the keyboard and the terminal reach only the program. One signal ends the whole
    group, even a worker that is still starting.
    """

    def __init__(self) -> None:
        temporary = str(own_folder())
        ours, theirs = socket.socketpair()
        values = {"path": [*sys.path], "handle": theirs.fileno(), "temporary": temporary}
        with theirs, contextlib.ExitStack() as on_failure:
            on_failure.callback(ours.close)
            self._server = subprocess.Popen(  # noqa: S603  # this program itself
                [sys.executable, "-c", _SERVE.format_map(values)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                process_group=0,
            )
            on_failure.pop_all()
        self._control = ours

    def start_one(self) -> "Connection[Any, Any]":
        """Hand one end of a connection to the server, which forks a worker for it."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._control, [b"+"], [theirs.fileno()])
        return Connection(ours.detach())

    def end(self) -> None:
        """Kill the whole group, and wait for the server; the kernel clears up the workers."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._server.pid, signal.SIGKILL)
        self._server.wait()
        self._control.close()


class Spawned:
    """Workers that import everything themselves, for systems without forks, such as Windows."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._started: list[multiprocessing.process.BaseProcess] = []

    def start_one(self) -> "Connection[Any, Any]":
        """Start a new interpreter."""
        ours, theirs = self._context.Pipe()
        arguments = (theirs, str(own_folder()))
        process = self._context.Process(target=server.start, args=arguments, daemon=True)
        process.start()
        theirs.close()
        self._started.append(process)
        return ours

    def end(self) -> None:
        """Kill each worker, and wait for it."""
        for process in self._started:
            process.kill()
        for process in self._started:
            process.join()


def start_processes() -> Processes:
    """Begin the imports of the workers, without waiting for them."""
    return Forked() if hasattr(os, "fork") else Spawned()
