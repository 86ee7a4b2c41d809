"""A folder of ``fonts/`` becomes a :class:`Typeface`: font faces, family names and files."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from cardprint.errors import Place, Problem
from cardprint.messages.catalogue import tell
from cardprint.storage.files import read_text
from cardprint.storage.named import NamedFile, address, named, on_disk
from cardprint.storage.project import Project, inside
from cardprint.text.fonts import is_font

_URL = re.compile(r"""url\(\s*(?:("[^"]*"|'[^']*')|([^\s)"']+))\s*\)""")


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
    """The typeface of a folder; missing files of its style sheet are reported."""
    sheet = folder / "font.css"
    shown = project.shown(sheet)
    faces, place = read_text(sheet, shown, report) or "", Place(shown)
    families = dict.fromkeys(re.findall(r'font-family:\s*"([^"]+)"', faces))
    files = []
    for quoted, bare in _URL.findall(faces):
        file = unquote(quoted[1:-1] or bare)
        path = on_disk(folder, file)
        if not path.is_file() or not inside(folder.parent, path):
            report(Problem(place, tell("font file '{file}' not found", file=file)))
        elif not is_font(path):
            hint = tell("save it again as TrueType (.ttf) or OpenType (.otf)")
            report(Problem(place, tell("'{file}' is not a font that can be read", file=file), hint))
        else:
            files.append(named(path, "fonts", name, file))
    style = shown, address("fonts", name, ""), faces
    return Typeface(style, tuple(families), tuple(files))
