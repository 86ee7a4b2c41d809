"""The files that a document may read, with addresses that are the same on every machine."""

import os
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from unicodedata import normalize
from urllib.parse import quote, unquote


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file with the address that documents use for it.

    The address does not say where the file is. It ends up in the PDF and in the cache, which must
    not depend on the folder that the project happens to be in.
    """

    url: str
    digest: str
    path: Path = field(compare=False, repr=False)
    colour: str = ""
    """What ``currentColor`` in a drawing stands for, as ``#rrggbb``."""
    crop: str = ""
    """The form that a picture is cut to."""
    inks: bool = False
    """Whether a picture keeps its inks, as on a press."""

    def read(self) -> bytes:
        """The content, in its colour."""
        data = self.path.read_bytes()
        return data.replace(b"currentColor", self.colour.encode()) if self.colour else data


def address(*parts: str) -> str:
    """The address of a file in one of the project's folders: ``file:///layouts/screen/x.svg``.

    Every sign with a meaning in addresses is written as its code (RFC 3986, 2.1).
    """
    return "file:///" + quote(spelled("/".join(parts)))


def same_address(url: str) -> str:
    """An address of a style sheet, with the same signs as codes as in :func:`address`."""
    return address(unquote(url.removeprefix("file:///")))


def named(path: Path, *parts: str) -> NamedFile:
    """``path`` with its address."""
    return NamedFile(address(*parts), sha256(path.read_bytes()).hexdigest(), path)


def cut(path: Path, crop: str, *parts: str) -> NamedFile:
    """A picture with its address in the form that it is cut to, or whole."""
    place = address(*parts, crop) if crop else address(*parts)
    return NamedFile(place, sha256(path.read_bytes()).hexdigest(), path, crop=crop)


def coloured(file: NamedFile, role: str, colour: str) -> NamedFile:
    """A drawing in the colour of a role, whose address ends in ``#role``."""
    return NamedFile(f"{file.url}{quote('#')}{role}", file.digest + colour, file.path, colour)


def spelled(name: str) -> str:
    """A name in the spelling in which names are compared.

    A letter with an accent is one character on most keyboards and two in the file names of some
    systems (Unicode Standard Annex 15); both look the same.
    """
    return normalize("NFC", name)


def on_disk(folder: Path, name: str) -> Path:
    """The file that a name in the data means, however its letters are spelled on the disk."""
    path = folder
    for part in PurePosixPath(name).parts:
        path = _step(path, part)
    return path


def _step(folder: Path, name: str) -> Path:
    if os.path.lexists(folder / name) or not folder.is_dir():
        return folder / name
    alike = (each for each in folder.iterdir() if spelled(each.name) == spelled(name))
    return next(alike, folder / name)
