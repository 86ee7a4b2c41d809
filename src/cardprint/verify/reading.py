"""The text of a finished PDF as pdfium sees it: every run with its size, font and visible part."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

from cardprint.prose import letters

# Bounds are of the ink, and lines are drawn with half their width on either side.
CLIP_TOLERANCE_PT = 1.0


Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Run:
    """One run of text in one font; its box in points from the bottom left."""

    text: str
    size_pt: float
    font: str
    embedded: bool
    left: float
    bottom: float
    right: float
    top: float
    clipped: bool

    @property
    def letters(self) -> str:
        """The letters and digits of the text."""
        return letters(self.text)


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What can be read on one page; its size is that of the trimmed page."""

    width_pt: float
    height_pt: float
    letters: str
    """All letters and digits in the order of the file."""
    runs: tuple[Run, ...]
    marks: tuple[Box, ...]
    """The visible boxes of everything else that is drawn: lines, areas, pictures."""


def read_pages(pdf: bytes) -> Iterator[ReadPage]:
    """Read every page in turn.

    :raises pypdfium2.PdfiumError: when the file is damaged.
    """
    document = pdfium.PdfDocument(pdf)
    fonts: dict[int, tuple[str, bool]] = {}
    try:
        for page in document:
            text = page.get_textpage()
            left, bottom, right, top = page.get_trimbox()
            marks: list[Box] = []
            runs = tuple(_runs(page, text, fonts, page.get_mediabox(), marks))
            found = letters(text.get_text_range())
            yield ReadPage(right - left, top - bottom, found, runs, tuple(marks))
            text.close()
            page.close()
    finally:
        document.close()


Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _runs(
    page: pdfium.PdfPage,
    text: pdfium.PdfTextPage,
    fonts: dict[int, tuple[str, bool]],
    paper: Box,
    marks: list[Box],
) -> Iterator[Run]:
    for i in range(raw.FPDFPage_CountObjects(page)):
        yield from _runs_of(raw.FPDFPage_GetObject(page, i), text, fonts, paper, _IDENTITY, marks)


def _runs_of(  # noqa: PLR0913, PLR0917  # all that a form hands on to what is inside it
    item: object,
    text: pdfium.PdfTextPage,
    fonts: dict[int, tuple[str, bool]],
    paper: Box,
    space: Matrix,
    marks: list[Box],
) -> Iterator[Run]:
    """The runs of a page object; those of a form stand in the form's own space.

    :param marks: where the boxes of what is no text are added.
    """
    kind = raw.FPDFPageObj_GetType(item)
    if kind == raw.FPDF_PAGEOBJ_FORM:
        inner, window = _times(_matrix(item), space), _visible(item, paper, space)
        for i in range(raw.FPDFFormObj_CountObjects(item)):
            part = raw.FPDFFormObj_GetObject(item, i)
            yield from _runs_of(part, text, fonts, window, inner, marks)
    elif kind == raw.FPDF_PAGEOBJ_TEXT:
        words = _words(item, text)
        if words.strip():
            size = ctypes.c_float()
            raw.FPDFTextObj_GetFontSize(item, size)
            _, _, c, d, _, _ = _times(_matrix(item), space)
            box = _moved(_bounds(item), space)
            name, embedded = _font(item, fonts)
            clipped = not _within(box, _visible(item, paper, space))
            yield Run(words, size.value * (c**2 + d**2) ** 0.5, name, embedded, *box, clipped)
    else:
        box, window = _moved(_bounds(item), space), _visible(item, paper, space)
        left, bottom = max(box[0], window[0]), max(box[1], window[1])
        seen = left, bottom, min(box[2], window[2]), min(box[3], window[3])
        if seen[0] < seen[2] and seen[1] < seen[3]:
            marks.append(seen)


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
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    across = [a * x + c * y + e for x, y in corners]
    up = [b * x + d * y + f for x, y in corners]
    return min(across), min(up), max(across), max(up)


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
    left, bottom, right, top = (edge.value for edge in edges)
    return left, bottom, right, top


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
    left, bottom, right, top = paper
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
            cut = _moved((min(across), min(up), max(across), max(up)), space)
            left, bottom = max(left, cut[0]), max(bottom, cut[1])
            right, top = min(right, cut[2]), min(top, cut[3])
    return left, bottom, right, top


def _within(inner: Box, outer: Box) -> bool:
    t = CLIP_TOLERANCE_PT
    return (
        inner[0] >= outer[0] - t
        and inner[1] >= outer[1] - t
        and inner[2] <= outer[2] + t
        and inner[3] <= outer[3] + t
    )
