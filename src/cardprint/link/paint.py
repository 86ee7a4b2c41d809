"""The operators of a sheet, written anew for the press or for a printer without colours.

What is small or thin has one ink: four plates never fit exactly, and letters would get coloured
edges. Black ink is printed over what lies below, so that no white shows beside it. Lines are wide
enough to print, and what cannot be seen is left out, for some presses would see it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import ContentStreamInstruction, Dictionary, Name, Object, Operator, Stream

from cardprint.link.graphics import (
    COLOURS,
    OTHER_COLOURS,
    PATHS,
    TEXTS,
    Graphics,
    Instruction,
    Painting,
    State,
    is_invisible,
)

Inks = tuple[float, ...]
Convert = Callable[[float, float, float], Inks]

SMALL_TEXT_PT = 14
"""Smaller text has one ink."""
THIN_LINE_PT = 1
"""Thinner lines have one ink."""
DARK = 0.9
"""The share of black from which the other inks do not matter for the colour, and are left out."""
LEAST_LINE_PT = 0.25
"""What is thinner is lost in print."""

_OVER, _KNOCK = "/Over", "/Knock"
_CMYK = 4
_MIDDLE = 0.5
"""Text that is darker becomes black."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """What has been set by the operators that are written; none where it is not known."""

    fill: Inks | None = None
    stroke: Inks | None = None
    width: float | None = None
    overprints: bool = False


class Paint:
    """Writes the streams of a file anew, each of them once."""

    def __init__(self, change: Convert) -> None:
        self.change = change
        self.done: set[tuple[int, int]] = set()

    def page(self, page: pikepdf.Page) -> None:
        """Write a page anew, and the forms that are drawn on it."""
        resources = page.obj.get("/Resources", Dictionary())
        page.obj.Contents.write(self._written(page, resources, State()))

    def form(self, form: Stream, state: State | None = None, around: Object | None = None) -> None:
        """Write a form or a pattern anew, unless that was done.

        :param state: in which it is drawn.
        :param around: the resources of what it is drawn on, where it has none of its own.
        """
        if form.objgen in self.done:
            return
        self.done.add(form.objgen)
        resources = form.get("/Resources", around or Dictionary())
        form.write(self._written(form, resources, (state or State()).within(form)))

    def _written(self, content: Any, resources: Object, state: State) -> bytes:
        stream = _Written(self, resources, state)
        instructions = pikepdf.parse_content_stream(content)
        return pikepdf.unparse_content_stream(
            [new for each in instructions for new in stream(each)]
        )

    def inks(self, colour: Inks, painting: Painting, *, stroke: bool) -> Inks:
        """The inks of what is drawn in a colour."""
        red, green, blue = (colour * 3)[:3]
        inks = self.change(red, green, blue)
        if len(inks) != _CMYK or not any(inks[:3]):
            return inks
        if inks[3] >= DARK:
            return 0.0, 0.0, 0.0, 1.0
        light = luma(red, green, blue)
        if painting.text_pt is not None and painting.text_pt < SMALL_TEXT_PT:
            return 0.0, 0.0, 0.0, 1.0 if light < _MIDDLE else 1 - light
        thickness = painting.line_pt if stroke else painting.area_pt
        if thickness is not None and thickness < THIN_LINE_PT:
            return 0.0, 0.0, 0.0, 1 - light
        return inks


def luma(red: float, green: float, blue: float) -> float:
    """How light a colour is (ITU-R BT.709, 3.2)."""
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class _Written:
    """One stream, instruction by instruction: colours and widths are set where they are needed."""

    def __init__(self, paint: Paint, resources: Object, state: State) -> None:
        self.paint, self.resources = paint, resources
        self.graphics = Graphics(resources, state)
        self.sent, self.kept = _Sent(), list[_Sent]()
        self.path: list[Instruction] = []

    def __call__(self, each: Instruction) -> Iterator[Instruction]:
        """What is written for an instruction."""
        name = str(each.operator)
        painting = self.graphics.read(each)
        state = self.graphics.state
        if name in COLOURS or name == "w":
            return
        if name in PATHS:
            self.path.append(each)
            return
        if name == "q":
            self.kept.append(self.sent)
        elif name == "Q":
            self.sent = self.kept.pop()
        elif name in OTHER_COLOURS:
            unknown: dict[str, Any] = {OTHER_COLOURS[name]: None}
            self.sent = replace(self.sent, **unknown)
        if painting is None:
            if name in ("Do", "sh"):
                yield from self._set(Painting(fills=True, strokes=True))
                self._follow(name, each)
            yield from self._path()
            yield each
        elif not is_invisible(state, painting):
            yield from self._set(painting)
            yield from self._path(wide=painting.fills)
            yield each
        elif name not in TEXTS:
            yield from self._path()
            yield _instruction("n")

    def _path(self, *, wide: bool = False) -> Iterator[Instruction]:
        """The path so far; its rectangles wide enough to print, if it is filled."""
        path, self.path = self.path, []
        least = LEAST_LINE_PT / (self.graphics.state.scale or 1)
        for each in path:
            yield _widened(each, least) if wide and str(each.operator) == "re" else each

    def _follow(self, name: str, each: Instruction) -> None:
        forms = self.resources.get("/XObject", Dictionary())
        form = forms.get(str(each.operands[0])) if name == "Do" else None
        if isinstance(form, Stream) and form.get("/Subtype") == Name.Form:
            self.paint.form(form, self.graphics.state, self.resources)

    def _set(self, painting: Painting) -> Iterator[Instruction]:
        """The operators that set what an instruction needs and has not been set."""
        state, wanted = self.graphics.state, self.sent
        if painting.fills and state.fill is not None:
            wanted = replace(wanted, fill=self.paint.inks(state.fill, painting, stroke=False))
        if painting.strokes and state.stroke is not None:
            wanted = replace(wanted, stroke=self.paint.inks(state.stroke, painting, stroke=True))
        if painting.strokes:
            wanted = replace(wanted, width=max(state.width, LEAST_LINE_PT / (state.scale or 1)))
        over = painting.text_pt is not None and wanted.fill == (0.0, 0.0, 0.0, 1.0)
        wanted = replace(wanted, overprints=over)
        yield from self._difference(self.sent, wanted)
        self.sent = wanted

    def _difference(self, sent: _Sent, wanted: _Sent) -> Iterator[Instruction]:
        if wanted.fill is not None and wanted.fill != sent.fill:
            yield _instruction({1: "g", _CMYK: "k"}[len(wanted.fill)], *wanted.fill)
        if wanted.stroke is not None and wanted.stroke != sent.stroke:
            yield _instruction({1: "G", _CMYK: "K"}[len(wanted.stroke)], *wanted.stroke)
        if wanted.width is not None and wanted.width != sent.width:
            yield _instruction("w", wanted.width)
        if wanted.overprints != sent.overprints:
            name = _OVER if wanted.overprints else _KNOCK
            self._add_states()
            yield ContentStreamInstruction([Name(name)], Operator("gs"))

    def _add_states(self) -> None:
        """The two states of overprinting (ISO 32000-1, 11.7.4), among the resources."""
        if "/ExtGState" not in self.resources:
            self.resources.ExtGState = Dictionary()
        states = self.resources.ExtGState
        if _OVER not in states:
            states[_OVER] = Dictionary(OP=True, op=True, OPM=1)
            states[_KNOCK] = Dictionary(OP=False, op=False)


def _instruction(name: str, *numbers: float) -> ContentStreamInstruction:
    operands = [Decimal(f"{number:.4f}").normalize() for number in numbers]
    return ContentStreamInstruction(operands, Operator(name))


def _widened(rectangle: Instruction, least: float) -> Instruction:
    """A rectangle at least so wide and high, around the same middle."""
    x, y, width, height = (float(value) for value in rectangle.operands)
    if min(abs(width), abs(height)) >= least:
        return rectangle
    wide, high = max(abs(width), least), max(abs(height), least)
    left, bottom = x + (width - wide) / 2, y + (height - high) / 2
    return _instruction("re", left, bottom, wide, high)
