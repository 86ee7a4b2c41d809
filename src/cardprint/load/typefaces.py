"""A folder of ``fonts/`` becomes a :class:`Typeface`: font faces, family names and files."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from cardprint.errors import Place, Problem, nearest
from cardprint.messages.catalogue import tell
from cardprint.storage.files import read_text
from cardprint.storage.named import NamedFile, address, named, on_disk
from cardprint.storage.project import FONT_SHEET, Project, font_files, inside
from cardprint.text.fonts import is_bold_or_slanted, is_font, missing_characters

_LICENCE = re.compile(r"(?i)ofl|li[cz]en|copying")
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

    @property
    def is_for_text(self) -> bool:
        """Whether it has the letters of running text, and not only those of another script."""
        return not missing_characters("az", self.paths)


def load_typeface(
    name: str, folder: Path, project: Project, report: Callable[[Problem], None]
) -> Typeface:
    """The typeface of a folder; missing files of its style sheet are reported."""
    sheet = folder / FONT_SHEET
    shown = project.shown(sheet)
    faces = (read_text(sheet, shown, report) if sheet.is_file() else _faces(name, folder)) or ""
    place = Place(shown)
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


def _faces(name: str, folder: Path) -> str:
    """The style sheet of a folder that has none: its files say themselves what they are."""
    rules = []
    for file in font_files(folder):
        bold, slanted = is_bold_or_slanted(file) if is_font(file) else (False, False)
        rules.append(
            f'@font-face {{ font-family: "{name}"; font-weight: {700 if bold else 400}; '
            f"font-style: {'italic' if slanted else 'normal'}; src: url({quote(file.name)}) }}"
        )
    return "\n".join(rules)


def load_fonts(
    wanted: Mapping[str, tuple[str, Place]], project: Project, report: Callable[[Problem], None]
) -> dict[str, Typeface]:
    """The typefaces that a style names, by role.

    :param wanted: the name of each and the place that says it; a family is found by its own name
        (``Public Sans``) as well as by that of its folder (``public-sans``).
    """
    known, found = project.fonts(), dict[str, Typeface]()
    for role, (written, place) in wanted.items():
        name = written.casefold().replace(" ", "-")
        if name not in known:
            message = tell("unknown font '{font}'", font=written)
            report(Problem(place, message, nearest(name, known)))
            continue
        folder, shown = known[name], project.shown(known[name])
        if not any(_LICENCE.search(file.name) for file in folder.glob("*")):
            message = tell("the font '{font}' has no licence", font=written)
            hint = tell("put its licence in {folder}/, as OFL.txt or LICENCE.txt", folder=shown)
            report(Problem(place, message, hint))
        found[role] = load_typeface(name, folder, project, report)
        if "font-weight: 700" not in found[role].style[-1]:
            message = tell("the font '{font}' has no bold letters", font=written)
            hint = tell("put the bold files of the family in {folder}/ as well", folder=shown)
            report(Problem(place, message, hint))
    return found
