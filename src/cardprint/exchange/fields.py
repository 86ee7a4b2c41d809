"""The texts of a toolkit that people may correct, each with a name that stays the same."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from pydantic import BaseModel

from cardprint.errors import InputError, Place, Problem, nearest
from cardprint.load.pairs import TranslatedSource
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import tell
from cardprint.model.card import Card
from cardprint.model.fields import TextKind
from cardprint.model.page import Page
from cardprint.model.texts import texts_of
from cardprint.storage.source import NodePath, Source
from cardprint.text.blanks import filled

_BETWEEN = " › "  # noqa: RUF001  # as people know it from lists of folders
_OF_TOOLKIT = (
    "title", "subtitle", "decision", "questions", "publisher", "contributors", "based_on",
    "funding", "uncertainty", "licence",
)  # fmt: skip
"""What readers see of toolkit.yaml, in the order in which it is shown."""


@dataclass(frozen=True, slots=True)
class Field:
    """A text that people may correct."""

    key: str
    """Its name in a file of Word or Excel: short, and the same in every export."""
    part: str
    """The destination of its card or page; nothing for ``toolkit.yaml``."""
    address: NodePath
    """Its path, with the id of an option, question or circle in the place of its number."""
    path: NodePath
    text: str
    kind: TextKind
    label: str
    """What it is, in the language of the toolkit: a question, or a word such as 'title'."""
    where: str
    """Where it stands, for people."""

    @property
    def is_prose(self) -> bool:
        """Whether it is written in the small Markdown."""
        return self.kind is TextKind.PROSE


def fields_of(toolkit: Toolkit, only: Collection[str] = ()) -> tuple[Field, ...]:
    """The texts of a toolkit in reading order; those of parts of another toolkit are not its own.

    :param only: ids of the cards and pages to take, without ``toolkit.yaml``; default: everything.
    :raises InputError: when there is no such card or page.
    """
    parts = [
        part
        for part, entry in zip(toolkit.parts, toolkit.info.contents, strict=True)
        if ":" not in entry
    ]
    known = {part.id for part in parts}
    if unknown := [name for name in dict.fromkeys(only) if name not in known]:
        raise InputError(
            Problem(
                Place(toolkit.slug),
                tell("there is no card or page '{name}' here", name=name),
                nearest(name, known),
            )
            for name in unknown
        )
    found = [] if only else sorted(_fields(toolkit, None), key=_rank)
    for part in parts:
        if not only or part.id in only:
            found += sorted(_fields(toolkit, part), key=lambda each: each.path[0] == "options")
    return tuple(found)


def source_of(toolkit: Toolkit, part: str) -> Source:
    """The file of a card or page, by its destination, or that of the toolkit itself."""
    return toolkit.sources[[each.name for each in toolkit.parts].index(part) + 1 if part else 0]


def written_at(source: Source, path: NodePath) -> NodePath:
    """Where a text stands in its file; nowhere if the file is a translation that lacks it."""
    if isinstance(source, TranslatedSource):
        return (source.written[path],) if path in source.written else ()
    return path


def _rank(field: Field) -> int:
    return _OF_TOOLKIT.index(str(field.path[0]))


def _fields(toolkit: Toolkit, part: Card | Page | None) -> Iterator[Field]:
    record = part or toolkit.info
    name = part.name if part else ""
    source = source_of(toolkit, name)
    for path, text, kind in texts_of(record):
        if (part or path[0] in _OF_TOOLKIT) and written_at(source, path):
            address = tuple(_address(record, path))
            label = _label(toolkit, part, path)
            where = _BETWEEN.join((*_titles(toolkit, part, path), label))
            yield Field(key_of(name, address), name, address, path, text, kind, label, where)


def key_of(part: str, address: NodePath) -> str:
    """The name of a field: a bookmark of Word begins with a letter and has 40 at most."""
    name = "/".join(map(str, (part, *address)))
    return "cp_" + sha256(name.encode()).hexdigest()[:16]


def _address(record: Any, path: NodePath) -> Iterator[str | int]:
    value: Any = record
    for step in path:
        value = _below(value, step)
        yield getattr(value, "id", step) if isinstance(step, int) else step


def _titles(toolkit: Toolkit, part: Card | Page | None, path: NodePath) -> Iterator[str]:
    """The titles of what a text stands in, from the outside in."""
    if part is None:
        yield toolkit.locale.words["about"]
        return
    yield part.nav
    match part, path:
        case Card(), ("options", int(i), *_):
            yield part.options[i].tile_title
        case Page(), ("sections", int(i), *_):
            yield part.sections[i].heading


_WORDS = {
    "title": "title", "label": "title", "subtitle": "subtitle", "nav_title": "short_title",
    "short_title": "short_title", "summary": "summary", "intro": "intro", "heading": "heading",
    "subheading": "subheading", "checklist": "checklist", "alt": "picture", "credit": "maker",
    "description": "diagram", "source": "source", "name": "name", "role": "role",
}  # fmt: skip
"""The word of ``exchange:`` for the last name in a path."""

_LABELS = ("decision", "publisher", "contributors", "based_on", "funding", "uncertainty", "licence")


def _label(toolkit: Toolkit, part: Card | Page | None, path: NodePath) -> str:
    """What a text is: a question, a word on pages, or a word for this purpose alone."""
    labels = toolkit.locale.words
    names = [step for step in path if isinstance(step, str)]
    if "answers" in path:
        return _question(toolkit, path)
    if "cautions" in path:
        return labels[f"caution_{_level(part, path)}"]
    if part is None and names[0] in _LABELS and names[-1] in (names[0], "name", "title"):
        return labels[names[0]]
    if part is None and names[0] == "questions":
        return toolkit.locale.exchanged["question"]
    if "more" in path or names[-1] in _ON_PAGES:
        return labels["more" if "more" in path else _ON_PAGES[names[-1]]]
    return toolkit.locale.exchanged[_WORDS.get(names[-1], "text")]


_ON_PAGES = {"licence": "licence", "date": "published", "publisher": "publisher"}


def _question(toolkit: Toolkit, path: NodePath) -> str:
    asked = path[path.index("answers") + 1]
    label = next(each.label for each in toolkit.info.questions if each.id == asked)
    if path[-1] == "not_applicable":
        label += "\n" + filled(toolkit.locale.words["not_applicable"], {"reason": "…"})
    return label


def _level(part: Any, path: NodePath) -> str:
    value = part
    for step in path[:-1]:
        value = _below(value, step)
    return str(value.level)


def _below(value: Any, step: str | int) -> Any:
    """What stands one step further into a record."""
    if isinstance(value, BaseModel):
        return getattr(value, str(step))
    return value[step]
