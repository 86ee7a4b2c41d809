"""What commands do with many files at once, and where they run."""

import shutil
from pathlib import Path

import pikepdf
import pytest

from conftest import MINI, Run


@pytest.fixture
def finished(project: Path, mini_pdf: bytes) -> Path:
    """A finished PDF in the project."""
    out = project / "out"
    out.mkdir()
    (out / "slapen-screen.pdf").write_bytes(mini_pdf)
    return out / "slapen-screen.pdf"


def edit(project: Path, file: str, old: str, new: str) -> None:
    path = project / "toolkits" / "slapen" / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def test_every_file_is_verified_also_after_a_bad_one(
    project: Path, finished: Path, cardprint: Run
) -> None:
    out = finished.parent
    (out / "a-text.pdf").write_text("no PDF", "utf-8")
    with pikepdf.new() as other:
        other.add_blank_page()
        other.save(out / "b-other.pdf")
        other.Root.Metadata = other.make_stream(b"\xff\xfe no packet")
        other.save(out / "c-packet.pdf")
    files = [f"out/{name}.pdf" for name in ("a-text", "b-other", "c-packet", "none", finished.stem)]
    done = cardprint("verify", *files, cwd=project)
    assert done.stdout.splitlines() == [
        *(f"{file}: 1 problem" for file in files[:4]),
        f"{files[4]}: 11 pages, no problems",
    ]
    assert done.returncode == 4  # the worst of them
    errors = done.stderr.splitlines()
    assert [line.partition(":")[0] for line in errors[:4]] == files[:4]
    assert errors[4:] == ["4 problems"]
    assert "which toolkit and layout" in errors[1]
    assert cardprint("verify", *files[3:], cwd=project).returncode == 3


def test_a_file_that_is_older_than_its_data_says_so(
    project: Path, finished: Path, cardprint: Run
) -> None:
    edit(project, "cards/rust.yaml", "Je hoofd wordt", "Je lijf wordt")
    same = cardprint("verify", finished, cwd=project)
    assert same.returncode == 4
    assert "it was made from version" not in same.stderr
    edit(project, "toolkit.yaml", "published: 2026-01-05", "published: 2026-02-05")
    older = cardprint("verify", finished, cwd=project)
    assert older.returncode == 4
    assert (
        "it was made from version 0.1 (2026-01-05); the data is now version 0.1 (2026-02-05) "
        "(build it again)"
    ) in older.stderr


def test_another_version_alone_is_told_by_what_the_file_says(
    project: Path, finished: Path, cardprint: Run
) -> None:
    shutil.copy(finished, project / "copy.pdf")
    assert cardprint("verify", "copy.pdf", cwd=project).returncode == 0
    assert cardprint("verify", "copy.pdf", cwd=MINI).returncode == 3
