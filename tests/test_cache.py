"""The cache: by content, never in the way, and safe to damage or share."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cardprint.storage import cache as cache_module
from cardprint.storage.cache import Cache, Entry

ENTRY = Entry({"pages": 3}, b"%PDF \n bytes")


def test_what_was_put_comes_back(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "new")
    cache.put("key", ENTRY)
    assert cache.get("key") == ENTRY
    assert cache.get("other") is None


@pytest.mark.parametrize("damage", [b"", b"x", b"%PDF", ENTRY.data])
def test_a_damaged_entry_does_not_exist(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put("key", ENTRY)
    (tmp_path / "key").write_bytes(damage)
    assert cache.get("key") is None


def test_one_changed_byte_is_noticed(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("key", ENTRY)
    data = bytearray((tmp_path / "key").read_bytes())
    data[-1] ^= 1
    (tmp_path / "key").write_bytes(data)
    assert cache.get("key") is None


def test_without_a_folder_nothing_is_kept() -> None:
    cache = Cache(None)
    cache.put("key", ENTRY)
    assert cache.get("key") is None
    assert cache.clear() == 0


def test_a_folder_that_cannot_be_written_is_no_problem(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "below")
    cache.put("key", ENTRY)
    assert cache.get("key") is None


def test_many_writers_leave_a_whole_entry(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    entries = [Entry({"n": n}, bytes([n]) * 100_000) for n in range(16)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda entry: cache.put("key", entry), entries))
    assert cache.get("key") in entries
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_clearing_deletes_everything(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("one", ENTRY)
    cache.put("two", ENTRY)
    assert cache.clear() == 2
    assert list(tmp_path.iterdir()) == []


def test_pruning_keeps_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    cache = Cache(tmp_path)
    for age, name in enumerate(("new", "old", "oldest")):
        cache.put(name, ENTRY)
        os.utime(tmp_path / name, (1000 - age, 1000 - age))
    size = (tmp_path / "new").stat().st_size
    monkeypatch.setattr(cache_module, "MAX_BYTES", 2 * size)
    cache.prune()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "old"]
