"""QR codes on paper: from a printed card to the same place in the published file."""

from functools import cache
from html import escape
from itertools import groupby

import segno
from markupsafe import Markup

from cardprint.compose.limits import Refused
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import tell
from cardprint.model import names

PUBLISHED = "screen"
"""The layout of the file that a code leads to."""

LEAST_MM = 20.0
"""The side of the smallest code: a telephone reads it from an arm's length."""
LEAST_SQUARE_MM = 0.45
"""The side of the smallest square, which a copier still keeps apart."""
MOST_LETTERS = 1000
"""Of an address: its code is 46 mm wide."""
_QUIET = 4
"""The white squares around a code (ISO/IEC 18004, 9.1)."""


def published(toolkit: Toolkit, layout: Layout, name: str) -> str:
    """The address of a place in the published file; nothing on a screen, or where none is told."""
    folder = toolkit.published_at
    if folder is None or layout.info.interactive:
        return ""
    return names.in_file(folder, toolkit.published_slug, PUBLISHED, name, toolkit.translation)


@cache
def code(address: str, said: str) -> Markup:
    """The QR code of an address, with its quiet zone, as a drawing in black and white.

    :param said: what a screen reader says for it.
    :raises Refused: for an address that no telephone would read from paper.
    """
    if len(address) > MOST_LETTERS:
        message = tell("the address is too long for a QR code")
        raise Refused(message, tell("at most {limit} letters", limit=MOST_LETTERS))
    squares = [tuple(row) for row in segno.make(address, error="m", micro=False).matrix]
    side = len(squares) + 2 * _QUIET
    width = max(LEAST_MM / len(squares), LEAST_SQUARE_MM) * side
    return Markup(  # noqa: S704  # numbers, and one text that is escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"'
        f' style="width: {width:.2f}mm; height: {width:.2f}mm"><title>{escape(said)}</title>'
        f'<rect width="{side}" height="{side}" fill="#ffffff"/>'
        f'<path d="{_outline(squares)}" fill="#000000"/></svg>'
    )


def _outline(squares: list[tuple[int, ...]]) -> str:
    """The black squares of each row as rectangles, those beside each other as one."""
    parts = []
    for y, row in enumerate(squares, _QUIET):
        x = _QUIET
        for is_black, run in groupby(row):
            length = len(list(run))
            if is_black:
                parts.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return "".join(parts)
