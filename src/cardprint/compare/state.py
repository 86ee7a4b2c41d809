"""A PDF for comparing: the text, drawn marks, links and tags of each page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

import pypdfium2 as pdfium
from pikepdf import PasswordError, Pdf, PdfError

from cardprint.compare.annotations import notes_by_page
from cardprint.compare.facts import facts_of, labels_of
from cardprint.compare.model import DrawnLink, DrawnNote
from cardprint.compare.navigation import (
    bookmarks,
    direct_views,
    links_by_page,
    named_views,
    page_numbers,
)
from cardprint.compare.order import order_by_page, read_in_order
from cardprint.compare.tags import tags_by_page
from cardprint.compare.text import Block, blocks_of
from cardprint.errors import CompareError, Place, Problem
from cardprint.messages.catalogue import tell
from cardprint.model.geometry import Box
from cardprint.model.names import is_numbered
from cardprint.verify.page import Mark
from cardprint.verify.reading import Fonts, read_page

UNREADABLE = (AttributeError, LookupError, ValueError, TypeError, ArithmeticError, RuntimeError)
"""The errors that a damaged file can cause, wherever the damage is."""


BOXES = ("CropBox", "TrimBox", "BleedBox", "ArtBox", "MediaBox")


@dataclass(frozen=True, slots=True)
class PageState:
    """The content of a page."""

    number: int
    """From 1."""
    size: tuple[float, float]
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...]
    links: tuple[DrawnLink, ...]
    tags: tuple[str, ...]
    said: tuple[str, ...]
    """Its texts in the order in which they are read out."""
    notes: tuple[DrawnNote, ...]
    rotation: int
    """By how many degrees it is turned to the right when it is shown."""
    shown: Box
    """The part of the paper that a viewer shows."""
    boxes: tuple[Box, ...]
    """What is shown, trimmed, bled and printed of the paper: the boxes that :data:`BOXES` names."""


class FileState:
    """An open PDF; pages are read when they are asked for, and not kept."""

    def __init__(self, pdf: bytes, shown: str) -> None:
        """Open the file.

        :param shown: its name in messages.
        :raises CompareError: when it is damaged or protected, or has no pages.
        """
        self.shown = shown
        self._fonts: Fonts = {}
        try:
            self._read(pdf)
            self.document = pdfium.PdfDocument(pdf)
            self.page_count = len(self.document)
        except PasswordError as error:
            raise _protected(shown) from error
        except (pdfium.PdfiumError, PdfError, *UNREADABLE) as error:
            raise damaged(shown, error) from error
        if not self.page_count:
            raise damaged(shown, tell("it has no pages"))

    def _read(self, data: bytes) -> None:
        """Read the objects of the file; there are many, so they are freed at once."""
        with Pdf.open(BytesIO(data)) as pdf:
            pages = page_numbers(pdf)
            self.facts = facts_of(pdf, pages)
            self.labels = labels_of(pdf)
            self.views = named_views(pdf, pages)
            self.direct_views = direct_views(pdf, pages)
            self.bookmarks = tuple(bookmarks(pdf, self.views, pages))
            self._links = links_by_page(pdf, self.views, pages)
            self._notes = notes_by_page(pdf)
            self._tags = tags_by_page(pdf, pages)
            self._order = order_by_page(pdf, pages)

    @property
    def destinations(self) -> Mapping[str, int]:
        """The page, from 0, of every destination with a name."""
        return {name: view.page for name, view in self.views.items()}

    def page(self, index: int) -> PageState:
        """Read a page.

        :param index: from 0.
        """
        try:
            read = read_page(self.document, index, self._fonts, detailed=True)
            rotation, shown, boxes = _paper(self.document[index])
        except (pdfium.PdfiumError, *UNREADABLE) as error:
            raise damaged(self.shown, error) from error
        return PageState(
            index + 1,
            (read.width_pt, read.height_pt),
            blocks_of(read.runs),
            read.marks,
            self._links.get(index, ()),
            self._tags.get(index, ()),
            read_in_order(self.document, index, self._order.get(index, ())),
            self._notes.get(index, ()),
            rotation,
            shown,
            boxes,
        )

    @cached_property
    def names(self) -> Mapping[int, tuple[str, ...]]:
        """The names of each page's destinations, to recognise the page in another file."""
        found: dict[int, list[str]] = {}
        for name, page in sorted(self.destinations.items()):
            if not is_numbered(name):
                found.setdefault(page, []).append(name)
        return {page: tuple(names) for page, names in found.items()}

    def words(self, index: int) -> Counter[str]:
        """The words of a page without its numbers, to recognise the page."""
        page = self.document[index]
        text = page.get_textpage()
        found = Counter(re.findall(r"[^\W\d]+", text.get_text_range()))
        text.close()
        page.close()
        return found

    def close(self) -> None:
        """Close the file."""
        self.document.close()


def _paper(page: pdfium.PdfPage) -> tuple[int, Box, tuple[Box, ...]]:
    """How a page is turned, what is shown of it, and its boxes."""
    with closing(page):
        boxes = (
            page.get_cropbox(),
            page.get_trimbox(),
            page.get_bleedbox(),
            page.get_artbox(),
            page.get_mediabox(),
        )
        return page.get_rotation(), Box(*page.get_bbox()), tuple(Box(*box) for box in boxes)


def _protected(shown: str) -> CompareError:
    message = tell("the file is protected with a password")
    return CompareError([Problem(Place(shown), message, tell("save it without the password"))])


def damaged(shown: str, reason: object) -> CompareError:
    """The error for a file that cannot be read."""
    message = tell("the file cannot be read as a PDF: {reason}", reason=reason)
    return CompareError([Problem(Place(shown), message, tell("make it again"))])


def inside(box: Box, boxes: tuple[Box, ...]) -> bool:
    """Whether the middle of ``box`` lies in one of the others."""
    return any(each.holds(*box.middle) for each in boxes)
