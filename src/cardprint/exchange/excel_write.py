"""A toolkit as an Excel workbook to correct: a sheet for each card, and one for all pages."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from itertools import groupby
from math import ceil

from babel.dates import format_date
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cardprint.errors import InputError, Place, Problem
from cardprint.exchange.carried import Carried, exported, packed
from cardprint.exchange.excel_cells import MAX_LETTERS, in_cell
from cardprint.exchange.excel_grid import CARD, HIDDEN, PAGES, TEXT, TOOLKIT, Slot, slot_of
from cardprint.exchange.fields import Field
from cardprint.load.style import house_style
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import tell
from cardprint.model.card import Card
from cardprint.model.colour import tint
from cardprint.text.blanks import filled

_CHUNK = 30_000
_WIDTHS = {"name": 12, "label": 28, "text": 48, "long": 100}
"""Of columns, in letters."""
_LINE, _HIGHEST = 15, 409
"""The height of a line, and that of the highest row there can be, in points."""
_AS_TYPED = re.compile(r"^[=+\-@\d]")
"""What Excel would otherwise take for a formula, a number or a date."""


def excel_workbook(toolkit: Toolkit, fields: Sequence[Field]) -> bytes:
    """The workbook for some texts of a toolkit.

    :raises InputError: when a text does not fit in a cell.
    """
    if too_long := [field for field in fields if len(field.text) > MAX_LETTERS]:
        message = tell("the text is too long for a cell of Excel")
        hint = tell("export it to Word")
        raise InputError(Problem(Place(field.where), message, hint) for field in too_long)
    book = _Book(toolkit)
    for part, group in groupby(fields, key=lambda field: field.part if _is_card(field) else ""):
        if part:
            card = next(each for each in toolkit.cards if each.name == part)
            book.add_card(card, [*group])
    book.add_list(PAGES, [f for f in fields if f.part and not _is_card(f)])
    book.add_list(TOOLKIT, [field for field in fields if not field.part])
    found = exported(tuple(fields))
    return book.saved(Carried(toolkit.slug, found, language=toolkit.translation))


def _is_card(field: Field) -> bool:
    return slot_of(field.part, field.address).sheet == field.part


class _Book:
    """Makes the sheets of a workbook."""

    def __init__(self, toolkit: Toolkit) -> None:
        self.toolkit = toolkit
        self.book = Workbook()
        style = house_style(toolkit.layers, is_printed=True)
        self.fill = PatternFill("solid", fgColor=style.colour("surface")[1:])
        self.muted = style.colour("muted")[1:]
        side = Side("thin", color=tint(style.colour("muted"), 0.5)[1:])
        self.lines = Border(side, side, side, side)
        self.words = toolkit.locale.exchanged
        self._add_cover()

    def _add_cover(self) -> None:
        """What the workbook is, and what to do with it."""
        info, locale = self.toolkit.info, self.toolkit.locale
        sheet = self.book.active
        assert isinstance(sheet, Worksheet)  # noqa: S101  # a new workbook has one
        sheet.title = _sheet_name(locale.words["start"], [])
        day = format_date(info.published, format="long", locale=locale.babel)
        version = f"{locale.words['version']} {info.version} · {day} · {info.publisher.name}"
        lines = (info.title, version, *(self.words[name] for name in ("fill_in", "ask", "send")))
        for i, line in enumerate(lines, 1):
            cell = _cell(sheet, i, 1)
            _set_text(cell, line)
            cell.font = Font(bold=i == 1, size=16 if i == 1 else 11)
        self._finish(sheet, [_WIDTHS["long"]])

    def add_card(self, card: Card, fields: Sequence[Field]) -> None:
        """A card with its options as columns or as rows, as the toolkit has them."""
        slots = {slot_of(field.part, field.address): field for field in fields}
        owners = [CARD, *(option.id for option in card.options)]
        labels: dict[str, dict[str, None]] = {}
        for slot, field in slots.items():
            labels.setdefault(slot.name, {})[field.label] = None
        number = filled(
            self.toolkit.locale.words["card_number"], {"number": self.toolkit.number(card)}
        )
        titles = [number, *(f"{self.words['option']} {i + 1}" for i in range(len(card.options)))]
        sheet = self._sheet(f"{self.toolkit.number(card)} {card.nav}", card.name)
        is_turned = self.toolkit.info.orientation == "options-as-rows"

        def at(name: int, owner: int) -> Cell:
            place = (owner + 1, name + 1) if is_turned else (name + 1, owner + 1)
            return _cell(sheet, *place)

        for i, (owner, title) in enumerate(zip(owners, titles, strict=True), 2):
            self._set_name(at(0, i), owner)
            self._set_label(at(1, i), title)
        for j, (name, label) in enumerate(labels.items(), 2):
            self._set_name(at(j, 0), name)
            self._set_label(at(j, 1), " / ".join(label))
            for i, owner in enumerate(owners, 2):
                self._set_field(at(j, i), slots.get(Slot(card.name, owner, name)))
        sheet.freeze_panes = "C3"
        count = len(labels) if is_turned else len(owners)
        widths = [_WIDTHS["name"], _WIDTHS["label"], *[_WIDTHS["text"]] * count]
        self._finish(sheet, widths)

    def add_list(self, name: str, fields: Sequence[Field]) -> None:
        """Texts below each other, each with the place where it stands."""
        if not fields:
            return
        title = self.words["pages"] if name == PAGES else self.toolkit.locale.words["about"]
        sheet = self._sheet(title, name)
        self._set_name(_cell(sheet, 1, 3), TEXT)
        for i, field in enumerate(fields, 2):
            self._set_name(_cell(sheet, i, 1), slot_of(field.part, field.address).name)
            self._set_label(_cell(sheet, i, 2), field.where)
            self._set_field(_cell(sheet, i, 3), field)
        sheet.freeze_panes = "C2"
        self._finish(sheet, [_WIDTHS["name"], _WIDTHS["text"], _WIDTHS["long"]])

    def _sheet(self, title: str, name: str) -> Worksheet:
        sheet: Worksheet = self.book.create_sheet(_sheet_name(title, self.book.sheetnames))
        sheet.sheet_view.rightToLeft = self.toolkit.locale.direction == "rtl"
        self._set_name(_cell(sheet, 1, 1), name)
        return sheet

    def _set_name(self, cell: Cell, name: str) -> None:
        _set_text(cell, name)
        cell.font = Font(size=8, color=self.muted)
        cell.fill = self.fill

    def _set_label(self, cell: Cell, label: str) -> None:
        _set_text(cell, label)
        cell.font = Font(bold=True)
        cell.fill = self.fill

    def _set_field(self, cell: Cell, field: Field | None) -> None:
        cell.border = self.lines
        if field is None:
            cell.fill = self.fill
            return
        value = in_cell(field.text, is_prose=field.is_prose)
        cell.value = value
        if isinstance(value, str):
            _set_text(cell, value)
        cell.number_format = "@"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.protection = Protection(locked=False)

    def _finish(self, sheet: Worksheet, widths: Iterable[float]) -> None:
        """Protect a sheet, without a password: only the fields can be changed."""
        for i, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(i)].width = width
        _set_heights(sheet)
        protection = sheet.protection
        protection.sheet = True
        protection.formatCells = protection.formatColumns = protection.formatRows = False
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

    def saved(self, carried: Carried) -> bytes:
        """The workbook, with what it carries along in a hidden sheet."""
        sheet = self.book.create_sheet(HIDDEN)
        for i, chunk in enumerate(_chunks(packed(carried)), 1):
            _set_text(_cell(sheet, i, 1), chunk)
        sheet.sheet_state = "veryHidden"
        info = self.toolkit.info
        properties = self.book.properties
        properties.title, properties.creator = info.title, info.publisher.name
        properties.created = datetime.combine(info.published, time(), UTC).replace(tzinfo=None)
        file = BytesIO()
        self.book.save(file)
        return file.getvalue()


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101  # no cells are merged
    return cell


def _set_text(cell: Cell, text: str) -> None:
    """Put a text into a cell as it is: ``=1+1`` is no formula."""
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = bool(_AS_TYPED.match(text))
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _set_heights(sheet: Worksheet) -> None:
    """Make rows high enough for their texts; not every program does so when it opens a file."""
    for number, row in enumerate(sheet.iter_rows(min_row=2, values_only=True), 2):
        lines = [1]
        for column, value in enumerate(row, 1):
            width = sheet.column_dimensions[get_column_letter(column)].width - 2
            paragraphs = str(value or "").split("\n")
            lines.append(sum(max(1, ceil(len(each) * 1.1 / width)) for each in paragraphs))
        sheet.row_dimensions[number].height = min(_HIGHEST, (max(lines) + 0.5) * _LINE)


def _chunks(text: str) -> Iterator[str]:
    return (text[i : i + _CHUNK] for i in range(0, len(text), _CHUNK))


def _sheet_name(title: str, taken: Sequence[str]) -> str:
    """A name for a sheet: without some signs, 31 letters at most, and no other has it."""
    name = re.sub(r"[\[\]:*?/\\]", " ", title).strip(" '")[:31].strip(" '") or "1"
    number = 2
    while name.casefold() in {each.casefold() for each in taken}:
        name = f"{name[:27].strip()} ({number})"
        number += 1
    return name
