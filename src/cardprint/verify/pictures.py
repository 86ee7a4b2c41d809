"""Pictures and drawings are there, whole, on the page, and on no words."""

from collections.abc import Iterator, Sequence

from pikepdf import Dictionary, Name, Object, Pdf

from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import Message, tell, tell_count
from cardprint.model import names
from cardprint.model.geometry import Box, around
from cardprint.model.picture import Picture
from cardprint.model.style import Logo
from cardprint.verify.blocks import Blocks
from cardprint.verify.page import NO_CONTENT, ReadPage
from cardprint.verify.texts import Texts

TOLERANCE_PT = 1.0
MAX_OVERLAP_PT = 2.0
"""Letters reach a little over the box of their line."""
_END_OF_JPEG = b"\xff\xd9"
_DRAWN = (".svg",)


def check_pictures(
    pdf: Pdf, pages: Sequence[ReadPage], blocks: Blocks, texts: Texts
) -> Iterator[tuple[int, Message]]:
    """Everything that is wrong with pictures; each with its page, from 0."""
    figures = {(page, content) for page, contents in blocks.figures for content in contents}
    for number, page in enumerate(pages):
        for box, content in _boxes(number, page, figures):
            yield from (
                (number, message) for message in _wrong_with(box, content, page, texts.layout)
            )
        for mark in page.marks:
            if mark.whole and not _holds(mark.box, mark.whole):
                yield number, tell("a picture is cut off")
    yield from _check_shown(pages, blocks)
    yield from _check_counts(pages, texts)
    yield from _check_whole(pdf)


def _boxes(number: int, page: ReadPage, figures: set[tuple[int, int]]) -> Iterator[tuple[Box, int]]:
    """The box of every picture and drawing, with the number of its content."""
    groups: dict[int, set[int]] = {}
    for run in page.runs:
        groups.setdefault(run.content, set()).add(run.group)
    drawn = {content for content, forms in groups.items() if len(forms) > 1} - {NO_CONTENT}
    drawn |= {content for on, content in figures if on == number}
    for content in drawn:
        if boxes := [mark.whole or mark.box for mark in page.marks if mark.content == content]:
            yield around(boxes), content
    for mark in page.marks:
        if mark.whole and mark.content not in drawn:
            yield mark.whole, mark.content


def _wrong_with(box: Box, content: int, page: ReadPage, layout: Layout) -> Iterator[Message]:
    if layout.info.press is None and not _holds(Box(0, 0, page.width_pt, page.height_pt), box):
        yield tell("a picture goes over the edge of the page")
    for run in page.runs:
        if run.content == NO_CONTENT or run.content != content:
            shared = run.box.within(box)
            if min(shared.width, shared.height) > MAX_OVERLAP_PT:
                yield tell("a picture lies on '{words}'", words=run.text.strip()[:40])
                return


def _holds(outer: Box, inner: Box) -> bool:
    t = TOLERANCE_PT
    return inner.within(Box(outer[0] - t, outer[1] - t, outer[2] + t, outer[3] + t)) == inner


def _check_shown(pages: Sequence[ReadPage], blocks: Blocks) -> Iterator[tuple[int, Message]]:
    """Each figure that is tagged can be seen."""
    for number, contents in blocks.figures:
        seen = {mark.content for mark in pages[number].marks}
        seen |= {run.content for run in pages[number].runs}
        if not contents & seen:
            yield number, tell("a figure shows nothing")


def _check_counts(pages: Sequence[ReadPage], texts: Texts) -> Iterator[tuple[int, Message]]:
    """Each picture of the data is on the pages of its place, and a logo of all pages on each."""
    repeated = _split(texts.layout.style.logos_at("pages"))
    for name, own in _expected(texts.toolkit, texts.layout):
        span = texts.spans.get(name, range(0))
        count, drawn = (one + len(span) * other for one, other in zip(own, repeated, strict=True))
        found = sum(mark.whole is not None for page in span for mark in pages[page].marks)
        # A drawing may hold photographs of its own.
        if span and (found < count or (found > count and not drawn)):
            message = tell_count(
                "the data has {n} picture here, and the page {found}",
                "the data has {n} pictures here, and the page {found}",
                count,
                found=found,
            )
            yield span.start, message


def _expected(toolkit: Toolkit, layout: Layout) -> Iterator[tuple[str, tuple[int, int]]]:
    """How many photographs and how many drawings of its own each destination has."""
    style = layout.style
    yield names.COVER, _split([*style.logos_at("cover"), *style.logos_at("foot")])
    found: dict[str, list[Picture]] = {}
    for part, _, _, picture in toolkit.pictures:
        found.setdefault(part.name, []).append(picture)
    for part in toolkit.parts:
        yield part.name, _split(found.get(part.name, []))


def _split(pictures: Sequence[Picture | Logo]) -> tuple[int, int]:
    """How many are photographs, and how many are drawings."""
    drawn = sum(each.file.lower().endswith(_DRAWN) for each in pictures)
    return len(pictures) - drawn, drawn


def _check_whole(pdf: Pdf) -> Iterator[tuple[int, Message]]:
    """Photographs have all their data: a file that was cut off shows grey from there on."""
    seen: set[tuple[int, int]] = set()
    for number, page in enumerate(pdf.pages):
        for image in _images(page.obj, seen):
            if image.get("/Filter") == Name.DCTDecode:
                data = image.read_raw_bytes()
                if _END_OF_JPEG not in data[-64:]:
                    yield number, tell("a picture is broken off: its file is not whole")


def _images(holder: Object, seen: set[tuple[int, int]]) -> Iterator[Object]:
    """The photographs of a page, or of a form on it, each once."""
    resources = holder.get("/Resources", Dictionary())
    for each in resources.get("/XObject", Dictionary()).values():
        if each.objgen not in seen:
            seen.add(each.objgen)
            if each.get("/Subtype") == Name.Image:
                yield each
            else:
                yield from _images(each, seen)
