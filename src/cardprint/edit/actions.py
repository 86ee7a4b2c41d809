"""What a change in the form does to the text of a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from cardprint.edit.fields import TO_WRITE, Field, bare
from cardprint.edit.files import Files, text_of
from cardprint.edit.reflow import flowing, in_lines
from cardprint.storage.emit import Data
from cardprint.storage.filling import WIDTH, width_of
from cardprint.storage.nodes import NodePath
from cardprint.storage.rearrange import insert, move, remove
from cardprint.storage.splice import splice
from cardprint.storage.tree import read_tree

Changes = Mapping[str, bytes | None]
"""What files will hold; None for one that is deleted."""

MAX_ID = 60


def at(data: Any, path: Sequence[str | int]) -> Any:
    """What the data holds somewhere; None where there is nothing."""
    for step in path:
        inside = (isinstance(data, dict) and step in data) or (
            isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data)
        )
        if not inside:
            return None
        data = data[step]
    return data


def set_text(files: Files, file: str, path: NodePath, value: str) -> Changes:
    """Give a field another text; an empty one goes, if it may.

    :raises InputError: when that cannot be done without touching something else.
    """
    field = files.field(file, path)
    text = text_of(files.held[file])
    value = value.replace("\r\n", "\n")
    if field and not field.required and not value.strip():
        return {file: _without(files, file, path).encode()}
    old = at(files.data.get(file), path)
    is_prose = bool(field and field.kind == "prose")
    if isinstance(old, str) and (flowing(old) if is_prose else old.strip()) == value:
        return {}
    if at(files.data.get(file), path[:-1]) is None or _is_absent(files, file, path):
        return {file: put(files, file, path, _new(value)).encode()}
    return {file: splice(text, {path: _as_written(text, path, old, value)}, file).encode()}


def _is_absent(files: Files, file: str, path: NodePath) -> bool:
    above = at(files.data.get(file), path[:-1])
    return isinstance(above, dict) and path[-1] not in above


def _new(value: str) -> str:
    return in_lines(value, WIDTH - 6) + "\n" if "\n" in value else value


def _as_written(text: str, path: NodePath, old: str | None, value: str) -> str:
    """The text in lines where it stands in lines, or where it needs them."""
    tree = read_tree(text.removeprefix("\ufeff"))
    node = tree.nodes.get(path)
    if not value.strip() or ("\n" not in value and (node is None or node.style != "|")):
        return value
    inner = (max(node.column, 0) if node else 0) + tree.step
    kept = not old or old.endswith("\n") or not (node and node.style == "|")
    return in_lines(value, width_of(tree) - inner, old or "") + ("\n" if kept else "")


def put(files: Files, file: str, path: NodePath, data: Data) -> str:
    """The text of a file with something new, and all that it must be in."""
    text, held = text_of(files.held[file]), files.data.get(file)
    while len(path) > 1 and at(held, path[:-1]) is None:
        data = [data] if isinstance(path[-1], int) else {str(path[-1]): data}
        path = path[:-1]
    model = model_at(files.model(file), path[:-1], held)
    if at(held, path) is not None and not isinstance(path[-1], int):
        text = remove(text, path, file)
    return insert(text, path, data, [*model.model_fields] if model else (), file)


def _without(files: Files, file: str, path: NodePath) -> str:
    """The text without a value, and without the groups that would be empty then."""
    text, held = text_of(files.held[file]), files.data.get(file)
    if at(held, path) is None and _absent_key(held, path):
        return text
    while len(path) > 1 and len(at(held, path[:-1])) == 1 and isinstance(path[-2], str):
        field = files.field(file, path[:-1])
        if field is None or field.required:
            break
        path = path[:-1]
    return remove(text, path, file)


def _absent_key(held: Any, path: NodePath) -> bool:
    above = at(held, path[:-1])
    return not isinstance(above, dict | list) or (isinstance(above, dict) and path[-1] not in above)


def take_away(files: Files, file: str, path: NodePath) -> Changes:
    """Take an entry of a list away, or a group."""
    return {file: _without(files, file, path).encode()}


def shift(files: Files, file: str, path: NodePath, to: int) -> Changes:
    """Give an entry of a list another place."""
    return {file: move(text_of(files.held[file]), path, to, file).encode()}


def answer(files: Files, file: str, path: NodePath, reason: str) -> Changes:
    """Say why a question does not apply to an option; without a reason, it has an answer again."""
    data: Data = {"not_applicable": _new(reason)} if reason else TO_WRITE
    text = remove(text_of(files.held[file]), path, file)
    return {file: insert(text, path, data, [*files.questions], file).encode()}


def choose(files: Files, file: str, path: NodePath, chosen: Sequence[str]) -> Changes:
    """Write a list of names anew; without names it goes."""
    if not chosen:
        return {file: _without(files, file, path).encode()}
    return {file: put(files, file, path, [*chosen]).encode()}


def add(files: Files, file: str, path: NodePath, told: Mapping[str, str]) -> Changes:
    """Make an entry of a list, or a group that was absent, from what was told about it."""
    model = model_at(files.model(file), path, files.data.get(file))
    if model is None:
        return {file: put(files, file, path, _new(next(iter(told.values()), TO_WRITE))).encode()}
    taken = [each.get("id") for each in at(files.data.get(file), path[:-1]) or ()
             if isinstance(each, dict)]  # fmt: skip
    data = made(model, told, files, taken)
    return {file: put(files, file, path, data).encode()}


def made(
    model: type[BaseModel], told: Mapping[str, str], files: Files, taken: Iterable[Any] = ()
) -> dict[str, Data]:
    """New data for a model: what was told, and a sign for what is still to be written."""
    found: dict[str, Data] = {}
    for key, info in model.model_fields.items():
        if told.get(key):
            found[key] = _new(told[key])
        elif key == "id":
            title = told.get("title") or told.get("label") or ""
            found[key] = free_id(title, taken)
        elif key == "answers":
            found[key] = dict.fromkeys(files.questions, TO_WRITE)
        elif info.is_required():
            found[key] = _stand_in((info.annotation, *info.metadata), files)
    return found


def _stand_in(kinds: tuple[Any, ...], files: Files) -> Data:
    """What a required value is until it is written."""
    inner, notes = bare(kinds)
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        return made(inner, {}, files)
    if get_origin(inner) is tuple:
        least = max((getattr(each, "min_length", 0) or 0 for each in notes), default=0)
        return [_stand_in((get_args(inner)[0],), files) for _ in range(least)]
    choices = get_args(inner)
    return str(choices[0]) if choices else TO_WRITE


def free_id(title: str, taken: Iterable[Any]) -> str:
    """A name for links made from a title, that nothing else has."""
    bare = unicodedata.normalize("NFKD", title.casefold()).replace("ß", "ss")
    letters = "".join(each for each in bare if not unicodedata.combining(each))
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[: MAX_ID - 4].strip("-") or "a"
    known, found, n = {*taken}, slug, 2
    while found in known:
        found, n = f"{slug}-{n}", n + 1
    return found


def model_at(
    model: type[BaseModel], path: Sequence[str | int], data: Any
) -> type[BaseModel] | None:
    """The model of what is at a path; None for a text or a mapping of texts."""
    found: Any = model
    for i, step in enumerate(path):
        if isinstance(step, int):
            found = get_args(found)[0] if get_args(found) else None
        elif isinstance(found, type) and issubclass(found, BaseModel):
            info = found.model_fields.get(step)
            found = info and info.annotation
        else:
            return None
        found, _ = bare((found,))
        found = _told_apart(found, at(data, path[: i + 1]))
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None


def _told_apart(found: Any, data: Any) -> Any:
    """The model that is meant among several, by its ``kind``."""
    for each in get_args(found) if get_origin(found) is not tuple else ():
        model, _ = bare((each,))
        info = getattr(model, "model_fields", {}).get("kind")
        if info and isinstance(data, dict) and data.get("kind") in get_args(info.annotation):
            return model
    return found


__all__ = ["Changes", "Field", "add", "choose", "free_id", "made", "put", "set_text", "shift"]
