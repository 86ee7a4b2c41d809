"""The files pass the referee of PDF/UA, and other programs read the same words in them."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Name, Pdf

from cardprint import Cache, Project, build, handout
from conftest import MINI
from referee import failures, needs_verapdf
from test_scripts import SCRIPTS, copied
from test_verify import elements

TAGGED = [
    *(name for name in Project(MINI).layouts() if "press" not in name.split("-")),
    "grid-a4+mono",
]
"""A file for the press has a standard of its own, and does not say that it is PDF/UA."""
OPTIONS = ("ritme/opstaan", "rust/scherm", "ritme/licht")


def made(project: Path, layouts: list[str], cache: Cache) -> Iterator[Path]:
    for report in build(project, layouts=layouts, jobs=1, cache=cache):
        yield project / report.file


@needs_verapdf
def test_every_tagged_layout_every_script_and_every_form_is_pdf_ua(
    project: Path, demanding: Mapping[str, Path], mini_cache: Cache, tmp_path: Path
) -> None:
    files = [*demanding.values(), *made(project, TAGGED, mini_cache)]
    for language in SCRIPTS:
        files += made(copied(language, tmp_path), ["screen"], mini_cache)
    files += [project / each.file for each in handout(project, "slapen", OPTIONS)]
    assert len(files) == len(demanding) + len(TAGGED) + len(SCRIPTS) + 2
    assert {file.name: found for file, found in failures("ua1", files).items() if found} == {}


def paragraph_in_item(pdf: Pdf) -> None:
    elements(pdf, "/LBody")[0].S = Name.P


def lose_alternative(pdf: Pdf) -> None:
    del elements(pdf, "/Figure")[0]["/Alt"]


def lose_language(pdf: Pdf) -> None:
    del pdf.Root["/Lang"]


@needs_verapdf
def test_the_referee_sees_what_is_broken_on_purpose(mini_pdf: bytes, tmp_path: Path) -> None:
    broken: dict[Callable[[Pdf], None], tuple[str, int]] = {
        paragraph_in_item: ("7.2", 20),
        lose_alternative: ("7.3", 1),
        lose_language: ("7.2", 34),
    }
    files = {tmp_path / f"{change.__name__}.pdf": change for change in broken}
    for file, change in files.items():
        with pikepdf.open(BytesIO(mini_pdf)) as pdf:
            change(pdf)
            pdf.save(file)
    for file, found in failures("ua1", files).items():
        assert broken[files[file]] in {(each.clause, each.test) for each in found}, file


@needs_verapdf
def test_the_referee_reads_no_file_that_is_none(tmp_path: Path) -> None:
    file = tmp_path / "geen.pdf"
    file.write_text("dit is geen PDF", "utf-8")
    with pytest.raises(RuntimeError, match=r"geen\.pdf"):
        failures("ua1", [file])


def program(name: str, package: str) -> str:
    """The path of another program, or a reason to skip the test."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is missing: apt-get install {package}")
    return found


def output(*command: object) -> str:
    run = subprocess.run(list(map(str, command)), capture_output=True, check=True, timeout=120)
    return run.stdout.decode("utf-8")


def poppler(file: Path) -> str:
    return output(program("pdftotext", "poppler-utils"), "-raw", file, "-")


def mupdf(file: Path) -> str:
    return output(program("mutool", "mupdf-tools"), "draw", "-q", "-F", "txt", "-o", "-", file)


def pdfium(file: Path) -> str:
    document = pypdfium2.PdfDocument(file)
    found = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return found


def words(text: str) -> str:
    """The text without its line breaks, its hyphens and its kinds of spaces."""
    return re.sub(r"[\s\u00ad\u2010\ufffe-]+", "", text)


READERS: Mapping[str, Callable[[Path], str]] = {
    "poppler": poppler,
    "MuPDF": mupdf,
    "pdfium": pdfium,
}


@pytest.mark.parametrize("reader", [*READERS, "pdf.js"])
def test_every_reader_gives_the_words_of_every_answer(
    reader: str, project: Path, mini_cache: Cache, request: pytest.FixtureRequest
) -> None:
    from cardprint.load.inputs import load_inputs
    from cardprint.text import prose

    toolkit, _ = load_inputs(Project(project), project / "toolkits" / "slapen", "screen")
    answers = [
        words(run)
        for card in toolkit.cards
        for option in card.options
        for text in option.answers.values()
        for run in prose.runs(str(text))
    ]
    assert len(answers) > 12
    read = READERS.get(reader) or request.getfixturevalue("pdf_js").words
    for file in made(project, ["screen", "grid-a4"], mini_cache):
        found = words(read(file)).replace("example.org/licht", "example.org")  # whole on paper
        assert [answer for answer in answers if answer not in found] == [], file.name


@pytest.mark.parametrize("reader", ["poppler", "MuPDF", "pdf.js"])
def test_every_reader_gives_the_letters_that_pdfium_gives(
    reader: str, demanding: Mapping[str, Path], request: pytest.FixtureRequest
) -> None:
    """The letters of the whole file, each as often: no reader knows another for any of them."""
    read = READERS.get(reader) or request.getfixturevalue("pdf_js").words
    for layout, file in demanding.items():
        assert sorted(words(read(file))) == sorted(words(pdfium(file))), layout


def test_the_file_is_in_order(demanding: Mapping[str, Path]) -> None:
    for file in demanding.values():
        assert "No syntax or stream encoding errors found" in output(
            program("qpdf", "qpdf"), "--check", file
        )
