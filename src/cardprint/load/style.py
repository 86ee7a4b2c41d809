"""The house style of a toolkit: each role has the value that the nearest file gives it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cardprint.errors import Place, Problem
from cardprint.load.images import check_images
from cardprint.load.themes import Layer
from cardprint.model.colour import BLACK, WHITE, channels, tint
from cardprint.model.style import Boxes, Colours, Corners, Density, Fonts, Logo
from cardprint.storage.named import NamedFile, address, named, on_disk
from cardprint.storage.source import NodePath

Report = Callable[[Problem], None]

PALE = 0.1
"""The largest share that a tint behind text has of the colour of that text."""

CORNERS: Mapping[Corners, float] = {"square": 0, "soft": 1, "round": 3.5}
"""How round the corners of buttons and boxes are, in the radius that is usual for each."""

SPACE: Mapping[Density, float] = {"airy": 1.2, "normal": 1, "compact": 0.75}
"""How much of the usual room there is around texts."""

LISTS = ("cards", "diagrams")
ROLES = tuple(role for role in Colours.model_fields if role not in LISTS)

_INSTEAD = {
    "muted": "text", "caution": "text", "evidence": "text",
    "accent": "text", "navigation": "accent", "surface": "paper",
}  # fmt: skip
"""The role that one takes its colour from when no file gives it any."""


@dataclass(frozen=True, slots=True)
class Said:
    """A value, what says it, and how many other files are nearer."""

    value: Any
    place: Place | None
    rank: int = 99
    path: NodePath = ()
    """Where in its file."""


@dataclass(frozen=True, slots=True)
class Logotype:
    """A logo, with the file that says it."""

    logo: Logo
    layer: Layer
    path: NodePath
    """Where in that file."""

    @property
    def place(self) -> Place:
        """Where it is said."""
        return self.layer.at(*self.path)

    @property
    def url(self) -> str:
        """The address of its picture."""
        return address(*self.layer.address, self.logo.file)

    @property
    def file(self) -> NamedFile:
        """Its picture."""
        path = on_disk(self.layer.home, self.logo.file)
        return named(path, *self.layer.address, self.logo.file)


@dataclass(frozen=True)
class HouseStyle:
    """The style of a toolkit in a layout: every role has a value."""

    colours: Mapping[str, Said]
    """By role; of a list, by role and number from 1: ``cards 1``."""
    fonts: Mapping[str, tuple[str, Place]]
    """The name of each typeface that is asked for, and what says it, by role."""
    corners: Corners
    boxes: Boxes
    density: Density
    logos: tuple[Logotype, ...]
    is_mono: bool = False

    def logos_at(self, place: str) -> list[Logo]:
        """The logos that have this place."""
        return [each.logo for each in self.logos if each.logo.place == place]

    def colour(self, role: str) -> str:
        """The colour of a role; only black on white in a grey layout."""
        if self.is_mono:
            return WHITE if role in ("paper", "surface") else BLACK
        return str(self.colours[role].value)

    def several(self, role: str) -> tuple[str, ...]:
        """The colours of a list."""
        names = [name for name in self.colours if name.startswith(f"{role} ")]
        return tuple(self.colour(name) for name in names)


def house_style(
    layers: Sequence[Layer], *, is_printed: bool = False, is_mono: bool = False
) -> HouseStyle:
    """The style that the layers say together.

    :param layers: the nearest first.
    :param is_printed: whether the paper is white, whatever a style says.
    """
    corners, boxes, density = (_first(layers, name) for name in ("corners", "boxes", "density"))
    logos = _first(layers, "logos")
    return HouseStyle(
        dict(_colours(layers, is_printed=is_printed)),
        dict(_fonts(layers)),
        corners.value if corners else "soft",
        boxes.value if boxes else "tinted",
        density.value if density else "normal",
        tuple(_logos(logos, layers[logos.rank])) if logos else (),
        is_mono,
    )  # fmt: skip


def _logos(said: Said, layer: Layer) -> Iterator[Logotype]:
    if isinstance(said.value, Logo):  # the only one
        yield Logotype(said.value, layer, said.path)
    else:
        for i, logo in enumerate(said.value):
            yield Logotype(logo, layer, (*said.path, i))


def check_logos(style: HouseStyle, report: Report) -> None:
    """Report each logo whose picture cannot be used."""
    for each in style.logos:
        place = each.layer.at(*each.path, "file")
        check_images(each.layer.home, [(each.logo.file, place)], report)


def _first(layers: Sequence[Layer], *path: str) -> Said | None:
    """What the nearest layer says there."""
    for rank, layer in enumerate(layers):
        where, value = layer.find(*path)
        if value is not None:
            return Said(value, layer.at(*where), rank, where)
    return None


def _fonts(layers: Sequence[Layer]) -> Iterator[tuple[str, tuple[str, Place]]]:
    for role in Fonts.model_fields:
        if said := _first(layers, "fonts", role):
            yield role, (said.value, layers[said.rank].at("fonts", role))


def _colours(layers: Sequence[Layer], *, is_printed: bool) -> Iterator[tuple[str, Said]]:
    found = {role: _first(layers, "colours", role) for role in Colours.model_fields}
    found["text"] = found["text"] or Said(BLACK, None)
    found["paper"] = (not is_printed and found["paper"]) or Said(WHITE, None)
    for role in ROLES:
        name = role
        while not (said := found[name]):
            name = _INSTEAD[name]
        yield role, said
    for role in LISTS:
        for i, said in enumerate(_listed(layers, role), 1):
            yield f"{role} {i}", said


def _listed(layers: Sequence[Layer], role: str) -> Iterator[Said]:
    """The colours of a list, each with its own place."""
    if said := _first(layers, "colours", role):
        for i, colour in enumerate(said.value):
            yield Said(colour, layers[said.rank].at(*said.path, i), said.rank)


def variables(style: HouseStyle, families: Mapping[str, Iterable[str]]) -> str:
    """The style as declarations of CSS variables, for every style sheet and template.

    :param families: the names of the typefaces for each role of type, in their order.
    """
    said = {role: style.colour(role) for role in ROLES}
    said["rule"] = tint(said["muted"], 0.635, said["paper"])
    said |= {
        f"font-{role}": ", ".join(f'"{family}"' for family in names)
        for role, names in families.items()
    }
    said["fonts"] = said["font-text"]  # as style sheets of projects know it
    for i, colour in enumerate(style.several("diagrams"), 1):
        said[f"circle-{i}"] = colour
        said[f"circle-{i}-clear"] = f"rgba{(*channels(colour), PALE)}"
    said["corner"] = f"{CORNERS[style.corners]:g}"
    said["space"] = f"{SPACE[style.density]:g}"
    # The cells of a grid must fit one page, so they never get more room than usual.
    said["space-of-cells"] = f"{min(1, SPACE[style.density]):g}"
    return "; ".join(f"--{name}: {value}" for name, value in said.items())
