"""The fields of a form, each with what it shows and with a font that can be written with.

WeasyPrint leaves both to the reader, and readers differ: one draws the letters of a name as boxes,
another leaves out what Western Europe does not write. So the appearance of every field is in the
file, and a reader need not make one before something is filled in (ISO 32000-1, 12.7.3.3).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from cardprint.assemble.field_font import EM, FAMILY, FieldFont, field_font
from cardprint.errors import InputError, Place, Problem
from cardprint.load.layout import Layout
from cardprint.messages.catalogue import tell
from cardprint.model.geometry import Box, upright
from cardprint.text.fonts import wrap

PADDING_PT = 2
"""Between the edge of a field and its text, as readers leave it."""
MULTILINE, DO_NOT_SCROLL = 1 << 12, 1 << 23
"""Flags of a field (ISO 32000-1, table 228)."""
FROM_THE_RIGHT = 2
"""Where the text of a field begins (ISO 32000-1, 12.7.3.3)."""


@dataclass(frozen=True)
class _Room:
    """How much of a field can be written on; lengths in points."""

    width: float
    height: float
    size: float
    lines: int
    letters: int


def add_form(pdf: Pdf, layout: Layout, shown: str) -> None:
    """One form of all the fields, in the order of the pages (ISO 32000-1, 12.7.2).

    :param shown: where to look, in messages.
    :raises InputError: when more is filled in than a field has room for.
    """
    fields = list(_fields(pdf))
    if not fields:
        return
    font = field_font(layout.font_files)
    fonts = Dictionary({f"/{FAMILY}": font.put_into(pdf)})
    problems = [
        Problem(
            Place(shown),
            tell("the field '{field}' has no room for what is filled in", field=str(field.TU)),
            tell("make it shorter"),
        )
        for field in fields
        if not _set_up(pdf, field, font, fonts, layout)
    ]
    if problems:
        raise InputError(problems)
    pdf.Root.AcroForm = pdf.make_indirect(
        Dictionary(Fields=Array(fields), DR=Dictionary(Font=fonts), DA=_style(_size(fields[0])))
    )


def _fields(pdf: Pdf) -> Iterator[Object]:
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            if annotation.get("/Subtype") == Name.Widget:
                yield annotation


def _size(field: Object) -> float:
    """The text size of a field, in points."""
    return float(str(field.DA).split()[-2])


def _style(size: float) -> String:
    """How the text of a field is drawn."""
    return String(f"/{FAMILY} {size:g} Tf 0 g")


def _set_up(pdf: Pdf, field: Object, font: FieldFont, fonts: Object, layout: Layout) -> bool:
    """Make a field ready to be filled in; whether it holds what is filled in already."""
    room, text = _room(field, font), str(field.get("/V", ""))
    is_long = int(field.get("/Ff", 0)) & MULTILINE
    lines = wrap(text, room.width, room.size, layout.font_files) if is_long else [text]
    field.DA = _style(room.size)
    # What a reader would scroll to is not printed.
    field.Ff = int(field.get("/Ff", 0)) | DO_NOT_SCROLL
    field.MaxLen = max(room.letters, len(text))
    if layout.locale.direction == "rtl":
        field.Q = FROM_THE_RIGHT
    box = _box(field)
    form = pdf.make_stream(
        _drawn(lines, room, font, from_right="/Q" in field),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, round(box.width, 2), round(box.height, 2)]),
        Resources=Dictionary(Font=fonts),
    )
    field.AP = Dictionary(N=form)
    widest = max((_width(line, room, font) for line in lines), default=0.0)
    return len(lines) <= room.lines and widest <= room.width


def _box(field: Object) -> Box:
    return upright(*(float(value) for value in field.Rect))


def _leading(size: float, font: FieldFont) -> float:
    """From line to line, as readers set it."""
    return size * (font.ascent - font.descent) / EM


def _width(line: str, room: _Room, font: FieldFont) -> float:
    return font.width(line) * room.size / EM


def _room(field: Object, font: FieldFont) -> _Room:
    box, size = _box(field), _size(field)
    width, height = box.width - 2 * PADDING_PT, box.height - 2 * PADDING_PT
    is_long = int(field.get("/Ff", 0)) & MULTILINE
    lines = max(int(height / _leading(size, font)), 1) if is_long else 1
    letters = lines * int(width * EM / (font.letter_width * size))
    return _Room(width, height, size, lines, letters)


def _drawn(lines: list[str], room: _Room, font: FieldFont, *, from_right: bool) -> bytes:
    """The appearance of a field with its text (ISO 32000-1, 12.7.3.3)."""
    if not any(lines):
        return b"/Tx BMC EMC"
    leading = _leading(room.size, font)
    top = PADDING_PT + room.height
    if room.lines == 1:  # halfway up
        top -= (room.height - leading) / 2
    first = top - room.size * font.ascent / EM
    drawn = b""
    for i, line in enumerate(lines):
        spare = room.width - _width(line, room, font) if from_right else 0.0
        across, up = PADDING_PT + spare, first - i * leading
        drawn += b"1 0 0 1 %.2f %.2f Tm <%b> Tj\n" % (across, up, font.codes(line))
    return b"/Tx BMC q BT 0 g /%b %g Tf\n%bET Q EMC" % (FAMILY.encode(), room.size, drawn)
