"""Temporary files and folders, which do not stay behind however the program ends.

All have names that nothing else uses, and are locked as long as their process lives. One that is
not locked was left by a killed process, and the next process deletes it. Windows has no such locks:
what is older than a day counts as left behind there.
"""

import atexit
import contextlib
import os
import re
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from cardprint.errors import Place, Problem, WriteError
from cardprint.messages.catalogue import tell

if sys.platform != "win32":
    import fcntl

_PREFIX, _SUFFIX = ".cardprint-", ".part"
_NAME = re.compile(r"\.cardprint-[a-z0-9_]{8}\.part")
_SECONDS_TO_LIVE = 24 * 3600


def own_folder() -> Path:
    """The folder for the temporary files of this process and of those that it starts.

    It is deleted when the process exits; before ``os._exit``, call :func:`delete_own_folder`.

    :raises WriteError: when temporary files cannot be written.
    """
    return _folder_of(os.getpid())


def delete_own_folder() -> None:
    """Delete the folder for temporary files, if this process has made one."""
    _delete_folders_of(os.getpid())


_made: dict[int, Path] = {}
"""The folder of each process: a forked one has its own, and leaves its parent's alone."""


@cache
def _folder_of(pid: int) -> Path:
    try:
        parent = Path(tempfile.gettempdir())
        tidy(parent)
        folder, _ = _new(lambda: tempfile.mkdtemp(_SUFFIX, _PREFIX, parent))
    except OSError as error:
        reason = error.strerror or str(error)
        message = tell("temporary files cannot be written: {reason}", reason=reason)
        hint = tell("free some space, or name another folder in the environment variable TMPDIR")
        where = os.environ.get("TMPDIR") or "TMPDIR"
        raise WriteError([Problem(Place(where), message, hint)]) from error
    _made[pid] = folder
    atexit.register(_delete_folders_of, pid)
    return folder


def _delete_folders_of(pid: int) -> None:
    if pid == os.getpid() and (folder := _made.pop(pid, None)):
        shutil.rmtree(folder, ignore_errors=True)
        _folder_of.cache_clear()


def replace_file(target: Path, data: bytes, *, lasting: bool) -> None:
    """Replace a file in one step: it is either the old one or the whole new one.

    :param lasting: whether the new file must be on the disk before the old one goes, with the usual
        permissions; otherwise only its owner can read it.
    :raises OSError: when the file cannot be written; the old file is untouched.
    """
    path, lock = _new(lambda: _empty_file(target.parent))
    try:
        with path.open("wb") as file:
            file.write(data)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        if lasting:
            path.chmod(0o666 & ~_umask())
        path.replace(target)
    finally:
        with contextlib.suppress(OSError):
            path.unlink()
        _unlock(lock)


@contextmanager
def new_folder(parent: Path) -> Iterator[Path]:
    """A folder beside the one that it will replace; deleted at the end if it is still there."""
    folder, lock = _new(lambda: tempfile.mkdtemp(_SUFFIX, _PREFIX, parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _unlock(lock)


def tidy(folder: Path) -> None:
    """Delete what a killed process has left in ``folder``; nothing else is touched."""
    with contextlib.suppress(OSError), os.scandir(folder) as items:
        for item in items:
            if _NAME.fullmatch(item.name):
                with contextlib.suppress(OSError):
                    _delete_if_left(Path(item.path))


def _delete_if_left(path: Path) -> None:
    facts = path.lstat()
    is_folder = stat.S_ISDIR(facts.st_mode)
    if sys.platform == "win32":
        if time.time() - facts.st_mtime < _SECONDS_TO_LIVE:
            return
    elif facts.st_uid != os.geteuid() or not (is_folder or stat.S_ISREG(facts.st_mode)):
        return
    lock = _lock(path, wait=False)
    try:
        shutil.rmtree(path, ignore_errors=True) if is_folder else path.unlink()
    finally:
        _unlock(lock)


def _new(make: Callable[[], str]) -> tuple[Path, int | None]:
    """The locked result of ``make``, made again if another process took it for left behind."""
    while True:
        path = Path(make())
        lock = _lock(path, wait=True)
        if path.exists():
            return path, lock
        _unlock(lock)


def _lock(path: Path, *, wait: bool) -> int | None:
    """Lock a file or folder until the handle is closed or its process has gone.

    :raises OSError: when another process has locked it, and this one is not to wait.
    """
    if sys.platform == "win32":
        return None
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(handle)
        if not wait:
            raise
        return None  # a file system without locks: nothing counts as left behind there
    return handle


def _unlock(lock: int | None) -> None:
    if lock is not None:
        os.close(lock)


def _empty_file(folder: Path) -> str:
    handle, name = tempfile.mkstemp(_SUFFIX, _PREFIX, folder)
    os.close(handle)
    return name


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask
