"""The workers that lay out sheets, and the one place that knows how many there are."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Self, TypeVar

from cardprint.errors import InputError, Place, Problem
from cardprint.messages.catalogue import tell
from cardprint.pipeline import limits

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor
    from multiprocessing.connection import Connection

    from cardprint.pipeline.processes import Processes

T = TypeVar("T")


def available_cores() -> int:
    """The number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """Processes for the heavy work, as many as there are jobs.

    A thread of this process waits for each worker, so that one that takes too long is ended, and
    one that has gone is noticed and replaced. Both know what it was doing. :mod:`limits` says what
    a worker may take; nothing else bounds a call into a library, so one job has a worker as well.
    """

    def __init__(self, jobs: int | None = None, beside: Workers | None = None) -> None:
        """No process is started yet.

        :param beside: others, which end after these; one server forks both.
        """
        self.jobs = jobs or available_cores()
        self._beside = beside
        self._processes: Processes | None = None
        self._threads: ThreadPoolExecutor | None = None
        self._idle: deque[_Worker] = deque()

    def warm_up(self) -> None:
        """Begin to import what the workers need, without waiting for it."""
        self.started_processes()

    def started_processes(self) -> Processes:
        """What starts the processes of workers, begun when it is first asked for."""
        if self._beside is not None:
            return self._beside.started_processes()
        if self._processes is None:
            from cardprint.pipeline.processes import start_processes

            try:
                self._processes = start_processes()
            except OSError as error:
                raise _cannot_start(Place("--jobs")) from error
        return self._processes

    def submit(
        self, place: Place, name: str, task: Callable[..., T], *arguments: object
    ) -> Future[T]:
        """Do ``task`` in a worker, with the arguments as they are now.

        They are packed at once: values that keep what they have worked out change when they are
        read here, and a thread that packs them meanwhile fails.

        :param place: where what is made comes from, for messages.
        :param name: its name, likewise.
        """
        if self._threads is None:
            from concurrent.futures import ThreadPoolExecutor

            self._threads = ThreadPoolExecutor(self.jobs)
        there = self.started_processes()
        packed = pickle.dumps((task, arguments))
        return self._threads.submit(self._do_there, there, place, name, packed)

    def _do_there(
        self,
        processes: Processes,
        place: Place,
        name: str,
        packed: bytes,
    ) -> Any:
        try:
            worker = self._idle.pop()
        except IndexError:
            worker = _start_one(processes, place)
        try:
            found = worker.do(packed)
        except (limits.TakesTooLongError, limits.WorkerEndedError, MemoryError, OSError) as error:
            worker.end()
            raise limits.explained(error, place, name) or error from None
        except BaseException:
            self._idle.append(worker)
            raise
        self._idle.append(worker)
        return found

    def rest(self) -> None:
        """End all idle workers but one: no more sheets come, and each holds 50 MB and more."""
        while len(self._idle) > 1:
            self._idle.popleft().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End the workers, whatever they are doing: their results are no longer needed."""
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
        if self._processes is not None:
            self._processes.end()
        if self._threads is not None:
            self._threads.shutdown(wait=True)
        while self._idle:
            self._idle.pop().close()


def _start_one(processes: Processes, place: Place) -> _Worker:
    """A new worker, as soon as it is ready."""
    try:
        return _Worker(processes.start_one())
    except (EOFError, OSError) as error:
        raise _cannot_start(place) from error


def _cannot_start(place: Place) -> InputError:
    message = tell("no process could be started to lay out the pages")
    hint = tell("close other programs, or use --jobs 1")
    return InputError([Problem(place, message, hint)])


class _Worker:
    """A process at the other end of a connection."""

    def __init__(self, connection: Connection[Any, Any]) -> None:
        self._connection = connection
        try:
            if not connection.poll(limits.MAX_START_SECONDS):
                raise TimeoutError
            self._pid: int = connection.recv()
        except (EOFError, OSError):
            connection.close()
            raise

    def do(self, packed: bytes) -> Any:
        """Have a task done.

        :param packed: the task and its arguments.
        :raises TakesTooLongError: when the worker does not answer in time.
        :raises WorkerEndedError: when it has gone.
        """
        try:
            self._connection.send_bytes(packed)
            if not self._connection.poll(limits.MAX_SECONDS):
                raise limits.TakesTooLongError
            answer, error = self._connection.recv()
        except (EOFError, ConnectionError):
            raise limits.WorkerEndedError from None
        if error is not None:
            raise error
        return answer

    def end(self) -> None:
        """Kill the process; nothing gentler may reach it in the middle of its work."""
        with contextlib.suppress(OSError):  # it has ended already
            os.kill(self._pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        self.close()

    def close(self) -> None:
        """Close the connection; an idle worker then ends itself."""
        self._connection.close()
