"""Where toolkits, layouts and fonts live: the project's own folders, then the built-in ones."""

import re
from dataclasses import dataclass
from pathlib import Path

from cardprint.errors import InputError, Place, Problem, nearest
from cardprint.messages.catalogue import tell
from cardprint.storage.named import spelled

MONO = "mono"
"""The switch after a layout's name for greys only."""

_BASE = re.compile(rb"^base: *([a-z0-9_-]+)", re.MULTILINE)


def builtin_root() -> Path:
    """The folder of the built-in ``layouts/`` and ``fonts/``: in the wheel or the checkout."""
    packed = Path(__file__).parents[1] / "builtin"
    return packed if packed.is_dir() else Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with ``toolkits/`` and, if it wants, its own ``layouts/`` and ``fonts/``."""

    root: Path

    @property
    def roots(self) -> tuple[Path, ...]:
        """Folders that may hold layouts and fonts, nearest first."""
        builtin = builtin_root()
        return (self.root,) if self.root.resolve() == builtin.resolve() else (self.root, builtin)

    def shown(self, path: Path) -> str:
        """``path`` as people name it: from the project's folder where it lies below it."""
        for root in self.roots:
            if path.is_relative_to(root):
                return path.relative_to(root).as_posix()
        return path.as_posix()

    def toolkits(self) -> dict[str, Path]:
        """The folder of every toolkit, by slug."""
        return {
            spelled(folder.name): folder
            for folder in sorted((self.root / "toolkits").glob("*"))
            if any((folder / name).exists() for name in ("toolkit.yaml", "cards", "pages"))
        }

    def layouts(self) -> dict[str, Path]:
        """The folder of every layout, by name; a project's own comes before the built-in one."""
        return {
            name: folder
            for name, folder in self._layout_folders().items()
            if not name.startswith("_")
        }

    def _layout_folders(self) -> dict[str, Path]:
        return {
            spelled(file.parent.name): file.parent
            for root in reversed(self.roots)
            for file in sorted((root / "layouts").glob("*/layout.yaml"))
        }

    def layout_chain(self, name: str) -> tuple[Path, ...]:
        """The folders that make up a layout: what is laid over it first, its bases last.

        ``grid-a3+press`` is the layout ``press`` with ``grid-a3`` as its base.

        :raises InputError: when a name in it is unknown, or a layout is its own base.
        """
        known = self._layout_folders()
        *below, top = [each for each in spelled(name).split("+") if each != MONO] or [name]
        chain: list[Path] = []
        wanted: str | None = top
        while wanted is not None:
            if wanted not in known or known[wanted] in chain:
                raise InputError([_unknown_layout(name, wanted, chain, known)])
            chain.append(known[wanted])
            base = _BASE.search((known[wanted] / "layout.yaml").read_bytes())
            wanted = below.pop() if below else base[1].decode() if base else None
        return tuple(chain)

    def locales(self) -> dict[str, Path]:
        """The file of every language, by its code; a project's own comes before the built-in."""
        return {
            file.stem: file
            for root in reversed(self.roots)
            for file in sorted((root / "locales").glob("*.yaml"))
        }

    def fonts(self) -> dict[str, Path]:
        """The folder of every font, by name."""
        return {
            spelled(file.parent.name): file.parent
            for root in reversed(self.roots)
            for file in sorted((root / "fonts").glob("*/font.css"))
        }


def _unknown_layout(name: str, wanted: str, chain: list[Path], known: dict[str, Path]) -> Problem:
    if wanted in known:
        return Problem(
            Place(f"layouts/{wanted}/layout.yaml"),
            tell("'{wanted}' is its own base", wanted=wanted),
        )
    place = f"layouts/{chain[-1].name}/layout.yaml" if chain and "+" not in name else name
    shown = {each: path for each, path in known.items() if not each.startswith("_")}
    return Problem(
        Place(place), tell("unknown layout '{wanted}'", wanted=wanted), nearest(wanted, shown)
    )


def select(kind: str, wanted: tuple[str, ...], known: dict[str, Path]) -> dict[str, Path]:
    """The wanted entries of ``known`` (all when none is named); unknown names in one error."""
    if not known:
        hint = tell("run this in the folder of the project, or name it with --project")
        raise InputError(
            [Problem(Place(f"{kind}s"), tell("there are no {kind}s here", kind=kind), hint)]
        )
    wanted = tuple(map(spelled, wanted))
    if unknown := [name for name in wanted if name not in known]:
        raise InputError(
            Problem(
                Place(name),
                tell("unknown {kind} '{name}'", kind=kind, name=name),
                nearest(name, known),
            )
            for name in unknown
        )
    return {name: known[name] for name in wanted} if wanted else known


def inside(folder: Path, path: Path) -> bool:
    """Whether ``path``, with symbolic links and ``..`` resolved, lies below ``folder``."""
    return path.resolve().is_relative_to(folder.resolve())
