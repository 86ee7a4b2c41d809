"""The boxes of a document that has been laid out, by the names that WeasyPrint gives them inside.

WeasyPrint tells links and anchors in public, and nothing of lines, cells and columns. What is used
of its inner classes is all here, and ``tests/test_private_names.py`` says what has changed when a
new version has another. Lengths are in CSS px, from the top left.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, NewType
from xml.etree.ElementTree import Element

import weasyprint

from cardprint.render import pango

LaidBox = NewType("LaidBox", object)
"""A box of WeasyPrint's, to be handed back to the functions of this module."""


def body_of(page: weasyprint.Page) -> LaidBox:
    """The box of a whole page, whose content box is what its margins leave."""
    return LaidBox(page._page_box)  # noqa: SLF001  # no public way to the boxes


def children(box: Any) -> Sequence[LaidBox]:
    """The boxes right inside a box; those of text have none."""
    return getattr(box, "children", ())


def descendants(box: Any) -> Iterator[Any]:
    """Every box inside a box, in the order of the document."""
    return iter(box.descendants())


def element_of(box: Any) -> Element | None:
    """The element that a box belongs to; nothing for what a style sheet adds before or after it."""
    own = box.element is not None and box.element_tag == box.element.tag
    return box.element if own else None


def owner_of(box: Any) -> int:
    """What is the same for all the boxes of an element, on every page."""
    return id(box.element)


def margin_edges(box: Any) -> tuple[float, float]:
    """The top and the bottom of a box with its margins."""
    return box.position_y, box.position_y + box.margin_height()


def border_edges(box: Any) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a box with its borders."""
    left, top = box.border_box_x(), box.border_box_y()
    return left, top, left + box.border_width(), top + box.border_height()


def inner_width(box: Any) -> float:
    """The width inside the borders of a box."""
    return float(box.padding_width())


def content_width(box: Any) -> float:
    """The width inside the padding of a box."""
    return float(box.width)


def content_height(box: Any) -> float:
    """The height inside the padding of a box."""
    return float(box.height)


def content_bottom(box: Any) -> float:
    """Where the inside of a box ends."""
    return float(box.content_box_y() + box.height)


def used_bottom(box: Any) -> float:
    """Where the last thing in a box ends."""
    ends = [margin_edges(child)[1] for child in box.children if child.is_in_normal_flow()]
    return float(max(ends, default=box.content_box_y()))


def used_height(box: Any) -> float:
    """The height of what is in a box, from the top of its inside."""
    return used_bottom(box) - float(box.content_box_y())


def own_height(box: Any) -> float:
    """What a cell takes itself, though its row may be higher."""
    # A cell is made as high as its row by more padding than its style asks for.
    added = box.padding_bottom - box.style["padding_bottom"].value
    return float(box.margin_height() - added - box.height + used_height(box))


def columns_of(box: Any) -> Iterator[tuple[Sequence[LaidBox], int]]:
    """The columns of each text inside a box that is set in them, and for how many it has room."""
    for each in descendants(box):
        columns = [child for child in children(each) if getattr(child, "is_column", False)]
        if columns:
            wanted = each.style["column_count"]
            yield columns, len(columns) if wanted == "auto" else int(wanted)


def paragraphs_of(box: Any) -> Iterator[LaidBox]:
    """A box and every box inside it that holds lines of text."""
    for each in chain((box,), descendants(box)):
        inside = children(each)
        if inside and type(inside[0]).__name__ == "LineBox":
            yield each


def is_hyphenated(paragraph: Any) -> bool:
    """Whether words may be broken at the end of a line."""
    return bool(paragraph.style["hyphens"] == "auto")


def text_of(paragraph: Any) -> str:
    """The text of a paragraph, its lines joined again."""
    return " ".join(
        "".join(getattr(each, "text", "") for each in line.descendants()).strip()
        for line in paragraph.children
    )


def lines_at(paragraph: Any, ratio: float, width: float) -> int:
    """The lines that a paragraph would take at ``ratio`` times its text size, in another width."""
    style = paragraph.style.copy()
    style["font_size"] *= ratio
    return pango.line_count(text_of(paragraph), style, width)
