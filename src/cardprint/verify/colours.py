"""The colours of a file are those that its layout promises, and a press can print them."""

from collections.abc import Iterator, Sequence

from pikepdf import (
    Array,
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Object,
    Stream,
    parse_content_stream,
)

from cardprint.link.paint import DARK
from cardprint.load.layout import Layout
from cardprint.messages.catalogue import Message, plain, tell
from cardprint.verify.file import FinishedFile

MAX_INK = 3.3
"""The most ink on one spot, of 4: more would not dry (ISO 12647-2 gives 300 to 350 %)."""

_COLOURS = "rg RG g G k K cs CS BI ID EI"
_SPACES = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}

Content = Sequence[ContentStreamInstruction | ContentStreamInlineImage]
"""The instructions of a page or a form that set a colour or hold a picture."""


def check_colours(file: FinishedFile, layout: Layout) -> Iterator[Message]:
    """Inks only for a press, greys only in mono, and black text in black ink alone."""
    if layout.info.mono:
        allowed, promised = {"DeviceGray"}, tell("greys")
    elif layout.info.press:
        allowed, promised = {"DeviceCMYK"}, tell("inks")
    else:
        allowed, promised = {"DeviceRGB", "DeviceGray"}, tell("screen colours")
    contents = list(_contents(file))
    strange = [
        plain(space)
        for content, marks in contents
        if (space := _strange_space(content, allowed | marks))
    ]
    for what in (*strange, *_strange_objects(file, allowed)):
        yield tell("not only {colours}: {what}", colours=promised, what=what)
    for content, _ in contents:
        for instruction in content:
            if isinstance(instruction, ContentStreamInlineImage):
                yield tell("a picture inside a page, which nothing can convert")
            elif str(instruction.operator) in ("k", "K"):
                yield from _wrong_inks([float(ink) for ink in instruction.operands])


def _contents(file: FinishedFile) -> Iterator[tuple[Content, set[str]]]:
    """Every stream of drawing operators: pages, forms, patterns; with its names for all inks."""
    for page in file.pdf.pages:
        yield parse_content_stream(page, _COLOURS), set(all_inks(page.obj))
    for item in file.pdf.objects:
        if isinstance(item, Stream) and (
            item.get("/Subtype") == Name.Form or "/PatternType" in item
        ):
            yield parse_content_stream(item, _COLOURS), set()


def all_inks(page: Object) -> Iterator[str]:
    """What a page calls the colour of crop marks, which every plate has (ISO 32000-1, 8.6.6.4)."""
    for name, space in page.get("/Resources", Dictionary()).get("/ColorSpace", {}).items():
        if isinstance(space, Array) and list(space)[:2] == [Name.Separation, Name.All]:
            yield name.lstrip("/")


def _strange_space(content: Content, allowed: set[str]) -> str:
    """The first colour space in which something is drawn that is not allowed."""
    for instruction in content:
        operator = str(instruction.operator).lower()
        space = _SPACES.get(operator)
        if space is not None and space not in allowed:
            return space
        if operator == "cs" and instruction.operands[0] != Name.Pattern:
            found = str(instruction.operands[0]).lstrip("/")
            if found not in allowed:
                return found[:40]
    return ""


def _strange_objects(file: FinishedFile, allowed: set[str]) -> Iterator[Message]:
    """Pictures, groups and gradients in another colour space than allowed."""
    for item in file.pdf.objects:
        if space := _space_of(item):
            if space not in allowed:
                yield tell("{space} in a group or a gradient", space=space)
        elif isinstance(item, Stream) and item.get("/Subtype") == Name.Image:
            space = str(item.get("/ColorSpace", "/DeviceGray")).lstrip("/")
            # A mask has no colour: it is grey by definition (ISO 32000-1, 11.6.5.3).
            if space not in allowed | {"DeviceGray"}:
                yield tell("a picture in {space}", space=space[:40])


def _space_of(item: Object) -> str:
    """The colour space in which a group is blended or a gradient runs, if it is one."""
    if not isinstance(item, Dictionary | Stream):
        return ""
    found = item.get("/Group", Dictionary()).get("/CS")
    if "/ShadingType" in item:
        found = item.get("/ColorSpace")
    return "" if found is None else str(found).lstrip("/")[:40]


def _wrong_inks(inks: Sequence[float]) -> Iterator[Message]:
    if inks[3] >= DARK and max(inks[:3]) > 1 - DARK:
        yield tell("black is made of more than one ink")
    elif sum(inks) > MAX_INK:
        yield tell("{share} of ink on one spot", share=f"{sum(inks):.0%}")
