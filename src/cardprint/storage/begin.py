"""A new folder with its files, and files beside it: all of them, or nothing."""

import contextlib
from collections.abc import Mapping
from pathlib import Path

from cardprint.errors import Place, Problem, WriteError
from cardprint.messages.catalogue import tell
from cardprint.storage.temporary import new_folder, replace_file, tidy


def begin(folder: Path, files: Mapping[str, bytes], beside: Mapping[Path, bytes]) -> None:
    """Write a folder that does not exist yet, and those files beside it that do not.

    The folder appears in one step, with all its files. After a failure, nothing new is there.

    :param files: what is in the folder, by path from it.
    :raises WriteError: when something cannot be written.
    """
    made: list[Path] = []
    try:
        for path, data in beside.items():
            if not path.exists():
                _make_folders(path.parent, made)
                replace_file(path, data, lasting=True)
                made.append(path)
        _make_folders(folder.parent, made)
        tidy(folder.parent)
        with new_folder(folder.parent) as whole:
            for name, data in files.items():
                (whole / name).parent.mkdir(parents=True, exist_ok=True)
                (whole / name).write_bytes(data)
            whole.chmod(0o755)
            whole.rename(folder)
    except BaseException as error:
        _undo(made)
        if not isinstance(error, OSError):
            raise
        reason = error.strerror or str(error)
        message = tell("cannot be written: {reason}", reason=reason)
        raise WriteError([Problem(Place(str(folder)), message)]) from error


def _make_folders(folder: Path, made: list[Path]) -> None:
    """Make a folder and those that it is in, and note which are new."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir()
        made.append(each)


def _undo(made: list[Path]) -> None:
    """Delete what was made, the last first; a folder that others have filled stays."""
    for path in reversed(made):
        with contextlib.suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()
