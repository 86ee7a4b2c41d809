"""pdf.js reads, element by element, what the other readers read, and fills in forms."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf

from cardprint import Cache, build
from cardprint.verify.file import FinishedFile
from cardprint.verify.reading import read_pages
from cardprint.verify.tagged import blocks_of
from mutations import project_with_signs
from pdf_js import Element, PdfJs
from test_forms import LATIN, READERS, form, words_of  # noqa: F401  # a fixture
from test_pdf_ua import mupdf, output, program
from test_verify import elements

_BROKEN_WORD = re.compile("(?<=[^\\W\\d_])[-\u2010\u00ad\ufffe\x02](?=[^\\W\\d_])")
_NAMED = re.compile(r"( *)(?:(\w+)|\"(.*)\")")
_INSIDE = ("Span", "NonStruct", "Link")
LAYOUTS = ("demanding screen", "demanding grid-a4", "demanding large-print",
           "signs screen", "signs grid-a4")  # fmt: skip

Said = tuple[str, str, str]
"""The role of an element, the cell that it is or is in, and the text that is in no other."""


def same(text: str) -> str:
    """A text without its spaces and the hyphens between its letters, which readers tell apart."""
    return _BROKEN_WORD.sub("", re.sub(r"\s+", "", text))


@pytest.fixture(scope="session")
def files(
    demanding: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory, mini_cache: Cache
) -> dict[str, Path]:
    """Files that ask much of a reader, by their names."""
    project = project_with_signs(tmp_path_factory.mktemp("pdf.js") / "project")
    found = {f"demanding {name}": file for name, file in demanding.items()}
    for report in build(project, layouts=["screen", "grid-a4"], jobs=1, cache=mini_cache):
        found[f"signs {report.layout}"] = project / report.file
    return found


@cache  # each file is read once for all tests
def elements_by_pdf_js(pdf_js: PdfJs, file: Path) -> Sequence[Sequence[Element]]:
    return pdf_js.elements(file)


def by_pdf_js(pdf_js: PdfJs, file: Path) -> list[list[Said]]:
    return [
        [(each.role, each.cell, said) for each in page if (said := same(each.text))]
        for page in elements_by_pdf_js(pdf_js, file)
    ]


def by_pdfium(file: Path) -> list[list[Said]]:
    pdf = file.read_bytes()
    pages = tuple(read_pages(pdf))
    found: list[list[Said]] = [[] for _ in pages]
    for block in blocks_of(FinishedFile(pdf), pages).all:
        if block.kind != "/Artifact" and (said := same("".join(run.text for run in block.runs))):
            cell = block.cell.kind[1:] if block.cell else ""
            found[block.page].append((block.kind[1:], cell, said))
    return found


def by_poppler(file: Path) -> Counter[Said]:
    """The texts of all elements; poppler does not tell on which page they are."""
    found = [("", "", "")]
    around: list[tuple[int, int]] = []  # of each element around a line: its depth and its place
    for line in output(program("pdfinfo", "poppler-utils"), "-struct-text", file).splitlines():
        if (named := _NAMED.match(line)) is None:
            continue  # an attribute
        depth, role = len(named[1]), named[2]
        around = [each for each in around if each[0] < depth]
        at = around[-1][1] if around else 0
        if role is None:
            found[at] = (*found[at][:2], found[at][2] + named[3])
        elif role not in _INSIDE:
            cell = role if role in ("TH", "TD") else found[at][1]
            at = len(found)
            found.append((role, cell, ""))
        around.append((depth, at))
    return Counter((role, cell, said) for role, cell, text in found if (said := same(text)))


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_element_has_the_words_that_pdfium_reads(
    name: str, files: dict[str, Path], pdf_js: PdfJs
) -> None:
    """Each cell, heading, number of a list and paragraph, page by page, in the order of reading."""
    read = by_pdf_js(pdf_js, files[name])
    assert {"H1", "H2", "P", "Lbl", "LBody"} <= {role for page in read for role, *_ in page}
    assert read == by_pdfium(files[name])


@pytest.mark.parametrize("name", ["signs screen", "signs grid-a4"])
def test_every_element_has_the_words_that_poppler_reads(
    name: str, files: dict[str, Path], pdf_js: PdfJs
) -> None:
    read = Counter(each for page in by_pdf_js(pdf_js, files[name]) for each in page)
    assert {cell for _, cell, _ in read} >= {"TH", "TD"}
    assert read == by_poppler(files[name])


@pytest.mark.parametrize("name", LAYOUTS)
def test_mupdf_reads_the_words_of_every_element(
    name: str, files: dict[str, Path], pdf_js: PdfJs
) -> None:
    read = [each for page in by_pdf_js(pdf_js, files[name]) for each in page]
    whole = same(mupdf(files[name]))
    assert [each for each in read if each[2] not in whole] == []


def test_every_figure_has_its_words(files: dict[str, Path], pdf_js: PdfJs) -> None:
    for name in LAYOUTS:
        with pikepdf.open(files[name]) as pdf:
            figures = [str(each.Alt) for each in elements(pdf, "/Figure")]
        pages = elements_by_pdf_js(pdf_js, files[name])
        read = [each.alt for page in pages for each in page if each.alt]
        assert read == figures


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_link_leads_where_it_says(name: str, files: dict[str, Path], pdf_js: PdfJs) -> None:
    file = FinishedFile(files[name].read_bytes())
    wanted = Counter(
        (link.page, link.url or "", link.name or "", file.destinations[link.name][0])
        if link.name
        else (link.page, link.url or "", "", -1)
        for link in file.links
    )
    assert any(link.name for link in file.links)
    read = pdf_js.links(files[name])
    assert wanted == Counter(
        (i, each.url, each.name, each.page) for i, page in enumerate(read) for each in page
    )


def lose_destination(pdf: Pdf) -> None:
    del pdf.Root.Names.Dests


def other_letter(pdf: Pdf) -> None:
    for font in (each for each in pdf.objects if isinstance(each, Dictionary)):
        if font.get("/Type") == Name.Font and "/ToUnicode" in font:
            table = font.ToUnicode.read_bytes()
            font.ToUnicode.write(table.replace(b" <002d>", b" <002b>"))


def test_what_is_broken_on_purpose_is_seen(
    files: dict[str, Path], pdf_js: PdfJs, tmp_path: Path
) -> None:
    """A dead link is one, and another sign is another text."""
    file = tmp_path / "broken.pdf"
    with pikepdf.open(files["signs screen"]) as pdf:
        lose_destination(pdf)
        other_letter(pdf)
        pdf.save(file)
    assert {link.page for page in pdf_js.links(file) for link in page} == {-1}
    texts = {text for page in by_pdf_js(pdf_js, file) for *_, text in page}
    assert any("Doedit3+5keer" in text for text in texts)


@pytest.fixture(scope="session")
def filled(form: Path, pdf_js: PdfJs, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811
    """A form in which someone has typed, and which they have saved."""
    file = tmp_path_factory.mktemp("filled") / "filled.pdf"
    pdf_js.fill(form, file, LATIN)
    return file


@pytest.mark.parametrize("reader", READERS)
def test_what_was_filled_in_with_pdf_js_is_read_by(
    reader: str, filled: Path, tmp_path: Path
) -> None:
    found = words_of(READERS[reader](filled, tmp_path))
    assert [text for text in LATIN.values() if text not in found] == []


def test_what_was_filled_in_with_pdf_js_is_in_the_fields(filled: Path) -> None:
    with pikepdf.open(filled) as pdf:
        values = {str(each.T): str(each.get("/V", "")) for each in pdf.Root.AcroForm.Fields}
    assert {name: values[name] for name in LATIN} == LATIN
