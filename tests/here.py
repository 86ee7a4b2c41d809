"""Work in the process of the tests that the program does in others: starting one takes a second.

Tests of processes, of their limits and of signals have the mark ``processes``, and get real ones.
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import (
    AbstractContextManager,
    ExitStack,
    chdir,
    contextmanager,
    redirect_stderr,
    redirect_stdout,
)
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from cardprint.command.main import main
from cardprint.errors import Place
from cardprint.messages.catalogue import ENGLISH, speak
from cardprint.pipeline import limits
from cardprint.pipeline.workers import Workers

Done = subprocess.CompletedProcess[str]
Once = Callable[[str], AbstractContextManager[None]]


def submit_here(
    _self: Workers, place: Place, name: str, task: Callable[..., object], *given: object
) -> Future[object]:
    """What ``Workers.submit`` does, without a worker: errors are told in the same words."""
    future: Future[object] = Future()
    try:
        future.set_result(task(*given))
    except Exception as error:  # noqa: BLE001  # the caller gets every error
        future.set_exception(limits.explained(error, place, name) or error)
    return future


@contextmanager
def no_workers() -> Iterator[None]:
    """Lay out the sheets of every build in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Workers, "submit", submit_here)
        patch.setattr(Workers, "warm_up", lambda _self: None)
        yield


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Let no other process that runs tests do this at the same time."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def only(variables: Mapping[str, str]) -> Iterator[None]:
    """Have these variables in the environment, and no others."""
    before = dict(os.environ)
    try:
        os.environ.clear()
        os.environ.update(variables)
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def run_here(words: list[str], cwd: Path, variables: Mapping[str, str]) -> Done:
    """Run the command with its own folder, environment and streams; nothing of it stays.

    An error that it does not expect is not caught: the test fails with it.
    """
    streams = [TextIOWrapper(BytesIO(), "utf-8", newline="\n") for _ in range(2)]
    with ExitStack() as stack:
        stack.callback(speak, ENGLISH)
        stack.enter_context(only(variables))
        stack.enter_context(chdir(cwd))
        stack.enter_context(redirect_stdout(streams[0]))
        stack.enter_context(redirect_stderr(streams[1]))
        code = main(words)
    texts = []
    for stream in streams:
        stream.flush()
        texts.append(stream.buffer.getvalue().decode())
    return Done(words, int(code), *texts)


def run_there(words: list[str], cwd: Path, variables: Mapping[str, str]) -> Done:
    """Run the command as a user does, in a process."""
    return subprocess.run(
        [sys.executable, "-m", "cardprint", *words],
        cwd=cwd,
        env=dict(variables),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
