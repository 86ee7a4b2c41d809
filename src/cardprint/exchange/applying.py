"""Changes go into the files of a toolkit: all or none, after the loader has read the result."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from cardprint.errors import InputError, Place, Problem
from cardprint.exchange.comparing import Change
from cardprint.exchange.fields import source_of, written_at
from cardprint.load.inputs import load_inputs
from cardprint.load.pairs import TranslatedSource
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import plain, tell
from cardprint.storage import edits
from cardprint.storage.named import on_disk
from cardprint.storage.nodes import Span
from cardprint.storage.project import TOOLKIT_FILE, TRANSLATIONS, Project, is_foreign
from cardprint.storage.source import NodePath, read_source
from cardprint.storage.splice import splice
from cardprint.storage.temporary import own_folder

_TRIED_IN = "screen"
"""The layout that the changed toolkit is read with."""


def spliced(
    project: Project, toolkit: Toolkit, changes: Sequence[Change], shown: str
) -> tuple[edits.Change, ...]:
    """The files as they become.

    :param shown: the name of the imported file in messages.
    :raises InputError: when the toolkit would have problems; they are told by the fields.
    """
    by_part: dict[str, list[Change]] = {}
    for each in changes:
        by_part.setdefault(each.field.part, []).append(each)
    found = tuple(_spliced(project, toolkit, part, own) for part, own in by_part.items())
    with _tried(project, toolkit, found) as trial:
        try:
            folder = trial.root / "toolkits" / toolkit.folder.name
            load_inputs(trial, folder, _TRIED_IN, translation=toolkit.translation)
        except InputError as error:
            where = _Fields(project, toolkit, trial, by_part)
            raise InputError(where.told(problem, shown) for problem in error.problems) from error
    return found


def save(project: Project, what: str, changes: Sequence[edits.Change]) -> None:
    """Write the files; they can be given back with the other saves of the project.

    :raises InputError: when one has changed meanwhile; nothing is written then.
    :raises WriteError: when one cannot be written; nothing is written then, either.
    """
    edits.edits_of(project).save(what, changes)


def _file(toolkit: Toolkit, part: str) -> Path:
    """The file of a card or page, or of the toolkit itself."""
    entries = zip(toolkit.parts, toolkit.info.contents, strict=True)
    name = next((entry for each, entry in entries if each.name == part), TOOLKIT_FILE)
    if toolkit.translation:
        return toolkit.folder / TRANSLATIONS / toolkit.translation / name
    return on_disk(toolkit.folder, name)


def _spliced(
    project: Project, toolkit: Toolkit, part: str, changes: Sequence[Change]
) -> edits.Change:
    path = _file(toolkit, part)
    before = path.read_bytes()
    source = source_of(toolkit, part)
    words = source.words if isinstance(source, TranslatedSource) else source
    new = {
        (place := written_at(source, each.field.path)): _as_before(_at(words.data, place), each)
        for each in changes
    }
    after = splice(before.decode(), new, words.file)
    return edits.Change(project.shown(path), before, after.encode())


def _at(data: object, path: NodePath) -> str:
    value: object = data
    for step in path:
        value = value[step]  # type: ignore[index]  # the path was found in this data
    return str(value)


def _as_before(raw: str, change: Change) -> str:
    """The new text between the spaces and line breaks that the old one has around it."""
    start = len(raw) - len(raw.lstrip())
    return raw[:start] + change.new + raw[len(raw.rstrip()) :]


@contextmanager
def _tried(
    project: Project, toolkit: Toolkit, changes: Sequence[edits.Change]
) -> Iterator[Project]:
    """The project with other files, for as long as it is read."""
    with tempfile.TemporaryDirectory(dir=own_folder()) as folder:
        root = Path(folder)
        for entry in project.root.iterdir():
            if entry.name != "toolkits" and not is_foreign(entry):
                _put(entry, root / entry.name)
        (root / "toolkits").mkdir()
        for entry in (project.root / "toolkits").iterdir():
            if entry.name != toolkit.folder.name:
                _put(entry, root / "toolkits" / entry.name)
        shutil.copytree(toolkit.folder, root / "toolkits" / toolkit.folder.name, symlinks=True)
        for each in changes:
            (root / each.file).write_bytes(each.after or b"")
        yield Project(root)


def _put(entry: Path, target: Path) -> None:
    """Show what a project has beside the toolkit; a copy where there are no links."""
    try:
        target.symlink_to(entry.resolve(), target_is_directory=entry.is_dir())
    except OSError:
        if entry.is_dir():
            shutil.copytree(entry, target, symlinks=True)
        elif os.path.lexists(entry):
            shutil.copyfile(entry, target)


class _Fields:
    """Finds the field that a problem is in."""

    def __init__(
        self,
        project: Project,
        toolkit: Toolkit,
        trial: Project,
        changes: Mapping[str, Sequence[Change]],
    ) -> None:
        self.spans: list[tuple[str, Span, str]] = []
        for part, own in changes.items():
            name = project.shown(_file(toolkit, part))
            source = read_source(trial.root / name, name, lambda _problem: None)
            for each in own if source else ():
                place = written_at(source_of(toolkit, part), each.field.path)
                if source and (span := source.values.get(place)):
                    self.spans.append((name, span, each.field.where))

    def told(self, problem: Problem, shown: str) -> Problem:
        """The problem, in words of the imported file."""
        place = problem.place
        for name, span, where in self.spans:
            if place.file == name and span.line <= place.line <= span.end_line:
                message = tell("'{where}': {message}", where=where, message=problem.message)
                return Problem(Place(shown), message, problem.hint)
        message = tell("{place}: {message}", place=plain(place), message=problem.message)
        return Problem(Place(shown), message, problem.hint)
