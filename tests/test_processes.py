"""The workers: what they may take, how they end, and what they leave behind, which is nothing."""

import errno
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import psutil
import pytest

import bare
from cardprint import CardprintError, InputError, build
from cardprint.errors import Place
from cardprint.pipeline import limits, processes, server
from cardprint.pipeline.workers import Workers

SHEET = Place("layouts/screen/x.html.j2"), "card/een"
AT_WORK = 20.0
"""Seconds until a busy machine has certainly come so far."""

pytestmark = pytest.mark.processes
linux = pytest.mark.skipif(sys.platform != "linux", reason="the limit holds on Linux")


@pytest.fixture(params=["Forked", "Spawned"])
def kind(request: pytest.FixtureRequest) -> Iterator[str]:
    """Workers are started as on this kind of system."""
    if request.param == "Forked" and not hasattr(os, "fork"):
        pytest.skip("there is no fork here")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processes, "start_processes", getattr(processes, request.param))
        yield request.param


@pytest.fixture
def workers(kind: str) -> Iterator[Workers]:
    """Workers as on every kind of system, that begin at once."""
    assert kind
    begin, serve, end = processes._SERVE.partition("from cardprint.pipeline.server import serve")
    bare_first = f"{begin}import bare\nbare.import_nothing()\n{serve}{end}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processes, "_SERVE", bare_first)
        patch.setattr(server, "start", bare.start)
        with Workers(2) as found:
            yield found


def below(pid: int | None = None) -> set[psutil.Process]:
    """The processes that a process has started, and those that they have started."""
    try:
        return {each for each in psutil.Process(pid).children(recursive=True) if each.is_running()}
    except psutil.NoSuchProcess:
        return set()


def wait_for(condition: Callable[[], object]) -> None:
    end = time.monotonic() + AT_WORK
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def a_bug() -> None:
    raise KeyError("hidden")


def a_full_disk() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def a_place_for_temporary_files() -> str:
    with tempfile.TemporaryDirectory() as folder:
        return folder


class UnsendableError(Exception):
    def __init__(self, one: int, two: int) -> None:
        super().__init__(one + two)


def an_error_that_cannot_travel() -> None:
    raise UnsendableError(1, 2)


def has_the_engine() -> bool:
    return "cardprint.render.engine" in sys.modules


def test_the_work_is_done_in_other_processes_that_have_imported_the_engine(kind: str) -> None:
    assert kind
    with Workers(2) as workers:
        found = {workers.submit(*SHEET, os.getpid).result() for _ in range(6)}
        assert workers.submit(*SHEET, has_the_engine).result()
    assert os.getpid() not in found
    assert len(found) <= 2


def test_with_one_job_there_is_one_worker() -> None:
    with Workers(1) as workers:
        found = {workers.submit(*SHEET, os.getpid).result() for _ in range(3)}
    assert len(found) == 1
    assert os.getpid() not in found


def test_with_one_job_time_and_memory_have_their_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    with Workers(1) as workers:
        workers.submit(*SHEET, os.getpid).result()
        monkeypatch.setattr(limits, "MAX_SECONDS", 0.3)
        with pytest.raises(InputError, match=r"card/een takes more than 0\.3 seconds"):
            workers.submit(*SHEET, pow, 3, 10**9).result()
        monkeypatch.undo()
        if sys.platform == "linux":
            with pytest.raises(InputError, match="takes more memory than a sheet may use"):
                workers.submit(*SHEET, bytearray, limits.MAX_MEMORY).result()


# pow() of such numbers is one call into C, which nothing in Python interrupts.
@pytest.mark.parametrize(("task", "arguments"), [(time.sleep, (99,)), (pow, (3, 10**9))])
def test_a_sheet_that_takes_too_long_is_ended_and_the_next_one_made(
    task: Callable[..., object],
    arguments: tuple[int, ...],
    workers: Workers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workers.submit(*SHEET, os.getpid).result()
    monkeypatch.setattr(limits, "MAX_SECONDS", 0.3)
    slow = workers.submit(*SHEET, task, *arguments)
    with pytest.raises(
        InputError, match=r"x\.html\.j2: laying out card/een takes more than 0\.3 sec"
    ):
        slow.result()
    monkeypatch.undo()
    assert workers.submit(*SHEET, os.getpid).result()


@linux
def test_a_sheet_that_takes_too_much_memory_is_ended_and_the_next_one_made(
    workers: Workers,
) -> None:
    with pytest.raises(InputError, match="card/een takes more memory than a sheet may use"):
        workers.submit(*SHEET, bytearray, limits.MAX_MEMORY).result()
    assert workers.submit(*SHEET, os.getpid).result()


def test_a_worker_that_is_killed_tells_what_it_made_and_is_replaced(workers: Workers) -> None:
    with pytest.raises(InputError, match="laid out card/een was stopped from outside"):
        workers.submit(*SHEET, os._exit, 9).result()
    assert workers.submit(*SHEET, os.getpid).result()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_full_disk_for_temporary_files_is_named(jobs: int) -> None:
    with (
        Workers(jobs) as workers,
        pytest.raises(InputError, match=r"disk with temporary files is full .*TMPDIR"),
    ):
        workers.submit(*SHEET, a_full_disk).result()


def test_a_bug_in_a_worker_keeps_its_traceback(workers: Workers) -> None:
    with pytest.raises(KeyError, match="hidden") as caught:
        workers.submit(*SHEET, a_bug).result()
    assert "in a_bug\n" in caught.value.__notes__[0]


def test_what_cannot_travel_says_so(workers: Workers) -> None:
    with pytest.raises(RuntimeError, match="in an_error_that_cannot_travel"):
        workers.submit(*SHEET, an_error_that_cannot_travel).result()
    with pytest.raises(Exception, match="lambda"):
        workers.submit(*SHEET, eval, "lambda: 0").result()
    assert workers.submit(*SHEET, os.getpid).result()


def test_a_worker_gets_what_there_was_when_it_was_asked(workers: Workers) -> None:
    given = {"een": 1}
    asked: list[Future[dict[str, int]]] = [workers.submit(*SHEET, dict, given) for _ in range(4)]
    given["twee"] = 2  # while threads wait for workers that are starting
    assert [future.result() for future in asked] == [{"een": 1}] * 4


def test_the_temporary_files_of_workers_lie_in_the_folder_of_the_program(workers: Workers) -> None:
    from cardprint.storage.temporary import own_folder

    there = workers.submit(*SHEET, a_place_for_temporary_files).result()
    assert Path(there).parent == own_folder()


@pytest.mark.parametrize("way_out", [RuntimeError, KeyboardInterrupt, SystemExit, CardprintError])
def test_only_the_workers_end_and_not_what_the_host_has_started(
    way_out: type[BaseException],
) -> None:
    context = multiprocessing.get_context("forkserver")
    theirs = context.Process(target=time.sleep, args=(99,), daemon=True)
    theirs.start()
    before = below()
    futures: list[Future[None]] = []

    def fail_in_the_midst() -> None:
        with Workers(2) as workers:
            futures.extend(workers.submit(*SHEET, time.sleep, 99) for _ in range(4))
            wait_for(lambda: len(below() - before) == 3)  # the server and two workers
            raise way_out([]) if way_out is CardprintError else way_out

    with pytest.raises(way_out):
        fail_in_the_midst()
    assert all(each.done() for each in futures)
    wait_for(lambda: below() == before)
    assert theirs.is_alive()
    theirs.kill()
    theirs.join()


def test_workers_that_cannot_be_started_have_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_SERVE", "")
    with Workers(2) as workers:
        failed = workers.submit(*SHEET, os.getpid)
        with pytest.raises(InputError, match=r"no process could be started .*--jobs 1"):
            failed.result()

    def no_process(*_: object, **__: object) -> None:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(subprocess, "Popen", no_process)
    with (
        pytest.raises(InputError, match=r"no process could be started .*--jobs 1"),
        Workers(2) as workers,
    ):
        workers.warm_up()


def test_a_style_sheet_that_takes_all_the_time_stops_the_build(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_SECONDS", 2.0)
    style = project / "layouts" / "_base" / "style.css"
    style.parent.mkdir(parents=True)
    columns = "grid-template-columns: repeat(99999, 1px)"
    style.write_text(f".page, .page * {{ display: grid; {columns} }}", "utf-8")
    with pytest.raises(InputError) as caught:
        build(project, jobs=2)
    told = r"layouts/screen/\w+\.html\.j2: laying out \w+(/\w+)? takes more than 2 seconds"
    assert re.match(told, str(caught.value))
    assert len(caught.value.problems) < 6  # of nine sheets: the others have not been tried
    assert not (project / "out").exists()


# What follows runs the command, and looks at what is left.


class Command:
    """The command in a session of its own, with folders of its own for everything it leaves."""

    def __init__(self, project: Path, *words: str, pipe: bool = False) -> None:
        self.temporary = project.parent / "tmp"
        self.temporary.mkdir(exist_ok=True)
        environment = os.environ | {
            "HOME": str(project.parent),
            "XDG_CACHE_HOME": str(project.parent / "cache"),
            "TMPDIR": str(self.temporary),
        }
        command = [sys.executable, "-m", "cardprint", *words]
        self.process = subprocess.Popen(
            command, cwd=project, env=environment, text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT if pipe else subprocess.PIPE,
        )  # fmt: skip
        self.started: set[psutil.Process] = set()

    def work(self) -> None:
        """Wait until the workers are at work."""

        def at_work() -> bool:
            self.started |= below(self.process.pid)
            fonts = self.temporary.glob(".cardprint-*/weasyprint-*")
            return self.process.poll() is not None or len(list(fonts)) >= 2

        wait_for(at_work)
        assert self.process.poll() is None, self.process.communicate()
        assert len(self.started) >= 3

    def end(self) -> tuple[int, str, str]:
        output, errors = self.process.communicate(timeout=60)
        return self.process.returncode, output, errors

    @property
    def left(self) -> list[str]:
        return sorted(item.name for item in self.temporary.iterdir())

    @property
    def alive(self) -> list[psutil.Process]:
        return [each for each in self.started if each.is_running() and each.status() != "zombie"]


BUILD = ("build", "--no-cache", "--jobs", "2")
ONE_JOB = ("build", "--no-cache", "--jobs", "1")
HANDOUT = ("handout", "slapen", "--option", "ritme/opstaan", "--option", "ritme/bed")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (BUILD, 0),
        (ONE_JOB, 0),
        (("build", "--jobs", "nul"), 2),
        (("build", "nergens"), 3),
        (("build", "--no-cache", "--jobs", "2", "--out", "/dev/null/x"), 5),
        (("check",), 0),
        (("compare",), 7),
    ],
)
def test_no_temporary_file_stays(words: tuple[str, ...], code: int, project: Path) -> None:
    command = Command(project, *words)
    assert command.end()[0] == code
    assert command.left == []


def test_a_sheet_with_a_mistake_leaves_no_temporary_file(project: Path) -> None:
    style = project / "layouts" / "_base" / "style.css"
    style.parent.mkdir(parents=True)
    style.write_text(".page { colour: red }\n", "utf-8")
    for words in (BUILD, ONE_JOB):
        command = Command(project, *words)
        assert command.end()[0] == 3
        assert command.left == []


@pytest.mark.parametrize(
    ("number", "code", "told"),
    [
        (signal.SIGTERM, 143, "stopped from outside; the PDFs on disk are as they were\n"),
        (signal.SIGHUP, 129, "stopped from outside; the PDFs on disk are as they were\n"),
        (signal.SIGINT, 130, "interrupted; the PDFs on disk are as they were\n"),
    ],
)
@pytest.mark.parametrize("to_all", [False, True])
def test_a_signal_ends_everything_and_leaves_nothing(
    number: signal.Signals, code: int, told: str, project: Path, *, to_all: bool
) -> None:
    command = Command(project, *BUILD)
    command.work()
    # A terminal sends Ctrl-C to all the processes of the command, "timeout" to the first one.
    (os.killpg if to_all else os.kill)(command.process.pid, number)
    returned, _, errors = command.end()
    # Python ends itself by the signal when Ctrl-C came inside code made at run time.
    assert returned in (code, -number)
    assert errors.endswith(told)
    assert "Traceback" not in errors
    wait_for(lambda: not command.alive)
    assert command.left == []
    assert not (project / "out").exists()


@pytest.mark.parametrize("seconds", [0.2, 0.8])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_at_any_moment_leaves_nothing(
    seconds: float, number: signal.Signals, project: Path
) -> None:
    command = Command(project, *BUILD)
    time.sleep(seconds)
    command.started = below(command.process.pid)
    os.killpg(command.process.pid, number)
    _, _, errors = command.end()
    assert "Traceback" not in errors or ", in run\n" not in errors  # Python was still starting
    wait_for(lambda: not command.alive)
    assert command.left == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_during_an_import_waits_until_it_is_over(
    number: signal.Signals, tmp_path: Path
) -> None:
    (tmp_path / "slow.py").write_text(
        f"import os\nos.kill(os.getpid(), {number.value})\nprint('imported')\n"
    )
    script = (
        "from cardprint.command.ending import AskedToEnd, listen\nlisten()\n"
        "import time\n"
        "try:\n    import slow\n    time.sleep(60)\n"
        "except (KeyboardInterrupt, AskedToEnd) as end:\n    print(type(end).__name__)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=30,
        check=True,
    )  # fmt: skip
    name = "KeyboardInterrupt" if number == signal.SIGINT else "AskedToEnd"
    assert done.stdout.split() == ["imported", name]


def test_no_compiler_is_asked_where_the_libraries_are(tmp_path: Path) -> None:
    compiler = tmp_path / "gcc"
    compiler.write_text(f"#!/bin/sh\ntouch {tmp_path / 'asked'}\nexit 1\n")
    compiler.chmod(0o755)
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    subprocess.run(
        [sys.executable, "-c", "import cardprint.render.engine"],
        env=environment, check=True, timeout=30,
    )  # fmt: skip
    assert not (tmp_path / "asked").exists()


def test_what_reads_the_output_is_released_at_once(project: Path) -> None:
    command = Command(project, *BUILD, pipe=True)
    command.work()
    command.process.terminate()
    start = time.monotonic()
    command.end()  # reads until nobody holds the pipe any more
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("group", [False, True])
def test_after_a_kill_no_process_stays_and_the_next_run_tidies_up(
    project: Path, *, group: bool
) -> None:
    command = Command(project, *BUILD)
    command.work()
    (os.killpg if group else os.kill)(command.process.pid, signal.SIGKILL)
    command.end()
    wait_for(lambda: not command.alive)
    assert len(command.left) == 1
    (command.temporary / "mine").write_text("")
    after = Command(project, *BUILD)
    assert after.end()[0] == 0
    assert after.left == ["mine"]


def test_a_run_leaves_the_files_of_another_one_alone(project: Path) -> None:
    first = Command(project, *BUILD)
    first.work()
    os.kill(first.process.pid, signal.SIGSTOP)
    assert Command(project, *ONE_JOB).end()[0] == 0
    assert len(first.left) == 1
    os.kill(first.process.pid, signal.SIGCONT)
    assert first.end()[0] == 0
    assert first.left == []


def test_a_worker_that_the_system_kills_is_told_of_by_what_it_made(project: Path) -> None:
    command = Command(project, *BUILD)
    command.work()
    (server,) = psutil.Process(command.process.pid).children()
    for worker in server.children():
        worker.kill()
    code, _, errors = command.end()
    assert code == 3
    assert "was stopped from outside (often the computer has too little memory" in errors
    assert "layouts/screen/" in errors
    assert "Traceback" not in errors
    assert not (project / "out").exists()
    assert command.left == []


def test_a_script_needs_no_guard_for_its_start(project: Path) -> None:
    script = project / "script.py"
    script.write_text("import cardprint\ncardprint.build(jobs=2)\n")
    done = subprocess.run([sys.executable, script], cwd=project, check=False, timeout=60)
    assert done.returncode == 0
    assert (project / "out" / "slapen-screen.pdf").exists()
