"""Pages with a handful of lines, that larger type would have filled.

Copy-fitting sets running text as large as its pages allow. Where the last page of a text is almost
empty though its type is smaller than the layout's ideal, a style sheet does not follow the size.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from cardprint.compose.sheets import fit_range
from cardprint.messages.catalogue import Message, tell
from cardprint.model.layout import MOST_OF_PAGE
from cardprint.model.page import Page
from cardprint.verify.blocks import Block
from cardprint.verify.texts import Texts

STEP_PT = 0.5
"""By how much the type must at least be able to grow."""

SPARE = 0.15
"""The part of each page that may stay empty, because a paragraph does not fit at its foot."""


def check_sparse(texts: Texts, blocks: Sequence[Block]) -> Iterator[tuple[int, Message]]:
    """The last pages of texts that are under a third full without need; each from 0."""
    for part in texts.toolkit.pages:
        span = texts.spans.get(part.name, range(0))
        ideal_pt = _ideal(texts, part)
        if len(span) < 2 or ideal_pt is None or _has_pictures(part):  # noqa: PLR2004  # pages
            continue
        own = _own([block for block in blocks if block.page in span])
        share, size_pt = _share(own, span[-1]), _size(own)
        grown = (size_pt + STEP_PT) / size_pt
        room = len(span) * (1 - SPARE)
        may_grow = size_pt + STEP_PT <= ideal_pt and (len(span) - 1 + share) * grown**2 < room
        if share < MOST_OF_PAGE and may_grow:
            yield (
                span[-1],
                tell(
                    "less than a third of it is filled, though its text of {size} pt may be"
                    " as large as {ideal} pt",
                    size=round(size_pt, 1),
                    ideal=round(ideal_pt, 1),
                ),
            )


def _ideal(texts: Texts, part: Page) -> float | None:
    """The largest size of the type of a page, if it is fitted."""
    sheets = getattr(texts.layout.info.sheets, part.kind)
    range_pt = fit_range(sheets[0], texts.layout) if len(sheets) == 1 else None
    return range_pt[1] if range_pt else None


def _has_pictures(part: Page) -> bool:
    """Whether something in it can neither be broken nor be set larger."""
    return any(section.diagram or section.picture for section in part.sections)


def _own(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of the text itself, without what stands on every one of its pages."""
    places = Counter((block.lines, round(block.box.top)) for block in blocks)
    return [
        block
        for block in blocks
        if block.kind != "/Artifact" and places[block.lines, round(block.box.top)] == 1
    ]


def _share(blocks: Sequence[Block], page: int) -> float:
    """How much of a page is filled, of the height that the fullest pages fill."""
    top = max(block.box.top for block in blocks)
    bottom = min(block.box.bottom for block in blocks)
    last = min((block.box.bottom for block in blocks if block.page == page), default=top)
    return (top - last) / (top - bottom)


def _size(blocks: Sequence[Block]) -> float:
    """The size of most letters."""
    letters: Counter[float] = Counter()
    for block in blocks:
        for run in block.runs:
            letters[run.size_pt] += len(run.letters)
    return letters.most_common(1)[0][0]
