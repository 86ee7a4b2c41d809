"""What each glyph of an embedded font means, so that its text can be read aloud, found and copied.

WeasyPrint tells it by the font's table of characters alone. The forms that Arabic letters take
inside a word stand in no such table, or as a character of their own that no keyboard has; so they
would be read as nothing, or as something else (ISO 14289-1, 7.21.7). What they stand for follows
from how the font puts them in the place of the letters.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont
from pikepdf import Object

_ENTRIES = re.compile(rb"\d+ beginbfchar.*endbfchar\n", re.DOTALL)
_MOST_ENTRIES = 100
"""In one block of a map (ISO 32000-1, 9.10.3)."""
_SINGLE, _ALTERNATE, _LIGATURE = 1, 3, 4
"""Types of lookups in the table GSUB (ISO/IEC 14496-22)."""
_ROUNDS = 4
"""A glyph may stand for one that itself stands for another."""


def add_meanings(font: Object, data: bytes) -> None:
    """Tell what the glyphs of ``font`` stand for, if its letters take other forms in a word.

    :param font: a composite font whose codes are the glyphs of the file.
    :param data: the TrueType file.
    """
    if meanings := _meanings(data):
        lines = [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in meanings]
        blocks = (lines[i : i + _MOST_ENTRIES] for i in range(0, len(lines), _MOST_ENTRIES))
        entries = "".join(
            "\n".join([f"{len(block)} beginbfchar", *block, "endbfchar", ""]) for block in blocks
        )
        font.ToUnicode.write(_ENTRIES.sub(entries.encode(), font.ToUnicode.read_bytes()))


@cache
def _meanings(data: bytes) -> tuple[tuple[int, str], ...]:
    """The text that each glyph stands for, by its number; nothing for a font without such forms.

    A glyph for two letters stands for the one character that means both, if there is one: some
    readers turn the letters of a single glyph round.
    """
    with TTFont(BytesIO(data)) as font:
        if not _joins(font):
            return ()
        found: dict[str, str] = {}
        for code, glyph in sorted(font.getBestCmap().items()):
            found.setdefault(glyph, unicodedata.normalize("NFKC", chr(code)).strip() or chr(code))
        substitutions = tuple(_substitutions(font))
        for _ in range(_ROUNDS):
            for glyph, parts in substitutions:
                if all(part in found for part in parts):
                    found.setdefault(glyph, "".join(found[part] for part in parts))
        whole = _ligatures()
        return tuple(
            sorted((font.getGlyphID(glyph), whole.get(text, text)) for glyph, text in found.items())
        )


_PRESENTATION_FORMS = range(0xFB50, 0xFEFD)


@cache
def _ligatures() -> Mapping[str, str]:
    """The character that means several letters at once, by those letters."""
    forms = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in _PRESENTATION_FORMS}
    return {letters: form for letters, form in forms.items() if len(letters) > 1}


def _joins(font: Any) -> bool:
    """Whether letters have forms for the middle of a word."""
    features = font["GSUB"].table.FeatureList.FeatureRecord if "GSUB" in font else ()
    return any(feature.FeatureTag == "medi" for feature in features)


def _substitutions(font: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every glyph that can stand in the place of others, with those others."""
    for table in (
        table for each in font["GSUB"].table.LookupList.Lookup for table in each.SubTable
    ):
        inner = getattr(table, "ExtSubTable", table)
        if inner.LookupType == _SINGLE:
            yield from ((to, (of,)) for of, to in inner.mapping.items())
        elif inner.LookupType == _ALTERNATE:
            yield from ((to, (of,)) for of, several in inner.alternates.items() for to in several)
        elif inner.LookupType == _LIGATURE:
            for first, ligatures in inner.ligatures.items():
                yield from ((each.LigGlyph, (first, *each.Component)) for each in ligatures)
