"""A workbook that has come back: what is in its cells, and what people say about them."""

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.exceptions import InvalidFileException

from cardprint.errors import InputError, Place, Problem
from cardprint.exchange.carried import Exported, carried_in
from cardprint.exchange.excel_cells import from_cell
from cardprint.exchange.excel_grid import HIDDEN, Slot, slot_of
from cardprint.exchange.package import Package
from cardprint.exchange.returned import Found, Remark, Returned
from cardprint.messages.catalogue import Message, tell

_DAMAGED = (
    ValueError, KeyError, TypeError, IndexError, AttributeError, BadZipFile, InvalidFileException,
)  # fmt: skip
"""What openpyxl raises for sheets that it cannot read."""
_THREAD = "[Threaded comment]"

Sheet = Any


def read_excel(package: Package) -> Returned:
    """Read a workbook.

    :raises InputError: when it was not exported by this program, or by a later one.
    """
    try:
        with warnings.catch_warnings(action="ignore"):  # what it leaves out is nothing of ours
            book = load_workbook(BytesIO(package.data), rich_text=True)
    except _DAMAGED as error:
        hint = tell("open it, save it under another name, and try that one")
        message = tell("the file is damaged, or is no file of Word or Excel")
        raise InputError([Problem(Place(package.shown), message, hint)]) from error
    if HIDDEN not in book.sheetnames:
        message = tell("the file was not made by 'cardprint export'")
        hint = tell("export the toolkit, and put the corrections into that file")
        raise InputError([Problem(Place(package.shown), message, hint)])
    chunks = (row[0] for row in book[HIDDEN].iter_rows(max_col=1, values_only=True))
    carried = carried_in("".join(str(each or "") for each in chunks), package.shown)
    slots = {slot_of(each.part, each.address): each for each in carried.fields}
    found: list[Found] = []
    remarks: list[Remark] = []
    for sheet in book.worksheets:
        for cell, exported in _cells(sheet, slots):
            if exported:
                found.append(_found(cell, exported))
            if cell.comment:
                remarks.append(_remark(cell, exported))
    order = {each.key: i for i, each in enumerate(carried.fields)}
    found.sort(key=lambda each: order[each.key])  # rows and columns may stand anywhere
    return Returned(carried, tuple(found), remarks=tuple(remarks))


def _cells(sheet: Sheet, slots: dict[Slot, Exported]) -> Iterator[tuple[Any, Exported | None]]:
    """The cells of a sheet, each with the field that it is."""
    names = [str(cell.value or "") for cell in next(sheet.iter_rows(max_row=1), ())]
    for row in sheet.iter_rows():
        for cell, name in zip(row, names, strict=False):
            home, side = names[0], str(row[0].value or "")
            either = (Slot(home, name, side), Slot(home, side, name))
            yield cell, next((slots[each] for each in either if each in slots), None)


def _found(cell: Any, exported: Exported) -> Found:
    value, unsure = cell.value, _unsure(cell, exported)
    if value is None or unsure:
        return Found(exported.key, (), unsure=unsure)
    text = value if isinstance(value, str | CellRichText) else str(value)
    if cell.font.b and not isinstance(text, CellRichText):
        text = CellRichText(TextBlock(InlineFont(b=True), text))
    try:
        return Found(exported.key, from_cell(text, is_prose=exported.is_prose), _lost(cell))
    except ValueError:
        message = tell("bold or a link ends in the middle of a word, which cannot be written")
        return Found(exported.key, (), unsure=(message,))


def _lost(cell: Any) -> tuple[Message, ...]:
    """The looks of a cell or of words in it that a toolkit cannot show."""
    parts = cell.value if isinstance(cell.value, CellRichText) else ()
    fonts = [cell.font, *(part.font for part in parts if isinstance(part, TextBlock))]
    looks = {
        tell("italics"): any(font.i for font in fonts),
        tell("words that are struck through"): any(font.strike for font in fonts),
        tell("underlining"): any(font.u and font.u != "none" for font in fonts),
        tell("a link of a whole cell"): cell.hyperlink is not None,
    }
    return tuple(look for look, is_there in looks.items() if is_there)


def _unsure(cell: Any, exported: Exported) -> tuple[Message, ...]:
    """Why the cell does not hold what was typed."""
    value = cell.value
    if value is None or isinstance(value, CellRichText) or str(value) == exported.text:
        return ()
    if cell.data_type == "e":
        return (tell("there is a mistake of a formula in the cell"),)
    if not isinstance(value, str):
        shown = str(value)
        return (tell("Excel has made a number or a date of what was typed: {value}", value=shown),)
    return ()


def _remark(cell: Any, exported: Exported | None) -> Remark:
    comment, sheet = cell.comment, cell.parent.title
    text = str(comment.text)
    if text.startswith(_THREAD):  # first there is something about old versions of Excel
        text = text.split("\n\n", 2)[-1].partition("\n")[2]
    where = exported.where if exported else f"{sheet} {cell.coordinate}"
    return Remark(str(comment.author or ""), "", where, "", text.strip())
