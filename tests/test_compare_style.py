"""What a line of the style changes on many pages is told once, at that line."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from defusedxml import ElementTree

from cardprint import Cache
from cardprint.compare.formats import FORMATS, as_text
from cardprint.compare.model import Compared, Comparison, Look, Restyled, Verdict
from cardprint.compare.report import write_report
from cardprint.compare.run import accept, compare
from cardprint.compare.style import Cause, Stated, causes, told_by
from cardprint.errors import Place
from cardprint.model.colour import tint
from compare_project import SLUG, Edit, made_with, replaced, styled
from conftest import ROOT

TOOLKIT = f"toolkits/{SLUG}/toolkit.yaml"
SHEET = "layouts/eigen/style.css"
LAYOUT = "layouts/eigen/layout.yaml"
STYLE = 'style:\n  colours:\n    accent: "#1d3a4f"\n    cards: ["#1f5f8b", "#1d3a4f"]\n'
RULES = """:root { --zacht: #44525c }
.kicker { color: var(--zacht) }
.tabs li { font-family: "Atkinson Hyperlegible Next" }
.tabs li { font-size: 8.5pt }
"""
FONTS = "fonts: [atkinson-hyperlegible-next, eigen]\n"
INK = replaced(TOOLKIT, 'accent: "#1d3a4f"', 'accent: "#7a3b8f"')
OF_ONE = replaced(SHEET, ":root", ".cover h1 { color: #a01010 } :root")
PAGES = "on 11 pages: 1–11"


@pytest.fixture(scope="module")
def ruled(accepted: Path, tmp_path_factory: pytest.TempPathFactory, mini_cache: Cache) -> Path:
    """An accepted state with a style of its own, whose second card has the ink of the toolkit."""
    project = Path(shutil.copytree(accepted, tmp_path_factory.mktemp("ruled") / "project"))
    replaced(TOOLKIT, "style:\n", STYLE)(project)
    styled(RULES)(project)
    replaced(LAYOUT, "base: screen\n", f"base: screen\n{FONTS}")(project)
    shutil.copytree(ROOT / "fonts" / "atkinson-hyperlegible-next", project / "fonts" / "eigen")
    sheet = project / "fonts" / "eigen" / "font.css"
    sheet.write_text(sheet.read_text("utf-8").replace("Atkinson Hyperlegible Next", "Eigen"))
    accept(project, [SLUG], ["eigen"], made_with(mini_cache))
    return project


@pytest.fixture
def copy(ruled: Path, tmp_path: Path) -> Path:
    """A copy of it, to change at will."""
    return Path(shutil.copytree(ruled, tmp_path / "copy"))


@pytest.fixture(scope="module")
def recoloured(
    ruled: Path, tmp_path_factory: pytest.TempPathFactory, mini_cache: Cache
) -> Comparison:
    """What is found where the ink of the toolkit changed."""
    copy = Path(shutil.copytree(ruled, tmp_path_factory.mktemp("ink") / "project"))
    return changed(copy, mini_cache, INK)


def changed(project: Path, cache: Cache, *edits: Edit) -> Comparison:
    for edit in edits:
        edit(project)
    (found,) = compare(project, [SLUG], ["eigen"], made_with(cache))
    print(as_text([found]))
    return found


def told(found: Comparison) -> list[tuple[int, str]]:
    """Every change with its page, or 0 for the file."""
    return [(page.number if page else 0, str(each.message)) for page, each in found.found()]


def test_a_colour_of_the_style_is_one_change_at_its_line(recoloured: Comparison) -> None:
    """With its tints, in texts, lines and areas; not at the line of a card that has it, too."""
    assert told(recoloured) == [(0, f"colour #1d3a4f became #7a3b8f, {PAGES}")]
    (finding,) = recoloured.findings
    assert finding.places == (Place(TOOLKIT, 33, 13),)
    assert finding.pages == (*range(1, 12),)
    assert as_text([recoloured]).splitlines() == [
        f"{SLUG}-eigen: 11 of 11 pages changed",
        f"  the file: appearance changed: {finding.message} ({TOOLKIT}:33:13)",
    ]


def test_each_page_keeps_its_verdict_and_what_was_seen(recoloured: Comparison) -> None:
    assert [page.verdicts for page in recoloured.pages] == [(Verdict.APPEARANCE,)] * 11
    messages = [each.message for each in recoloured.pages[1].seen]
    assert "colour #1d3a4f became #7a3b8f (5 texts)" in messages
    assert "line #1d3a4f of 1.5 pt became line #7a3b8f of 1.5 pt (2 shapes)" in messages
    assert all(each.before and each.after for page in recoloured.pages for each in page.seen)


def test_programs_read_it_once_and_for_each_page(recoloured: Comparison) -> None:
    messages = [each.message for each in recoloured.pages[1].seen]
    (as_data,) = json.loads(FORMATS["json"]([recoloured]))
    assert [each["message"] for each in as_data["pages"][1]["shared"]] == messages
    assert as_data["findings"][0]["pages"] == [*range(1, 12)]
    suite = ElementTree.fromstring(FORMATS["junit"]([recoloured])).find("testsuite")
    assert suite is not None
    assert suite.attrib["failures"] == "12"
    lines = FORMATS["github"]([recoloured]).splitlines()
    assert [line.partition(",col")[0] for line in lines if line.startswith("::error")] == [
        f"::error file={TOOLKIT},line=33"
    ]


def test_the_report_shows_it_once_and_on_each_page(
    recoloured: Comparison, ruled: Path, tmp_path: Path
) -> None:
    pdf = (ruled / "baseline" / f"{SLUG}-eigen" / "accepted.pdf").read_bytes()
    write_report([Compared(recoloured, pdf, pdf)], tmp_path / "index.html", [ruled])
    html = (tmp_path / "index.html").read_text("utf-8")
    assert html.count(PAGES) == 1
    assert html.count('<article id="slapen-eigen-') == 11
    seen = [str(each.message) for page in recoloured.pages for each in page.seen]
    assert html.count("(5 texts)</button>") == sum("(5 texts)" in each for each in seen) > 0


def test_two_changes_of_the_style_are_two_and_one_of_a_page_stays_there(
    copy: Path, mini_cache: Cache
) -> None:
    card = replaced(TOOLKIT, '"#1f5f8b", "#1d3a4f"', '"#a4343a", "#1d3a4f"')
    found = changed(copy, mini_cache, INK, card, OF_ONE)
    assert told(found) == [
        (0, f"colour #1d3a4f became #7a3b8f, {PAGES}"),
        (0, f"colour #1f5f8b became #a4343a, {PAGES}"),
        (1, "colour #1d3a4f became #a01010 (1 text)"),
    ]
    assert [each.places for each in found.findings] == [
        (Place(TOOLKIT, 33, 13),),
        (Place(TOOLKIT, 34, 13),),
    ]


def test_two_colours_that_changed_places_moved_nothing(copy: Path, mini_cache: Cache) -> None:
    swap = replaced(TOOLKIT, '"#1f5f8b", "#1d3a4f"', '"#1d3a4f", "#1f5f8b"')
    found = changed(copy, mini_cache, swap)
    assert found.verdicts == (Verdict.APPEARANCE,)
    assert [each.places for each in found.findings] == [
        (Place(TOOLKIT, 34, 13),),
        (Place(TOOLKIT, 34, 24),),
    ]


def test_a_colour_of_one_element_is_told_on_its_page(copy: Path, mini_cache: Cache) -> None:
    found = changed(copy, mini_cache, OF_ONE)
    assert told(found) == [(1, "colour #1d3a4f became #a01010 (1 text)")]
    (finding,) = found.pages[0].findings
    assert finding.places[0] == Place(SHEET, 1, 20)


LINES: dict[str, tuple[str, str, str, Place]] = {
    "the colour of a card": (
        TOOLKIT, ', "#1d3a4f"', ', "#a4343a"', Place(TOOLKIT, 34, 24)
    ),
    "a colour of a style sheet": (SHEET, "#44525c", "#a01010", Place(SHEET, 1, 18)),
    "a typeface of a style sheet": (
        SHEET, "Atkinson Hyperlegible Next", "Eigen", Place(SHEET, 3, 25)
    ),
    "a size of a style sheet": (SHEET, "8.5pt", "8.25pt", Place(SHEET, 4, 23)),
    "the typeface of a layout": (
        LAYOUT, FONTS, "fonts: [eigen, atkinson-hyperlegible-next]\n", Place(LAYOUT, 2, 9)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_each_line_of_a_style_is_one_change_there(name: str, copy: Path, mini_cache: Cache) -> None:
    file, old, new, place = LINES[name]
    found = changed(copy, mini_cache, replaced(file, old, new))
    (finding,) = (each for _, each in found.found() if each.verdict == Verdict.APPEARANCE)
    assert finding.places == (place,)
    assert len(finding.pages) > 2


def test_without_what_the_style_was_a_colour_is_told_once_without_a_line(
    copy: Path, mini_cache: Cache
) -> None:
    """As in a state that was accepted before styles were kept."""
    manifest = copy / "baseline" / f"{SLUG}-eigen" / "manifest.json"
    facts = json.loads(manifest.read_text("utf-8"))
    del facts["style"]
    manifest.write_text(json.dumps(facts), "utf-8")
    found = changed(copy, mini_cache, INK)
    assert told(found)[0] == (0, f"colour #1d3a4f became #7a3b8f, {PAGES}")
    assert [each.places for each in found.findings] == [()] * len(found.findings)
    assert len(found.findings) < 5


def colours(before: str, after: str) -> Restyled:
    return Restyled(Look.COLOUR, before, after)


INK_LINE = Cause(colours("#1d3a4f", "#7a3b8f"), Place("toolkit.yaml", 1, 1))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (colours("#1d3a4f", "#7a3b8f"), True),
        (colours("#1d3a4f80", "#7a3b8f80"), True),
        (colours("#edeff1", "#f4eff6"), True),  # a tint of eight hundredths
        (colours("#1d3a4f", "#7a3b8e"), False),
        (colours("#1d3a4fff", "#7a3b8f80"), False),
        (colours("#edeff1", "#ebedef"), False),
        (Restyled(Look.FONT, "#1d3a4f", "#7a3b8f"), False),
    ],
)
def test_a_line_stands_behind_its_colour_and_the_tints_of_it(
    change: Restyled,
    expected: bool,  # noqa: FBT001
) -> None:
    behind, places = told_by(change, [INK_LINE])
    assert (places == (INK_LINE.place,)) is expected
    assert behind == (INK_LINE.change if expected else change)


def test_a_tint_is_mixed_with_the_paper_that_the_style_has() -> None:
    cream = "#fdf8f0"
    tints = colours(tint("#1d3a4f", 0.08, cream), tint("#7a3b8f", 0.08, cream))
    _, on_white = told_by(tints, [INK_LINE])
    _, on_cream = told_by(tints, [replace(INK_LINE, papers=(cream, cream))])
    assert (on_white, on_cream) == ((), (INK_LINE.place,))
    before = {"style.accent": "#1d3a4f", "style.paper": "#ffffff"}
    now = {
        "style.accent": Stated(Look.COLOUR, "#7a3b8f", INK_LINE.place),
        "style.paper": Stated(Look.COLOUR, cream, INK_LINE.place),
    }
    assert {cause.papers for cause in causes(before, now)} == {("#ffffff", cream)}
