"""The text of a finished PDF as pdfium sees it: every run with its size, font and visible part."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
from babel import Locale
from pypdfium2 import raw

from cardprint.model.geometry import Box
from cardprint.text.prose import letters
from cardprint.verify import details
from cardprint.verify.direction import is_right_to_left, read_back, read_lines
from cardprint.verify.page import NO_CONTENT, Mark, ReadPage, Run

# Bounds are of the ink, and lines are drawn with half their width on either side.
CLIP_TOLERANCE_PT = 1.0
MOST = 0.75
OPAQUE = 255


def read_pages(pdf: bytes) -> Iterator[ReadPage]:
    """Read every page in turn.

    :raises pypdfium2.PdfiumError: when the file is damaged.
    """
    document = pdfium.PdfDocument(pdf)
    fonts: Fonts = {}
    try:
        for number in range(len(document)):
            yield read_page(document, number, fonts)
    finally:
        document.close()


def read_page(
    document: pdfium.PdfDocument, number: int, fonts: Fonts, *, detailed: bool = False
) -> ReadPage:
    """Read one page.

    :param number: from 0.
    :param fonts: what is known of the document's fonts, for the next page.
    :param detailed: whether to read colours and shapes as well.
    """
    page = document[number]
    text = page.get_textpage()
    try:
        left, bottom, right, top = page.get_trimbox()
        visual = _visual(text) if _is_right_to_left(document) else {}
        reader = _Reader(text, fonts, Box(*page.get_mediabox()), detailed, visual)
        runs = tuple(reader.runs(page))
        found = letters("".join(read_lines(runs)) if visual else text.get_text_range())
        return ReadPage(right - left, top - bottom, found, runs, tuple(reader.marks))
    finally:
        text.close()
        page.close()


Fonts = dict[int, tuple[str, bool]]
"""Name of each font, and whether it is embedded, by its address."""
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where objects are drawn."""

    paper: Box
    """What can be seen there."""
    space: Matrix = _IDENTITY
    content: int = NO_CONTENT
    group: int = 0


@dataclass(slots=True)
class _Reader:
    """Reads the objects of one page."""

    text: pdfium.PdfTextPage
    fonts: Fonts
    paper: Box
    detailed: bool
    visual: Mapping[int, str]
    marks: list[Mark] = field(default_factory=list)
    forms: int = 0
    objects: int = 0

    def runs(self, page: pdfium.PdfPage) -> Iterator[Run]:
        place = _Place(self.paper)
        for i in range(raw.FPDFPage_CountObjects(page)):
            yield from self.runs_of(raw.FPDFPage_GetObject(page, i), place)

    def runs_of(self, item: object, place: _Place) -> Iterator[Run]:
        """The runs of a page object; those of a form stand in the form's own space."""
        self.objects += 1
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            inner = self.inside(item, place)
            for i in range(raw.FPDFFormObj_CountObjects(item)):
                yield from self.runs_of(raw.FPDFFormObj_GetObject(item, i), inner)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            words = _words(item, self.text)
            if words.strip():
                yield self.run(item, words, place)
        else:
            self.add_mark(item, kind, place)

    def inside(self, form: object, place: _Place) -> _Place:
        """The place of what a form draws; it belongs to the content that the form belongs to."""
        self.forms += 1
        return _Place(
            _visible(form, place.paper, place.space),
            _times(_matrix(form), place.space),
            _content(form, place),
            self.forms,
        )

    def run(self, item: object, words: str, place: _Place) -> Run:
        size, space = ctypes.c_float(), place.space
        raw.FPDFTextObj_GetFontSize(item, size)
        _, _, c, d, e, f = _times(_matrix(item), space)
        box = _moved(_bounds(item), space)
        name, embedded = _font(item, self.fonts)
        clipped = not _within(box, _visible(item, place.paper, space))
        colour = details.colour(item, raw.FPDFPageObj_GetFillColor) if self.detailed else ""
        artifact = self.detailed and details.is_artifact(item)
        size_pt = size.value * (c**2 + d**2) ** 0.5
        visual = self.visual.get(_address(item), "")
        words = read_back(visual) if is_right_to_left(visual) else words
        return Run(
            words, size_pt, name, embedded, box, clipped, (e, f), colour, artifact, visual,
            _content(item, place), place.group, self.objects,
        )  # fmt: skip

    def add_mark(self, item: object, kind: int, place: _Place) -> None:
        box = _moved(_bounds(item), place.space)
        visible = box.within(_visible(item, place.paper, place.space))
        whole = box if kind == raw.FPDF_PAGEOBJ_IMAGE else None
        if whole or (visible.width > 0 and visible.height > 0):
            look, shape = details.drawn(item, kind) if self.detailed else ("", "")
            is_drawn = place.group and kind == raw.FPDF_PAGEOBJ_PATH and _most_of(box, visible)
            start = _start(item) if is_drawn else None
            content = _content(item, place)
            hides = kind == raw.FPDF_PAGEOBJ_PATH and _hides(item)
            self.marks.append(
                Mark(visible, look, shape, content, whole, place.group, start, self.objects, hides)
            )


def _most_of(box: Box, visible: Box) -> bool:
    """Whether most of a path is visible; bounds are wider than the ink where lines meet sharply."""
    return visible.width > MOST * box.width and visible.height > MOST * box.height


def _hides(path: object) -> bool:
    """Whether a path is filled in one piece, with a colour that nothing can be seen through.

    A ring has two pieces: what it stands around can be seen.
    """
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    if fill.value == raw.FPDF_FILLMODE_NONE:
        return False
    *_, alpha = channels = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetFillColor(path, *channels)
    kinds = [
        raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(path, i))
        for i in range(raw.FPDFPath_CountSegments(path))
    ]
    return alpha.value == OPAQUE and kinds.count(raw.FPDF_SEGMENT_MOVETO) == 1


def _start(path: object) -> tuple[float, float] | None:
    """The first point of a path, as the content stream has it."""
    x, y = ctypes.c_float(), ctypes.c_float()
    segment = raw.FPDFPath_GetPathSegment(path, 0)
    return (x.value, y.value) if raw.FPDFPathSegment_GetPoint(segment, x, y) else None


def _content(item: object, place: _Place) -> int:
    """The number of the marked content that an object is part of; else that of its form."""
    number = int(raw.FPDFPageObj_GetMarkedContentID(item))
    return place.content if number == NO_CONTENT else number


def _matrix(item: object) -> Matrix:
    found = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(one: Matrix, other: Matrix) -> Matrix:
    """First ``one``, then ``other`` (ISO 32000-1, 8.3.4)."""
    if other is _IDENTITY:
        return one
    a, b, c, d, e, f = one
    A, B, C, D, E, F = other  # noqa: N806  # the names of the standard
    return (
        a * A + b * C, a * B + b * D,
        c * A + d * C, c * B + d * D,
        e * A + f * C + E, e * B + f * D + F,
    )  # fmt: skip


def _moved(box: Box, space: Matrix) -> Box:
    if space is _IDENTITY:
        return box
    a, b, c, d, e, f = space
    corners = [(x, y) for x in (box.left, box.right) for y in (box.bottom, box.top)]
    across = [a * x + c * y + e for x, y in corners]
    up = [b * x + d * y + f for x, y in corners]
    return Box(min(across), min(up), max(across), max(up))


def _is_right_to_left(document: pdfium.PdfDocument) -> bool:
    """Whether the language of the file is written from right to left."""
    buffer = (ctypes.c_ushort * 64)()
    length = raw.FPDFCatalog_GetLanguage(document, buffer, ctypes.sizeof(buffer))
    language = bytes(buffer)[: max(0, length - 2)].decode("utf-16-le")
    return bool(language) and Locale.parse(language, sep="-").text_direction == "rtl"


def _visual(text: pdfium.PdfTextPage) -> dict[int, str]:
    """The characters of each text object as they stand, from left to right.

    pdfium gives them in an order of reading that it guesses; signs above and below letters are
    left out. What a single shape stands for, like lam and alef, is kept together.
    """
    shapes: dict[int, dict[float, str]] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    for i in range(raw.FPDFText_CountChars(text)):
        item = raw.FPDFText_GetTextObject(text, i)
        character = chr(raw.FPDFText_GetUnicode(text, i))
        if item and not unicodedata.category(character).startswith("M"):
            raw.FPDFText_GetCharOrigin(text, i, x, y)
            shape = shapes.setdefault(_address(item), {})
            before = shape.get(x.value, "")
            after = is_right_to_left(character)
            shape[x.value] = character + before if after else before + character
    return {item: "".join(shape[left] for left in sorted(shape)) for item, shape in shapes.items()}


def _address(item: Any) -> int:
    return ctypes.addressof(item.contents)


# Most runs are a line, so that one call for each is enough.
_BUFFER = (ctypes.c_ushort * 512)()


def _words(item: object, text: pdfium.PdfTextPage) -> str:
    buffer = _BUFFER
    length = raw.FPDFTextObj_GetText(item, text, buffer, ctypes.sizeof(buffer))
    if length > ctypes.sizeof(buffer):
        buffer = (ctypes.c_ushort * (length // 2))()
        raw.FPDFTextObj_GetText(item, text, buffer, length)
    return bytes(memoryview(buffer).cast("B")[:length]).decode("utf-16-le", "replace").rstrip("\0")


def _bounds(item: object) -> Box:
    edges = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(item, *edges)
    return Box(*(edge.value for edge in edges))


def _font(item: object, fonts: dict[int, tuple[str, bool]]) -> tuple[str, bool]:
    font = raw.FPDFTextObj_GetFont(item)
    address = ctypes.addressof(font.contents)
    if address not in fonts:
        length = raw.FPDFFont_GetBaseFontName(font, None, 0)
        buffer = ctypes.create_string_buffer(length)
        raw.FPDFFont_GetBaseFontName(font, buffer, length)
        fonts[address] = (buffer.value.decode(), raw.FPDFFont_GetIsEmbedded(font) == 1)
    return fonts[address]


def _visible(item: object, paper: Box, space: Matrix) -> Box:
    """The part of the page that the clipping paths of an object leave, as a box around it."""
    visible = paper
    path = raw.FPDFPageObj_GetClipPath(item)
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(max(0, raw.FPDFClipPath_CountPaths(path))):
        points = []
        for j in range(raw.FPDFClipPath_CountPathSegments(path, i)):
            segment = raw.FPDFClipPath_GetPathSegment(path, i, j)
            if raw.FPDFPathSegment_GetPoint(segment, x, y):
                points.append((x.value, y.value))
        if points:
            across, up = [p[0] for p in points], [p[1] for p in points]
            cut = Box(min(across), min(up), max(across), max(up))
            visible = visible.within(_moved(cut, space))
    return visible


def _within(inner: Box, outer: Box) -> bool:
    t = CLIP_TOLERANCE_PT
    return (
        inner.left >= outer.left - t
        and inner.bottom >= outer.bottom - t
        and inner.right <= outer.right + t
        and inner.top <= outer.top + t
    )
