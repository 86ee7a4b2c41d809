"""Each folder of ``bad/`` is laid over the small project; ``expected.txt`` is what a user sees.

``pytest tests/test_bad_input.py --refresh`` writes the messages anew, to be read in the diff.
"""

import shutil
from pathlib import Path

import pytest

from conftest import TESTS, Run

CASES = sorted(folder for folder in (TESTS / "bad").iterdir() if folder.is_dir())


def test_there_are_cases() -> None:
    assert len(CASES) > 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_gets_its_message_and_leaves_the_old_pdf(
    case: Path, project: Path, cardprint: Run, request: pytest.FixtureRequest
) -> None:
    shutil.copytree(case, project, dirs_exist_ok=True, symlinks=True)
    command = case / "command.txt"
    words = command.read_text("utf-8").split() if command.exists() else ["check"]
    old = project / "out" / "slapen-screen.pdf"
    old.parent.mkdir()
    old.write_bytes(b"the old file")
    result = cardprint(*words, cwd=project)
    expected = case / "expected.txt"
    if request.config.getoption("--refresh"):
        expected.write_text(result.stderr, "utf-8")
    assert result.stderr == expected.read_text("utf-8")
    assert "Traceback" not in result.stderr
    assert result.returncode == 3
    assert sorted(path.name for path in old.parent.iterdir()) == ["slapen-screen.pdf"]
    assert old.read_bytes() == b"the old file"
