"""A toolkit's folder to a :class:`Toolkit`; every problem in it is reported at once."""

import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path

from cardprint.errors import InputError, Place, Problem, nearest
from cardprint.load.content import check_content
from cardprint.load.locales import load_locale
from cardprint.load.toolkit import Report, Toolkit, titles_of
from cardprint.load.validate import validate
from cardprint.messages.catalogue import tell
from cardprint.model.card import Card
from cardprint.model.locale import Locale
from cardprint.model.page import Page
from cardprint.model.toolkit import ToolkitInfo
from cardprint.storage.named import on_disk, spelled
from cardprint.storage.project import Project, inside
from cardprint.storage.source import Source, read_source


def load_toolkit(folder: Path, project: Project) -> Toolkit:
    """Load the toolkit in ``folder``; it may refer to others of the project.

    :raises InputError: with every problem found in any of its files.
    """
    shown, beside = project.shown, project.toolkits()
    problems: list[Problem] = []
    source = read_source(folder / "toolkit.yaml", shown(folder / "toolkit.yaml"), problems.append)
    if not source:
        raise InputError(problems)
    info = validate(ToolkitInfo, source, problems.append)
    parts, sources = [], [source]
    for i, entry in enumerate(_entries(source)):
        place = source.at(("contents", i))
        home, name = _home(folder, entry, beside)
        loaded = _load_part(home, name, place, shown, problems.append)
        if loaded:
            parts.append(loaded[0])
            sources.append(loaded[1])
    locale = info and _locale(project, info.language, source, problems.append)
    if not info or not locale:
        raise InputError(problems)
    others = _titles_of_others(parts, beside, shown)
    toolkit = Toolkit(
        spelled(folder.name), folder, info, tuple(parts), tuple(sources), locale, others
    )
    check_content(toolkit, problems.append, complete=len(parts) == len(info.contents))
    if problems:
        raise InputError(problems)
    return toolkit


def _locale(project: Project, language: str, source: Source, report: Report) -> Locale | None:
    try:
        return load_locale(project, language, source.at(("language",)))
    except InputError as error:
        for problem in error.problems:
            report(problem)
        return None


def _home(folder: Path, entry: str, beside: Mapping[str, Path]) -> tuple[Path, str]:
    """The toolkit's folder that an entry of ``contents`` is in, and its name there."""
    slug, colon, name = entry.partition(":")
    return (beside[slug], name) if colon and slug in beside else (folder, entry)


def _titles_of_others(
    parts: list[Card | Page], beside: Mapping[str, Path], shown: Callable[[Path], str]
) -> dict[str, Mapping[str, str]]:
    """The titles of the toolkits that options refer to; one that cannot be loaded has none."""
    options = [option for part in parts if isinstance(part, Card) for option in part.options]
    found: dict[str, Mapping[str, str]] = {}
    for slug in {more.toolkit for option in options for more in option.more if more.toolkit}:
        with contextlib.suppress(InputError):
            if slug in beside:
                # Without its own neighbours: toolkits may refer to each other.
                found[slug] = load_titles(beside[slug], shown)
    return found


def load_titles(folder: Path, shown: Callable[[Path], str]) -> Mapping[str, str]:
    """The title of everything in a toolkit that another one may refer to."""
    problems: list[Problem] = []
    source = read_source(folder / "toolkit.yaml", shown(folder / "toolkit.yaml"), problems.append)
    info = source and validate(ToolkitInfo, source, problems.append)
    if not source or not info:
        raise InputError(problems)
    loaded = [
        _load_part(folder, entry, source.at(("contents", i)), shown, problems.append)
        for i, entry in enumerate(_entries(source))
    ]
    return titles_of([each[0] for each in loaded if each])


def _entries(source: Source) -> list[str]:
    """The entries of ``contents``, also when something else in the file is wrong."""
    contents = source.data.get("contents") if isinstance(source.data, dict) else None
    return [str(entry) for entry in contents] if isinstance(contents, list) else []


def _load_part(
    folder: Path, entry: str, place: Place, shown: Callable[[Path], str], report: Report
) -> tuple[Card | Page, Source] | None:
    path = on_disk(folder, entry)
    if Path(entry).is_absolute() or not inside(folder, path):
        report(
            Problem(
                place,
                tell("'{entry}' leaves the toolkit's folder", entry=entry),
                tell("put the file in {name}/", name=folder.name),
            )
        )
        return None
    kinds: dict[str, type[Card | Page]] = {"cards": Card, "pages": Page}
    kind = kinds.get(Path(entry).parts[0])
    if kind is None or path.suffix != ".yaml":
        report(
            Problem(
                place,
                tell("'{entry}' is neither a card nor a page", entry=entry),
                tell("name a file as cards/NAME.yaml or pages/NAME.yaml"),
            )
        )
        return None
    if not path.is_file():
        report(
            Problem(
                place, tell("'{entry}' does not exist", entry=entry), _nearest_file(folder, entry)
            )
        )
        return None
    source = read_source(path, shown(path), report)
    part = source and validate(kind, source, report)
    return (part, source) if source and part else None


def _nearest_file(folder: Path, entry: str) -> str:
    known = [
        file.relative_to(folder).as_posix()
        for sub in ("cards", "pages")
        for file in folder.glob(f"{sub}/*.yaml")
    ]
    return nearest(entry, known) if known else "create it"
