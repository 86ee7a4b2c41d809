"""Plain data to a model; pydantic's findings become problems with a place and a hint."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from cardprint.errors import NO_HINT, Problem, nearest
from cardprint.messages.catalogue import tell
from cardprint.storage.source import NodePath, Source

M = TypeVar("M", bound=BaseModel)

_MESSAGES = {
    "missing": "'{key}' is missing",
    "extra_forbidden": "unknown key '{key}'",
    "string_type": "'{key}' should be text",
    "string_too_short": "'{key}' is empty",
    "model_type": "'{key}' should have keys and values",
    "model_attributes_type": "'{key}' should have keys and values",
    "dict_type": "'{key}' should have keys and values",
    "tuple_type": "'{key}' should be a list",
    "too_short": "'{key}' has too few entries",
    "too_long": "'{key}' has too many entries",
}
_DATES = ("date_from_datetime_parsing", "date_parsing", "date_type")


def validate(model: type[M], source: Source, report: Callable[[Problem], None]) -> M | None:
    """The file's data as ``model``, or None after every problem in it has been reported."""
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        for detail in details:
            if not _is_consequence(detail["loc"], [other["loc"] for other in details]):
                report(_problem(model, source, dict(detail)))
        return None


Location = tuple[str | int, ...]


def _is_consequence(location: Location, others: list[Location]) -> bool:
    """Whether something below ``location`` is wrong, so that this is no problem of its own."""
    return any(len(o) > len(location) and o[: len(location)] == location for o in others)


def _problem(model: type[BaseModel], source: Source, detail: dict[str, Any]) -> Problem:
    kind, path = detail["type"], _data_path(source, detail["loc"])
    last = path[-1] if path else "the file"
    key = f"{path[-2]}, entry {last + 1}" if isinstance(last, int) else last
    if kind.endswith("_type") and detail["input"] is None:
        kind = "string_too_short"
    hint, message = NO_HINT, _MESSAGES.get(kind, "").format(key=key)
    if kind == "extra_forbidden":
        hint = nearest(key, _known_keys(model, path[:-1]))
    elif kind == "literal_error":
        message = tell("'{key}' cannot be '{detail}'", key=key, detail=detail["input"])
        hint = tell("use {detail}", detail=detail["ctx"]["expected"])
    elif kind == "union_tag_invalid":
        path = (*path, "kind")
        message = tell("'kind' cannot be '{detail}'", detail=detail["ctx"]["tag"])
        hint = tell("use {detail}", detail=detail["ctx"]["expected_tags"])
    if kind in _DATES:
        message, hint = tell("'{key}' is not a date", key=key), tell("write it as 2026-11-23")
    elif kind == "string_pattern_mismatch":
        message = tell(
            "'{key}' does not have the right form: {detail}", key=key, detail=repr(detail["input"])
        )
        hint = _pattern_hint(detail["ctx"]["pattern"])
    elif kind in ("too_short", "too_long"):
        hint = detail["msg"].partition(" should ")[2].partition(" after ")[0]
    elif not message:
        message = tell(
            "'{key}': {value}", key=key, value=detail["msg"].removeprefix("Value error, ")
        )
    return Problem(source.at(path, key=kind == "extra_forbidden"), message, hint)


def _pattern_hint(pattern: str) -> str:
    if "https?" in pattern:
        return "an address starts with https:// or http://"
    if pattern.startswith("^#"):
        return "a colour is written as '#1f5f8b', in quotes"
    return "small letters, digits and hyphens only"


def _data_path(source: Source, location: Iterable[str | int]) -> NodePath:
    """Pydantic's location without the names it adds for the branches of a union."""
    path: NodePath = ()
    for step in location:
        parents_known = (*path, step) in source.values
        if parents_known or not _is_branch(source, path, step):
            path = (*path, step)
    return path


def _is_branch(source: Source, path: NodePath, step: str | int) -> bool:
    node: Any = source.data
    for key in path:
        node = node[key]
    return isinstance(node, dict) and node.get("kind") == step


def _known_keys(model: type[BaseModel], path: NodePath) -> list[str]:
    """The keys that may stand where ``path`` leads."""
    found: set[type[BaseModel]] = {model}
    for step in path:
        if isinstance(step, str):
            found = {
                inner
                for outer in found
                if step in outer.model_fields
                for inner in _models_in(outer.model_fields[step].annotation)
            }
    return [name for each in found for name in each.model_fields]


def _models_in(annotation: object) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return {inner for part in get_args(annotation) for inner in _models_in(part)}
