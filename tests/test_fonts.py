"""Fonts of strangers: files under any name, and files that are no fonts."""

import os
import shutil
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from cardprint import InputError, Project
from cardprint.errors import Place
from cardprint.load.inputs import load_inputs
from cardprint.load.layout import Layout
from cardprint.text.fonts import missing_characters, text_width, wrap
from conftest import ROOT

BUNDLED = ROOT / "fonts" / "atkinson-hyperlegible-next"
LATIN = BUNDLED / "latin-400.ttf"


@pytest.fixture
def own(project: Path) -> Path:
    """The folder of a font of the project's own, used by a layout of its own."""
    folder = project / "fonts" / "eigen"
    folder.mkdir(parents=True)
    layout = project / "layouts" / "eigen" / "layout.yaml"
    layout.parent.mkdir(parents=True)
    layout.write_text("base: screen\nfonts: [eigen]\n", "utf-8")
    (layout.parent / "style.css").touch()
    return folder


def loaded(folder: Path, written: str) -> Layout:
    face = f'@font-face {{ font-family: "Eigen"; src: {written} }}\n'
    (folder / "font.css").write_text(face, "utf-8")
    project = Project(folder.parents[1])
    return load_inputs(project, project.root / "toolkits" / "slapen", "eigen")[1]


@pytest.mark.parametrize(
    "written",
    [
        'url("Mijn letter (1) é.ttf")',
        "url('Mijn letter (1) é.ttf')",
        "url( Mijn%20letter%20%281%29%20e%CC%81.ttf )",
    ],
)
def test_a_font_file_is_found_under_any_name(written: str, own: Path) -> None:
    file = own / "Mijn letter (1) é.ttf"
    shutil.copy(LATIN, file)
    assert loaded(own, written).font_files == (file,)


DAMAGED: dict[str, bytes] = {
    "nothing": b"",
    "a web page": b"<!doctype html><p>404</p>",
    "a part": LATIN.read_bytes()[:2000],
    "a head": LATIN.read_bytes()[:12],
    "packed": b"wOF2" + LATIN.read_bytes()[4:],
    "noughts": LATIN.read_bytes()[:12] + bytes(5000),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_file_that_is_no_font_is_told(name: str, own: Path) -> None:
    (own / "letter.ttf").write_bytes(DAMAGED[name])
    with pytest.raises(InputError) as caught:
        loaded(own, "url(letter.ttf)")
    (problem,) = caught.value.problems
    assert problem.place == Place("fonts/eigen/font.css")
    assert problem.message == "'letter.ttf' is not a font that can be read"


@pytest.mark.parametrize("missing", ["cmap", "hmtx", "head"])
def test_a_font_without_one_of_its_tables_is_no_font(missing: str, own: Path) -> None:
    with TTFont(LATIN) as font:
        del font[missing]
        font.save(own / "letter.ttf")
    with pytest.raises(InputError, match="not a font that can be read"):
        loaded(own, "url(letter.ttf)")


def test_a_font_file_that_is_not_there_is_told(own: Path) -> None:
    os.mkfifo(own / "pijp.ttf")
    with pytest.raises(InputError) as caught:
        loaded(own, "url(pijp.ttf), url(weg.ttf)")
    assert [str(problem) for problem in caught.value.problems] == [
        "fonts/eigen/font.css: font file 'pijp.ttf' not found",
        "fonts/eigen/font.css: font file 'weg.ttf' not found",
    ]


def test_a_pipe_and_a_folder_among_the_drawings_of_a_layout_are_passed_over(own: Path) -> None:
    folder = own.parents[1] / "layouts" / "eigen"
    os.mkfifo(folder / "pijp.svg")
    (folder / "map.svg").mkdir()
    shutil.copy(LATIN, own / "letter.ttf")
    names = [file.path.name for file in loaded(own, "url(letter.ttf)").files]
    assert "left.svg" in names
    assert not {"pijp.svg", "map.svg"} & {*names}


def test_characters_that_no_file_has_are_named_once() -> None:
    assert missing_characters("aé€\n月b月🌙", [LATIN]) == ["月", "🌙"]


def test_lines_are_broken_between_words_and_no_wider_than_they_may() -> None:
    words = "Je krijgt hulp die bij je past"
    lines = wrap(words, 60, 10, [LATIN])
    assert " ".join(lines) == words
    assert all(text_width(line, 10, [LATIN]) <= 60 for line in lines)
    assert wrap("onvoorstelbaarheden", 10, 10, [LATIN]) == ["onvoorstelbaarheden"]
