"""What the parts of a drawing (SVG) refer to: other parts, embedded pictures, other files."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from cardprint.load.raster import MAX_PIXELS, Fault, faults_of_raster, pixels_of
from cardprint.messages.catalogue import Message, tell

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_ELEMENTS = 20_000
"""The most shapes and groups that are drawn, each counted as often as it is used."""
MAX_DEPTH = 60
"""How deep groups may be inside groups, counting the groups that a part reuses."""

_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_NOT_DRAWN = {"title", "desc", "metadata"}

_URL = re.compile(r"url\(\s*[\"']?\s*([^\"')]*)", re.IGNORECASE)


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def outside(elements: list[Element], data: bytes, picture: Message) -> Iterator[Fault]:
    """References to other files, which are never fetched."""
    named = [
        address
        for element in elements
        for address in _addresses(element)
        if not address.startswith("#") and not _is_data(element, address)
    ]
    if b"<?xml-stylesheet" in data:
        named.append("CSS")
    if any(_BASE in element.attrib for element in elements):
        named.append("xml:base")
    for name in named:
        message = tell("{picture} needs another file: {file}", picture=picture, file=name[:80])
        yield message, tell("put everything in the drawing itself (embed it), or save it as PNG")


def _addresses(element: Element) -> Iterator[str]:
    """The addresses of everything that an element refers to."""
    for key, value in element.attrib.items():
        if _is_href(key):
            yield value.strip()
        yield from _urls(value)
    if local(element) == "style":
        yield from _urls(element.text or "")


def _is_href(key: str) -> bool:
    return key.rpartition("}")[2] in ("href", "src")


def _urls(text: str) -> Iterator[str]:
    return (found.strip() for found in _URL.findall(text))


def _is_data(element: Element, address: str) -> bool:
    return local(element) == "image" and address.lower().startswith("data:")


def unfolded(root: Element, elements: list[Element], picture: Message) -> Iterator[Fault]:
    """Too many shapes or levels, once every reused part is counted."""
    parts = {element.get("id", ""): element for element in reversed(elements)}
    count, depth = _extent(root, parts, {}, ())
    if count > MAX_ELEMENTS:
        yield endless(picture)
    if depth > MAX_DEPTH:
        message = tell("{picture} has too many groups inside groups", picture=picture)
        yield message, tell("ungroup it; at most {limit} deep", limit=MAX_DEPTH)


def _extent(
    element: Element,
    parts: dict[str, Element],
    known: dict[Element, tuple[int, int]],
    above: tuple[Element, ...],
) -> tuple[int, int]:
    """How many elements are drawn for one element, and how deep, including those it refers to.

    :param above: the elements around it; if one of them came again, drawing would never end.
    """
    if element in above:
        return MAX_ELEMENTS + 1, 0
    if len(above) > MAX_DEPTH:
        return 1, 1
    if element not in known:
        used = (parts[name[1:]] for name in _addresses(element) if name[1:] in parts)
        inner = [] if local(element) in _NOT_DRAWN else [*element]
        extents = [_extent(each, parts, known, (*above, element)) for each in chain(inner, used)]
        count = 1 + sum(count for count, _ in extents)
        known[element] = count, 1 + max((depth for _, depth in extents), default=0)
    return known[element]


def endless(picture: Message) -> Fault:
    """The fault of a drawing that has too many shapes to draw."""
    message = tell(
        "{picture} has more than {limit} shapes, counting each repeat",
        picture=picture,
        limit=MAX_ELEMENTS,
    )
    return message, tell("simplify it, or save it as PNG")


def embedded(elements: list[Element], picture: Message) -> Iterator[Fault]:
    """What is wrong with the pictures inside a drawing; the limit is for all together."""
    found = dict.fromkeys(
        address
        for element in elements
        for address in _addresses(element)
        if _is_data(element, address)
    )
    pixels = 0
    for address in found:
        data = content_of_data(address)
        faults = faults_of_raster(data, tell("a picture in {picture}", picture=picture))
        yield from faults
        pixels += 0 if faults else pixels_of(data)
        if pixels > MAX_PIXELS:
            message = tell(
                "{picture} holds more than {limit} pixels", picture=picture, limit=MAX_PIXELS
            )
            yield message, tell("save the pictures in it smaller")
            return


def content_of_data(address: str) -> bytes:
    """The content of a ``data:`` address (RFC 2397); empty when the address is malformed."""
    head, _, body = address.partition(",")
    content = unquote_to_bytes(body)
    if not head.lower().endswith(";base64"):
        return content
    try:
        return base64.b64decode(b"".join(content.split()), validate=True)
    except binascii.Error:
        return b""
