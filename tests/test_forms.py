"""A form that was filled in shows the same words in every reader, whatever filled it in."""

import ctypes
import json
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from shutil import which

import pikepdf
import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Object

from cardprint import InputError, handout
from cardprint.assemble.field_font import EM, field_font
from cardprint.load.inputs import load_inputs
from cardprint.storage.project import Project
from cardprint.text.fonts import covered
from cardprint.text.joining import shown
from conftest import MINI

OPTIONS = ["ritme/opstaan", "ritme/licht"]
NAME = "Ayşe Yılmaz-Łuczak"  # noqa: RUF001
OTHERS = {
    "rare Latin": "Ōkubo Ĝiĉo Ŋŭ",
    "Cyrillic": "Юлія Ґедзь",
    "Greek": "Ελένη Ψαρά",
    "Hebrew": "ויקטור",
    "Arabic": "أحمد بن محمد",
}

LATIN_1 = {"whom": "Zoë Núñez", "date": "3 mei 2026", "questions": "Één vraag: mag dat?"}
"""What every reader can write with its own fonts, too."""
LATIN = {
    **LATIN_1,
    "whom": "Þóra Ğüneş-Őry Šťastná",
    "date": "1 ŝebat",
    "agreed": "„Ja” – café €5 — Ąžuolas Łęcki Ţepeş Cēsis Dračúň",
    "question_me": "Žižek ging – met ïJs – naar ‘s-Gravenhage…",
}

Fill = Callable[[Path, Path, Mapping[str, str]], None]


@pytest.fixture(scope="session")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A form with a name in it."""
    out = tmp_path_factory.mktemp("form")
    handout(MINI, "slapen", OPTIONS, whom=NAME, notes=True, out=out, jobs=1)
    return out / "slapen-handout-form.pdf"


def run(*command: object) -> str:
    """What a program writes; the test is skipped where it is not installed."""
    if not which(str(command[0])):
        pytest.skip(f"{command[0]} is not installed")
    result = subprocess.run(
        list(map(str, command)), check=True, capture_output=True, text=True, timeout=60
    )
    return result.stdout


def read_by_pdfium(file: Path, folder: Path) -> str:
    """The words of the pages once their fields are drawn into them, as for a printer."""
    document = pypdfium2.PdfDocument(file)
    document.init_forms()
    for page in document:
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_PRINT)
    flat = folder / "flat.pdf"
    document.save(flat)
    document.close()
    document = pypdfium2.PdfDocument(flat)
    found = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return found


READERS: dict[str, Callable[[Path, Path], str]] = {
    "pdfium": read_by_pdfium,
    "MuPDF": lambda file, _: run("mutool", "draw", "-q", "-F", "text", file),
    "Ghostscript": lambda file, _: run("gs", "-q", "-sDEVICE=txtwrite", "-o", "-", file),
    "Poppler": lambda file, _: run("pdftotext", "-layout", file, "-"),
}


def fill_with_pypdf(file: Path, target: Path, words: Mapping[str, str]) -> None:
    writer = pypdf.PdfWriter(clone_from=file)
    for page in writer.pages:
        own = {str(a.get_object().get("/T")) for a in page.get("/Annots", ())}
        if chosen := {name: text for name, text in words.items() if name in own}:
            writer.update_page_form_field_values(page, chosen, auto_regenerate=False)
    writer.write(target)


def fill_with_pdfium(file: Path, target: Path, words: Mapping[str, str]) -> None:
    """Type the words, as someone does in Chrome."""
    document = pypdfium2.PdfDocument(file)
    document.init_forms()
    environment = document.formenv
    for page in document:
        for i in range(pdfium.FPDFPage_GetAnnotCount(page)):
            annotation = pdfium.FPDFPage_GetAnnot(page, i)
            name = field_name(environment, annotation)
            if name in words:
                pdfium.FORM_SetFocusedAnnot(environment, annotation)
                pdfium.FORM_SelectAllText(environment, page)
                for character in words[name]:
                    pdfium.FORM_OnChar(environment, page, ord(character), 0)
                pdfium.FORM_ForceToKillFocus(environment)
            pdfium.FPDFPage_CloseAnnot(annotation)
    document.save(target)
    document.close()


def field_name(environment: object, annotation: object) -> str:
    size = pdfium.FPDFAnnot_GetFormFieldName(environment, annotation, None, 0)
    buffer = ctypes.create_string_buffer(size)
    shorts = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    pdfium.FPDFAnnot_GetFormFieldName(environment, annotation, shorts, size)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


FILL = """
var file = new Document(scriptArgs[0]), words = JSON.parse(scriptArgs[2]), order = scriptArgs[3]
for (var i = 0, n = 0; i < file.countPages(); ++i)
    file.loadPage(i).getWidgets().forEach(function (field) {
        var name = order.split(" ")[n++]
        if (words[name]) { field.setTextValue(words[name]); field.update() }
    })
file.save(scriptArgs[1], "")
"""


def fill_with_mupdf(file: Path, target: Path, words: Mapping[str, str]) -> None:
    script = target.with_suffix(".js")
    script.write_text(FILL, "utf-8")
    with pikepdf.open(file) as pdf:
        order = " ".join(str(field.T) for field in pdf.Root.AcroForm.Fields)
    run("mutool", "run", script, file, target, json.dumps(words), order)


FILLERS: dict[str, tuple[Fill, Mapping[str, str]]] = {
    "pypdf": (fill_with_pypdf, LATIN),
    "pdfium": (fill_with_pdfium, LATIN_1),
    "MuPDF": (fill_with_mupdf, LATIN_1),
}


def words_of(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("reader", READERS)
def test_a_name_that_was_filled_in_is_read_by(reader: str, form: Path, tmp_path: Path) -> None:
    assert NAME in words_of(READERS[reader](form, tmp_path))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("filler", FILLERS)
def test_the_same_words_are_read_by(reader: str, filler: str, form: Path, tmp_path: Path) -> None:
    fill, words = FILLERS[filler]
    filled = tmp_path / "filled.pdf"
    fill(form, filled, words)
    found = words_of(READERS[reader](filled, tmp_path))
    assert [text for text in words.values() if text not in found] == []


def test_a_reader_that_draws_the_fields_itself_finds_the_letters(
    form: Path, tmp_path: Path
) -> None:
    filled = tmp_path / "filled.pdf"
    with pikepdf.open(form) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            field.V = LATIN.get(str(field.T), "")
            del field.AP
        pdf.Root.AcroForm.NeedAppearances = True
        pdf.save(filled)
    found = words_of(READERS["Poppler"](filled, tmp_path))
    assert [text for text in LATIN.values() if text not in found] == []


def fields(file: Path) -> Iterator[Object]:
    with pikepdf.open(file) as pdf:
        yield from pdf.Root.AcroForm.Fields


def test_the_notes_have_fields_with_their_questions(form: Path) -> None:
    names = {str(field.T): str(field.TU) for field in fields(form)}
    assert names["question_me"] == "Wat betekent dat in mijn situatie?"
    assert [name for name in names if name.startswith("question_")] == [
        "question_options", "question_benefits", "question_me",
    ]  # fmt: skip


def test_no_field_takes_more_than_is_printed(form: Path, tmp_path: Path) -> None:
    """What is typed stops where the field is full; pdfium finishes the word that it is in."""
    filled = tmp_path / "filled.pdf"
    fill_with_pdfium(form, filled, {"questions": "mwom " * 500, "whom": "w" * 500})
    for field in fields(filled):
        if str(field.T) in ("questions", "whom"):
            lines = re.findall(
                rb"([-\d.]+) Td\n(?:/\S+ \d+ Tf\n)?\((.*)\) Tj", field.AP.N.read_bytes()
            )
            heights = list(accumulate(float(y) for y, _ in lines))
            hidden = [text for (_, text), up in zip(lines, heights, strict=True) if up < 0]
            assert 0 < len(str(field.V)) <= int(field.MaxLen)
            assert len(heights) > len(hidden)
            assert [text for text in hidden if len(text) > 2 * len("mwom ")] == []


def test_the_letters_that_a_field_takes_fill_its_lines(form: Path) -> None:
    """The limit in letters is near what the lines hold: neither a word nor half a field."""
    layout = load_inputs(Project(MINI), MINI / "toolkits" / "slapen", "grid-a4")[1]
    font = field_font(layout.font_files)
    for field in fields(form):
        size = float(str(field.DA).split()[1])
        left, bottom, right, top = (float(value) for value in field.Rect)
        lines = max(int((top - bottom - 4) / (size * 1.3)), 1) if int(field.Ff) & 1 << 12 else 1
        room = lines * (right - left - 4) / (size / EM)
        assert 0.9 * room < int(field.MaxLen) * font.letter_width <= room


def test_the_font_of_the_fields_has_every_letter_once(form: Path) -> None:
    layout = load_inputs(Project(MINI), MINI / "toolkits" / "slapen", "grid-a4")[1]
    with pikepdf.open(form) as pdf:
        fonts = pdf.Root.AcroForm.DR.Font
        items = [item for item in pdf.objects if isinstance(item, Dictionary)]
        found = [str(item.get("/FontName", "")) for item in items]
        data = fonts.Field.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
    with TTFont(BytesIO(data)) as font:
        assert set(font.getBestCmap()) > covered(layout.font_files)
    assert found.count("/Field-Regular") == 1


def test_a_merged_letter_looks_as_it_did() -> None:
    """Widths and outlines are those of the file that a letter comes from, in thousandths."""
    layout = load_inputs(Project(MINI), MINI / "toolkits" / "slapen", "grid-a4")[1]
    made = field_font(layout.font_files)
    with TTFont(BytesIO(made.data)) as font:
        for file in layout.font_files[::2]:
            with TTFont(file) as own:
                name = own.getBestCmap()[max(own.getBestCmap())]
                merged = font.getBestCmap()[max(own.getBestCmap())]
                one, other = own["glyf"][name], font["glyf"][merged]
                assert (one.xMin, one.yMin, one.xMax, one.yMax) == pytest.approx(
                    (other.xMin, other.yMin, other.xMax, other.yMax), abs=1
                )
                assert font["hmtx"][merged][0] == own["hmtx"][name][0]


def test_the_font_of_the_fields_has_all_of_latin_extended_a(form: Path) -> None:
    with pikepdf.open(form) as pdf:
        font = pdf.Root.AcroForm.DR.Font.Field.DescendantFonts[0].FontDescriptor.FontFile2
        data = font.read_bytes()
    with TTFont(BytesIO(data)) as font:
        assert set(range(0x100, 0x180)) <= set(font.getBestCmap())


@pytest.mark.parametrize("script", OTHERS)
def test_a_name_in_another_script_is_shown(script: str, tmp_path: Path) -> None:
    whom = OTHERS[script]
    handout(MINI, "slapen", OPTIONS, whom=whom, out=tmp_path, jobs=1)
    found = words_of(READERS["MuPDF"](tmp_path / "slapen-handout-form.pdf", tmp_path))
    assert whom in found or shown(whom) in found


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("בית", "תיב"),  # from the right
        ("بن", "\ufee6\ufe91"),  # beginning, end
        ("محمد", "\ufeaa\ufee4\ufea4\ufee3"),  # beginning, middle, middle, end
        ("دار", "\ufead\ufe8d\ufea9"),  # what joins nothing after it
        ("Ayşe 12", "Ayşe 12"),
    ],
)
def test_letters_stand_as_they_are_read(text: str, codes: str) -> None:
    assert shown(text) == codes


def test_a_name_without_room_is_told_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the field 'Voor' has no room for what is filled in"):
        handout(MINI, "slapen", OPTIONS, whom="Willemijn " * 9, out=tmp_path, jobs=1)
    assert not list(tmp_path.iterdir())


def test_the_title_of_a_handout_is_its_own(form: Path) -> None:
    for file in (form, form.with_name("slapen-handout.pdf")):
        with pikepdf.open(file) as pdf:
            title = str(pdf.trailer.Info.Title)
            assert title == "Gekozen onderdelen naast elkaar · Toolkit Samen beslissen over slapen"
            assert title in pdf.Root.Metadata.read_bytes().decode()
