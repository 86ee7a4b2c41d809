"""An Excel workbook: what is in it, and what is read of it when it comes back."""

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from cardprint.exchange.comparing import Comparison, compared
from cardprint.exchange.excel_grid import HIDDEN, slot_of
from cardprint.exchange.excel_read import read_excel
from cardprint.exchange.excel_write import excel_workbook
from cardprint.exchange.fields import Field, fields_of
from cardprint.exchange.package import opened
from cardprint.exchange.returned import Returned
from cardprint.load.toolkit import Toolkit
from cardprint.storage.project import Project
from conftest import ROOT
from exchanged import field_at, loaded, make_project

Cell = Any
Read = Callable[[Workbook], tuple[Returned, Comparison]]


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Toolkit:
    return loaded(make_project(tmp_path_factory.mktemp("exchange") / "project"))


@pytest.fixture(scope="module")
def workbook(toolkit: Toolkit) -> bytes:
    return excel_workbook(toolkit, fields_of(toolkit))


@pytest.fixture
def book(workbook: bytes) -> Workbook:
    return load_workbook(BytesIO(workbook), rich_text=True)


@pytest.fixture
def read(tmp_path: Path, toolkit: Toolkit) -> Read:
    def read(book: Workbook) -> tuple[Returned, Comparison]:
        file = tmp_path / "cards.xlsx"
        book.save(file)
        returned = read_excel(opened(file, "cards.xlsx"))
        return returned, compared(returned, toolkit, "cards.xlsx")

    return read


def answer(toolkit: Toolkit, question: str, option: str = "scherm") -> Field:
    return field_at(toolkit, "card/rust", "options", option, "answers", question)


def cell_of(book: Workbook, field: Field) -> Cell:
    slot = slot_of(field.part, field.address)
    sheet = next(each for each in book.worksheets if each["A1"].value == slot.sheet)
    row = next(each[0].row for each in sheet.iter_rows() if each[0].value in slot[1:])
    column = next(each.column for each in sheet[1] if each.value in slot[1:])
    return sheet.cell(row, column)


def messages(comparison: Comparison) -> list[str]:
    return [str(each.message) for each in (*comparison.problems, *comparison.notes)]


@pytest.mark.parametrize("slug", sorted(Project(ROOT).toolkits()))
def test_nothing_has_changed_in_a_workbook_that_nobody_touched(slug: str, tmp_path: Path) -> None:
    ours = loaded(ROOT, slug)
    file = tmp_path / "cards.xlsx"
    file.write_bytes(excel_workbook(ours, fields_of(ours)))
    returned = read_excel(opened(file, "cards.xlsx"))
    assert [each.key for each in returned.found] == [each.key for each in fields_of(ours)]
    assert compared(returned, ours, "cards.xlsx") == Comparison()


def test_every_kind_of_text_comes_back_as_it_was(book: Workbook, read: Read) -> None:
    assert read(book)[1] == Comparison()


def test_a_card_is_a_grid_as_people_know_it(book: Workbook) -> None:
    assert book.sheetnames[1:3] == ["1 Ritme", "2 Rust"]
    sheet = book["2 Rust"]
    assert [cell.value for cell in sheet[1]] == ["card/rust", None, "card:", "scherm", "schrijven"]
    assert [cell.value for cell in sheet[2]][2:] == ["Keuzekaart 2", "Onderdeel 1", "Onderdeel 2"]
    rows = {row[1].value: str(row[3].value)[:20] for row in sheet.iter_rows()}
    assert rows["Wat houdt het in?"] == "Je telefoon en je e-"


def test_options_are_rows_where_the_toolkit_has_them_as_rows(toolkit: Toolkit) -> None:
    info = toolkit.info.model_copy(update={"orientation": "options-as-rows"})
    turned = replace(toolkit, info=info)
    book = load_workbook(BytesIO(excel_workbook(turned, fields_of(turned))))
    sheet = book["2 Rust"]
    assert [row[0].value for row in sheet.iter_rows()] == [
        "card/rust", None, "card:", "scherm", "schrijven",
    ]  # fmt: skip
    assert "Wat houdt het in?" in [cell.value for cell in sheet[2]]


def test_only_the_texts_can_be_changed(book: Workbook, toolkit: Toolkit) -> None:
    fields = {cell_of(book, field).coordinate for field in fields_of(toolkit) if not field.part}
    sheet = next(each for each in book.worksheets if each["A1"].value == "toolkit:")
    assert all(
        each.protection.sheet and not each.protection.password for each in book.worksheets[:-1]
    )
    free = {c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked}
    assert free == fields
    assert book[HIDDEN].sheet_state == "veryHidden"


def test_what_looks_like_a_formula_or_a_date_is_a_text(book: Workbook, toolkit: Toolkit) -> None:
    for option, title in (("scherm", "=1+1 scherm in bed"), ("schrijven", "2026-11-23")):
        cell = cell_of(book, field_at(toolkit, "card/rust", "options", option, "title"))
        assert (cell.value, cell.data_type, cell.number_format) == (title, "s", "@")
        assert cell.quotePrefix


@pytest.mark.parametrize(
    "typed", ["=SUM(A1:A3)", "-5 mg", "+31 20 123", "@naam", "00312012345678901234"]
)
def test_what_is_typed_into_a_text_cell_stays_what_was_typed(
    typed: str, book: Workbook, toolkit: Toolkit, read: Read
) -> None:
    cell_of(book, answer(toolkit, "inhoud", "schrijven")).value = typed
    (change,) = read(book)[1].changes
    assert change.new == typed


@pytest.mark.parametrize("made", [20.5, 31201234567890, datetime(2026, 11, 23), True])  # noqa: DTZ001  # cells have no zone
def test_what_excel_made_a_number_or_date_of_is_named_and_not_written(
    made: object, book: Workbook, toolkit: Toolkit, read: Read
) -> None:
    field = answer(toolkit, "inhoud", "schrijven")
    cell_of(book, field).value = made
    comparison = read(book)[1]
    assert comparison.changes == []
    (message,) = messages(comparison)
    assert message.startswith(f"'{field.where}': Excel has made a number or a date of what was")


def test_bold_lists_and_new_lines_are_taken_over(
    book: Workbook, toolkit: Toolkit, read: Read
) -> None:
    bold = TextBlock(InlineFont(b=True), "heel ")
    cell_of(book, answer(toolkit, "inhoud", "schrijven")).value = CellRichText(
        "Dat is ", bold, "goed.\n• een\n• twee\nKlaar, zie [hier](https://example.org/)."
    )
    (change,) = read(book)[1].changes
    assert change.new == (
        "Dat is **heel** goed.\n\n- een\n- twee\n\nKlaar, zie [hier](https://example.org/)."
    )


def test_rows_and_columns_may_stand_anywhere(book: Workbook, read: Read) -> None:
    sheet = book["2 Rust"]
    rows: list[list[Any]] = [
        [(cell.value, copy(cell.font)) for cell in row] for row in sheet.iter_rows()
    ]
    for number, row in enumerate([rows[0], *reversed(rows[1:])], 1):
        for column, (value, font) in enumerate([row[0], *reversed(row[1:])], 1):
            cell = sheet.cell(number, column)
            cell.value, cell.font = value, font
    sheet.title = "Andere naam"
    assert read(book)[1] == Comparison()


def test_a_row_that_is_gone_or_doubled_is_named(
    book: Workbook, toolkit: Toolkit, read: Read
) -> None:
    sheet = book["2 Rust"]
    gone, doubled = (cell_of(book, answer(toolkit, name)).row for name in ("inhoud", "helpen"))
    sheet.append([cell.value for cell in sheet[doubled]])
    sheet.cell(sheet.max_row, 4).value = "Iets anders."
    sheet.delete_rows(gone)
    first, second, third, note = messages(read(book)[1])
    assert first == f"'{answer(toolkit, 'inhoud').where}': the field is gone"
    assert second.endswith("the field is there more than once, with different texts")
    assert third == f"'{answer(toolkit, 'inhoud', 'schrijven').where}': the field is gone"
    assert note.endswith("the field is there more than once")


def test_an_empty_cell_is_named_and_not_written(
    book: Workbook, toolkit: Toolkit, read: Read
) -> None:
    field = answer(toolkit, "inhoud")
    cell_of(book, field).value = None
    comparison = read(book)[1]
    assert messages(comparison) == [f"'{field.where}': the text is empty"]


def test_comments_come_back_with_their_place(book: Workbook, toolkit: Toolkit, read: Read) -> None:
    field = answer(toolkit, "inhoud")
    cell_of(book, field).comment = Comment("Klopt dit?", "Sam de Vries")
    threaded = "[Threaded comment]\n\nYour version of Excel is old.\n\nComment:\n    Mooi."
    book["2 Rust"]["B3"].comment = Comment(threaded, "An")
    assert [(r.author, r.where, r.text) for r in read(book)[0].remarks] == [
        ("An", "2 Rust B3", "Mooi."),
        ("Sam de Vries", field.where, "Klopt dit?"),
    ]


def test_looks_of_cells_are_taken_over_or_named(
    book: Workbook, toolkit: Toolkit, read: Read
) -> None:
    field, other = answer(toolkit, "inhoud", "schrijven"), answer(toolkit, "helpen", "schrijven")
    cell_of(book, field).font = Font(b=True)
    cell_of(book, other).font = Font(strike=True)
    cell_of(book, other).hyperlink = "https://example.org/"
    comparison = read(book)[1]
    (change,) = comparison.changes
    assert change.new == f"**{field.text}**"
    assert messages(comparison) == [
        f"'{other.where}': words that are struck through cannot be taken over",
        f"'{other.where}': a link of a whole cell cannot be taken over",
    ]
