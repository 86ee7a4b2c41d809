"""A toolkit's folder becomes a :class:`Toolkit`; all problems in it are reported at once."""

import contextlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from cardprint.errors import InputError, Place, Problem, nearest
from cardprint.load.content import check_content
from cardprint.load.contrast import check_contrast
from cardprint.load.icons import load_icons
from cardprint.load.locales import load_locale
from cardprint.load.style import check_logos, house_style
from cardprint.load.themes import style_layers
from cardprint.load.toolkit import Neighbour, Report, Toolkit, titles_of
from cardprint.load.translating import (
    View,
    in_translation,
    is_whole,
    other_languages,
    records_of,
    translated,
)
from cardprint.load.translation import Into, Loaded
from cardprint.load.typefaces import load_fonts
from cardprint.load.validate import validate
from cardprint.messages.catalogue import Message, tell
from cardprint.model.card import Card
from cardprint.model.locale import Locale
from cardprint.model.page import Page
from cardprint.model.toolkit import ToolkitInfo
from cardprint.storage.named import on_disk, spelled
from cardprint.storage.project import TOOLKIT_FILE, Project, inside, is_foreign
from cardprint.storage.source import Source, read_source


def load_toolkit(folder: Path, project: Project, translation: str = "") -> Toolkit:
    """Load the toolkit in ``folder``; it may refer to others of the project.

    :param translation: the language to load it in, instead of the one that it was written in.
    :raises InputError: with every problem found in any of its files.
    """
    shown, beside = project.shown, project.toolkits()
    problems: list[Problem] = []
    source = _read_toolkit_file(folder, shown, problems.append)
    if not source:
        raise InputError(problems)
    info = validate(ToolkitInfo, source, problems.append)
    loaded = _load_parts(source, folder, beside, shown, problems.append)
    own = info and _locale(project, info.language, source.at(("language",)), problems.append)
    if not info or not own:
        raise InputError(problems)
    written = Loaded(info, source, folder, TOOLKIT_FILE), *loaded
    view = View(written, own)
    if translation:
        try:
            view = in_translation(project, view, translation, problems.append)
        except InputError as error:
            raise InputError([*problems, *error.problems]) from None
    info, parts = records_of(view.files)
    sources = tuple(each.source for each in view.files)
    source = sources[0]
    others = _neighbours(parts, beside, shown, translation)
    layers = style_layers(project, folder, source, info.style, problems.append)
    toolkit = Toolkit(
        spelled(folder.name), folder, info, parts, sources, view.locale, layers, others,
        translation=translation, pairs=view.pairs,
        languages=other_languages(project, written, translation),
    )  # fmt: skip
    style = house_style(layers)
    check_contrast(style, problems.append)
    check_logos(style, problems.append)
    load_fonts(style.fonts, project, problems.append)
    toolkit = replace(toolkit, icons=load_icons(project, toolkit, problems.append))
    check_content(toolkit, problems.append, complete=len(parts) == len(info.contents))
    if problems:
        raise InputError(problems)
    return toolkit


def _read_toolkit_file(folder: Path, shown: Callable[[Path], str], report: Report) -> Source | None:
    """The file of the toolkit itself; if its name is nearly right, say what it should be."""
    file = folder / TOOLKIT_FILE
    if not os.path.lexists(file):
        for other in sorted(folder.glob("*")):
            if other.name.lower() in (TOOLKIT_FILE, "toolkit.yml"):
                message = tell("this file has the wrong name")
                hint = tell("call it '{name}'", name=TOOLKIT_FILE)
                report(Problem(Place(shown(other)), message, hint))
                return None
        hint = tell("write it, or move this folder out of toolkits/")
        report(Problem(Place(shown(file)), tell("the file does not exist"), hint))
        return None
    if not inside(folder, file):
        message = tell("this is a link to a place outside the toolkit's folder")
        report(Problem(Place(shown(file)), message, tell("put the file itself here")))
        return None
    return read_source(file, shown(file), report)


def _locale(project: Project, language: str, asked: Place, report: Report) -> Locale | None:
    try:
        return load_locale(project, language, asked)
    except InputError as error:
        for problem in error.problems:
            report(problem)
        return None


def _home(folder: Path, entry: str, beside: Mapping[str, Path]) -> tuple[Path, str]:
    """The toolkit's folder that an entry of ``contents`` is in, and its name there."""
    slug, colon, name = entry.partition(":")
    return (beside[slug], name) if colon and slug in beside else (folder, entry)


def _neighbours(
    parts: Sequence[Card | Page],
    beside: Mapping[str, Path],
    shown: Callable[[Path], str],
    translation: str,
) -> dict[str, Neighbour]:
    """The toolkits that options refer to; one that cannot be loaded is not among them."""
    options = [option for part in parts if isinstance(part, Card) for option in part.options]
    found: dict[str, Neighbour] = {}
    for slug in {more.toolkit for option in options for more in option.more if more.toolkit}:
        with contextlib.suppress(InputError):
            if slug in beside:
                # Without its own neighbours: toolkits may refer to each other.
                found[slug] = load_neighbour(beside[slug], shown, translation)
    return found


def load_neighbour(folder: Path, shown: Callable[[Path], str], translation: str = "") -> Neighbour:
    """What another toolkit may refer to in the one in ``folder``.

    :param translation: the language to refer to it in, if it is whole in that.
    """
    problems: list[Problem] = []
    source = _read_toolkit_file(folder, shown, problems.append)
    info = source and validate(ToolkitInfo, source, problems.append)
    if not source or not info:
        raise InputError(problems)
    files = [Loaded(info, source, folder, TOOLKIT_FILE)]
    for place, entry in _entries(source):
        if part := _load_part(folder, entry, place, shown, problems.append):
            files.append(Loaded(*part, folder, entry))
    into = translation if is_whole(files, translation, shown) else ""
    if into:
        files = [*translated(files, Into(into, shown, problems.append))[0]]
    info, parts = records_of(files)
    return Neighbour(info.title, titles_of(parts), info.published_at, info.language, into)


def _entries(source: Source) -> list[tuple[Place, str]]:
    """The entries of ``contents`` with their places, even if the rest of the file is wrong."""
    contents = source.data.get("contents") if isinstance(source.data, dict) else None
    return [
        (source.at(("contents", i)), entry)
        for i, entry in enumerate(contents if isinstance(contents, list) else ())
        if isinstance(entry, str) and entry
    ]


def read_files(folder: Path, project: Project) -> tuple[Loaded, ...]:
    """The files of a toolkit as they were written, ``toolkit.yaml`` first.

    :raises InputError: with every problem in them.
    """
    shown, problems = project.shown, list[Problem]()
    source = _read_toolkit_file(folder, shown, problems.append)
    info = source and validate(ToolkitInfo, source, problems.append)
    parts = source and _load_parts(source, folder, project.toolkits(), shown, problems.append)
    if problems or not source or not info:
        raise InputError(problems)
    return Loaded(info, source, folder, TOOLKIT_FILE), *(parts or ())


def _load_parts(
    source: Source,
    folder: Path,
    beside: Mapping[str, Path],
    shown: Callable[[Path], str],
    report: Report,
) -> list[Loaded]:
    """The cards and pages of a toolkit that can be read."""
    found: list[Loaded] = []
    for place, entry in _entries(source):
        home, name = _home(folder, entry, beside)
        if part := _load_part(home, name, place, shown, report):
            found.append(Loaded(*part, home, name))
    return found


_KINDS: dict[str, type[Card | Page]] = {"cards": Card, "pages": Page}


def _load_part(
    folder: Path, entry: str, place: Place, shown: Callable[[Path], str], report: Report
) -> tuple[Card | Page, Source] | None:
    path = on_disk(folder, entry)
    if unfit := _unfit(folder, entry):
        report(Problem(place, *unfit))
        return None
    source = read_source(path, shown(path), report)
    part = source and validate(_KINDS[Path(entry).parts[0]], source, report)
    return (part, source) if source and part else None


def _unfit(folder: Path, entry: str) -> tuple[Message, Message] | None:
    """Why an entry of ``contents`` cannot be read, and the remedy."""
    path = Path(entry)
    if path.is_absolute() or not inside(folder, on_disk(folder, entry)):
        message = tell("'{entry}' is outside the toolkit's folder", entry=entry)
        return message, tell("put the file in {folder}/", folder=folder.name)
    if path.parts[:1] not in [(name,) for name in _KINDS]:
        message = tell("'{entry}' is neither a card nor a page", entry=entry)
        return message, tell("write it as cards/NAME.yaml or pages/NAME.yaml")
    if path.suffix != ".yaml":
        message = tell("the name of '{entry}' does not end in .yaml", entry=entry)
        right = path.with_suffix(".yaml").as_posix()
        return message, tell("call the file '{name}', and write that here", name=right)
    if not os.path.lexists(on_disk(folder, entry)):
        return tell("'{entry}' does not exist", entry=entry), _nearest_file(folder, path)
    return None


def _nearest_file(folder: Path, entry: Path) -> Message:
    """The remedy for a missing file; it may exist with another ending."""
    files = [file for name in _KINDS for file in sorted(folder.glob(f"{name}/*.y*ml"))]
    known = [file.relative_to(folder).as_posix() for file in files if not is_foreign(file)]
    for name in known:
        if name.casefold() in (f"{entry.with_suffix('.yml')}", entry.as_posix().casefold()):
            return tell("rename the file '{name}' to '{entry}'", name=name, entry=entry)
    return nearest(entry.as_posix(), known) if known else tell("create it")
