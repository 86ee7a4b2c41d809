"""An icon in the colour that it has on a page."""

import re
from base64 import b64encode
from functools import cache

from markupsafe import Markup

from cardprint.compose.limits import Refused
from cardprint.messages.catalogue import tell

_COLOUR = re.compile(r"#[0-9a-f]{6}")


@cache
def icon(drawing: str, ink: str) -> Markup:
    """An empty element with the drawing behind it.

    What is behind an element is an artifact in the PDF (ISO 32000-1, 14.8.2.2), so that a screen
    reader passes over it: the words beside it say the same.

    :param ink: ``#rrggbb``.
    :raises Refused: for any other colour, which no drawing could have.
    """
    if not _COLOUR.fullmatch(ink.lower()):
        message = tell("'{colour}' is not a colour for an icon", colour=ink[:40])
        raise Refused(message, tell("a colour is written as '#1f5f8b', in quotes"))
    data = b64encode(drawing.replace("currentColor", ink).encode()).decode()
    style = f"background-image: url(data:image/svg+xml;base64,{data})"
    return Markup(f'<span class="icon" style="{style}"></span>')  # noqa: S704  # letters and digits
