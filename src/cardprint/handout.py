"""Chosen options side by side, for one conversation: to print, and to fill in on a screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cardprint.building import MAX_ROUNDS, cells_too_long, load
from cardprint.errors import InputError, Place, Problem
from cardprint.project import Project, select
from cardprint.report import Handout
from cardprint.write import write

if TYPE_CHECKING:
    from cardprint.link.model import Linked
    from cardprint.load.layout import Layout
    from cardprint.load.selection import Selection


def handout(  # noqa: PLR0913  # one argument for each thing that a user may want otherwise
    project: str | Path,
    toolkit: str,
    options: Sequence[str],
    *,
    layout: str = "grid-a4",
    title: str = "",
    whom: str = "",
    notes: bool = False,
    out: str | Path | None = None,
) -> tuple[Handout, ...]:
    """Put options of one toolkit side by side, and write one PDF to print and one to fill in.

    Everything happens in this process and past the cache: who it is for stands on the page, and
    nowhere else. The names of the files and their metadata tell the toolkit only.

    :param options: two to five, each as ``CARD/OPTION``.
    :param layout: a layout with sheets for a handout.
    :param title: printed instead of the usual title.
    :param whom: who it is for.
    :param notes: whether to add a page to write on, with three good questions.
    :raises InputError: when an option is unknown or named twice, when there are too few or too
        many, or more than fit on a page.
    :raises OutputError: when a file does not pass verification; nothing has been written then.
    """
    from cardprint.load.selection import choose

    home = Project(Path(project).resolve())
    target = Path(out) if out is not None else home.root / "out"
    (folder,) = select("toolkit", (toolkit,), home.toolkits()).values()
    loaded, design = load(home, folder, layout)
    if not design.info.sheets.handout:
        hint = "choose another with --layout; 'cardprint list' shows them"
        raise InputError([Problem(Place(layout), "the layout has no sheet for a handout", hint)])
    info = loaded.info
    intro = design.labels["handout_intro"].format(title=info.title, version=info.version)
    usual = design.labels["handout"]
    chosen = choose(loaded, options, intro, usual, title=title, whom=whom, notes=notes)
    made: list[tuple[Handout, bytes]] = []
    sizes: dict[str, float] = {}
    for form in (False, True) if design.info.clickable else (False,):
        name = f"{toolkit}-handout{'-form' if form else ''}.pdf"
        shown = home.shown(target / name)
        pdf, pages, sizes = _make(chosen, design, sizes, shown, form=form)
        if made and pages > made[0][0].pages:
            # Fields are a little higher than the lines that they stand for.
            pdf, pages, sizes = _make(chosen, design, {}, shown, form=form)
        made.append((Handout(shown, pages, len(pdf), dict(sizes), form), pdf))
    for report, pdf in made:
        write(pdf, target / Path(report.file).name, report.file)
    return tuple(report for report, _ in made)


def _make(
    chosen: Selection, design: Layout, sizes: dict[str, float], shown: str, *, form: bool
) -> tuple[bytes, int, dict[str, float]]:
    """A verified PDF, its number of pages, and the text sizes that were found."""
    from cardprint.assemble.document import assemble
    from cardprint.compose.sheets import compose
    from cardprint.verify.check import verify
    from cardprint.work import make_sheet

    counts: dict[str, int] | None = None
    for _ in range(MAX_ROUNDS):
        composed = compose(chosen, design, counts, sizes, form=form)
        sheets = tuple(make_sheet(sheet) for sheet in composed)
        found = {sheet.name: sheet.page_count for sheet in sheets}
        sizes = {sheet.name: sheet.size_pt for sheet in sheets if sheet.size_pt is not None}
        _refuse_too_long(chosen, design, sheets)
        if found == (counts or {sheet.name: sheet.expected_pages for sheet in composed}):
            break
        counts = found
    pdf = assemble(chosen, design, sheets)
    verify(pdf, chosen, design, shown)
    return pdf, sum(found.values()), sizes


def _refuse_too_long(chosen: Selection, design: Layout, sheets: Sequence[Linked]) -> None:
    """A comparison that goes on over the page is none."""
    problems = [
        Problem(place, message, "choose fewer options, or a larger --layout")
        for place, message in cells_too_long(chosen, design, sheets)
    ]
    if problems:
        raise InputError(problems)
