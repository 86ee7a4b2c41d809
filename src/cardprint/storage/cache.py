"""What was made before, by content: safe to share, to damage, to switch off and to clear."""

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

MAX_BYTES = 300_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """Bytes with what is known about them."""

    facts: dict[str, object]
    data: bytes


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of entries, each a file of its own: a checksum, the facts as JSON, the bytes.

    A new entry replaces an old one in one step, so two builds at the same time do no harm. An entry
    that cannot be read, or whose checksum is wrong, does not exist. Without a folder nothing is
    kept.
    """

    folder: Path | None

    def get(self, key: str) -> Entry | None:
        """The entry of ``key``, if there is a sound one."""
        if self.folder is None:
            return None
        try:
            checksum, _, content = (self.folder / key).read_bytes().partition(b"\n")
        except OSError:
            return None
        if sha256(content).hexdigest().encode() != checksum:
            return None
        facts, _, data = content.partition(b"\n")
        return Entry(json.loads(facts), data)

    def put(self, key: str, entry: Entry) -> None:
        """Keep an entry; a cache that cannot be written is passed over."""
        if self.folder is None:
            return
        content = json.dumps(entry.facts, sort_keys=True).encode() + b"\n" + entry.data
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.folder, prefix=".new-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(sha256(content).hexdigest().encode() + b"\n" + content)
                Path(name).replace(self.folder / key)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise

    def prune(self) -> None:
        """Delete the oldest entries until the folder is no larger than it may be."""
        entries = sorted(self._entries(), key=lambda entry: entry[0], reverse=True)
        total = 0
        for _, size, path in entries:
            total += size
            if total > MAX_BYTES:
                with contextlib.suppress(OSError):
                    path.unlink()

    def clear(self) -> int:
        """Delete every entry; return how many there were."""
        entries = list(self._entries())
        for _, _, path in entries:
            path.unlink(missing_ok=True)
        return len(entries)

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        with contextlib.suppress(OSError):
            for item in os.scandir(self.folder) if self.folder else ():
                with contextlib.suppress(OSError):
                    facts = item.stat()
                    yield facts.st_mtime, facts.st_size, Path(item.path)


def user_cache() -> Cache:
    """The cache in the user's own cache directory."""
    from platformdirs import user_cache_path

    return Cache(user_cache_path("cardprint"))
