"""Changes of several files of a project: all or none, never over somebody else's, and undone again.

What a save will do is written to the disk before the first file changes. If the program is killed
between two files, the next one puts back what was there. The last hundred saves are kept, with what
the files held before and after, so that they can be undone and done again.
"""

import base64
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from cardprint.errors import InputError, Place, Problem, WriteError
from cardprint.messages.catalogue import tell
from cardprint.storage.cache import user_cache
from cardprint.storage.project import Project, inside
from cardprint.storage.regular import open_regular
from cardprint.storage.temporary import own_folder, replace_file

if sys.platform != "win32":
    import fcntl

MAX_SAVES = 100


class State(StrEnum):
    """How far a save is; the ending of its file."""

    BEGUN = "begun"
    DONE = "done"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one file."""

    file: str
    """As a path from the project's folder."""
    before: bytes | None
    """What it must hold for this; None when it must not exist."""
    after: bytes | None
    """None when it is to be deleted."""

    @property
    def reverse(self) -> "Change":
        """The change that undoes this one."""
        return Change(self.file, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Save:
    """Some changes that belong together."""

    number: int
    what: str
    """Told to people: what was changed."""
    changes: tuple[Change, ...]


def digest_of(data: bytes | None) -> str:
    """What tells one state of a file from another; empty for a file that is not there."""
    return "" if data is None else sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Edits:
    """The saves of one project, kept in a folder that only their owner can read."""

    project: Project
    folder: Path

    def read(self, file: str) -> bytes | None:
        """What a file of the project holds; None when there is none."""
        try:
            with open_regular(self._path(file)) as opened:
                return opened.read()
        except FileNotFoundError:
            return None

    def save(self, what: str, changes: Sequence[Change]) -> None:
        """Make some changes.

        :raises InputError: when a file is not as it was; nothing has changed then.
        :raises WriteError: when one cannot be written; nothing has changed then, either.
        """
        with self._alone():
            self._require(changes)
            before = self._records()
            number = max((each for each, _ in before), default=0) + 1
            save = Save(number, what, tuple(changes))
            self._carry_out(save, save.changes, State.DONE)
            for each, state in before:
                if state is State.UNDONE or each <= number - MAX_SAVES:
                    self._record(each, state).unlink()

    def undo(self) -> str | None:
        """Take back the last save that was not taken back; what it was, or None.

        :raises InputError: when a file was changed after it.
        """
        return self._again(State.DONE, State.UNDONE)

    def redo(self) -> str | None:
        """Do again what was taken back last; what it was, or None.

        :raises InputError: when a file was changed after that.
        """
        return self._again(State.UNDONE, State.DONE)

    def possible(self) -> tuple[bool, bool]:
        """Whether there is something to undo, and to do again."""
        states = {state for _, state in self._records()}
        return State.DONE in states, State.UNDONE in states

    def recover(self) -> None:
        """Put back what a killed program left half done."""
        with self._alone():
            for number, state in self._records():
                if state is State.BEGUN:
                    self._put_back(self._load(number, state).changes)
                    self._record(number, state).unlink()
            for number in {number for number, _ in self._records()}:
                # Killed after the last file, before the record of the earlier state was deleted.
                states = [self._record(number, each) for each in (State.DONE, State.UNDONE)]
                if all(path.exists() for path in states):
                    min(states, key=lambda path: path.stat().st_mtime_ns).unlink()

    def _again(self, state: State, then: State) -> str | None:
        with self._alone():
            numbers = [number for number, each in self._records() if each is state]
            if not numbers:
                return None
            number = max(numbers) if state is State.DONE else min(numbers)
            save = self._load(number, state)
            undoing = state is State.DONE
            changes = [each.reverse for each in reversed(save.changes)] if undoing else save.changes
            self._require(changes)
            self._carry_out(save, changes, then)
            self._record(number, state).unlink()
            return save.what

    def _require(self, changes: Sequence[Change]) -> None:
        """Refuse changes of files that hold something else by now, or are elsewhere."""
        problems = [_elsewhere(c.file) for c in changes if not self._is_own(c.file)]
        problems += [
            _changed_meanwhile(c.file)
            for c in changes
            if self._is_own(c.file) and self.read(c.file) != c.before
        ]
        if problems:
            raise InputError(problems)

    def _is_own(self, file: str) -> bool:
        toolkits = self.project.root / "toolkits"
        return file.startswith("toolkits/") and inside(toolkits, self._path(file))

    def _path(self, file: str) -> Path:
        return self.project.root / file

    def _carry_out(self, save: Save, changes: Sequence[Change], then: State) -> None:
        """Write the record, then the files; put everything back if one cannot be written."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            begun = self._record(save.number, State.BEGUN)
            replace_file(begun, _packed(save.what, changes), lasting=True)
            try:
                for change in changes:
                    self._write(change.file, change.after)
            except OSError:
                self._put_back(changes)
                begun.unlink()
                raise
            replace_file(begun, _packed(save.what, save.changes), lasting=True)
            begun.replace(self._record(save.number, then))
        except OSError as error:
            reason = error.strerror or str(error)
            place = Place(changes[0].file if changes else "")
            message = tell("cannot be written: {reason}", reason=reason)
            hint = tell("free some space, or ask for the right to write there")
            raise WriteError([Problem(place, message, hint)]) from error

    def _put_back(self, changes: Sequence[Change]) -> None:
        """Give the files that hold what a save wrote what they held before."""
        for change in reversed(changes):
            if self.read(change.file) == change.after:
                self._write(change.file, change.before)

    def _write(self, file: str, data: bytes | None) -> None:
        path = self._path(file)
        if data is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, data, lasting=True)

    def _record(self, number: int, state: State) -> Path:
        return self.folder / f"{number:08}.{state}"

    def _records(self) -> list[tuple[int, State]]:
        """The saves that are kept, the oldest first."""
        paths = sorted(self.folder.glob("????????.*"))
        states = {f".{each}": each for each in State}
        return [(int(p.stem), states[p.suffix]) for p in paths if p.suffix in states]

    def _load(self, number: int, state: State) -> Save:
        kept = json.loads(self._record(number, state).read_bytes())
        changes = tuple(Change(file, _bytes(old), _bytes(new)) for file, old, new in kept["files"])
        return Save(number, kept["what"], changes)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let no other program change files of the project in this way at the same time."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as file:
            if sys.platform != "win32":
                fcntl.flock(file, fcntl.LOCK_EX)
            yield


def edits_of(project: Project) -> Edits:
    """The saves of a project, beside the cache; what was half done is put back first."""
    kept = user_cache().folder or own_folder()
    name = sha256(str(project.root.resolve()).encode()).hexdigest()[:32]
    edits = Edits(project, kept / "saves" / name)
    edits.recover()
    return edits


def _elsewhere(file: str) -> Problem:
    message = tell("'{entry}' is outside the toolkit's folder", entry=file)
    return Problem(Place(file), message)


def _changed_meanwhile(file: str) -> Problem:
    message = tell("the file has been changed by someone else meanwhile")
    return Problem(Place(file), message, tell("look at both versions, and choose one"))


def _packed(what: str, changes: Sequence[Change]) -> bytes:
    files = [(each.file, _text(each.before), _text(each.after)) for each in changes]
    return json.dumps({"what": what, "files": files}).encode()


def _text(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode()


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text)
