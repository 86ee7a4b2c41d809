"""Typefaces of a style: bundled families, and folders of a project with their licence."""

import shutil
from pathlib import Path

import pytest

from cardprint import InputError, Project
from cardprint.load.inputs import load_inputs
from cardprint.load.layout import Layout
from cardprint.verify.reading import read_pages
from conftest import ROOT, Run

LITERATA = ROOT / "fonts" / "literata"


@pytest.fixture
def own(project: Path) -> Path:
    """A folder with a typeface of the project: files as they are bought, and their licence."""
    folder = project / "fonts" / "huisletter"
    folder.mkdir(parents=True)
    for weight, name in (("400", "Huis-Gewoon.ttf"), ("700", "Huis-Vet.ttf")):
        shutil.copy(LITERATA / f"latin-{weight}.ttf", folder / name)
    (folder / "Licentie.txt").write_text("Dit mag.", "utf-8")
    return folder


def says(project: Path, fonts: str) -> None:
    (project / "cardprint.yaml").write_text(f"style:\n  fonts: {fonts}\n", "utf-8")


def loaded(project: Path) -> Layout:
    home = Project(project)
    return load_inputs(home, home.root / "toolkits" / "slapen", "screen")[1]


def fonts_of(file: Path, words: str) -> set[str]:
    """The fonts that some words are set in."""
    pages = read_pages(file.read_bytes())
    return {run.font.partition("+")[2] for page in pages for run in page.runs if words in run.text}


def test_a_family_is_found_by_its_own_name_and_by_that_of_its_folder(project: Path) -> None:
    says(project, "{text: Public Sans, heading: literata}")
    families = loaded(project).families
    assert families["text"][0] == "Public Sans"
    assert families["heading"][:1] == families["figures"][:1] == ("Literata",)


def test_what_a_typeface_of_headings_lacks_comes_from_that_of_the_text(project: Path) -> None:
    says(project, "{heading: literata}")
    families = loaded(project).families
    assert families["heading"][-len(families["text"]) :] == families["text"]


def test_a_folder_of_font_files_needs_no_style_sheet(
    own: Path, project: Path, cardprint: Run
) -> None:
    says(project, "{heading: huisletter}")
    assert own.name in loaded(project).families["heading"]
    made = cardprint("build", cwd=project)
    assert made.returncode == 0, made.stderr
    file = project / "out" / "slapen-screen.pdf"
    assert "huisletter-Bold" in fonts_of(file, "Op tijd opstaan")
    assert all("huisletter" not in font for font in fonts_of(file, "in het weekend"))


@pytest.mark.parametrize(
    ("lost", "message"),
    [
        ("Licentie.txt", "the font 'huisletter' has no licence"),
        ("Huis-Vet.ttf", "the font 'huisletter' has no bold letters"),
    ],
)
def test_a_typeface_without_licence_or_bold_letters_is_told(
    lost: str, message: str, own: Path, project: Path
) -> None:
    (own / lost).unlink()
    says(project, "{text: huisletter}")
    with pytest.raises(InputError) as caught:
        loaded(project)
    (problem,) = caught.value.problems
    assert str(problem.place) == "cardprint.yaml:2:17"
    assert str(problem.message) == message


def test_letters_of_another_script_do_not_come_from_a_typeface_for_text(project: Path) -> None:
    """Literata has that letter as well, but with serifs."""
    card = project / "toolkits" / "slapen" / "cards" / "ritme.yaml"
    text = card.read_text("utf-8")
    card.write_text(text.replace("Een vast ritme", "Bij Sōto helpt een vast ritme"), "utf-8")
    added = loaded(project).typefaces[1:]
    assert [face.families for face in added] == [("Noto Sans Latin",)]
