"""From a toolkit and a layout to sheets: HTML documents that are rendered on their own."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from cardprint.compose.model import COVER, EVIDENCE, Composed
from cardprint.compose.templates import Templates
from cardprint.files import NamedFile, named
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.model.card import Card
from cardprint.model.layout import Sheet, points
from cardprint.model.page import Page


def part_name(part: Card | Page | None) -> str:
    """The destination name of a part's first page; the cover is the part of no file."""
    if part is None:
        return COVER
    return f"{'card' if isinstance(part, Card) else 'page'}/{part.id}"


def compose(
    toolkit: Toolkit,
    layout: Layout,
    page_counts: Mapping[str, int] | None = None,
    sizes_pt: Mapping[str, float] | None = None,
) -> tuple[Composed, ...]:
    """Compose every sheet of ``toolkit`` in ``layout``.

    A sheet prints its page numbers, so it depends on the number of pages of all the sheets.

    :param page_counts: pages of each sheet by name, where they are known; the expected number is
        used until then.
    :param sizes_pt: text sizes of fitted sheets by name, where they have been found already.
    """
    templates = Templates(toolkit, layout)
    if page_counts is None:
        draft = _compose(toolkit, layout, templates, {})
        page_counts = {sheet.name: sheet.expected_pages for sheet in draft}
    found = sizes_pt or {}
    return tuple(
        replace(sheet, fit_pt=(found[sheet.name],) * 2) if sheet.name in found else sheet
        for sheet in _compose(toolkit, layout, templates, page_counts)
    )


def _plan(toolkit: Toolkit, layout: Layout) -> Iterator[tuple[str, Card | Page | None, Sheet]]:
    """Every sheet in reading order: its name, its part, its settings."""
    sheets = layout.info.sheets
    for part in (None, *toolkit.parts):
        kind = "card" if isinstance(part, Card) else part.kind if part else COVER
        if kind == "colophon" and toolkit.info.print_evidence:
            for i, sheet in enumerate(sheets.evidence, 1):
                yield f"{EVIDENCE}#{i}", None, sheet
        for i, sheet in enumerate(getattr(sheets, kind), 1):
            yield f"{part_name(part)}#{i}", part, sheet


def _compose(
    toolkit: Toolkit, layout: Layout, templates: Templates, counts: Mapping[str, int]
) -> tuple[Composed, ...]:
    sheets: list[Composed] = []
    files = (*layout.files, *_image_files(toolkit))
    paper = points(layout.info.paper.width), points(layout.info.paper.height)
    plan = tuple(_plan(toolkit, layout))
    first, total = 1, sum(counts.values())
    for name, part, sheet in plan:
        html = templates.render(
            sheet.template,
            part,
            first_page=first,
            total_pages=total,
            is_first=not sheets,
            is_last=len(sheets) == len(plan) - 1,
            by_rows=by_rows(toolkit, layout),
        )
        sheets.append(
            Composed(
                name,
                f"layouts/{layout.name}/{sheet.template}",
                html,
                layout.styles,
                paper,
                (points(sheet.fit.minimum), points(sheet.fit.ideal)) if sheet.fit else None,
                first,
                files,
                _letters_per_page(sheet, toolkit, layout),
            )
        )
        first += counts.get(name, 1)
    return tuple(sheets)


def _letters_per_page(sheet: Sheet, toolkit: Toolkit, layout: Layout) -> int | None:
    """As the layout says; a grid by rows holds less, because its first column is wider."""
    letters = sheet.letters_per_page
    is_grid = sheet in layout.info.sheets.card
    return int(letters * 0.9) if letters and is_grid and by_rows(toolkit, layout) else letters


def by_rows(toolkit: Toolkit, layout: Layout) -> bool:
    """Whether the options stand from top to bottom."""
    return (layout.info.orientation or toolkit.info.orientation) == "options-as-rows"


def _image_files(toolkit: Toolkit) -> tuple[NamedFile, ...]:
    logo = toolkit.info.style.logo
    pictures = [section.picture for page in toolkit.pages for section in page.sections]
    return tuple(
        named(toolkit.folder / picture.file, "toolkits", toolkit.slug, picture.file)
        for picture in (logo, *pictures)
        if picture
    )
