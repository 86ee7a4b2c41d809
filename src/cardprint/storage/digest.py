"""A digest of values, the key to what was made from them."""

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

Part = bytes | str | int | float | Path | None | tuple["Part", ...]
"""The values that a digest can be made of: they are the same in every process."""


def digest(*parts: Part) -> str:
    """The digest of some values; their types and the borders between them count, too.

    :raises TypeError: for anything else; the text of a set or an object differs between processes.
    """
    found = sha256()
    for piece in _encoded(parts):
        found.update(piece)
    return found.hexdigest()


def _encoded(part: Part) -> Iterator[bytes]:
    match part:
        case tuple():
            yield b"tuple:%d:" % len(part)
            for each in part:
                yield from _encoded(each)
            return
        case bytes():
            kind, data = b"bytes", part
        case str():
            kind, data = b"str", part.encode("utf-8", "surrogatepass")
        case Path():
            kind, data = b"path", os.fsencode(part.as_posix())
        case None | bool() | int() | float():
            kind, data = type(part).__name__.encode(), repr(part).encode()
        case _:
            raise TypeError(f"no digest of {type(part).__name__}")
    yield b"%s:%d:" % (kind, len(data))
    yield data
