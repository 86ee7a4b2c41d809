"""Folders and files as they come from strangers: other names, encodings, links, pipes."""

import os
import shutil
from pathlib import Path

import pytest

from cardprint import Project
from cardprint.errors import InputError, Problem
from cardprint.load.inputs import load_inputs
from cardprint.load.layout import load_info
from conftest import ROOT, Run

CARD = "toolkits/slapen/cards/ritme.yaml"
TOOLKIT = "toolkits/slapen/toolkit.yaml"
FONT = "atkinson-hyperlegible-next"


def load(project: Path, layout: str = "screen") -> list[Problem]:
    """The problems of the small toolkit in a layout."""
    home = Project(project)
    try:
        load_inputs(home, home.toolkits()["slapen"], layout)
    except InputError as error:
        return list(error.problems)
    return []


@pytest.fixture
def own_layout(project: Path) -> Path:
    """A layout of the project itself, with a font of its own."""
    folder = project / "layouts" / "eigen"
    folder.mkdir(parents=True)
    (folder / "layout.yaml").write_text("base: grid-a4\ndescription: Eigen\n", "utf-8")
    (folder / "style.css").write_text("/* één */\n", "utf-8")
    shutil.copy(ROOT / "layouts" / "_paper" / "cover.html.j2", folder)
    shutil.copytree(ROOT / "fonts" / FONT, project / "fonts" / FONT)
    return folder


@pytest.mark.parametrize(
    "base",
    ["base: grid-a4", 'base: "grid-a4"', "base: 'grid-a4'", "base: grid-a4 # zo",
     "base:  grid-a4  ", "base:\n  grid-a4", "base: >-\n  grid-a4",
     "{base: grid-a4, description: Eigen}", "base : grid-a4", '"base": grid-a4', "base: grid-a4\r"],
)  # fmt: skip
def test_a_base_may_be_written_in_any_way_of_yaml(own_layout: Path, base: str) -> None:
    rest = "" if base.startswith("{") else "\ndescription: Eigen\n"
    (own_layout / "layout.yaml").write_bytes((base + rest).encode())
    project = Project(own_layout.parents[1])
    names = [folder.name for folder in project.layout_chain("eigen")]
    assert names == ["eigen", "grid-a4", "_paper"]
    assert load_info("eigen", project)[0].base == "grid-a4"


@pytest.mark.parametrize(
    "text",
    ["description: 'een\n  base: grid-a4'\n", "# base: grid-a4\n", "base: [grid-a4]\n",
     "a: b: c\n"],
)  # fmt: skip
def test_what_only_looks_like_a_base_is_none(own_layout: Path, text: str) -> None:
    (own_layout / "layout.yaml").write_text(text, "utf-8")
    assert len(Project(own_layout.parents[1]).layout_chain("eigen")) == 1


@pytest.mark.parametrize("text", ["- a\n", "zomaar\n", "base: grid-a4\nsheets: [a]\n"])
@pytest.mark.parametrize("layout", ["eigen", "eigen+mono"])
def test_a_layout_of_another_shape_is_told(own_layout: Path, text: str, layout: str) -> None:
    (own_layout / "layout.yaml").write_text(text, "utf-8")
    told = load(own_layout.parents[1], layout)
    assert [each.place.file for each in told] == ["layouts/eigen/layout.yaml"] * len(told)
    assert told
    assert all(each.place.line for each in told)


@pytest.mark.parametrize("name", ["_half", "_half+press", "screen+_half", "_paper"])
def test_a_layout_that_is_only_a_base_cannot_be_built(
    own_layout: Path, name: str, cardprint: Run
) -> None:
    shutil.copytree(own_layout, own_layout.parent / "_half")
    result = cardprint("build", "--layout", name, cwd=own_layout.parents[1])
    assert result.returncode == 3
    shared = next(each for each in name.split("+") if each.startswith("_"))
    assert f"{name}: '{shared}' is a base for layouts and cannot be built" in result.stderr
    assert not list((own_layout.parents[1] / "out").glob("*"))


def test_a_base_among_the_layouts_of_a_toolkit_is_told_at_its_line(project: Path) -> None:
    file = project / TOOLKIT
    file.write_text(file.read_text("utf-8") + "layouts:\n  screen:\n  _paper:\n", "utf-8")
    (problem,) = load(project)
    assert (problem.place.file, problem.place.line) == (TOOLKIT, 37)


@pytest.mark.parametrize("text", ["grid-a4", "[grid-a4, screen]", "12", "grid-a4: mono"])
def test_layouts_of_another_shape_are_one_problem(project: Path, text: str) -> None:
    file = project / TOOLKIT
    value = f"\n  {text}" if ":" in text else f" {text}"
    file.write_text(file.read_text("utf-8") + f"layouts:{value}\n", "utf-8")
    (problem,) = load(project)
    assert "should have names with values" in problem.message
    assert problem.place.file == TOOLKIT


BAD_TEXT = {
    "cp1252": ("x: een\nd: één\n".encode("cp1252"), (2, 4)),
    "UTF-16": ("x: één\n".encode("utf-16"), (1, 1)),
    "UTF-16 without mark": ("x: een".encode("utf-16-le"), (1, 2)),
}


@pytest.mark.parametrize("encoding", BAD_TEXT)
@pytest.mark.parametrize(
    "name",
    [CARD, TOOLKIT, "layouts/eigen/layout.yaml", "layouts/eigen/style.css",
     "layouts/eigen/cover.html.j2", "layouts/eigen/labels.nl.yaml", f"fonts/{FONT}/font.css"],
)  # fmt: skip
def test_a_file_in_another_encoding_is_told_with_its_place(
    own_layout: Path, name: str, encoding: str
) -> None:
    raw, place = BAD_TEXT[encoding]
    project = own_layout.parents[1]
    (project / name).write_bytes(raw)
    told = [each for each in load(project, "eigen") if each.message == "not UTF-8"]
    assert [(each.place.file, each.place.line, each.place.column) for each in told] == [
        (name, *place)
    ]
    assert told[0].hint == "save the file as UTF-8"


def test_a_byte_order_mark_is_harmless_in_every_file(own_layout: Path, cardprint: Run) -> None:
    project = own_layout.parents[1]
    (own_layout / "labels.nl.yaml").write_text("start: Begin\n", "utf-8")
    files = [path for path in project.rglob("*") if path.suffix in (".yaml", ".css", ".j2")]
    assert len(files) > 8
    for file in files:
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    result = cardprint("build", "--layout", "eigen", cwd=project)
    assert (result.returncode, "problem" in result.stderr) == (0, False)


def test_what_computers_put_into_folders_is_no_toolkit_or_layout(own_layout: Path) -> None:
    project = own_layout.parents[1]
    for parent in (project / "toolkits", project / "layouts"):
        for name in (".git", "__MACOSX", "._slapen", ".idea"):
            (parent / name / "cards").mkdir(parents=True)
            for file in ("toolkit.yaml", "layout.yaml"):
                (parent / name / file).write_bytes(b"\0\xff")
        for name in ("Thumbs.db", ".DS_Store", "desktop.ini", "leesmij.txt"):
            (parent / name).write_bytes(b"\0\xff")
    for name in ("._cover.html.j2", ".DS_Store", "Thumbs.db"):
        (own_layout / name).write_bytes(b"\0\xff")
    home = Project(project)
    assert list(home.toolkits()) == ["slapen"]
    assert [name for name in home.layouts() if name.startswith((".", "_"))] == []
    assert load(project, "eigen") == []


@pytest.mark.parametrize("name", ["toolkit.yml", "Toolkit.yaml", "TOOLKIT.YML"])
def test_a_toolkit_file_with_another_name_is_told_the_right_one(project: Path, name: str) -> None:
    (project / TOOLKIT).rename(project / "toolkits" / "slapen" / name)
    (problem,) = load(project)
    assert (
        str(problem)
        == f"toolkits/slapen/{name}: this file has the wrong name (call it 'toolkit.yaml')"
    )


@pytest.mark.parametrize(
    ("entry", "on_disk", "told"),
    [
        ("cards/ritme.yml", "cards/ritme.yml", "does not end in .yaml"),
        ("cards/ritme.yaml", "cards/ritme.yml", "rename the file 'cards/ritme.yml'"),
        ("cards/ritme.yaml", "cards/Ritme.yaml", "rename the file 'cards/Ritme.yaml'"),
        ("cards/ritmes.yaml", "cards/ritme.yaml", "did you mean 'cards/ritme.yaml'?"),
        ("ritme.yaml", "cards/ritme.yaml", "write it as cards/NAME.yaml"),
        ("cards", "cards/ritme.yaml", "does not end in .yaml"),
        (".", "cards/ritme.yaml", "is neither a card nor a page"),
        ("~/ritme.yaml", "cards/ritme.yaml", "is neither a card nor a page"),
        ("cards/" + "r" * 300 + ".yaml", "cards/ritme.yaml", "does not exist"),
    ],
)
def test_a_card_with_another_name_is_told_at_its_entry(
    project: Path, entry: str, on_disk: str, told: str
) -> None:
    folder = project / "toolkits" / "slapen"
    (folder / "cards" / "ritme.yaml").rename(folder / on_disk)
    file = project / TOOLKIT
    file.write_text(file.read_text("utf-8").replace("cards/ritme.yaml", entry), "utf-8")
    (problem,) = [each for each in load(project) if each.place.file == TOOLKIT]
    assert told in str(problem)
    assert problem.place.line == 28


def _folder(path: Path) -> None:
    path.mkdir()


def _dangling(path: Path) -> None:
    path.symlink_to(path.parent / "nergens.yaml")


def _circle(path: Path) -> None:
    path.symlink_to(path)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


STRANGE_FILES = {
    "a folder": _folder,
    "a pipe": os.mkfifo,
    "a link to nothing": _dangling,
    "a link in a circle": _circle,
    "a link to a device": _device,
}


@pytest.mark.parametrize("kind", STRANGE_FILES)
@pytest.mark.parametrize(
    "name", [CARD, TOOLKIT, "layouts/eigen/layout.yaml", "layouts/eigen/style.css",
             "layouts/eigen/cover.html.j2", "layouts/eigen/labels.nl.yaml"]
)  # fmt: skip
def test_what_is_no_usual_file_is_told_and_never_waited_for(
    own_layout: Path, name: str, kind: str
) -> None:
    project = own_layout.parents[1]
    (project / name).unlink(missing_ok=True)
    STRANGE_FILES[kind](project / name)
    (problem,) = load(project, "eigen")
    assert problem.place.file in (name, TOOLKIT)
    assert "Errno" not in str(problem)


def test_an_emptied_toolkit_is_told(project: Path) -> None:
    (project / "toolkits" / "leeg").mkdir()
    (project / "toolkits" / "half" / "cards").mkdir(parents=True)
    home = Project(project)
    assert list(home.toolkits()) == ["half", "leeg", "slapen"]
    for slug in ("leeg", "half"):
        with pytest.raises(InputError) as caught:
            load_inputs(home, home.toolkits()[slug], "screen")
        hint = "(write it, or move this folder out of toolkits/)"
        assert str(caught.value) == f"toolkits/{slug}/toolkit.yaml: the file does not exist {hint}"


@pytest.mark.parametrize(
    "name",
    [CARD, TOOLKIT, "layouts/eigen/layout.yaml", "layouts/eigen/style.css",
     "layouts/eigen/cover.html.j2"],
)  # fmt: skip
def test_a_link_may_not_lead_out(own_layout: Path, name: str) -> None:
    project = own_layout.parents[1]
    elsewhere = project.parent / Path(name).name
    (project / name).rename(elsewhere)
    (project / name).symlink_to(elsewhere)
    (problem,) = load(project, "eigen")
    assert "outside the" in problem.message
    assert problem.place.file in (name, TOOLKIT)


def test_a_link_within_the_folder_is_followed(own_layout: Path) -> None:
    project = own_layout.parents[1]
    card, style = project / CARD, own_layout / "style.css"
    card.rename(card.with_name("echt.yaml"))
    card.symlink_to("echt.yaml")
    style.rename(own_layout.parent / "gedeeld.css")
    style.symlink_to("../gedeeld.css")
    assert load(project, "eigen") == []
