"""The fields of a form: their names, their order, what they show and what can be written there."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import pairwise

from pikepdf import Dictionary, Name, Object, Stream

from cardprint.load.layout import Layout
from cardprint.messages.catalogue import Message, tell
from cardprint.text import alike
from cardprint.text.fonts import covered
from cardprint.verify.file import FinishedFile, FoundField

TOLERANCE_PT = 0.5
DO_NOT_SCROLL = 1 << 23
"""A flag of a field (ISO 32000-1, table 228)."""

_ENTRY = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")
_STYLE = re.compile(r"(/\S+) [\d.]+ Tf")
_DRAWN = re.compile(rb"<([0-9a-f]+)> Tj")

Signs = Mapping[int, str]
"""The text of each code of a font."""


def check_fields(file: FinishedFile, layout: Layout) -> Iterator[Message]:
    """What would get in the way of those who fill in a form or listen to it."""
    if not file.fields:
        return
    names = [field.name for field in file.fields]
    form = file.pdf.Root.get("/AcroForm", Dictionary())
    if len(form.get("/Fields", ())) != len(names):
        yield tell("the fields are not in the form of the file")
    if form.get("/NeedAppearances", False):
        yield tell("every reader would draw the fields in its own way")
    for field in file.fields:
        where = {"page": field.page + 1, "name": field.name}
        if not field.name or names.count(field.name) > 1:
            yield tell("page {page}: the field '{name}' has no name of its own", **where)
        if not field.say.strip():
            yield tell("page {page}: the field '{name}' has no description", **where)
    for one, other in pairwise(file.fields):
        if one.page == other.page and _comes_after(one, other, file.right_to_left):
            yield tell(
                "page {page}: the Tab key comes to '{first}' before '{second}'",
                page=one.page + 1,
                first=one.name,
                second=other.name,
            )
    yield from _check_contents(file, form, layout)


def _comes_after(one: FoundField, other: FoundField, right_to_left: bool) -> bool:  # noqa: FBT001
    """Whether ``one`` stands below ``other``, or beside it where a line goes on."""
    if one.box.top < other.box.bottom + TOLERANCE_PT:
        return True
    beside = one.box.bottom < other.box.top and other.box.bottom < one.box.top
    return beside and (one.box.left > other.box.left) != right_to_left


def _check_contents(file: FinishedFile, form: Object, layout: Layout) -> Iterator[Message]:
    """What is filled in is shown and printed, and so will be what is filled in later."""
    fonts = form.get("/DR", Dictionary()).get("/Font", Dictionary())
    signs = {name: _signs(font) for name, font in fonts.items()}
    wanted = {chr(code) for code in covered(layout.font_files)}
    for number, page in enumerate(file.pdf.pages, 1):
        for field in page.obj.get("/Annots", ()):
            if field.get("/Subtype") == Name.Widget:
                where = {"page": number, "name": str(field.get("/T", ""))}
                yield from _wrong_with(field, signs, wanted, where)


def _signs(font: Object) -> Signs:
    """The text of each code of a font, if it is a whole one that a reader can write with."""
    descendant = font.get("/DescendantFonts", [Dictionary()])[0]
    embedded = "/FontFile2" in descendant.get("/FontDescriptor", Dictionary())
    if not embedded or "/ToUnicode" not in font:
        return {}
    entries = _ENTRY.findall(font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
            for code, text in entries}  # fmt: skip


def _wrong_with(
    field: Object, fonts: Mapping[str, Signs], wanted: set[str], where: dict[str, object]
) -> Iterator[Message]:
    found = _STYLE.search(str(field.get("/DA", "")))
    signs = fonts.get(found[1], {}) if found else {}
    if missing := sorted(wanted - set(signs.values())):
        yield tell(
            "page {page}: the field '{name}' has no font that can write '{character}'",
            **where,
            character=missing[0],
        )
    look = field.get("/AP", Dictionary()).get("/N")
    if not isinstance(look, Stream):
        yield tell("page {page}: nothing shows what is in the field '{name}'", **where)
    elif _characters(_read(look, signs)) != _characters(str(field.get("/V", ""))):
        yield tell("page {page}: the field '{name}' shows other words than are in it", **where)
    if not int(field.get("/Ff", 0)) & DO_NOT_SCROLL:
        yield tell("page {page}: more fits in the field '{name}' than is printed", **where)


def _read(look: Stream, signs: Signs) -> str:
    """The text that a field shows, as it stands from the left."""
    codes = b"".join(_DRAWN.findall(look.read_bytes())).decode()
    return "".join(signs.get(int(codes[i : i + 4], 16), "") for i in range(0, len(codes), 4))


def _characters(text: str) -> list[str]:
    """The letters and signs of a text in no order: on a line, some stand from the right."""
    return sorted("".join(alike.normal(unicodedata.normalize("NFKC", text)).split()))
