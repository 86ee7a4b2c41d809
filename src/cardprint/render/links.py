"""Where the links of a page lead, as WeasyPrint is about to write them."""

import re
from collections.abc import Iterator

import weasyprint

from cardprint.compose.targets import EXTERNAL, FILE, SCHEME, Target
from cardprint.errors import Place, Problem
from cardprint.messages.catalogue import Message, tell

_ADDRESS = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_DOCUMENT = re.compile(r"(?:\./|https://[^\s?#]+/)[^/\\:#]+\.pdf#nameddest=.*")
"""A file in the same folder or on the web, with a place in it."""


def problems_of_links(document: weasyprint.Document, shown: str) -> list[Problem]:
    """Links that run something, send something, or carry a file; once for each.

    :param shown: the template, for messages.
    """
    faults = dict.fromkeys(
        fault
        for page in document.pages
        for kind, to, *_ in page.links
        for fault in _faults(kind, to)
    )
    return [Problem(Place(shown), *fault) for fault in faults]


def _faults(kind: str, address: str) -> Iterator[tuple[Message, Message]]:
    """What is wrong with a link.

    :param kind: as WeasyPrint calls it: ``internal``, ``external`` or ``attachment``.
    """
    if kind == "attachment":
        message = tell("a link puts the file '{address}' into the PDF", address=address[:80])
        yield message, tell('take rel="attachment" out')
    elif kind == "internal" or not _may_lead_to(address):
        # An id alone has no words for those who do not see the page; to(…) gives it some.
        address = f"#{address}" if kind == "internal" else address
        hint = tell("use to(…) for a place in the toolkit, web(…) for an address on the web")
        yield tell("a link may not lead to '{address}'", address=address[:80]), hint


def _may_lead_to(address: str) -> bool:
    if not address.startswith(f"{SCHEME}:"):
        return bool(_ADDRESS.match(address))
    target = Target.parse(address)
    if target.kind == FILE:
        return bool(_DOCUMENT.fullmatch(target.name))
    return target.kind != EXTERNAL or bool(_ADDRESS.match(target.name))
