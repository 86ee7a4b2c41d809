"""The cover: a picture made of the toolkit's cards, that fits whatever their number."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from cardprint import Cache, Project, build
from cardprint.compose.model import Composed
from cardprint.compose.sheets import compose
from cardprint.load.inputs import load_inputs
from cardprint.load.svg_parts import content_of_data
from cardprint.load.toolkit import Toolkit
from cardprint.model import names
from cardprint.render.engine import render
from cardprint.verify.icons import _lines_of
from cardprint.verify.reading import read_page, read_pages
from conftest import MINI, ROOT

PILL = (ROOT / "icons" / "pill.svg").read_text("utf-8")
LAYOUTS = ("screen", "grid-a4", "grid-a3", "booklet-a5", "large-print", "grid-a4+mono")
COMPOSITION = re.compile(
    r'class="composition" data-if-room style="width: ([\d.]+)mm; height: ([\d.]+)mm; '
    r'background-image: url\((data:[^)]*)\)"'
)
CIRCLE = re.compile(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)" fill="([^"]*)"')


def with_cards(toolkit: Toolkit, count: int, icon: str | None = "pill") -> Toolkit:
    """The small toolkit with so many cards."""
    card, *_ = toolkit.cards
    cards = [card.model_copy(update={"id": f"kaart-{i}", "icon": icon}) for i in range(count)]
    first, *rest = toolkit.pages
    sources = (toolkit.sources[0],) * (count + len(toolkit.pages) + 1)
    guide = first.model_copy(update={"intro": None})
    return replace(toolkit, parts=(guide, *cards, *rest), sources=sources, icons={"pill": PILL})


@cache
def cover(layout: str, count: int, icon: str | None = "pill") -> Composed:
    toolkit, design = load_inputs(Project(MINI), MINI / "toolkits" / "slapen", layout)
    sheets = compose(with_cards(toolkit, count, icon), design)
    return next(sheet for sheet in sheets if sheet.name == names.sheet(names.COVER, 1))


def drawn(sheet: Composed) -> tuple[float, float, str]:
    """Width and height of the picture in mm, and the drawing."""
    ((width, height, address),) = COMPOSITION.findall(sheet.html)
    return float(width), float(height), content_of_data(address).decode()


def circles(drawing: str) -> Sequence[tuple[float, float, float]]:
    return [(float(x), float(y), float(r)) for x, y, r, _ in CIRCLE.findall(drawing)]


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 12, 24, 40])
@pytest.mark.parametrize("layout", ["screen", "grid-a4", "large-print"])
def test_each_card_has_a_circle_that_lies_inside_the_picture(layout: str, count: int) -> None:
    sheet = cover(layout, count)
    if not COMPOSITION.search(sheet.html):
        # The contents of many cards leave no room.
        assert count > 12
        return
    width, height, drawing = drawn(sheet)
    found = circles(drawing)
    assert len(found) == count
    assert drawing.count("M4.5 12.5") == count
    for x, y, r in found:
        assert r <= x <= width - 0.6 - r + 0.01
        assert r <= y <= height - 0.6 - r + 0.01


@pytest.mark.parametrize("count", [3, 7, 24])
def test_circles_touch_the_next_one_and_hide_none(count: int) -> None:
    _, _, drawing = drawn(cover("grid-a4", count))
    found = circles(drawing)
    for i, (x, y, r) in enumerate(found):
        gaps = [((x - a) ** 2 + (y - b) ** 2) ** 0.5 for j, (a, b, _) in enumerate(found) if j != i]
        assert 1.8 * r <= min(gaps) <= 2 * r + 0.2


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("count", [1, 6])
def test_the_picture_adds_no_page_to_the_cover(layout: str, count: int) -> None:
    sheet = cover(layout, count)
    assert COMPOSITION.search(sheet.html)
    without = replace(sheet, html=COMPOSITION.sub('class="none"', sheet.html))
    assert render(sheet).page_count == render(without).page_count


def test_a_picture_that_would_take_a_page_more_is_left_out() -> None:
    sheet = cover("grid-a4", 6)
    large = replace(
        sheet,
        html=sheet.html.replace(
            "data-if-room style=", 'data-if-room style="height: 300mm" data-was='
        ),
    )
    made = render(large)
    assert made.page_count == 1
    assert made.setting is not None
    assert made.setting.bare
    assert not render(sheet).setting


def test_without_colours_the_picture_is_lines_alone() -> None:
    _, _, drawing = drawn(cover("grid-a4+mono", 6))
    assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', drawing)) == {"none", "#000000"}


@pytest.mark.parametrize("count", [0, 1, 3])
def test_without_icons_there_is_a_band_with_a_piece_for_each_card(count: int) -> None:
    width, height, drawing = drawn(cover("grid-a4", count, None))
    _, layout = load_inputs(Project(MINI), MINI / "toolkits" / "slapen", "grid-a4")
    pieces = re.findall(r'<rect x="([^"]*)" y="0" width="([^"]*)" .*fill="([^"]*)"', drawing)
    inks = list(layout.style.several("cards")[:count]) or [layout.style.colour("accent")]
    assert [ink for _, _, ink in pieces] == inks
    assert height < 4
    ends = [float(x) + float(wide) for x, wide, _ in pieces]
    assert ends[-1] == pytest.approx(width - 0.6)
    assert [float(x) for x, _, _ in pieces[1:]] == pytest.approx([end + 1 for end in ends[:-1]])


def test_the_picture_is_no_figure_and_says_nothing(project: Path, mini_cache: Cache) -> None:
    card = project / "toolkits" / "slapen" / "cards" / "ritme.yaml"
    card.write_text(f"icon: sun\n{card.read_text('utf-8')}", "utf-8")
    (report,) = build(project, layouts=["grid-a4"], jobs=1, cache=mini_cache)
    first = next(read_pages((project / report.file).read_bytes()))
    shapes = [mark for mark in first.marks if mark.start and mark.box.width > 30]
    assert len(shapes) == 3  # two circles, and the sun in one of them
    assert {mark.content for mark in shapes} == {-1}


def test_the_colours_are_those_of_the_cards() -> None:
    _, _, drawing = drawn(cover("screen", 3))
    _, layout = load_inputs(Project(MINI), MINI / "toolkits" / "slapen", "screen")
    inks = re.findall(r'<circle[^>]*stroke="([^"]*)"', drawing)
    assert inks == list(layout.style.several("cards")[:3])


def test_the_picture_is_drawn_in_the_finished_file(tmp_path: Path) -> None:
    sheet = cover("screen", 4)
    file = tmp_path / "cover.pdf"
    file.write_bytes(render(sheet).pdf)
    with pdfium.PdfDocument(file) as document:
        page = read_page(document, 0, {})
    begins = {
        (round(x, 2), round(y, 2)) for mark in page.marks if mark.start for x, y in [mark.start]
    }
    assert set(_lines_of(PILL)) <= begins
