"""Earlier results, found by their content: safe to share, damage, switch off and clear."""

import contextlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cardprint.storage.regular import open_regular
from cardprint.storage.temporary import replace_file, tidy

MAX_BYTES = 300_000_000
_NAME = re.compile(r"[0-9a-f]{64}\.entry")
_TAG = """Signature: 8a477f597d28d172789f06886806bc55
# This folder is a cache of cardprint: it can be deleted, and need not be kept in a backup.
# See https://bford.info/cachedir/
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """Some bytes with the facts about them, which keep their order."""

    facts: dict[str, object]
    data: bytes


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of entries, each a file of its own: a checksum, the facts as JSON, the bytes.

    A new entry replaces an old one in one step, so two builds at the same time do no harm. An entry
    that cannot be read, or whose checksum is wrong, counts as missing. Without a folder nothing is
    kept. Entries are in a folder of their own below the given one, under names that nothing else
    uses. No other file is ever read or deleted, and no link is followed.
    """

    folder: Path | None

    def get(self, key: str) -> Entry | None:
        """The entry of ``key``, if there is one and it is not damaged."""
        if self._entries_folder is None:
            return None
        try:
            with open_regular(self._entries_folder / _file_name(key), follow=False) as file:
                checksum, _, content = file.read().partition(b"\n")
        except OSError:
            return None
        if sha256(content).hexdigest().encode() != checksum:
            return None
        facts, _, data = content.partition(b"\n")
        return Entry(json.loads(facts), data)

    def put(self, key: str, entry: Entry) -> None:
        """Keep an entry; a cache that cannot be written is ignored."""
        if (folder := self._entries_folder) is None:
            return
        content = json.dumps(entry.facts).encode() + b"\n" + entry.data
        checksum = sha256(content).hexdigest().encode()
        with contextlib.suppress(OSError):
            if not folder.is_dir():
                folder.mkdir(parents=True, exist_ok=True)
                replace_file(folder / "CACHEDIR.TAG", _TAG.encode(), lasting=False)
            replace_file(folder / _file_name(key), checksum + b"\n" + content, lasting=False)

    def prune(self) -> None:
        """Delete the oldest entries until the rest is within the size limit."""
        entries = sorted(self._entries(), key=lambda entry: entry[0], reverse=True)
        total = 0
        for _, size, path in entries:
            total += size
            if total > MAX_BYTES:
                with contextlib.suppress(OSError):
                    path.unlink()
        if self._entries_folder is not None:
            tidy(self._entries_folder)

    def clear(self) -> int:
        """Delete every entry; return how many there were."""
        deleted = 0
        for _, _, path in [*self._entries()]:
            with contextlib.suppress(OSError):
                path.unlink()
                deleted += 1
        return deleted

    @property
    def _entries_folder(self) -> Path | None:
        """The folder of the entries; None when somebody has put a link in its place."""
        if self.folder is None or (self.folder / "entries").is_symlink():
            return None
        return self.folder / "entries"

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        if self._entries_folder is None:
            return
        with contextlib.suppress(OSError), os.scandir(self._entries_folder) as items:
            for item in items:
                with contextlib.suppress(OSError):
                    if _NAME.fullmatch(item.name) and item.is_file(follow_symlinks=False):
                        facts = item.stat(follow_symlinks=False)
                        yield facts.st_mtime, facts.st_size, Path(item.path)


def _file_name(key: str) -> str:
    """The file of a key, which may be any text."""
    return f"{sha256(key.encode()).hexdigest()}.entry"


def user_cache() -> Cache:
    """The cache in the user's cache folder; it keeps nothing when the user has no such folder."""
    from platformdirs import user_cache_path

    try:
        folder = user_cache_path("cardprint")
    except (OSError, RuntimeError, KeyError):
        return Cache(None)
    # An unknown home stays "~", which would be a folder of that name below the current one.
    return Cache(folder if folder.is_absolute() else None)
