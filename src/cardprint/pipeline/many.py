"""The stages in order: load, compose, render, link, assemble, verify, write.

Each stage is imported where it is used, so a build with everything in its cache imports none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cardprint.errors import CardprintError, InputError, OutputError, Place, Problem, nearest
from cardprint.messages.catalogue import tell
from cardprint.model.names import file_stem
from cardprint.pipeline.one import Build, Progress, no_progress
from cardprint.pipeline.outcome import BuildReport
from cardprint.pipeline.workers import Workers
from cardprint.storage.cache import Cache
from cardprint.storage.named import spelled
from cardprint.storage.project import TOOLKIT_FILE, Project, select_toolkits, translations_of
from cardprint.storage.temporary import tidy

if TYPE_CHECKING:
    from cardprint.load.toolkit import Toolkit
    from cardprint.verify.origin import Origin

ALL = "all"
"""The name for every layout that a toolkit asks for, and for every language that it is in."""


def build(  # noqa: PLR0913  # one argument for each thing that a user may change
    project: str | Path = ".",
    toolkits: Sequence[str] = (),
    layouts: Sequence[str] = ("screen",),
    *,
    languages: Sequence[str] = (),
    out: str | Path | None = None,
    jobs: int | None = None,
    cache: Cache | None = None,
    progress: Progress | None = None,
    strict: bool = False,
) -> tuple[BuildReport, ...]:
    """Build PDFs and write them to ``out``.

    With more than one job, pages are laid out in other processes, each with a limit of time and
    memory (:mod:`cardprint.pipeline.limits`). All of these have ended when this returns; other
    processes of the caller are left alone. On Windows, a script that calls this must guard its own
    start with ``if __name__ == "__main__":``. Two builds may run at once in two processes, but not
    in two threads: neither Pango nor pdfium allows that.

    :param project: the folder that holds ``toolkits/``.
    :param toolkits: slugs; all toolkits when there are none.
    :param layouts: names of layouts, with what is laid over them: ``grid-a3+press+mono``; ``all``
        stands for those that the toolkit names under ``layouts:``, or every layout.
    :param languages: such as ``en``; ``all`` stands for every language that a toolkit is in. Unless
        given, each toolkit is built in the language that it was written in.
    :param out: the folder for the PDFs; ``out/`` in the project unless given.
    :param jobs: processes to use; one for each core unless given. Beside them, this one
        puts the sheets together.
    :param strict: whether a cell that is too long for its page is an error.
    :param cache: where sheets and files are kept between builds; default: nowhere.
    :raises CardprintError: with every problem of every toolkit. The PDFs of toolkits without
        problems have been written; the others are unchanged.
    """
    home = Project(Path(project).resolve())
    target = Path(out) if out is not None else home.root / "out"
    chosen = select_toolkits(tuple(toolkits), home.toolkits())
    _refuse_unknown(home, layouts)
    wanted = [
        (folder, name, translation)
        for folder, translation in wanted_translations(home, chosen.values(), languages)
        for name in wanted_layouts(home, folder, layouts)
    ]
    _refuse_same_files(home, target, wanted)
    tidy(target)
    reports: list[BuildReport] = []
    errors: list[CardprintError] = []
    kept = cache or Cache(None)
    with Workers(jobs) as workers:
        for folder, name, translation in wanted:
            is_last = (folder, name, translation) == wanted[-1]
            shown = progress or no_progress
            one = Build(home, folder, name, workers, kept, shown, translation, strict, is_last)
            stem = file_stem(spelled(folder.name), name, translation)
            try:
                reports.append(one.run(target / f"{stem}.pdf"))
            except CardprintError as error:
                errors.append(error)
    kept.prune()
    if errors:
        worst = max(errors, key=lambda error: error.exit_code)
        raise type(worst)(problem for error in errors for problem in error.problems)
    return tuple(reports)


def wanted_layouts(project: Project, toolkit: Path, layouts: Sequence[str]) -> tuple[str, ...]:
    """The layouts to build for a toolkit, each once; ``all`` is what the toolkit asks for."""
    found: dict[str, None] = {}
    for name in layouts:
        first, plus, rest = name.partition("+")
        names = _asked_for(project, toolkit) if first == ALL else (first,)
        found |= dict.fromkeys(
            each if rest in each.split("+") else f"{each}{plus}{rest}" for each in names
        )
    return tuple(found)


def wanted_translations(
    project: Project, toolkits: Iterable[Path], languages: Sequence[str]
) -> tuple[tuple[Path, str], ...]:
    """Each toolkit with each language to build it in, which is empty for its own.

    :raises InputError: for every toolkit that is not in a language that was asked for.
    """
    found: list[tuple[Path, str]] = []
    problems: list[Problem] = []
    for folder in toolkits:
        known = translations_of(folder)
        asked: list[str] = []
        for name in languages or [""]:
            if name == ALL:
                asked += ["", *known]
            elif not name or name in known:
                asked.append(name)
            elif name == (own := _own_language(project, folder)):
                asked.append("")
            else:
                message = tell("there is no translation into '{language}'", language=name)
                hint = nearest(name, filter(None, (own, *known)))
                problems.append(Problem(Place(project.shown(folder)), message, hint))
        found += [(folder, name) for name in dict.fromkeys(asked)]
    if problems:
        raise InputError(problems)
    return tuple(found)


def _own_language(project: Project, toolkit: Path) -> str:
    """The language that a toolkit was written in; loading it reports what is wrong with it."""
    from cardprint.storage.source import read_source

    file = toolkit / TOOLKIT_FILE
    source = read_source(file, project.shown(file), lambda _: None)
    data = source.data if source and isinstance(source.data, dict) else {}
    return str(data.get("language", ""))


def _asked_for(project: Project, toolkit: Path) -> tuple[str, ...]:
    """The layouts that a toolkit asks for; building one reports what is wrong with it."""
    from cardprint.storage.source import read_source

    file = toolkit / "toolkit.yaml"
    source = read_source(file, project.shown(file), lambda _: None)
    data = source.data if source and isinstance(source.data, dict) else {}
    asked = data.get("layouts") or project.layouts()
    known = (
        (name for name in asked if not _unknown(project, name)) if isinstance(asked, dict) else ()
    )
    return tuple(known) or tuple(project.layouts())[:1]


def _unknown(project: Project, layout: str) -> tuple[Problem, ...]:
    try:
        project.layout_chain(layout)
    except InputError as error:
        return error.problems
    return ()


def _refuse_unknown(project: Project, layouts: Sequence[str]) -> None:
    named = (name for name in layouts if name.partition("+")[0] != ALL)
    if problems := [problem for name in named for problem in _unknown(project, name)]:
        raise InputError(problems)


def _refuse_same_files(
    project: Project, out: Path, wanted: Sequence[tuple[Path, str, str]]
) -> None:
    """Refuse to let one PDF replace another of the same build."""
    made: dict[str, str] = {}
    problems: list[Problem] = []
    hint = tell("build them into different folders with --out, or rename one of them")
    for folder, layout, translation in wanted:
        stem = file_stem(spelled(folder.name), layout, translation)
        this = f"{folder.name} ({', '.join(filter(None, (layout, translation)))})"
        if (other := made.setdefault(stem, this)) != this:
            message = tell("{other} and {this} would both be this file", other=other, this=this)
            problems.append(Problem(Place(project.shown(out / f"{stem}.pdf")), message, hint))
    if problems:
        raise InputError(problems)


def verify_file(
    file: Path,
    project: Project,
    toolkit: str | None = None,
    layout: str | None = None,
    language: str | None = None,
) -> int | None:
    """Verify an existing PDF as strictly as a new one; return its number of pages.

    A handout is verified when it is made. It does not say what was chosen for it, so later there is
    nothing to compare it with, and the answer is None.

    :param toolkit: the toolkit to compare with; default: the one that the file names.
    :param layout: the layout to compare with; default: the one that the file names.
    :param language: the language to compare with; default: the one that the file names.
    :raises InputError: when the file, its toolkit or its layout cannot be found.
    :raises OutputError: with everything that is wrong with the file.
    """
    from cardprint.load.edited import edited
    from cardprint.load.editions import select_editions
    from cardprint.load.inputs import load_inputs, with_layout
    from cardprint.load.selection import HANDOUT
    from cardprint.verify.check import verify
    from cardprint.verify.origin import origin_of

    try:
        pdf = file.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            [Problem(Place(str(file)), tell("cannot be read: {reason}", reason=reason))]
        ) from error
    origin = origin_of(pdf, str(file))
    if origin.layout == HANDOUT and layout is None:
        return None
    toolkit, layout = toolkit or origin.toolkit, layout or origin.layout
    if not toolkit or not layout:
        hint = tell("name them with --toolkit and --layout")
        message = tell("the file does not say which toolkit and layout it was made from")
        raise InputError([Problem(Place(str(file)), message, hint)])
    (folder,) = select_toolkits((toolkit,), project.toolkits()).values()
    said = origin.language if origin.language in translations_of(folder) else ""
    wanted = [each for each in (language or said,) if each]
    ((_, translation),) = wanted_translations(project, [folder], wanted)
    data, settings = load_inputs(project, folder, layout, translation=translation)
    if origin.edition:
        (told,) = select_editions(data, project, [origin.edition])
        own = edited(data, told.edition, told.layer(data))
        data, settings = with_layout(project, own, layout)
    try:
        verify(pdf, data, settings, str(file))
    except OutputError as error:
        raise OutputError([*error.problems, *_older(origin, data, str(file))]) from error
    return origin.pages


def _older(origin: Origin, toolkit: Toolkit, shown: str) -> Iterator[Problem]:
    """Why a file may differ from its data: it was made from an earlier version."""
    was, now = (origin.version, origin.published), (toolkit.info.version, toolkit.info.published)
    if was != (now[0], now[1].isoformat()):
        message = tell(
            "it was made from version {old} ({old_date}); the data is now version {new} "
            "({new_date})",
            old=was[0] or "?",
            old_date=was[1] or "?",
            new=now[0],
            new_date=now[1],
        )
        yield Problem(Place(shown), message, tell("build it again"))
