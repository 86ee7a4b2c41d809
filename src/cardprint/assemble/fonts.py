"""The fonts of all the sheets: each is in the file once, however many sheets are set in it.

A sheet that comes out of WeasyPrint has whole fonts, which are the same in every sheet. A font's
program, its widths and its map to characters take 20 kB or more, so that one of each is shared.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from pikepdf import Dictionary, Object, Pdf

from cardprint.assemble.glyphs import add_meanings, drawn_glyphs
from cardprint.link.hyphens import HARD, SOFT

PROGRAMS = ("/FontFile2", "/FontFile3")
"""TrueType, and OpenType with other outlines (ISO 32000-1, table 126)."""


@dataclass(slots=True)
class _Font:
    program: bytes
    twin_of: str | None = None
    """The key of the font that it equals, except for what a glyph means."""
    drawn: set[int] = field(default_factory=set)
    shared: Object | None = None


class SharedFonts:
    """The fonts of a file that is made of sheets, by what is in them."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.fonts: dict[str, _Font] = {}

    def take_out(self, sheet: Pdf) -> Mapping[str, str]:
        """Remove the programs of a sheet's fonts; return the key of each font by its name.

        All the pages of a sheet share one set of resources, so the first page has them all.
        """
        found: dict[str, str] = {}
        programs: dict[tuple[int, int], bytes] = {}
        drawn = drawn_glyphs(sheet.pages)
        for name, font, program in _composite(sheet.pages[0].obj):
            data = programs.setdefault(program.objgen, program.read_bytes())
            base = sha256(data + font.DescendantFonts[0].W.unparse()).hexdigest()
            meaning = next((each for each in (SOFT, HARD) if name.endswith(each)), "")
            kind = _Font(data, base if meaning else None)
            self.fonts.setdefault(base + meaning, kind).drawn.update(drawn.get(name, ()))
            program.write(b"")
            found[name] = base + meaning
        return found

    def put_back(self, page: Object, found: Mapping[str, str]) -> None:
        """Let a copied sheet use the fonts of the file; the first of a kind becomes one."""
        for name, own, program in _composite(page):
            font = self.fonts[found[name]]
            if font.shared is None:
                font.shared = own
                twin = self.fonts[font.twin_of].shared if font.twin_of else None
                if twin is None:
                    program.write(font.program)
                else:
                    own.DescendantFonts = twin.DescendantFonts
            page.Resources.Font[name] = font.shared

    def finish(self) -> None:
        """Say what the glyphs mean that are drawn anywhere in the file."""
        for font in self.fonts.values():
            if font.shared is not None and not font.twin_of:
                add_meanings(font.shared, font.program, font.drawn)


def _composite(page: Object) -> Iterator[tuple[str, Object, Object]]:
    """The name, the font and the program of each composite font of a page."""
    for name, font in sorted(page.Resources.get("/Font", Dictionary()).items()):
        if "/DescendantFonts" in font:
            descriptor = font.DescendantFonts[0].FontDescriptor
            yield from ((name, font, descriptor[key]) for key in PROGRAMS if key in descriptor)
