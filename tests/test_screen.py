"""Pages for a screen: buttons to other pages, tabs and contents, in toolkits of any shape."""

from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Name

from cardprint import Cache, Project, build
from cardprint.load.inputs import load_inputs
from cardprint.verify.nearby import nearby
from shapes import Shape, write_project


def links(folder: Path, shape: Shape) -> list[list[str]]:
    """The descriptions of the links of each page; the build itself checks where they lead."""
    write_project(shape, folder)
    build(folder, out=folder / "out", jobs=1, cache=Cache(None))
    with pikepdf.open(folder / "out" / "vorm-screen.pdf") as pdf:
        return [[str(each.Contents) for each in page.get(Name.Annots, [])] for page in pdf.pages]


def test_a_last_sheet_of_more_pages_has_the_button_to_the_next_one(tmp_path: Path) -> None:
    pages = links(tmp_path, Shape("screen", options=1, questions=2, words=8, sources=50))
    assert ["Volgende pagina" in page for page in pages] == [True] * (len(pages) - 1) + [False]
    assert ["Vorige pagina" in page for page in pages] == [False] + [True] * (len(pages) - 1)


@pytest.mark.parametrize("words", [8, 14])
def test_long_titles_fit_their_tabs_and_the_cover(tmp_path: Path, words: int) -> None:
    shape = Shape("screen", cards=6, options=1, questions=1, words=3, title_words=words)
    pages = links(tmp_path, shape)
    assert len([each for each in pages[0] if each.startswith("Ga naar")]) >= 8


def test_the_parts_nearby_are_those_before_and_after(tmp_path: Path) -> None:
    write_project(Shape("screen", cards=3, options=1), tmp_path)
    toolkit = load_inputs(Project(tmp_path), tmp_path / "toolkits" / "vorm", "screen")[0]
    spans = {"cover": range(1), "page/gids": range(1, 2), "card/k0": range(2, 3)}
    near = nearby(toolkit, spans, 4)
    assert {name for page, name in near if page == 0} == set()
    assert {name for page, name in near if page == 1} == {"page/gids", "card/k0"}
    # A page without a name of its own belongs to what comes before it.
    assert {name for page, name in near if page == 3} == {"page/gids", "card/k0", "card/k1"}


@pytest.mark.parametrize("options", [7, 8])
def test_the_words_of_the_button_of_a_tile_stay_on_one_line(tmp_path: Path, options: int) -> None:
    shape = Shape("screen", options=options, questions=1, words=1, summary_words=1)
    links(tmp_path, shape)
    with pdfium.PdfDocument(tmp_path / "out" / "vorm-screen.pdf") as document:
        said = "".join(page.get_textpage().get_text_range() for page in document).lower()
    assert said.count("bekijk onderdeel") == options
