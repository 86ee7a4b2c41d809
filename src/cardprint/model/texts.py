"""The texts of the data, found by the types of their fields, never by the names."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

from pydantic import BaseModel

from cardprint.model.fields import Record, TextKind

R = TypeVar("R", bound=BaseModel)

Step = str | int


def texts_of(record: BaseModel) -> Iterator[tuple[tuple[Step, ...], str, TextKind]]:
    """Every text in a record, in the order of the fields: its path, its words, its kind."""
    for name, kind in _kinds(type(record)).items():
        yield from _texts_in(getattr(record, name), kind, (name,))


def _texts_in(
    value: object, kind: TextKind | None, path: tuple[Step, ...]
) -> Iterator[tuple[tuple[Step, ...], str, TextKind]]:
    """The texts in the value of a field; a record in it has kinds of its own."""
    if isinstance(value, BaseModel):
        for inner, text, own in texts_of(value):
            yield (*path, *inner), text, own
    elif isinstance(value, tuple):
        for i, each in enumerate(value):
            yield from _texts_in(each, kind, (*path, i))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _texts_in(each, kind, (*path, key))
    elif isinstance(value, str) and kind:
        yield path, value, kind


@cache
def _kinds(model: type[BaseModel]) -> dict[str, TextKind | None]:
    """The kind of text in each field of a model."""
    hints = get_type_hints(model, include_extras=True)
    return {name: _kind_in(hints[name]) for name in model.model_fields}


def _kind_in(annotation: Any) -> TextKind | None:
    """The kind that an annotation carries, such as that of ``tuple[Text, ...] | None``."""
    if isinstance(annotation, TextKind):
        return annotation
    parts = (*get_args(annotation), *getattr(annotation, "__metadata__", ()))
    return next((kind for part in parts if (kind := _kind_in(part))), None)


def keyed_texts(record: BaseModel) -> Iterator[tuple[str, tuple[Step, ...], str, TextKind]]:
    """Every text that a translation has, with its key before its path.

    A key names things by their ids, and by their numbers from 1 where they have none:
    ``options/licht/cautions/1/text``.
    """
    for path, text, kind in texts_of(record):
        key = _key(record, path)
        if key is not None:
            yield key, path, text, kind


def _key(record: BaseModel, path: tuple[Step, ...]) -> str | None:
    """The key of a text; none if it is not translated by itself."""
    steps: list[str] = []
    here: Any = record
    for step in path:
        if isinstance(here, Record) and step in here.untranslated:
            return None
        is_item = isinstance(step, int)
        inner: Any = here[step] if is_item or isinstance(here, dict) else getattr(here, str(step))
        steps.append(str(getattr(inner, "id", int(step) + 1) if is_item else step))
        here = inner
    return "/".join(steps)


def with_texts(record: R, texts: Mapping[tuple[Step, ...], str]) -> R:
    """The record with other words at some paths; what it leaves out stays left out."""
    return _with(record, texts, ())  # type: ignore[no-any-return]


def _with(value: Any, texts: Mapping[tuple[Step, ...], str], path: tuple[Step, ...]) -> Any:
    if isinstance(value, BaseModel):
        # Made anew, because a copy would keep what was worked out from the words before.
        given = ((name, getattr(value, name)) for name in type(value).model_fields)
        return type(value)(
            **{
                name: _with(each, texts, (*path, name))
                for name, each in given
                if name in value.model_fields_set
            }
        )
    if isinstance(value, tuple):
        return tuple(_with(each, texts, (*path, i)) for i, each in enumerate(value))
    if isinstance(value, dict):
        return {key: _with(each, texts, (*path, key)) for key, each in value.items()}
    return texts.get(path, value) if isinstance(value, str) else value
