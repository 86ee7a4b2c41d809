"""Saves of several files: all or none, never over somebody else's, undone and done again."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cardprint.errors import InputError, WriteError
from cardprint.storage import edits as editing
from cardprint.storage.edits import Change, Edits, digest_of
from cardprint.storage.project import Project
from cardprint.storage.temporary import replace_file

A, B, C = "toolkits/t/a.yaml", "toolkits/t/b.yaml", "toolkits/t/images/c.png"
FILES = {A: b"a: 1\n", B: b"b: 1\n"}


@pytest.fixture
def edits(tmp_path: Path) -> Edits:
    for file, data in FILES.items():
        path = tmp_path / "project" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return Edits(Project(tmp_path / "project"), tmp_path / "saves")


def held(edits: Edits) -> dict[str, bytes | None]:
    """What the project holds; nothing half-written is among it."""
    root = edits.project.root
    found = [path for path in root.rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


BOTH = (Change(A, b"a: 1\n", b"a: 2\n"), Change(B, b"b: 1\n", None), Change(C, None, b"\x89PNG"))
AFTER = {A: b"a: 2\n", C: b"\x89PNG"}


def test_a_save_changes_makes_and_deletes_files_and_is_undone_and_done_again(edits: Edits) -> None:
    edits.save("twee", BOTH)
    assert held(edits) == AFTER
    assert edits.possible() == (True, False)
    assert edits.undo() == "twee"
    assert held(edits) == FILES
    assert edits.possible() == (False, True)
    assert edits.undo() is None
    assert edits.redo() == "twee"
    assert held(edits) == AFTER
    assert edits.redo() is None


def test_what_was_undone_is_forgotten_by_the_next_save(edits: Edits) -> None:
    edits.save("een", [Change(A, b"a: 1\n", b"a: 2\n")])
    edits.save("twee", [Change(A, b"a: 2\n", b"a: 3\n")])
    edits.undo()
    edits.save("drie", [Change(A, b"a: 2\n", b"a: 4\n")])
    assert edits.redo() is None
    assert [edits.undo(), edits.undo(), edits.undo()] == ["drie", "een", None]
    assert held(edits) == FILES


def test_nothing_is_written_over_what_someone_else_wrote(edits: Edits) -> None:
    (edits.project.root / B).write_bytes(b"b: other\n")
    with pytest.raises(InputError, match="changed by someone else meanwhile") as error:
        edits.save("twee", BOTH)
    assert [problem.place.file for problem in error.value.problems] == [B]
    assert held(edits) == {**FILES, B: b"b: other\n"}


def test_a_save_that_someone_wrote_over_is_not_undone(edits: Edits) -> None:
    edits.save("twee", BOTH)
    (edits.project.root / A).write_bytes(b"a: other\n")
    with pytest.raises(InputError, match="changed by someone else meanwhile"):
        edits.undo()
    assert held(edits) == {**AFTER, A: b"a: other\n"}


@pytest.mark.parametrize(
    "file", ["../outside.yaml", "cardprint.yaml", "toolkits/../../x", "toolkits/t/link/x.yaml"]
)
def test_nothing_outside_the_toolkits_is_written(edits: Edits, tmp_path: Path, file: str) -> None:
    (edits.project.root / "toolkits/t/link").symlink_to(tmp_path)
    with pytest.raises(InputError, match="outside the toolkit's folder"):
        edits.save("weg", [Change(file, None, b"x")])
    assert not (tmp_path / "x.yaml").exists()


def test_when_one_file_cannot_be_written_the_others_are_put_back(
    edits: Edits, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = replace_file

    def full(target: Path, data: bytes, *, lasting: bool) -> None:
        if target.name == "c.png":
            raise OSError(28, "No space left on device")
        real(target, data, lasting=lasting)

    monkeypatch.setattr(editing, "replace_file", full)
    with pytest.raises(WriteError, match="No space left"):
        edits.save("twee", BOTH)
    assert held(edits) == FILES
    assert edits.possible() == (False, False)


KILLED = """
import os, signal, sys
from pathlib import Path
from cardprint.storage import edits as editing
from cardprint.storage.edits import Change, Edits
from cardprint.storage.project import Project
real = editing.Edits._write
def write(self, file, data):
    if file.endswith("b.yaml"):
        os.kill(os.getpid(), signal.SIGKILL)
    real(self, file, data)
editing.Edits._write = write
edits = Edits(Project(Path(sys.argv[1])), Path(sys.argv[2]))
if sys.argv[3] == "undo":
    edits.undo()
else:
    edits.save("x", [Change("toolkits/t/a.yaml", b"a: 1\\n", b"a: 2\\n"),
                     Change("toolkits/t/b.yaml", b"b: 1\\n", b"b: 2\\n")])
"""


@pytest.mark.processes
@pytest.mark.parametrize("step", ["save", "undo"])
def test_a_program_that_is_killed_between_two_files_leaves_nothing_half_done(
    edits: Edits, step: str
) -> None:
    before = FILES
    if step == "undo":
        edits.save("x", [Change(B, b"b: 1\n", b"b: 0\n"), Change(A, b"a: 1\n", b"a: 2\n")])
        before = {A: b"a: 2\n", B: b"b: 0\n"}
    words = [sys.executable, "-c", KILLED, str(edits.project.root), str(edits.folder), step]
    assert subprocess.run(words, check=False).returncode == -signal.SIGKILL
    assert held(edits) != before
    edits.recover()
    assert held(edits) == before
    assert edits.possible() == (step == "undo", False)


def test_a_program_that_is_killed_at_the_very_end_of_an_undo_has_undone_it(edits: Edits) -> None:
    edits.save("twee", BOTH)
    done = edits.folder / "00000001.done"
    before = done.read_bytes()
    edits.undo()
    done.write_bytes(before)
    os.utime(done, ns=(1, 1))
    edits.recover()
    assert edits.possible() == (False, True)


def test_the_last_saves_are_kept_where_only_their_owner_can_read_them(
    edits: Edits, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert editing.MAX_SAVES == 100
    monkeypatch.setattr(editing, "MAX_SAVES", 5)
    for i in range(1, 9):
        edits.save(str(i), [Change(A, b"a: %d\n" % i, b"a: %d\n" % (i + 1))])
    kept = [path for path in edits.folder.iterdir() if path.suffix == ".done"]
    assert len(kept) == 5
    assert edits.folder.stat().st_mode & 0o077 == 0


def test_a_digest_tells_an_empty_file_from_one_that_is_not_there() -> None:
    assert digest_of(b"") != digest_of(None) == ""
