"""One toolkit that somebody is editing: what is saved, what is not yet, and what would be wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import RLock

from cardprint.edit import actions, parts
from cardprint.edit.files import Files, read_files, text_of
from cardprint.edit.trial import Trial, new_trial, placed
from cardprint.editorial.review import review
from cardprint.errors import CardprintError, InputError, Place, Problem
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import tell
from cardprint.storage.edits import Change, Edits, digest_of, edits_of
from cardprint.storage.nodes import NodePath
from cardprint.storage.project import Project
from cardprint.storage.splice import splice

Changes = Mapping[str, bytes | None]
STAND_IN = tell("still to be written")
Found = tuple[Problem, NodePath | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to change."""

    do: str
    file: str = ""
    path: NodePath = ()
    value: str = ""
    old: str | None = None
    """What the field said when its editing began."""
    to: int = 0
    told: Mapping[str, str] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()
    digest: str = ""
    """Of the file, when its form was made."""
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    problems: tuple[Found, ...] = ()
    theirs: str | None = None
    """What somebody else made of the field meanwhile; nothing was written then."""
    is_conflict: bool = False
    what: str = ""
    """What was undone or done again."""
    made: str = ""
    """The file of a new card or page."""
    saved: frozenset[tuple[str, NodePath]] = frozenset()
    """The fields that were waiting, and are saved now."""

    @property
    def is_done(self) -> bool:
        """Whether it was saved."""
        return not self.problems and not self.is_conflict


@dataclass
class Session:
    """Everything that the form of one toolkit does; one thing at a time."""

    project: Project
    slug: str
    edits: Edits
    trial: Trial
    """In which changes are tried."""
    shown: Trial
    """What the pages are made from: the files with everything that is typed."""
    drafts: dict[tuple[str, NodePath], str] = field(default_factory=dict)
    refused: set[tuple[str, NodePath]] = field(default_factory=set)
    """The fields that could not be saved as they were left."""
    lock: RLock = field(default_factory=RLock)
    _loaded: dict[str, tuple[Files, Toolkit | None, tuple[Problem, ...]]] = field(
        default_factory=dict
    )

    _reviewed: tuple[Toolkit, Sequence[tuple[str, Found]]] | None = None

    def files(self) -> Files:
        """The files as they are on the disk."""
        return read_files(self.project, self.slug)

    def origin(self) -> Project:
        """The project from which the pages are made, renewed."""
        with self.lock:
            self.shown.renew(_whole(self.files(), self._drafted(self.files())))
            return self.shown.project

    def _drafted(self, files: Files) -> Changes:
        """The files with everything that is typed and can be written."""
        changed: dict[str, bytes | None] = {}
        for (file, path), value in self.drafts.items():
            try:
                changed |= actions.set_text(files.with_(changed), file, path, value)
            except (InputError, KeyError):
                continue  # the place has gone; saving will say so
        return changed

    def draft(self, asked: Asked, layout: str) -> Outcome:
        """Show a text that is being typed; it is not saved."""
        with self.lock:
            self.drafts[asked.file, asked.path] = asked.value
            try:
                return self._tried(asked, layout, self._changes(asked))
            except CardprintError as error:
                return Outcome(tuple((each, None) for each in error.problems))

    def forget(self, asked: Asked) -> None:
        """Show again what is saved."""
        with self.lock:
            self.drafts.pop((asked.file, asked.path), None)

    def save(self, asked: Asked, layout: str) -> Outcome:
        """Change the files, if nothing gets wrong by it and nobody else changed them meanwhile."""
        with self.lock:
            try:
                if asked.do in ("undo", "redo"):
                    again = self.edits.undo if asked.do == "undo" else self.edits.redo
                    return Outcome(what=again() or "")
                return self._saved(asked, layout)
            except CardprintError as error:
                return Outcome(tuple((each, None) for each in error.problems))

    def _saved(self, asked: Asked, layout: str) -> Outcome:
        files = self.files()
        if (conflict := self._conflict(files, asked)) is not None:
            return conflict
        here = asked.file, asked.path
        together = {here}
        changes = self._changes(asked)
        outcome = self._tried(asked, layout, changes)
        if beside := self._beside(asked):
            whole = {**changes}
            for file, path in beside:
                more = actions.set_text(files.with_(whole), file, path, self.drafts[file, path])
                whole |= more
            if (both := self._tried(asked, layout, whole)).is_done:
                outcome, changes, together = both, whole, together | beside
        if outcome.is_done:
            self._write(files, asked, changes)
            for each in together:
                self.drafts.pop(each, None)
            self.refused -= together
            made = next((each for each in changes if asked.do in _MAKES and each != files.main), "")
            outcome = replace(outcome, saved=frozenset(together), made=made)
        elif asked.do == "set":
            self.drafts[here] = asked.value
            self.refused.add(here)
        return outcome

    def _beside(self, asked: Asked) -> set[tuple[str, NodePath]]:
        """The other fields of the same group that were refused.

        Two fields may need each other: a level of evidence and its source.
        """
        above = asked.path[:-1]
        return {
            (file, path)
            for file, path in self.refused & self.drafts.keys()
            if asked.do == "set" and file == asked.file
            and path[:-1] == above and path != asked.path
        }  # fmt: skip

    def _write(self, files: Files, asked: Asked, changes: Changes) -> None:
        if not changes:
            return
        what = (asked.value or next(iter(asked.told.values()), ""))[:60]
        before = {file: files.held.get(file) or self.edits.read(file) for file in changes}
        made = [Change(file, before[file], data) for file, data in changes.items()]
        self.edits.save(what, made)

    def _conflict(self, files: Files, asked: Asked) -> Outcome | None:
        """Whether somebody else changed meanwhile what would be written over."""
        if asked.do == "set":
            found = files.field(asked.file, asked.path)
            now = found.value if found else None
            if now in (asked.old, asked.value):
                return None
            return Outcome(theirs=now, is_conflict=True)
        if asked.digest and asked.digest != digest_of(files.held.get(asked.file)):
            return Outcome(is_conflict=True)
        return None

    def _changes(self, asked: Asked) -> Changes:
        """What would become of the files.

        :raises InputError: when it cannot be done.
        """
        files = self.files()
        if asked.file and asked.file not in files.held:
            message = tell("the file does not exist")
            raise InputError([Problem(Place(asked.file), message)])
        try:
            return {**_DO[asked.do](files, asked)}
        except (KeyError, IndexError, TypeError, ValueError) as error:
            message = tell("this is not in the toolkit any more")
            raise InputError([Problem(Place(asked.file), message)]) from error

    def _tried(self, asked: Asked, layout: str, changes: Changes) -> Outcome:
        """Load the toolkit as it would be; what was wrong before does not count."""
        files, _, before = self.loaded(layout)
        after_files = files.with_(changes)
        self.trial.renew(_whole(files, changes))
        _, after = self.trial.load(layout)
        known = {(each.place.file, each.message) for each in before}
        new = [each for each in after if (each.place.file, each.message) not in known]
        found = [*placed(new, after_files.held)]
        if before:
            found = [each for each in found if _is_about(each, asked)]
        return Outcome(tuple(found))

    def loaded(self, layout: str) -> tuple[Files, Toolkit | None, tuple[Problem, ...]]:
        """The files as they are saved, the toolkit that they make, and what is wrong with it."""
        with self.lock:
            files = self.files()
            kept = self._loaded.get(layout)
            if kept is None or kept[0].held != files.held:
                self.trial.renew(_whole(files, {}))
                self._loaded = {layout: (files, *self.trial.load(layout))}
            return self._loaded[layout]

    @property
    def toolkit(self) -> Toolkit | None:
        """The toolkit as it was loaded last, if nothing was wrong."""
        return next((toolkit for _, toolkit, _ in self._loaded.values()), None)

    def remarks(self, layout: str) -> Sequence[tuple[str, Found]]:
        """What an editor would say of the saved texts, with the rule that it comes from."""
        with self.lock:
            files, toolkit, _ = self.loaded(layout)
            if toolkit is None:
                return ()
            if self._reviewed is None or self._reviewed[0] is not toolkit:
                found = review(toolkit, datetime.now(tz=UTC).date())
                spots = placed([each.problem for each in found], files.held)
                told = [(each.rule, spot) for each, spot in zip(found, spots, strict=True)]
                self._reviewed = toolkit, told
            return self._reviewed[1]


def _whole(files: Files, changes: Changes) -> Changes:
    """Some changes, with words in the place of every text that is still to be written.

    Only copies have such words. The loader refuses a file in which a text is still to be written,
    so nothing of it is ever printed.
    """
    found = dict(changes)
    after = files.with_(changes)
    for file in after.held:
        if paths := after.unwritten(file):
            words = dict.fromkeys(paths, STAND_IN.in_language(after.language))
            try:
                found[file] = splice(text_of(after.held[file]), words, file).encode()
            except InputError:
                continue  # loading it says the same
    return found


def _is_about(found: Found, asked: Asked) -> bool:
    """Whether a problem is at the place that was changed, or in no place at all."""
    problem, path = found
    if problem.place.file != asked.file:
        return False
    return path is None or path[: len(asked.path)] == asked.path


def _taken_away(files: Files, asked: Asked) -> Changes:
    if asked.file == files.main and asked.path[:1] == ("questions",):
        return parts.remove_question(files, int(asked.path[1]))
    if asked.path[:1] == ("options",) and len(asked.path) == 2:  # noqa: PLR2004  # an option
        return parts.remove_option(files, asked.file, int(asked.path[1]))
    return actions.take_away(files, asked.file, asked.path)


def _added(files: Files, asked: Asked) -> Changes:
    if asked.file == files.main and asked.path[:1] == ("questions",):
        return parts.add_question(files, asked.told)
    return actions.add(files, asked.file, asked.path, asked.told)


_DO: Mapping[str, Callable[[Files, Asked], Changes]] = {
    "set": lambda files, a: actions.set_text(files, a.file, a.path, a.value),
    "draft": lambda files, a: actions.set_text(files, a.file, a.path, a.value),
    "add": _added,
    "remove": _taken_away,
    "move": lambda files, a: actions.shift(files, a.file, a.path, a.to),
    "answer": lambda files, a: actions.answer(files, a.file, a.path, a.value),
    "choose": lambda files, a: actions.choose(files, a.file, a.path, a.chosen),
    "add-card": lambda files, a: parts.add_part(files, "cards", a.told),
    "add-page": lambda files, a: parts.add_part(files, "pages", a.told),
    "remove-part": lambda files, a: parts.remove_part(files, a.file),
    "move-part": lambda files, a: parts.move_part(files, a.file, a.to),
    "picture": lambda files, a: parts.add_picture(
        files, a.file, a.path, (a.value, a.picture), a.told.get("alt", "")
    ),
}

_MAKES = ("add-card", "add-page")

ACTIONS = frozenset({*_DO, "undo", "redo", "forget", "new-toolkit"})


def open_session(project: Project, slug: str) -> Session:
    """Begin to edit a toolkit; what an earlier program left half done is put back first."""
    return Session(
        project, slug, edits_of(project), new_trial(project, slug), new_trial(project, slug)
    )
