"""The flow of running text: how full pages are, columns and lines that save a page."""

import json
import shutil
from pathlib import Path

import pytest
import weasyprint
import yaml

from cardprint import Cache, OutputError, build
from cardprint.compose.model import Composed, Setting
from cardprint.render.boxes import body_of, children, columns_of, content_top, descendants, is_line
from cardprint.render.fill import fills
from cardprint.render.laid import Laid, fitted, lay_out
from cardprint.render.model import Fill
from conftest import Run

SENTENCE = "Je beslist samen met je zorgverlener wat er bij je past. "
SET = """<style>@page { size: 400px 200px; margin: 0 } body, p, section { margin: 0 }
    html { font: 10px/20px "DejaVu Sans", sans-serif; orphans: 1; widows: 1 }"""


def filled(css: str, html: str) -> tuple[Fill, ...]:
    return fills(weasyprint.HTML(string=f"{SET} {css}</style>{html}").render())


def test_a_page_is_as_full_as_its_last_line_is_low() -> None:
    # Twelve lines of 20 px on pages of 200 px.
    lines = "<br>".join("x" * 12)
    assert filled("", f"<p>{lines}</p>") == (Fill(1.0), Fill(0.2))


def test_a_page_in_columns_is_as_full_as_these_are_on_average() -> None:
    # A head of 40 px; columns of 60 and 40 px, of the 160 px below it.
    columns = "section { columns: 2; column-fill: balance } h1 { margin: 0; font: inherit }"
    lines = "<br>".join("x" * 5)
    (page,) = filled(columns, f"<h1>a<br>b</h1><section><p>{lines}</p></section>")
    assert page.columns == pytest.approx((60 / 160, 40 / 160))
    assert page.share == pytest.approx((40 + 50) / 200)


def test_what_stands_on_every_page_does_not_fill_one() -> None:
    frame = '<div style="position: fixed; bottom: 0">onder</div>'
    assert filled("", f"<p>{'<br>'.join('x' * 12)}</p>{frame}") == (Fill(1.0), Fill(0.2))


def test_a_ground_and_a_picture_fill_a_page_and_an_empty_box_does_not() -> None:
    box = '<div style="height: 100px{}"></div>'
    assert filled("", box.format("; background: #eee")) == (Fill(0.5),)
    assert filled("", box.format("; border-bottom: 10px solid")) == (Fill(0.55),)
    assert filled("", f"<p>x</p>{box.format('')}") == (Fill(0.1),)


TEXT = """<style>@page { size: 400px 300px; margin: 0 } body, p, h1 { margin: 0 }
    section { font: var(--fit)/var(--leading, 1.4) "DejaVu Sans", sans-serif }
    .columns { columns: var(--columns, 1); column-gap: 10px; column-fill: balance }
    p { break-inside: avoid; margin-bottom: 4px }</style>
    <section class="page" id="page/gids"><div class="columns">"""


def sheet(paragraphs: int, words: str = SENTENCE, **choices: object) -> Composed:
    html = TEXT + "".join(f"<p>{words}</p>" for _ in range(paragraphs)) + "</div></section>"
    fixed = Composed("page/gids#1", "page", html, (), (300, 225), (6.0, 10.0), 1, ())
    return Composed(
        **{**{key: getattr(fixed, key) for key in fixed.__dataclass_fields__}, **choices}
    )


def fit(given: Composed) -> Laid:
    assert given.fit_pt
    return fitted(given, weasyprint.HTML(string=given.html), *given.fit_pt)[0]


def test_running_text_is_set_in_the_columns_that_need_the_fewest_pages() -> None:
    # Short words, of which a wide line would hold one: more columns hold more of them.
    chosen = fit(sheet(50, "woord", columns=(1, 3)))
    assert chosen.setting == Setting(3)
    assert chosen.page_count == 1
    assert fit(sheet(50, "woord", columns=(1,))).page_count > 1


def test_the_nicest_columns_are_kept_where_no_others_save_a_page() -> None:
    assert fit(sheet(3, columns=(1, 3))).setting == Setting(1)
    assert fit(sheet(60, "woord", columns=(3, 1))).setting == Setting(3)


def test_closer_lines_save_a_page_with_a_handful_of_lines() -> None:
    # Each paragraph has a line; at 10 pt and 1.4 there are too many of them for one page.
    narrow = {"fit_pt": (10.0, 10.0)}
    plain = fit(sheet(14, "woord", **narrow))
    assert plain.page_count == 2
    assert fills(plain.document)[1].share < 1 / 3
    closer = fit(sheet(14, "woord", tightest=1.2, **narrow))
    assert closer.setting == Setting(None, 1.2)
    assert closer.page_count == 1


def test_lines_are_not_closer_where_that_saves_no_page() -> None:
    assert fit(sheet(25, "woord", tightest=1.35)).setting == Setting()
    assert fit(sheet(5, "woord", tightest=1.2)).setting == Setting()


def test_a_setting_that_was_found_is_not_searched_again() -> None:
    given = sheet(60, "woord", columns=(1, 3), setting=Setting(1, 1.3), fit_pt=(7.0, 7.0))
    assert fit(given).setting == Setting(1, 1.3)


def options(count: int, answers: int) -> str:
    """Options with a cell of so many lines, and room to write that stays in one piece."""
    lines = "<br>".join(["woord"] * answers)
    return "".join(
        f'<section class="page"><div data-cell="c/{i}/v"><p>{lines}</p></div>'
        '<div style="break-inside: avoid; height: 100px; border: 1px solid"></div></section>'
        for i in range(count)
    )


def test_room_to_write_costs_no_page_that_a_smaller_size_saves() -> None:
    # At 6 pt the first two options leave 100 px, at 10 pt they do not; the third never does.
    html = TEXT.partition("<section")[0] + "<style>.page { break-before: page }</style>"
    html += options(2, 15) + options(1, 19)
    given = sheet(0)
    fixed = {key: getattr(given, key) for key in given.__dataclass_fields__}
    cells = Composed(**{**fixed, "html": html, "one_page_pt": 6.0})
    laid = fit(cells)
    assert laid.page_count == 4
    larger = lay_out(cells, weasyprint.HTML(string=html), (laid.size_pt or 0) + 0.25)
    assert larger.page_count > 4


def guide(project: Path, sections: list[dict[str, object]]) -> None:
    file = project / "toolkits" / "slapen" / "pages" / "gids.yaml"
    page = yaml.safe_load(file.read_text("utf-8"))
    page["sections"] = sections
    file.write_text(yaml.safe_dump(page, allow_unicode=True, width=1000), "utf-8")


def test_a_report_tells_how_full_each_page_is(project: Path, cardprint: Run) -> None:
    target = project / "report.json"
    result = cardprint("build", "--report", target, "--quiet", cwd=project)
    assert result.returncode == 0, result.stderr
    (report,) = json.loads(target.read_text("utf-8"))
    assert [page["page"] for page in report["fill"]] == [*range(1, report["pages"] + 1)]
    assert all(0 < page["share"] <= 1 for page in report["fill"])


def test_a_last_page_that_larger_type_would_fill_is_named(project: Path) -> None:
    shutil.copytree(Path("layouts/screen").resolve(), project / "layouts" / "vast")
    style = project / "layouts" / "vast" / "style.css"
    style.write_text(style.read_text("utf-8") + ".text { font-size: 10pt }\n", "utf-8")
    text = "\n\n".join([SENTENCE * 6] * 9)
    guide(project, [{"heading": f"Deel {i}", "text": text} for i in range(2)])
    with pytest.raises(OutputError) as caught:
        build(project, layouts=("vast",), jobs=1, cache=Cache(None))
    (told,) = {str(problem).partition(": ")[2] for problem in caught.value.problems}
    assert told == (
        "page 3: less than a third of it is filled, though its text of 10 pt may be as large as"
        " 14 pt"
    )


def test_all_columns_begin_at_one_height(project: Path) -> None:
    from cardprint import Project
    from cardprint.compose.sheets import compose
    from cardprint.load.inputs import load_inputs

    guide(project, [{"heading": "Deel", "text": "\n\n".join([SENTENCE] * 12)}])
    inputs = load_inputs(Project(project), project / "toolkits" / "slapen", "screen")
    (text,) = (each for each in compose(*inputs) if each.name == "page/gids#1")
    from cardprint.render.sources import Fetcher

    fetcher = Fetcher(text.files, text.template, text.styles)
    laid = lay_out(text, weasyprint.HTML(string=text.html, url_fetcher=fetcher), 12.0, Setting(2))
    ((columns, count),) = columns_of(children(body_of(laid.document.pages[0]))[0])
    assert count == len(columns) == 2
    tops = [min(content_top(box) for box in descendants(each) if is_line(box)) for each in columns]
    assert tops[1] == pytest.approx(tops[0], abs=4)  # the first line, the introduction, is larger
