"""The finished PDF as readers and checkers see it: structure, destinations, outline, metadata."""

import ctypes
import json
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, NameTree, Object, Pdf
from pypdfium2 import raw

from cardprint import Cache, build
from cardprint.assemble.metadata import add_metadata
from cardprint.compose.targets import Target
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.model.geometry import PT_PER_PX
from conftest import ROOT


@pytest.fixture
def pdf(mini_pdf: bytes) -> Iterator[Pdf]:
    with pikepdf.open(BytesIO(mini_pdf)) as opened:
        yield opened


def outline(tree: Object) -> list[tuple[int, str]]:
    def below(item: Object | None, depth: int) -> Iterator[tuple[int, str]]:
        while item is not None:
            yield depth, str(item.Title)
            yield from below(item.get("/First"), depth + 1)
            item = item.get("/Next")

    return list(below(tree.get("/First"), 1))


def structure(element: Object) -> object:
    """Kinds only, as nested lists; content is left out."""
    children = element.get("/K", Array([]))
    found = [
        structure(child)
        for child in (children if isinstance(children, Array) else Array([children]))
        if isinstance(child, Dictionary) and "/S" in child
    ]
    return [str(element.S), *found]


def test_a_part_has_its_sheets_in_reading_order(pdf: Pdf) -> None:
    document = pdf.Root.StructTreeRoot.K[0]
    assert str(document.S) == "/Document"
    assert [str(part.S) for part in document.K] == ["/Part"] * 5
    card = document.K[2]
    sections = [kind for kind in structure(card)[1:] if kind[0] == "/Sect"]  # type: ignore[index]
    assert len(sections) == 4  # choose, overview, two options


def test_the_overview_is_a_table_whose_cells_name_their_headers(pdf: Pdf) -> None:
    ids = set(NameTree(pdf.Root.StructTreeRoot.IDTree))
    overview = pdf.Root.StructTreeRoot.K[0].K[2]

    def find(element: Object, kind: str) -> Iterator[Object]:
        children = element.get("/K", Array([]))
        for child in children if isinstance(children, Array) else Array([children]):
            if isinstance(child, Dictionary) and "/S" in child:
                if str(child.S) == kind:
                    yield child
                yield from find(child, kind)

    (table,) = find(overview, "/Table")
    rows = list(find(table, "/TR"))
    assert [len(list(find(row, "/TH"))) for row in rows] == [3, 1, 1, 1]
    assert [str(th.A.Scope) for th in find(table, "/TH")] == ["/Column"] * 3 + ["/Row"] * 3
    cells = [cell for row in rows[1:] for cell in find(row, "/TD")]
    assert len(cells) == 6
    for cell in cells:
        assert len(cell.A.Headers) == 2
        assert {str(name) for name in cell.A.Headers} <= ids


def test_figures_stand_where_they_are_drawn(pdf: Pdf) -> None:
    def figures(element: Object) -> Iterator[Object]:
        children = element.get("/K", Array([]))
        for child in children if isinstance(children, Array) else Array([children]):
            if isinstance(child, Dictionary) and "/S" in child:
                if str(child.S) == "/Figure":
                    yield child
                yield from figures(child)

    found = list(figures(pdf.Root.StructTreeRoot.K[0]))
    assert len(found) == 3
    logo = [float(value) for value in found[0].A.BBox]
    # The logo is 16 mm high and stands 25 + 10 mm below the top of the page, 10 mm from the left.
    point = 72 / 25.4
    assert logo[0] == pytest.approx(10 * point, abs=0.1)
    assert logo[3] == pytest.approx((210 - 25 - 10) * point, abs=0.6)
    assert logo[3] - logo[1] == pytest.approx(16 * point, abs=0.6)
    assert PT_PER_PX == 72 / 96


def test_every_card_and_option_can_be_mailed_as_a_link(pdf: Pdf) -> None:
    names = NameTree(pdf.Root.Names.Dests, auto_repair=False)
    found = dict(names.items())
    wanted = {"cover", "page/gids", "card/ritme", "overview/ritme", "option/ritme/licht"}
    assert wanted <= found.keys()
    for spot in found.values():
        assert [float(value) for value in (spot[2], spot[3])] == [
            0,
            pytest.approx(595.28, abs=0.01),
        ]
    assert all(name in names for name in found)


def test_the_bookmarks_are_two_levels_deep(pdf: Pdf) -> None:
    assert outline(pdf.Root.Outlines) == [
        (1, "Toolkit Samen beslissen over slapen"),
        (1, "Zo gebruik je deze toolkit"),
        (1, "1. Ritme"),
        (2, "Totaaloverzicht"),
        (2, "Op tijd opstaan"),
        (2, "Licht in de ochtend (lichttherapie)"),
        (1, "2. Rust"),
        (2, "Totaaloverzicht"),
        (2, "Geen scherm in bed"),
        (2, "Zorgen opschrijven"),
        (1, "Colofon"),
    ]


def test_the_metadata_comes_from_the_data(mini_pdf: bytes, pdf: Pdf) -> None:
    reader = pypdf.PdfReader(BytesIO(mini_pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == "Toolkit Samen beslissen over slapen"
    assert reader.metadata.author == "Voorbeeldstichting"
    assert str(reader.metadata["/CreationDate"]) == "D:20260105000000+00'00"
    with pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == "Toolkit Samen beslissen over slapen"
        assert xmp["pdfuaid:part"] == "1"
        assert xmp["xmp:CreateDate"] == "2026-01-05T00:00:00Z"
    assert reader.page_labels == [str(number) for number in range(1, 12)]
    assert str(pdf.Root.Lang) == "nl"


@pytest.mark.parametrize(
    "title",
    ['A & B <b> "c"', "Slapen \N{SLEEPING FACE}", "\u05e9\u05dc\u05d5\u05dd (shalom)", "]]>"],
)
def test_the_metadata_holds_any_title(title: str, mini: tuple[Toolkit, Layout]) -> None:
    toolkit, layout = mini
    info = toolkit.info.model_copy(update={"title": title})
    made = [pikepdf.new(), pikepdf.new()]
    for file in made:
        add_metadata(file, replace(toolkit, info=info), layout)
    assert made[0].docinfo["/Title"] == title
    assert made[0].open_metadata(strict=True)["dc:title"] == title
    one, other = (file.Root.Metadata.read_bytes() for file in made)
    assert one == other


def test_the_metadata_can_be_found_without_a_reader(mini_pdf: bytes) -> None:
    assert b">1</pdfuaid:part>" in mini_pdf
    assert b">slapen</cardprint:toolkit>" in mini_pdf


def test_a_tile_is_a_link_as_a_whole_with_words(pdf: Pdf) -> None:
    tiles = [a for a in pdf.pages[2].obj.Annots if str(a.get("/Dest", "")).startswith("option/")]
    assert [str(tile.Contents) for tile in tiles] == [
        "Bekijk onderdeel Op tijd opstaan",
        "Bekijk onderdeel Licht in de ochtend (lichttherapie)",
    ]
    for tile in tiles:
        left, bottom, right, top = (float(value) for value in tile.Rect)
        # A tile is 93 mm wide and over 50 mm high; its button alone is 40 by 8 mm.
        assert right - left > 80 * 72 / 25.4
        assert top - bottom > 50 * 72 / 25.4
        assert int(tile.F) == 4


def test_there_is_one_copy_of_each_font(pdf: Pdf) -> None:
    files = {
        font.DescendantFonts[0].FontDescriptor.FontFile2.objgen
        for page in pdf.pages
        for _, font in page.obj.Resources.Font.items()
    }
    assert len(files) == 2  # regular and bold


def test_running_heads_are_artifacts(pdf: Pdf) -> None:
    for page in pdf.pages:
        marked = pikepdf.parse_content_stream(page, "BDC")
        heads = [each for each in marked if each.operands[0] == Name.Artifact]
        assert [dict(each.operands[1]) for each in heads] == [{"/Type": Name.Pagination}] * 2


def test_pdfium_follows_every_link(mini_pdf: bytes, pdf: Pdf) -> None:
    document = pypdfium2.PdfDocument(mini_pdf)
    followed = 0
    for page in document:
        position, link = ctypes.c_int(0), raw.FPDF_LINK()
        while raw.FPDFLink_Enumerate(page, position, link):
            dest = raw.FPDFLink_GetDest(document, link)
            if dest:
                assert 0 <= raw.FPDFDest_GetDestPageIndex(document, dest) < len(document)
            else:
                action = raw.FPDFLink_GetAction(link)
                assert raw.FPDFAction_GetType(action) == raw.PDFACTION_URI
            followed += 1
    document.close()
    assert followed == sum(len(page.obj.Annots) for page in pdf.pages) == 89


def test_an_independent_checker_finds_nothing(mini_pdf: bytes, tmp_path: Path) -> None:
    import pdfua

    file = tmp_path / "mini.pdf"
    file.write_bytes(mini_pdf)
    report = pdfua.validate(str(file))
    assert [str(finding) for finding in report.findings] == []


def test_a_target_survives_being_an_address() -> None:
    target = Target("option/a/b", "view", "Bekijk onderdeel Één & ander?")
    assert Target.parse(target.href()) == target


def test_the_schemas_in_the_docs_are_those_of_the_models() -> None:
    from cardprint.model.schema import schemas

    for name, schema in schemas().items():
        text = (ROOT / "docs" / "schema" / f"{name}.json").read_text("utf-8")
        assert json.loads(text) == json.loads(json.dumps(schema)), "run: make schema"


def yaml_files() -> list[Path]:
    folders = ("toolkits", "layouts", "themes", "tests/mini")
    return [file for folder in folders for file in sorted((ROOT / folder).rglob("*.yaml"))]


@pytest.mark.parametrize("file", yaml_files(), ids=lambda file: str(file.relative_to(ROOT)))
def test_every_yaml_file_points_to_its_schema(file: Path) -> None:
    first = file.read_text("utf-8").partition("\n")[0]
    if file.name.startswith("labels.") or "translations" in file.parts:
        return  # their keys are those of other files
    prefix = "# yaml-language-server: $schema="
    assert first.startswith(prefix)
    assert (file.parent / first.removeprefix(prefix)).resolve().is_file()


@pytest.mark.parametrize(
    ("address", "say"),
    [
        ("https://example.org/a?b=c&d=1#e", "Website example.org/a?b=c&d=1#e"),
        ("mailto:info@example.org", "E-mail aan info@example.org"),
        ("tel:0800-0113", "Bel 0800-0113"),
    ],
)
def test_an_address_arrives_as_it_was_written(
    address: str, say: str, project: Path, mini_cache: Cache
) -> None:
    card = project / "toolkits" / "slapen" / "cards" / "ritme.yaml"
    text = card.read_text("utf-8").replace("https://example.org/licht", address)
    card.write_text(text, "utf-8")
    build(project, jobs=1, cache=mini_cache)
    with pikepdf.open(project / "out" / "slapen-screen.pdf") as made:
        links = [a for page in made.pages for a in page.obj.Annots if "/A" in a]
        found = {(str(link.A.URI), str(link.Contents)) for link in links}
    assert (address, say) in found
