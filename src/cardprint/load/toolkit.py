"""A toolkit's folder to a :class:`Toolkit`; every problem in it is reported at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cardprint.errors import InputError, Place, Problem
from cardprint.load.source import NodePath, Source, read_source
from cardprint.load.validate import validate
from cardprint.model.card import Card
from cardprint.model.page import Page
from cardprint.model.toolkit import ToolkitInfo
from cardprint.project import inside

Report = Callable[[Problem], None]


@dataclass(frozen=True)
class Toolkit:
    """A loaded toolkit: its parts in reading order, and where everything in it stands."""

    slug: str
    folder: Path
    info: ToolkitInfo
    parts: tuple[Card | Page, ...]
    sources: tuple[Source, ...]
    """``toolkit.yaml`` first, then one for each part."""

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The cards in order; a card's number is its place in this tuple, from 1."""
        return tuple(part for part in self.parts if isinstance(part, Card))

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages of prose in order."""
        return tuple(part for part in self.parts if isinstance(part, Page))

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The title of everything that a link can lead to, by destination name."""
        found: dict[str, str] = {}
        for page in self.pages:
            found[f"page/{page.id}"] = page.title
        for card in self.cards:
            found |= dict.fromkeys(card.choices, card.title)
            found[f"overview/{card.id}"] = card.title
            found |= {f"option/{card.id}/{option.id}": option.title for option in card.options}
        return found

    def chooser(self, page: Page) -> Page | None:
        """The page that has a tile for ``page``."""
        return next((each for each in self.pages if page.id in each.tiles), None)

    def page(self, name: str) -> Page:
        """The page with an id."""
        return next(page for page in self.pages if page.id == name)

    def number(self, card: Card) -> int:
        """The card's number, from 1."""
        return self.cards.index(card) + 1

    def at(self, part: Card | Page | None, *path: str | int) -> Place:
        """The place of a node of a part's file, or of ``toolkit.yaml`` without a part."""
        source = self.sources[0] if part is None else self.sources[self.parts.index(part) + 1]
        return source.at(path)

    def find(self, part: Card | Page | None, path: NodePath, fragment: str) -> Place:
        """The place of ``fragment`` inside the text of a node."""
        source = self.sources[0] if part is None else self.sources[self.parts.index(part) + 1]
        return source.find(path, fragment)


def load_toolkit(folder: Path, shown: Callable[[Path], str]) -> Toolkit:
    """Load the toolkit in ``folder``.

    :param shown: turns a path into the name that messages use.
    :raises InputError: with every problem found in any of its files.
    """
    from cardprint.load.content import check_content

    problems: list[Problem] = []
    source = read_source(folder / "toolkit.yaml", shown(folder / "toolkit.yaml"), problems.append)
    if not source:
        raise InputError(problems)
    info = validate(ToolkitInfo, source, problems.append)
    parts, sources = [], [source]
    for i, entry in enumerate(_entries(source)):
        place = source.at(("contents", i))
        loaded = _load_part(folder, entry, place, shown, problems.append)
        if loaded:
            parts.append(loaded[0])
            sources.append(loaded[1])
    if not info:
        raise InputError(problems)
    toolkit = Toolkit(folder.name, folder, info, tuple(parts), tuple(sources))
    check_content(toolkit, problems.append, complete=len(parts) == len(info.contents))
    if problems:
        raise InputError(problems)
    return toolkit


def _entries(source: Source) -> list[str]:
    """The entries of ``contents``, also when something else in the file is wrong."""
    contents = source.data.get("contents") if isinstance(source.data, dict) else None
    return [str(entry) for entry in contents] if isinstance(contents, list) else []


def _load_part(
    folder: Path, entry: str, place: Place, shown: Callable[[Path], str], report: Report
) -> tuple[Card | Page, Source] | None:
    path = folder / entry
    if Path(entry).is_absolute() or not inside(folder, path):
        report(
            Problem(
                place, f"'{entry}' leaves the toolkit's folder", f"put the file in {folder.name}/"
            )
        )
        return None
    kinds: dict[str, type[Card | Page]] = {"cards": Card, "pages": Page}
    kind = kinds.get(Path(entry).parts[0])
    if kind is None or path.suffix != ".yaml":
        report(
            Problem(
                place,
                f"'{entry}' is neither a card nor a page",
                "name a file as cards/NAME.yaml or pages/NAME.yaml",
            )
        )
        return None
    if not path.is_file():
        report(Problem(place, f"'{entry}' does not exist", _nearest_file(folder, entry)))
        return None
    source = read_source(path, shown(path), report)
    part = source and validate(kind, source, report)
    return (part, source) if source and part else None


def _nearest_file(folder: Path, entry: str) -> str:
    from cardprint.load.validate import nearest

    known = [
        file.relative_to(folder).as_posix()
        for sub in ("cards", "pages")
        for file in folder.glob(f"{sub}/*.yaml")
    ]
    return nearest(entry, known) if known else "create it"
