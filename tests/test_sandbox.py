"""Templates of strangers: what they can see and do, and how the rest ends."""

import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from cardprint import InputError, Project, build
from cardprint.compose.limits import (
    MAX_LETTERS,
    MAX_LETTERS_OF_A_SHEET,
    MAX_STEPS,
    MAX_TEMPLATE_BYTES,
)
from cardprint.compose.sheets import compose
from cardprint.compose.templates import Templates
from cardprint.load.inputs import load_inputs
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from conftest import MINI, ROOT, TESTS

SETTINGS = """description: Op papier
paper: {width: 210mm, height: 297mm}
min_text: 8pt
fonts: [atkinson-hyperlegible-next]
sheets:
  card: [{template: kaart.html.j2}]
"""
Inputs = tuple[Toolkit, Layout]


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    """The small toolkit in a layout of one template for cards."""
    project = Path(shutil.copytree(MINI, tmp_path_factory.mktemp("home") / "project"))
    folder = project / "layouts" / "papier"
    folder.mkdir(parents=True)
    (folder / "layout.yaml").write_text(SETTINGS, "utf-8")
    (folder / "style.css").write_text('.page { font-family: "Atkinson Hyperlegible Next" }')
    (folder / "kaart.html.j2").write_text("x")
    return load_inputs(Project(project), project / "toolkits" / "slapen", "papier")


def composed(inputs: Inputs, template: str, **others: str) -> str:
    """The first card in a template; others that it may use are ``<name>.j2``."""
    toolkit, layout = inputs
    folder = layout.template_folders[0]
    for name, text in {"kaart.html": template, **others}.items():
        (folder / f"{name}.j2").write_text(text, "utf-8")
    return compose(toolkit, layout)[0].html


def refusal(inputs: Inputs, template: str, **others: str) -> str:
    """The problem that a template ends with, which stands on its second line."""
    with pytest.raises(InputError) as caught:
        composed(inputs, f"<p>\n{template}", **others)
    (problem,) = caught.value.problems
    assert problem.place.file.startswith("layouts/papier/")
    assert problem.place.line == 2 or others, problem
    return str(problem)


def entries(kind: str) -> dict[str, Any]:
    known: dict[str, dict[str, Any]] = yaml.safe_load((TESTS / "attacks.yaml").read_text("utf-8"))
    return known[kind]


@pytest.mark.parametrize("template", entries("unseen").values(), ids=entries("unseen"))
def test_what_is_not_for_templates_is_not_there(inputs: Inputs, template: str) -> None:
    others = {"other": "{% macro m() %}{% endmacro %}"} if "other" in template else {}
    found = refusal(inputs, template, **others)
    assert "that a template can use" in found
    assert str(inputs[0].folder) not in found


DEEP_TEMPLATES = {
    "brackets": "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "signs": "{{ " + "1 + " * 5000 + "1 }}",
    "loops": "{% for a in [1] %}" * 30 + "{% endfor %}" * 30,
    "conditions": "{% if true %}" * 99 + "{% endif %}" * 99,
    "lists": "{{ " + "[" * 3000 + "]" * 3000 + " }}",
    "negations": "{{ " + "not " * 3000 + "1 }}",
    "digits": "{{ " + "9" * 5000 + " }}",
}


@pytest.mark.parametrize("template", DEEP_TEMPLATES.values(), ids=DEEP_TEMPLATES)
def test_too_much_inside_each_other_is_told_at_its_line(inputs: Inputs, template: str) -> None:
    assert "inside each other" in refusal(inputs, template)


@pytest.mark.parametrize(
    ("template", "message"), entries("refused").values(), ids=entries("refused")
)
def test_a_mistake_is_told_at_its_line(inputs: Inputs, template: str, message: str) -> None:
    found = refusal(inputs, template)
    assert message in found
    assert "Templates." not in found


LOOPS = "{% for a in range(1000) %}{% for b in range(1000) %}"
# Each list holds the one before it twice: little memory, and no end of time to go through.
NESTED = (
    "{% set n = namespace(x=1, y=1) %}{% for i in range(60) %}{% set n.x = [n.x, n.x] %}"
    "{% set n.y = [n.y, n.y] %}{% endfor %}"
)
PIECES = {
    "MILLION": LOOPS,
    "DEEP": NESTED,
    "NEST": NESTED.replace("= [", "= (").replace("] %", ") %"),
}
DOUBLING = "".join(
    "{% macro m" + str(i) + "() %}" + ("{{ m" + str(i - 1) + "() }}") * 2 + "{% endmacro %}"
    for i in range(1, 60)
)
TOO_MUCH = entries("too much") | {
    "macros that call two": "{% macro m0() %}{% endmacro %}" + DOUBLING + "{{ m59() }}",
    "a long page of its own words": "{% for a in range(9000) %}" + "w " * 5000 + "{% endfor %}",
}


@pytest.mark.parametrize("template", TOO_MUCH.values(), ids=TOO_MUCH)
def test_too_much_ends_with_the_line_of_the_template(inputs: Inputs, template: str) -> None:
    for word, piece in PIECES.items():
        template = template.replace(word, piece)
    found = refusal(inputs, " ".join(template.splitlines()))
    assert any(
        words in found
        for words in (
            "does not come to an end",
            "makes too much text",
            "number is too large",
            "letters",
        )
    ), found


def test_a_loop_that_ends_at_the_limit_is_no_mistake(inputs: Inputs) -> None:
    rounds = MAX_STEPS // 20
    html = composed(inputs, f"<p>{{% for a in range({rounds}) %}}x{{% endfor %}}")
    assert html.count("x") == rounds


def test_a_sheet_of_too_many_letters_names_the_template(inputs: Inputs) -> None:
    with pytest.raises(InputError, match=r"kaart\.html\.j2: the sheet has 2,000,001 letters"):
        composed(inputs, f"{{{{ 'x' * {MAX_LETTERS_OF_A_SHEET + 1} }}}}")


@pytest.mark.parametrize("slug", Project(ROOT).toolkits())
def test_our_templates_need_a_fiftieth_of_the_limits(
    slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[tuple[int, int]] = []
    render = Templates.render

    def measured(self: Templates, *args: Any, **values: Any) -> str:
        html = render(self, *args, **values)
        used.append((self.sandbox.budget.steps, self.sandbox.budget.letters))
        return html

    monkeypatch.setattr(Templates, "render", measured)
    home = Project(ROOT)
    for layout in ("screen", "grid-a4"):
        compose(*load_inputs(home, home.toolkits()[slug], layout))
    steps, letters = (max(counts) for counts in zip(*used, strict=True))
    assert 0 < steps < MAX_STEPS / 50
    assert 0 < letters < MAX_LETTERS / 50


REASONABLE = {
    "{{ 'a' ~ 1 ~ 'b' }}": "a1b",
    "{{ '%.2f|%5d|%s'|format(1.5, 7, 'x') }}": "1.50|    7|x",
    "{{ 'page {n:03d} of {}'.format(9, n=7) }}": "page 007 of 9",
    "{{ ['b', 'a']|sort|join(', ')|upper }}": "A, B",
    "{{ '<'|e ~ '&' }}": "&lt;&amp;",
    "{{ '-'.join(['<', 'b'|safe]) }}": "&lt;-b",
    "{{ 'a-b'.split('-')|last|title }}": "B",
    "{{ [3, 1]|sum * 2 ** 3 // 5 % 4 }}": "2",
    "{{ 'abc'[1:] }}{{ [1, 2, 3][::-1]|first }}": "bc3",
    "{{ part.options|map(attribute='id')|join(' ') }}": "opstaan licht",
    "{{ part.options[0].texts['last'] == toolkit.answer(part.options[0], 'last') }}": "True",
    "{{ part.nonsense|default('-') }}{{ part.nonsense is defined }}": "-False",
    "{% set n = namespace(x=1) %}{% set n.x = n.x + 1 %}{{ n.x }}": "2",
    "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.current }}": "aba",
    "{% set j = joiner(', ') %}{{ j() }}a{{ j() }}b": "a, b",
    "{{ dict(a=1).items()|list|first|join }}": "a1",
    "{% macro m(x) %}[{{ x }}{{ caller() }}]{% endmacro %}{% call m(1) %}!{% endcall %}": "[1!]",
    "{% for x in [[1, [[2, []]]]] recursive %}{{ x[0] }}{{ loop(x[1]) }}{% endfor %}": "12",
    "{% for x in range(9) if x is odd %}{{ loop.cycle('a', 'b') }}{% endfor %}": "abab",
    "{% for row in [1, 2, 3]|batch(2, '-') %}{{ row|join }};{% endfor %}": "12;3-;",
    "{% for part in [1, 2, 3]|slice(2) %}{{ part|join }};{% endfor %}": "12;3;",
    "{% set x %}<b>{{ '<' }}</b>{% endset %}{{ x }}": "<b>&lt;</b>",
    "{% filter upper %}abc{% endfilter %}": "ABC",
    "{% block a %}x{% endblock %}{{ self.a() }}": "xx",
    "{{ ', ' if false }}{{ none is none }}": "True",
    "{{ info.published.year }}": "2026",
    "{{ labels.back == labels['back'] }}": "True",
}


@pytest.mark.parametrize("template", REASONABLE, ids=str)
def test_what_a_reasonable_template_does_works(inputs: Inputs, template: str) -> None:
    assert composed(inputs, template) == REASONABLE[template]


def test_a_template_of_another_name_is_named_too(inputs: Inputs) -> None:
    (inputs[1].template_folders[0] / "stuk.html").write_text("\n\n  {{ niets }}", "utf-8")
    with pytest.raises(InputError, match=r"papier/stuk\.html:3:3: there is no 'niets' here"):
        composed(inputs, "{% include 'stuk.html' %}")


def test_a_template_behind_a_link_out_of_the_folder_is_not_read(
    inputs: Inputs, tmp_path: Path
) -> None:
    (tmp_path / "geheim.j2").write_text("een geheim", "utf-8")
    link = inputs[1].template_folders[0] / "link.j2"
    link.symlink_to(tmp_path / "geheim.j2")
    with pytest.raises(InputError, match=r"there is no template 'link\.j2'"):
        composed(inputs, "{% include 'link.j2' %}")


def test_a_pipe_in_the_place_of_a_template_is_not_read(inputs: Inputs) -> None:
    os.mkfifo(inputs[1].template_folders[0] / "pipe.j2")
    with pytest.raises(InputError, match=r"there is no template 'pipe\.j2'"):
        composed(inputs, "{% include 'pipe.j2' %}")


def test_a_giant_template_is_not_read(inputs: Inputs) -> None:
    with pytest.raises(InputError, match="has more than 500,000 bytes"):
        composed(inputs, "x" * (MAX_TEMPLATE_BYTES + 1))


def test_a_template_in_another_encoding_is_told_at_its_line(inputs: Inputs) -> None:
    file = inputs[1].template_folders[0] / "latin.j2"
    file.write_bytes("<p>\nvóór".encode("latin-1"))
    with pytest.raises(InputError, match=r"latin\.j2:2:\d+: the template is not UTF-8"):
        composed(inputs, "{% include 'latin.j2' %}")


def test_elements_too_deep_inside_each_other_are_told_at_their_template(project: Path) -> None:
    layout = project / "layouts" / "kapot"
    layout.mkdir(parents=True)
    (layout / "layout.yaml").write_text("base: screen\n", "utf-8")
    (layout / "style.css").write_text("", "utf-8")
    spans = "{% for i in range(3000) %}<span>{% endfor %}x"
    page = '{% extends "document.html.j2" %}{% block body %}<div class="page">' + spans
    (layout / "cover.html.j2").write_text(page + "</div>{% endblock %}", "utf-8")
    with pytest.raises(InputError, match=r"layouts/kapot/cover\.html\.j2: cover#1: too many"):
        build(project, layouts=["kapot"], jobs=1)


def described(kind: str) -> set[str]:
    """The names of a kind in docs/architecture.md, without the words in brackets behind them."""
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    _, _, chapter = page.partition("## What a template can use\n\n")
    text, _, _ = chapter.partition("\n\n")
    marks = iter(re.findall(r"`([^`]*)`", text))
    marked = re.sub(r"`[^`]*`", "`", text)
    kinds: dict[str, set[str]] = {}
    depth, current = 0, ""
    for word in re.findall(r"Values:|Functions:|Filters:|[`()]", marked):
        if word == "`":
            name = next(marks).partition("(")[0]
            if not depth and current and "/" not in name:
                kinds[current].add(name)
        elif word in "()":
            depth += 1 if word == "(" else -1
        else:
            current = word.removesuffix(":").casefold()
            kinds[current] = set()
    return kinds[kind]


def test_what_a_template_can_use_is_described_and_nothing_else(
    mini: Inputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_sheets: set[str] = {"part"}
    render = Templates.render

    def listen(self: Templates, template: str, part: Any, **values: object) -> str:
        of_sheets.update(values)
        return render(self, template, part, **values)

    monkeypatch.setattr(Templates, "render", listen)
    compose(*mini)
    templates = Templates(*mini)
    assert described("values") == set(templates._values()) | of_sheets
    assert described("functions") == set(templates._functions())
    assert described("filters") == set(templates._filters())
