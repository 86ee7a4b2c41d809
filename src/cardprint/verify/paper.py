"""What goes wrong on paper: boxes, margins, words for screens."""

from collections.abc import Iterator, Sequence

from pikepdf import Object

from cardprint.errors import Place, Problem
from cardprint.load.layout import Layout
from cardprint.messages.catalogue import Message, tell
from cardprint.model.geometry import Box
from cardprint.model.layout import millimetres, points
from cardprint.text import prose
from cardprint.text.word_list import any_of
from cardprint.verify.colours import check_colours
from cardprint.verify.fields import check_fields
from cardprint.verify.file import FinishedFile
from cardprint.verify.page import ReadPage
from cardprint.verify.press import check_press
from cardprint.verify.texts import Texts

MARGIN_MM = 5
"""Nothing may be nearer to the edge: many printers cannot reach it, and no knife is exact."""
TOLERANCE_PT = 0.5


def check_paper(file: FinishedFile, pages: Sequence[ReadPage], texts: Texts) -> Iterator[Problem]:
    """Faults that matter only to a reader on paper, or to a print shop."""
    at, layout = Place(texts.shown), texts.layout
    messages: list[Message] = [
        *_check_boxes(file, layout),
        *check_colours(file, layout),
        *check_fields(file, layout),
    ]
    if not layout.info.interactive or layout.info.mono:  # greys are for printing
        messages += _check_marks(pages, layout)
        yield from _check_margins(pages, texts)
    if not layout.info.interactive:
        yield from _check_screen_words(pages, texts)
    if layout.info.press:
        messages += check_press(file, layout)
    if not layout.info.clickable and (file.links or file.fields):
        messages.append(tell("there are links or fields, which paper cannot have"))
    yield from (Problem(at, message) for message in messages)


def _box(page: Object, name: str) -> Box:
    return Box(*(float(value) for value in page.get(name, page.MediaBox)))


def _same(one: Box, other: Box) -> bool:
    return all(abs(a - b) <= TOLERANCE_PT for a, b in zip(one, other, strict=True))


def _holds(outer: Box, inner: Box) -> bool:
    return inner.within(outer) == inner


def _check_boxes(file: FinishedFile, layout: Layout) -> Iterator[Message]:
    """Where the page is cut, and how far its colour runs over that (ISO 15930-7, 6.11)."""
    info = layout.info
    paper = info.imposition.paper if info.imposition else info.paper
    width, height = points(paper.width), points(paper.height)
    trim = Box(0.0, 0.0, width, height)
    bleed = points(info.press.bleed) if info.press else 0.0
    wide = Box(-bleed, -bleed, width + bleed, height + bleed)
    size = tell("{width} by {height}", width=paper.width, height=paper.height)
    for number, page in enumerate(file.pdf.pages, 1):
        if not _same(_box(page.obj, "/TrimBox"), trim):
            yield tell("page {page}: the trim box is not {size}", page=number, size=size)
        if info.press and not _same(_box(page.obj, "/BleedBox"), wide):
            yield tell(
                "page {page}: the bleed box is not {bleed} around the trim box",
                page=number,
                bleed=info.press.bleed,
            )
        media = _box(page.obj, "/MediaBox")
        if int(page.obj.get("/Rotate", 0)) or not _same(_box(page.obj, "/CropBox"), media):
            yield tell("page {page}: the page is turned or cropped", page=number)
        if info.press is None and not _same(media, trim):
            yield tell("page {page}: the sheet is not {size}", page=number, size=size)
        elif info.press and not _holds(media, wide):
            yield tell("page {page}: the sheet does not hold the bleed", page=number)


def _check_margins(pages: Sequence[ReadPage], texts: Texts) -> Iterator[Problem]:
    for number, page in enumerate(pages):
        for run in page.runs:
            if _is_near(run.box, page):
                message = tell(
                    "'{words}' is less than {margin} mm from the edge",
                    words=run.text.strip()[:40],
                    margin=MARGIN_MM,
                )
                yield texts.problem(number, run.text, message)


def _check_marks(pages: Sequence[ReadPage], layout: Layout) -> Iterator[Message]:
    bleed = points(layout.info.press.bleed) if layout.info.press else None
    for number, page in enumerate(pages, 1):
        for box in (mark.box for mark in page.marks):
            if _is_near(box, page) and (bleed is None or not _bleeds(box, page, bleed)):
                yield tell(
                    "page {page}: a line or area is less than {margin} mm from the edge "
                    "(at {left}, {bottom} pt)",
                    page=number,
                    margin=MARGIN_MM,
                    left=round(box.left),
                    bottom=round(box.bottom),
                )


def _is_near(box: Box, page: ReadPage) -> bool:
    near = MARGIN_MM / millimetres("1pt") - TOLERANCE_PT
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


def _check_screen_words(pages: Sequence[ReadPage], texts: Texts) -> Iterator[Problem]:
    """Words that make no sense on paper, such as 'click'."""
    labels, words = texts.layout.labels, any_of(texts.layout.locale.style.screen_words)
    buttons = [labels[name] for name in ("view", "back", "again")]
    for number, page in enumerate(pages):
        found = words.findall(" ".join(run.text for run in page.runs))
        found += [button for button in buttons if prose.letters(button) in page.letters]
        for each in dict.fromkeys(found):
            message = tell("'{words}' means nothing on paper", words=each)
            yield texts.problem(number, each, message)
