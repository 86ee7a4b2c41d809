"""House style: who says it, what can be read, and that no layout says it instead."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
import tinycss2
from hypothesis import given
from hypothesis import strategies as st
from tinycss2.color3 import parse_color

from cardprint import InputError, Project
from cardprint.errors import Place
from cardprint.load.inputs import load_inputs
from cardprint.load.layout import Layout
from cardprint.load.style import ROLES
from cardprint.model.colour import contrast, nearest_readable, tint
from conftest import ROOT, Run

LAYOUTS = ROOT / "layouts"
TEMPLATES = sorted(LAYOUTS.glob("*/*.j2"))
SHEETS = sorted(LAYOUTS.glob("*/*.css"))
DRAWINGS = sorted(LAYOUTS.glob("*/*.svg"))
THEMES = sorted(folder.name for folder in (ROOT / "themes").iterdir())
BUILT = sorted({file.parent.name for file in LAYOUTS.glob("[!_]*/layout.yaml")})
AAA = 7
"""The contrast that WCAG 2.2 asks of text in 1.4.6, for those who see less."""

_JINJA = re.compile(r"\{[{%#].*?[#%}]\}", re.DOTALL)
_HEXADECIMAL = re.compile(r"#[0-9a-fA-F]{3,8}\b")
_FAMILY = re.compile(r"font-family\s*[:=]\s*[\"']?\s*(?!var\(|[\"'\s])(\w[^;}\"]*)")
_PAINT = re.compile(r"(?:fill|stroke|color|stop-color)\s*[=:]\s*[\"']?\s*([^\s\"';}]+)")


def loaded(project: Path, layout: str = "screen") -> Layout:
    home = Project(project)
    return load_inputs(home, home.root / "toolkits" / "slapen", layout)[1]


def says(project: Path, file: str, text: str) -> None:
    """Write a style in a file; in that of the toolkit instead of its own."""
    path = project / file
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text("utf-8").partition("style:\n")[0] if path.exists() else ""
    path.write_text(before + text, "utf-8")


def toolkit_says(project: Path, *lines: str) -> None:
    says(project, "toolkits/slapen/toolkit.yaml", "\n  ".join(("style:", *lines)) + "\n")


# What layouts must not say


def literals(text: str) -> Iterator[str]:
    """Colours and typefaces that a style sheet writes out."""
    for node in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        yield from _literals([*(node.content or ())])


def _literals(nodes: list[object]) -> Iterator[str]:
    for declaration in tinycss2.parse_blocks_contents(nodes, skip_comments=True):
        if declaration.type == "at-rule":
            yield from _literals([*(declaration.content or ())])
        elif declaration.type == "declaration":
            yield from _of_value(declaration.lower_name, declaration.value)


def _of_value(name: str, tokens: list[object]) -> Iterator[str]:
    for token in tokens:
        kind = getattr(token, "type", "")
        if kind == "function" and token.lower_name not in ("url", "var"):  # type: ignore[attr-defined]
            yield from _of_value(name, token.arguments)  # type: ignore[attr-defined]
        found = parse_color(token)
        is_face = name in ("font", "font-family") and kind == "string"
        if is_face or (found and found != "currentColor" and found.alpha):
            yield tinycss2.serialize([token])


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_style_sheet_writes_out_no_colour_and_no_typeface(sheet: Path) -> None:
    assert [*literals(sheet.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("a { color: #1d3a4f }", ["#1d3a4f"]),
        ("a { border: 1pt solid navy }", ["navy"]),
        ("@page { @top-center { color: black } }", ["black"]),
        (".a { background: rgba(31, 95, 139, .1) }", ["rgba(31, 95, 139, .1)"]),
        ("a { --x: white }", ["white"]),
        ('a { font: 8pt/1 "Atkinson Hyperlegible Next" }', ['"Atkinson Hyperlegible Next"']),
        ("a { color: var(--ink); background: url(left.svg#paper) transparent }", []),
    ],
)
def test_a_colour_that_is_written_out_is_noticed(rule: str, found: list[str]) -> None:
    assert [*literals(rule)] == found


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_template_writes_out_no_colour_and_no_typeface(file: Path) -> None:
    text = file.read_text("utf-8")
    assert _HEXADECIMAL.findall(re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)) == []
    plain = _JINJA.sub(" ", text)
    assert _FAMILY.findall(plain) == []
    assert {each for each in _PAINT.findall(plain) if each != "none"} == set()


@pytest.mark.parametrize("file", DRAWINGS, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_drawing_of_a_layout_takes_its_colour_from_a_role(file: Path) -> None:
    found = set(_PAINT.findall(file.read_text("utf-8")))
    assert "currentColor" in found
    assert found <= {"currentColor", "none"}


def test_a_drawing_is_asked_for_in_the_colour_of_a_role_that_there_is() -> None:
    asked = [
        (file, role)
        for sheet in SHEETS
        for file, role in re.findall(r"url\(([\w-]+\.svg)(#[\w-]+)?\)", sheet.read_text("utf-8"))
    ]
    assert len(asked) > 20
    assert {role.removeprefix("#") for _, role in asked} <= {*ROLES}


def test_every_variable_that_is_read_is_set(project: Path) -> None:
    """A misspelt one would leave out a colour without a word."""
    texts = [file.read_text("utf-8") for file in (*SHEETS, *TEMPLATES)]
    texts.append(loaded(project).variables)
    texts.append("--fit: --leading: --columns: are set by copy-fitting")
    made = set(re.findall(r"(--[\w-]+):", "\n".join(texts)))
    read = set(re.findall(r"var\((--[\w-]+)", "\n".join(texts)))
    assert read - made == set()


# Who says it


def test_the_toolkit_goes_before_the_project_the_project_before_the_theme(project: Path) -> None:
    toolkit_says(project, 'colours: {accent: "#7a3b8f"}')
    shared = 'style:\n  theme: huis\n  colours: {accent: "#a4343a", navigation: "#2f6b3a"}\n'
    says(project, "cardprint.yaml", shared)
    theme = (
        "base: warm\ndescription: Het huis\ncolours:\n"
        '  accent: "#1f5f8b"\n  navigation: "#1f5f8b"\n  surface: "#eeeeee"\n'
    )
    says(project, "themes/huis/theme.yaml", theme)
    style = loaded(project).style
    found = {role: (style.colour(role), style.colours[role].place) for role in ROLES}
    assert found["accent"] == ("#7a3b8f", Place("toolkits/slapen/toolkit.yaml", 32, 21))
    assert found["navigation"] == ("#2f6b3a", Place("cardprint.yaml", 3, 44))
    assert found["surface"] == ("#eeeeee", Place("themes/huis/theme.yaml", 6, 12))
    # Of the base, and of the layout where no theme says it.
    assert found["text"][0] == "#2e2520"
    assert style.corners == "round"


def test_the_layout_says_what_no_style_does(project: Path) -> None:
    assert loaded(project).style.colour("text") == "#1c2730"
    assert loaded(project, "grid-a4").style.colour("text") == "#000000"
    toolkit_says(project, 'colours: {text: "#102030"}')
    assert loaded(project, "grid-a4").style.colour("text") == "#102030"


def test_a_role_that_nothing_says_follows_another_one(project: Path) -> None:
    toolkit_says(project, 'colours: {accent: "#7a3b8f", text: "#102030"}')
    style = loaded(project).style
    assert style.colour("navigation") == "#7a3b8f"
    assert style.colour("caution") == style.colour("evidence") == "#102030"


def test_printed_pages_stay_white_and_grey_ones_have_no_colour(project: Path) -> None:
    toolkit_says(project, "theme: warm")
    assert loaded(project).style.colour("paper") == "#fdf8f0"
    assert loaded(project, "grid-a4").style.colour("paper") == "#ffffff"
    grey = loaded(project, "screen+mono").style
    assert {role: grey.colour(role) for role in ROLES} == dict.fromkeys(ROLES, "#000000") | {
        "paper": "#ffffff",
        "surface": "#ffffff",
    }


# What can be read


@pytest.mark.parametrize("layout", BUILT)
@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_can_be_read_in_every_layout(theme: str, layout: str, project: Path) -> None:
    toolkit_says(project, f"theme: {theme}")
    style = loaded(project, layout).style
    assert contrast(style.colour("text"), style.colour("paper")) >= AAA
    assert len(style.several("cards")) == 12
    if theme == "contrast":
        colours = (*map(style.colour, set(ROLES) - {"paper", "surface"}), *style.several("cards"))
        assert min(contrast(each, style.colour("paper")) for each in colours) >= AAA


colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(colours, colours)
def test_the_colour_that_is_suggested_can_be_read_and_is_the_same_if_that_can(
    front: str, back: str
) -> None:
    found = nearest_readable(front, lambda colour: contrast(colour, back) >= 4.5)
    assert found is not None  # black or white always can
    assert contrast(found, back) >= 4.5
    assert (found == front) is (contrast(front, back) >= 4.5)


def test_a_blue_stays_blue() -> None:
    found = nearest_readable("#88aaff", lambda colour: contrast(colour, "#ffffff") >= 4.5)
    assert found == "#5573c3"


def test_a_paper_that_is_too_dark_is_told_there_and_not_at_the_theme(project: Path) -> None:
    toolkit_says(project, 'colours: {paper: "#8090a0"}')
    with pytest.raises(InputError) as caught:
        loaded(project)
    (problem,) = caught.value.problems
    assert problem.place == Place("toolkits/slapen/toolkit.yaml", 32, 20)
    assert "(try '#" in str(problem)


# What pages look like


def paints(file: Path) -> set[str]:
    """The colours that the pages of a file are painted with."""
    found: set[str] = set()
    with pikepdf.open(file) as pdf:
        for page in pdf.pages:
            found |= set(_painted(page.obj, set()))
    return found


def _painted(holder: pikepdf.Object, seen: set[tuple[int, int]]) -> Iterator[str]:
    for done in pikepdf.parse_content_stream(holder):
        if str(done.operator) in ("rg", "RG", "sc", "SC", "scn", "SCN") and len(done.operands) == 3:
            yield "#" + "".join(f"{round(float(str(part)) * 255):02x}" for part in done.operands)
    resources = holder.get("/Resources", pikepdf.Dictionary())
    for each in resources.get("/XObject", pikepdf.Dictionary()).values():
        if each.get("/Subtype") == "/Form" and each.objgen not in seen:
            seen.add(each.objgen)
            yield from _painted(each, seen)


def test_every_colour_on_the_pages_is_of_the_style(project: Path, cardprint: Run) -> None:
    """Also that of buttons, arrows, boxes to tick and diagrams."""
    shutil.rmtree(project / "toolkits" / "slapen" / "images")
    roles = {
        "text": "#101820", "muted": "#3a3a52", "paper": "#fffef8", "surface": "#f2f4e8",
        "accent": "#5b1f3f", "navigation": "#1f5b2f", "caution": "#8f1010", "evidence": "#10108f",
    }  # fmt: skip
    lists = {"cards": ["#0f5f7f", "#7f3f0f"], "diagrams": ["#2f2f8f", "#8f2f2f", "#2f6f2f"]}
    written = [f'  {role}: "{colour}"' for role, colour in roles.items()]
    written += [f"  {role}: {colours}" for role, colours in lists.items()]
    toolkit_says(project, "colours:", *written)
    made = cardprint("build", cwd=project)
    assert made.returncode == 0, made.stderr
    style = loaded(project).style
    given = {*roles.values(), *lists["cards"], *lists["diagrams"]}
    found = paints(project / "out" / "slapen-screen.pdf")
    tints = {
        tint(colour, share / 1000, style.colour("paper"))
        for colour in given
        for share in range(0, 1001, 5)
    }
    assert found - tints == set()
    assert {roles["navigation"], roles["text"], roles["accent"], *lists["cards"]} <= found


IN_SHORT = """style:
  ink: "#123456"
  cards: ["#7a3566", "#123"]
  logo: {file: images/logo.png, alt: Een maan}
"""


def test_one_colour_the_cards_and_one_logo_can_be_said_in_short(project: Path) -> None:
    toolkit = "toolkits/slapen/toolkit.yaml"
    says(project, toolkit, IN_SHORT.replace('#123"]', '#00567a"]'))
    style = loaded(project).style
    assert style.colour("accent") == "#123456"
    assert style.several("cards") == ("#7a3566", "#00567a")
    assert [(each.logo.alt, each.logo.place) for each in style.logos] == [("Een maan", "cover")]
    lines = [style.colours[name].place.line for name in ("accent", "cards 2")]  # type: ignore[union-attr]
    first = (project / toolkit).read_text("utf-8").splitlines().index("style:") + 1
    assert lines == [first + 1, first + 2]
    assert style.logos[0].place.line == first + 3


def test_what_is_said_in_short_and_in_full_is_refused(project: Path) -> None:
    says(project, "toolkits/slapen/toolkit.yaml",
         'style:\n  ink: "#123456"\n  colours: {accent: "#123456"}\n')  # fmt: skip
    with pytest.raises(InputError, match="'ink' and 'colours accent' say the same"):
        loaded(project)
