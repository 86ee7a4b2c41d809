"""Tabs that a screen must have: where there is room for all of them, and where there is not."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Pdf

from cardprint import Cache, Project, build
from cardprint.load.inputs import load_inputs
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.model.geometry import MM_PER_PT
from mutations import lines
from shapes import Shape, write_project
from test_verify import GUIDE, links, problems

Loaded = tuple[Toolkit, Layout]
Change = Callable[[Pdf], None]
CARDS = 20
MARGIN_PT = 10 / MM_PER_PT


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, mini_cache: Cache) -> tuple[bytes, Loaded]:
    """A toolkit of more cards than there is room for in the tabs."""
    return made(tmp_path_factory.mktemp("tabs"), mini_cache, CARDS)


def made(folder: Path, cache: Cache, cards: int, title_words: int = 2) -> tuple[bytes, Loaded]:
    """A toolkit of so many cards for a screen, with what to compare it with."""
    shape = Shape("screen", cards=cards, options=1, questions=1, words=3, title_words=title_words)
    write_project(shape, folder)
    build(folder, out=folder / "out", jobs=1, cache=cache)
    loaded = load_inputs(Project(folder), folder / "toolkits" / "vorm", "screen")
    return (folder / "out" / "vorm-screen.pdf").read_bytes(), loaded


def broken(pdf: bytes, *changes: Change) -> bytes:
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as file:
        for page in file.pages:
            page.contents_coalesce()
        for change in changes:
            change(file)
        file.save(output)
    return output.getvalue()


def without_link(page: int, words: str) -> Change:
    def change(pdf: Pdf) -> None:
        annotations = pdf.pages[page].obj.Annots
        lost = [a.objgen for a in links(pdf, page, words)]
        kept = [a for a in annotations.as_list() if a.objgen not in lost]
        pdf.pages[page].obj.Annots = pikepdf.Array(kept)

    return change


def without_words(page: int, words: str) -> Change:
    """Take out the words of a tab; the link stays."""

    def change(pdf: Pdf) -> None:
        stream = pdf.pages[page].obj.Contents
        found = [line for line in lines(pdf) if line.stream.objgen == stream.objgen]
        (line,) = [line for line in found if line.text == words]
        line.write([])

    return change


def first_page(pdf: bytes, name: str) -> int:
    """The page, from 0, that a name leads to."""
    with pikepdf.open(BytesIO(pdf)) as file:
        pages = {page.obj.objgen: i for i, page in enumerate(file.pages)}
        return pages[pikepdf.NameTree(file.Root.Names.Dests)[name][0].objgen]


def test_where_there_is_room_each_page_has_all_tabs(mini_pdf: bytes, mini: Loaded) -> None:
    """Those of parts far away too."""
    assert problems(broken(mini_pdf), mini) == []
    lost = problems(broken(mini_pdf, without_link(GUIDE, "Ga naar Colofon")), mini)
    assert any(f"page {GUIDE + 1}: there is no link 'Colofon'" in line for line in lost), lost


def test_where_there_is_room_each_tab_has_its_words(tmp_path: Path, mini_cache: Cache) -> None:
    """Those of parts far away too."""
    pdf, loaded = made(tmp_path, mini_cache, cards=4)
    assert problems(broken(pdf), loaded) == []
    silent = problems(broken(pdf, without_words(GUIDE, "4")), loaded)
    title = loaded[0].cards[3].nav
    assert any(f"page {GUIDE + 1}: '4 {title}' is missing" in line for line in silent), silent


@pytest.mark.parametrize(("cards", "title_words", "rows"), [(2, 2, [4]), (7, 5, [5, 4])])
def test_each_row_of_tabs_is_as_wide_as_the_page(
    cards: int, title_words: int, rows: list[int], tmp_path: Path, mini_cache: Cache
) -> None:
    """Also a second row that has one tab less."""
    pdf, _ = made(tmp_path, mini_cache, cards, title_words)
    with pikepdf.open(BytesIO(pdf)) as file:
        page = file.pages[GUIDE]
        width = float(page.mediabox[2])
        found: dict[float, list[tuple[float, float]]] = {}
        for each in page.Annots:
            left, bottom, right, top = (float(edge) for edge in each.Rect.as_list())
            if bottom > float(page.mediabox[3]) - 30 / MM_PER_PT:
                found.setdefault(round(top), []).append((left, right))
    assert [len(found[top]) for top in sorted(found, reverse=True)] == rows
    for tabs in found.values():
        edges = min(left for left, _ in tabs), max(right for _, right in tabs)
        assert edges == pytest.approx((MARGIN_PT, width - MARGIN_PT), abs=0.3)


def test_where_there_is_no_room_the_parts_nearby_have_a_tab(many: tuple[bytes, Loaded]) -> None:
    pdf, loaded = many
    page = first_page(pdf, "card/k6")
    before, after, far = (f"Ga naar {loaded[0].cards[i].nav}" for i in (5, 7, 4))
    contents = loaded[1].labels["table_of_contents"]
    for words in (before, after, f"Ga naar {contents}"):
        lost = problems(broken(pdf, without_link(page, words)), loaded)
        expected = f"page {page + 1}: there is no link '{words.removeprefix('Ga naar ')}'"
        assert any(expected in line for line in lost), lost
    for i in (5, 7):
        title = loaded[0].cards[i].nav
        silent = problems(broken(pdf, without_words(page, title)), loaded)
        assert any(f"page {page + 1}: '{i + 1} {title}' is missing" in line for line in silent)
    others = problems(broken(pdf, without_link(page, far), without_words(page, far[8:])), loaded)
    assert not [line for line in others if far[8:] in line and "there is no link" in line], others
    assert not [line for line in others if "is missing" in line], others


def test_where_there_is_no_room_the_cover_lists_every_part(many: tuple[bytes, Loaded]) -> None:
    pdf, loaded = many
    title = loaded[0].cards[15].nav
    lost = problems(broken(pdf, without_link(0, f"Ga naar {title}")), loaded)
    assert any(f"page 1: there is no link '{title}'" in line for line in lost), lost
    silent = problems(broken(pdf, without_words(0, title)), loaded)
    assert any(f"page 1: '16 {title}' is missing" in line for line in silent), silent


def test_each_page_has_a_tab_to_the_cover_and_five_around_it(many: tuple[bytes, Loaded]) -> None:
    with pikepdf.open(BytesIO(many[0])) as pdf:
        pages = [[str(each.Contents) for each in page.Annots] for page in pdf.pages]
    tabs = [[each for each in page if each.startswith("Ga naar")] for page in pages]
    assert [len(page) for page in tabs[1:]] == [6] * (len(tabs) - 1)
    assert all("Ga naar Wat staat waar?" in page for page in tabs)
