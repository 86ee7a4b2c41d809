"""What goes wrong on paper and in a press: boxes, margins, words for screens, inks, form fields."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pikepdf import Dictionary, Name, Object, Stream

from cardprint.errors import Place, Problem
from cardprint.load.layout import Layout
from cardprint.model.geometry import Box
from cardprint.model.layout import millimetres, points
from cardprint.text import prose
from cardprint.verify.file import FinishedFile, FoundField
from cardprint.verify.reading import ReadPage

MARGIN_MM = 5
"""Nothing stands nearer to the edge: many printers do not reach it, and no knife is exact."""
TOLERANCE_PT = 0.5
MAX_INK = 3.3
"""The most ink on one spot, of 4: more does not dry (ISO 12647-2 names 300 to 350 %)."""

DARK = 0.9
"""With so much black, the other inks are not there for their colour."""

_INLINE = re.compile(rb"\sBI\s")
# Operators stand between white space, strings of WeasyPrint are hexadecimal.
_OPERATORS = re.compile(rb"\s(rg|RG|g|G|k|K)(?=\s)")
_INKS = re.compile(rb"(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+[kK](?=\s)")
_OTHER = re.compile(rb"/(?!Pattern\b)(\w+)\s+(?:cs|CS)\s")
_SPACES = {b"g": "DeviceGray", b"rg": "DeviceRGB", b"k": "DeviceCMYK"}


def check_paper(
    file: FinishedFile, pages: Sequence[ReadPage], layout: Layout, shown: str
) -> Iterator[Problem]:
    """Everything that only a reader of paper, or a print shop, would stumble over."""
    at = Place(shown)
    messages = [
        *_check_boxes(file, layout),
        *_check_colours(file, layout),
        *_check_fields(file),
    ]
    if not layout.info.interactive:
        messages += _check_margins(pages, layout)
        messages += _check_screen_words(pages, layout)
    if layout.info.press:
        messages += _check_press(file)
    if not layout.info.clickable and (file.links or file.fields):
        messages.append("there are links or fields, which paper cannot have")
    yield from (Problem(at, message) for message in messages)


def _box(page: Object, name: str) -> Box:
    return Box(*(float(value) for value in page.get(name, page.MediaBox)))


def _same(one: Box, other: Box) -> bool:
    return all(abs(a - b) <= TOLERANCE_PT for a, b in zip(one, other, strict=True))


def _holds(outer: Box, inner: Box) -> bool:
    return inner.within(outer) == inner


def _check_boxes(file: FinishedFile, layout: Layout) -> Iterator[str]:
    """Where the page is cut, and how far its colour goes on beyond that (ISO 15930-7, 6.11)."""
    info = layout.info
    paper = info.imposition.paper if info.imposition else info.paper
    width, height = points(paper.width), points(paper.height)
    trim = Box(0.0, 0.0, width, height)
    bleed = points(info.press.bleed) if info.press else 0.0
    wide = Box(-bleed, -bleed, width + bleed, height + bleed)
    for number, page in enumerate(file.pdf.pages, 1):
        if not _same(_box(page.obj, "/TrimBox"), trim):
            yield f"page {number}: the trim box is not {paper.width} by {paper.height}"
        if info.press and not _same(_box(page.obj, "/BleedBox"), wide):
            yield f"page {number}: the bleed box is not {info.press.bleed} around the trim box"
        media = _box(page.obj, "/MediaBox")
        if int(page.obj.get("/Rotate", 0)) or not _same(_box(page.obj, "/CropBox"), media):
            yield f"page {number}: the page is turned or cropped"
        if info.press is None and not _same(media, trim):
            yield f"page {number}: the sheet is not {paper.width} by {paper.height}"
        elif info.press and not _holds(media, wide):
            yield f"page {number}: the sheet does not hold the bleed"


def _check_margins(pages: Sequence[ReadPage], layout: Layout) -> Iterator[str]:
    near = MARGIN_MM / millimetres("1pt") - TOLERANCE_PT
    for number, page in enumerate(pages, 1):
        for run in page.runs:
            if _is_near(run.box, page, near):
                words = run.text.strip()[:40]
                yield f"page {number}: '{words}' is less than {MARGIN_MM} mm from the edge"
        bleed = points(layout.info.press.bleed) if layout.info.press else None
        for box in (mark.box for mark in page.marks):
            if _is_near(box, page, near) and (bleed is None or not _bleeds(box, page, bleed)):
                left, bottom = round(box.left), round(box.bottom)
                yield (
                    f"page {number}: a line or area is less than {MARGIN_MM} mm from the edge "
                    f"(at {left}, {bottom} pt)"
                )


def _is_near(box: Box, page: ReadPage, near: float) -> bool:
    return (
        box.left < near
        or box.bottom < near
        or box.right > page.width_pt - near
        or box.top > page.height_pt - near
    )


def _bleeds(box: Box, page: ReadPage, bleed: float) -> bool:
    """Whether it goes over the edge as far as the bleed, or stands outside like crop marks."""
    over = -box.left, -box.bottom, box.right - page.width_pt, box.top - page.height_pt
    sides = box.width, box.height, box.width, box.height
    outside = any(by >= side for by, side in zip(over, sides, strict=True))
    crossing = [by for by in over if by > -TOLERANCE_PT]
    return outside or (bool(crossing) and all(by >= bleed - TOLERANCE_PT for by in crossing))


def _check_screen_words(pages: Sequence[ReadPage], layout: Layout) -> Iterator[str]:
    """Nobody can click on paper."""
    labels = layout.labels
    words_of_screens = "|".join(
        re.escape(word).replace(r"\*", r"\w*") for word in layout.locale.style.screen_words
    )
    screen_words = re.compile(rf"\b(?:{words_of_screens})\b", re.IGNORECASE)
    buttons = {labels[name]: prose.letters(labels[name]) for name in ("view", "back", "again")}
    for number, page in enumerate(pages, 1):
        if found := screen_words.search(" ".join(run.text for run in page.runs)):
            yield f"page {number}: '{found[0]}' means nothing on paper"
        for words, letters in buttons.items():
            if letters in page.letters:
                yield f"page {number}: '{words}' means nothing on paper"


def _check_colours(file: FinishedFile, layout: Layout) -> Iterator[str]:
    """Inks only for a press, greys only in mono, and black text in black ink alone."""
    if layout.info.mono:
        allowed, name = {"DeviceGray"}, "greys"
    elif layout.info.press:
        allowed, name = {"DeviceCMYK"}, "inks"
    else:
        allowed, name = {"DeviceRGB", "DeviceGray"}, "screen colours"
    for content in _contents(file):
        used = {_SPACES[operator.lower()] for operator in _OPERATORS.findall(content)}
        strange = sorted(used - allowed) or [other.decode() for other in _OTHER.findall(content)]
        if strange:
            yield f"not only {name}: {strange[0]}"
        if "DeviceCMYK" in used:
            yield from filter(None, map(_wrong_inks, _INKS.findall(content)))
        if _INLINE.search(content):
            yield "a picture inside a page, which nothing can convert"
    yield from (f"not only {name}: {what}" for what in _strange_objects(file, allowed))


def _strange_objects(file: FinishedFile, allowed: set[str]) -> Iterator[str]:
    """Pictures, groups and gradients in another colour space than allowed."""
    for item in file.pdf.objects:
        if space := _space_of(item):
            if space not in allowed:
                yield f"{space} in a group or a gradient"
        elif isinstance(item, Stream) and item.get("/Subtype") == Name.Image:
            space = str(item.get("/ColorSpace", "/DeviceGray")).lstrip("/")
            # A mask has no colour: it is grey by definition (ISO 32000-1, 11.6.5.3).
            if space not in allowed | {"DeviceGray"}:
                yield f"a picture in {space[:40]}"


def _space_of(item: Object) -> str:
    """The colour space in which a group is blended or a gradient runs, if it is one."""
    if not isinstance(item, Dictionary | Stream):
        return ""
    found = item.get("/Group", Dictionary()).get("/CS")
    if "/ShadingType" in item:
        found = item.get("/ColorSpace")
    return "" if found is None else str(found).lstrip("/")[:40]


def _wrong_inks(found: tuple[bytes, ...]) -> str:
    inks = [float(value) for value in found]
    if inks[3] >= DARK and max(inks[:3]) > 1 - DARK:
        return "black is made of more than one ink"
    return f"{sum(inks):.0%} of ink on one spot" if sum(inks) > MAX_INK else ""


def _contents(file: FinishedFile) -> Iterator[bytes]:
    """Every stream of drawing operators: pages, forms, patterns."""
    for page in file.pdf.pages:
        page.contents_coalesce()
        yield b"\n%b\n" % page.obj.Contents.read_bytes()
    for item in file.pdf.objects:
        if isinstance(item, Stream) and (
            item.get("/Subtype") == Name.Form or "/PatternType" in item
        ):
            yield b"\n%b\n" % item.read_bytes()


def _check_press(file: FinishedFile) -> Iterator[str]:
    """What ISO 15930-7 asks of the file as a whole."""
    root = file.pdf.Root
    intents = [each for each in root.get("/OutputIntents", ()) if each.get("/S") == Name.GTS_PDFX]
    if not intents or "/DestOutputProfile" not in intents[0]:
        yield "the printing condition is not given (ISO 15930-7, 6.2)"
    elif intents[0].DestOutputProfile.get("/N") != len("CMYK"):
        yield "the profile of the printing condition is not for four inks"
    if str(file.pdf.trailer.get("/Info", Dictionary()).get("/Trapped", "")) not in (
        "/True",
        "/False",
    ):
        yield "the file does not say whether it is trapped (ISO 15930-7, 6.13)"
    packet = root.Metadata.read_bytes() if "/Metadata" in root else b""
    if b"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" not in packet:
        yield "the file does not say that it is PDF/X-4 (ISO 15930-7, 6.7)"


def _check_fields(file: FinishedFile) -> Iterator[str]:
    """Each field has a name of its own, words for who cannot see it, and its turn."""
    names = [field.name for field in file.fields]
    if names:
        form = file.pdf.Root.get("/AcroForm")
        if form is None or len(form.get("/Fields", ())) != len(names):
            yield "the fields are not in the form of the file"
    for field in file.fields:
        if not field.name or names.count(field.name) > 1:
            yield f"page {field.page + 1}: the field '{field.name}' has no name of its own"
        if not field.say.strip():
            yield f"page {field.page + 1}: the field '{field.name}' has no description"
    for one, other in pairwise(file.fields):
        if one.page == other.page and _comes_after(one, other, file.right_to_left):
            yield f"page {one.page + 1}: the Tab key comes to '{one.name}' before '{other.name}'"


def _comes_after(one: FoundField, other: FoundField, right_to_left: bool) -> bool:  # noqa: FBT001
    """Whether ``one`` stands below ``other``, or beside it where a line goes on."""
    if one.box.top < other.box.bottom + TOLERANCE_PT:
        return True
    beside = one.box.bottom < other.box.top and other.box.bottom < one.box.top
    return beside and (one.box.left > other.box.left) != right_to_left
