"""The font that fields of a form are written in, by us and by whoever fills them in.

A reader can write only with what it finds in the file: one font, whole, that tells of each letter
which glyph it is. So the letters of all the fonts of a layout go into one (ISO 32000-1, 12.7.3.3).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from statistics import fmean
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from cardprint.text.joining import shown

FAMILY = "Field"
EM = 1000
_CURVE_ERROR = 0.5
"""In thousandths of an em, where the curves of another kind of font are drawn anew."""
_BOLD = 600
"""The lightest weight (ISO/IEC 14496-22, OS/2) of fonts that are not for running text."""
_NO_GLYPH = ".notdef"


@dataclass(frozen=True)
class FieldFont:
    """A TrueType font; lengths in thousandths of an em."""

    data: bytes
    widths: tuple[int, ...]
    """Of each glyph, by its number."""
    glyphs: Mapping[str, int]
    """The number of the glyph of each character."""
    ascent: int
    descent: int
    letter_width: float
    """How wide a small letter is on the average, of those that most text is written in."""

    def width(self, text: str) -> int:
        """How wide a text is."""
        return sum(self.widths[self.glyphs.get(c, 0)] for c in text)

    def codes(self, text: str) -> bytes:
        """What shows a text, in hexadecimal, its letters as they stand from the left."""
        return "".join(f"{self.glyphs.get(c, 0):04x}" for c in shown(text)).encode()

    def put_into(self, pdf: Pdf) -> Object:
        """The font as an object of a file; its codes are the numbers of its glyphs."""
        name = Name(f"/{FAMILY}-Regular")
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            FontFamily=String(FAMILY),
            Flags=4,
            FontBBox=Array([0, self.descent, max(self.widths), self.ascent]),
            ItalicAngle=0,
            Ascent=self.ascent,
            Descent=self.descent,
            CapHeight=self.ascent,
            StemV=80,
            FontFile2=pdf.make_stream(self.data, Length1=len(self.data)),
        )
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=Dictionary(
                Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
            ),
            FontDescriptor=pdf.make_indirect(descriptor),
            CIDToGIDMap=Name.Identity,
            W=Array([0, Array(self.widths)]),
        )
        texts = {glyph: c.encode("utf-16-be").hex() for c, glyph in self.glyphs.items()}
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(_character_map(texts)),
        )
        return pdf.make_indirect(font)


@cache
def field_font(files: tuple[Path, ...]) -> FieldFont:
    """One font with every character that ``files`` have, in the first of them that has it.

    What only a bold font has is better than nothing. Lines stand as far apart as in the first file,
    whose letters most text is written with.
    """
    shapes: dict[str, Any] = {_NO_GLYPH: TTGlyphPen(None).glyph()}
    widths, characters = {_NO_GLYPH: EM // 2}, dict[int, str]()
    lines: list[tuple[int, int]] = []
    averages: list[float] = []
    for font in _opened(files):
        scale = EM / font["head"].unitsPerEm
        glyphs = font.getGlyphSet()
        for code, of in sorted(font.getBestCmap().items()):
            if code not in characters:
                characters[code] = name = f"u{code:04X}"
                shapes[name] = _drawn(glyphs, of, scale)
                widths[name] = round(glyphs[of].width * scale)
        head = font["hhea"]
        lines.append((round(head.ascent * scale), round(head.descent * scale)))
        averages.append(_average(characters, widths))
    numbers = {name: number for number, name in enumerate(shapes)}
    return FieldFont(
        _file(shapes, widths, characters, *lines[0]),
        tuple(widths.values()),
        {chr(code): numbers[name] for code, name in characters.items()},
        *lines[0],
        averages[0],
    )


def _average(characters: Mapping[int, str], widths: Mapping[str, int]) -> float:
    """How wide a small letter is, or else a character."""
    small = [
        widths[name]
        for code, name in characters.items()
        if chr(code).isalpha() and not chr(code).isupper()
    ]
    return fmean(small or widths.values())


def _file(
    shapes: Mapping[str, Any],
    widths: Mapping[str, int],
    characters: Mapping[int, str],
    ascent: int,
    descent: int,
) -> bytes:
    """A TrueType file; the same for the same glyphs."""
    built: Any = FontBuilder(EM, isTTF=True)
    built.setupHead(unitsPerEm=EM, created=0, modified=0)
    built.setupGlyphOrder(list(shapes))
    built.setupCharacterMap(characters)
    built.setupGlyf(shapes)
    table = built.font["glyf"]
    built.setupHorizontalMetrics(
        {name: (width, table[name].xMin) for name, width in widths.items()}
    )
    built.setupHorizontalHeader(ascent=ascent, descent=descent)
    names = {"familyName": FAMILY, "styleName": "Regular", "psName": f"{FAMILY}-Regular"}
    built.setupNameTable(names)
    built.setupOS2(sTypoAscender=ascent, sTypoDescender=descent, usWinAscent=ascent)
    built.setupPost()
    output = BytesIO()
    built.save(output)
    return output.getvalue()


def _opened(files: Sequence[Path]) -> Iterator[Any]:
    """The fonts, those for running text first."""
    with ExitStack() as stack:
        fonts: list[Any] = [stack.enter_context(TTFont(file)) for file in files]
        yield from sorted(fonts, key=lambda font: font["OS/2"].usWeightClass >= _BOLD)


def _drawn(glyphs: Any, name: str, scale: float) -> Any:
    """A glyph in quadratic curves, without parts of others."""
    whole = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(whole)
    pen = TTGlyphPen(None)
    whole.replay(TransformPen(Cu2QuPen(pen, _CURVE_ERROR), (scale, 0, 0, scale, 0, 0)))
    return pen.glyph()


_MOST_ENTRIES = 100
"""In one block of a map (ISO 32000-1, 9.10.3)."""


def _character_map(texts: Mapping[int, str]) -> bytes:
    """What gives the text of each code (ISO 32000-1, 9.10.3), both in hexadecimal."""
    lines = [f"<{code:04x}> <{text}>" for code, text in sorted(texts.items())]
    blocks = (lines[i : i + _MOST_ENTRIES] for i in range(0, len(lines), _MOST_ENTRIES))
    entries = "".join(
        "\n".join([f"{len(block)} beginbfchar", *block, "endbfchar", ""]) for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{entries}"
        "endcmap CMapName currentdict /CMap defineresource pop end end\n"
    ).encode()
