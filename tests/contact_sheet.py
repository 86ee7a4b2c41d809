"""Pages of finished PDFs side by side in one picture, as different eyes see them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from cardprint.verify.file import FinishedFile

Eyes = Callable[[Image.Image], Image.Image]
Cells = Mapping[tuple[str, str], Image.Image]
"""The picture at each row and column of a sheet."""

# G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A Physiologically-based Model for
# Simulation of Color Vision Deficiency", IEEE Transactions on Visualization and Computer Graphics
# 15 (2009): deuteranomaly of severity 1.0, which is deuteranopia, for linear light.
DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
_STEPS = 33
"""Along each side of the cube of colours; what is between two steps is a mixture of them."""
_GROUND, _WORDS = "#d9d9d9", "black"
_GAP_PX = 16
_TYPE_PX = 22


def _to_light(value: float) -> float:
    """IEC 61966-2-1: the light of a value of sRGB, both from 0 to 1."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _from_light(light: float) -> float:
    light = min(max(light, 0.0), 1.0)
    return light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def _without_green(red: float, green: float, blue: float) -> tuple[float, float, float]:
    light = tuple(map(_to_light, (red, green, blue)))
    seen = [
        _from_light(sum(share * part for share, part in zip(row, light, strict=True)))
        for row in DEUTERANOPIA
    ]
    return seen[0], seen[1], seen[2]


_CUBE = ImageFilter.Color3DLUT.generate(_STEPS, _without_green)


def in_colour(picture: Image.Image) -> Image.Image:
    """The picture as it is."""
    return picture


def in_grey(picture: Image.Image) -> Image.Image:
    """The picture as a printer without coloured ink prints it."""
    return picture.convert("L").convert("RGB")


def with_deuteranopia(picture: Image.Image) -> Image.Image:
    """The picture as somebody sees it who cannot tell red from green."""
    return picture.filter(_CUBE)


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of one finished file."""

    file: Path

    def places(self) -> dict[str, int]:
        """The page, from 0, that each name leads to."""
        found = FinishedFile(self.file.read_bytes()).destinations
        return {name: page for name, (page, _) in found.items()}

    def drawn(self, index: int, width_px: int) -> Image.Image:
        """One page, from 0."""
        document = pdfium.PdfDocument(self.file)
        try:
            document.init_forms()
            page = document[index]
            scale = width_px / page.get_width()
            drawn: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil()
            return drawn.convert("RGB")
        finally:
            document.close()


def contact_sheet(rows: Sequence[str], columns: Sequence[str], cells: Cells) -> Image.Image:
    """All pictures in one, with the names of the rows and columns; a place may be empty."""
    font = ImageFont.load_default(_TYPE_PX)
    left = _GAP_PX * 2 + round(max(font.getlength(row) for row in rows))
    widths = [_most(cells, 1, column, "width") for column in columns]
    heights = [_most(cells, 0, row, "height") for row in rows]
    size = (
        left + sum(widths) + _GAP_PX * len(columns),
        _TYPE_PX + _GAP_PX * 2 + sum(heights) + _GAP_PX * len(rows),
    )
    sheet = Image.new("RGB", size, _GROUND)
    write = ImageDraw.Draw(sheet)
    y = _TYPE_PX + _GAP_PX * 2
    for row, height in zip(rows, heights, strict=True):
        write.text((_GAP_PX, y), row, _WORDS, font)
        x = left
        for column, width in zip(columns, widths, strict=True):
            write.text((x, _GAP_PX), column, _WORDS, font)
            if (row, column) in cells:
                sheet.paste(cells[row, column], (x, y))
            x += width + _GAP_PX
        y += height + _GAP_PX
    return sheet


def _most(cells: Cells, axis: int, name: str, side: str) -> int:
    return max((getattr(each, side) for at, each in cells.items() if at[axis] == name), default=0)
