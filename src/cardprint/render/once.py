"""What WeasyPrint would work out again and again, with the same answer, is worked out once.

It measures the words of a box for each box around it that fits its width to them, and lays out what
stands on every page anew for each page. What is around the content (navigation, margins, grounds)
does not change how many pages there are, so a layout that only measures can do without.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any
from weakref import WeakKeyDictionary

import weasyprint
from weasyprint import layout
from weasyprint.layout import preferred

_OF_TEXT = (
    "direction", "font_family", "font_feature_settings", "font_kerning", "font_language_override",
    "font_size", "font_stretch", "font_style", "font_variant_alternates", "font_variant_caps",
    "font_variant_east_asian", "font_variant_ligatures", "font_variant_numeric",
    "font_variant_position", "font_variation_settings", "font_weight", "hyphenate_character",
    "hyphenate_limit_chars", "hyphenate_limit_zone", "hyphens", "lang", "letter_spacing",
    "overflow_wrap", "tab_size", "white_space", "word_break", "word_spacing",
)  # fmt: skip
"""The properties that decide how wide a text is, and where it may be broken."""
MOST_TEXTS = 5_000
"""The most texts that are remembered, each in about a kilobyte."""

_Split = Callable[..., tuple[Any, ...]]


def _remembered(split: _Split) -> _Split:
    """Measure each text once in each style; what is to be drawn is not asked for here."""
    known: dict[object, tuple[Any, ...]] = {}

    @wraps(split)
    def found(
        text: str, style: Any, context: Any, width: object, spacing: object, **how: object
    ) -> tuple[Any, ...]:
        own = (text, width, spacing, *how.values(), *(style[name] for name in _OF_TEXT))
        key = (style.font_config, *own)
        if key not in known:
            if len(known) >= MOST_TEXTS:
                known.clear()
            known[key] = (None, *split(text, style, context, width, spacing, **how)[1:])
        return known[key]

    return found


_fixed, _margins, _grounds = (
    layout.layout_fixed_boxes,
    layout.make_margin_boxes,
    layout.layout_backgrounds,
)


class _Around:
    """What comes around the content of the pages, put off in the order WeasyPrint asks for it."""

    def __init__(self) -> None:
        self.pages: list[tuple[Any, ...]] = []
        self._next: list[Any] = []

    def fixed(self, _context: object, pages: Sequence[Any], _page: object) -> tuple[()]:
        """What stands on other pages, and so on this one too: those before, then those after it."""
        self._next.append(pages)
        return ()

    def margins(self, context: Any, _page: object, state: object) -> tuple[()]:
        """What stands in the margins."""
        self._next += (context, state)
        return ()

    def grounds(self, page: Any, images: object) -> None:
        """What is behind everything, the last of a page."""
        self.pages.append((page, images, *self._next))
        self._next = []


_put_off: WeakKeyDictionary[weasyprint.Document, _Around] = WeakKeyDictionary()


def lay_out_content(render: Callable[[], weasyprint.Document]) -> weasyprint.Document:
    """Lay a document out without what is around its content, until it is completed."""
    around = _Around()
    layout.layout_fixed_boxes = around.fixed
    layout.make_margin_boxes = around.margins
    layout.layout_backgrounds = around.grounds
    try:
        document = render()
    finally:
        layout.layout_fixed_boxes, layout.make_margin_boxes = _fixed, _margins
        layout.layout_backgrounds = _grounds
    _put_off[document] = around
    return document


def complete(document: weasyprint.Document) -> None:
    """Lay out what is around the content of each page."""
    for i, (page, images, before, after, context, state) in enumerate(_put_off.pop(document).pages):
        root, *notes = page.children
        root.children = [
            *_fixed_boxes(context, before, page),
            *root.children,
            *_fixed_boxes(context, after, page),
        ]
        context.current_page = i + 1
        page.children = (root, *notes, *_margins(context, page, state))
        _grounds(page, images)
        document.pages[i] = weasyprint.Page(page)


def _fixed_boxes(context: Any, pages: Sequence[Any], page: Any) -> Iterator[Any]:
    """The boxes of other pages that stand on this one too; a copy where pages are as large."""
    room = (page.width, page.height, page.content_box_x(), page.content_box_y())
    for other in pages:
        kept = other.__dict__.setdefault("laid_out_for", {})
        if room in kept:
            yield from (box.deepcopy() for box in kept[room])
        else:
            kept[room] = list(_fixed(context, [other], page))
            yield from kept[room]


preferred.split_first_line = _remembered(preferred.split_first_line)
