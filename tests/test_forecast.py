"""Forecasts of pages at other sizes, held against real layouts of real cards."""

import pytest
import weasyprint

from cardprint import Project
from cardprint.compose.model import Composed
from cardprint.compose.sheets import compose
from cardprint.load.inputs import load_inputs
from cardprint.render.fit import STEPS_PER_POINT
from cardprint.render.forecast import forecast
from cardprint.render.laid import lay_out
from cardprint.render.sources import Fetcher
from conftest import ROOT

SIZES = [step / STEPS_PER_POINT for step in range(32, 39)]


def sheet_of(card: str, layout: str) -> Composed:
    project = Project(ROOT)
    toolkit, design = load_inputs(project, project.toolkits()["ptss"], layout)
    return next(sheet for sheet in compose(toolkit, design) if sheet.name == f"card/{card}#1")


def document_of(sheet: Composed, size_pt: float) -> weasyprint.Document:
    html = weasyprint.HTML(string=sheet.html, url_fetcher=Fetcher(sheet.files, sheet.template))
    return lay_out(sheet, html, size_pt).document


@pytest.mark.parametrize("card", ["zelfzorg", "psychologisch"])
def test_a_larger_size_never_takes_fewer_pages_than_foreseen(card: str) -> None:
    sheet = sheet_of(card, "grid-a4")
    documents = {size: document_of(sheet, size) for size in SIZES}
    taken = {size: len(document.pages) for size, document in documents.items()}
    assert len(set(taken.values())) == 2
    known = {
        laid: foreseen
        for laid, document in documents.items()
        if (foreseen := forecast(document, laid))
    }
    # At some sizes WeasyPrint breaks a line where Pango alone would not.
    assert len(known) >= len(SIZES) - 2
    for laid, foreseen in known.items():
        larger = [size for size in SIZES if size >= laid]
        assert all(foreseen(size) <= taken[size] for size in larger)
        assert foreseen(laid) == taken[laid]
    # From the smallest size the page more is seen where it comes, or a step later.
    assert sum(known[SIZES[0]](size) != taken[size] for size in SIZES) <= 1


def test_hyphenated_text_is_not_foreseen() -> None:
    sheet = sheet_of("zelfzorg", "option-sheets")
    assert 'data-cell="' in sheet.html
    assert forecast(document_of(sheet, 11.0), 11.0) is None


def test_text_without_cells_is_not_foreseen() -> None:
    project = Project(ROOT)
    toolkit, design = load_inputs(project, project.toolkits()["ptss"], "grid-a4")
    cover = compose(toolkit, design)[0]
    assert forecast(document_of(cover, 11.0), 11.0) is None
