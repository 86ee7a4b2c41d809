"""What each glyph of an embedded font means, so that its text can be read aloud, found and copied.

WeasyPrint takes it from the font's table of characters alone. The forms that letters take inside an
Arabic word, or the i that keeps its dot in Turkish, stand in no such table, or as a character of
their own that no keyboard has; so they would be read as nothing, or as something else (ISO 14289-1,
7.21.7). What they stand for follows from how the font puts them in the place of the letters.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont
from pikepdf import Object, Page

_ENTRY = re.compile(rb"^<([0-9a-f]{4})> <([0-9a-f]*)>$", re.MULTILINE)
_ENTRIES = re.compile(rb"\d+ beginbfchar.*endbfchar\n", re.DOTALL)
_MOST_ENTRIES = 100
"""In one block of a map (ISO 32000-1, 9.10.3)."""
_DRAWN = re.compile(rb"/(\w+) [\d.]+ Tf|<([0-9a-f]+)>")
_GLYPH = re.compile(rb"....")
_CODE = 4
"""The digits of a glyph's number."""
_SINGLE, _ALTERNATE, _LIGATURE = 1, 3, 4
"""Types of lookups in the table GSUB (ISO/IEC 14496-22)."""
_ROUNDS = 4
"""How often to repeat: a glyph may replace one that itself replaces another."""


def drawn_glyphs(pages: Iterable[Page]) -> Mapping[str, AbstractSet[int]]:
    """The numbers of the glyphs that are drawn, by the name of their font."""
    found: dict[bytes, set[bytes]] = defaultdict(set)
    for stream in (stream for page in pages for stream in _streams(page)):
        font = b""
        for name, codes in _DRAWN.findall(stream):
            font = name or font
            found[font].update(_GLYPH.findall(codes))
    return {f"/{font.decode()}": {int(each, 16) for each in own} for font, own in found.items()}


def _streams(page: Page) -> Iterator[bytes]:
    page.contents_coalesce()
    yield page.Contents.read_bytes()
    forms = page.form_xobjects.values()  # type: ignore[attr-defined]  # a property: its type is wrong
    yield from (form.read_bytes() for form in forms)


def add_meanings(font: Object, data: bytes, drawn: AbstractSet[int]) -> None:
    """Write the meaning of those glyphs of ``font`` that only replace other glyphs.

    :param font: a composite font whose codes are the glyphs of the file.
    :param data: the TrueType file.
    :param drawn: the glyphs that matter.
    """
    noted = font.ToUnicode.read_bytes()
    known = {int(glyph, 16): text.decode() for glyph, text in _ENTRY.findall(noted)}
    unclear = [glyph for glyph in drawn if glyph not in known or _is_form(known[glyph])]
    if not unclear:
        return
    known |= {glyph: text for glyph in unclear if (text := _meanings(data).get(glyph))}
    lines = [f"<{glyph:04x}> <{text}>" for glyph, text in sorted(known.items())]
    blocks = (lines[i : i + _MOST_ENTRIES] for i in range(0, len(lines), _MOST_ENTRIES))
    entries = "".join(
        "\n".join([f"{len(block)} beginbfchar", *block, "endbfchar", ""]) for block in blocks
    )
    font.ToUnicode.write(_ENTRIES.sub(entries.encode(), noted))


def _is_form(text: str) -> bool:
    """Whether it is, in hexadecimal, the form of an Arabic letter in one place of a word."""
    return len(text) == _CODE and int(text, 16) in _PRESENTATION_FORMS


@cache
def _meanings(data: bytes) -> Mapping[int, str]:
    """The text that each glyph stands for, in hexadecimal, by its number.

    A glyph for two letters stands for the one character that means both, if there is one: some
    readers turn the letters of a single glyph round.
    """
    with TTFont(BytesIO(data)) as font:
        found: dict[str, str] = {}
        for code, glyph in sorted(font.getBestCmap().items()):
            text = unicodedata.normalize("NFKC", chr(code))
            found.setdefault(glyph, text if code in _PRESENTATION_FORMS else chr(code))
        substitutions = tuple(_substitutions(font))
        for _ in range(_ROUNDS):
            for glyph, parts in substitutions:
                if all(part in found for part in parts):
                    found.setdefault(glyph, "".join(found[part] for part in parts))
        whole = _ligatures()
        return {
            font.getGlyphID(glyph): whole.get(text, text).encode("utf-16-be").hex()
            for glyph, text in found.items()
        }


_PRESENTATION_FORMS = range(0xFB50, 0xFEFD)


@cache
def _ligatures() -> Mapping[str, str]:
    """The character that means several letters at once, by those letters."""
    forms = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in _PRESENTATION_FORMS}
    return {letters: form for letters, form in forms.items() if len(letters) > 1}


def _substitutions(font: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every glyph that can stand in the place of others, with those others."""
    lookups = font["GSUB"].table.LookupList.Lookup if "GSUB" in font else ()
    for table in (table for lookup in lookups for table in lookup.SubTable):
        inner = getattr(table, "ExtSubTable", table)
        if inner.LookupType == _SINGLE:
            yield from ((to, (of,)) for of, to in inner.mapping.items())
        elif inner.LookupType == _ALTERNATE:
            yield from ((to, (of,)) for of, several in inner.alternates.items() for to in several)
        elif inner.LookupType == _LIGATURE:
            for first, ligatures in inner.ligatures.items():
                yield from ((each.LigGlyph, (first, *each.Component)) for each in ligatures)
