"""How pdfium says an object on a page is drawn: colours, lines, shapes, pictures."""

import ctypes
from collections.abc import Callable, Iterator
from hashlib import sha256

from pypdfium2 import raw

# Shapes that differ by a tenth of a point are different.
_DECIMALS = 1


def colour(item: object, ask: Callable[..., int]) -> str:
    """``#rrggbbaa``; nothing where the object has none.

    :param ask: pdfium's function for the fill or the stroke.
    """
    parts = [ctypes.c_uint() for _ in range(4)]
    return "#" + "".join(f"{part.value:02x}" for part in parts) if ask(item, *parts) else ""


def is_artifact(item: object) -> bool:
    """Whether it is marked as an artifact (ISO 32000-1, 14.8.2.2)."""
    for i in range(raw.FPDFPageObj_CountMarks(item)):
        buffer = (ctypes.c_ushort * 16)()
        length = ctypes.c_ulong()
        mark = raw.FPDFPageObj_GetMark(item, i)
        raw.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), length)
        if bytes(buffer)[: max(0, length.value - 2)].decode("utf-16-le") == "Artifact":
            return True
    return False


def drawn(item: object, kind: int) -> tuple[str, str]:
    """The look of an object that is not text, and its shape, whatever its place."""
    if kind == raw.FPDF_PAGEOBJ_PATH:
        return _look_of_path(item), _digest(_outline(item))
    if kind == raw.FPDF_PAGEOBJ_IMAGE:
        return f"picture {_digest(_pixels(item))}", ""
    return "shading", ""


def _look_of_path(item: object) -> str:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    look = []
    if fill.value:
        look.append(f"fill {colour(item, raw.FPDFPageObj_GetFillColor)}")
    if stroke.value:
        width = ctypes.c_float()
        raw.FPDFPageObj_GetStrokeWidth(item, width)
        ink = colour(item, raw.FPDFPageObj_GetStrokeColor)
        look.append(f"line {ink} {round(width.value, 2)} pt")
    return ", ".join(look)


def _outline(item: object) -> bytes:
    """The points of a path, counted from its first."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[int, float, float]] = []
    for i in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, i)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((raw.FPDFPathSegment_GetType(segment), x.value, y.value))
    return repr(list(_from_first(points))).encode()


def _from_first(points: list[tuple[int, float, float]]) -> Iterator[tuple[int, float, float]]:
    for kind, x, y in points:
        across, up = x - points[0][1], y - points[0][2]
        # Adding zero makes a negative zero positive.
        yield kind, round(across, _DECIMALS) + 0.0, round(up, _DECIMALS) + 0.0


def _pixels(item: object) -> bytes:
    length = raw.FPDFImageObj_GetImageDataRaw(item, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFImageObj_GetImageDataRaw(item, buffer, length)
    return buffer.raw


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:12]
