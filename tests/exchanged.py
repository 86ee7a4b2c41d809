"""A small toolkit with every kind of text, and hands that change a file as people do."""

import shutil
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from cardprint.exchange.fields import Field, fields_of
from cardprint.load.reading import load_toolkit
from cardprint.load.toolkit import Toolkit
from cardprint.storage.project import Project
from conftest import MINI, TESTS

Element = Any


def make_project(folder: Path) -> Path:
    shutil.copytree(MINI, folder)
    shutil.copytree(TESTS / "exchange", folder, dirs_exist_ok=True)
    return folder


def loaded(project: Path, slug: str = "slapen") -> Toolkit:
    return load_toolkit(project / "toolkits" / slug, Project(project))


def field_at(toolkit: Toolkit, part: str, *address: str | int) -> Field:
    found = [f for f in fields_of(toolkit) if (f.part, f.address) == (part, address)]
    assert len(found) == 1, address
    return found[0]


def with_parts(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """A file with other parts."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {each.filename: archive.read(each) for each in archive.infolist()}
    change(parts)
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


class Desk:
    """A document on somebody's desk, opened with python-docx."""

    def __init__(self, data: bytes) -> None:
        self.document = Document(BytesIO(data))

    def control(self, field: Field) -> Element:
        """The control of a field."""
        (found,) = (
            tag.getparent().getparent()
            for tag in self.document.element.body.iter(qn("w:tag"))
            if tag.get(qn("w:val")) == field.key
        )
        return found

    def texts(self, field: Field) -> list[Element]:
        return [*self.control(field).iter(qn("w:t"))]

    def write(self, field: Field, old: str, new: str) -> None:
        """Type other words in a field."""
        found = [each for each in self.texts(field) if old in (each.text or "")]
        assert found, (field.where, old)
        found[0].text = found[0].text.replace(old, new, 1)

    def saved(self) -> bytes:
        file = BytesIO()
        self.document.save(file)
        return file.getvalue()


def lines_changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The lines that are new, with the name of their file."""
    assert before.keys() == after.keys()
    return [
        f"{name}: {line}"
        for name in before
        for line in after[name].splitlines()
        if line not in before[name].splitlines()
    ]


def files_of(project: Path) -> dict[str, str]:
    """The YAML files of a project."""
    return {
        str(path.relative_to(project)): path.read_text("utf-8")
        for path in sorted(project.rglob("*.yaml"))
    }
