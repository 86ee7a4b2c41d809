"""The texts of the data, found by the types of their fields, never by the names."""

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel

from cardprint.model.fields import TextKind

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
