"""The processes that render, and the one place that knows how many there are."""

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import forkserver
from types import TracebackType
from typing import Self, TypeVar

from cardprint.errors import CardprintError

T = TypeVar("T")

# A server imports WeasyPrint once, while the main process is still loading the data, and forks the
# workers from itself. Where that cannot be, each worker imports it.
_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def available_cores() -> int:
    """The number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _prepare() -> None:
    import cardprint.pipeline.preload  # noqa: F401


class Workers:
    """Processes for the heavy work; with one job there are none, and this process does it."""

    def __init__(self, jobs: int | None = None) -> None:
        self.jobs = jobs or available_cores()
        self._pool: ProcessPoolExecutor | None = None
        self._context = multiprocessing.get_context(_METHOD)

    def warm_up(self) -> None:
        """Begin to import what the workers need, without waiting for it."""
        if self.jobs > 1 and _METHOD == "forkserver":
            self._context.set_forkserver_preload(["cardprint.pipeline.preload"])
            with _interrupts_ignored():
                forkserver.ensure_running()

    def submit(self, task: Callable[..., T], *arguments: object) -> "Future[T]":
        """Do ``task`` in a worker, or here and now when there are none."""
        if self.jobs > 1:
            if self._pool is None:
                self.warm_up()
                self._pool = ProcessPoolExecutor(self.jobs, self._context, _prepare)
                # The first task starts the workers.
                with _interrupts_deferred():
                    return self._pool.submit(task, *arguments)
            return self._pool.submit(task, *arguments)
        done: Future[T] = Future()
        try:
            done.set_result(task(*arguments))
        except CardprintError as error:
            done.set_exception(error)
        return done

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        interrupted = kind is not None and not issubclass(kind, CardprintError)
        if interrupted:
            end_processes()
        if self._pool is not None:
            self._pool.shutdown(wait=not interrupted, cancel_futures=True)


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """What is started here, and all its children, ignore Ctrl-C: this process tells them to end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _interrupts_deferred() -> Iterator[None]:
    """Ctrl-C waits for the end: a worker that is half started could not be told to end."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_processes() -> None:
    """End the workers, and the server before it starts one that was asked for but is not there.

    The server would go by itself, but takes its time over it, with the output still open.
    """
    server = getattr(forkserver._forkserver, "_forkserver_pid", None)  # noqa: SLF001
    if server is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(server, signal.SIGKILL)
    for process in multiprocessing.active_children():
        process.kill()
