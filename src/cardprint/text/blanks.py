"""Blanks in labels and templates: ``page {number}``. A blank holds a name and nothing else.

``str.format`` would also read attributes (``{title.__class__}``) and pad to any width, but labels
and templates may come from strangers.
"""

import re
from collections.abc import Mapping
from string import Formatter

from cardprint.messages.catalogue import tell

MAX_WIDTH = 100
"""The largest width of a blank in letters, and the most digits after the decimal point."""

_SPEC = re.compile(r"(?:.?[<>=^])?[-+ ]?#?0?(\d*)[,_]?(?:\.(\d+))?[bcdeEfFgGnosxX%]?", re.DOTALL)
_PERCENT = re.compile(r"%(?:\(\w+\))?[-+ #0]*(\d*)(?:\.(\d*))?(.?)", re.DOTALL)


def filled(template: str, values: Mapping[str, object]) -> str:
    """The text with its blanks filled in, in one pass: braces in the values are plain text.

    :param values: by name, or by number (``0``) for blanks without a name.
    :raises ValueError: when a blank has more than a name and a short format (``{number:03d}``).
    :raises KeyError: when a blank is unknown.
    """
    parts: list[str] = []
    unnamed = 0
    for before, name, spec, conversion in Formatter().parse(template):
        parts.append(before)
        if name is None:
            continue
        if conversion or not re.fullmatch(r"\w*", name):
            raise ValueError(tell("a blank may hold only a name, unlike {{{name}}}", name=name))
        parts.append(_formatted(values[name or str(unnamed)], spec or ""))
        unnamed += not name
    return "".join(parts)


def check_percent(template: str) -> None:
    """Check a text with blanks such as ``%d`` or ``%.1f``.

    :raises ValueError: when a blank is wider than :data:`MAX_WIDTH`, or its width is in the data.
    """
    for found in _PERCENT.finditer(template):
        if found[3] not in [*"diouxXeEfFgGcs%"]:
            message = tell("write a blank as %d, %s or %.1f, not as {blank}", blank=found[0])
            raise ValueError(message)
        _check_widths(found[1], found[2])


def _formatted(value: object, spec: str) -> str:
    shape = _SPEC.fullmatch(spec)
    if not shape:
        raise ValueError(tell("'{format}' is not a number format", format=spec))
    _check_widths(shape[1], shape[2])
    return format(value, spec) if spec else str(value)


def _check_widths(*widths: str | None) -> None:
    for width in widths:
        if width and (len(width) > len(str(MAX_WIDTH)) or int(width) > MAX_WIDTH):
            raise ValueError(tell("a blank may be at most {width} letters wide", width=MAX_WIDTH))
