"""The files that a document may read, under addresses that are the same on every machine."""

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file by the address that documents use for it.

    The address does not tell where the file is: it ends up in the PDF and in the cache, which must
    not depend on the folder that the project happens to be in.
    """

    url: str
    digest: str
    path: Path = field(compare=False, repr=False)


def address(*parts: str) -> str:
    """The address of a file in one of the project's folders: ``file:///layouts/screen/x.svg``."""
    return "file:///" + "/".join(parts)


def named(path: Path, *parts: str) -> NamedFile:
    """``path`` under its address."""
    return NamedFile(address(*parts), sha256(path.read_bytes()).hexdigest(), path)
