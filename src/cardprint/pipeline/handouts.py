"""Chosen options side by side, for one conversation: to print, and to fill in on a screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cardprint.errors import InputError, Place, Problem
from cardprint.messages.catalogue import tell
from cardprint.pipeline.facts import cells_too_long, too_long
from cardprint.pipeline.many import wanted_translations
from cardprint.pipeline.one import MAX_ROUNDS, begin, prepare_to_finish
from cardprint.pipeline.outcome import Handout
from cardprint.pipeline.verifying import verify_in_two
from cardprint.pipeline.workers import Workers
from cardprint.storage.project import Project, select_toolkits
from cardprint.storage.write import write
from cardprint.text.blanks import filled

if TYPE_CHECKING:
    from concurrent.futures import Future

    from cardprint.compose.model import Composed
    from cardprint.link.model import Linked
    from cardprint.load.layout import Layout
    from cardprint.load.selection import Selection


LETTERS_OF_NAMES = "".join(map(chr, range(0x100, 0x180)))
"""Latin Extended-A: with the letters of any layout, what people in Europe are called."""


def handout(  # noqa: PLR0913  # one argument for each thing that a user may change
    project: str | Path,
    toolkit: str,
    options: Sequence[str],
    *,
    layout: str = "grid-a4",
    language: str = "",
    title: str = "",
    whom: str = "",
    notes: bool = False,
    out: str | Path | None = None,
    jobs: int = 2,
) -> tuple[Handout, ...]:
    """Put options of one toolkit side by side, and write one PDF to print and one to fill in.

    Nothing is cached: the person's name is on the page and nowhere else. The names of the files and
    their metadata mention only the toolkit.

    The notes on other processes at :func:`cardprint.build` apply here, too.

    :param options: two to five, each as ``CARD/OPTION``.
    :param layout: a layout with sheets for a handout.
    :param language: that of the toolkit, if it was translated; default: its own.
    :param title: printed instead of the usual title.
    :param whom: the person that the handout is for.
    :param jobs: processes to use; one for each file is the fastest.
    :param notes: whether to add a page to write on, with three good questions.
    :raises InputError: when an option is unknown or named twice, when there are too few or too
        many, or more than fit on a page.
    :raises OutputError: when a file does not pass verification; nothing has been written then.
    """
    from cardprint.load.inputs import load_inputs
    from cardprint.load.selection import choose

    home = Project(Path(project).resolve())
    target = Path(out) if out is not None else home.root / "out"
    (folder,) = select_toolkits((toolkit,), home.toolkits()).values()
    asked = [language] if language else []
    ((_, translation),) = wanted_translations(home, [folder], asked)
    made: list[tuple[Handout, bytes]] = []
    with Workers(jobs) as workers:
        workers.warm_up()
        loaded, design = load_inputs(home, folder, layout, translation=translation)
        if not design.info.sheets.handout:
            hint = tell("choose another with --layout; 'cardprint list' shows them")
            message = tell("the layout has no sheet for a handout")
            raise InputError([Problem(Place(layout), message, hint)])
        info, usual = loaded.info, design.labels["handout"]
        about = {"title": info.title, "version": info.version}
        intro = filled(design.labels["handout_intro"], about)
        chosen = choose(loaded, options, intro, usual, title=title, whom=whom, notes=notes)
        design = _with_scripts_of(chosen, design, home)
        # The form first: it says what has no room to be filled in, where the print is only wrong.
        forms = (True, False) if design.info.clickable else (False,)
        begun = [_begin(chosen, design, workers, form=form) for form in forms]
        prepare_to_finish()
        from cardprint.assemble.document import assemble

        for form, (composed, futures) in zip(forms, begun, strict=True):
            name = f"{loaded.stem('handout')}{'-form' if form else ''}.pdf"
            shown = home.shown(target / name)
            sheets = _stable(chosen, design, workers, composed, futures)
            pdf = assemble(chosen, design, sheets)
            verify_in_two(workers, pdf, chosen, design, shown)
            pages = sum(sheet.page_count for sheet in sheets)
            sizes = {sheet.name: sheet.size_pt for sheet in sheets if sheet.size_pt is not None}
            made.append((Handout(shown, pages, len(pdf), sizes, form), pdf))
    made.reverse()
    for report, pdf in made:
        write(pdf, target / Path(report.file).name, report.file)
    return tuple(report for report, _ in made)


def _with_scripts_of(chosen: Selection, design: Layout, project: Project) -> Layout:
    """The layout with fonts for what is written on the handout alone, now and later."""
    from cardprint.load.characters import with_scripts
    from cardprint.text.fonts import missing_characters

    problems: list[Problem] = []
    own = {"--title": chosen.cards[0].title, "--for": chosen.whom}
    letters = "".join((*own.values(), LETTERS_OF_NAMES))
    design = with_scripts(design, chosen, project, problems.append, letters)
    for option, text in own.items():
        if missing := missing_characters(text, design.font_files):
            message = tell("the fonts have no '{character}'", character=missing[0])
            problems.append(Problem(Place(option), message, tell("write it in other letters")))
    if problems:
        raise InputError(problems)
    return design


def _begin(
    chosen: Selection, design: Layout, workers: Workers, *, form: bool
) -> tuple[tuple[Composed, ...], list[Future[Linked]]]:
    """The sheets with the expected page numbers, and their work begun in the workers."""
    from cardprint.compose.sheets import compose

    composed = compose(chosen, design, form=form)
    return composed, [begin(workers, sheet) for sheet in composed]


def _stable(
    chosen: Selection,
    design: Layout,
    workers: Workers,
    composed: tuple[Composed, ...],
    futures: list[Future[Linked]],
) -> tuple[Linked, ...]:
    """The linked sheets, as soon as the page numbers on them are right."""
    from cardprint.compose.sheets import compose

    counts = {sheet.name: sheet.expected_pages for sheet in composed}
    for _ in range(MAX_ROUNDS):
        sheets = tuple(future.result() for future in futures)
        _refuse_too_long(chosen, design, sheets)
        found = {sheet.name: sheet.page_count for sheet in sheets}
        if found == counts:
            return sheets
        counts = found
        sizes = {sheet.name: sheet.size_pt for sheet in sheets if sheet.size_pt is not None}
        settings = {sheet.name: sheet.setting for sheet in sheets if sheet.setting}
        composed = compose(chosen, design, counts, sizes, settings=settings, form=composed[0].form)
        futures = [begin(workers, sheet) for sheet in composed]
    message = tell("the page numbers keep changing the number of pages")
    raise InputError([Problem(Place(f"layouts/{design.name}"), message)])


def _refuse_too_long(chosen: Selection, design: Layout, sheets: Sequence[Linked]) -> None:
    """Refuse a comparison that does not fit on one page."""
    problems = [
        Problem(place, too_long(facts), tell("choose fewer options, or a larger --layout"))
        for place, facts in cells_too_long(chosen, design, sheets)
    ]
    if problems:
        raise InputError(problems)
