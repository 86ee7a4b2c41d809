"""Layouts: chosen, laid over each other, with settings of a toolkit, listed and copied."""

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from cardprint import Cache, InputError, Project, build
from cardprint.compose.sheets import compose
from cardprint.load.inputs import load_inputs
from cardprint.model.layout import points
from cardprint.render.engine import render
from cardprint.verify.reading import read_pages
from conftest import MINI, Run
from shapes import Shape, write_project


def settings(project: Path, text: str) -> None:
    with (project / "toolkits" / "slapen" / "toolkit.yaml").open("a", encoding="utf-8") as file:
        file.write(text)


def test_all_stands_for_what_a_toolkit_asks_for(project: Path, mini_cache: Cache) -> None:
    settings(project, "layouts:\n  screen:\n  grid-a4: {mono: true}\n  grid-a4+press:\n")
    reports = build(project, layouts=["all"], jobs=1, cache=mini_cache)
    files = [Path(report.file).name for report in reports]
    assert files == ["slapen-screen.pdf", "slapen-grid-a4.pdf", "slapen-grid-a4-press.pdf"]


def test_without_a_choice_all_is_every_layout() -> None:
    from cardprint.pipeline.many import wanted_layouts

    project = Project(MINI)
    found = wanted_layouts(project, MINI / "toolkits" / "slapen", ["all", "screen"])
    assert found == tuple(project.layouts())
    grey = wanted_layouts(project, MINI / "toolkits" / "slapen", ["all+mono"])
    assert grey == tuple(f"{name}+mono" for name in project.layouts())
    assert {"screen", "grid-a4", "grid-a3", "large-print", "option-sheets"} <= set(found)
    assert {"booklet", "booklet-a5", "press"} <= set(found)


def test_settings_of_a_toolkit_change_a_layout(project: Path) -> None:
    settings(project, "layouts:\n  grid-a4: {orientation: options-as-rows, minimum: 9pt}\n")
    _, layout = load_inputs(Project(project), project / "toolkits" / "slapen", "grid-a4")
    assert layout.info.orientation == "options-as-rows"
    assert layout.info.minimum == "9pt"
    _, other = load_inputs(Project(project), project / "toolkits" / "slapen", "grid-a3")
    assert other.info.minimum is None


@pytest.mark.parametrize("name", Project(MINI).layouts())
def test_nothing_is_too_small_where_a_sheet_is_set_at_its_smallest(
    name: str, project: Path
) -> None:
    """A share of a small size may be less than the layout allows."""
    settings(project, "print_evidence: true\n")
    toolkit, layout = load_inputs(Project(project), project / "toolkits" / "slapen", name)
    least = points(layout.info.min_text) - 0.02
    for sheet in compose(toolkit, layout):
        if sheet.fit_pt:
            smallest = replace(sheet, fit_pt=(sheet.fit_pt[0],) * 2)
            runs = [run for page in read_pages(render(smallest).pdf) for run in page.runs]
            assert [(run.text, run.size_pt) for run in runs if run.size_pt < least] == []


def test_an_unknown_layout_of_a_toolkit_is_named_with_its_place(project: Path) -> None:
    settings(project, "layouts:\n  grid-a5:\n  screen: {kleur: ja}\n")
    with pytest.raises(InputError) as caught:
        build(project, jobs=1)
    assert "unknown key 'kleur'" in str(caught.value)
    file = project / "toolkits" / "slapen" / "toolkit.yaml"
    file.write_text(file.read_text("utf-8").replace("screen: {kleur: ja}", "screen:"), "utf-8")
    with pytest.raises(InputError, match=r"toolkit\.yaml:\d+:\d+: unknown layout 'grid-a5'"):
        build(project, jobs=1)


@pytest.mark.parametrize("name", ["grid-a4+persen", "pers", "mono", "grid-a4+screem+mono"])
def test_an_unknown_name_in_a_combination_is_refused(name: str, project: Path) -> None:
    with pytest.raises(InputError, match="unknown layout"):
        build(project, layouts=[name], jobs=1)


def test_a_layout_that_is_its_own_base_is_refused(project: Path) -> None:
    folder = project / "layouts" / "kring"
    folder.mkdir(parents=True)
    (folder / "layout.yaml").write_text("base: kring\n", "utf-8")
    with pytest.raises(InputError, match="'kring' is its own base"):
        build(project, layouts=["kring"], jobs=1)


def test_mono_is_a_switch_of_any_layout(project: Path, cardprint: Run) -> None:
    result = cardprint("build", "--layout", "grid-a4", "--mono", "--quiet", cwd=project)
    assert result.returncode == 0, result.stderr
    assert (project / "out" / "slapen-grid-a4-mono.pdf").is_file()


def test_a_copied_layout_is_built_like_its_original(project: Path, cardprint: Run) -> None:
    made = cardprint("new", "layout", "eigen", "--from", "grid-a4", "--copy", cwd=project)
    assert made.returncode == 0, made.stderr
    style = project / "layouts" / "eigen" / "style.css"
    style.write_text(style.read_text("utf-8") + ".overview h1 { font-size: 12pt }\n", "utf-8")
    assert cardprint("build", "--layout", "eigen", cwd=project).returncode == 0
    again = cardprint("new", "layout", "eigen", cwd=project)
    assert "exists already" in again.stderr
    assert cardprint("new", "layout", "../x", cwd=project).returncode == 3
    assert cardprint("new", "layout", "y", "--from", "niets", cwd=project).returncode == 3


def test_a_new_layout_is_two_lines_that_name_its_base(project: Path, cardprint: Run) -> None:
    made = cardprint("new", "layout", "eigen", "--from", "booklet-a5", cwd=project)
    assert made.stdout == ("layouts/eigen: based on booklet-a5; build it with --layout eigen\n"), (
        made.stderr
    )
    (file,) = (project / "layouts" / "eigen").iterdir()
    assert file.name == "layout.yaml"
    assert file.read_text("utf-8").splitlines() == [
        "base: booklet-a5",
        "description: as booklet-a5, with changes",
    ]
    listed = cardprint("list", cwd=project).stdout
    assert any(line.split()[:3] == ["eigen", "A5", "portrait"] for line in listed.splitlines())
    assert cardprint("build", "--layout", "eigen", cwd=project).returncode == 0


def test_a_layout_that_does_not_exist_cannot_be_the_base_of_a_new_one(
    project: Path, cardprint: Run
) -> None:
    made = cardprint("new", "layout", "eigen", "--from", "grid-a5", cwd=project)
    assert "did you mean 'grid-a4'?" in made.stderr
    assert not (project / "layouts").exists()


def test_the_list_tells_use_paper_and_pages(project: Path, cardprint: Run) -> None:
    settings(project, "layouts:\n  grid-a4:\n  booklet:\n")
    assert cardprint("build", "--layout", "grid-a4", cwd=project).returncode == 0
    document = pypdfium2.PdfDocument(project / "out" / "slapen-grid-a4.pdf")
    pages = len(document)
    document.close()
    lines = [line.split() for line in cardprint("list", cwd=project).stdout.splitlines()]
    assert ["grid-a4", str(pages), "pages"] in lines
    assert ["booklet", "not", "built"] in lines
    (large,) = [line for line in lines if line[0] == "large-print"]
    assert large[1:3] == ["A4", "portrait"]


def test_a_grid_of_few_columns_may_have_larger_text(tmp_path: Path) -> None:
    """It is set so where that fits; a grid of more columns is not, though there is room."""
    ideal = {}
    for options in (1, 2, 5):
        folder = tmp_path / str(options)
        write_project(Shape("grid-a4", options=options, words=8), folder)
        toolkit, layout = load_inputs(Project(folder), folder / "toolkits" / "vorm", "grid-a4")
        (sheet,) = (each for each in compose(toolkit, layout) if each.name == "card/k0#1")
        assert sheet.fit_pt is not None
        ideal[options] = sheet.fit_pt[1]
        if options == 1:
            page = render(sheet)
            assert (page.size_pt, page.page_count) == (15, 1)
    assert ideal == {1: 15, 2: 13, 5: 11}
