"""The screen layout where data is unusual: long answers, many options, a long guide."""

import re
from pathlib import Path
from types import CodeType

import pypdfium2
import pytest
import yaml

from cardprint import Cache, InputError, Project, build
from cardprint.compose.sandbox import Sandbox
from cardprint.compose.sheets import compose
from cardprint.load.inputs import load_inputs
from cardprint.render.engine import render

WORDS = "Je krijgt hulp die bij je past en je beslist zelf mee over wat je wel en niet wilt doen. "


def write_card(project: Path, options: int, repeat: int) -> None:
    file = project / "toolkits" / "slapen" / "cards" / "ritme.yaml"
    card = yaml.safe_load(file.read_text("utf-8"))
    card["options"] = [
        {
            "id": f"keuze-{i}",
            "title": f"Keuze {i}",
            "summary": f"Dit is keuze {i}, in een korte zin.",
            "answers": {
                name: f"Keuze {i}, vraag {name}: {WORDS * repeat}"
                for name in ("inhoud", "helpen", "last")
            },
        }
        for i in range(1, options + 1)
    ]
    file.write_text(yaml.safe_dump(card, allow_unicode=True, width=1000), "utf-8")


def pages_with(file: Path, words: str) -> list[int]:
    document = pypdfium2.PdfDocument(file)
    found = [
        number
        for number, page in enumerate(document, 1)
        if words in " ".join(page.get_textpage().get_text_range().split())
    ]
    document.close()
    return found


def test_a_grid_that_does_not_fit_goes_on_with_its_headers_and_way_back(
    project: Path, mini_cache: Cache
) -> None:
    write_card(project, options=5, repeat=7)
    (report,) = build(project, jobs=1, cache=mini_cache)
    file = project / "out" / "slapen-screen.pdf"
    # Five columns of 140 words for three questions: more than a page at the smallest size.
    (size,) = [pt for name, pt in report.text_pt.items() if name == "card/ritme#2"]
    assert size >= 8
    overview = pages_with(file, "Keuze 1 Keuze 2 Keuze 3 Keuze 4 Keuze 5")
    assert len(overview) == 2
    assert overview[1] == overview[0] + 1
    for question in ("Wat houdt het in?", "Waar kan ik last van krijgen?"):
        assert len(set(pages_with(file, question)) & set(overview)) == 1


def test_eight_options_have_eight_tiles(project: Path, mini_cache: Cache) -> None:
    write_card(project, options=8, repeat=1)
    (report,) = build(project, jobs=1, cache=mini_cache)
    assert report.links["view"] == 8 + 2


def test_a_guide_that_runs_on_gets_the_right_page_numbers(project: Path, mini_cache: Cache) -> None:
    file = project / "toolkits" / "slapen" / "pages" / "gids.yaml"
    text = file.read_text("utf-8")
    paragraphs = "\n\n".join(f"      Alinea {i}. {WORDS * 6}" for i in range(12))
    file.write_text(
        text.replace(
            "    text: Slapen, bewegen en eten horen bij elkaar.", f"    text: |\n{paragraphs}"
        ),
        "utf-8",
    )
    (report,) = build(project, jobs=1, cache=mini_cache)
    assert report.pages > 11
    numbers = re.compile(r"pagina (\d+) van (\d+)")
    document = pypdfium2.PdfDocument(project / "out" / "slapen-screen.pdf")
    found = [numbers.findall(page.get_textpage().get_text_range()) for page in document]
    document.close()
    assert found == [[(str(i), str(report.pages))] for i in range(1, report.pages + 1)]


def test_a_link_that_is_drawn_on_no_page_is_named(project: Path) -> None:
    folder = paper_layout(
        project,
        """<html lang="nl"><title>x</title><section class="page">
<div style="position: absolute; top: 0">{% for i in range(40) %}<p style="height: 20mm">
<a href="{{ to(part.name, 'back', i|string) }}">Terug</a></p>{% endfor %}</div></section>""",
    )
    home = Project(project)
    sheet = compose(*load_inputs(home, project / "toolkits" / "slapen", folder.name))[0]
    with pytest.raises(
        InputError, match="the link 'Terug naar kiezen: 11' to 'card/ritme' is not on any page"
    ):
        render(sheet)


def test_a_layout_without_navigation_writes_addresses_out(project: Path) -> None:
    folder = paper_layout(
        project,
        """<html lang="nl"><title>x</title><section class="page">
{% for option in part.options %}{{ option.texts["last"]|prose }}{% endfor %}</section>""",
    )
    home = Project(project)
    html = compose(*load_inputs(home, project / "toolkits" / "slapen", folder.name))[0].html
    words = re.sub(r"<[^>]*>|\u200b", "", html)
    assert "Lees meer op example.org/licht." in words


def test_a_template_is_compiled_once_and_anew_when_it_changes(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[str | None] = []

    def noted(sandbox: Sandbox, source: str, name: str | None, file: str | None) -> CodeType:
        compiled.append(name)
        return compile_(sandbox, source, name, file)

    compile_ = Sandbox.compile
    monkeypatch.setattr(Sandbox, "compile", noted)
    folder = paper_layout(project, "<p>{{ part.title }}</p>")
    toolkit = project / "toolkits" / "slapen"

    def html() -> str:
        return compose(*load_inputs(Project(project), toolkit, folder.name))[0].html

    assert "<p>Ritme</p>" in html()
    assert "<p>Ritme</p>" in html()
    assert compiled == ["kaart.html.j2"]
    (folder / "kaart.html.j2").write_text("<p>{{ part.id }}</p>", "utf-8")
    assert "<p>ritme</p>" in html()
    assert compiled == ["kaart.html.j2"] * 2


def paper_layout(project: Path, template: str) -> Path:
    """A layout of one template for cards, on upright paper."""
    folder = project / "layouts" / "papier"
    folder.mkdir(parents=True)
    settings = """description: Op papier
paper: {width: 210mm, height: 297mm}
min_text: 8pt
fonts: [atkinson-hyperlegible-next]
sheets:
  card: [{template: kaart.html.j2}]
"""
    (folder / "layout.yaml").write_text(settings, "utf-8")
    (folder / "style.css").write_text('.page { font-family: "Atkinson Hyperlegible Next" }')
    (folder / "kaart.html.j2").write_text(template, "utf-8")
    return folder
