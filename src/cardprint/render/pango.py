"""Pango breaks the lines; only this module calls it, in the same way as WeasyPrint does."""

from itertools import count
from typing import Any

from weasyprint.text.ffi import ffi, pango
from weasyprint.text.line_break import create_layout


def line_count(text: str, style: Any, width: float) -> int:
    """The lines that a text takes.

    :param style: the computed style of WeasyPrint that it is set in.
    :param width: in CSS px.
    """
    layout = create_layout(text, style, None, width, 0).layout
    return next(n for n in count() if pango.pango_layout_get_line_readonly(layout, n) == ffi.NULL)
