"""Cards, pages, questions and pictures come and go: changes of several files at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cardprint.edit.actions import Changes, add, at, free_id, made, put, take_away
from cardprint.edit.fields import TO_WRITE
from cardprint.edit.files import Files, text_of
from cardprint.errors import InputError, Place, Problem
from cardprint.messages.catalogue import tell
from cardprint.model.card import Card
from cardprint.storage.emit import Data, lines_of
from cardprint.storage.nodes import NodePath
from cardprint.storage.rearrange import insert, move, remove
from cardprint.storage.splice import splice
from cardprint.storage.tree import read_tree

PICTURES = {b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg"}
"""The beginning of a file, and the ending of its name."""


def add_part(files: Files, kind: str, told: Mapping[str, str]) -> Changes:
    """Make a file for a new card (``cards``) or page (``pages``), before the colophon.

    :param told: its title; for a card also that of its first option (``option``).
    """
    data = _new_part(files, kind, told)
    folder = f"{files.home}/{kind}"
    there = [path.stem for path in (files.project.root / folder).glob("*.yaml")]
    file = f"{folder}/{free_id(told.get('title', ''), there)}.yaml"
    lines = "\n".join(lines_of(data, read_tree("a: b\n"), 0)) + "\n"
    contents = at(files.info, ("contents",)) or []
    place = next((i for i, each in enumerate(contents) if _is_colophon(files, each)), len(contents))
    entry = file.removeprefix(f"{files.home}/")
    text = insert(text_of(files.held[files.main]), ("contents", place), entry, (), files.main)
    return {file: lines.encode(), files.main: text.encode()}


def _new_part(files: Files, kind: str, told: Mapping[str, str]) -> dict[str, Data]:
    taken = [files.data.get(file, {}).get("id") for file in files.parts]
    model = files.model(f"{files.home}/{kind}/")
    data = made(model, {"title": told.get("title", "")}, files, taken)
    if model is Card:
        option: Any = model.model_fields["options"].annotation
        first = made(option.__args__[0], {"title": told.get("option", "")}, files)
        return {**data, "options": [first]}
    return {**data, "kind": "text", "intro": TO_WRITE}


def _is_colophon(files: Files, entry: Any) -> bool:
    data = files.data.get(f"{files.home}/{entry}")
    return isinstance(data, dict) and data.get("kind") == "colophon"


def _entry_of(files: Files, file: str) -> NodePath:
    entry = file.removeprefix(f"{files.home}/")
    return ("contents", (at(files.info, ("contents",)) or []).index(entry))


def remove_part(files: Files, file: str) -> Changes:
    """Delete the file of a card or page, and its entry in the contents."""
    text = remove(text_of(files.held[files.main]), _entry_of(files, file), files.main)
    return {files.main: text.encode(), file: None}


def move_part(files: Files, file: str, to: int) -> Changes:
    """Give a card or page another place among all of them."""
    text = move(text_of(files.held[files.main]), _entry_of(files, file), to, files.main)
    return {files.main: text.encode()}


def add_question(files: Files, told: Mapping[str, str]) -> Changes:
    """Ask a new question of every option of every card."""
    changes = dict(add(files, files.main, ("questions", len(files.questions)), told))
    new = [*files.with_(changes).questions][-1]
    for file, count in _options(files).items():
        text = text_of(files.held[file])
        for i in range(count):
            if at(files.data[file], ("options", i, "answers", new)) is None:
                text = insert(text, ("options", i, "answers", new), TO_WRITE, (), file)
        changes[file] = text.encode()
    return changes


def remove_question(files: Files, index: int) -> Changes:
    """Ask a question no longer: its answers go, too."""
    name = at(files.info, ("questions", index, "id"))
    changes = dict(take_away(files, files.main, ("questions", index)))
    for file, count in _options(files).items():
        text = text_of(files.held[file])
        for i in range(count):
            if at(files.data[file], ("options", i, "answers", name)) is not None:
                text = remove(text, ("options", i, "answers", name), file)
        changes[file] = text.encode()
    return changes


def _options(files: Files) -> dict[str, int]:
    """How many options each card has."""
    counted = ((file, at(files.data.get(file), ("options",))) for file in files.parts)
    return {file: len(found) for file, found in counted if isinstance(found, list)}


def remove_option(files: Files, file: str, index: int) -> Changes:
    """Take an option away, also from what its card says about some of its options."""
    data = files.data[file]
    name = at(data, ("options", index, "id"))
    text = remove(text_of(files.held[file]), ("options", index), file)
    for key, below in (("cautions", "applies_to"), ("choose_pages", "options")):
        for i, each in enumerate(at(data, (key,)) or ()):
            named = at(each, (below,))
            if isinstance(named, list) and name in named and len(named) > 1:
                text = remove(text, (key, i, below, named.index(name)), file)
    return {file: text.encode()}


def add_picture(
    files: Files, file: str, path: NodePath, picture: tuple[str, bytes], alt: str
) -> Changes:
    """Keep a picture in images/ and show it; its description is required.

    :param picture: the name of its file, and the file.
    :raises InputError: when it is no PNG, JPEG or SVG.
    """
    name, data = picture
    ending = next((each for begin, each in PICTURES.items() if data.startswith(begin)), "")
    if not ending and b"<svg" in data[:2000]:
        ending = ".svg"
    if not ending:
        message = tell("'{name}' is no picture that can be printed", name=name)
        raise InputError([Problem(Place(file), message, tell("save it as PNG, JPEG or SVG"))])
    folder = files.project.root / files.home / "images"
    there = [each.stem.casefold() for each in folder.glob("*")]
    stored = f"images/{free_id(name.rpartition('.')[0], there)}{ending}"
    text = text_of(files.held[file])
    if isinstance(at(files.data.get(file), path), dict):
        text = splice(text, {(*path, "file"): stored, (*path, "alt"): alt}, file)
    else:
        text = put(files, file, path, {"file": stored, "alt": alt})
    return {file: text.encode(), f"{files.home}/{stored}": data}
