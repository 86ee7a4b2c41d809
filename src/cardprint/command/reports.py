"""Where the reports of a command go: one rule for all of them."""

import errno
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from cardprint.command.output import Output
from cardprint.errors import Place, Problem, WriteError
from cardprint.messages.catalogue import tell
from cardprint.storage.write import write

_OPEN_FILE = re.compile(r"/dev/(fd/|stdout$|stderr$)|/proc/")


@dataclass(frozen=True, slots=True)
class Reports:
    """The files to write; None for a report that is not wanted."""

    json: Path | None = None
    html: Path | None = None

    def write_json(self, text: str, output: Output) -> None:
        """Write the report for programs.

        :raises WriteError: when it cannot be written.
        """
        if self.json is None:
            return
        if _is_stdout(self.json):
            output.say(text)
        elif _is_stream(self.json):
            _write_through(text, self.json)
        else:
            # A symbolic link stays a link; its target is replaced.
            write(f"{text}\n".encode(), self.json.resolve(), str(self.json))


def wanted_reports(path: Path | None, *, html: bool) -> Reports:
    """The reports at a path: a name in ``.json`` or ``.html`` is that file, any other a folder.

    :param html: whether a folder gets a report for people, too.
    :raises WriteError: when it cannot be written, as far as that is known beforehand.
    """
    if path is None:
        return Reports()
    try:
        found = _reports(path, html=html)
        for file in (found.json, found.html):
            if file:
                _refuse_unwritable(file)
    except OSError as error:
        raise _cannot_write(path, error) from error
    return found


def _reports(path: Path, *, html: bool) -> Reports:
    if path.suffix.lower() == ".html":
        return Reports(html=path)
    # A device, a pipe, or a symbolic link to a file is not a folder.
    is_file = _is_stream(path) or (path.is_symlink() and path.is_file())
    if path.suffix.lower() == ".json" or is_file:
        return Reports(json=path)
    return Reports(path / "report.json", path / "index.html" if html else None)


def _refuse_unwritable(file: Path) -> None:
    if file.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if _is_stream(file):
        file.stat()
        return
    folder = next(each for each in file.resolve().parents if each.exists())
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _is_stream(path: Path) -> bool:
    """Whether a path is a device, a pipe, or an open file of this process."""
    if _OPEN_FILE.match(path.absolute().as_posix()):
        return True
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _is_stdout(path: Path) -> bool:
    """Whether it is the file that stdout goes to, where neither may overwrite the other."""
    try:
        return _is_stream(path) and os.path.samestat(path.stat(), os.fstat(1))
    except OSError:
        return False


def _write_through(text: str, path: Path) -> None:
    try:
        with path.open("a", encoding="ascii") as file:
            file.write(f"{text}\n")
    except OSError as error:
        raise _cannot_write(path, error) from error


def _cannot_write(path: Path, error: OSError) -> WriteError:
    reason = error.strerror or str(error)
    message = tell("cannot be written: {reason}", reason=reason)
    return WriteError([Problem(Place(str(path)), message, tell("name another file or folder"))])
