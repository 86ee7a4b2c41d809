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


def _units(text: str, file: Path) -> int:
    """The width of ``text`` in units of the font, without kerning; a missing sign is an em."""
    characters, widths, em = _tables(file)
    return sum(widths[characters[ord(c)]][0] if ord(c) in characters else em for c in text)


def wrap(text: str, width_pt: float, size_pt: float, file: Path) -> list[str]:
    """``text`` broken between words into lines no wider than ``width_pt`` where words allow it."""
    lines: list[list[str]] = []
    scale, space, wide = size_pt / _tables(file)[2], _units(" ", file), 0
    for word in text.split():
        longer = wide + space + _units(word, file)
        if lines and longer * scale <= width_pt:
            lines[-1].append(word)
            wide = longer
        else:
            lines.append([word])
            wide = _units(word, file)
    return [" ".join(words) for words in lines]
