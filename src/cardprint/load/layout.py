"""A layout's folder becomes a :class:`Layout`: its settings, styles, labels and fonts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cardprint.errors import InputError, Place, Problem, nearest
from cardprint.load.contrast import check_contrast
from cardprint.load.locales import load_labels
from cardprint.load.style import ROLES, HouseStyle, house_style, variables
from cardprint.load.themes import Layer
from cardprint.load.typefaces import Typeface, load_fonts, load_typeface
from cardprint.load.validate import validate
from cardprint.messages.catalogue import tell
from cardprint.model.layout import LayoutInfo, LayoutSettings
from cardprint.model.locale import Locale
from cardprint.model.style import StyleParts
from cardprint.storage.files import read_text
from cardprint.storage.named import NamedFile, address, coloured, named
from cardprint.storage.project import MONO, UA_2, Project, inside, is_foreign
from cardprint.storage.source import Source, read_source

_TEXTS = (".css", ".j2", ".yaml")


@dataclass(frozen=True)
class Layout:
    """A loaded layout."""

    name: str
    """``grid-a4``, or with the layouts over it: ``grid-a3+press+mono``."""
    template_folders: tuple[Path, ...]
    """Where templates are looked up: the layout itself, its bases, then the shared pieces."""
    info: LayoutInfo
    source: Source
    sheets: tuple[tuple[str, str, str], ...]
    """The style sheets: the name for messages, the base address, the text."""
    typefaces: tuple[Typeface, ...]
    """Those of the text: of the style, of the layout, then what the text needs for its script."""
    display: Mapping[str, Typeface]
    """Those of headings and figures, where the style names them."""
    pictures: tuple[NamedFile, ...]
    locale: Locale
    labels: Mapping[str, str]
    """The words on buttons and in descriptions, by name."""
    style: HouseStyle

    @property
    def pictured(self) -> tuple[str, ...]:
        """The diagrams drawn as pictures; from right to left, the style sheet draws them."""
        return self.info.drawings if self.locale.direction == "ltr" else ()

    def file(self, name: str) -> Path | None:
        """The nearest file of that name in the folders of the layout."""
        found = (folder / name for folder in self.template_folders)
        return next((file for file in found if file.is_file()), None)

    @property
    def font_families(self) -> tuple[str, ...]:
        """The families of the text, in the order in which a letter is looked up."""
        return tuple(family for each in self.typefaces for family in each.families)

    @property
    def families(self) -> Mapping[str, tuple[str, ...]]:
        """The families of each role, in the same order."""
        of = {role: face.families for role, face in self.display.items()}
        heading = of.get("heading", ())
        roles = {"text": (), "heading": heading, "figures": of.get("figures", heading)}
        return {role: (*own, *self.font_families) for role, own in roles.items()}

    @property
    def all_typefaces(self) -> tuple[Typeface, ...]:
        """Those of the text, and then those of headings and figures."""
        return tuple(dict.fromkeys((*self.typefaces, *self.display.values())))

    @property
    def font_folders(self) -> frozenset[Path]:
        """The folders of its typefaces."""
        return frozenset(path.parent for path in self.font_files)

    @property
    def font_files(self) -> tuple[Path, ...]:
        """The font files, in the order of the families."""
        return tuple(path for each in self.typefaces for path in each.paths)

    @property
    def files(self) -> tuple[NamedFile, ...]:
        """Every file that the pages may read: fonts and the pictures of the layout."""
        return (*(file for each in self.all_typefaces for file in each.files), *self.pictures)

    @property
    def variables(self) -> str:
        """The house style as declarations of CSS variables."""
        return variables(self.style, self.families)

    @property
    def styles(self) -> tuple[tuple[str, str, str], ...]:
        """Font faces, the house style as variables, and style sheets."""
        house = "style", "", f":root {{ {self.variables} }}"
        return (*(each.style for each in self.all_typefaces), house, *self.sheets)


def load_info(name: str, project: Project) -> tuple[LayoutInfo, Source]:
    """The settings of a layout, together with those of its bases.

    :raises InputError: with every problem found.
    """
    problems: list[Problem] = []
    files = [folder / "layout.yaml" for folder in project.layout_chain(name)]
    source = _merged(files, project, problems.append)
    info = source and validate(LayoutInfo, source, problems.append)
    if not source or not info:
        raise InputError(problems)
    return info, source


def load_layout(
    name: str,
    project: Project,
    locale: Locale,
    settings: LayoutSettings | None = None,
    layers: Sequence[Layer] = (),
) -> Layout:
    """Load a layout and its bases, with the words of ``locale``.

    :param settings: the settings that the toolkit changes.
    :param layers: what says the style of the toolkit; the layout says the rest.
    :raises InputError: with every problem found.
    """
    info, source = load_info(name, project)
    problems: list[Problem] = []
    report = problems.append
    chain = project.layout_chain(name)
    folders = (*chain, *(root / "layouts" / "_base" for root in project.roots))
    labels = load_labels(locale, folders, project, report)
    sheets = []
    for folder in reversed(folders):
        stylesheet = folder / ("style.css" if folder.name == "_base" else info.stylesheet)
        if stylesheet.is_file():
            shown = project.shown(stylesheet)
            text = read_text(stylesheet, shown, report) or ""
            sheets.append((shown, address("layouts", folder.name, ""), text))
    _check_files(name, info, source, folders, report)
    for folder in folders:
        for file in sorted(folder.glob("*")):
            if not is_foreign(file):
                _check_file(file, folder, project, report)
    info = _with_settings(info, settings, name.split("+"))
    own = Layer(source, (), StyleParts(colours=info.colours), folders[0])
    style = house_style((*layers, own), is_printed=not info.interactive, is_mono=info.mono)
    check_contrast(style, report)
    if info.pdf == UA_2 and (info.press or info.imposition):
        report(_not_ua_2(name, info))
    display = load_fonts(style.fonts, project, report)
    own_faces = _typefaces(info, source, project, report)
    typefaces = (display.pop("text"), *own_faces) if "text" in display else own_faces
    if problems:
        raise InputError(problems)
    pictures = _pictures(folders, style)
    return Layout(
        name,
        folders,
        info,
        source,
        tuple(sheets),
        tuple(dict.fromkeys(typefaces)),
        display,
        pictures,
        locale,
        labels,
        style,
    )


def _pictures(folders: Sequence[Path], style: HouseStyle) -> tuple[NamedFile, ...]:
    """The drawings of a layout: as they are, and in the colour of each role."""
    files = [
        named(file, "layouts", folder.name, file.name)
        for folder in folders
        for file in sorted(folder.glob("*.svg"))
        if file.is_file()
    ]
    inks = [(role, style.colour(role)) for role in ROLES]
    return (*files, *(coloured(file, *ink) for file in files for ink in inks))


def _check_files(
    name: str,
    info: LayoutInfo,
    source: Source,
    folders: Sequence[Path],
    report: Callable[[Problem], None],
) -> None:
    """Report the files in the settings that are in none of the folders."""
    own = (folder for folder in folders if folder.name != "_base")
    if not any((folder / info.stylesheet).is_file() for folder in own):
        report(
            Problem(
                source.at(("stylesheet",)),
                tell("'{stylesheet}' does not exist", stylesheet=info.stylesheet),
            )
        )
    for kind, sheets in info.sheets:
        for i, sheet in enumerate(sheets):
            if not any((folder / sheet.template).is_file() for folder in folders):
                place = source.at(("sheets", kind, i, "template"))
                report(Problem(place, tell("'{template}' does not exist", template=sheet.template)))
    if info.press and not any((folder / info.press.profile).is_file() for folder in folders):
        place = source.at(("press", "profile"))
        report(Problem(place, tell("'{profile}' does not exist", profile=info.press.profile)))
    if info.press and info.imposition:
        message, hint = (
            tell("pages for a press cannot be combined on larger sheets"),
            tell("put '+press' last"),
        )
        report(Problem(Place(name), message, hint))


def _check_file(
    file: Path, folder: Path, project: Project, report: Callable[[Problem], None]
) -> None:
    """Report a link to a file outside the layouts, and a text file that is not text."""
    shown = project.shown(file)
    if file.exists() and not (inside(folder, file) or inside(folder.parent, file)):
        message = tell("this is a link to a place outside the folder of the layouts")
        report(Problem(Place(shown), message, tell("put the file itself here")))
    elif file.suffix in _TEXTS:
        read_text(file, shown, report)


def _merged(
    files: Sequence[Path], project: Project, report: Callable[[Problem], None]
) -> Source | None:
    """The settings of the first file over those of the others; sheets and colours one by one."""
    sources = [read_source(file, project.shown(file), report) for file in files]
    data: dict[str, object] = {}
    for source in reversed(sources):
        if source is None:
            return None
        own = source.data
        if not isinstance(own, dict):
            return source
        pairs = {key: (data.get(key), own.get(key)) for key in ("sheets", "colours")}
        data = data | own
        for key, (below, above) in pairs.items():
            if isinstance(below, dict) and isinstance(above, dict):
                data[key] = below | above
    return sources[0] and replace(sources[0], data=data)


def _not_ua_2(name: str, info: LayoutInfo) -> Problem:
    """Why a layout cannot be PDF/UA-2, and which one can."""
    if info.press:
        message = tell("a file for a print shop cannot be PDF/UA-2 as well")
    else:
        message = tell("pages in the order of printing cannot be PDF/UA-2")
    return Problem(Place(name), message, tell("leave out 'ua-2' here, or build 'screen+ua-2'"))


def _with_settings(
    info: LayoutInfo, settings: LayoutSettings | None, switches: Sequence[str]
) -> LayoutInfo:
    """The layout with the settings that a toolkit changes, and those that its name asks for."""
    wanted = settings or LayoutSettings()
    return info.model_copy(
        update={
            "mono": info.mono or wanted.mono or MONO in switches,
            "pdf": UA_2 if UA_2 in switches else wanted.pdf or info.pdf,
            "orientation": wanted.orientation or info.orientation,
            "minimum": wanted.minimum or info.minimum,
            "compare": wanted.compare or info.compare,
        }
    )


def _typefaces(
    info: LayoutInfo, source: Source, project: Project, report: Callable[[Problem], None]
) -> tuple[Typeface, ...]:
    """The typefaces that the layout names."""
    known = project.fonts()
    found = []
    for i, name in enumerate(info.fonts):
        if name in known:
            found.append(load_typeface(name, known[name], project, report))
        else:
            place = source.at(("fonts", i))
            report(Problem(place, tell("unknown font '{font}'", font=name), nearest(name, known)))
    return tuple(found)
