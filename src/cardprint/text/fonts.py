"""The bundled font files: which characters they have, and how wide a text is in them."""

import struct
import zlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path


@cache
def _tables(file: Path) -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    from fontTools.ttLib import TTFont

    # Not by its name: a font that is none would leave its file open.
    with file.open("rb") as opened, TTFont(opened, lazy=True) as font:
        return font.getBestCmap(), dict(font["hmtx"].metrics), font["head"].unitsPerEm


# What fontTools raises for damaged files, besides what it means to.
_DAMAGED = (
    OSError, ValueError, TypeError, LookupError, AttributeError, AssertionError, ImportError,
    struct.error, zlib.error,
)  # fmt: skip


def is_font(file: Path) -> bool:
    """Whether the file is a font, with widths and with signs that text is written in."""
    from fontTools.ttLib import TTLibError

    try:
        return bool(_tables(file)[0])
    except (*_DAMAGED, TTLibError):
        return False


def missing_characters(text: str, files: Iterable[Path]) -> list[str]:
    """The characters of ``text`` that none of the font files can show."""
    covered = _covered(tuple(files))
    return [c for c in dict.fromkeys(text) if ord(c) not in covered and not c.isspace()]


@cache
def _covered(files: tuple[Path, ...]) -> frozenset[int]:
    return frozenset(code for file in files for code in _tables(file)[0])


def text_width(text: str, size_pt: float, file: Path) -> float:
    """The width of ``text`` in points, without kerning; unknown characters count as an em."""
    characters, widths, em = _tables(file)
    return sum(widths[characters[ord(c)]][0] if ord(c) in characters else em for c in text) * (
        size_pt / em
    )


def wrap(text: str, width_pt: float, size_pt: float, file: Path) -> list[str]:
    """``text`` broken between words into lines no wider than ``width_pt`` where words allow it."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size_pt, file) <= width_pt:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
