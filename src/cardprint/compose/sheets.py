"""From a toolkit and a layout to sheets: HTML documents that are rendered on their own."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cardprint.compose.templates import Templates
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.model.card import Card
from cardprint.model.layout import Fit, Sheet
from cardprint.model.page import Page

# Every page of a template starts with an element of this class.
_PAGE_START = re.compile(r'class="page[ "]')
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Composed:
    """One sheet: a document, complete but for the text size that fits."""

    name: str
    """``card/zelfmanagement#1``: the part and the sheet's place in it."""
    part: str
    html: str
    styles: tuple[tuple[str, Path, str], ...]
    """Style sheets: the name for messages, the folder for addresses, the text."""
    fit: Fit | None
    first_page: int
    files: tuple[Path, ...]
    """All that the document may read: fonts, images, the files of the layout."""

    letters_per_page: int | None

    @property
    def sections(self) -> int:
        """The number of pages when nothing runs on to a next one."""
        return max(1, len(_PAGE_START.findall(self.html)))

    @property
    def expected_pages(self) -> int:
        """The number of pages to begin with, until the sheet has been rendered."""
        if self.letters_per_page is None:
            return self.sections
        body = self.html.partition('class="page')[2]
        letters = len(_TAG.sub("", body))
        return max(self.sections, -(-letters // self.letters_per_page))


COVER = "cover"


def part_name(part: Card | Page | None) -> str:
    """The destination name of a part's first page; the cover is the part of no file."""
    if part is None:
        return COVER
    return f"{'card' if isinstance(part, Card) else 'page'}/{part.id}"


def compose(
    toolkit: Toolkit, layout: Layout, page_counts: Mapping[str, int] | None = None
) -> tuple[Composed, ...]:
    """Compose every sheet of ``toolkit`` in ``layout``.

    A sheet prints its page numbers, so it depends on the number of pages of all the sheets.

    :param page_counts: pages of each sheet by name, where they are known; the expected number is
        used until then.
    """
    templates = Templates(toolkit, layout)
    if page_counts is None:
        draft = _compose(toolkit, layout, templates, {})
        page_counts = {sheet.name: sheet.expected_pages for sheet in draft}
    return _compose(toolkit, layout, templates, page_counts)


def _plan(toolkit: Toolkit, layout: Layout) -> Iterator[tuple[Card | Page | None, int, Sheet]]:
    """Every sheet in reading order: its part, its place in the part from 1, its settings."""
    for part in (None, *toolkit.parts):
        kind = "card" if isinstance(part, Card) else part.kind if part else COVER
        for i, sheet in enumerate(getattr(layout.info.sheets, kind), 1):
            yield part, i, sheet


def _compose(
    toolkit: Toolkit, layout: Layout, templates: Templates, counts: Mapping[str, int]
) -> tuple[Composed, ...]:
    sheets: list[Composed] = []
    files = (*layout.files, *_image_files(toolkit))
    plan = tuple(_plan(toolkit, layout))
    first, total = 1, sum(counts.values())
    for part, i, sheet in plan:
        name = f"{part_name(part)}#{i}"
        html = templates.render(
            sheet.template,
            part,
            first_page=first,
            total_pages=total,
            is_first=not sheets,
            is_last=len(sheets) == len(plan) - 1,
        )
        sheets.append(
            Composed(
                name,
                part_name(part),
                html,
                layout.styles,
                sheet.fit,
                first,
                files,
                sheet.letters_per_page,
            )
        )
        first += counts.get(name, 1)
    return tuple(sheets)


def _image_files(toolkit: Toolkit) -> tuple[Path, ...]:
    logo = toolkit.info.style.logo
    pictures = [section.picture for page in toolkit.pages for section in page.sections]
    return tuple(
        (toolkit.folder / picture.file).resolve() for picture in (logo, *pictures) if picture
    )
