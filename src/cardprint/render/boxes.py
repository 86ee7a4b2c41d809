"""The boxes of a document that has been laid out, read from WeasyPrint's private classes.

WeasyPrint's public names give links and anchors, but no lines, cells or columns. Every private name
that we use is here, and ``tests/test_private_names.py`` says which of them a new version changes.
Lengths are in CSS px, from the top left.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, NewType
from xml.etree.ElementTree import Element

import weasyprint

from cardprint.render import pango

PASSAGE = "cardprint-language:"
"""What the description of a passage in another language begins with, up to the link stage."""

ROUNDING_PX = 0.1
"""Going over the edge by less than this may be rounding."""

LaidBox = NewType("LaidBox", object)
"""A box of WeasyPrint's, only to be passed to the functions of this module."""


def body_of(page: weasyprint.Page) -> LaidBox:
    """The box of a whole page; its content box is the area inside the margins."""
    return LaidBox(page._page_box)  # noqa: SLF001  # no public way to the boxes


def children(box: Any) -> Sequence[LaidBox]:
    """The boxes directly inside a box; a box of text has none."""
    return getattr(box, "children", ())


def descendants(box: Any) -> Iterator[Any]:
    """Every box inside a box, in the order of the document."""
    return iter(box.descendants())


def element_of(box: Any) -> Element | None:
    """The element of a box; None for content that a style sheet adds before or after it."""
    own = box.element is not None and box.element_tag == box.element.tag
    return box.element if own else None


def mark_passages(page: weasyprint.Page) -> None:
    """Let the elements of passages in another language be told from others in the PDF.

    WeasyPrint writes no language of a part (ISO 32000-1, 14.9.2), but the description of a picture
    it does; so that is what a ``span`` with a language is called.
    """
    for box in descendants(body_of(page)):
        element = element_of(box)
        if element is not None and element.tag == "span" and "lang" in element.attrib:
            box.element = Element("img", alt=f"{PASSAGE}{element.attrib['lang']}")
            box.element_tag = "img"


def without(page: weasyprint.Page, is_meant: Callable[[Element], bool]) -> weasyprint.Page:
    """A page without the boxes of some elements; nothing takes their place."""
    _leave_out(page._page_box, is_meant)  # noqa: SLF001
    return weasyprint.document.Page(page._page_box)  # noqa: SLF001  # gathers its links anew


def _leave_out(box: Any, is_meant: Callable[[Element], bool]) -> None:
    # What is taken out of the flow, as a fixed box is, is inside a placeholder.
    inner = getattr(box, "_box", box)
    kept = [each for each in children(inner) if not _is_of(each, is_meant)]
    if len(kept) < len(children(inner)):
        inner.children = kept
    for each in kept:
        _leave_out(each, is_meant)


def _is_of(box: Any, is_meant: Callable[[Element], bool]) -> bool:
    element = element_of(getattr(box, "_box", box))
    return element is not None and is_meant(element)


def owner_of(box: Any) -> int:
    """An id that all the boxes of an element share, on every page."""
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


def content_top(box: Any) -> float:
    """The top of the content area of a box."""
    return float(box.content_box_y())


def content_bottom(box: Any) -> float:
    """The bottom of the content area of a box."""
    return float(box.content_box_y() + box.height)


def used_bottom(box: Any) -> float:
    """The bottom of the last thing in a box."""
    ends = [margin_edges(child)[1] for child in box.children if child.is_in_normal_flow()]
    return float(max(ends, default=box.content_box_y()))


def used_height(box: Any) -> float:
    """The height of the things in a box, from the top of its content area."""
    return used_bottom(box) - float(box.content_box_y())


def own_height(box: Any) -> float:
    """The height that a cell needs itself, though its row may be higher."""
    # Extra padding makes a cell as high as its row.
    added = box.padding_bottom - box.style["padding_bottom"].value
    return float(box.margin_height() - added - box.height + used_height(box))


def columns_of(box: Any) -> Iterator[tuple[Sequence[LaidBox], int]]:
    """For each text in columns inside a box: its columns, and how many there is room for."""
    for each in descendants(box):
        columns = [child for child in children(each) if getattr(child, "is_column", False)]
        if columns:
            wanted = each.style["column_count"]
            yield columns, len(columns) if wanted == "auto" else int(wanted)


def tables_of(box: Any) -> Iterator[tuple[LaidBox, float, Sequence[LaidBox]]]:
    """Each table with a head inside a box: its box, the height of its head there, its rows.

    WeasyPrint leaves the head out, so that it has no height, where a row has no room under it.
    """
    for each in descendants(box):
        groups: list[Any] = [child for child in children(each) if hasattr(child, "is_header")]
        if groups:
            heads = [group for group in groups if group.is_header]
            rows = [row for group in groups if not group.is_header for row in group.children]
            yield each, sum(float(head.height) for head in heads), rows


def has_head(table: Any) -> bool:
    """Whether the element of a table has a head, on whatever page it is set."""
    return table.element.find("thead") is not None


def paragraphs_of(box: Any) -> Iterator[LaidBox]:
    """A box and every box inside it that holds lines of text."""
    for each in chain((box,), descendants(box)):
        inside = children(each)
        if inside and is_line(inside[0]):
            yield each


def is_overfull(box: Any) -> bool:
    """Whether a line of a box goes on beyond its edge."""
    left, right = box.content_box_x(), box.content_box_x() + box.width
    words = (word for line in descendants(box) if is_line(line) for word in line.children)
    return any(
        word.position_x < left - ROUNDING_PX
        or word.position_x + word.margin_width() > right + ROUNDING_PX
        for word in words
    )


def is_line(box: Any) -> bool:
    """Whether a box is one line of text."""
    return type(box).__name__ == "LineBox"


def is_placed(box: Any) -> bool:
    """Whether a box has a place of its own on the page, outside the flow."""
    return box.style["position"] in ("absolute", "fixed")


def is_seen(box: Any) -> bool:
    """Whether a box of the flow itself shows something: words, a picture, a ground or a border."""
    shows = is_line(box) or hasattr(box, "replacement") or _is_painted(box.style)
    return shows and not is_placed(box)


def _is_painted(style: Any) -> bool:
    ground = style["background_color"]
    has_border = any(style[f"border_{side}_width"] for side in ("top", "right", "bottom", "left"))
    return has_border or ground == "currentcolor" or ground.alpha > 0


def is_hyphenated(paragraph: Any) -> bool:
    """Whether words may be broken at the end of a line."""
    return bool(paragraph.style["hyphens"] == "auto")


def text_of(paragraph: Any) -> str:
    """The text of a paragraph, with its lines joined."""
    return " ".join(
        "".join(getattr(each, "text", "") for each in line.descendants()).strip()
        for line in paragraph.children
    )


def lines_at(paragraph: Any, ratio: float, width: float) -> int:
    """The lines that a paragraph would take at ``ratio`` times its text size, in another width."""
    style = paragraph.style.copy()
    style["font_size"] *= ratio
    return pango.line_count(text_of(paragraph), style, width)
