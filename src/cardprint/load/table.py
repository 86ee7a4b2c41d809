"""A table with one thing a row, read by the names of its columns: CSV, or a sheet of Excel."""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from cardprint.errors import Place, Problem
from cardprint.messages.catalogue import tell
from cardprint.storage.regular import open_regular

Report = Callable[[Problem], None]

MAX_BYTES, MAX_ROWS, MAX_COLUMNS = 50_000_000, 200_000, 200
MAX_UNPACKED = 10 * MAX_BYTES
"""Of a workbook, which is a compressed archive."""
_SEPARATORS = ",;\t"


class Cell(NamedTuple):
    """One cell that is not empty."""

    text: str
    place: Place
    is_number: bool = False
    """Whether a spreadsheet keeps it as a number, without the zeros in front of it."""


Row = tuple[int, dict[str, Cell]]
"""The number of a row, from 1, and its cells by the name of their column."""


def read_table(file: Path, shown: str, report: Report) -> tuple[dict[str, int], list[Row]]:
    """The number of each column, from 1, and the rows that are not empty.

    What is wrong is reported.
    """
    try:
        with open_regular(file) as opened:
            data = opened.read(MAX_BYTES + 1)
        lines = [*_lines(file, data)]
    except _TooLargeError:
        message = tell("the table is too large")
        report(Problem(Place(shown), message, tell("split it over more files")))
        return {}, []
    except Exception:  # noqa: BLE001  # whatever a strange workbook makes openpyxl raise
        message = tell("this is no table that can be read")
        report(Problem(Place(shown), message, tell("save it as CSV (UTF-8), or as .xlsx")))
        return {}, []
    names = (
        [str(cell or "").strip().casefold().replace(" ", "_") for cell in lines[0]] if lines else []
    )
    rows = [_row(i, line, names, shown) for i, line in enumerate(lines[1:], 2)]
    for name in {each for each in names if each and names.count(each) > 1}:
        place = Place(shown, 1, len(names) - names[::-1].index(name))
        message = tell("there are two columns '{column}'", column=name)
        report(Problem(place, message, tell("give one of them another name")))
    for number, line in enumerate(lines[1:], 2):
        for column, value in enumerate(line, 1):
            if value not in (None, "") and not (column <= len(names) and names[column - 1]):
                message = tell("this column has no name")
                hint = tell("write its name in the first row; put a text with commas in quotes")
                report(Problem(Place(shown, number, column), message, hint))
    columns = {name: i for i, name in enumerate(names, 1) if name}
    return columns, [row for row in rows if row[1]]


class _TooLargeError(Exception):
    """There is more in a table than is read."""


def _lines(file: Path, data: bytes) -> Iterator[list[object]]:
    if len(data) > MAX_BYTES:
        raise _TooLargeError
    if file.suffix.lower() == ".xlsx":
        from openpyxl import load_workbook

        with ZipFile(BytesIO(data)) as archive:
            if sum(each.file_size for each in archive.infolist()) > MAX_UNPACKED:
                raise _TooLargeError
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        found = book.worksheets[0].iter_rows(
            values_only=True, max_row=MAX_ROWS, max_col=MAX_COLUMNS
        )
        for row in found:
            yield [*row]
        return
    text = data.decode("utf-8-sig")
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    for i, fields in enumerate(
        csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    ):
        if i >= MAX_ROWS:
            raise _TooLargeError
        yield [*fields]


def _row(number: int, line: list[object], names: list[str], shown: str) -> Row:
    cells: dict[str, Cell] = {}
    for column, (name, value) in enumerate(zip(names, line, strict=False), 1):
        if name and (text := _text(value)):
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            cells[name] = Cell(text, Place(shown, number, column), is_number)
    return number, cells


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat()[:10] if isinstance(value, date) else str(value).strip()
