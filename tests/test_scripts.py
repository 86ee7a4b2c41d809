"""Other scripts and the other direction: small toolkits build, are verified, and lose no word."""

import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Pdf

from cardprint import Cache, InputError, OutputError, Project, build, verify_file
from cardprint.load.inputs import load_inputs
from cardprint.text.prose import letters
from cardprint.verify.direction import read_back
from conftest import TESTS
from mutations import lines

LANGUAGES = TESTS / "languages"
SCRIPTS = ("ar", "he", "el", "uk", "tr", "pl", "cs")


def copied(language: str, tmp_path: Path) -> Path:
    return Path(shutil.copytree(LANGUAGES / language, tmp_path / language))


def fonts_of(pdf: bytes) -> set[str]:
    with pikepdf.open(BytesIO(pdf)) as file:
        return {
            str(font.BaseFont).partition("+")[2] or str(font.BaseFont)
            for page in file.pages
            for font in page.Resources.get("/Font", {}).values()
        }


@pytest.mark.parametrize("language", SCRIPTS)
def test_a_toolkit_in_another_script_builds_and_is_verified(
    language: str, tmp_path: Path, mini_cache: Cache
) -> None:
    project = copied(language, tmp_path)
    (report,) = build(project, layouts=["screen"], jobs=1, cache=mini_cache)
    with pikepdf.open(project / report.file) as file:
        assert str(file.Root.Lang) == language
        direction = file.Root.ViewerPreferences.get("/Direction")
    assert (direction == "/R2L") == (language in ("ar", "he"))


def test_a_font_of_another_script_comes_only_where_it_is_needed(
    tmp_path: Path, mini_cache: Cache, mini_pdf: bytes
) -> None:
    project = copied("he", tmp_path)
    (report,) = build(project, layouts=["screen"], jobs=1, cache=mini_cache)
    hebrew = fonts_of((project / report.file).read_bytes())
    assert any("Hebrew" in name for name in hebrew)
    assert not any("Hebrew" in name for name in fonts_of(mini_pdf))


@pytest.mark.parametrize("language", ["ar", "he"])
def test_a_lost_word_is_noticed_from_right_to_left(
    language: str, tmp_path: Path, mini_cache: Cache
) -> None:
    project = copied(language, tmp_path)
    (report,) = build(project, layouts=["screen"], jobs=1, cache=mini_cache)
    card = next(project.rglob("cards/*.yaml"))
    lines = card.read_text("utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("intro:"))
    first, *words = lines[at].split()
    lines[at] = " ".join([first, words[-1], *words])  # one word more than is on the page
    card.write_text("\n".join(lines) + "\n", "utf-8")
    with pytest.raises(OutputError, match="the text is not whole"):
        verify_file(project / report.file, Project(project))


def changed(file: Path, change: Callable[[Pdf], None]) -> Path:
    with Pdf.open(file, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(file)
    return file


@pytest.mark.parametrize("language", ["ar", "he"])
def test_a_running_head_that_one_page_lacks_is_noticed_from_right_to_left(
    language: str, tmp_path: Path, mini_cache: Cache
) -> None:
    project = copied(language, tmp_path)
    (report,) = build(project, layouts=["grid-a4"], jobs=1, cache=mini_cache)
    (folder,) = Project(project).toolkits().values()
    title = load_inputs(Project(project), folder, "grid-a4")[0].info.title

    def lose_head(pdf: Pdf) -> None:
        heads = [line for line in lines(pdf) if letters(title) in letters(read_back(line.text))]
        last = [line for line in heads if line.stream.objgen == pdf.pages[-1].Contents.objgen]
        last[-1].write([])

    changed(project / report.file, lose_head)
    with pytest.raises(OutputError, match=f"'{title}.*' is missing, or not whole"):
        verify_file(project / report.file, Project(project))


@pytest.mark.parametrize("language", ["ar", "he"])
def test_a_hyphen_that_is_read_as_one_of_a_line_break_is_noticed_from_right_to_left(
    language: str, tmp_path: Path, mini_cache: Cache
) -> None:
    project = copied(language, tmp_path)
    card = next(project.rglob("cards/*.yaml"))
    text = card.read_text("utf-8")
    card.write_text(text.replace("      what: ", "      what: CBT-I. ", 1), "utf-8")
    (report,) = build(project, layouts=["grid-a4"], jobs=1, cache=mini_cache)

    def tell_it_wrong(pdf: Pdf) -> None:
        for font in (each for each in pdf.objects if isinstance(each, Dictionary)):
            if "/ToUnicode" in font:
                table = font.ToUnicode.read_bytes()
                font.ToUnicode.write(table.replace(b"> <002d>", b"> <00ad>"))

    changed(project / report.file, tell_it_wrong)
    with pytest.raises(OutputError, match="is read with a hyphen too many or too few"):
        verify_file(project / report.file, Project(project))


def test_letters_that_no_font_has_are_named_with_their_script(project: Path) -> None:
    card = project / "toolkits" / "slapen" / "cards" / "ritme.yaml"
    card.write_text(card.read_text("utf-8").replace("Een vast ritme", "毎日 ritme"), "utf-8")
    with pytest.raises(InputError, match=r"ritme\.yaml:5:8: the fonts have no '毎'"):
        build(project, jobs=1)
