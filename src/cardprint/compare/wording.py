"""Changes in words."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from cardprint.compare.looks import measured, shown_colour
from cardprint.compare.model import Look, Restyled, WordChange
from cardprint.messages.catalogue import Message, plain, tell, tell_count, together
from cardprint.model.geometry import MM_PER_PT
from cardprint.verify.page import Mark

MAX_TAGS = 8
"""As many as a line for people holds."""


def said_words(words: WordChange) -> Message:
    """Which words became which."""
    if not words.after:
        return tell("'{words}' is gone", words=words.before)
    if not words.before:
        return tell("'{words}' is new", words=words.after)
    return tell("'{before}' became '{after}'", before=words.before, after=words.after)


def said_move(text: str, way: tuple[float, float], others: int) -> Message:
    """What moved the farthest, and how many others moved.

    :param text: the text that moved; empty if only shapes moved.
    :param way: how far it moved to the right and up, in points.
    """
    if not text:
        return tell_count("{n} shape moved", "{n} shapes moved", others)
    text, distance = _short(text), _said_distance(way)
    if not others:
        return tell("'{text}' moved {distance}", text=text, distance=distance)
    return tell_count(
        "'{text}' moved {distance}, and {n} more text or shape",
        "'{text}' moved {distance}, and {n} more texts or shapes",
        others,
        text=text,
        distance=distance,
    )


def _said_distance(way: tuple[float, float]) -> Message:
    across, up = (round(each * MM_PER_PT, 1) for each in way)
    left_right = tell("{distance} mm right", distance=across)
    if across < 0:
        left_right = tell("{distance} mm left", distance=-across)
    up_down = tell("{distance} mm up", distance=up)
    if up < 0:
        up_down = tell("{distance} mm down", distance=-up)
    if across and up:
        return tell("{across} and {along}", across=left_right, along=up_down)
    if across or up:
        return left_right if across else up_down
    return tell("to other lines")


def said_tags(gone: Sequence[str], new: Sequence[str]) -> Message:
    """Which tags became which; the first of them, where they are many."""
    shown, now_shown = (
        (*tags[:MAX_TAGS], "…") if len(tags) > MAX_TAGS else tuple(tags) for tags in (gone, new)
    )
    if not new:
        return tell_count("tag {tags} is gone", "tags {tags} are gone", len(gone), tags=shown)
    if not gone:
        return tell_count("tag {tags} is new", "tags {tags} are new", len(new), tags=now_shown)
    return tell("tag {before} became {after}", before=shown, after=now_shown)


def said_sides(mark: Mark) -> Message:
    """How wide and high a mark is."""
    width, height = round(mark.box.width, 2), round(mark.box.height, 2)
    return tell("{width} × {height} pt", width=width, height=height)


def said_restyled(change: Restyled) -> Message:
    """Which look became which."""
    before, after = change.before, change.after
    if change.kind == Look.COLOUR:
        return tell("colour {before} became {after}", before=before, after=after)
    if change.kind == Look.FONT:
        return tell("font {before} became {after}", before=before, after=after)
    (size, unit), (new_size, new_unit) = measured(before), measured(after)
    if unit == new_unit == "pt":
        return tell("text size {before} pt became {after} pt", before=size, after=new_size)
    return tell("text size {before} became {after}", before=before, after=after)


def said_kinds(before: int, after: int) -> Message | None:
    """In how many ways a text looks, where that changed."""
    if before == after:
        return None
    return tell("{before} kinds of text became {after}", before=before, after=after)


def said_pages(change: Message, pages: Sequence[int]) -> Message:
    """What changed on several pages."""
    return tell_count(
        "{change}, on {n} page: {pages}",
        "{change}, on {n} pages: {pages}",
        len(pages),
        change=change,
        pages=ranges(pages),
    )


def ranges(numbers: Iterable[int]) -> str:
    """``1–4, 6`` for 1, 2, 3, 4, 6."""
    ordered = sorted(numbers)
    starts = [number for last, number in pairwise([-1, *ordered]) if number != last + 1]
    ends = [number for number, after in pairwise([*ordered, -1]) if after != number + 1]
    return ", ".join(
        str(start) if start == end else f"{start}–{end}"
        for start, end in zip(starts, ends, strict=True)
    )


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"  # noqa: PLR2004  # a line of a terminal


def said_look(look: str) -> Message:
    """The look of a mark, in words for people.

    :param look: the ``look`` of a :class:`~cardprint.verify.reading.Mark`.
    """
    return together([_said_part(part) for part in look.split(", ")], ", ")


def _said_part(part: str) -> Message:
    match part.split():
        case ["fill", colour]:
            return tell("area {colour}", colour=shown_colour(colour))
        case ["line", colour, width, "pt"]:
            return tell(
                "line {colour} of {width} pt", colour=shown_colour(colour), width=float(width)
            )
        case ["picture", digest]:
            return tell("picture {digest}", digest=digest)
        case ["shading"]:
            return tell("shading")
        case _:
            return plain(part)
