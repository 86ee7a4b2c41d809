"""The editions of a toolkit: files of ``editions/`` become editions, checked, with their places."""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cardprint.errors import InputError, Place, Problem, nearest
from cardprint.load.contrast import check_contrast
from cardprint.load.edited import edited
from cardprint.load.images import check_images
from cardprint.load.slots import RESERVED, wrong_with, wrong_words
from cardprint.load.style import house_style
from cardprint.load.table import Row, read_table
from cardprint.load.themes import Layer
from cardprint.load.toolkit import Toolkit
from cardprint.load.validate import validate
from cardprint.messages.catalogue import Message, tell
from cardprint.model import names
from cardprint.model.edition import Edition, Editions
from cardprint.model.style import Colours, Style
from cardprint.storage.named import spelled
from cardprint.storage.nodes import Span
from cardprint.storage.project import Project, inside, is_foreign
from cardprint.storage.source import NodePath, Source, read_source

Report = Callable[[Problem], None]

FOLDER = "editions"
TABLES = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Told:
    """An edition, with the file that tells of it."""

    edition: Edition
    source: Source
    index: int
    """Its place in that file, from 0."""

    def at(self, *path: str | int) -> Place:
        """The place of something that is said of it."""
        return self.source.at(("editions", self.index, *path))

    def layer(self, toolkit: Toolkit) -> Layer | None:
        """What it says of the style, if anything."""
        edition = self.edition
        if not edition.logo and edition.colours == Colours():
            return None
        said = Style(colours=edition.colours, logos=(edition.logo,) if edition.logo else None)
        path: NodePath = ("editions", self.index)
        address = ("toolkits", spelled(toolkit.folder.name))
        return Layer(self.source, path, said, toolkit.folder, address)


def load_editions(toolkit: Toolkit, project: Project) -> tuple[Told, ...]:
    """The editions of a toolkit, in the order of their files; none if there are no files.

    :raises InputError: with every problem in any of them.
    """
    problems: list[Problem] = []
    found: list[Told] = []
    for file in _files(toolkit, project):
        source = _source(file, toolkit, project, problems.append)
        if source:
            validate(Editions, source, problems.append)
            found += _sound(source)
    _check(toolkit, found, problems.append)
    if problems:
        raise InputError(problems)
    return tuple(found)


def _sound(source: Source) -> Iterator[Told]:
    """The editions of a file whose form is right; what is wrong with others is reported already."""
    entries = source.data.get("editions") if isinstance(source.data, dict) else None
    for i, entry in enumerate(entries if isinstance(entries, list) else ()):
        with contextlib.suppress(ValidationError):
            yield Told(Edition.model_validate(entry), source, i)


def select_editions(toolkit: Toolkit, project: Project, only: Sequence[str] = ()) -> list[Told]:
    """The editions that are named, or all.

    :raises InputError: with every problem in any edition, or when one is unknown, or there is none.
    """
    told = load_editions(toolkit, project)
    known = {each.edition.id: each for each in told}
    problems = [
        Problem(Place(name), tell("there is no such edition"), nearest(name, known))
        for name in only
        if name not in known
    ]
    if not told:
        place = Place(project.shown(toolkit.folder / FOLDER))
        hint = tell("put a table of organisations there: organisations.csv")
        problems = [Problem(place, tell("there are no editions of this toolkit"), hint)]
    if problems:
        raise InputError(problems)
    return [each for each in told if not only or each.edition.id in only]


def _files(toolkit: Toolkit, project: Project) -> Sequence[Path]:
    """Those of the toolkit, or else those of the project."""
    for folder in (toolkit.folder / FOLDER, project.root / FOLDER):
        known = (*TABLES, ".yaml")
        files = [each for each in sorted(folder.glob("*")) if each.suffix.lower() in known]
        if files := [each for each in files if not is_foreign(each)]:
            return files
    return ()


def _source(file: Path, toolkit: Toolkit, project: Project, report: Report) -> Source | None:
    shown = project.shown(file)
    if not any(inside(root, file) for root in (project.root, toolkit.folder)):
        message = tell("this is a link to a place outside the folder of the project")
        report(Problem(Place(shown), message, tell("put the file itself here")))
        return None
    if file.suffix.lower() not in TABLES:
        return read_source(file, shown, report)
    columns, rows = read_table(file, shown, report)
    known = (*RESERVED, *(slot.id for slot in toolkit.info.slots if slot.kind != "name"))
    for name, i in columns.items():
        if name not in known:
            message = tell("unknown column '{column}'", column=name)
            report(Problem(Place(shown, 1, i), message, nearest(name, known)))
    for _, cells in rows:
        for name, cell in cells.items():
            if cell.is_number and name not in RESERVED:
                message = tell(
                    "'{value}' is a number here, and may have lost a zero", value=cell.text
                )
                hint = tell("set the column to Text in your spreadsheet, and type it again")
                report(Problem(cell.place, message, hint))
    return _of_rows(shown, rows, {name: i for name, i in columns.items() if name in known})


_WHERE: dict[str, tuple[str, ...]] = {
    "logo": ("logo", "file"), "logo_alt": ("logo", "alt"), "accent": ("colours", "accent"),
    "licence": ("licence", "name"), "licence_url": ("licence", "url"),
}  # fmt: skip


def _of_rows(shown: str, rows: Sequence[Row], columns: Mapping[str, int]) -> Source | None:
    """The rows as a file of editions, with the places of their cells, also of empty ones."""
    values: dict[NodePath, Span] = {}
    entries: list[dict[str, Any]] = []
    for i, (number, cells) in enumerate(rows):
        entry: dict[str, Any] = {}
        values["editions", i] = Span(number, 1, number, 1)
        for name, column in columns.items():
            path = _WHERE.get(name, (name,) if name in RESERVED else ("slots", name))
            for length in range(1, len(path) + 1):
                span = Span(number, column, number, column)
                values.setdefault(("editions", i, *path[:length]), span)
            if cell := cells.get(name):
                home = entry
                for step in path[:-1]:
                    home = home.setdefault(step, {})
                text = cell.text
                home[path[-1]] = text.replace(",", " ").split() if name == "leaves_out" else text
        entries.append(entry)
    return Source(shown, {"editions": entries}, (), values) if entries else None


def _check(toolkit: Toolkit, found: Sequence[Told], report: Report) -> None:
    slots = toolkit.info.slots
    if found and not any(slot.kind == "name" and "colophon" in slot.at for slot in slots):
        message = tell("nothing in the colophon would say whose edition it is")
        hint = tell("add a slot with 'kind: name' and 'at: [colophon]'")
        report(Problem(toolkit.at(None, "slots"), message, hint))
    first: dict[str, Place] = {}
    for told in found:
        taken = first.setdefault(told.edition.id, told.at("id"))
        if taken != told.at("id"):
            message = tell("id '{name}' is used twice", name=told.edition.id)
            report(
                Problem(told.at("id"), message, tell("the first is at {place}", place=str(taken)))
            )
        for path, message, hint in _wrong(toolkit, told):
            report(Problem(told.at(*path), message, hint))
        _check_style(toolkit, told, report)


def _wrong(
    toolkit: Toolkit, told: Told
) -> Iterator[tuple[tuple[str | int, ...], Message, Message]]:
    edition = told.edition
    known = {slot.id: slot for slot in toolkit.info.slots if slot.kind != "name"}
    for name in edition.slots:
        if name not in known:
            yield ("slots", name), tell("unknown slot '{slot}'", slot=name), nearest(name, known)
    for slot in known.values():
        value = edition.slots.get(slot.id, "")
        path = ("slots", slot.id)
        if slot.required and not value and not slot.default:
            message = tell("'{label}' is missing for {name}", label=slot.label, name=edition.name)
            yield path, message, tell("fill in '{slot}'", slot=slot.id)
        yield from ((path, *each) for each in wrong_with(slot, value))
        yield from ((path, *each) for each in wrong_words(toolkit, value))
    yield from ((("name",), *each) for each in wrong_words(toolkit, edition.name))
    places = [card.name for card in toolkit.cards]
    places += [names.option(card.id, each.id) for card in toolkit.cards for each in card.options]
    for i, name in enumerate(edition.leaves_out):
        if name not in places:
            message = tell("there is no '{place}' to leave out", place=name)
            yield ("leaves_out", i), message, nearest(name, places)
    if edition.leaves_out and toolkit.cards and not edited(toolkit, edition).cards:
        message = tell("nothing would be left to choose")
        yield ("leaves_out",), message, tell("leave out less")


def _check_style(toolkit: Toolkit, told: Told, report: Report) -> None:
    layer = told.layer(toolkit)
    if layer is None:
        return
    if told.edition.colours != Colours():
        check_contrast(house_style((layer, *toolkit.layers)), report)
    if logo := told.edition.logo:
        check_images(toolkit.folder, [(logo.file, told.at("logo", "file"))], report)
