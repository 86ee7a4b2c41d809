"""From a toolkit and a layout to sheets: HTML documents that are rendered on their own."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace

from cardprint.compose.model import Composed, Setting
from cardprint.compose.templates import Templates, cut_of
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.model import names
from cardprint.model.card import Card
from cardprint.model.layout import Sheet, points
from cardprint.model.page import Page
from cardprint.storage.named import NamedFile, cut, named, on_disk


def compose(  # noqa: PLR0913  # one argument for each result of earlier rounds
    toolkit: Toolkit,
    layout: Layout,
    page_counts: Mapping[str, int] | None = None,
    sizes_pt: Mapping[str, float] | None = None,
    numbers: Mapping[str, int] | None = None,
    *,
    settings: Mapping[str, Setting] | None = None,
    form: bool = False,
    only: Container[str] | None = None,
) -> tuple[Composed, ...]:
    """Compose every sheet of ``toolkit`` in ``layout``.

    A sheet prints its page numbers, so it depends on the number of pages of all the sheets.

    :param page_counts: the number of pages of each sheet by name; until it is known, the expected
        number is used.
    :param sizes_pt: text sizes of fitted sheets by name, if they have been found already.
    :param numbers: the page of each destination, from 1; until it is known, the first page of the
        part is used.
    :param settings: how running text is set, by the name of the sheet, if that has been found.
    :param form: whether places to write on can be filled in on a screen.
    :param only: the names of the sheets that are wanted; all unless given.
    """
    templates = Templates(toolkit, layout)
    if page_counts is None:
        draft = _compose(templates, {}, {}, form=form)
        page_counts = {sheet.name: sheet.expected_pages for sheet in draft}
    if numbers is None:
        numbers = _first_pages(toolkit, layout, page_counts)
    found, settings = sizes_pt or {}, settings or {}
    return tuple(
        replace(sheet, fit_pt=(found[sheet.name],) * 2, setting=settings.get(sheet.name))
        if sheet.name in found
        else sheet
        for sheet in _compose(templates, page_counts, numbers, form=form, only=only)
    )


def _plan(
    toolkit: Toolkit, layout: Layout, counts: Mapping[str, int]
) -> Iterator[tuple[str, Card | Page | None, Sheet]]:
    """Every sheet in reading order: its name, its part, its settings."""
    sheets = layout.info.sheets
    for name, part, kind in toolkit.sections:
        if name == names.EVIDENCE and not toolkit.info.print_evidence:
            continue
        if name == names.NOTES and not missing_pages(layout, counts):
            continue
        for i, sheet in enumerate(getattr(sheets, kind), 1):
            yield names.sheet(name, i), part, sheet


def sheet_names(toolkit: Toolkit, layout: Layout) -> tuple[str, ...]:
    """Every sheet in reading order, but for the notes that fill the last pages."""
    plan = (name for name, _, _ in _plan(toolkit, layout, {}))
    return tuple(name for name in plan if names.part_of_sheet(name) != names.NOTES)


def missing_pages(layout: Layout, counts: Mapping[str, int]) -> int:
    """The number of pages for notes that makes the total a multiple that the layout wants."""
    total = sum(count for name, count in counts.items() if names.part_of_sheet(name) != names.NOTES)
    return -total % layout.info.multiple_of


def _with_notes(layout: Layout, counts: Mapping[str, int]) -> Mapping[str, int]:
    return {**counts, names.sheet(names.NOTES, 1): missing_pages(layout, counts)}


def _first_pages(toolkit: Toolkit, layout: Layout, counts: Mapping[str, int]) -> dict[str, int]:
    """The first page of the part that each destination belongs to."""
    starts: dict[str, int] = {}
    counts, page = _with_notes(layout, counts), 1
    for name, _, _ in _plan(toolkit, layout, counts):
        starts.setdefault(names.part_of_sheet(name), page)
        page += counts.get(name, 1)
    owners = {name: names.owner(name) for name in toolkit.titles}
    return {name: starts[owner] for name, owner in owners.items() if owner in starts}


def _compose(
    templates: Templates,
    counts: Mapping[str, int],
    numbers: Mapping[str, int],
    *,
    form: bool,
    only: Container[str] | None = None,
) -> tuple[Composed, ...]:
    sheets: list[Composed] = []
    toolkit, layout = templates.toolkit, templates.layout
    templates.numbers = numbers
    info = layout.info
    files, logos = _files(toolkit, layout), {each.url for each in layout.style.logos}
    paper = points(info.paper.width), points(info.paper.height)
    counts = _with_notes(layout, counts)
    plan = tuple(_plan(toolkit, layout, counts))
    profile = _profile(layout)
    first, total = 1, sum(counts.get(name, 1) for name, _, _ in plan)
    for i, (name, part, sheet) in enumerate(plan):
        start, first = first, first + counts.get(name, 1)
        if only is not None and name not in only:
            continue
        templates.asked.clear()
        html = templates.render(
            sheet.template,
            part,
            first_page=start,
            total_pages=total,
            is_first=i == 0,
            is_last=i == len(plan) - 1,
            by_rows=by_rows(toolkit, layout),
            form=form,
            notes=missing_pages(layout, counts),
        )
        fitted = fit_range(sheet, layout, _columns(part, toolkit, layout))
        sheets.append(
            Composed(
                name,
                shown_template(layout, sheet.template),
                html,
                layout.styles,
                paper,
                fitted,
                start,
                tuple(each for each in files if each.url not in logos or each.url in html),
                letters_per_page=sheet.letters_per_page,
                columns=sheet.fit.columns if sheet.fit else (),
                tightest=sheet.fit.tightest if sheet.fit else None,
                form=form,
                one_page_pt=fitted[0] if fitted and sheet.fit and sheet.fit.one_page else None,
                colours="grey" if info.mono else "cmyk" if info.press else None,
                profile=None if info.mono else profile,
                references=tuple(sorted(templates.asked.items())),
            )
        )
    return tuple(sheets)


def shown_template(layout: Layout, template: str) -> str:
    """The path of a template, for messages."""
    file = layout.file(template)
    return f"layouts/{file.parent.name}/{template}" if file else f"layouts/{layout.name}/{template}"


def fit_range(sheet: Sheet, layout: Layout, columns: int = 0) -> tuple[float, float] | None:
    """The smallest and the ideal text size of a sheet, in points.

    :param columns: the columns of answers of its grid, if it has one.
    """
    if sheet.fit is None:
        return None
    least = points(layout.info.minimum) if layout.info.minimum else 0.0
    low = round(max(points(sheet.fit.minimum), least), 2)
    few = sheet.fit.ideal_of_few
    ideal = few[columns - 1] if 0 < columns <= len(few) else sheet.fit.ideal
    return low, max(round(points(ideal), 2), low)


def _columns(part: Card | Page | None, toolkit: Toolkit, layout: Layout) -> int:
    """The columns of answers in the grid of a card; none for other parts."""
    if not isinstance(part, Card):
        return 0
    return len(toolkit.info.questions if by_rows(toolkit, layout) else part.options)


def _profile(layout: Layout) -> NamedFile | None:
    file = layout.file(layout.info.press.profile) if layout.info.press else None
    return named(file, "layouts", file.parent.name, file.name) if file else None


def by_rows(toolkit: Toolkit, layout: Layout) -> bool:
    """Whether the options run from top to bottom."""
    wanted = layout.info.orientation or toolkit.info.orientation
    return wanted == "options-as-rows" and not toolkit.is_side_by_side


def _files(toolkit: Toolkit, layout: Layout) -> tuple[NamedFile, ...]:
    """All that the sheets may read; on a press, pictures keep their inks."""
    pictures = (
        cut(
            on_disk(toolkit.folder, picture.file),
            cut_of(picture),
            *("toolkits", toolkit.slug, picture.file),
        )
        for _, _, _, picture in toolkit.pictures
    )
    logos = (each.file for each in layout.style.logos)
    files = tuple(dict.fromkeys((*layout.files, *logos, *pictures)))
    is_inked = layout.info.press is not None and not layout.info.mono
    return tuple(replace(each, inks=True) for each in files) if is_inked else files
