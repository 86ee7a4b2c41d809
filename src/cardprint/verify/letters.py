"""Every letter can be read aloud, found and copied, and every font is in the file once."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256

from pikepdf import Dictionary, Object, Pdf

from cardprint.assemble.fonts import PROGRAMS
from cardprint.assemble.glyphs import drawn_glyphs
from cardprint.messages.catalogue import Message, tell, tell_count

_ENTRY = re.compile(rb"^<([0-9a-f]{4})> <([0-9a-f]*)>$", re.MULTILINE)
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd\ufffe\uffff]")
"""Characters that mean nothing to anybody else, or nothing at all."""
_PREFIX = len("/ABCDEF+")


def check_letters(pdf: Pdf) -> Iterator[Message]:
    """What a program that reads aloud would leave out, and what makes a file large for nothing."""
    yield from _check_meanings(pdf)
    yield from _check_copies(pdf)


def _check_meanings(pdf: Pdf) -> Iterator[Message]:
    """Each glyph that is drawn means some text (ISO 14289-1, 7.21.7)."""
    for number, page in enumerate(pdf.pages, 1):
        fonts = page.resources.get("/Font", Dictionary())
        for name, drawn in drawn_glyphs([page]).items():
            font = fonts.get(name)
            if font is None or "/DescendantFonts" not in font:
                continue
            unknown = drawn - _meanings(font).keys()
            if unknown:
                yield tell_count(
                    "page {page}: {n} letter of '{font}' means no text (ISO 14289-1, 7.21.7)",
                    "page {page}: {n} letters of '{font}' mean no text (ISO 14289-1, 7.21.7)",
                    len(unknown),
                    page=number,
                    font=_name(font),
                )


def _meanings(font: Object) -> Mapping[int, str]:
    """The text of each glyph that has one."""
    if "/ToUnicode" not in font:
        return {}
    return _read(font.ToUnicode.read_bytes())


@cache
def _read(map_: bytes) -> Mapping[int, str]:
    found = {
        int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
        for glyph, text in _ENTRY.findall(map_)
    }
    return {glyph: text for glyph, text in found.items() if text and not _PRIVATE.search(text)}


def _check_copies(pdf: Pdf) -> Iterator[Message]:
    """A font takes 20 kB or more each time.

    It may be there again with other meanings for the hyphens at the ends of lines, but then with
    the same program.
    """
    fonts = {
        font.objgen: font
        for page in pdf.pages
        for font in page.resources.get("/Font", Dictionary()).values()
        if "/DescendantFonts" in font
    }
    programs: dict[tuple[int, int], bytes] = {}
    same: Counter[tuple[bytes, bytes]] = Counter()
    names = {}
    for font in fonts.values():
        descriptor = font.DescendantFonts[0].FontDescriptor
        for program in (descriptor[key] for key in PROGRAMS if key in descriptor):
            if program.objgen not in programs:
                programs[program.objgen] = sha256(program.read_bytes()).digest()
            digest = programs[program.objgen]
            names[digest] = _name(font)
            same[digest, font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""] += 1
    times = Counter(programs.values())
    for (digest, _), n in same.items():
        times[digest] = max(times[digest], n)
    for digest, n in times.items():
        if n > 1:
            yield tell("the font '{font}' is in the file {n} times", font=names[digest], n=n)


def _name(font: Object) -> str:
    return str(font.BaseFont)[_PREFIX:]
