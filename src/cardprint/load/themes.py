"""What each file says of a style: the toolkit, its project, a theme and the themes below it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cardprint.errors import Place, Problem, nearest
from cardprint.load.validate import validate
from cardprint.messages.catalogue import tell
from cardprint.model.style import (
    DEFAULT_THEME,
    SHORT,
    ProjectInfo,
    Style,
    StyleParts,
    Theme,
    said_at,
)
from cardprint.storage.named import spelled
from cardprint.storage.project import PROJECT_FILE, Project, inside
from cardprint.storage.source import NodePath, Source, read_source

Report = Callable[[Problem], None]


@dataclass(frozen=True, slots=True)
class Layer:
    """What one file says of the style."""

    source: Source
    path: NodePath
    """Where in the file."""
    said: StyleParts
    home: Path
    """The folder that its file names start from."""
    address: tuple[str, ...] = ()
    """What the addresses of those files begin with."""

    def at(self, *path: str | int) -> Place:
        """The place of something that it says."""
        return self.source.at((*self.path, *path))

    def find(self, *path: str) -> tuple[NodePath, Any]:
        """Where it says something, in full or in short, and what; None if it does not."""
        for each in (path, *((short,) for short, full in SHORT.items() if full == path)):
            if (said := said_at(self.said, each)) is not None:
                return each, said
        return path, None


def style_layers(
    project: Project, folder: Path, source: Source, style: Style, report: Report
) -> tuple[Layer, ...]:
    """What says the style of the toolkit in ``folder``, the nearest first.

    :param source: ``toolkit.yaml``, which says ``style``.
    """
    own = Layer(source, ("style",), style, folder, ("toolkits", spelled(folder.name)))
    shared = _of_project(project, report)
    layers = (own, shared) if shared else (own,)
    for layer in layers:
        if isinstance(layer.said, Style) and layer.said.theme:
            return (*layers, *theme_layers(project, layer.said.theme, layer.at("theme"), report))
    return (*layers, *theme_layers(project, DEFAULT_THEME, own.at(), report))


def _of_project(project: Project, report: Report) -> Layer | None:
    file = project.root / PROJECT_FILE
    if not file.is_file():
        return None
    source = _source(project, file, report)
    info = source and validate(ProjectInfo, source, report)
    return (
        Layer(source, ("style",), info.style, project.root, ("project",))
        if source and info
        else None
    )


def _source(project: Project, file: Path, report: Report) -> Source | None:
    """The content of a file of the project, which must really be there."""
    shown = project.shown(file)
    if any(inside(root, file) for root in project.roots):
        return read_source(file, shown, report)
    message = tell("this is a link to a place outside the folder of the project")
    report(Problem(Place(shown), message, tell("put the file itself here")))
    return None


def theme_layers(project: Project, wanted: str, asked: Place, report: Report) -> tuple[Layer, ...]:
    """A theme, its bases, and the default theme last."""
    known, found = project.themes(), dict[str, Layer]()
    name: str | None = wanted
    while name:
        if name not in known:
            report(
                Problem(asked, tell("unknown theme '{theme}'", theme=name), nearest(name, known))
            )
            break
        if name in found:
            report(Problem(asked, tell("the theme '{theme}' is its own base", theme=name)))
            break
        file = known[name] / "theme.yaml"
        source = _source(project, file, report)
        theme = source and validate(Theme, source, report)
        if not source or not theme:
            break
        found[name] = Layer(source, (), theme, file.parent)
        asked = source.at(("base",))
        name = theme.base or (None if DEFAULT_THEME in found else DEFAULT_THEME)
    return tuple(found.values())


def in_theme(
    project: Project, layers: Sequence[Layer], theme: str, report: Report
) -> tuple[Layer, ...]:
    """The same layers with another theme below what the toolkit and the project say."""
    own = tuple(each for each in layers if isinstance(each.said, Style))
    return (*own, *theme_layers(project, theme, own[0].at(), report))


def described(layers: Sequence[Layer]) -> str:
    """How the nearest theme looks, in its own words."""
    said = (layer.said for layer in layers)
    return next((each.description for each in said if isinstance(each, Theme)), "")
