"""Everything that a build depends on, as one digest: equal digests mean equal bytes."""

import ctypes
import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from cardprint.storage.project import Project

_PANGO = ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll", "pango-1.0-0.dll")
_HARFBUZZ = ("libharfbuzz.so.0", "libharfbuzz.dylib", "libharfbuzz-0.dll", "harfbuzz.dll")


def digest(*parts: object) -> str:
    """The digest of some values, each told apart from the next.

    :param parts: bytes, paths, and text, numbers and None, also in tuples.
    """
    found = sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else repr(part).encode()
        found.update(f"{len(data)}:".encode())
        found.update(data)
    return found.hexdigest()


def digest_of_build(project: Project, toolkit: Path, layout: str) -> str:
    """The digest of all that decides how ``toolkit`` looks in ``layout``."""
    folders = [toolkit, *_neighbours(project, toolkit), *project.layout_chain(layout)]
    for root in project.roots:
        folders += [root / "layouts" / "_base", root / "fonts", root / "locales"]
    return digest(environment(), layout, *(part for each in folders for part in _contents(each)))


def _neighbours(project: Project, toolkit: Path) -> list[Path]:
    """The toolkits that this one may refer to, as ``SLUG:page/…`` or ``SLUG:pages/…``."""
    text = b"".join(map(_bytes_of, sorted(toolkit.rglob("*.yaml"))))
    known = project.toolkits()
    slugs = {found.decode() for found in re.findall(rb"([a-z0-9-]+):[a-z]+/", text)}
    return [known[slug] for slug in sorted(slugs & known.keys())]


def _contents(folder: Path, suffix: str = "") -> Iterator[object]:
    """Name and content of every file below ``folder``; of a link, where it leads."""
    yield folder.name
    for file in _files_below(folder, suffix):
        yield file.relative_to(folder)
        yield file.readlink() if file.is_symlink() else _bytes_of(file)


def _bytes_of(file: Path) -> bytes:
    """What is in a file; nothing of a pipe or a device, which would be read without end."""
    return file.read_bytes() if file.is_file() else b""


@cache
def environment() -> str:
    """The digest of the program, the libraries it uses, and Python."""
    return digest(
        sys.version,
        sys.platform,
        *_contents(Path(__file__).parents[1], ".py"),
        *_installed(),
        _version(_PANGO, "pango_version_string"),
        _version(_HARFBUZZ, "hb_version_string"),
    )


def environment_facts(project: Project) -> dict[str, str]:
    """The versions of all that has a hand in how a page looks, by name; of fonts, the digest."""
    from importlib.metadata import version

    names = ("weasyprint", "pypdf", "pikepdf", "pypdfium2", "fonttools", "pyphen")
    return {name: version(name) for name in names} | {
        "pango": _version(_PANGO, "pango_version_string"),
        "harfbuzz": _version(_HARFBUZZ, "hb_version_string"),
        **{
            f"font {name}": digest(*_contents(folder))[:12]
            for name, folder in project.fonts().items()
        },
    }


def _files_below(folder: Path, suffix: str = "") -> list[Path]:
    found: list[Path] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        found += [Path(parent, name) for name in sorted(names) if name.endswith(suffix)]
    return found


def _installed() -> list[str]:
    """Name and version of every installed package, from the names of their folders."""
    found: set[str] = set()
    for folder in sys.path:
        if folder.endswith("-packages"):
            found |= {item.name for item in Path(folder).glob("*.dist-info")}
    return sorted(found)


def _version(names: tuple[str, ...], function: str) -> str:
    """The version of a shared library, without importing what uses it."""
    for name in names:
        try:
            call = getattr(ctypes.CDLL(name), function)
        except (OSError, AttributeError):
            continue
        call.restype = ctypes.c_char_p
        return bytes(call()).decode()
    return "unknown"
