"""Untrusted drawings (SVG): in one file, not animated, without letters, and finite."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from math import isfinite
from typing import TYPE_CHECKING

from cardprint.load.raster import Fault
from cardprint.load.svg_parts import (
    MAX_ELEMENTS,
    embedded,
    endless,
    local,
    outside,
    unfolded,
)
from cardprint.load.trial import Verdict
from cardprint.messages.catalogue import Message, tell

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SPACE = "{http://www.w3.org/2000/svg}"
_DRAWN = {
    "svg", "g", "defs", "symbol", "use", "style", "title", "desc", "metadata", "image", "view",
    "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
    "linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask", "marker",
    "filter", "feOffset", "feBlend",
}  # fmt: skip
"""The elements that WeasyPrint draws correctly, and those that are invisible."""
_LETTERS = {"text", "tspan", "textPath", "tref", "flowRoot", "flowPara", "flowSpan"}
_MOVING = {"animate", "animateTransform", "animateMotion", "animateColor", "set", "mpath"}
_RULE = re.compile(r"@(?!charset|namespace)[a-z-]+", re.IGNORECASE)
_VARIABLE = re.compile(r"\bvar\(\s*--[\w-]+", re.IGNORECASE)
_LENGTH = re.compile(
    r"\s*\+?([\d.]+(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in|q|em|ex|rem|)\s*", re.IGNORECASE
)


def faults_of_svg(data: bytes, picture: Message) -> list[Fault]:
    """Why a drawing cannot be used, as far as can be seen without drawing it.

    :param picture: its name in messages.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError

    again = tell("save it again as plain SVG")
    try:
        elements = _elements(data)
    except DefusedXmlException:
        return [(tell("{picture} declares entities, which is not safe", picture=picture), again)]
    except (ParseError, LookupError, ValueError):
        return [(tell("{picture} is not valid SVG", picture=picture), again)]
    if len(elements) > MAX_ELEMENTS:
        return [endless(picture)]
    if elements[0].tag != f"{_SPACE}svg":
        return [(tell("{picture} is not SVG", picture=picture), again)]
    found = chain(
        _lettered(elements, picture),
        _strange(elements, picture),
        _ruled(elements, picture),
        _repeating(elements, picture),
        outside(elements, data, picture),
        _sizeless(elements[0], picture),
        unfolded(elements[0], elements, picture),
        embedded(elements, picture),
    )
    return [*dict.fromkeys(found)]


def faults_of_inline_svg(root: Element, picture: Message) -> list[Fault]:
    """Why a drawing inside a page cannot be used; the page has fonts for it, and a size.

    :param picture: what messages call it.
    """
    elements = [each for each in root.iter() if isinstance(each.tag, str)]  # without comments
    if len(elements) > MAX_ELEMENTS:
        return [endless(picture)]
    found = chain(
        _strange(elements, picture),
        _ruled(elements, picture),
        _repeating(elements, picture),
        outside(elements, b"", picture),
        unfolded(root, elements, picture),
        embedded(elements, picture),
    )
    return [*dict.fromkeys(found)]


def _elements(data: bytes) -> list[Element]:
    """The elements in the order of the file, root first; it stops just over the limit."""
    from defusedxml.ElementTree import iterparse

    found: list[Element] = []
    for _, element in iterparse(BytesIO(data), events=("start",)):
        found.append(element)
        if len(found) > MAX_ELEMENTS:
            break
    return found


def _lettered(elements: list[Element], picture: Message) -> Iterator[Fault]:
    """Letters, for which a file has no font."""
    for element in elements:
        if local(element) in _LETTERS and any(map(str.strip, _own_text(element))):
            hint = tell("turn its letters into outlines (paths) in the program you drew it in")
            yield tell("{picture} has letters that need a font", picture=picture), hint


def _strange(elements: list[Element], picture: Message) -> Iterator[Fault]:
    """What would be left out on paper, or drawn differently than on a screen."""
    for element in elements:
        name = local(element)
        if name in _MOVING:
            yield tell("{picture} is animated", picture=picture), tell("save it without animation")
        elif name == "a":
            hint = tell("take the link out; write it in the text beside the picture")
            yield tell("{picture} holds a link", picture=picture), hint
        elif name == "script":
            yield tell("{picture} holds a script", picture=picture), tell("save it as plain SVG")
        elif name not in _DRAWN and name.startswith("fe"):
            hint = tell("take shadows and other effects out, or save it as PNG")
            yield tell("{picture} has effects that no page can show", picture=picture), hint
        elif name not in _DRAWN | _LETTERS and element.tag == f"{_SPACE}{name}":
            message = tell(
                "{picture} has a part that no page can show: {part}", picture=picture, part=name
            )
            yield message, tell("take it out, or save the picture as PNG")


def _own_text(element: Element) -> Iterator[str]:
    """The text of an element between its children."""
    yield element.text or ""
    yield from (child.tail or "" for child in element)


def _ruled(elements: list[Element], picture: Message) -> Iterator[Fault]:
    """Style rules that WeasyPrint ignores silently, so that shapes turn black."""
    sheets = [each.text or "" for each in elements if local(each) == "style"]
    values = [value for element in elements for value in element.attrib.values()]
    found = chain(map(_RULE.findall, sheets), map(_VARIABLE.findall, [*sheets, *values]))
    for rule in dict.fromkeys(chain.from_iterable(found)):
        message = tell(
            "{picture} has a style that no page can follow: {rule}", picture=picture, rule=rule
        )
        yield message, tell("save it as plain SVG, or as PNG")


def _repeating(elements: list[Element], picture: Message) -> Iterator[Fault]:
    """A gradient that repeats itself; if its steps are small, drawing never ends."""
    if any(element.get("spreadMethod", "pad") != "pad" for element in elements):
        hint = tell("write its colours out, or save the picture as PNG")
        yield tell("{picture} has a gradient that repeats itself", picture=picture), hint


def _sizeless(root: Element, picture: Message) -> Iterator[Fault]:
    """A drawing without a size, which would be cut off or invisible."""
    sides = [root.get(side, "100%").strip() for side in ("width", "height")]
    lengths = [_number(side) for side in sides if not side.endswith("%")]
    box = [_number(each) for each in re.split(r"[\s,]+", root.get("viewBox", "").strip())[2:]]
    whole = len(lengths) == len(sides) or len(box) == len(sides)
    if not whole or not all(lengths) or not all(box):
        message = tell("{picture} is a drawing without a size", picture=picture)
        yield message, tell("give its page a size in the program you drew it in, and save it again")


def _number(text: str) -> float:
    """A length that is positive and finite; 0 for any other."""
    found = _LENGTH.fullmatch(text)
    try:
        value = float(found[1]) if found else 0.0
    except ValueError:
        return 0.0
    return value if isfinite(value) else 0.0


def fault_of(verdict: Verdict, picture: Message) -> Fault | None:
    """What is wrong with a drawing, by the outcome of drawing it."""
    match verdict:
        case Verdict.SOUND:
            return None
        case Verdict.COLOURS:
            message = tell("{picture} has colours that not all pages can show", picture=picture)
            return message, tell("give it the colours of a screen (RGB)")
        case Verdict.BLANK:
            message = tell("{picture} shows nothing on white paper", picture=picture)
            return message, tell("open it in the program you drew it in, and save it again")
        case Verdict.STOPPED:
            message = tell("{picture} takes too long to draw", picture=picture)
            return message, tell("simplify it, or save it as PNG")
        case Verdict.NOT_DRAWN:
            message = tell("{picture} cannot be drawn", picture=picture)
            return message, tell("save it again as plain SVG, or as PNG")
