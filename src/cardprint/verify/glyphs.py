"""Every glyph that is shown says its character (ISO 14289-1, 7.21.7), and the right one.

What a reader copies, hears or searches comes from a font's table ToUnicode. The font itself tells
which characters its glyphs are the shapes of, so the two are held beside each other.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from io import BytesIO

from fontTools.ttLib import TTFont, TTLibError
from pikepdf import Dictionary, Name, Object, Pdf, Stream

from cardprint.messages.catalogue import Message, tell

_FONT = re.compile(rb"/(\S+)\s+[-\d.]+\s+Tf\b")
_HEXADECIMAL = re.compile(rb"<([0-9A-Fa-f]+)>")
_LITERAL = re.compile(rb"\((?:\\.|[^\\()])*\)", re.DOTALL)
# Words to be read instead of glyphs stand in dictionaries.
_DICTIONARY = re.compile(rb"<<.*?>>", re.DOTALL)
_BLOCK = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>|(\[)|(\])")
_HYPHENS = frozenset("-\u00ad\u2010")
_CODE = 2
"""Bytes of a glyph's number in a composite font."""


Shapes = Mapping[int, AbstractSet[str]]
"""The characters that each glyph is the shape of; nothing of those that replace others."""


def check_glyphs(pdf: Pdf) -> Iterator[Message]:
    """What would be read as nothing, or as something else."""
    fonts: dict[tuple[int, int], _Font] = {}
    files: dict[tuple[int, int], Shapes] = {}
    for number, page in enumerate(pdf.pages, 1):
        for font, codes in _shown(page.obj, page.obj.get("/Resources", Dictionary()), set()):
            if font.objgen not in fonts:
                fonts[font.objgen] = _Font(font, files)
            known = fonts[font.objgen]
            for code in sorted(codes - known.seen):
                known.seen.add(code)
                text, shapes = known.meanings.get(code, ""), known.shapes.get(code, frozenset())
                if not _is_right(text, shapes):
                    yield tell(
                        "page {page}: a glyph of '{font}' is read as '{text}', and is '{shape}'",
                        page=number,
                        font=str(font.get("/BaseFont", "")).rpartition("+")[2],
                        text=text,
                        shape=min(shapes, default=f"#{code}"),
                    )


def _is_right(text: str, shapes: AbstractSet[str]) -> bool:
    if not text.strip("\0\ufffd"):
        return False
    if text in _HYPHENS and not shapes.isdisjoint(_HYPHENS):
        return True  # the check of hyphens tells which of them means what
    plain = unicodedata.normalize("NFKC", text)
    return not shapes or any(unicodedata.normalize("NFKC", each) == plain for each in shapes)


class _Font:
    """What a composite font says about its glyphs."""

    def __init__(self, font: Object, files: dict[tuple[int, int], Shapes]) -> None:
        self.seen: set[int] = set()
        table = font.get("/ToUnicode")
        self.meanings = dict(_entries(table.read_bytes())) if isinstance(table, Stream) else {}
        descriptor = font.DescendantFonts[0].get("/FontDescriptor", Dictionary())
        file = descriptor.get("/FontFile2")
        if file is not None and file.objgen not in files:
            files[file.objgen] = _shapes(file.read_bytes())
        self.shapes: Shapes = {} if file is None else files[file.objgen]


def _shapes(data: bytes) -> Shapes:
    found: dict[int, set[str]] = defaultdict(set)
    try:
        with TTFont(BytesIO(data)) as font:
            for code, glyph in font.getBestCmap().items():
                found[font.getGlyphID(glyph)].add(chr(code))
    except (TTLibError, KeyError, AttributeError):
        return {}  # the check of the fonts reports it
    return found


def _shown(
    holder: Object, resources: Object, seen: set[tuple[int, int]]
) -> Iterator[tuple[Object, set[int]]]:
    """Each composite font of a page or a form, with the numbers of the glyphs it shows there."""
    fonts = resources.get("/Font", Dictionary())
    codes: dict[str, set[bytes]] = defaultdict(set)
    content = _DICTIONARY.sub(b"", _content(holder))
    _, *pieces = _FONT.split(content)
    for name, shown in zip(pieces[::2], pieces[1::2], strict=True):
        codes[f"/{name.decode('latin-1')}"] |= _strings(shown)
    for name, strings in codes.items():
        font = fonts.get(name)
        if font is not None and font.get("/Subtype") == Name.Type0:
            yield font, {code for each in strings for code in _codes(each)}
    for form in resources.get("/XObject", Dictionary()).values():
        if form.get("/Subtype") == Name.Form and form.objgen not in seen:
            seen.add(form.objgen)
            yield from _shown(form, form.get("/Resources", resources), seen)


def _content(holder: Object) -> bytes:
    if isinstance(holder, Stream):
        return holder.read_bytes()
    content = holder.get("/Contents")
    parts = [content] if isinstance(content, Stream) else content or ()
    return b"\n".join(part.read_bytes() for part in parts)


def _strings(shown: bytes) -> set[bytes]:
    """The strings between two choices of a font as they are written, each once."""
    found = set(_HEXADECIMAL.findall(shown))
    return found | set(_LITERAL.findall(shown)) if b"(" in shown else found


def _codes(written: bytes) -> Iterator[int]:
    literal = written.startswith(b"(")
    text = bytes(Object.parse(written)) if literal else bytes.fromhex(written.decode())
    return (int.from_bytes(text[i : i + _CODE]) for i in range(0, len(text), _CODE))


def _entries(table: bytes) -> Iterator[tuple[int, str]]:
    """Each glyph of a table ToUnicode with its text (ISO 32000-1, 9.10.3)."""
    for kind, block in _BLOCK.findall(table):
        tokens = [found[0] or found[1] or found[2] for found in _HEX.findall(block)]
        if kind == b"char":
            for code, text in zip(tokens[::2], tokens[1::2], strict=False):
                yield int(code, 16), _text(text)
        else:
            yield from _ranges(tokens)


def _ranges(tokens: list[bytes]) -> Iterator[tuple[int, str]]:
    """Glyphs that follow each other: with a first text, or with a text for each."""
    waiting = iter(tokens)
    for low in waiting:
        start, end, first = int(low, 16), int(next(waiting), 16), next(waiting)
        if first != b"[":
            text = _text(first)
            for code in range(start, end + 1):
                yield code, text[:-1] + chr(ord(text[-1]) + code - start)
            continue
        for code, each in enumerate(iter(lambda: next(waiting), b"]"), start):
            yield code, _text(each)


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")
