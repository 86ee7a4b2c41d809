"""Which text of the data stands where on a page: what a click on the page is about.

Every text of the toolkit is looked for among the letters of the page, so that this works in every
layout, also in those of a project. Spaces, hyphens and signs do not count: layout may change them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
import pypdfium2.raw as raw_api

from cardprint.load.wording import texts
from cardprint.model.fields import TextKind
from cardprint.model.geometry import Box
from cardprint.serve.pictures import Share
from cardprint.storage.source import NodePath
from cardprint.text import prose

if TYPE_CHECKING:
    from cardprint.load.toolkit import Toolkit

SURE = 25
"""So many letters are found by chance nowhere else; a shorter text must stand by itself."""
LEAST = 2
"""What has fewer letters stands everywhere."""
WIDE = 1.2
"""A gap of so many heights of a letter is wider than a space."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text of the data: its file, its path there, its paragraphs as letters alone."""

    file: str
    path: NodePath
    paragraphs: tuple[str, ...]


class Found(NamedTuple):
    """A box of a text on a page."""

    file: str
    path: NodePath
    box: Share


def letters(text: str) -> str:
    """The letters and digits of a text, as they are compared."""
    return "".join(each for each in text.casefold() if each.isalnum())


def wanted_in(toolkit: Toolkit, part_name: str) -> tuple[Wanted, ...]:
    """Every text of a toolkit, those of one part before the others.

    :param part_name: the name of the part, as that of a sheet begins with.
    """
    found: tuple[list[Wanted], list[Wanted]] = [], []
    for part, path, text, kind in texts(toolkit):
        pieces = prose.runs(text) if kind is TextKind.PROSE else (text,)
        paragraphs = tuple(each for each in map(letters, pieces) if len(each) >= LEAST)
        is_other = part is None or part.name != part_name
        found[is_other].append(Wanted(toolkit.at(part).file, path, paragraphs))
    return (*found[0], *found[1])


def boxes_of(pdf: bytes, wanted: Sequence[Wanted]) -> tuple[tuple[Found, ...], ...]:
    """For each page, the boxes of the texts that stand on it.

    A text that stands there twice has boxes at both places; where two texts are the same, the one
    that comes first in ``wanted`` has its boxes first.
    """
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        found = []
        for page in document:
            with closing(page), closing(page.get_textpage()) as text:
                found.append(tuple(_on_page(page, text, wanted)))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class _Letters:
    """The letters of a page, and the place of each among its characters."""

    text: pypdfium2.PdfTextPage
    known: str
    places: Sequence[int]


def _read(text: pypdfium2.PdfTextPage) -> _Letters:
    codes = (raw_api.FPDFText_GetUnicode(text, i) for i in range(text.count_chars()))
    # A capital may become two letters when its case is folded.
    found = [(letter, i) for i, code in enumerate(codes) for letter in letters(chr(code))]
    return _Letters(text, "".join(letter for letter, _ in found), [i for _, i in found])


def _on_page(
    page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, wanted: Sequence[Wanted]
) -> Iterator[Found]:
    found = _read(text)
    for each in wanted:
        for paragraph in each.paragraphs:
            for first, last in _places(found, paragraph):
                for box in _boxes(text, first, last - first + 1):
                    yield Found(each.file, each.path, _share(box, page))


def _places(letters_of: _Letters, paragraph: str) -> Iterator[tuple[int, int]]:
    """The first and the last letter of a paragraph, wherever it stands."""
    known, places = letters_of.known, letters_of.places
    at = known.find(paragraph)
    while at >= 0:
        end = at + len(paragraph)
        if len(paragraph) >= SURE or (
            _are_apart(letters_of, at - 1, at) and _are_apart(letters_of, end - 1, end)
        ):
            yield places[at], places[end - 1]
        at = known.find(paragraph, end)


def _are_apart(letters_of: _Letters, one: int, other: int) -> bool:
    """Whether two letters that are read one after the other are not in one line of words."""
    if one < 0 or other >= len(letters_of.places):
        return True
    before = Box(*letters_of.text.get_charbox(letters_of.places[one]))
    after = Box(*letters_of.text.get_charbox(letters_of.places[other]))
    if before.bottom > after.top or after.bottom > before.top:
        return True
    gap = max(after.left - before.right, before.left - after.right)
    return gap > WIDE * max(before.height, after.height)


def _boxes(text: pypdfium2.PdfTextPage, first: int, count: int) -> Iterator[Box]:
    """The box around some letters: one for each column that they stand in."""
    around: Box | None = None
    before = Box(0, 0, 0, 0)
    for i in range(text.count_rects(first, count)):
        line = Box(*text.get_rect(i))
        if around and line.bottom > before.top:  # up again: another column
            yield around
            around = None
        before = line
        around = line if around is None else _joined(around, line)
    if around:
        yield around


def _joined(one: Box, other: Box) -> Box:
    return Box(
        min(one.left, other.left),
        min(one.bottom, other.bottom),
        max(one.right, other.right),
        max(one.top, other.top),
    )


def _share(box: Box, page: pypdfium2.PdfPage) -> Share:
    left, bottom, right, top = page.get_cropbox()
    wide, high = right - left, top - bottom
    return (
        round((box.left - left) / wide, 5),
        round((top - box.top) / high, 5),
        round(box.width / wide, 5),
        round(box.height / high, 5),
    )
