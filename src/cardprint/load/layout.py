"""A layout's folder to a :class:`Layout`: its settings, style, labels and fonts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cardprint.errors import InputError, Place, Problem
from cardprint.files import NamedFile, address, named
from cardprint.load.source import Source, read_source
from cardprint.load.validate import nearest, validate
from cardprint.model.layout import LayoutInfo
from cardprint.project import Project

FONTS = address("fonts", "")


@dataclass(frozen=True)
class Layout:
    """A loaded layout."""

    name: str
    folder: Path
    template_folders: tuple[Path, ...]
    """Where templates are looked up: the layout itself, then the shared pieces."""
    info: LayoutInfo
    source: Source
    styles: tuple[tuple[str, str, str], ...]
    """Font faces and style sheet: the name for messages, the base address, the text."""
    font_families: tuple[str, ...]
    files: tuple[NamedFile, ...]
    """Every file that its pages may read: fonts and the pictures of the layout."""
    labels: Mapping[str, str]
    """The words on buttons and in descriptions, by name."""

    @property
    def font_files(self) -> tuple[Path, ...]:
        """The font files, in the order of the layout's fonts."""
        return tuple(file.path for file in self.files if file.url.startswith(FONTS))


def load_layout(name: str, folder: Path, project: Project, language: str) -> Layout:
    """Load the layout in ``folder`` with the labels for ``language``.

    :raises InputError: with every problem found.
    """
    problems: list[Problem] = []
    report = problems.append
    settings = folder / "layout.yaml"
    source = read_source(settings, project.shown(settings), report)
    info = source and validate(LayoutInfo, source, report)
    if not source or not info:
        raise InputError(problems)
    folders = (folder, *(root / "layouts" / "_base" for root in project.roots))
    labels = _load_labels(folders, language, project, report)
    styles, families, fonts = _load_fonts(info, source, project, report)
    stylesheet = folder / info.stylesheet
    if stylesheet.is_file():
        text = stylesheet.read_text("utf-8")
        styles.append((project.shown(stylesheet), address("layouts", name, ""), text))
    else:
        report(Problem(source.at(("stylesheet",)), f"'{info.stylesheet}' does not exist"))
    for kind, sheets in info.sheets:
        for i, sheet in enumerate(sheets):
            if not any((each / sheet.template).is_file() for each in folders):
                place = source.at(("sheets", kind, i, "template"))
                report(Problem(place, f"'{sheet.template}' does not exist"))
    if problems:
        raise InputError(problems)
    pictures = [
        named(file, "layouts", each.name, file.name)
        for each in folders
        for file in sorted(each.glob("*.svg"))
    ]
    files = (*fonts, *pictures)
    return Layout(name, folder, folders, info, source, tuple(styles), families, files, labels)


def _load_labels(
    folders: tuple[Path, ...], language: str, project: Project, report: Callable[[Problem], None]
) -> dict[str, str]:
    """The labels of every folder, those of the layout itself over the shared ones."""
    labels: dict[str, str] = {}
    for folder in reversed(folders):
        file = folder / f"labels.{language}.yaml"
        if file.is_file():
            source = read_source(file, project.shown(file), report)
            if source and isinstance(source.data, dict):
                labels |= {key: str(value) for key, value in source.data.items()}
    if not labels:
        place = Place(project.shown(folders[-1] / f"labels.{language}.yaml"))
        report(Problem(place, f"no labels for language '{language}'"))
    return labels


def _load_fonts(
    info: LayoutInfo, source: Source, project: Project, report: Callable[[Problem], None]
) -> tuple[list[tuple[str, str, str]], tuple[str, ...], list[NamedFile]]:
    """The font faces as style sheets, the family names, and the files."""
    known = project.fonts()
    styles: list[tuple[str, str, str]] = []
    families: dict[str, None] = {}
    files: list[NamedFile] = []
    for i, name in enumerate(info.fonts):
        if name not in known:
            place = source.at(("fonts", i))
            report(Problem(place, f"unknown font '{name}'", nearest(name, known)))
            continue
        sheet = known[name] / "font.css"
        faces = sheet.read_text("utf-8")
        styles.append((project.shown(sheet), address("fonts", name, ""), faces))
        families |= dict.fromkeys(re.findall(r'font-family:\s*"([^"]+)"', faces))
        for file in re.findall(r"url\(([^)]+)\)", faces):
            path = known[name] / file
            if path.is_file():
                files.append(named(path, "fonts", name, file))
            else:
                report(Problem(Place(project.shown(sheet)), f"font file '{file}' not found"))
    return styles, tuple(families), files
