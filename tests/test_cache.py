"""The cache: by content, never in the way, and safe to damage or share."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cardprint.storage import cache as cache_module
from cardprint.storage.cache import Cache, Entry, user_cache

ENTRY = Entry({"pages": 3}, b"%PDF \n bytes")

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


def files(folder: Path) -> list[Path]:
    """The files of the entries."""
    return sorted((folder / "entries").glob("*.entry"))


def file_of(folder: Path, key: str = "key") -> Path:
    """The file of a new entry."""
    before = set(files(folder))
    Cache(folder).put(key, ENTRY)
    (found,) = set(files(folder)) - before
    return found


def test_what_was_put_comes_back(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "new")
    cache.put("key", ENTRY)
    assert cache.get("key") == ENTRY
    assert cache.get("other") is None


def test_facts_come_back_in_their_order(tmp_path: Path) -> None:
    """The first option of a card is the first of its names, not of the alphabet."""
    Cache(tmp_path).put("key", Entry({"places": {"option/b": 1, "option/a": 2}}, b""))
    entry = Cache(tmp_path).get("key")
    assert entry
    assert str(entry.facts) == "{'places': {'option/b': 1, 'option/a': 2}}"


def test_an_entry_is_for_its_owner_alone(tmp_path: Path) -> None:
    assert file_of(tmp_path).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damage", [b"", b"x", b"%PDF", ENTRY.data])
def test_a_damaged_entry_does_not_exist(tmp_path: Path, damage: bytes) -> None:
    file_of(tmp_path).write_bytes(damage)
    assert Cache(tmp_path).get("key") is None


def test_one_changed_byte_is_noticed(tmp_path: Path) -> None:
    file = file_of(tmp_path)
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    assert Cache(tmp_path).get("key") is None


def test_without_a_folder_nothing_is_kept() -> None:
    cache = Cache(None)
    cache.put("key", ENTRY)
    assert cache.get("key") is None
    assert cache.clear() == 0
    cache.prune()


def a_file(folder: Path) -> None:
    folder.write_text("mine")


def a_file_where_the_entries_would_be(folder: Path) -> None:
    folder.mkdir()
    (folder / "entries").write_text("mine")


def a_link_to_nowhere(folder: Path) -> None:
    folder.symlink_to("nowhere/at/all")


def a_link_to_itself(folder: Path) -> None:
    folder.symlink_to(folder.name)


def a_link_where_the_entries_would_be(folder: Path) -> None:
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / f"{'a' * 64}.entry").write_text("mine")
    folder.mkdir()
    (folder / "entries").symlink_to(elsewhere)


def a_full_disk(folder: Path) -> None:
    folder.symlink_to("/dev/full")


@posix
@pytest.mark.parametrize(
    "put_in_the_way",
    [
        a_file,
        a_file_where_the_entries_would_be,
        a_link_to_nowhere,
        a_link_to_itself,
        a_link_where_the_entries_would_be,
        a_full_disk,
    ],
)
def test_a_folder_that_cannot_be_used_is_no_problem(
    put_in_the_way: Callable[[Path], None], tmp_path: Path
) -> None:
    put_in_the_way(tmp_path / "cache")
    before = {path: path.lstat() for path in tmp_path.rglob("*")}
    cache = Cache(tmp_path / "cache")
    cache.put("key", ENTRY)
    assert cache.get("key") is None
    cache.prune()
    assert cache.clear() == 0
    assert {path: path.lstat().st_mtime for path in tmp_path.rglob("*")} == {
        path: facts.st_mtime for path, facts in before.items()
    }


@posix
def test_a_link_to_a_folder_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "large-disk").mkdir()
    (tmp_path / "cache").symlink_to("large-disk")
    cache = Cache(tmp_path / "cache")
    cache.put("key", ENTRY)
    assert cache.get("key") == ENTRY
    assert cache.clear() == 1


@posix
def test_a_disk_that_becomes_full_is_no_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache_module, "replace_file", full)
    Cache(tmp_path).put("key", ENTRY)
    assert Cache(tmp_path).get("key") is None


def test_many_writers_leave_a_whole_entry(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    entries = [Entry({"n": n}, bytes([n]) * 100_000) for n in range(16)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda entry: cache.put("key", entry), entries))
    assert cache.get("key") in entries
    assert {path.name for path in (tmp_path / "entries").iterdir()} == {
        "CACHEDIR.TAG",
        files(tmp_path)[0].name,
    }


def test_programs_that_make_backups_know_the_folder_for_a_cache(tmp_path: Path) -> None:
    Cache(tmp_path).put("key", ENTRY)
    tag = (tmp_path / "entries" / "CACHEDIR.TAG").read_text()
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    assert not (tmp_path / "CACHEDIR.TAG").exists()  # what else is there may be no cache


def test_clearing_deletes_every_entry(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("one", ENTRY)
    cache.put("two", ENTRY)
    assert cache.clear() == 2
    assert files(tmp_path) == []
    assert cache.get("one") is None


@posix
def test_what_is_not_of_the_cache_is_never_read_nor_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "MAX_BYTES", 0)
    folder = tmp_path / "documents"
    entries = folder / "entries"
    (entries / f"{'b' * 64}.entry").mkdir(parents=True)  # a folder of such a name
    (folder / "thesis.odt").write_text("mine")
    (folder / ("c" * 64)).write_text("mine")
    (entries / "notes.entry").write_text("mine")
    (entries / f"{'d' * 64}.entry~").write_text("mine")
    (entries / ".cardprint-notes").write_text("mine")
    (entries / f"{'e' * 64}.entry").symlink_to(folder / "thesis.odt")
    os.mkfifo(entries / f"{'f' * 64}.entry")
    before = sorted(folder.rglob("*"))
    cache = Cache(folder)
    cache.put("key", ENTRY)
    cache.prune()
    assert cache.clear() == 0  # pruned already
    assert sorted(path for path in folder.rglob("*") if path.name != "CACHEDIR.TAG") == before


@posix
@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_an_entry_that_is_no_file_does_not_exist(kind: str, tmp_path: Path) -> None:
    file = file_of(tmp_path)
    sound = file.rename(tmp_path / "sound")
    if kind == "link":
        file.symlink_to(sound)
    elif kind == "pipe":
        os.mkfifo(file)  # to open it would wait for ever
    else:
        file.mkdir()
    assert Cache(tmp_path).get("key") is None


def test_pruning_keeps_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = {name: file_of(tmp_path, name) for name in ("new", "old", "oldest")}
    for age, file in enumerate(made.values()):
        os.utime(file, (1000 - age, 1000 - age))
    monkeypatch.setattr(cache_module, "MAX_BYTES", 2 * made["new"].stat().st_size)
    Cache(tmp_path).prune()
    assert [name for name, file in made.items() if file.exists()] == ["new", "old"]


_WRITE_AND_DIE = """
import os, signal, sys, time
from pathlib import Path
from cardprint.storage import temporary
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from cardprint.storage.cache import Cache, Entry
Cache(Path(sys.argv[1])).put("key", Entry({}, b""))
"""


@posix
def test_what_a_killed_process_left_is_pruned(tmp_path: Path) -> None:
    file_of(tmp_path, "other")
    subprocess.run([sys.executable, "-c", _WRITE_AND_DIE, tmp_path], check=False)
    assert len(list((tmp_path / "entries").glob(".cardprint-*"))) == 1
    Cache(tmp_path).prune()
    assert list((tmp_path / "entries").glob(".cardprint-*")) == []
    assert Cache(tmp_path).get("other") == ENTRY


@posix
@pytest.mark.parametrize(
    "variables", [{}, {"HOME": ""}, {"HOME": "~"}, {"HOME": "below/here"}, {"XDG_CACHE_HOME": "x"}]
)
def test_without_a_home_there_is_no_cache(
    variables: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pwd

    def unknown(uid: int) -> None:
        raise KeyError(f"uid not found: {uid}")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    cache = user_cache()
    assert cache.folder is None
    cache.put("key", ENTRY)
    assert list(tmp_path.iterdir()) == []


# Where the unknown user could not even read Python, only the name is that of the unknown user.
_AS_NOBODY = """
import os, runpy, sys
if os.getuid() == 0:
    needed = [os.getcwd(), *filter(os.path.isdir, sys.path)]
    os.setgroups([])
    os.setreuid(54321, 0)
    os.seteuid(54321)
    if not all(os.access(each, os.R_OK | os.X_OK, effective_ids=True) for each in needed):
        os.seteuid(0)
sys.argv[0] = "cardprint"
runpy.run_module("cardprint", run_name="__main__")
"""


@posix
@pytest.mark.parametrize("home", [None, "/nowhere", "/dev/null"])
def test_an_unknown_user_without_a_home_can_build(
    home: str | None, project: Path, tmp_path: Path
) -> None:
    for path in (tmp_path, *tmp_path.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o644)
    environment = {"PATH": "/usr/bin:/bin", "PYTHONUTF8": "1", "TMPDIR": str(tmp_path)}
    if home:
        environment["HOME"] = home
    for words in (["build", "--jobs", "2"], ["cache"], ["cache", "--clear"]):
        done = subprocess.run(
            [sys.executable, "-c", _AS_NOBODY, *words], cwd=project, env=environment,
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
    assert (project / "out" / "slapen-screen.pdf").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["project"]
