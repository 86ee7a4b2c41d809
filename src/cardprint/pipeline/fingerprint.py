"""One digest of everything that a build depends on: equal digests mean equal bytes."""

import ctypes
import os
import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import file_digest
from pathlib import Path

from cardprint.storage.digest import Part, digest
from cardprint.storage.project import PROJECT_FILE, Project
from cardprint.storage.regular import open_regular

_PANGO = ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll", "pango-1.0-0.dll")
_HARFBUZZ = ("libharfbuzz.so.0", "libharfbuzz.dylib", "libharfbuzz-0.dll", "harfbuzz.dll")


def digest_of_build(project: Project, toolkit: Path, layout: str, translation: str = "") -> str:
    """The digest of everything that decides how ``toolkit`` looks in ``layout``.

    :param translation: the language that it is built in, if that is not its own.
    """
    folders = [toolkit, *_neighbours(project, toolkit), *project.layout_chain(layout)]
    for root in project.roots:
        shared = ("layouts/_base", "themes", "fonts", "icons", "locales")
        folders += [root / each for each in shared]
    found = (
        part for each in folders for part in _contents(each, project.roots) if not _is_edition(part)
    )
    return digest(
        environment(), layout, translation, _digest_of_file(project.root / PROJECT_FILE), *found
    )


def _is_edition(part: Part) -> bool:
    """Whether it is a file of ``editions/``, which a toolkit itself does not depend on."""
    return isinstance(part, tuple) and str(part[0]).startswith("editions/")


def _neighbours(project: Project, toolkit: Path) -> list[Path]:
    """The toolkits that this one may refer to, as ``SLUG:page/…`` or ``SLUG:pages/…``."""
    text = b"".join(map(_bytes_of, sorted(toolkit.rglob("*.yaml"))))
    known = project.toolkits()
    slugs = {found.decode() for found in re.findall(rb"([a-z0-9-]+):[a-z]+/", text)}
    return [known[slug] for slug in sorted(slugs & known.keys())]


def _contents(folder: Path, homes: Sequence[Path] = (), suffix: str = "") -> Iterator[Part]:
    """Name and content of every file below ``folder``, including those behind links.

    A link that leads nowhere, or outside ``folder`` and all of ``homes``, is not followed: only its
    address counts, and the age of what it leads to. A folder with several links to it is read once.
    """
    inside = tuple(os.path.realpath(home) for home in (folder, *homes))
    yield folder.name
    yield from _below(folder, "", inside, suffix, set())


def _below(
    folder: Path, prefix: str, inside: tuple[str, ...], suffix: str, seen: set[str]
) -> Iterator[Part]:
    try:
        items = sorted(os.scandir(folder), key=lambda item: item.name)
    except OSError:
        return  # if it cannot be read, loading it reports the problem
    seen.add(os.path.realpath(folder))
    for item in items:
        path, name = Path(item.path), prefix + item.name
        if item.is_symlink() and not _leads_inside(path, inside):
            yield (name, "link", str(path.readlink()), *_age(path))
        elif not os.path.isdir(path):  # noqa: PTH112  # Path.is_dir may raise
            if name.endswith(suffix):
                yield name, _digest_of_file(path)
        elif os.path.realpath(path) in seen:
            yield name, "again", str(path.readlink()) if item.is_symlink() else ""
        elif item.name != "__pycache__":
            yield from _below(path, f"{name}/", inside, suffix, seen)


def _leads_inside(link: Path, homes: tuple[str, ...]) -> bool:
    """Whether a link leads to something that exists in one of the folders."""
    real = os.path.realpath(link)
    return os.path.lexists(real) and any(real.startswith(home + os.sep) for home in homes)


def _age(path: Path) -> tuple[int, int]:
    """Size in bytes and time in nanoseconds of what a link leads to."""
    try:
        facts = path.stat()
    except OSError:
        return 0, 0
    return facts.st_size, facts.st_mtime_ns


def _digest_of_file(path: Path) -> bytes | None:
    """The digest of a file; None if it cannot be read, or is not an ordinary file."""
    try:
        with open_regular(path) as file:
            return file_digest(file, "sha256").digest()
    except OSError:
        return None


def _bytes_of(path: Path) -> bytes:
    try:
        with open_regular(path) as file:
            return file.read()
    except OSError:
        return b""


@cache
def environment() -> str:
    """The digest of the program, the libraries it uses, and Python."""
    return digest(
        sys.version,
        sys.platform,
        *_contents(Path(__file__).parents[1], suffix=".py"),
        *_installed(),
        _version(_PANGO, "pango_version_string"),
        _version(_HARFBUZZ, "hb_version_string"),
    )


def environment_facts(project: Project) -> dict[str, str]:
    """By name, the version of everything that affects how a page looks; a digest for fonts."""
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


def _installed() -> list[str]:
    """Name and version of every installed package, from the names of the folders."""
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
