"""Chosen options side by side: the comparison, the form, and what must not be kept."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from cardprint import InputError, handout
from conftest import Run

WHOM = "Willemijn van der Zonnebloem"


@pytest.fixture
def options(project: Path) -> list[str]:
    text = (project / "toolkits" / "slapen" / "cards" / "rust.yaml").read_text("utf-8")
    first = text.partition("options:\n  - id: ")[2].split()[0]
    return ["ritme/opstaan", f"rust/{first}", "ritme/licht"]


def words(file: Path) -> str:
    document = pypdfium2.PdfDocument(file)
    found = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(found.split())


def test_options_of_two_cards_stand_in_one_grid(project: Path, options: list[str]) -> None:
    print_, form = handout(project, "slapen", options, title="Wat past bij mij?", whom=WHOM)
    assert (print_.form, form.form) == (False, True)
    assert print_.pages == form.pages == 1
    file = project / "out" / "slapen-handout.pdf"
    text = words(file)
    for expected in (
        "Wat past bij mij?", WHOM, "Op tijd opstaan", "Licht in de ochtend (lichttherapie)",
        "Waar kan ik last van krijgen?", "Datum", "Wat spreekt mij aan?", "Mijn vragen",
        "Wat we hebben afgesproken", "example.org/licht", "versie 0.1",
    ):  # fmt: skip
        assert expected in text
    with pikepdf.open(file) as pdf:
        assert "/AcroForm" not in pdf.Root


def test_the_form_has_fields_with_names_and_descriptions_in_reading_order(
    project: Path, options: list[str]
) -> None:
    handout(project, "slapen", options, whom=WHOM)
    with pikepdf.open(project / "out" / "slapen-handout-form.pdf") as pdf:
        fields = [(str(field.T), str(field.TU), str(field.V)) for field in pdf.Root.AcroForm.Fields]
        assert str(pdf.pages[0].obj.Tabs) == "/S"
    assert [name for name, _, _ in fields] == [
        "whom", "date", "speaks-1", "speaks-2", "speaks-3", "questions", "agreed",
    ]  # fmt: skip
    assert fields[0] == ("whom", "Voor", WHOM)
    assert fields[2][1] == "Wat spreekt mij aan in Op tijd opstaan?"


def test_notes_are_a_page_of_their_own(project: Path, options: list[str]) -> None:
    print_, form = handout(project, "slapen", options, notes=True)
    assert print_.pages == form.pages == 2
    assert "Wat betekent dat in mijn situatie?" in words(project / "out" / "slapen-handout.pdf")


def test_a_handout_is_not_compared_with_the_whole_toolkit(
    project: Path, options: list[str], cardprint: Run
) -> None:
    handout(project, "slapen", options)
    result = cardprint("verify", "out/slapen-handout.pdf", cwd=project)
    assert result.returncode == 0, result.stderr
    assert "a handout, verified when it was made" in result.stdout


@pytest.mark.parametrize("layout", ["grid-a3", "large-print", "option-sheets", "grid-a4+mono"])
def test_a_handout_is_made_in_any_layout_that_has_one(
    layout: str, project: Path, options: list[str]
) -> None:
    assert len(handout(project, "slapen", options[:2], layout=layout)) == 2


def test_for_a_press_there_is_no_form(project: Path, options: list[str]) -> None:
    (only,) = handout(project, "slapen", options, layout="grid-a4+press")
    assert not only.form


def test_who_it_is_for_is_printed_and_kept_nowhere(
    project: Path, options: list[str], cardprint: Run, tmp_path: Path
) -> None:
    chosen = [each for name in options for each in ("--option", name)]
    result = cardprint("handout", "slapen", *chosen, "--for", WHOM, "--title", WHOM, cwd=project)
    assert result.returncode == 0, result.stderr
    assert "Willemijn" not in result.stdout + result.stderr
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in written if "illemijn" in str(path)]
    assert not [path for path in written if b"illemijn" in path.read_bytes()]
    for name in ("slapen-handout.pdf", "slapen-handout-form.pdf"):
        with pikepdf.open(BytesIO((project / "out" / name).read_bytes())) as pdf:
            about = repr(dict(pdf.trailer.Info)) + pdf.Root.Metadata.read_bytes().decode()
            assert "illemijn" not in about
            with pdf.open_outline() as outline:
                assert [item.title for item in outline.root] == ["Gekozen onderdelen naast elkaar"]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["ritme/opstaan"], "1 option to put side by side"),
        ([], "0 options to put side by side"),
        (["ritme/opstaan", "ritme/opstaan"], "the option is named twice"),
        (["ritme/opstaan", "ritme/lich"], "did you mean 'ritme/licht'"),
        (["ritme/opstaan", "licht"], "write 'ritme/licht'"),
    ],
)
def test_a_choice_that_cannot_be_made_is_refused(
    names: list[str], message: str, project: Path
) -> None:
    with pytest.raises(InputError, match=message):
        handout(project, "slapen", names)
    assert not (project / "out").exists()


def test_more_than_fits_names_the_cells(project: Path, options: list[str]) -> None:
    for name in ("ritme", "rust"):
        file = project / "toolkits" / "slapen" / "cards" / f"{name}.yaml"
        text = file.read_text("utf-8")
        for key in ("inhoud: ", "helpen: ", "last: "):
            text = text.replace(f"{key}J", f"{key}{'Een zin die lang en rustig is. ' * 19}J")
        file.write_text(text, "utf-8")
    settings = project / "toolkits" / "slapen" / "toolkit.yaml"
    with settings.open("a", encoding="utf-8") as end:
        end.write("layouts:\n  grid-a4: {minimum: 12pt}\n")
    with pytest.raises(InputError, match="words too long for one A4 at 12 pt") as caught:
        handout(project, "slapen", [*options, "rust/schrijven"])
    files = {Path(problem.place.file).name for problem in caught.value.problems}
    assert files <= {"ritme.yaml", "rust.yaml"}
    assert all(problem.place.line > 0 for problem in caught.value.problems)
    assert not (project / "out").exists()


@pytest.mark.parametrize(
    ("label", "message"),
    [
        ('handout_intro: "Uit {titel}, {version}"', "write {title}, {version} in it, each once"),
        ('handout_intro: "Uit {title} {"', "write {title}, {version} in it, each once"),
        ('not_applicable: "Niet: {reason.__class__}"', "write {reason} in it once"),
        ('handout: "Gekozen {title}"', "nothing is filled in here"),
    ],
)
@pytest.mark.parametrize("file", ["locales/nl.yaml", "layouts/own/labels.nl.yaml"])
def test_a_label_with_a_wrong_blank_is_told_at_its_place(
    file: str, label: str, message: str, project: Path, options: list[str]
) -> None:
    place = project / file
    place.parent.mkdir(parents=True)
    in_locale = file.startswith("locales")
    place.write_text(f"base: nl\nlabels:\n  {label}\n" if in_locale else f"{label}\n", "utf-8")
    if not in_locale:
        place.with_name("layout.yaml").write_text(
            "base: grid-a4\ndescription: Eigen\n", encoding="utf-8"
        )
    with pytest.raises(InputError) as caught:
        handout(project, "slapen", options, layout="grid-a4" if in_locale else "own", jobs=1)
    (problem,) = caught.value.problems
    assert (problem.place.file, problem.place.line) == (file, 3 if in_locale else 1)
    assert message in problem.message


def test_braces_in_the_title_of_a_toolkit_stay(project: Path, options: list[str]) -> None:
    settings = project / "toolkits" / "slapen" / "toolkit.yaml"
    text = settings.read_text("utf-8").replace("over slapen", "over {version} slapen {", 1)
    settings.write_text(text, "utf-8")
    handout(project, "slapen", options)
    assert "over {version} slapen {, versie 0.1" in words(project / "out" / "slapen-handout.pdf")


def test_a_layout_without_a_handout_is_refused(project: Path) -> None:
    with pytest.raises(InputError, match="no sheet for a handout"):
        handout(project, "slapen", ["ritme/opstaan", "ritme/licht"], layout="screen")


@pytest.mark.parametrize("layout", ["grid-a4+press", "option-sheets+press", "large-print+press"])
def test_a_name_without_room_in_print_is_told_before_anything_is_written(
    layout: str, project: Path, options: list[str]
) -> None:
    made = handout(project, "slapen", options[:2], layout=layout, whom=WHOM)
    assert [each.form for each in made] == [False]
    out = project / "elders"
    with pytest.raises(InputError, match="the field 'Voor' has no room for what is filled in"):
        handout(project, "slapen", options[:2], layout=layout, whom="Willemijn " * 9, out=out)
    assert not out.exists()
