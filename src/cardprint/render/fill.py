"""How full the pages of a document are: a page with a handful of lines is a page too many."""

from collections.abc import Iterator

import weasyprint

from cardprint.render import boxes
from cardprint.render.boxes import LaidBox
from cardprint.render.model import Fill


def fills(document: weasyprint.Document) -> tuple[Fill, ...]:
    """How full each page is."""
    return tuple(map(_fill, map(boxes.body_of, document.pages)))


def _fill(page: LaidBox) -> Fill:
    top, height = boxes.content_top(page), boxes.content_height(page)
    body = boxes.children(page)[0]
    parts = [*boxes.columns_of(body)]
    if not parts:
        return Fill(_share(_end(body, top) - top, height))
    columns, count = max(parts, key=lambda part: boxes.content_height(part[0][0]))
    start = boxes.content_top(columns[0])
    used = [_end(column, start) - start for column in columns] + [0.0] * (count - len(columns))
    below = max(0.0, _end(body, top) - start - max(used))
    room = top + height - start
    return Fill(
        _share(start - top + sum(used) / len(used) + below, height),
        tuple(_share(each, room) for each in used),
    )


def _share(used: float, room: float) -> float:
    return round(min(1.0, used / room), 3) if room > 0 else 1.0


def _end(box: LaidBox, top: float) -> float:
    """The bottom of the last thing in a box that can be seen."""
    return max(_bottoms(box), default=top)


def _bottoms(box: LaidBox) -> Iterator[float]:
    for child in boxes.children(box):
        if boxes.is_seen(child):
            yield boxes.border_edges(child)[3]
        elif not boxes.is_placed(child):
            yield from _bottoms(child)
