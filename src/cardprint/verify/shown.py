"""The text of a finished PDF as its fonts tell it, before any reader has interpreted it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Object, Operator, Page, String, parse_content_stream

from cardprint.verify.file import FinishedFile

_BLOCK = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_ENTRY = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")
_GLYPH = re.compile(rb"..", re.DOTALL)
"""The number of a glyph, in two bytes."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is drawn in one go, and the structure element that it belongs to, if any."""

    text: str
    element: Object | None = None


Meanings = Mapping[bytes, str]
Known = dict[tuple[int, int], Meanings]
"""What the glyphs of each font mean, by the object that says so."""


def shown_on(file: FinishedFile) -> list[tuple[Piece, ...]]:
    """The text of each page, in the order of drawing; a side of a folded sheet holds two pages."""
    known: Known = {}
    return [tuple(pieces_of(page, file, known)) for page in file.pdf.pages]


def pieces_of(page: Page, file: FinishedFile, known: Known) -> Iterator[Piece]:
    """The text of one page, in the order of drawing.

    :param known: what the fonts of other pages have been found to mean.
    """
    yield from _drawn(page, page.obj, page.obj.get("/Resources", Dictionary()), file, known)


def _drawn(
    content: Page | Object, named: Object, resources: Object, file: FinishedFile, known: Known
) -> Iterator[Piece]:
    """The text of a page or form, and of the forms that it draws.

    :param named: the object of the page or form, which says where the owners of its content are.
    """
    owners = file.owners.get(int(named.get("/StructParents", -1)), Array())
    fonts, forms = (resources.get(name, Dictionary()) for name in ("/Font", "/XObject"))
    meanings: Meanings = {}
    marked: list[Object | None] = []
    for operands, operator in _instructions(content):
        match str(operator):
            case "BDC" | "BMC":
                marked.append(_owner(operands[-1], owners) or (marked[-1] if marked else None))
            case "EMC":
                del marked[-1:]
            case "Tf":
                meanings = _meanings(fonts.get(str(operands[0]), Dictionary()), known)
            case "Do":
                form = forms.get(str(operands[0]))
                if form is not None and form.get("/Subtype") == Name.Form:
                    yield from _drawn(form, form, form.get("/Resources", resources), file, known)
            case _:
                yield Piece(_text(operands[0], meanings), marked[-1] if marked else None)


def _instructions(content: Page | Object) -> Iterator[tuple[list[Object], Operator]]:
    for each in parse_content_stream(content, "BDC BMC EMC Tf Tj TJ Do"):
        yield list(each.operands), each.operator


def _owner(properties: Object, owners: Object) -> Object | None:
    """The element of marked content that has a number."""
    number = properties.get("/MCID") if isinstance(properties, Dictionary) else None
    index = -1 if number is None else int(number)
    return owners[index] if 0 <= index < len(owners) else None


def _meanings(font: Object, known: Known) -> Meanings:
    noted = font.get("/ToUnicode")
    if noted is None:
        return {}
    if noted.objgen not in known:
        known[noted.objgen] = {
            bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode(
                "utf-16-be", "replace"
            )
            for block in _BLOCK.findall(noted.read_bytes())
            for code, text in _ENTRY.findall(block)
        }
    return known[noted.objgen]


def _text(shown: Object, meanings: Meanings) -> str:
    strings = shown if isinstance(shown, Array) else (shown,)
    codes = b"".join(bytes(each) for each in strings if isinstance(each, String))
    return "".join([meanings.get(code, "") for code in _GLYPH.findall(codes)])
