"""Drawings that stand behind an element: icons in the colour of their page, and compositions.

What is behind an element is an artifact in the PDF (ISO 32000-1, 14.8.2.2), so that a screen reader
passes over it: the words beside it say the same.
"""

import re
from base64 import b64encode
from functools import cache

from markupsafe import Markup

from cardprint.compose.limits import Refused
from cardprint.messages.catalogue import tell

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_HEAD = re.compile(r"<svg\b[^>]*>")
_SIZE = re.compile(r"""\s(?:width|height|x|y)=("[^"]*"|'[^']*')""")


@cache
def icon(drawing: str, ink: str) -> Markup:
    """An empty element with the drawing behind it.

    :param ink: ``#rrggbb``.
    :raises Refused: for any other colour, which no drawing could have.
    """
    style = f"background-image: {behind(_inked(drawing, ink))}"
    return Markup(f'<span class="icon" style="{style}"></span>')  # noqa: S704  # letters and digits


def behind(drawing: str) -> Markup:
    """A drawing (SVG) as a ``background-image`` of a style sheet."""
    data = b64encode(drawing.encode()).decode()
    return Markup(f"url(data:image/svg+xml;base64,{data})")  # noqa: S704  # letters and digits


def inside(drawing: str, ink: str, x: float, y: float, side: float) -> Markup:
    """An icon as a part of another drawing, in a square of that one's units.

    :raises Refused: for a colour that no drawing could have.
    """
    place = f'x="{x:.2f}" y="{y:.2f}" width="{side:.2f}" height="{side:.2f}"'

    def placed(head: re.Match[str]) -> str:
        return _SIZE.sub("", head[0]).replace("<svg", f"<svg {place}", 1)

    # The file was read as SVG when it was loaded, and is again when the page is made.
    return Markup(_HEAD.sub(placed, _inked(drawing, ink), count=1))  # noqa: S704


def _inked(drawing: str, ink: str) -> str:
    if not _COLOUR.fullmatch(ink.lower()):
        message = tell("'{colour}' is not a colour for an icon", colour=ink[:40])
        raise Refused(message, tell("a colour is written as '#1f5f8b', in quotes"))
    return drawing.replace("currentColor", ink)
