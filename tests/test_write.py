"""The old file, or the whole new one."""

import errno
import os
from pathlib import Path

import pytest

from cardprint.errors import WriteError
from cardprint.storage.write import write


def test_the_file_is_replaced_and_readable_by_all(tmp_path: Path) -> None:
    target = tmp_path / "new" / "a.pdf"
    write(b"one", target, "a.pdf")
    write(b"two", target, "a.pdf")
    assert target.read_bytes() == b"two"
    umask = os.umask(0)
    os.umask(umask)
    assert target.stat().st_mode & 0o777 == 0o666 & ~umask


def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError, match=r"a\.pdf: cannot be written: No space left on device"):
        write(b"new", target, "a.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert target.read_bytes() == b"old"


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(WriteError, match="cannot be written"):
        write(b"new", tmp_path / "out" / "a.pdf", "out/a.pdf")
