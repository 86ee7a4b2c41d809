"""Quotes the line that a problem is in, and points to the place in it."""

import unicodedata
from collections.abc import Iterable, Iterator

from cardprint.errors import Problem
from cardprint.messages.escape import for_one_line
from cardprint.storage.files import read_text
from cardprint.storage.project import Project, inside

_TAB = " " * 4
_CUT = "..."
_NUMBER = 5
"""The columns for the number of a line."""


def with_quotations(problems: Iterable[Problem], project: Project, width: int) -> Iterator[str]:
    """Each problem on a line, and below it the line that it is in, if that can be read."""
    files: dict[str, list[str]] = {}
    for problem in problems:
        yield str(problem)
        place = problem.place
        if place.line:
            lines = files.setdefault(place.file, _lines(place.file, project))
            if place.line <= len(lines):
                yield from quotation(place.line, place.column, lines[place.line - 1], width)


def quotation(number: int, column: int, line: str, width: int) -> Iterator[str]:
    """A line of a file, cut to what is near the place, and a caret under it.

    A terminal may show words from right to left, so that nobody knows where their letters are. What
    comes after a place in such words is on a line of its own, which begins with the caret.

    :param column: from 1, in characters; it may be that after the last.
    :param width: the columns of the terminal.
    """
    before, after = _safe(line[: column - 1]), _safe(line[column - 1 :])
    first, next_ = f"{number:>{_NUMBER}} | ", f"{'':>{_NUMBER}} | "
    room = width - len(first)
    if _runs_left(before, after):
        rows = [first + _end_of(before, room), f"{next_}^ {_start_of(after, room - 2)}"]
    else:
        before = _end_of(before, max(room // 2, room - columns(after)))
        after = _start_of(after, room - columns(before))
        rows = [first + before + after, f"{next_}{'':>{columns(before)}}^"]
    yield from (for_one_line(row.rstrip()) for row in rows)


def columns(text: str) -> int:
    """The columns that a terminal needs for a text (Unicode Standard Annex 11)."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _lines(file: str, project: Project) -> list[str]:
    """The lines of a file that a message names; none if it is no text of a project."""
    for root in project.roots:
        path = root / file
        if inside(root, path) and path.is_file():
            return (read_text(path, file, lambda _: None) or "").splitlines()
    return []


def _safe(text: str) -> str:
    return for_one_line(text.replace("\t", _TAB))


def _runs_left(before: str, after: str) -> bool:
    """Whether a place is in or beside words that are written from right to left."""
    strong = [kind for kind in map(unicodedata.bidirectional, after) if kind in ("L", "R", "AL")]
    return strong[:1] not in ([], ["L"]) or any(
        unicodedata.bidirectional(each) in ("R", "AL") for each in before
    )


def _start_of(text: str, room: int) -> str:
    """The text, or as much of it from its start as there is room for."""
    if columns(text) <= room:
        return text
    while text and columns(text) > room - len(_CUT):
        text = text[:-1]
    return text + _CUT


def _end_of(text: str, room: int) -> str:
    """The text, or as much of it from its end as there is room for."""
    if columns(text) <= room:
        return text
    while text and columns(text) > room - len(_CUT):
        text = text[1:]
    return _CUT + text
