"""The tags say what stands on the pages: what runs on is one, and the navigation comes last."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from unicodedata import normalize

import pikepdf
import pytest
from pikepdf import Array, Dictionary, NumberTree, Object, Pdf

from cardprint import Cache, Project, build
from cardprint.verify.letters import _meanings
from cardprint.verify.tags import elements_of
from conftest import MINI
from demanding import LINKS, WEEKS, make_demanding
from test_scripts import copied
from test_verify import elements


@pytest.fixture(scope="module")
def screen(demanding: Mapping[str, Path]) -> Iterator[Pdf]:
    with pikepdf.open(demanding["screen"]) as pdf:
        yield pdf


@pytest.fixture(scope="module")
def grid(demanding: Mapping[str, Path]) -> Iterator[Pdf]:
    with pikepdf.open(demanding["grid-a4"]) as pdf:
        yield pdf


@pytest.fixture(scope="module")
def large(demanding: Mapping[str, Path]) -> Iterator[Pdf]:
    with pikepdf.open(demanding["large-print"]) as pdf:
        yield pdf


def kids(element: Object) -> list[Object]:
    found = element.get("/K", Array([]))
    return list(found.as_list()) if isinstance(found, Array) else [found]


def content(element: Object) -> Iterator[tuple[int, int, int]]:
    """The page, by its object, and the number of each piece of content, in the order of reading."""
    for kid in kids(element):
        if not isinstance(kid, Dictionary):
            yield *element.Pg.objgen, int(kid)
        elif "/MCID" in kid:
            yield *kid.Pg.objgen, int(kid.MCID)
        elif "/S" in kid:
            yield from content(kid)


def pages_of(pdf: Pdf, element: Object) -> list[int]:
    """The pages, from 1, that an element stands on, in order."""
    numbers = {page.obj.objgen: i for i, page in enumerate(pdf.pages, 1)}
    return sorted({numbers[found[:2]] for found in content(element)})


@cache
def lines_of(pdf: Pdf) -> dict[tuple[int, int, int], str]:
    """The text of each piece of content of a file that does not change any more."""
    lines: dict[tuple[int, int, int], str] = {}
    for page in {page.obj.objgen: page for page in pdf.pages}.values():
        fonts = page.obj.Resources.Font
        font, marked = None, None
        for instruction in pikepdf.parse_content_stream(page, "BDC Tf TJ Tj"):
            operator, operands = str(instruction.operator), instruction.operands
            if operator == "BDC":
                own = "/MCID" in operands[1]
                marked = (*page.obj.objgen, int(operands[1].MCID)) if own else None
            elif operator == "Tf":
                font = fonts[str(operands[0])]
            elif operator in ("TJ", "Tj") and font is not None and marked is not None:
                codes = b"".join(bytes(s) for s in operands[0] if isinstance(s, pikepdf.String))
                read = (int.from_bytes(codes[i : i + 2], "big") for i in range(0, len(codes), 2))
                known = _meanings(font)
                lines[marked] = lines.get(marked, "") + "".join(known[code] for code in read)
    return lines


def text_of(pdf: Pdf, element: Object) -> str:
    """The text of an element, line after line."""
    lines = lines_of(pdf)
    return " ".join(lines.get(each, "").strip() for each in content(element)).replace("\xa0", " ")


def style(project: Path, text: str) -> None:
    """A layout "own" of the project: the screen with other style."""
    folder = project / "layouts" / "own"
    folder.mkdir(parents=True)
    (folder / "layout.yaml").write_text("base: screen\n", "utf-8")
    (folder / "style.css").write_text(f"{text}\n", "utf-8")


def test_a_link_over_lines_columns_and_pages_is_one_element(screen: Pdf) -> None:
    links = [each for each in elements(screen, "/Link") if "week" in text_of(screen, each)]
    pieces = [
        sum("/Obj" in kid for kid in kids(link) if isinstance(kid, Dictionary)) for link in links
    ]
    assert len(links) == LINKS * len(WEEKS)
    assert max(pieces) > 1
    for link in links:
        assert text_of(screen, link).endswith(" kan doen")
    assert any(len(pages_of(screen, link)) == 2 for link in links)


def test_a_sentence_over_columns_and_pages_is_one_paragraph(screen: Pdf, large: Pdf) -> None:
    for pdf in (screen, large):
        found = [text_of(pdf, each) for each in elements(pdf, "/P")]
        for week in WEEKS:
            (whole,) = [text for text in found if f"in week {week} op dag 1 " in text]
            assert whole.startswith("Lees nu")
            assert f"in week {week} op dag {LINKS} kan doen" in whole
        assert any(len(pages_of(pdf, each)) == 2 for each in elements(pdf, "/P"))


def test_the_navigation_is_read_after_the_text_of_its_page(screen: Pdf) -> None:
    for part in elements_of(screen.Root.StructTreeRoot.K[0]):
        text, navigation = set[int](), list[int]()
        for element in elements_of(part):
            pages = pages_of(screen, element)
            if element.S == "/Sect":
                assert not set(pages) & set(navigation)
                text |= set(pages)
            else:
                assert set(pages) <= text
                navigation += pages
        # Tabs, and the way to the pages beside it.
        assert sorted(navigation) == sorted([*text, *text])


def test_what_is_painted_last_is_read_last(screen: Pdf) -> None:
    """Some programs go by the order of painting. Only a heading in a margin is painted later."""
    owners = NumberTree(screen.Root.StructTreeRoot.ParentTree)
    later: list[int] = []
    for number, page in enumerate(screen.pages, 1):
        kinds = [
            str(_root_of(owner).S)
            for owner in owners[int(page.obj.StructParents)]
            if isinstance(owner, Dictionary)
        ]
        first = min(kinds.index(kind) for kind in kinds if kind != "/Sect")
        later += [number] * ("/Sect" in kinds[first:])
    assert later == pages_of(screen, elements(screen, "/Table")[1])


def _root_of(element: Object) -> Object:
    return element if element.P.S == "/Part" else _root_of(element.P)


def test_a_table_that_goes_on_has_a_heading_and_its_own_headers(screen: Pdf) -> None:
    first, second = elements(screen, "/Table")[:2]
    around = elements_of(first.P)
    at = next(i for i, each in enumerate(around) if each.objgen == second.objgen)
    assert around[at - 1].S == "/H2"
    assert text_of(screen, around[at - 1]) == "Ritme: totaaloverzicht, vervolg"
    assert around[at - 2].objgen == first.objgen
    for table in (first, second):
        (page,) = pages_of(screen, table)
        assert pages_of(screen, table.K[0]) == [page]
        headers = {bytes(th.ID) for th in elements(screen, "/TH", table.K[0])}
        rows = elements_of(table.K[1])
        assert rows
        for cell in (cell for row in rows for cell in elements_of(row)[1:]):
            assert headers & {bytes(name) for name in cell.A.Headers}


def test_a_table_without_such_a_heading_is_one(project: Path, mini_cache: Cache) -> None:
    make_demanding(project)
    style(project, "[data-continued] { string-set: none }")
    (report,) = build(project, layouts=["own"], jobs=1, cache=mini_cache)
    with pikepdf.open(project / report.file) as pdf:
        table = elements(pdf, "/Table")[0]
        assert len(pages_of(pdf, table)) == 2
        head, body = elements_of(table)
        assert [str(head.S), str(body.S)] == ["/THead", "/TBody"]
        assert len(pages_of(pdf, head)) == 1
        assert len(elements_of(body)) == 6
        known = {bytes(th.ID) for th in elements(pdf, "/TH", table)}
        assert {bytes(n) for td in elements(pdf, "/TD", body) for n in td.A.Headers} <= known


def test_the_corner_is_a_header_that_those_of_rows_name(screen: Pdf, grid: Pdf) -> None:
    for pdf in (screen, grid):
        tables = elements(pdf, "/Table")
        assert tables
        for table in tables:
            head, body = elements_of(table)
            corner = elements_of(elements_of(head)[0])[0]
            assert corner.S == "/TH"
            assert corner.A.Scope == "/Column"
            assert text_of(pdf, corner) == "Hulpmiddel"
            firsts = [elements_of(row)[0] for row in elements_of(body)]
            assert firsts
            for first in firsts:
                assert first.A.Scope == "/Row"
                assert [bytes(name) for name in first.A.Headers] == [bytes(corner.ID)]


@pytest.mark.parametrize("language", ["ar", "he"])
def test_from_right_to_left_rows_and_columns_have_their_headers(
    language: str, tmp_path: Path, mini_cache: Cache
) -> None:
    (report,) = build(copied(language, tmp_path), layouts=["grid-a4"], jobs=1, cache=mini_cache)
    with pikepdf.open(tmp_path / language / report.file) as pdf:
        tables = elements(pdf, "/Table")
        assert tables
        for table in tables:
            head, body = elements_of(table)
            assert {str(each.A.Scope) for each in elements_of(elements_of(head)[0])} == {"/Column"}
            for row in elements_of(body):
                first, *cells = elements_of(row)
                assert first.S == "/TH"
                assert first.A.Scope == "/Row"
                for cell in cells:
                    assert bytes(first.ID) in {bytes(name) for name in cell.A.Headers}


def test_lists_say_how_they_are_numbered_and_their_numbers_can_be_read(screen: Pdf) -> None:
    steps = next(each for each in elements(screen, "/L") if each.A.ListNumbering == "/Decimal")
    items = elements_of(steps)
    kinds = [[str(part.S) for part in elements_of(item)] for item in items]
    assert kinds == [["/Lbl", "/LBody"]] * 3
    assert [text_of(screen, elements_of(item)[0]) for item in items] == ["1.", "2.", "3."]
    text, inner = elements_of(elements_of(items[1])[1])
    assert text_of(screen, text) == "Dan dat, en wel zo:"
    assert inner.S == "/L"
    assert inner.A.ListNumbering == "/Disc"
    assert [text_of(screen, each) for each in elements_of(inner)] == [
        "• lees de tekst", "• lees hem nog eens",
    ]  # fmt: skip


def test_a_diagram_in_words_is_a_list_with_bodies(large: Pdf) -> None:
    (boxes,) = [each for each in elements(large, "/L") if text_of(large, each).endswith("3. Doen")]
    bodies = [elements_of(item)[1] for item in elements_of(boxes)]
    assert [str(body.S) for body in bodies] == ["/LBody"] * 3
    assert [[str(each.S) for each in elements_of(body)] for body in bodies] == [
        ["/P"], ["/P", "/P"], ["/P"],
    ]  # fmt: skip


def test_lines_to_write_on_are_no_tags(mini_cache: Cache, project: Path) -> None:
    (report,) = build(project, layouts=["option-sheets"], jobs=1, cache=mini_cache)
    with pikepdf.open(project / report.file) as pdf:
        assert [each for each in elements(pdf, "/Div") if not kids(each)] == []


@pytest.mark.parametrize("layout", [n for n in Project(MINI).layouts() if "press" not in n])
def test_each_font_is_in_the_file_once(layout: str, project: Path, mini_cache: Cache) -> None:
    (report,) = build(project, layouts=[layout], jobs=1, cache=mini_cache)
    with pikepdf.open(project / report.file) as pdf:
        fonts = [
            o for o in pdf.objects if isinstance(o, Dictionary) and o.get("/Subtype") == "/Type0"
        ]
        assert len(fonts) == 2  # regular and bold


FEATURES = {
    "tabular figures": "font-variant-numeric: tabular-nums",
    "proportional figures": "font-variant-numeric: proportional-nums",
    "fractions": "font-feature-settings: 'frac'",
    "every feature": "font-feature-settings: 'tnum', 'frac', 'ccmp', 'locl', 'smcp', 'dlig'",
}


@pytest.mark.parametrize("feature", FEATURES)
def test_the_glyphs_of_a_feature_keep_their_text(
    feature: str, project: Path, mini_cache: Cache
) -> None:
    """Nothing is drawn that means no text, or another."""
    style(project, f"html {{ {FEATURES[feature]} }}")
    page = project / "toolkits" / "slapen" / "pages" / "gids.yaml"
    text = "Op 31-12-2026 kost dit 1234567890 euro, ofwel 1/2 of 3/4, fijn en efficiënt."
    page.write_text(page.read_text("utf-8").replace("Lees eerst deze gids.", text), "utf-8")
    (report,) = build(project, layouts=["own"], jobs=1, cache=mini_cache)
    with pikepdf.open(project / report.file) as pdf:
        # A half is a character of its own as well.
        said = [
            normalize("NFKC", text_of(pdf, p)).replace("\u2044", "/") for p in elements(pdf, "/P")
        ]
        assert [each for each in said if each.startswith(text)], said
