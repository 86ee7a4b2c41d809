"""Accept what is built, and compare what is built with what was accepted.

What reads pages and toolkits is imported where it is used: most files are just as they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cardprint.compare.baseline import (
    PDF,
    Baseline,
    accepted_layouts,
    baseline_folder,
    read_baseline,
    regions_of,
    store,
)
from cardprint.compare.model import Compared, Comparison
from cardprint.errors import CardprintError, CompareError, InputError, Place, Problem
from cardprint.messages.catalogue import Message, tell
from cardprint.pipeline.fingerprint import environment_facts
from cardprint.pipeline.many import build, wanted_translations
from cardprint.pipeline.one import Progress
from cardprint.pipeline.outcome import BuildReport
from cardprint.storage.cache import Cache
from cardprint.storage.named import spelled
from cardprint.storage.project import Project, select_toolkits, translations_of

if TYPE_CHECKING:
    from cardprint.load.layout import Layout
    from cardprint.load.toolkit import Toolkit


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """How to build what is compared; as for :func:`cardprint.build`."""

    out: Path | None = None
    jobs: int | None = None
    cache: Cache | None = None
    progress: Progress | None = None


def accept(
    project: str | Path = ".",
    toolkits: Sequence[str] = (),
    layouts: Sequence[str] = (),
    settings: BuildSettings | None = None,
    *,
    languages: Sequence[str] = (),
) -> tuple[str, ...]:
    """Build toolkits, and keep the result as the accepted state; return the folders.

    The notes on other processes at :func:`cardprint.build` apply here, too.

    :param toolkits: slugs; all toolkits when there are none.
    :param layouts: names; those that were accepted before, or ``screen``, when there are none.
    :param languages: as for :func:`cardprint.build`; also those that were accepted before, when no
        layout is named either.
    :raises OutputError: for a PDF that does not pass verification; it is not accepted.
    """
    from cardprint.compare.style import stated

    home = Project(Path(project).resolve())
    wanted = _wanted(home, toolkits, layouts, languages)
    written = []
    for report in _built(home, wanted, settings or BuildSettings()):
        folder = _folder(home, report)
        pdf = _file(home, report, settings).read_bytes()
        inputs = _inputs(home, report)
        found = Baseline(
            report.toolkit,
            report.layout,
            pdf,
            regions_of(report.named),
            environment_facts(home),
            {name: each.value for name, each in stated(*inputs).items()},
            report.translation,
        )
        store(folder, home.shown(folder), found)
        written.append(home.shown(folder))
    return tuple(written)


def compare(  # noqa: PLR0913  # one argument for each thing that a user may change
    project: str | Path = ".",
    toolkits: Sequence[str] = (),
    layouts: Sequence[str] = (),
    settings: BuildSettings | None = None,
    report: Path | None = None,
    *,
    languages: Sequence[str] = (),
) -> tuple[Comparison, ...]:
    """Build toolkits, and compare each with its accepted state.

    The notes on other processes at :func:`cardprint.build` apply here, too.

    :param toolkits: slugs; all toolkits when there are none.
    :param layouts: names; those that were accepted when there are none.
    :param languages: as for :func:`accept`.
    :param report: an HTML file to write a report to, for people.
    :raises CompareError: where there is no accepted state, or a damaged one.
    """
    home = Project(Path(project).resolve())
    wanted = _wanted(home, toolkits, layouts, languages)
    baselines = _baselines(home, wanted)
    compared = [
        _compared(home, built, baselines[_folder(home, built)], settings)
        for built in _built(home, wanted, settings or BuildSettings())
    ]
    if report:
        from cardprint.compare.report import write_report

        write_report(compared, report, home.roots)
    return tuple(each.comparison for each in compared)


def compare_files(before: Path, after: Path, report: Path | None = None) -> Comparison:
    """Compare any two PDFs.

    :param report: an HTML file to write a report to, for people.
    :raises CompareError: when one of them cannot be read.
    """
    from cardprint.compare.files import FileComparison
    from cardprint.compare.state import FileState

    pdfs = _read(before), _read(after)
    states = FileState(pdfs[0], str(before)), FileState(pdfs[1], str(after))
    try:
        found = FileComparison(f"{before.stem} and {after.stem}", *states).compare()
    finally:
        for state in states:
            state.close()
    if report:
        from cardprint.compare.report import write_report

        write_report([Compared(found, *pdfs)], report)
    return found


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise CompareError(
            [Problem(Place(str(file)), tell("cannot be read: {reason}", reason=reason))]
        ) from error


Wanted = Mapping[tuple[str, str], tuple[str, ...]]
"""The layouts of each toolkit in each language, which is empty for its own."""


def _wanted(
    home: Project, toolkits: Sequence[str], layouts: Sequence[str], languages: Sequence[str]
) -> Wanted:
    chosen = select_toolkits(tuple(toolkits), home.toolkits())
    if languages or layouts:
        asked = wanted_translations(home, chosen.values(), languages)
        pairs = [(spelled(folder.name), translation) for folder, translation in asked]
    else:
        known = ((slug, each) for slug in chosen for each in translations_of(chosen[slug]))
        accepted = [pair for pair in known if accepted_layouts(home, *pair)]
        pairs = [*((slug, "") for slug in chosen), *accepted]
    return {pair: tuple(layouts) or accepted_layouts(home, *pair) or ("screen",) for pair in pairs}


def _baselines(home: Project, wanted: Wanted) -> dict[Path, Baseline]:
    """Every baseline by its folder, or every problem with them, before anything is built."""
    found: dict[Path, Baseline] = {}
    problems: list[Problem] = []
    for (slug, translation), layouts in wanted.items():
        for layout in layouts:
            folder = baseline_folder(home, slug, layout, translation)
            try:
                home.layout_chain(layout)
                shown = home.shown(folder)
                found[folder] = read_baseline(folder, shown, slug, layout, translation)
            except InputError:
                raise
            except CardprintError as error:
                problems += error.problems
    if problems:
        raise CompareError(problems)
    return found


def _built(home: Project, wanted: Wanted, settings: BuildSettings) -> Iterator[BuildReport]:
    """Build what is wanted; toolkits with the same layouts and language are built together."""
    together: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (slug, translation), layouts in wanted.items():
        together.setdefault((translation, layouts), []).append(slug)
    for (translation, layouts), slugs in together.items():
        yield from build(
            home.root,
            slugs,
            layouts,
            languages=[translation] if translation else [],
            out=settings.out,
            jobs=settings.jobs,
            cache=settings.cache,
            progress=settings.progress,
        )


def _folder(home: Project, report: BuildReport) -> Path:
    """Where the accepted state of what was built is kept."""
    return baseline_folder(home, report.toolkit, report.layout, translation=report.translation)


def _inputs(home: Project, report: BuildReport) -> tuple[Toolkit, Layout]:
    """What was built."""
    from cardprint.load.inputs import load_inputs

    folder = home.toolkits()[report.toolkit]
    return load_inputs(home, folder, report.layout, translation=report.translation)


def _file(home: Project, report: BuildReport, settings: BuildSettings | None) -> Path:
    out = settings.out if settings and settings.out else home.root / "out"
    return out / Path(report.file).name


def _compared(
    home: Project, report: BuildReport, baseline: Baseline, settings: BuildSettings | None
) -> Compared:
    from cardprint.compare.settings import tolerance_of

    after = _file(home, report, settings).read_bytes()
    shown = f"{home.shown(_folder(home, report))}/{PDF}"
    regions = baseline.regions, regions_of(report.named)
    inputs = _inputs(home, report)
    tolerance = tolerance_of(*inputs, regions)
    name, notes = Path(report.file).stem, _notes(home, baseline)
    if after == baseline.pdf:
        from cardprint.compare.same import same_pages

        found = Comparison(name, shown, report.file, same_pages(after), environment=notes)
        return Compared(found, baseline.pdf, after)
    from cardprint.compare.files import FileComparison
    from cardprint.compare.origins import Origins
    from cardprint.compare.state import FileState
    from cardprint.compare.style import causes, stated

    states = FileState(baseline.pdf, shown), FileState(after, report.file)
    try:
        compared = FileComparison(
            name,
            *states,
            tolerance,
            regions,
            Origins(*inputs, states[1].destinations).of,
            causes(baseline.style, stated(*inputs)),
            notes,
        )
        return Compared(compared.compare(), baseline.pdf, after)
    finally:
        for state in states:
            state.close()


def _notes(home: Project, baseline: Baseline) -> tuple[Message, ...]:
    """How this environment differs from the one that made the baseline."""
    now = environment_facts(home)
    was = baseline.environment
    return tuple(
        _note(name, was.get(name), now.get(name))
        for name in sorted(was.keys() | now.keys())
        if was.get(name) != now.get(name)
    )


def _note(name: str, before: str | None, after: str | None) -> Message:
    if before is None:
        return tell("{name} {version} is new", name=name, version=after)
    if after is None:
        return tell("{name} {version} is gone", name=name, version=before)
    return tell("{name} {before} became {after}", name=name, before=before, after=after)
