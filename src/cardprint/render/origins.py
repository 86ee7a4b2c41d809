"""What WeasyPrint's tags leave out about the elements they come from, noted in the tags.

An element that runs on in a next line, column or page becomes a tag for each, and nothing says that
they are one: a sentence over two pages would be read as two. So each tag gets the number of its
element. It also gets what only the style sheet knows: what stands on every page, which sign is
before the items of a list. The link stage needs these notes to mend the tags, and removes them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.pdf import tags

SOURCE = "CardprintSource"
"""The number of the element."""
FIXED = "CardprintFixed"
"""Stands on every page of the sheet, as the navigation does."""
SIGN = "CardprintSign"
"""The sign before an item of a list, by the name that CSS has for it."""
LAST = "CardprintLast"
"""Is read after the rest of its section, wherever it stands (``data-read="last"``)."""
HEAD = "CardprintHead"
"""Stands in the margin above the page."""
SLOT = "CardprintSlot"
"""May differ from edition to edition (``data-slot="id"``), and which slot it holds."""
ANCHOR = "CardprintAnchor"
"""The name by which links lead to the element."""
NOTES = (SOURCE, FIXED, SIGN, LAST, HEAD, SLOT, ANCHOR)


@contextmanager
def noted() -> Iterator[None]:
    """Let WeasyPrint's tags carry the notes while a document is written."""
    build, numbers = tags._build_box_tree, dict[tuple[object, object], int]()  # noqa: SLF001
    margin = ""

    def built(box: Any, *arguments: Any) -> Iterator[Any]:
        nonlocal margin
        around, margin = margin, getattr(box, "at_keyword", margin)
        for tag in build(box, *arguments):
            if SOURCE not in tag:
                _note(tag, getattr(box, "_box", box), numbers, margin)
            yield tag
        margin = around

    tags._build_box_tree = built  # noqa: SLF001  # no public way to the tags
    try:
        yield
    finally:
        tags._build_box_tree = build  # noqa: SLF001


def _note(
    tag: dict[str, object], box: Any, numbers: dict[tuple[object, object], int], margin: str
) -> None:
    style, name = box.style, box.element_tag
    tag[SOURCE] = numbers.setdefault((box.element, name), len(numbers))
    if style["position"] == "fixed":
        tag[FIXED] = "true"
    if name == "li":
        sign = style["list_style_type"] if "list-item" in style["display"] else "none"
        tag[SIGN] = f"/{sign}" if isinstance(sign, str) else "/other"
    if box.element is not None and box.element.get("data-read") == "last":
        tag[LAST] = "true"
    if box.element is not None and (slot := box.element.get("data-slot")) is not None:
        tag[SLOT] = tags.pydyf.String(slot)
    if margin.startswith("@top-"):
        tag[HEAD] = "true"
    if style["anchor"]:
        tag[ANCHOR] = tags.pydyf.String(style["anchor"])
