"""The bundled font files: which characters they have, and how wide a text is in them."""

import struct
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path


@cache
def _tables(file: Path) -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    from fontTools.ttLib import TTFont

    # Not opened by name: a file that is not a font would be left open.
    with file.open("rb") as opened, TTFont(opened, lazy=True) as font:
        return font.getBestCmap(), dict(font["hmtx"].metrics), font["head"].unitsPerEm


# What fontTools raises for damaged files, besides its own errors.
_DAMAGED = (
    OSError, ValueError, TypeError, LookupError, AttributeError, AssertionError, ImportError,
    struct.error, zlib.error,
)  # fmt: skip


_BOLD, _SLANTED = 1, 2
"""Marks in the head of a font (OpenType 1.9, head, macStyle)."""


def is_font(file: Path) -> bool:
    """Whether the file is a font that has widths, and characters for text."""
    from fontTools.ttLib import TTLibError

    try:
        return bool(_tables(file)[0])
    except (*_DAMAGED, TTLibError):
        return False


def is_bold_or_slanted(file: Path) -> tuple[bool, bool]:
    """Whether the letters of a font are bold, and whether they are slanted."""
    from fontTools.ttLib import TTFont

    with file.open("rb") as opened, TTFont(opened, lazy=True) as font:
        marks = font["head"].macStyle
    return bool(marks & _BOLD), bool(marks & _SLANTED)


def missing_characters(text: str, files: Iterable[Path]) -> list[str]:
    """The characters of ``text`` that none of the font files can show.

    Signs that control the direction or the joining of letters have no shape to show.
    """
    known = covered(tuple(files))
    return [c for c in dict.fromkeys(text) if ord(c) not in known and not _is_invisible(c)]


def _is_invisible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) == "Cf"


@cache
def covered(files: tuple[Path, ...]) -> frozenset[int]:
    """The codes of all the characters that some font files can show."""
    return frozenset(code for file in files for code in _tables(file)[0])


def text_width(text: str, size_pt: float, files: Sequence[Path]) -> float:
    """The width of ``text`` in points, each character in the first of the files that has it.

    There is no kerning. Joined letters count as if they stood apart, which is wider; an unknown
    character counts as an em.
    """
    return sum(_ems(c, files) for c in text) * size_pt


def _ems(character: str, files: Sequence[Path]) -> float:
    for file in files:
        characters, widths, em = _tables(file)
        if ord(character) in characters:
            return widths[characters[ord(character)]][0] / em
    return 0.0 if _is_invisible(character) else 1.0


def wrap(text: str, width_pt: float, size_pt: float, files: Sequence[Path]) -> list[str]:
    """``text`` broken between words into lines no wider than ``width_pt`` where words allow it."""
    lines: list[list[str]] = []
    space, wide = text_width(" ", size_pt, files), 0.0
    for word in text.split():
        longer = wide + space + text_width(word, size_pt, files)
        if lines and longer <= width_pt:
            lines[-1].append(word)
            wide = longer
        else:
            lines.append([word])
            wide = text_width(word, size_pt, files)
    return [" ".join(words) for words in lines]
