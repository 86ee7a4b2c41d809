"""Icons: drawings by name, in the colour of their page, that no screen reader speaks of."""

import re
import shutil
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest

from cardprint import Cache, InputError, OutputError, Project, build, handout
from cardprint.compose.icons import icon
from cardprint.compose.limits import Refused
from cardprint.compose.templates import Templates
from cardprint.load.icons import load_icons
from cardprint.load.images import faults_of_picture
from cardprint.load.inputs import load_inputs
from cardprint.messages.catalogue import plain
from cardprint.verify.icons import _lines_of, check_icons
from cardprint.verify.page import ReadPage
from cardprint.verify.reading import read_pages
from cardprint.verify.texts import Texts
from conftest import MINI, ROOT

BUNDLED = sorted((ROOT / "icons").glob("*.svg"))
INK = "#1f5f8b"
OWN = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" {colour}>
<path d="M1 2h20"/><path d="M3 4v15"/></svg>"""
LAYOUTS = ["screen", "grid-a4+mono", "large-print", "option-sheets", "booklet", "grid-a3+press"]


def with_icons(project: Path, *, own: bool = False) -> Path:
    """Give the card about rhythm, one of its options and all the questions an icon."""
    kit = project / "toolkits" / "slapen"
    card = kit / "cards" / "ritme.yaml"
    text = card.read_text("utf-8").replace("intro:", f"icon: {'eigen' if own else 'clock'}\nintro:")
    text = text.replace("  - id: opstaan\n", "  - id: opstaan\n    icon: alarm\n")
    card.write_text(text, "utf-8")
    file = kit / "toolkit.yaml"
    text = file.read_text("utf-8")
    for name, drawing in (
        ("inhoud", "info-circle"),
        ("helpen", "thumb-up"),
        ("last", "alert-triangle"),
    ):
        text = text.replace(f"  - id: {name}\n", f"  - id: {name}\n    icon: {drawing}\n")
    file.write_text(text, "utf-8")
    return kit


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, mini_cache: Cache) -> Path:
    """The small project with icons, in every kind of layout."""
    project = Path(shutil.copytree(MINI, tmp_path_factory.mktemp("icons") / "project"))
    with_icons(project)
    build(project, layouts=LAYOUTS, jobs=1, cache=mini_cache)
    return project


def wrong(project: Path, layout: str, pdf: bytes, spans: dict[str, range]) -> list[str]:
    toolkit, design = load_inputs(Project(project), project / "toolkits" / "slapen", layout)
    pages = tuple(read_pages(pdf))
    return [message for _, message in check_icons(pages, Texts(toolkit, design, spans, "x.pdf"))]


@pytest.mark.parametrize("file", BUNDLED, ids=lambda file: file.stem)
def test_a_bundled_icon_is_a_sound_square_drawing_that_takes_a_colour(file: Path) -> None:
    drawing = file.read_text("utf-8")
    assert faults_of_picture(file.read_bytes(), plain("icon")) == []
    assert 'viewBox="0 0 24 24"' in drawing
    assert re.findall(r'(?:stroke|fill)="(?!none|currentColor)[^"]*"', drawing) == []


def test_no_two_bundled_icons_are_taken_for_each_other() -> None:
    lines = [_lines_of(file.read_text("utf-8")) for file in BUNDLED]
    assert all(lines)
    assert len(set(lines)) == len(lines) > 100


def test_the_icons_have_a_licence_that_allows_printing_them() -> None:
    assert (ROOT / "icons" / "LICENSE").read_text("utf-8").startswith("MIT License")


def test_an_icon_has_the_colour_that_it_is_given_and_nothing_to_read() -> None:
    html = icon((ROOT / "icons" / "pill.svg").read_text("utf-8"), INK)
    assert re.fullmatch(r'<span class="icon" style="[^"]*"></span>', html)


def test_an_icon_takes_no_other_colour_than_one_that_is_written_out() -> None:
    with pytest.raises(Refused, match="is not a colour for an icon"):
        icon("<svg/>", 'red"/><script/>')


def test_what_has_no_icon_is_shown_without_one(project: Path) -> None:
    templates = Templates(*load_inputs(Project(project), with_icons(project), "screen"))
    card, other = templates.toolkit.cards
    assert templates.icon(card, INK) != "" == templates.icon(other, INK)
    words: Any = "a text that a template gives instead of a card"
    assert templates.icon(words, INK) == ""
    assert templates.icon_inside(words, INK, 0, 0, 1) == ""


def test_an_icon_of_the_project_comes_before_the_built_in_one(project: Path) -> None:
    kit = with_icons(project)
    (project / "icons").mkdir()
    (project / "icons" / "clock.svg").write_text(OWN.format(colour='stroke="currentColor"'))
    toolkit, _ = load_inputs(Project(project), kit, "screen")
    assert "M3 4v15" in toolkit.icons["clock"]
    assert "M3 4v15" not in toolkit.icons["alarm"]


@pytest.mark.parametrize(
    ("drawing", "said"),
    [
        (OWN.format(colour='stroke="#123456"'), "icon 'eigen' has colours of its own"),
        (OWN.format(colour='stroke="currentColor"').replace("24 24", "24 12"), "is not square"),
        (OWN.replace("</svg>", "").format(colour=""), "icon 'eigen' is not valid SVG"),
        ("", "icon 'eigen' is empty"),
    ],
    ids=["colours", "oblong", "half", "empty"],
)
def test_an_icon_of_the_project_that_cannot_be_used_is_told(
    project: Path, drawing: str, said: str
) -> None:
    kit = with_icons(project, own=True)
    (project / "icons").mkdir()
    (project / "icons" / "eigen.svg").write_text(drawing)
    with pytest.raises(InputError) as caught:
        load_inputs(Project(project), kit, "screen")
    (problem,) = caught.value.problems
    assert problem.place.file == "icons/eigen.svg"
    assert said in str(problem)


def test_a_name_that_is_near_none_gets_a_few_names_not_all(project: Path) -> None:
    kit = with_icons(project, own=True)
    with pytest.raises(InputError) as caught:
        load_inputs(Project(project), kit, "screen")
    (problem,) = caught.value.problems
    assert str(problem).startswith(
        "toolkits/slapen/cards/ritme.yaml:5:7: unknown icon 'eigen' (the guide shows all the names,"
    )
    assert len(str(problem)) < 250


def test_icons_are_loaded_only_where_they_are_named(project: Path) -> None:
    toolkit, _ = load_inputs(Project(project), project / "toolkits" / "slapen", "screen")
    assert load_icons(Project(project), toolkit, lambda _: None) == {}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_draws_the_icons_as_no_content(layout: str, printed: Path) -> None:
    file = printed / "out" / f"slapen-{layout.replace('+', '-')}.pdf"
    toolkit, _ = load_inputs(Project(printed), printed / "toolkits" / "slapen", layout)
    known = {_lines_of(drawing) for drawing in toolkit.icons.values()}
    drawn = [lines for page in read_pages(file.read_bytes()) for lines in groups(page)]
    assert known == {lines for lines, _ in drawn if lines in known}
    assert {content for lines, content in drawn if lines in known} == {-1}


def groups(page: ReadPage) -> list[tuple[tuple[tuple[float, float], ...], int]]:
    """Where the lines of each form begin, and the content that it belongs to."""
    forms: dict[int, list[tuple[float, float]]] = {}
    contents: dict[int, int] = {}
    for mark in page.marks:
        if mark.start:
            x, y = mark.start
            forms.setdefault(mark.group, []).append((round(x, 2), round(y, 2)))
            contents[mark.group] = mark.content
    return [(tuple(starts), contents[group]) for group, starts in forms.items()]


def test_icons_add_no_figures_to_the_tags(printed: Path, mini_pdf: bytes) -> None:
    def figures(pdf: pikepdf.Pdf) -> int:
        elements = (each for each in pdf.objects if isinstance(each, pikepdf.Dictionary))
        return sum(each.get("/S") == pikepdf.Name.Figure for each in elements)

    screen = printed / "out" / "slapen-screen.pdf"
    with pikepdf.open(screen) as pdf, pikepdf.open(BytesIO(mini_pdf)) as without:
        assert figures(pdf) == figures(without) > 0


def test_icons_are_black_in_mono(printed: Path) -> None:
    with pdfium.PdfDocument(printed / "out" / "slapen-grid-a4-mono.pdf") as document:
        for page in document:
            picture = page.render(scale=1).to_pil().convert("RGB")
            colours: Sequence[tuple[int, tuple[int, int, int]]] = picture.getcolors(10**7)
            assert all(max(colour) == min(colour) for _, colour in colours)


def test_a_handout_shows_the_icon_of_the_card_for_an_option_without_one(project: Path) -> None:
    with_icons(project)
    wanted = ["ritme/opstaan", "ritme/licht"]
    made, *_ = handout(project, "slapen", wanted, jobs=1)
    (page,) = read_pages((project / made.file).read_bytes())
    toolkit, _ = load_inputs(Project(project), project / "toolkits" / "slapen", "grid-a4")
    there = {lines for lines, _ in groups(page)}
    assert {_lines_of(toolkit.icons[name]) for name in ("alarm", "clock", "thumb-up")} <= there


@pytest.mark.parametrize(
    ("style", "said"),
    [
        (".icon { display: none }", "icon 'clock' is missing, or is not drawn whole"),
        (".icon { margin-inline-end: -1.3em }", "icon 'clock' lies on 'Ritme'"),
        ("h1 .icon { width: .6em }", "icon 'clock' is missing, or is not drawn whole"),
    ],
    ids=["lost", "covered", "cut"],
)
def test_an_icon_that_is_lost_or_covered_stops_the_build(
    project: Path, style: str, said: str, mini_cache: Cache
) -> None:
    with_icons(project)
    folder = project / "layouts" / "eigen"
    folder.mkdir(parents=True)
    (folder / "layout.yaml").write_text("base: grid-a4\ndescription: Eigen\n", "utf-8")
    if "width" in style:
        style += " h1 .icon { background-size: 1.3em }"
    (folder / "style.css").write_text(style + "\n", "utf-8")
    with pytest.raises(OutputError) as caught:
        build(project, layouts=["eigen"], jobs=1, cache=mini_cache)
    assert any(said in str(problem) for problem in caught.value.problems)
