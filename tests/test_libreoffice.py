"""Another real program opens, changes and saves the files; the import finds exactly the changes."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cardprint.exchange.comparing import Comparison, compared
from cardprint.exchange.excel_grid import slot_of
from cardprint.exchange.excel_read import read_excel
from cardprint.exchange.excel_write import excel_workbook
from cardprint.exchange.fields import Field, fields_of
from cardprint.exchange.package import opened
from cardprint.exchange.returned import Returned
from cardprint.exchange.word_read import read_word
from cardprint.exchange.word_write import word_document
from cardprint.load.toolkit import Toolkit
from cardprint.storage.project import Project
from conftest import ROOT, TESTS
from exchanged import field_at, loaded, make_project

PYTHON = "/usr/bin/python3"
"""The one that the package python3-uno belongs to."""
OURS = sorted(Project(ROOT).toolkits())


def has_libreoffice() -> bool:
    return bool(shutil.which("soffice") and Path(PYTHON).is_file()) and (
        subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode
        == 0
    )


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Toolkit:
    return loaded(make_project(tmp_path_factory.mktemp("exchange") / "project"))


def answer(toolkit: Toolkit, question: str, option: str = "schrijven") -> Field:
    return field_at(toolkit, "card/rust", "options", option, "answers", question)


IN_WORD: list[list[str]] = [
    ["write", "een kwartier lang", "een half uur"],
    ["bold", "gevoelens"],
    ["add paragraph", "Eerst dit.", "Daarna dat."],
    ["write", "Zo gebruik je deze toolkit", "Zo gebruik je de gids"],
]
IN_EXCEL: list[list[str]] = [
    ["set cell", "2 Rust", "E13", "=1+1 is geen som"],
    ["bold in cell", "2 Rust", "E14", "papier"],
]


def jobs_in(folder: Path, toolkit: Toolkit) -> list[dict[str, Any]]:
    """The files to open: ours to leave alone, and the small one to change."""
    files: dict[str, tuple[bytes, list[list[str]]]] = {}
    for slug in OURS[:1]:
        ours = loaded(ROOT, slug)
        files[f"{slug}.docx"] = word_document(ours, fields_of(ours)), []
    fields = fields_of(toolkit)
    files["same.docx"] = word_document(toolkit, fields), []
    files["changed.docx"] = word_document(toolkit, fields), IN_WORD
    files["same.xlsx"] = excel_workbook(toolkit, fields), []
    files["changed.xlsx"] = excel_workbook(toolkit, fields), IN_EXCEL
    found = []
    for name, (data, changes) in files.items():
        (folder / name).write_bytes(data)
        copy = folder / "saved" / name
        found.append({"file": str(folder / name), "copy": str(copy), "changes": changes})
    return found


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory, toolkit: Toolkit) -> Mapping[str, Path]:
    """The files as LibreOffice saves them; it starts once for all of them."""
    if not has_libreoffice():
        stop = pytest.fail if "CI" in os.environ else pytest.skip
        stop("LibreOffice is missing: make readers")
    folder = tmp_path_factory.mktemp("office")
    jobs = jobs_in(folder, toolkit)
    (folder / "saved").mkdir()
    (folder / "jobs.json").write_text(json.dumps(jobs), "utf-8")
    done = subprocess.run(
        [PYTHON, str(TESTS / "libreoffice.py"), str(folder / "jobs.json")],
        capture_output=True, text=True, timeout=90, check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return {Path(job["file"]).name: Path(job["copy"]) for job in jobs}


def read(file: Path, toolkit: Toolkit) -> tuple[Returned, Comparison]:
    package = opened(file, file.name)
    returned = read_word(package) if file.suffix == ".docx" else read_excel(package)
    return returned, compared(returned, toolkit, file.name)


@pytest.mark.parametrize("name", ["same.docx", "same.xlsx"])
def test_a_file_that_was_only_opened_and_saved_changes_nothing(
    name: str, saved: Mapping[str, Path], toolkit: Toolkit
) -> None:
    returned, comparison = read(saved[name], toolkit)
    assert {each.key for each in returned.found} == {each.key for each in fields_of(toolkit)}
    assert comparison == Comparison()


def test_a_whole_toolkit_of_ours_comes_back_as_it_was(saved: Mapping[str, Path]) -> None:
    slug = OURS[0]
    assert read(saved[f"{slug}.docx"], loaded(ROOT, slug))[1] == Comparison()


def test_what_was_changed_in_writer_is_found_and_nothing_else(
    saved: Mapping[str, Path], toolkit: Toolkit
) -> None:
    comparison = read(saved["changed.docx"], toolkit)[1]
    text = field_at(toolkit, "page/gids", "sections", 1, "text")
    title = field_at(toolkit, "page/gids", "title")
    assert {change.field.key: change.new for change in comparison.changes} == {
        answer(toolkit, "inhoud").key: answer(toolkit, "inhoud").text.replace(
            "een kwartier lang", "een half uur"
        ),
        answer(toolkit, "last").key: answer(toolkit, "last").text.replace(
            "gevoelens", "**gevoelens**"
        ),
        text.key: text.text.replace("Eerst dit.", "Eerst dit.\n\nDaarna dat."),
        title.key: "Zo gebruik je de gids",
    }
    assert (comparison.problems, comparison.notes, comparison.conflicts) == ([], [], [])


def test_what_was_changed_in_calc_is_found_and_nothing_else(
    saved: Mapping[str, Path], toolkit: Toolkit
) -> None:
    names = [field.key for field in fields_of(toolkit)]
    slots = [slot_of(each.part, each.address).name for each in fields_of(toolkit)]
    assert len(names) == len(slots)
    comparison = read(saved["changed.xlsx"], toolkit)[1]
    assert {change.field.key: change.new for change in comparison.changes} == {
        answer(toolkit, "inhoud").key: "=1+1 is geen som",
        answer(toolkit, "helpen").key: answer(toolkit, "helpen").text.replace(
            "papier", "**papier**"
        ),
    }
    assert (comparison.problems, comparison.notes, comparison.conflicts) == ([], [], [])
