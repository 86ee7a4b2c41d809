"""What was found for a sheet serves again, and only while nothing that decides it changes."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from cardprint import Cache, Project, build
from cardprint.compose.model import Composed, Setting
from cardprint.compose.sheets import compose, sheet_names
from cardprint.link.model import Linked
from cardprint.load.inputs import load_inputs
from cardprint.pipeline import one
from cardprint.pipeline.sizes import Sizes, expected_pages, remember_pages
from conftest import MINI

SLUG = "slapen"


@pytest.fixture(scope="module")
def sheets() -> tuple[Composed, ...]:
    project = Project(MINI)
    return compose(*load_inputs(project, project.toolkits()[SLUG], "screen"))


@pytest.fixture
def sizes(tmp_path: Path) -> Sizes:
    return Sizes(Cache(tmp_path / "cache"))


def made(sheet: Composed, size_pt: float, setting: Setting | None = None) -> Linked:
    return Linked(sheet.name, sheet.template, b"", 2, size_pt, {}, (), setting=setting)


def overview(sheets: tuple[Composed, ...]) -> Composed:
    return next(sheet for sheet in sheets if sheet.name.endswith("#2"))


def test_a_size_serves_the_next_build(sheets: tuple[Composed, ...], sizes: Sizes) -> None:
    sheet = overview(sheets)
    sizes.learn(sheet, made(sheet, 9.25, Setting(2, 1.3)))
    again = Sizes(sizes.cache).fixed(sheet)
    assert (again.fit_pt, again.setting) == ((9.25, 9.25), Setting(2, 1.3))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('counter(page) " van 11"', 'counter(page) " van 12"'),
        ("counter-reset: page 4", "counter-reset: page 5"),
        ("--tab: #1d3a4f", "--tab: #204060"),
    ],
)
def test_it_serves_again_in_other_colours_and_on_another_page(
    old: str, new: str, sheets: tuple[Composed, ...], sizes: Sizes
) -> None:
    sheet = overview(sheets)
    assert old in sheet.html
    sizes.learn(sheet, made(sheet, 9.25))
    other = replace(sheet, html=sheet.html.replace(old, new), first_page=sheet.first_page + 1)
    assert Sizes(sizes.cache).fixed(other).fit_pt == (9.25, 9.25)


@pytest.mark.parametrize(("old", "new"), [("ochtend", "morgen"), ("297mm", "296mm")])
def test_it_does_not_serve_for_other_words_or_another_page_size(
    old: str, new: str, sheets: tuple[Composed, ...], sizes: Sizes
) -> None:
    sheet = overview(sheets)
    assert old in sheet.html
    sizes.learn(sheet, made(sheet, 9.25))
    other = replace(sheet, html=sheet.html.replace(old, new))
    assert Sizes(sizes.cache).fixed(other) is other


def test_a_colour_that_is_told_in_words_is_a_word(
    sheets: tuple[Composed, ...], sizes: Sizes
) -> None:
    sheet = overview(sheets)
    one_, two = (
        replace(sheet, html=sheet.html.replace("</section>", f"<p>{colour}</p></section>"))
        for colour in ("#112233", "#abc")
    )
    sizes.learn(one_, made(one_, 9.25))
    assert Sizes(sizes.cache).fixed(two) is two


def test_pages_are_expected_as_they_were_while_the_sheets_are_the_same(
    sheets: tuple[Composed, ...], tmp_path: Path
) -> None:
    cache, names = Cache(tmp_path), [sheet.name for sheet in sheets]
    assert expected_pages(cache, tmp_path, "screen", names) == {}
    remember_pages(cache, tmp_path, "screen", (made(sheet, 9.0) for sheet in sheets))
    assert expected_pages(cache, tmp_path, "screen", names[1:]) == dict.fromkeys(names[1:], 2)
    assert expected_pages(cache, tmp_path, "screen", [*names, "card/nieuw#1"]) == {}
    assert expected_pages(cache, tmp_path, "grid-a4", names) == {}
    assert expected_pages(cache, tmp_path, "screen", names, "en") == {}


def test_every_sheet_is_named_before_it_is_made(sheets: tuple[Composed, ...]) -> None:
    project = Project(MINI)
    inputs = load_inputs(project, project.toolkits()[SLUG], "screen")
    assert list(sheet_names(*inputs)) == [sheet.name for sheet in sheets]


def test_after_a_change_of_colour_the_file_is_as_from_an_empty_cache_without_a_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Path(shutil.copytree(MINI, tmp_path / "project"))
    cache, file = Cache(tmp_path / "cache"), "out/slapen-screen.pdf"
    build(project, [SLUG], cache=cache)
    toolkit = project / "toolkits" / SLUG / "toolkit.yaml"
    words = toolkit.read_text("utf-8").replace(
        "style:\n", "style:\n  colours: {navigation: '#203040', cards: ['#204060']}\n"
    )
    toolkit.write_text(words, "utf-8")
    begun: list[Composed] = []

    def noted(workers: object, sheet: Composed) -> object:
        begun.append(sheet)
        return begin(workers, sheet)  # type: ignore[arg-type]

    begin = one.begin
    monkeypatch.setattr(one, "begin", noted)
    (report,) = build(project, [SLUG], cache=cache)
    searched = [sheet.name for sheet in begun if sheet.fit_pt and len({*sheet.fit_pt}) == 2]
    warm = (project / file).read_bytes()
    assert (len(begun), searched) == (report.sheets, [])
    build(project, [SLUG])
    assert (project / file).read_bytes() == warm


def test_paragraphs_and_columns_take_room_beside_their_letters() -> None:
    """A drawing has no letters; many short paragraphs and narrow cells take more than their own."""

    def expected(body: str) -> int:
        html = f'<body><section class="page">{body}</section></body>'
        sheet = Composed("page/tekst#1", "page.html.j2", html, (), (595, 842), None, 1, ())
        return replace(sheet, letters_per_page=1000).expected_pages

    text = "<p>" + "a" * 950 + "</p>"
    assert expected(text) == 1
    assert expected(text + "<svg><text>" + "a" * 500 + "</text></svg>") == 1
    assert expected("<p>" + "</p><p>".join(["a" * 95] * 10) + "</p>") == 2

    def table(columns: int) -> str:
        cell = "<td>" + "a" * (840 // columns) + "</td>"
        return f"<table><tr><th></th>{cell * columns}</tr></table>"

    assert expected(table(2)) == 1
    assert expected(table(6)) == 2
