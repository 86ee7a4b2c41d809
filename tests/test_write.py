"""The old file, or the whole new one."""

import errno
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cardprint import build
from cardprint.errors import WriteError
from cardprint.storage import temporary
from cardprint.storage.write import write

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such locks")


def test_the_file_is_replaced_and_readable_by_all(tmp_path: Path) -> None:
    target = tmp_path / "new" / "a.pdf"
    write(b"one", target, "a.pdf")
    write(b"two", target, "a.pdf")
    assert target.read_bytes() == b"two"
    umask = os.umask(0)
    os.umask(umask)
    assert target.stat().st_mode & 0o777 == 0o666 & ~umask


def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError, match=r"a\.pdf: cannot be written: No space left on device"):
        write(b"new", target, "a.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert target.read_bytes() == b"old"


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(WriteError, match="cannot be written"):
        write(b"new", tmp_path / "out" / "a.pdf", "out/a.pdf")


_WRITE = """
import os, signal, sys, time
from pathlib import Path
from cardprint.storage import temporary, write
replace = Path.replace
def instead(self, target):
    {instead}
Path.replace = instead
write.write(b"new", Path(sys.argv[1]), "a.pdf")
"""


def writing(target: Path, instead: str) -> "subprocess.Popen[bytes]":
    """A process that writes a file, and does something else just before it replaces the old one."""
    return subprocess.Popen([sys.executable, "-c", _WRITE.format(instead=instead), target])


def temporary_files(folder: Path) -> list[Path]:
    return list(folder.glob(".cardprint-*"))


@posix
def test_what_a_killed_process_left_is_deleted_by_the_next_one(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    writing(target, "os.kill(os.getpid(), signal.SIGKILL)").wait()
    assert target.read_bytes() == b"old"
    assert len(temporary_files(tmp_path)) == 1
    write(b"newer", tmp_path / "b.pdf", "b.pdf")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "b.pdf"]


@posix
def test_what_another_process_is_writing_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    go = tmp_path / "go"
    process = writing(
        target,
        f"\n    while not os.path.exists({str(go)!r}): time.sleep(0.01)\n    replace(self, target)",
    )
    while not (found := temporary_files(tmp_path)) or found[0].read_bytes() != b"new":
        assert process.poll() is None
        time.sleep(0.01)
    write(b"newer", tmp_path / "b.pdf", "b.pdf")
    assert temporary_files(tmp_path) == found
    go.touch()
    assert process.wait(60) == 0
    assert target.read_bytes() == b"new"
    assert temporary_files(tmp_path) == []


@posix
def test_only_files_and_folders_of_such_a_name_are_left_behind(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "letter").write_text("")
    (tmp_path / ".cardprint-abcd1234.part").symlink_to(precious)
    os.mkfifo(tmp_path / ".cardprint-abcd12_5.part")
    for name in (".cardprint-abcd1234", ".cardprint-Abcd1234.part", "x.cardprint-abcd1234.part"):
        (tmp_path / name).write_text("")
    before = sorted(tmp_path.rglob("*"))
    left = tmp_path / ".cardprint-abcd1236.part"
    (left / "below").mkdir(parents=True)
    (left / "below" / "file").write_text("")
    temporary.tidy(tmp_path)
    assert sorted(tmp_path.rglob("*")) == before


def test_tidying_a_folder_that_is_not_there_is_no_problem(tmp_path: Path) -> None:
    temporary.tidy(tmp_path / "none")
    (tmp_path / "file").write_text("")
    temporary.tidy(tmp_path / "file")


def test_what_is_taken_away_before_it_is_locked_is_made_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = temporary._lock
    taken: list[Path] = []

    def too_late(path: Path, *, wait: bool) -> int | None:
        if not taken:
            taken.append(path)
            path.unlink()
        return lock(path, wait=wait)

    monkeypatch.setattr(temporary, "_lock", too_late)
    write(b"new", tmp_path / "a.pdf", "a.pdf")
    assert taken
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_many_writers_and_tidiers_at_once_do_no_harm(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for done in [
            pool.submit(write, bytes([n]) * 10_000, tmp_path / f"{n % 4}.pdf", "")
            for n in range(200)
        ]:
            done.result()
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{n}.pdf" for n in range(4)]
    assert all(len(set(path.read_bytes())) == 1 for path in tmp_path.iterdir())


@posix
def test_a_file_system_without_locks_is_no_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(_handle: int, _how: int) -> None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))

    monkeypatch.setattr("fcntl.flock", no_locks)
    (tmp_path / ".cardprint-abcd1234.part").write_text("")  # perhaps of another process
    write(b"new", tmp_path / "a.pdf", "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == b"new"
    assert len(temporary_files(tmp_path)) == 1


@pytest.mark.processes
def test_without_a_folder_for_temporary_files_there_is_a_message(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    temporary.delete_own_folder()
    monkeypatch.setattr(tempfile, "gettempdir", none)
    for jobs in (1, 2):
        with pytest.raises(
            WriteError, match=r"temporary files cannot be written: No usable .*TMPDIR"
        ):
            build(project, jobs=jobs)
    assert not (project / "out").exists()


@posix
def test_a_forked_process_leaves_the_folder_of_its_parent_alone() -> None:
    own = temporary.own_folder()
    script = f"""
import os, sys, tempfile
tempfile.tempdir = {str(own)!r}
from cardprint.storage.temporary import own_folder
mine = own_folder()
if os.fork() == 0:
    assert own_folder() != mine
    sys.exit()
os.wait()
assert mine.is_dir()
assert len(os.listdir(tempfile.tempdir)) == 1
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
    assert list(own.iterdir()) == []
    temporary.delete_own_folder()
    assert not own.exists()
    assert temporary.own_folder() != own
