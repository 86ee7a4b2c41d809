"""PDF/UA-2: asked for by name, passed by its referee, read by others, and checked in the file."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, NameTree, Object, Pdf, String
from pypdfium2 import raw

import here
from cardprint import Cache, InputError, Project, build, handout
from cardprint.load.inputs import load_inputs
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from conftest import MINI, ROOT
from demanding import make_demanding
from pdf_js import PdfJs
from referee import failures, needs_verapdf
from test_layouts import settings
from test_pdf_ua import OPTIONS, TAGGED, output, program
from test_scripts import SCRIPTS, copied
from test_toolkits import edit
from test_verify import elements, links, problems

COVER, GUIDE, CHOOSE, OVERVIEW, OPTION = range(5)
"""Pages of the small toolkit, from 0."""
LAYOUT = "screen+ua-2"
READ = [f"{name}+ua-2" for name in TAGGED if name != "booklet"]
"""Pages in the order of printing cannot be PDF/UA-2."""
OWN = ["ernstige-psychische-aandoeningen", "persoonlijkheidsstoornissen"]
"""Of our own toolkits: one of texts to choose from, and one of cards, diagrams and icons."""


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory, mini_cache: Cache) -> bytes:
    """The small toolkit as PDF/UA-2."""
    out = tmp_path_factory.mktemp("ua-2")
    (report,) = build(MINI, layouts=[LAYOUT], out=out, jobs=1, cache=mini_cache)
    return (out / Path(report.file).name).read_bytes()


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A handout to fill in, as PDF/UA-2."""
    out = tmp_path_factory.mktemp("form")
    handout(MINI, "slapen", OPTIONS, layout="grid-a4+ua-2", notes=True, out=out)
    return (out / "slapen-handout-form.pdf").read_bytes()


def loaded(layout: str, project: Path = MINI) -> tuple[Toolkit, Layout]:
    return load_inputs(Project(project), project / "toolkits" / "slapen", layout)


def named(file: Pdf) -> dict[str, Object]:
    return {str(name): spot for name, spot in NameTree(file.Root.Names.Dests).items()}


# How it is asked for


def test_a_file_is_pdf_ua_1_unless_another_standard_is_asked_for(mini_pdf: bytes) -> None:
    assert mini_pdf.startswith(b"%PDF-1.7\n")
    assert loaded("screen")[1].info.pdf == "ua-1"


def test_the_name_of_a_layout_asks_for_pdf_ua_2(pdf: bytes) -> None:
    assert pdf.startswith(b"%PDF-2.0\n")
    assert loaded("grid-a4+mono+ua-2")[1].info.pdf == "ua-2"


def test_a_layout_and_a_toolkit_ask_for_it_in_their_settings(project: Path) -> None:
    folder = project / "layouts" / "eigen"
    folder.mkdir(parents=True)
    (folder / "layout.yaml").write_text("base: screen\ndescription: X\npdf: ua-2\n", "utf-8")
    (folder / "style.css").write_text("", "utf-8")
    assert loaded("eigen", project)[1].info.pdf == "ua-2"
    settings(project, "layouts:\n  screen: {pdf: ua-2}\n  eigen: {pdf: ua-1}\n")
    assert loaded("screen", project)[1].info.pdf == "ua-2"
    assert loaded("eigen", project)[1].info.pdf == "ua-1"


def test_another_standard_is_refused_with_those_that_there_are(project: Path) -> None:
    settings(project, "layouts:\n  screen: {pdf: ua-3}\n")
    with pytest.raises(InputError, match=r"toolkit\.yaml:\d+:\d+: .*ua-3.*ua-1, ua-2"):
        loaded("screen", project)


@pytest.mark.parametrize(
    ("layout", "why"), [("grid-a4+press+ua-2", "print shop"), ("booklet+ua-2", "order of printing")]
)
def test_what_is_only_printed_cannot_be_pdf_ua_2(layout: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        loaded(layout)


# The referee, and other readers


@needs_verapdf
def test_every_layout_every_script_and_every_form_is_pdf_ua_2(
    project: Path, mini_cache: Cache, tmp_path: Path
) -> None:
    def made(project: Path, layouts: list[str]) -> Iterator[Path]:
        for report in build(project, layouts=layouts, jobs=1, cache=mini_cache):
            yield project / report.file

    files = [*made(project, READ)]
    files += [
        project / each.file
        for each in handout(project, "slapen", OPTIONS, layout="grid-a4+ua-2", notes=True)
    ]
    for language in SCRIPTS:
        files += made(copied(language, tmp_path), [LAYOUT])
    demanding = Path(shutil.copytree(MINI, tmp_path / "demanding"))
    make_demanding(demanding)
    files += made(demanding, [LAYOUT, "large-print+ua-2"])
    assert len(files) == len(READ) + 2 + len(SCRIPTS) + 2
    assert {file.name: found for file, found in failures("ua2", files).items() if found} == {}


@needs_verapdf
def test_our_own_toolkits_are_pdf_ua_2(tmp_path: Path, mini_cache: Cache, once: here.Once) -> None:
    files = []
    for name in OWN:
        with once(name):
            (report,) = build(ROOT, [name], [LAYOUT], out=tmp_path, jobs=1, cache=mini_cache)
        files.append(tmp_path / Path(report.file).name)
    assert {file.name: found for file, found in failures("ua2", files).items() if found} == {}


def pages_of(pdf: bytes) -> dict[str, int]:
    """The page of each destination, from 0, by the entry that every reader knows."""
    with pikepdf.open(BytesIO(pdf)) as file:
        numbers = {page.obj.objgen: i for i, page in enumerate(file.pages)}
        return {name: numbers[spot.D[0].objgen] for name, spot in named(file).items()}


def wanted_links(pdf: bytes) -> list[tuple[int, int]]:
    """From which page to which the links lead."""
    where = pages_of(pdf)
    with pikepdf.open(BytesIO(pdf)) as file:
        return sorted(
            (number, where[str(each.Dest)])
            for number, page in enumerate(file.pages)
            for each in page.obj.Annots
            if "/Dest" in each
        )


def test_pdfium_follows_the_links_and_the_bookmarks(pdf: bytes) -> None:
    document, found = pypdfium2.PdfDocument(pdf), []
    for number, page in enumerate(document):
        at, link = raw.c_int(0), raw.FPDF_LINK()
        while raw.FPDFLink_Enumerate(page, at, link):
            if dest := raw.FPDFLink_GetDest(document, link):
                found.append((number, raw.FPDFDest_GetDestPageIndex(document, dest)))
    titles = {each.get_title(): each.get_dest().get_index() for each in document.get_toc()}
    document.close()
    assert sorted(found) == wanted_links(pdf)
    assert titles["Op tijd opstaan"] == pages_of(pdf)["option/ritme/opstaan"]


def test_poppler_follows_the_links_and_the_bookmarks(pdf: bytes, tmp_path: Path) -> None:
    file = tmp_path / "slapen.pdf"
    file.write_bytes(pdf)
    found = output(program("pdfinfo", "poppler-utils"), "-dests", file)
    known = {
        name: int(page) - 1
        for page, name in re.findall(r'^ *(\d+) .* "(.*)"$', found, re.MULTILINE)
    }
    assert known == pages_of(pdf)
    made = output(program("pdftohtml", "poppler-utils"), "-xml", "-i", "-stdout", file)
    pages = re.split(r'<page number="\d+"', made)[1:]
    leads = {
        (number, int(to) - 1)
        for number, page in enumerate(pages)
        for to in re.findall(r'href="[^"#]*#(\d+)"', page)
    }
    assert leads == {*wanted_links(pdf)}
    option = pages_of(pdf)["option/ritme/opstaan"] + 1
    assert f'<item page="{option}">Op tijd opstaan</item>' in made


def test_pdf_js_follows_the_links(pdf: bytes, tmp_path: Path, pdf_js: PdfJs) -> None:
    file = tmp_path / "slapen.pdf"
    file.write_bytes(pdf)
    read = [(i, each.page) for i, page in enumerate(pdf_js.links(file)) for each in page]
    assert sorted((i, to) for i, to in read if to >= 0) == wanted_links(pdf)


MUTOOL = """
var file = new Document(scriptArgs[0]);
for (var i = 0; i < file.countPages(); ++i)
    file.loadPage(i).getLinks().forEach(function (link) {
        var to = link.uri.charAt(0) == "#" ? file.resolveLink(link.uri) : undefined;
        if (to !== undefined) print(i, to.page === undefined ? to : to.page);
    });
"""


def test_mupdf_follows_the_links(pdf: bytes, tmp_path: Path) -> None:
    file, script = tmp_path / "slapen.pdf", tmp_path / "links.js"
    file.write_bytes(pdf)
    script.write_text(MUTOOL, "utf-8")
    lines = output(program("mutool", "mupdf-tools"), "run", script, file).splitlines()
    found = [tuple(map(int, line.split())) for line in lines]
    assert sorted(found) == wanted_links(pdf)


# What is in the file


def test_two_builds_give_the_same_bytes(pdf: bytes, tmp_path: Path) -> None:
    (report,) = build(MINI, layouts=[LAYOUT], out=tmp_path, jobs=1, cache=Cache(None))
    assert (tmp_path / Path(report.file).name).read_bytes() == pdf


def test_the_sheets_are_those_of_pdf_ua_1(project: Path) -> None:
    cache = Cache(project / "cache")
    build(project, layouts=["screen"], jobs=1, cache=cache)
    (report,) = build(project, layouts=[LAYOUT], jobs=1, cache=cache)
    assert report.cache_hits == report.sheets


def test_a_destination_leads_to_the_element_of_its_name(pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf)) as file:
        found = named(file)
        for name, spot in found.items():
            if not name.startswith("number/"):
                assert (str(spot.SD[0].S), str(spot.SD[0].ID)) == ("/Sect", name)
            assert spot.SD[0].Pg.objgen == spot.D[0].objgen
            assert spot.SD.as_list()[1:] == spot.D.as_list()[1:]
        assert {"cover", "overview/ritme", "option/ritme/licht", "number/11"} <= found.keys()


def test_a_page_that_begins_in_a_paragraph_leads_to_a_line_of_it(
    project: Path, mini_cache: Cache
) -> None:
    words = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven")
    long = " ".join(f"Na {one} {two} {three}." for one in words for two in words for three in words)
    edit(project, "pages/gids.yaml", lambda page: page["sections"][0].update(text=long))
    (report,) = build(project, layouts=["large-print+ua-2"], jobs=1, cache=mini_cache)
    with pikepdf.open(project / report.file) as file:
        found = {name: spot.SD[0] for name, spot in named(file).items()}
        within = [each for each in found.values() if each.S == "/Span"]
        assert len(within) >= 3
        for each in within:
            assert each.P.S == "/P"
            assert each.P.Pg.objgen != each.Pg.objgen


def add_to_colophon(project: Path, words: str) -> None:
    """A layout of its own, with these words below the colophon."""
    folder = project / "layouts" / "eigen"
    folder.mkdir(parents=True)
    (folder / "layout.yaml").write_text("base: screen\ndescription: X\n", "utf-8")
    (folder / "style.css").write_text("", "utf-8")
    shared = (ROOT / "layouts" / "screen" / "colophon.html.j2").read_text("utf-8")
    head, end, tail = shared.rpartition("</section>")
    (folder / "colophon.html.j2").write_text(f"{head}{words}{end}{tail}", "utf-8")


@needs_verapdf
def test_words_of_a_section_stand_in_a_paragraph(project: Path, mini_cache: Cache) -> None:
    """PDF 2.0 wants it so, whatever a template makes of them."""
    inner = "Eigen <b>vette</b> woorden<p>Nog iets</p> aan het <b>einde</b>"
    add_to_colophon(project, f"<div>{inner}</div><div>Nieuw <span>woord</span></div>")
    (report,) = build(project, layouts=["eigen+ua-2"], jobs=1, cache=mini_cache)
    assert failures("ua2", [project / report.file]) == {project / report.file: []}


def test_types_that_pdf_2_does_not_have_keep_their_meaning(
    project: Path, mini_cache: Cache
) -> None:
    add_to_colophon(project, "<blockquote><p>Aangehaald</p></blockquote>")
    (report,) = build(project, layouts=["eigen+ua-2"], jobs=1, cache=mini_cache)
    with pikepdf.open(project / report.file) as file:
        (quote,) = elements(file, "/BlockQuote")
        assert str(quote.NS.NS) == "http://iso.org/pdf/ssn"
        assert str(quote.K[0].NS.NS) == "http://iso.org/pdf2/ssn"
        assert len(file.Root.StructTreeRoot.Namespaces) == 2


# What is wrong with a file


def write_packet(old: bytes, new: bytes) -> Callable[[Pdf], None]:
    def change(file: Pdf) -> None:
        before = file.Root.Metadata.read_bytes()
        assert old in before
        file.Root.Metadata = file.make_stream(before.replace(old, new))

    return change


def lose_namespace(file: Pdf) -> None:
    del elements(file, "/P")[0]["/NS"]


def old_document(file: Pdf) -> None:
    space = Dictionary(Type=Name.Namespace, NS=String("http://iso.org/pdf/ssn"))
    file.Root.StructTreeRoot.K[0].NS = file.make_indirect(space)


def change_spot(name: str, change: Callable[[Pdf, Object], Object]) -> Callable[[Pdf], None]:
    def changed(file: Pdf) -> None:
        tree = NameTree(file.Root.Names.Dests)
        tree[name] = change(file, tree[name])

    return changed


def page_alone(_: Pdf, spot: Object) -> Object:
    return spot.D


def element_of(other: str) -> Callable[[Pdf, Object], Object]:
    def change(file: Pdf, spot: Object) -> Object:
        element = named(file)[other].SD[0]
        return Dictionary(D=spot.D, SD=Array([element, *spot.SD.as_list()[1:]]))

    return change


def within_its_element(file: Pdf, spot: Object) -> Object:
    """Something else on the right page."""
    element = elements(file, "/P", spot.SD[0])[0]
    return Dictionary(D=spot.D, SD=Array([element, *spot.SD.as_list()[1:]]))


def outside_the_tree(file: Pdf, spot: Object) -> Object:
    stray = file.make_indirect(Dictionary(S=Name.Sect, Pg=spot.D[0], K=Array([])))
    return Dictionary(D=spot.D, SD=Array([stray, *spot.SD.as_list()[1:]]))


def page_in_both(_: Pdf, spot: Object) -> Object:
    return Dictionary(D=spot.D, SD=spot.D)


def another_view(_: Pdf, spot: Object) -> Object:
    return Dictionary(D=spot.D, SD=Array([spot.SD[0], Name.XYZ, 0, 0, 0]))


def link_to_a_page(file: Pdf) -> None:
    link = links(file, OPTION, "Terug naar kiezen")[0]
    link.Dest = named(file)[str(link.Dest)].D


def link_with_two_ways(file: Pdf) -> None:
    link = links(file, OPTION, "Terug naar kiezen")[0]
    elsewhere = named(file)["option/ritme/licht"].SD
    link.A = Dictionary(S=Name.GoTo, D=link.Dest, SD=elsewhere)
    del link.Dest


def bookmark_to_a_page(file: Pdf) -> None:
    with file.open_outline() as outline:
        item = outline.root[2].children[1]
        item.destination = Array(named(file)[str(item.destination)].D.as_list())


def bookmark_elsewhere(file: Pdf) -> None:
    with file.open_outline() as outline:
        first, second = outline.root[2].children[1:]
        first.destination, second.destination = second.destination, first.destination


BROKEN: Mapping[str, tuple[Callable[[Pdf], None], str]] = {
    "it claims nothing": (
        write_packet(b"pdfuaid:part", b"pdfuaid:deel"), "does not say that it is PDF/UA-2",
    ),
    "it claims to be PDF/UA-1": (
        write_packet(b">2</pdfuaid:part>", b">1</pdfuaid:part>"), "PDF/UA-1, but it is PDF 2.0",
    ),
    "the edition is gone": (
        write_packet(b"pdfuaid:rev", b"pdfuaid:uitgave"), "which edition of PDF/UA-2",
    ),
    "a type is from nowhere": (lose_namespace, "1 tag does not say which standard"),
    "the document is from PDF 1.7": (old_document, "1 tag does not say which standard"),
    "a destination is a page alone": (
        change_spot("option/ritme/licht", page_alone), "'option/ritme/licht' leads to a page",
    ),
    "a destination is a page twice": (
        change_spot("number/3", page_in_both), "'number/3' leads to a page, and to no element",
    ),
    "a destination leads to another option": (
        change_spot("option/ritme/licht", element_of("option/ritme/opstaan")),
        "'option/ritme/licht' leads to an element that is elsewhere",
    ),
    "a page leads to an element of another": (
        change_spot("number/3", element_of("number/4")), "'number/3' leads to an element that is",
    ),
    "a destination leads past the beginning": (
        change_spot("option/ritme/licht", within_its_element), "leads to an element that is",
    ),
    "a destination leads out of the tree": (
        change_spot("number/3", outside_the_tree), "'number/3' leads to an element that is",
    ),
    "a destination shows something else": (
        change_spot("cover", another_view), "'cover' leads to an element that is elsewhere",
    ),
    "a link leads to a page": (
        link_to_a_page, "page 5: link 'Terug naar kiezen: Ritme' does not lead to a name",
    ),
    "a link leads to two places": (link_with_two_ways, "page 5: link 'Terug naar kiezen: Ritme'"),
    "a bookmark leads to a page": (
        bookmark_to_a_page, "bookmark 'Op tijd opstaan' does not lead to a name",
    ),
    "a bookmark leads elsewhere": (bookmark_elsewhere, "no bookmark 'Op tijd opstaan' to page 5"),
}  # fmt: skip


def changed(pdf: bytes, change: Callable[[Pdf], None], version: str = "") -> bytes:
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as file:
        change(file)
        file.save(output, force_version=version)
    return output.getvalue()


def test_the_file_that_was_built_passes(pdf: bytes) -> None:
    assert problems(pdf, loaded(LAYOUT)) == []


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_when(name: str, pdf: bytes) -> None:
    change, expected = BROKEN[name]
    found = problems(changed(pdf, change), loaded(LAYOUT))
    assert any(expected in problem for problem in found), found


def test_a_version_that_does_not_fit_the_claim_is_refused(pdf: bytes, mini_pdf: bytes) -> None:
    older = changed(pdf, lambda _: None, "1.7")
    assert any("PDF/UA-2, but it is PDF 1.7" in each for each in problems(older, loaded(LAYOUT)))
    newer = changed(mini_pdf, lambda _: None, "2.0")
    assert any("PDF/UA-1, but it is PDF 2.0" in each for each in problems(newer, loaded("screen")))


def test_a_claim_that_was_not_asked_for_is_refused_and_looked_into(mini_pdf: bytes) -> None:
    claims = write_packet(b">1</pdfuaid:part>", b">2</pdfuaid:part>")
    found = "\n".join(problems(changed(mini_pdf, claims), loaded("screen")))
    for expected in (
        "does not say that it is PDF/UA-1", "but it is PDF 1.7", "which edition",
        "tags do not say which standard", "'cover' leads to a page, and to no element",
        "bookmark 'Op tijd opstaan' does not lead to a name",
    ):  # fmt: skip
        assert expected in found


def test_a_field_without_its_description_is_refused(form: bytes) -> None:
    from cardprint.verify.file import FinishedFile
    from cardprint.verify.standard import check_standard

    def lose_contents(file: Pdf) -> None:
        del file.Root.AcroForm.Fields[0].Contents

    layout = loaded("grid-a4+ua-2")[1]
    assert [*check_standard(FinishedFile(form), layout)] == []
    broken = FinishedFile(changed(form, lose_contents))
    found = [str(each) for each in check_standard(broken, layout)]
    assert found == ["page 1: field 'whom' is not described (ISO 14289-2, 8.10.2.3)"]


@needs_verapdf
def test_the_referee_sees_what_is_broken_on_purpose(pdf: bytes, tmp_path: Path) -> None:
    broken = {
        "link": (link_to_a_page, ("8.8", 1)),
        "edition": (BROKEN["the edition is gone"][0], ("5", 5)),
        "document": (old_document, ("8.2.5.2", 2)),
    }
    expected = {}
    for name, (change, rule) in broken.items():
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(changed(pdf, change))
        expected[file] = rule
    for file, found in failures("ua2", expected).items():
        assert expected[file] in {(each.clause, each.test) for each in found}, file
