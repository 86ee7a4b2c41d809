"""``cardprint themes``: every theme on a page of its own, with the same pages of a toolkit."""

from pathlib import Path

import pikepdf
import pypdfium2 as pdfium

from cardprint.verify.reading import read_pages
from conftest import ROOT, Run

THEMES = sorted(folder.name for folder in (ROOT / "themes").iterdir())


def texts(file: Path) -> list[str]:
    document = pdfium.PdfDocument(file)
    found = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return found


def test_every_theme_has_a_page_with_its_name_its_colours_and_four_pages(
    project: Path, cardprint: Run
) -> None:
    own = project / "themes" / "huis" / "theme.yaml"
    own.parent.mkdir(parents=True)
    lines = ["base: warm", "description: Zoals ons huis", 'colours: {accent: "#5b1f3f"}']
    own.write_text("\n".join(lines) + "\n", "utf-8")
    made = cardprint("themes", cwd=project)
    assert made.stdout == "out/themes.pdf\n", made.stderr
    file = project / "out" / "themes.pdf"
    pages = texts(file)
    names = sorted([*THEMES, "huis"])
    assert sorted(page.split()[0] for page in pages) == names
    (page,) = (page for page in pages if page.startswith("huis"))
    assert "Zoals ons huis" in page
    assert "#5b1f3f" in page
    with pikepdf.open(file) as pdf:
        assert "/StructTreeRoot" in pdf.Root
    shown = [sum(bool(mark.whole) for mark in page.marks) for page in read_pages(file.read_bytes())]
    assert shown == [4] * len(names)


def test_a_theme_that_cannot_be_read_is_told_and_nothing_is_written(
    project: Path, cardprint: Run
) -> None:
    own = project / "themes" / "huis" / "theme.yaml"
    own.parent.mkdir(parents=True)
    own.write_text('description: Te licht\ncolours: {accent: "#ccddee"}\n', "utf-8")
    made = cardprint("themes", cwd=project)
    assert made.returncode == 3
    assert made.stderr.startswith("themes/huis/theme.yaml:2:19: '#ccddee' has too little contrast")
    assert not (project / "out").exists()
