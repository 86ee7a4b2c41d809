"""A toolkit's folder to a :class:`Toolkit`; every problem in it is reported at once."""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from cardprint.errors import InputError, Place, Problem
from cardprint.load.source import NodePath, Source, read_source
from cardprint.load.validate import validate
from cardprint.model.card import Card, More
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
    others: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Titles by destination of the other toolkits that this one refers to; by slug."""

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

    def title_of(self, more: More) -> str:
        """What a place to read more is called."""
        if more.title:
            return more.title
        return (self.others[more.toolkit] if more.toolkit else self.titles)[more.name]

    def referrers(self, name: str) -> tuple[tuple[str, str], ...]:
        """Destination and title of every option that refers to a place of this toolkit."""
        return tuple(
            (f"option/{card.id}/{option.id}", option.title)
            for card in self.cards
            for option in card.options
            if any(more.to == name for more in option.more)
        )

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


def load_toolkit(
    folder: Path, shown: Callable[[Path], str], beside: Mapping[str, Path] | None = None
) -> Toolkit:
    """Load the toolkit in ``folder``.

    :param shown: turns a path into the name that messages use.
    :param beside: folders of the toolkits that it may refer to, by slug.
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
        home, name = _home(folder, entry, beside or {})
        loaded = _load_part(home, name, place, shown, problems.append)
        if loaded:
            parts.append(loaded[0])
            sources.append(loaded[1])
    if not info:
        raise InputError(problems)
    others = _titles_of_others(parts, beside or {}, shown)
    toolkit = Toolkit(folder.name, folder, info, tuple(parts), tuple(sources), others)
    check_content(toolkit, problems.append, complete=len(parts) == len(info.contents))
    if problems:
        raise InputError(problems)
    return toolkit


def _home(folder: Path, entry: str, beside: Mapping[str, Path]) -> tuple[Path, str]:
    """The toolkit's folder that an entry of ``contents`` is in, and its name there."""
    slug, colon, name = entry.partition(":")
    return (beside[slug], name) if colon and slug in beside else (folder, entry)


def _titles_of_others(
    parts: list[Card | Page], beside: Mapping[str, Path], shown: Callable[[Path], str]
) -> dict[str, Mapping[str, str]]:
    """The titles of the toolkits that options refer to; one that cannot be loaded has none."""
    options = [option for part in parts if isinstance(part, Card) for option in part.options]
    found: dict[str, Mapping[str, str]] = {}
    for slug in {more.toolkit for option in options for more in option.more if more.toolkit}:
        with contextlib.suppress(InputError):
            if slug in beside:
                # Without its own neighbours: toolkits may refer to each other.
                found[slug] = load_titles(beside[slug], shown)
    return found


def load_titles(folder: Path, shown: Callable[[Path], str]) -> Mapping[str, str]:
    """The title of everything in a toolkit that another one may refer to."""
    problems: list[Problem] = []
    source = read_source(folder / "toolkit.yaml", shown(folder / "toolkit.yaml"), problems.append)
    info = source and validate(ToolkitInfo, source, problems.append)
    if not source or not info:
        raise InputError(problems)
    loaded = [
        _load_part(folder, entry, source.at(("contents", i)), shown, problems.append)
        for i, entry in enumerate(_entries(source))
    ]
    parts = tuple(each[0] for each in loaded if each)
    return Toolkit(folder.name, folder, info, parts, (source,)).titles


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
