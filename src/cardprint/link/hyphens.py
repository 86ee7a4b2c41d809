r"""Which hyphens at the ends of lines are the line break's own, and which belong to the word.

A hyphen that stands only because a word is broken must not be read, found or copied as one of the
word: it means U+00AD (ISO 32000-1, 14.8.2.2.3). WeasyPrint draws both kinds alike, so the style
sheets put a mark before theirs: ``hyphenate-character: "\2060\2060-"``. A hyphen of the word
itself that ends a line means U+2010: many readers drop any other one there, and join the parts.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pikepdf import Dictionary, Object, Page, Pdf

SOFT, HARD = "00ad", "2010"
"""What the two kinds mean, in hexadecimal."""

_OPERATOR = re.compile(
    rb"/(?P<font>\w+) (?P<size>[\d.]+) Tf"
    rb"|(?P<line>[-\d.]+) Tm"
    rb"|\[(?P<shown>[^\]]*)\] TJ"
)
# WeasyPrint writes the width, which is none, of a character that is not drawn.
_BY_LINE_BREAK = re.compile(rb">-?0\.0<>-?0\.0<([0-9a-f]{4})>[-\d.]*$")
_LAST = re.compile(rb"([0-9a-f]{4})>[-\d.]*$")
_HYPHENS = re.compile(rb"<([0-9a-f]{4})> <(?:002d|2011)>")
_MAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
1 beginbfchar
<{glyph}> <{meaning}>
endbfchar
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class _Shown(NamedTuple):
    """Glyphs that are drawn in one go: where in the content, in which font, on which line."""

    operator: re.Match[bytes]
    font: bytes
    size: bytes
    line: bytes


def tell_hyphens_apart(file: Pdf, page: Page) -> None:
    """Give the hyphens at the ends of the lines of a page their meaning."""
    content, fonts = page.obj.Contents.read_bytes(), page.obj.Resources.get("/Font", Dictionary())
    known = {name[1:].encode(): _hyphens(font) for name, font in fonts.items()}
    parts, end = [], 0
    for shown, glyph, meaning in _at_line_ends(list(_all_shown(content)), known):
        start, stop = shown.operator.span()
        glyphs = shown.operator["shown"]
        cut = glyphs[: glyphs.rindex(glyph)]
        name = shown.font + meaning.encode()
        parts += [
            content[end:start],
            b"[%b>] TJ\n/%b %b Tf\n[<%b>] TJ\n/%b %b Tf"
            % (cut, name, shown.size, glyph, shown.font, shown.size),
        ]
        end = stop
        if f"/{name.decode()}" not in fonts:
            _add_font(file, fonts, shown.font.decode(), glyph.decode(), meaning)
    if parts:
        page.obj.Contents.write(b"".join([*parts, content[end:]]))


def _hyphens(font: Object) -> frozenset[bytes]:
    """The glyphs of a font that are hyphens."""
    meanings = font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""
    return frozenset(_HYPHENS.findall(meanings))


def _all_shown(content: bytes) -> Iterator[_Shown]:
    font = size = line = b""
    for found in _OPERATOR.finditer(content):
        if found["font"]:
            font, size = found["font"], found["size"]
        elif found["line"]:
            line = found["line"]
        else:
            yield _Shown(found, font, size, line)


def _at_line_ends(
    shown: list[_Shown], hyphens: Mapping[bytes, frozenset[bytes]]
) -> Iterator[tuple[_Shown, bytes, str]]:
    """What ends with a hyphen at the end of a line, its glyph, and what that means."""
    lines = [each.line for each in shown]
    for each, next_line in zip(shown, [*lines[1:], *lines[-1:]], strict=True):
        glyphs = each.operator["shown"]
        if found := _BY_LINE_BREAK.search(glyphs):
            yield each, found[1], SOFT
        elif (
            each.line != next_line
            and (found := _LAST.search(glyphs))
            and found[1] in hyphens[each.font]
        ):
            yield each, found[1], HARD


def _add_font(file: Pdf, fonts: Object, name: str, glyph: str, meaning: str) -> None:
    """Add the same font once more, in which a glyph has another meaning.

    Its name comes after that of the font, so that the font goes first where one stands for both.
    """
    twin = Dictionary(dict(fonts[f"/{name}"].items()))
    twin.ToUnicode = file.make_stream(_MAP.format(glyph=glyph, meaning=meaning).encode())
    fonts[f"/{name}{meaning}"] = file.make_indirect(twin)
