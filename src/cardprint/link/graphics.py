"""What the operators of a page draw: how large the text is, how thick a line, in which colour.

Only what that takes is followed of the graphics state (ISO 32000-1, 8.4): sizes, not places.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import hypot, sqrt
from typing import Any

from pikepdf import ContentStreamInlineImage, ContentStreamInstruction, Dictionary, Object

Linear = tuple[float, float, float, float]
"""The part of a matrix that turns and scales."""
Corners = tuple[float, float, float, float]
Instruction = ContentStreamInstruction | ContentStreamInlineImage

BLACK = (0.0,)
COLOURS = {"g": "fill", "rg": "fill", "k": "fill", "G": "stroke", "RG": "stroke", "K": "stroke"}
"""What the operators for simple colours set."""
OTHER_COLOURS = {name: "fill" if name.islower() else "stroke"
                 for name in ("cs", "sc", "scn", "CS", "SC", "SCN")}  # fmt: skip
FILLS = {"f", "F", "f*", "B", "B*", "b", "b*"}
STROKES = {"S", "s", "B", "B*", "b", "b*"}
PATHS = {"re", "m", "l", "c", "v", "y", "h"}
TEXTS = {"Tj", "TJ", "'", '"'}
_NUMBERS = {"w": "width", "Tf": "size", "Tr": "mode"}
"""Operators that set a number."""
_SHOWN_BY_FILL, _SHOWN_BY_STROKE, _INVISIBLE = {0, 2, 4, 6}, {1, 2, 5, 6}, 3


@dataclass(frozen=True, slots=True)
class State:
    """The graphics state, as far as it matters."""

    matrix: Linear = (1.0, 0.0, 0.0, 1.0)
    fill: tuple[float, ...] | None = BLACK
    """The numbers of a colour; none for patterns and colours of other kinds."""
    stroke: tuple[float, ...] | None = BLACK
    width: float = 1.0
    size: float = 0.0
    text: Linear = (1.0, 0.0, 0.0, 1.0)
    mode: float = 0
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    overprints: bool = False
    """Whether areas leave the inks below them that they have none of."""

    @property
    def scale(self) -> float:
        """Points for a unit of length."""
        a, b, c, d = self.matrix
        return sqrt(abs(a * d - b * c))

    def within(self, form: Object) -> "State":
        """What the operators of a form begin with."""
        matrix = [float(value) for value in form.get("/Matrix", (1, 0, 0, 1, 0, 0))]
        return replace(self, matrix=_product(_linear(matrix), self.matrix))


@dataclass(frozen=True, slots=True)
class Painting:
    """What an operator draws; lengths in points."""

    fills: bool
    strokes: bool
    text_pt: float | None = None
    """The size of the text, if it is text."""
    line_pt: float | None = None
    """How thick the line is, if it strokes one."""
    area_pt: float | None = None
    """How thick the area is at its thinnest, if it fills one; 0 if there is nothing of it."""
    is_bar: bool = False
    """Whether the area is a rectangle."""


class Graphics:
    """Follows the operators of one stream."""

    def __init__(self, resources: Object, state: State | None = None) -> None:
        self.states = resources.get("/ExtGState", Dictionary())
        self.state = state or State()
        self.kept: list[State] = []
        self.path: list[Corners] = []
        """Around each part of the path that is being made."""
        self.is_bar = False
        """Whether it is a rectangle."""

    def read(self, each: Instruction) -> Painting | None:
        """Take in an instruction; what it draws, if it draws text, lines or areas."""
        if isinstance(each, ContentStreamInlineImage):
            return None
        name, operands = str(each.operator), each.operands
        if name in TEXTS:
            return self._text()
        if name in FILLS or name in STROKES:
            return self._painted(name)
        if name == "n":
            self.path = []
        elif name in PATHS:
            self._extend(name, [float(value) for value in operands])
        else:
            self._set(name, operands)
        return None

    def _set(self, name: str, operands: Any) -> None:
        match name:
            case "q":
                self.kept.append(self.state)
            case "Q":
                self.state = self.kept.pop()
            case "gs":
                self.state = _changed(self.state, self.states.get(str(operands[0]), Dictionary()))
            case "cm":
                matrix = _product(_linear(operands), self.state.matrix)
                self.state = replace(self.state, matrix=matrix)
            case "BT":
                self.state = replace(self.state, text=(1.0, 0.0, 0.0, 1.0))
            case _:
                self.state = replace(self.state, **_setting(name, operands))

    def _text(self) -> Painting:
        state = self.state
        _, _, right, up = _product(state.text, state.matrix)
        size = abs(state.size) * hypot(right, up)
        fills, strokes = state.mode in _SHOWN_BY_FILL, state.mode in _SHOWN_BY_STROKE
        return Painting(fills, strokes, size, state.width * state.scale if strokes else None)

    def _painted(self, name: str) -> Painting:
        fills, strokes = name in FILLS, name in STROKES
        scale, path, self.path = self.state.scale, self.path, []
        area = min(filter(None, _thicknesses(path)), default=0.0) if fills else None
        return Painting(
            fills,
            strokes,
            None,
            self.state.width * scale if strokes else None,
            None if area is None else area * scale,
            self.is_bar,
        )

    def _extend(self, name: str, numbers: Sequence[float]) -> None:
        if name == "h":
            return
        self.is_bar = name == "re" and not self.path
        if name == "re":
            x, y, width, height = numbers
            self.path.append((min(x, x + width), min(y, y + height),
                              max(x, x + width), max(y, y + height)))  # fmt: skip
        elif name == "m" or not self.path:
            self.path.append((numbers[0], numbers[1], numbers[0], numbers[1]))
        else:
            left, bottom, right, top = self.path[-1]
            across, up = numbers[::2], numbers[1::2]
            self.path[-1] = (min(left, *across), min(bottom, *up),
                             max(right, *across), max(top, *up))  # fmt: skip


def _thicknesses(path: Sequence[Corners]) -> Iterator[float]:
    """How thick each part of a path is; a frame, which is one part in another, as its rim."""
    holes = set()
    for i, outer in enumerate(path):
        for j, inner in enumerate(path):
            rim = (inner[0] - outer[0], inner[1] - outer[1],
                   outer[2] - inner[2], outer[3] - inner[3])  # fmt: skip
            if i != j and min(rim) >= 0 and max(rim) > 0:
                holes |= {i, j}
                yield max(rim)
    for i, (left, bottom, right, top) in enumerate(path):
        if i not in holes:
            yield min(right - left, top - bottom)


def _linear(matrix: Any) -> Linear:
    a, b, c, d = (float(value) for value in list(matrix)[:4])
    return a, b, c, d


def _product(one: Linear, other: Linear) -> Linear:
    a, b, c, d = one
    e, f, g, h = other
    return a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h


def _setting(name: str, operands: Any) -> dict[str, Any]:
    """What an operator sets in the state."""
    if name in COLOURS:
        return {COLOURS[name]: tuple(float(value) for value in operands)}
    if name in OTHER_COLOURS:
        return {OTHER_COLOURS[name]: None}
    if name == "Tm":
        return {"text": _linear(operands)}
    if name in _NUMBERS:
        return {_NUMBERS[name]: float(operands[-1])}
    return {}


def _changed(state: State, settings: Object) -> State:
    """The state with what a dictionary of it sets (ISO 32000-1, table 58)."""
    found: dict[str, Any] = {
        field: float(settings[key])
        for field, key in (("fill_alpha", "/ca"), ("stroke_alpha", "/CA"))
        if key in settings
    }
    lines: dict[str, Any] = {"width": float(settings["/LW"])} if "/LW" in settings else {}
    over = settings.get("/op", settings.get("/OP"))
    if over is not None:
        found["overprints"] = bool(over) and settings.get("/OPM", 0) == 1
    return replace(state, **found, **lines)


def is_invisible(state: State, painting: Painting) -> bool:
    """Whether nothing is to be seen of what is drawn."""
    if painting.text_pt is not None and state.mode == _INVISIBLE:
        return True
    shown = painting.fills and state.fill_alpha > 0 and painting.area_pt != 0
    return not shown and not (painting.strokes and state.stroke_alpha > 0)
