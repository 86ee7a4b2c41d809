"""Remarks are told apart from problems, and summed up."""

from dataclasses import replace
from pathlib import Path

import pytest

from cardprint import Cache, build
from cardprint.command.remarks import remarks_on
from cardprint.errors import Place, Problem
from cardprint.messages.catalogue import tell
from cardprint.pipeline import many
from cardprint.pipeline.outcome import BuildReport
from conftest import MINI, Run

LONG = Problem(Place("a.yaml", 3, 5), tell("the file is empty"), tell("write its text"))
COARSE = Problem(Place("b.yaml", 1, 1), tell("the file is empty"))


@pytest.fixture
def reports(mini_pdf: bytes, mini_cache: Cache, tmp_path: Path) -> list[BuildReport]:
    """Two reports of a build, with two remarks and one."""
    assert mini_pdf
    (report,) = build(MINI, out=tmp_path, jobs=1, cache=mini_cache)
    return [replace(report, too_long=(LONG, LONG)), replace(report, coarse=(COARSE,))]


def test_remarks_are_marked_and_summed_up(reports: list[BuildReport]) -> None:
    assert [*remarks_on(reports)] == [
        "a.yaml:3:5: remark: the file is empty (write its text)",
        "a.yaml:3:5: remark: the file is empty (write its text)",
        "b.yaml:1:1: remark: the file is empty",
        "3 remarks (2 answers too long, 1 picture too coarse); the PDFs were made",
    ]
    (_, last) = remarks_on(reports[1:])
    assert last == "1 remark (1 picture too coarse); the PDFs were made"
    assert [*remarks_on([])] == []


def test_a_build_tells_its_remarks_last_and_a_quiet_one_tells_none(
    reports: list[BuildReport], cardprint: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "build", lambda *_, **__: reports)
    told = cardprint("--lang", "nl", "build")
    assert told.stderr.splitlines()[0].startswith("a.yaml:3:5: opmerking: ")
    last = "3 opmerkingen (2 antwoorden te lang, 1 afbeelding te grof); de PDF's zijn wel gemaakt"
    assert told.stderr.splitlines()[3:] == [last]
    assert len(told.stdout.splitlines()) == 2
    quiet = cardprint("build", "--quiet")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")


def test_a_folder_among_the_toolkits_that_is_none_is_named(project: Path, cardprint: Run) -> None:
    for name in ("gedeeld", ".git", "__MACOSX"):
        (project / "toolkits" / name).mkdir()
        (project / "toolkits" / name / "logo.png").write_bytes(b"")
    told = cardprint("check", "--today", "2026-02-01", cwd=project)
    assert told.returncode == 0
    assert told.stdout == "slapen: 2 cards, 4 options, no problems\n"
    assert told.stderr == (
        "toolkits/gedeeld: remark: this folder is no toolkit, because it has no toolkit.yaml (move "
        "it to another place, or begin a toolkit with: cardprint new toolkit NAME)\n"
    )
    assert cardprint("check", "slapen", "--today", "2026-02-01", cwd=project).stderr == ""
