"""The files of one toolkit as they are, also while something in them is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from cardprint.edit.fields import TO_WRITE, Field, Known, every, fields_of
from cardprint.messages.catalogue import ENGLISH, languages
from cardprint.model import names
from cardprint.model.card import Card
from cardprint.model.page import Page
from cardprint.model.toolkit import ToolkitInfo
from cardprint.storage.nodes import NodePath, read_nodes
from cardprint.storage.project import TOOLKIT_FILE, Project, inside

MODELS: Mapping[str, type[BaseModel]] = {"cards": Card, "pages": Page}


@dataclass(frozen=True)
class Files:
    """What each YAML file of a toolkit holds, ``toolkit.yaml`` first; by path from the project."""

    project: Project
    slug: str
    held: Mapping[str, bytes]

    @property
    def home(self) -> str:
        """The toolkit's folder, as a path from the project's."""
        return f"toolkits/{self.slug}"

    @property
    def main(self) -> str:
        """The file of the toolkit itself."""
        return f"{self.home}/{TOOLKIT_FILE}"

    @cached_property
    def data(self) -> Mapping[str, Any]:
        """The data of each file that can be read."""
        found = {}
        for file, held in self.held.items():
            nodes = read_nodes(text_of(held).removeprefix("\ufeff"), file, lambda _: None)
            if nodes is not None and isinstance(nodes.data, dict):
                found[file] = nodes.data
        return found

    @cached_property
    def info(self) -> Mapping[str, Any]:
        """The data of ``toolkit.yaml``."""
        found: Mapping[str, Any] = self.data.get(self.main, {})
        return found

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The files of the cards and pages of this toolkit, in reading order."""
        return tuple(file for file in self.held if file != self.main)

    def model(self, file: str) -> type[BaseModel]:
        """What a file should hold."""
        kind = file.removeprefix(f"{self.home}/").partition("/")[0]
        return MODELS.get(kind, ToolkitInfo)

    def fields(self, file: str) -> tuple[Field, ...]:
        """The form of a file."""
        return fields_of(self.model(file), self.data.get(file), (), self.known(file))

    def field(self, file: str, path: NodePath) -> Field | None:
        """One field of that form."""
        return next((each for each in every(self.fields(file)) if each.path == path), None)

    @property
    def language(self) -> str:
        """The language of the program that is nearest to that of the toolkit."""
        said = _said(self.info, "language").partition("-")[0]
        return said if said in languages() else ENGLISH

    def unwritten(self, file: str) -> tuple[NodePath, ...]:
        """The texts of a file that are still to be written."""
        return tuple(_to_write(self.data.get(file)))

    @cached_property
    def questions(self) -> Mapping[str, str]:
        """The questions of the toolkit: label by id."""
        return {each["id"]: _said(each, "label") for each in _entries(self.info, "questions")}

    @cached_property
    def _known(self) -> Known:
        pages, places = {}, {}
        for file in self.parts:
            data = self.data.get(file, {})
            name, title = _said(data, "id"), _said(data, "title")
            if self.model(file) is Page:
                pages[name] = title
                places[names.page(name)] = title
                continue
            places[names.card(name)] = title
            for option in _entries(data, "options"):
                places[names.option(name, option["id"])] = f"{title}: {_said(option, 'title')}"
        project = self.project
        return Known(
            pages=pages, places=places, icons=[*project.icons()], themes=[*project.themes()],
            fonts=[*project.fonts()], languages=[*project.locales()], questions=self.questions,
        )  # fmt: skip

    def known(self, file: str) -> Known:
        """What the fields of a file can choose from."""
        options = _entries(self.data.get(file, {}), "options")
        return replace(self._known, options={each["id"]: _said(each, "title") for each in options})

    def with_(self, changes: Mapping[str, bytes | None]) -> Files:
        """The files after some changes, in the order of the contents then."""
        held = {**self.held, **changes}
        kept = {file: data for file, data in held.items() if data is not None}
        return Files(self.project, self.slug, _in_order(kept, self.main, self.home))


def _to_write(data: Any, path: NodePath = ()) -> Iterator[NodePath]:
    if data == TO_WRITE:
        yield path
    elif isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _to_write(value, (*path, key))


def _entries(data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """The mappings with an id in a list."""
    found = data.get(key)
    entries = found if isinstance(found, list) else []
    return [each for each in entries if isinstance(each, dict) and isinstance(each.get("id"), str)]


def _said(data: Any, key: str) -> str:
    value = data.get(key) if isinstance(data, dict) else None
    return value.strip() if isinstance(value, str) else ""


def text_of(held: bytes) -> str:
    """The text of a file; what is no UTF-8 is refused when it is read as YAML."""
    return held.decode("utf-8", "replace")


def read_files(project: Project, slug: str) -> Files:
    """The files of a toolkit.

    :raises KeyError: when there is no such toolkit.
    """
    folder = project.toolkits()[slug]
    home = f"toolkits/{slug}"
    held = {f"{home}/{path.relative_to(folder).as_posix()}": path for path in _yaml_files(folder)}
    data = {file: path.read_bytes() for file, path in held.items()}
    main = f"{home}/{TOOLKIT_FILE}"
    return Files(project, slug, _in_order(data, main, home))


def _yaml_files(folder: Path) -> Iterator[Path]:
    for pattern in (TOOLKIT_FILE, "cards/*.yaml", "pages/*.yaml"):
        for path in sorted(folder.glob(pattern)):
            if path.is_file() and inside(folder, path):
                yield path


def _in_order(held: Mapping[str, bytes], main: str, home: str) -> dict[str, bytes]:
    """``toolkit.yaml``, then what its contents name, which are the only files that count."""
    nodes = read_nodes(text_of(held.get(main, b"")).removeprefix("\ufeff"), main, lambda _: None)
    data = nodes.data if nodes and isinstance(nodes.data, dict) else {}
    contents = data.get("contents")
    named = [f"{home}/{each}" for each in contents] if isinstance(contents, list) else [*held]
    return {file: held[file] for file in dict.fromkeys([main, *named]) if file in held}
