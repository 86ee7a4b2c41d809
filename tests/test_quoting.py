"""A message quotes its line, with a caret under its place, whatever the line is made of."""

import json
from pathlib import Path

import pytest

from cardprint import Project
from cardprint.command.quoting import columns, quotation, with_quotations
from cardprint.errors import Place, Problem
from cardprint.messages.catalogue import tell
from conftest import Run

LINES = {
    "plain": (
        "title: Slaap", 8,
        "    3 | title: Slaap",
        "      |        ^",
    ),
    "the first letter": ("id: x", 1, "    3 | id: x", "      | ^"),
    "after the last letter": ("intro: ", 7, "    3 | intro:", "      |       ^"),
    "after tabs": ("\t\ta\tb", 5, "    3 |         a    b", "      |              ^"),
    "after wide letters": ("題名: 眠り", 5, "    3 | 題名: 眠り", "      |       ^"),
    "a loose accent": ("cafe\u0301: x", 8, "    3 | cafe\u0301: x", "      |       ^"),
    "a sign that would act": (
        "a\x1b[2J: b",
        8,
        "    3 | a\\u001b[2J: b",
        "      |             ^",
    ),
    "a command for GitHub": (
        "##[error] x",
        11,
        "    3 | #\\u0023[error] x",
        "      |                ^",
    ),
    "half a command": ("##[error] x", 3, "    3 | #\\u0023[error] x", "      |   ^"),
    "before Hebrew": ("title: שינה", 1, "    3 | title: שינה", "      | ^"),
    "Hebrew": ("title: שינה טובה", 8, "    3 | title:", "      | ^ שינה טובה"),
    "in Arabic": ("title: نوم أفضل x", 12, "    3 | title: نوم", "      | ^ أفضل x"),
    "after Arabic": ("{title: نوم, a: b}", 14, "    3 | {title: نوم,", "      | ^ a: b}"),
}  # fmt: skip


@pytest.mark.parametrize("case", LINES)
def test_the_caret_is_under_its_place(case: str) -> None:
    line, column, *rows = LINES[case]
    assert [*quotation(3, column, line, 100)] == rows


@pytest.mark.parametrize("column", [1, 20, 500, 981, 1000, 1001])
@pytest.mark.parametrize("letter", ["a", "眠"])
def test_a_long_line_is_cut_around_its_place(column: int, letter: str) -> None:
    line = letter * (column - 1) + "@" + letter * (1000 - column)
    first, caret = quotation(123, column, line, 60)
    assert columns(first) <= 60
    assert columns(caret) <= 60
    before, at, after = first.partition("@")
    assert at
    assert columns(caret) == columns(before) + 1
    assert before.startswith("  123 | ..." if column > 30 else "  123 | ")
    assert after.endswith("..." if column < 970 else ("", letter))


@pytest.mark.parametrize("column", [8, 400, 799])
def test_a_long_line_from_right_to_left_is_cut_around_its_place(column: int) -> None:
    line = f"title: {'שינה ' * 160}"
    for row in quotation(3, column, line, 60):
        assert columns(row) <= 60
        assert len(row) > 10 or column == 8


def test_a_line_that_cannot_be_read_is_not_quoted(project: Path) -> None:
    (project / "toolkits" / "x.yaml").write_bytes(b"\xff\xfe")
    (project.parent / "secret.yaml").write_text("secret: 1\n", "utf-8")
    places = [
        Place("toolkits/slapen/toolkit.yaml", 999, 1),
        Place("toolkits/slapen/toolkit.yaml"),
        Place("toolkits/x.yaml", 1, 1),
        Place("toolkits", 1, 1),
        Place("../secret.yaml", 1, 1),
        Place(str(project.parent / "secret.yaml"), 1, 1),
        Place("none.yaml", 1, 1),
    ]
    problems = [Problem(place, tell("the file is empty")) for place in places]
    told = [*with_quotations(problems, Project(project), 100)]
    assert told == [str(problem) for problem in problems]


def test_a_line_of_a_built_in_file_is_quoted(project: Path) -> None:
    problem = Problem(Place("layouts/screen/layout.yaml", 1, 3), tell("the file is empty"))
    _, line, caret = with_quotations([problem], Project(project), 100)
    assert line.startswith("    1 | # yaml-language-server: ")
    assert caret == "      |   ^"


def test_formats_for_programs_have_no_quotations(project: Path, cardprint: Run) -> None:
    card = project / "toolkits" / "slapen" / "cards" / "ritme.yaml"
    card.write_text(card.read_text("utf-8").replace("intro:", "inleiding:"), "utf-8")
    first = "toolkits/slapen/cards/ritme.yaml:2:1: 'intro' is missing"
    told = cardprint("check", cwd=project)
    assert told.stderr.splitlines()[:3] == [first, "    2 | id: ritme", "      | ^"]
    assert told.stdout == ""
    for name in ("json", "github"):
        done = cardprint("check", "--format", name, cwd=project)
        assert done.stderr.splitlines()[0] == first
        assert " | " not in done.stderr + done.stdout
        lines = done.stdout.splitlines() if name == "github" else json.loads(done.stdout)
        assert len(lines) == (2 if name == "github" else 1)
