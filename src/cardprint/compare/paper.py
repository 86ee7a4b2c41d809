"""The paper of a page: its size, its rotation, and which part of it is shown."""

from collections.abc import Iterator

from cardprint.compare.model import Finding, Verdict
from cardprint.compare.state import BOXES, PageState
from cardprint.messages.catalogue import Message, tell
from cardprint.model.geometry import MM_PER_PT, Box

# Sides of paper that differ by less, in points, are the same.
PAPER_PT = 0.5


def is_resized(before: PageState, after: PageState) -> bool:
    """Whether the trimmed page has another width or height."""
    return any(abs(a - b) > PAPER_PT for a, b in zip(before.size, after.size, strict=True))


def compare_paper(before: PageState, after: PageState) -> Iterator[Finding]:
    """What changed about the paper."""
    if is_resized(before, after):
        one, other = _sides(before.size), _sides(after.size)
        message = tell("{before} became {after}", before=one, after=other)
        yield Finding(Verdict.SIZE, message)
    elif different := next(_different(before, after), None):
        name, box, new_box = different
        message = tell(
            "a different part of the paper is used ({box}): {before} became {after} pt",
            box=name,
            before=_edges(box),
            after=_edges(new_box),
        )
        yield Finding(Verdict.SIZE, message)
    if before.rotation != after.rotation:
        message = tell(
            "the page was turned by {before}°, and now by {after}°",
            before=before.rotation,
            after=after.rotation,
        )
        yield Finding(Verdict.SIZE, message)


def _different(before: PageState, after: PageState) -> Iterator[tuple[str, Box, Box]]:
    """The boxes that differ; a box that is not set follows the first, which explains it."""
    for name, one, other in zip(BOXES, before.boxes, after.boxes, strict=False):
        if any(abs(a - b) > PAPER_PT for a, b in zip(one, other, strict=True)):
            yield name, one, other


def _sides(size: tuple[float, float]) -> Message:
    width, height = (round(side * MM_PER_PT) for side in size)
    return tell("{width} × {height} mm", width=width, height=height)


def _edges(box: Box) -> str:
    return " ".join(f"{round(edge, 1):g}" for edge in box)
