"""A folder of ``fonts/`` to a :class:`Typeface`: its font faces, family names and files."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cardprint.errors import Place, Problem
from cardprint.messages.catalogue import tell
from cardprint.storage.named import NamedFile, address, named
from cardprint.storage.project import Project


@dataclass(frozen=True, slots=True)
class Typeface:
    """The fonts of one folder."""

    style: tuple[str, str, str]
    """Its style sheet: the name for messages, the base address, the text."""
    families: tuple[str, ...]
    files: tuple[NamedFile, ...]

    @property
    def paths(self) -> tuple[Path, ...]:
        """Where its files are."""
        return tuple(file.path for file in self.files)


def load_typeface(
    name: str, folder: Path, project: Project, report: Callable[[Problem], None]
) -> Typeface:
    """The typeface of a folder; files that its style sheet names and nobody has are reported."""
    sheet = folder / "font.css"
    faces, place = sheet.read_text("utf-8"), Place(project.shown(sheet))
    families = dict.fromkeys(re.findall(r'font-family:\s*"([^"]+)"', faces))
    files = []
    for file in re.findall(r"url\(([^)]+)\)", faces):
        if (folder / file).is_file():
            files.append(named(folder / file, "fonts", name, file))
        else:
            report(Problem(place, tell("font file '{file}' not found", file=file)))
    style = place.file, address("fonts", name, ""), faces
    return Typeface(style, tuple(families), tuple(files))
