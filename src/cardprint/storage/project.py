"""Where toolkits, layouts and fonts live: the project's own folders, then the built-in ones."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from cardprint.errors import InputError, Place, Problem, nearest
from cardprint.messages.catalogue import tell
from cardprint.storage.files import read_text
from cardprint.storage.named import spelled

MONO, UA_2 = SWITCHES = "mono", "ua-2"
"""After the name of a layout: everything is grey; the file is PDF/UA-2, in PDF 2.0."""

TOOLKIT_FILE = "toolkit.yaml"

TRANSLATIONS = "translations"
"""The folder of a toolkit that has a folder for each language that it was translated into."""

FONT_SHEET = "font.css"

SCHEMAS = ("schema", "docs/schema")
"""Where a project may have the schemas of its files, for text editors."""

PROJECT_FILE = "cardprint.yaml"
"""What all toolkits of a project share; a project need not have it."""

_PLAIN_BASE = re.compile(r"^base: +([a-z0-9_-]+) *$", re.MULTILINE)
# Files that operating systems add to folders.
_FOREIGN = ("__MACOSX", "Thumbs.db", "desktop.ini")


def builtin_root() -> Path:
    """The folder of the built-in layouts, themes and fonts: in the wheel or the checkout."""
    packed = Path(__file__).parents[1] / "builtin"
    return packed if packed.is_dir() else Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Project:
    """``toolkits/``, and perhaps layouts, themes, fonts, icons and languages of its own."""

    root: Path

    @property
    def roots(self) -> tuple[Path, ...]:
        """Folders that may hold layouts and fonts, nearest first."""
        builtin = builtin_root()
        return (self.root,) if self.root.resolve() == builtin.resolve() else (self.root, builtin)

    def shown(self, path: Path) -> str:
        """``path`` as people write it: relative to the project's folder if it is below that."""
        for root in self.roots:
            if path.is_relative_to(root):
                return path.relative_to(root).as_posix()
        return path.as_posix()

    @property
    def schemas(self) -> str | None:
        """The folder of the project's schemas, as a path from the project's own."""
        return next((each for each in SCHEMAS if (self.root / each).is_dir()), None)

    def toolkits(self) -> dict[str, Path]:
        """The folder of every toolkit, by slug."""
        return {
            spelled(folder.name): folder
            for folder in sorted((self.root / "toolkits").glob("*"))
            if not is_foreign(folder) and _is_toolkit(folder)
        }

    def strangers(self) -> list[Path]:
        """The folders among the toolkits that are none."""
        found = sorted((self.root / "toolkits").glob("*/"))
        return [each for each in found if not is_foreign(each) and not _is_toolkit(each)]

    def layouts(self) -> dict[str, Path]:
        """The folder of every layout, by name; a project's own comes before the built-in one."""
        return {
            name: folder
            for name, folder in self._layout_folders().items()
            if not name.startswith("_")
        }

    def _layout_folders(self) -> dict[str, Path]:
        return {
            spelled(folder.name): folder
            for root in reversed(self.roots)
            for folder in sorted((root / "layouts").glob("*"))
            if not is_foreign(folder) and os.path.lexists(folder / "layout.yaml")
        }

    def layout_chain(self, name: str) -> tuple[Path, ...]:
        """The folders that make up a layout: the layouts over it first, its bases last.

        ``grid-a3+press`` is the layout ``press`` with ``grid-a3`` as its base.

        :raises InputError: when a name in it is unknown, only a base, or its own base.
        """
        known = self._layout_folders()
        *below, top = [each for each in spelled(name).split("+") if each not in SWITCHES] or [name]
        if shared := [each for each in (*below, top) if each.startswith("_")]:
            message = tell("'{layout}' is a base for layouts and cannot be built", layout=shared[0])
            raise InputError([Problem(Place(name), message, nearest(shared[0], self.layouts()))])
        chain: list[Path] = []
        wanted: str | None = top
        while wanted is not None:
            if wanted not in known or known[wanted] in chain:
                raise InputError([_unknown_layout(name, wanted, chain, known)])
            chain.append(known[wanted])
            wanted = below.pop() if below else _base_of(known[wanted] / "layout.yaml")
        return tuple(chain)

    def locales(self) -> dict[str, Path]:
        """The file of every language, by its code; a project's own comes before the built-in."""
        return {
            file.stem: file
            for root in reversed(self.roots)
            for file in sorted((root / "locales").glob("*.yaml"))
        }

    def starters(self) -> dict[str, Path]:
        """The example of a toolkit in every language that has one, likewise."""
        return {
            file.stem: file
            for root in reversed(self.roots)
            for file in sorted((root / "starters").glob("*.yaml"))
        }

    def icons(self) -> dict[str, Path]:
        """The file of every icon, by name; a project's own comes before the built-in one."""
        return {
            spelled(file.stem): file
            for root in reversed(self.roots)
            for file in sorted((root / "icons").glob("*.svg"))
        }

    def themes(self) -> dict[str, Path]:
        """The folder of every theme, by name; a project's own comes before the built-in one."""
        return {
            spelled(file.parent.name): file.parent
            for root in reversed(self.roots)
            for file in sorted((root / "themes").glob("*/theme.yaml"))
        }

    def fonts(self) -> dict[str, Path]:
        """The folder of every typeface, by name; it has font files, or a style sheet of them."""
        return {
            spelled(folder.name): folder
            for root in reversed(self.roots)
            for folder in sorted((root / "fonts").glob("*"))
            if (folder / FONT_SHEET).is_file() or font_files(folder)
        }


def is_project(folder: Path) -> bool:
    """Whether a folder holds a project: ``toolkits/``, or settings that toolkits share."""
    # One that may not be looked into is none.
    here = os.path.isdir(folder / "toolkits")  # noqa: PTH112
    return here or os.path.isfile(folder / PROJECT_FILE)  # noqa: PTH113


def project_above(folder: Path) -> Path | None:
    """The nearest folder that holds a project: ``folder`` itself, or one that it is in."""
    return next(filter(is_project, (folder, *folder.parents)), None)


def font_files(folder: Path) -> list[Path]:
    """The font files of a folder, by name."""
    return [file for file in sorted(folder.glob("*")) if file.suffix.lower() in (".ttf", ".otf")]


def is_foreign(path: Path) -> bool:
    """Whether a file or folder is hidden or made by a system: ``.git``, ``__MACOSX``."""
    return path.name.startswith(".") or path.name in _FOREIGN


def _is_toolkit(folder: Path) -> bool:
    """Whether a folder holds a toolkit, something of one, or nothing."""
    try:
        found = {path.name.lower() for path in folder.iterdir() if not is_foreign(path)}
    except OSError:
        return False
    return (
        not found
        or not found.isdisjoint({TOOLKIT_FILE, "toolkit.yml", "cards", "pages"})
        or any(name.endswith((".yaml", ".yml")) for name in found)
    )


def translations_of(toolkit: Path) -> tuple[str, ...]:
    """The languages (BCP 47) that a toolkit was translated into, or is being translated into."""
    found = sorted((toolkit / TRANSLATIONS).glob("*"))
    return tuple(each.name for each in found if each.is_dir() and not is_foreign(each))


def _base_of(file: Path) -> str | None:
    """The layout that a ``layout.yaml`` is based on; problems in the file are reported later.

    A build without changes reads these files. It should not wait for the YAML parser, which takes
    longer to import than all the rest, so a base on a plain line is read without it.
    """

    def pass_over(_problem: Problem) -> None:
        """Ignore it here: loading the layout reports it."""

    text = read_text(file, file.name, pass_over) or ""
    if plainly := _PLAIN_BASE.findall(text):
        return str(plainly[0])
    if "base" not in text:
        return None
    from cardprint.storage.source import read_source

    source = read_source(file, file.name, pass_over)
    base = source.data.get("base") if source and isinstance(source.data, dict) else None
    return base if isinstance(base, str) else None


def _unknown_layout(name: str, wanted: str, chain: list[Path], known: dict[str, Path]) -> Problem:
    if wanted in known:
        return Problem(
            Place(f"layouts/{wanted}/layout.yaml"),
            tell("the layout '{layout}' is its own base", layout=wanted),
        )
    place = f"layouts/{chain[-1].name}/layout.yaml" if chain and "+" not in name else name
    shown = {each: path for each, path in known.items() if not each.startswith("_")}
    return Problem(
        Place(place), tell("unknown layout '{layout}'", layout=wanted), nearest(wanted, shown)
    )


def language_said(project: Project, toolkit: Path) -> str:
    """The language that a toolkit says it is in, whatever else is wrong with it; or nothing."""
    from cardprint.storage.source import read_source

    file = toolkit / TOOLKIT_FILE
    source = read_source(file, project.shown(file), lambda _: None)
    data = source.data if source and isinstance(source.data, dict) else {}
    return str(data.get("language", ""))


def select_toolkits(wanted: tuple[str, ...], known: dict[str, Path]) -> dict[str, Path]:
    """The wanted toolkits (all when none is named); one error for all unknown names."""
    if not known:
        hint = tell(
            "run this in a folder of the project, or name it with --project; begin one with: "
            "cardprint init"
        )
        raise InputError([Problem(Place("toolkits"), tell("there are no toolkits here"), hint)])
    wanted = tuple(map(spelled, wanted))
    if unknown := [name for name in wanted if name not in known]:
        raise InputError(
            Problem(
                Place(name),
                tell("unknown toolkit '{toolkit}'", toolkit=name),
                nearest(name, known),
            )
            for name in unknown
        )
    return {name: known[name] for name in wanted} if wanted else known


def inside(folder: Path, path: Path) -> bool:
    """Whether ``path``, with symbolic links and ``..`` resolved, lies below ``folder``."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # links in a circle, or an impossible name
        return False
