"""QR codes on paper: from a printed card or sheet to the same place in the published file."""

import re
import shutil
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
import zxingcpp

from cardprint import Cache, InputError, OutputError, Project, build, handout
from cardprint.compose.codes import LEAST_MM, LEAST_SQUARE_MM, code
from cardprint.compose.limits import Refused
from cardprint.load.inputs import load_inputs
from conftest import MINI, ROOT

FOLDER = "https://www.voorbeeldstichting.nl/keuzehulp/"
FILE = f"{FOLDER}slapen-screen.pdf"
CARDS = ["card/ritme", "card/rust"]
OPTIONS = [
    "option/ritme/opstaan", "option/ritme/licht", "option/rust/scherm", "option/rust/schrijven",
]  # fmt: skip
PLACES = {
    "grid-a4": CARDS,
    "grid-a4+mono": CARDS,
    "grid-a3+press": CARDS,
    "large-print": CARDS,
    "booklet-a5": CARDS,
    "booklet": CARDS,
    "option-sheets": OPTIONS,
    "screen": [],
}
DRAWING = re.compile(
    r'viewBox="0 0 (\d+) \1" style="width: ([\d.]+)mm; height: \2mm"><title>([^<]*)</title>'
)


def published(home: Path, folder: str = FOLDER) -> Path:
    file = home / "toolkits" / "slapen" / "toolkit.yaml"
    text = file.read_text("utf-8").replace("questions:\n", f"published_at: {folder}\nquestions:\n")
    file.write_text(text, "utf-8")
    return home


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, mini_cache: Cache) -> Path:
    """The small project, published, in every layout."""
    home = published(Path(shutil.copytree(MINI, tmp_path_factory.mktemp("codes") / "project")))
    build(home, layouts=list(PLACES), jobs=1, cache=mini_cache)
    return home / "out"


def scanned(file: Path, dpi: int = 200) -> list[str]:
    """What a telephone reads on each page."""
    with pdfium.PdfDocument(file) as document:
        pages = [page.render(scale=dpi / 72).to_pil() for page in document]
    return [found.text for page in pages for found in zxingcpp.read_barcodes(page)]


@pytest.mark.parametrize(("layout", "places"), PLACES.items())
def test_a_telephone_reads_the_address_of_the_same_place(
    layout: str, places: list[str], printed: Path
) -> None:
    file = printed / f"slapen-{layout.replace('+', '-')}.pdf"
    assert sorted(scanned(file)) == sorted(f"{FILE}#nameddest={name}" for name in places)


def test_the_places_are_in_the_published_file(printed: Path) -> None:
    with pikepdf.open(printed / "slapen-screen.pdf") as pdf:
        names = pikepdf.NameTree(pdf.Root.Names.Dests)
        assert {*CARDS, *OPTIONS} <= {*names}


def test_the_address_stands_beside_the_code_in_words(printed: Path) -> None:
    with pdfium.PdfDocument(printed / "slapen-grid-a4.pdf") as document:
        words = document[2].get_textpage().get_text_range()
    assert "Lees dit op je scherm:" in words
    assert "www.voorbeeldstichting.nl/keuzehulp/slapen-screen.pdf" in "".join(words.split())


def test_a_screen_reader_is_told_where_a_code_leads(printed: Path) -> None:
    with pikepdf.open(printed / "slapen-option-sheets.pdf") as pdf:
        said = [str(each.Alt) for each in pdf.objects if _is_figure(each)]
    assert "QR-code naar Op tijd opstaan op internet" in said


def _is_figure(each: object) -> bool:
    return isinstance(each, pikepdf.Dictionary) and each.get("/S") == pikepdf.Name.Figure


@pytest.mark.parametrize("length", [20, 80, 200, 900])
def test_a_code_is_large_enough_and_has_white_around_it(length: int) -> None:
    ((side, width, said),) = DRAWING.findall(code("https://x.nl/" + "a" * length, "Een <code>"))
    squares, square = int(side) - 8, float(width) / int(side)
    assert squares * square >= LEAST_MM - 0.01
    assert square >= LEAST_SQUARE_MM - 0.001
    assert said == "Een &lt;code&gt;"


def test_an_address_that_no_telephone_would_read_gets_no_code() -> None:
    with pytest.raises(Refused, match="too long for a QR code"):
        code("https://x.nl/" + "a" * 1000, "Een code")


def test_the_folder_of_the_published_file_may_not_be_too_long(project: Path) -> None:
    published(project, FOLDER + "a" * 200)
    with pytest.raises(InputError, match="'published_at' is too long"):
        load_inputs(Project(project), project / "toolkits" / "slapen", "grid-a4")


def test_without_a_published_file_there_is_no_code(mini_cache: Cache, tmp_path: Path) -> None:
    build(MINI, layouts=["grid-a4"], out=tmp_path, jobs=1, cache=mini_cache)
    assert scanned(tmp_path / "slapen-grid-a4.pdf") == []


def test_a_handout_has_no_code_because_it_is_published_nowhere(project: Path) -> None:
    published(project)
    handout(project, "slapen", ["ritme/opstaan", "rust/scherm"], out=project / "out", jobs=1)
    files = list((project / "out").glob("*.pdf"))
    assert files
    assert [found for file in files for found in scanned(file)] == []


@pytest.mark.parametrize(
    ("cut", "said"),
    [
        ('<div class="code">.*?</div>', "no figure carries this description"),
        ('<div class="words">.*?</div>', "the address is not whole on the page"),
    ],
    ids=["code", "words"],
)
def test_a_layout_that_loses_a_code_or_its_words_is_told(
    cut: str, said: str, project: Path, mini_cache: Cache
) -> None:
    published(project)
    folder = project / "layouts" / "eigen"
    folder.mkdir(parents=True)
    (folder / "layout.yaml").write_text("base: grid-a4\ndescription: Eigen\n", "utf-8")
    (folder / "style.css").write_text("", "utf-8")
    template = (ROOT / "layouts" / "_base" / "code.html.j2").read_text("utf-8")
    (folder / "code.html.j2").write_text(re.sub(cut, "", template), "utf-8")
    with pytest.raises(OutputError) as caught:
        build(project, layouts=["eigen"], jobs=1, cache=mini_cache)
    assert any(said in str(problem) for problem in caught.value.problems)
