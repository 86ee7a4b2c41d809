"""The reference of all keys of all files, for people, made from the models."""

import json
import re
from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from cardprint.messages.catalogue import Message, languages, plain, tell, tell_count, together
from cardprint.model.card import Card
from cardprint.model.edition import Editions
from cardprint.model.fields import (
    Day,
    Id,
    Name,
    Prose,
    SecureAddress,
    Text,
    Title,
    WebAddress,
)
from cardprint.model.labels import ExchangeLabels, Labels
from cardprint.model.layout import LayoutInfo, LayoutName, Length
from cardprint.model.locale import LocaleFile
from cardprint.model.page import Page
from cardprint.model.starter import Starter
from cardprint.model.style import Colour, ProjectInfo, Theme
from cardprint.model.toolkit import KnownLanguage, LanguageTag, ToolkitInfo
from cardprint.storage.project import builtin_root
from cardprint.storage.source import read_source

WORDS = (Labels, ExchangeLabels)
"""The models whose keys are words of a language, and are explained by these words."""

STEM = tell("reference")
"""The name of the page in a language, without its ending."""


class File(NamedTuple):
    """A kind of file."""

    name: str
    model: type[BaseModel]
    about: Message


FILES = (
    File("toolkit.yaml", ToolkitInfo, tell("What all of a toolkit shares.")),
    File("cards/*.yaml", Card, tell("A card: options, each with an answer to every question.")),
    File("pages/*.yaml", Page, tell("A page of text around the cards.")),
    File("editions/*.yaml", Editions, tell("What each organisation has of its own in a toolkit.")),
    File(
        "cardprint.yaml",
        ProjectInfo,
        tell("What all toolkits of a project share. It is beside the folder toolkits, if at all."),
    ),
    File("themes/*/theme.yaml", Theme, tell("For those who make a theme of their own.")),
    File("layouts/*/layout.yaml", LayoutInfo, tell("For those who make a layout of their own.")),
    File(
        "locales/*.yaml",
        LocaleFile,
        tell("For those who add a language. With a base, only what differs is written."),
    ),
    File("starters/*.yaml", Starter, tell("For those who add an example for a new toolkit.")),
)

# What the types that have a name are for people; the first that is the same counts.
_CALLED: tuple[tuple[Any, Message], ...] = (
    (Title, tell("one line of text")),
    (Prose, tell("text; it may have paragraphs, lists, **bold** words and links")),
    (Text, tell("text")),
    (Id, tell("small letters, digits and hyphens")),
    (Name, tell("a name, or a file")),
    (Day, tell("a day, such as `2026-11-23`")),
    (WebAddress, tell("a web address")),
    (SecureAddress, tell("a web address that begins with `https://`")),
    (Colour, tell('a colour, such as `"#1f5f8b"`')),
    (Length, tell("a length, such as `12mm` or `8pt`")),
    (LayoutName, tell("a layout, such as `grid-a4` or `grid-a3+press`")),
    (LanguageTag, tell("a language, such as `nl` or `en-GB`")),
    (KnownLanguage, tell("a language, such as `nl` or `en-GB`")),
    (bool, tell("`true` or `false`")),
    (int, tell("a whole number")),
    (float, tell("a number")),
    (str, tell("text")),
)


def references() -> dict[str, str]:
    """The page in every language of the messages, by the name of its file."""
    return {f"{STEM.in_language(language)}.md": reference(language) for language in languages()}


def reference(language: str) -> str:
    """The page in one language, in Markdown."""
    known: dict[type[BaseModel], str] = {}
    lines = [
        together([plain("#"), tell("All keys of all files")]),
        plain(""),
        tell("This page is made from the program itself, with: {command}",
             command="`cardprint reference --out docs`"),
        plain(""),
        *(line for file in FILES for line in _file(file, known, language)),
    ]  # fmt: skip
    return "\n".join(line.in_language(language) for line in lines).rstrip() + "\n"


def explained(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    """The keys of a model that people write; the others are for the program."""
    yield from ((name, field) for name, field in model.model_fields.items() if not field.exclude)


def models_below(model: type[BaseModel]) -> Iterator[tuple[tuple[str, ...], type[BaseModel]]]:
    """The models in the fields of a model, and in theirs, each with the keys that lead to it."""
    found: list[tuple[tuple[str, ...], type[BaseModel]]] = [((), model)]
    for path, each in found:
        yield path, each
        hints = get_type_hints(each, include_extras=True)
        for name, _ in explained(each):
            known = [other for _, other in found]
            new = [other for other in _models_in(hints[name]) if other not in known]
            found += [((*path, name + _kind_of(other)), other) for other in new]


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]


def _file(file: File, known: dict[type[BaseModel], str], language: str) -> Iterator[Message]:
    """The lines on one kind of file; what was explained before is not explained again."""
    new = {model: path for path, model in models_below(file.model) if model not in known}
    kind = file.name.rpartition("/")[0].partition("/")[0] or file.name.partition(".")[0]
    known |= {model: _anchor((kind, *path)) for model, path in new.items()}
    for model, path in new.items():
        shown = " > ".join((file.name, *path))
        yield plain(f'{"###" if path else "##"} <a id="{known[model]}"></a>`{shown}`')
        yield plain("")
        if not path:
            yield from (file.about, plain(""))
        if model in WORDS:
            yield from _words(model, path, language)
            continue
        yield _row([tell("key"), tell("what you write"), tell("needed?"), tell("what it means")])
        yield plain("| --- | --- | --- | --- |")
        hints = get_type_hints(model, include_extras=True)
        for name, field in explained(model):
            meaning = [field.description or "", *map(_example, field.examples or ())]
            called = _called(hints[name], known)
            yield _row([plain(f"`{name}`"), called, _needed(field), together(meaning)])
        yield plain("")


def _anchor(path: tuple[str, ...]) -> str:
    return re.sub(r"[^a-z_]+", "-", "-".join(path)).strip("-")


def _kind_of(model: type[BaseModel]) -> str:
    """What is said after a key whose value may be of several kinds."""
    kind = model.model_fields.get("kind")
    words = get_args(kind.annotation) if kind else ()
    return f" ({words[0]})" if len(words) == 1 else ""


def _row(cells: list[Any]) -> Message:
    return together([plain("|"), together(cells, " | "), plain("|")])


def _needed(field: FieldInfo) -> Message:
    """Whether a key must be there, and what counts if it is not."""
    if field.is_required():
        return tell("**yes**")
    value = field.default
    if isinstance(value, bool) or (isinstance(value, str | int | float) and value != ""):
        shown = value if isinstance(value, str) else _in_yaml(value)
        return tell("no (then {default})", default=f"`{shown}`")
    return tell("no")


def _example(value: object) -> Message:
    return tell("Example: {example}.", example=f"`{_in_yaml(value)}`")


def _in_yaml(value: object) -> str:
    """A value as people type it: a number or a colour is a text only in quotes."""
    if isinstance(value, str) and not re.fullmatch(r"#.*|[\d.]+", value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _called(annotation: Any, known: Mapping[type[BaseModel], str]) -> Message:
    """What a person writes for a type."""
    found = next((words for wanted, words in _CALLED if annotation == wanted), None)
    origin, inner = get_origin(annotation), get_args(annotation)
    if not found and isinstance(annotation, type) and issubclass(annotation, BaseModel):
        link = f"[`{known[annotation].rpartition('-')[2]}`](#{known[annotation]})"
        found = tell("the keys of {link}", link=link)
    elif origin is Annotated:
        found = found or _called(inner[0], known)
    elif origin is Literal:
        found = plain(", ".join(f"`{word}`" for word in inner))
    elif origin in (Union, UnionType):
        kept = [each for each in inner if each is not type(None)]
        found = together([_called(each, known) for each in kept], "; ")
    return found or _many(annotation, known)


def _many(annotation: Any, known: Mapping[type[BaseModel], str]) -> Message:
    """What a person writes for many of a type."""
    inner = [_called(each, known) for each in get_args(annotation) if each is not ...]
    if get_origin(annotation) is dict:
        return tell("names ({name}), each with a value ({value})", name=inner[0], value=inner[1])
    if ... in get_args(annotation):
        return tell("a list: {each}", each=inner[0])
    return tell_count("{n} entry: {each}", "{n} entries: {each}", len(inner), each=inner[0])


def _words(model: type[BaseModel], path: tuple[str, ...], language: str) -> Iterator[Message]:
    """Keys that are explained by the words that they have in the language of the page."""
    file = builtin_root() / "locales" / f"{language}.yaml"
    source = read_source(file, file.name, lambda _: None)
    words: Any = source.data if source else {}
    for step in path:
        words = words[step]
    yield _row([tell("key"), tell("its words")])
    yield plain("| --- | --- |")
    for name in model.model_fields:
        yield _row([plain(f"`{name}`"), plain(words[name])])
    yield plain("")
