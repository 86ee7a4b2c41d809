"""The fields of a form, made from the models of the files and what the files say now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from cardprint.edit.reflow import flowing
from cardprint.edit.words import choice_of, help_of, label_of, one_of
from cardprint.errors import NO_HINT
from cardprint.messages.catalogue import Message, plain
from cardprint.model.fields import Day, TextKind
from cardprint.model.style import SHORT, Colour
from cardprint.storage.nodes import NodePath

TO_WRITE = "…"
"""What stands in the place of a text that still has to be written."""

HIDDEN = frozenset({"choose_pages", "contents", "layouts", "terms_in", "slots", "id", *SHORT})
"""Keys that the form shows elsewhere, or that are for people who write the files themselves; a
shorthand is shown where it is used."""

ALSO_ASKED = {"Certainty": "source"}
"""What is needed as soon as there is anything to say."""

Kind = Literal[
    "line", "text", "prose", "choice", "several", "date", "colour", "file", "group", "list", "fixed"
]


@dataclass(frozen=True, slots=True)
class Field:
    """One field; or a group of them, or a list with an entry for each of them."""

    path: NodePath
    kind: Kind
    label: Message
    value: str | None = None
    """What the file says, as people write it; None where it says nothing."""
    help: Message = NO_HINT
    required: bool = False
    choices: tuple[tuple[str, Message], ...] = ()
    chosen: tuple[str, ...] = ()
    """Of ``several``."""
    fields: tuple[Field, ...] = ()
    entry: Message = NO_HINT
    """What one entry of a list is called."""
    asks: tuple[Field, ...] = ()
    """What must be told before a list gets an entry, or an absent group is made."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a field can choose from."""

    options: Mapping[str, str] = field(default_factory=dict)
    """Of the card: title by id."""
    pages: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    """Everything that a link can lead to: title by destination."""
    icons: Sequence[str] = ()
    themes: Sequence[str] = ()
    fonts: Sequence[str] = ()
    languages: Sequence[str] = ()
    questions: Mapping[str, str] = field(default_factory=dict)
    """Label by id."""

    def to_choose(self, owner: str, key: str) -> dict[str, str] | None:
        """The values of a key that names something else, each with what people call it."""
        if owner == "Fonts":
            return {each: each for each in self.fonts}
        named: Mapping[str, Sequence[str]] = {
            "icon": self.icons, "theme": self.themes, "language": self.languages
        }  # fmt: skip
        if key in named:
            return {each: each for each in named[key]}
        return dict(self.places) if key in ("link", "to") else None

    def several(self, key: str) -> Mapping[str, str] | None:
        """Likewise for a list of names."""
        return {"applies_to": self.options, "tiles": self.pages}.get(key)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a field is, and what is told about it."""

    path: NodePath
    key: str
    """Of the list that it is in, for an entry of a list."""
    label: Message
    known: Known
    required: bool = False
    help: Message = NO_HINT


def fields_of(model: type[BaseModel], data: Any, path: NodePath, known: Known) -> tuple[Field, ...]:
    """The fields of a model; a shorthand is among them if the file uses it."""
    said = data if isinstance(data, dict) else {}
    return tuple(
        found
        for key, info in model.model_fields.items()
        if key not in HIDDEN or (key in SHORT and key in said)
        for found in _field(model.__name__, key, info, said.get(key), (path, known))
    )


def _field(
    owner: str, key: str, info: FieldInfo, value: Any, where: tuple[NodePath, Known]
) -> Iterator[Field]:
    above, known = where
    label, required = label_of(owner, key), info.is_required()
    spot = _Spot((*above, key), key, label, known, required, help_of(owner, key))
    if key == "answers":
        yield _answers(value, spot)
    elif (names := known.several(key)) is not None:
        if names:
            chosen = tuple(map(str, value)) if isinstance(value, list) else ()
            yield Field(spot.path, "several", label, choices=_named(names), chosen=chosen)
    elif (names := known.to_choose(owner, key)) is not None:
        yield Field(
            spot.path, "choice", label, _text(value), spot.help, required, _named(names)
        )  # fmt: skip
    elif key == "file":
        yield Field(spot.path, "file", label, _text(value), spot.help, required)
    else:
        yield from _of_type((info.annotation, *info.metadata), value, spot)


def _named(names: Mapping[str, str]) -> tuple[tuple[str, Message], ...]:
    return tuple((name, plain(title)) for name, title in names.items())


def _of_type(kinds: tuple[Any, ...], value: Any, spot: _Spot) -> Iterator[Field]:
    inner, notes = bare(kinds)
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        yield _group(inner, value, spot)
    elif get_origin(inner) is tuple:
        yield _list(get_args(inner), value, spot)
    elif get_origin(inner) in (Union, UnionType):
        yield from _drawing(inner, value, spot)
    elif get_origin(inner) is not dict:
        kind, choices = _kind(inner, notes)
        shown = _shown(value, kind)
        yield Field(spot.path, kind, spot.label, shown, spot.help, spot.required, choices)


def _group(model: type[BaseModel], value: Any, spot: _Spot) -> Field:
    """A mapping; one that is absent is made from what must be told about it."""
    needs = any(info.is_required() for info in model.model_fields.values())
    is_there = isinstance(value, dict) or spot.required or not needs
    fields = fields_of(model, value, spot.path, spot.known) if is_there else ()
    asks = () if is_there else asked(model, spot.path, spot.known)
    return Field(spot.path, "group", spot.label, required=spot.required, fields=fields, asks=asks)


def asked(model: type[BaseModel], path: NodePath, known: Known) -> tuple[Field, ...]:
    """What must be told about something new; texts are written later, unless that is all."""
    also = ALSO_ASKED.get(model.__name__)
    every_one = fields_of(model, {}, path, known)
    needed = [each for each in every_one if each.required or each.path[-1] == also]
    short = [each for each in needed if each.kind not in ("prose", "list", "group")]
    return tuple(short or needed)


def _list(entry: tuple[Any, ...], value: Any, spot: _Spot) -> Field:
    entries = value if isinstance(value, list) else []
    one = replace(spot, label=one_of(spot.key), required=True, help=NO_HINT)
    fixed = len(entry) > 1 and ... not in entry
    fields = [
        found
        for i, each in enumerate(entries)
        for found in _of_type(entry[:1], each, replace(one, path=(*spot.path, i)))
    ]
    new = replace(one, path=(*spot.path, len(entries)))
    model, _ = bare(entry[:1])
    is_model = isinstance(model, type) and issubclass(model, BaseModel)
    asks = asked(model, new.path, spot.known) if is_model else tuple(_of_type(entry[:1], None, new))
    return Field(spot.path, "fixed" if fixed else "list", spot.label, help=spot.help,
                 fields=tuple(fields), entry=one.label, asks=asks)  # fmt: skip


def _drawing(inner: Any, value: Any, spot: _Spot) -> Iterator[Field]:
    """One of several models, told apart by their ``kind``; one that is absent is not offered."""
    for each in get_args(inner):
        model, _ = bare((each,))
        kind = model.model_fields.get("kind")
        if isinstance(value, dict) and kind and value.get("kind") in get_args(kind.annotation):
            fields = fields_of(model, value, spot.path, spot.known)
            kept = tuple(found for found in fields if found.path[-1] != "kind")
            yield Field(spot.path, "group", spot.label, fields=kept)


def _answers(value: Any, spot: _Spot) -> Field:
    """An answer for each question; one that does not apply has a reason."""
    said = value if isinstance(value, dict) else {}
    fields = []
    for question, words in spot.known.questions.items():
        answer = said.get(question)
        here: NodePath = (*spot.path, question)
        if isinstance(answer, dict):
            key = "not_applicable"
            reason = _shown(answer.get(key), "prose")
            label = label_of("NotApplicable", key)
            inner = Field((*here, key), "prose", label, reason, required=True)
            fields.append(Field(here, "group", plain(words), required=True, fields=(inner,)))
        else:
            shown = _shown(answer, "prose")
            fields.append(Field(here, "prose", plain(words), shown, required=True))
    return Field(spot.path, "group", spot.label, required=True, fields=tuple(fields))


def _kind(inner: Any, notes: Sequence[Any]) -> tuple[Kind, tuple[tuple[str, Message], ...]]:
    if get_origin(inner) is Literal:
        return "choice", tuple((each, choice_of(each)) for each in get_args(inner))
    if inner is bool:
        return "choice", tuple((each, choice_of(each)) for each in ("true", "false"))
    if inner is get_args(Day)[0]:
        return "date", ()
    if get_args(Colour)[1] in notes:
        return "colour", ()
    kinds = {TextKind.TITLE: "line", TextKind.SENTENCES: "text", TextKind.PROSE: "prose"}
    said: Any = next((kinds[each] for each in notes if isinstance(each, TextKind)), "line")
    return said, ()


def bare(kinds: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """A type without what may be left out, and what is noted about it."""
    inner, *noted = kinds
    notes = tuple(noted)
    while True:
        if get_origin(inner) is Annotated:
            inner, *more = get_args(inner)
            notes = (*notes, *more)
        elif get_origin(inner) in (Union, UnionType) and type(None) in get_args(inner):
            kept = tuple(each for each in get_args(inner) if each is not type(None))
            if len(kept) > 1:
                return Union[kept], notes  # noqa: UP007  # made at run time
            (inner,) = kept
        else:
            return inner, notes


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _shown(value: Any, kind: Kind) -> str | None:
    """What the file says, as people write it."""
    text = _text(value)
    if text is None:
        return None
    return flowing(text) if kind == "prose" else text.strip()


def every(fields: Sequence[Field]) -> Iterator[Field]:
    """All the fields in some fields, from top to bottom."""
    for each in fields:
        yield each
        yield from every(each.fields)
