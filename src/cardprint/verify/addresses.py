"""Printed addresses are whole, letter by letter: one hyphen too many leads nowhere."""

from collections.abc import Iterator, Sequence

from cardprint.errors import Place, Problem
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import tell
from cardprint.model.page import Page
from cardprint.text.addresses import ADDRESS, shown
from cardprint.verify.shown import Piece
from cardprint.verify.texts import Texts


def check_addresses(texts: Texts, pages: Sequence[Sequence[Piece]]) -> Iterator[Problem]:
    """Every address of the data that stands on none of its pages as it is.

    :param pages: in the order in which a reader turns them, or the sides of folded sheets.
    """
    written = [_solid("".join(piece.text for piece in page)) for page in pages]
    folded = texts.layout.info.imposition is not None
    for destination, address, place in dict.fromkeys(_addresses(texts)):
        span = range(len(written)) if folded else texts.spans[destination]
        if not any(_solid(address) in written[number] for number in span):
            message = tell(
                "{file}, page {page}: the address is not whole on the page: {address}",
                file=texts.shown,
                page=texts.spans[destination].start + 1,
                address=address,
            )
            yield Problem(place, message)


def _solid(text: str) -> str:
    """A text without its line breaks, otherwise as it is."""
    return "".join(text.split())


def _addresses(texts: Texts) -> Iterator[tuple[str, str, Place]]:
    """Each address with the destination where it is printed, and its place in the data."""
    for each in texts.expected:
        for found in ADDRESS.finditer(each.text):
            yield each.destination, found[0], each.place
    for part in texts.toolkit.parts:
        if isinstance(part, Page) and part.kind == "colophon" and part.name in texts.spans:
            for address, place in _of_colophon(texts.toolkit):
                yield part.name, shown(address), place


def _of_colophon(toolkit: Toolkit) -> Iterator[tuple[str, Place]]:
    info = toolkit.info
    for i, source in enumerate(info.based_on):
        if source.url:
            yield source.url, toolkit.at(None, "based_on", i, "url")
    if info.publisher.url:
        yield info.publisher.url, toolkit.at(None, "publisher", "url")
    if info.licence.url:
        yield info.licence.url, toolkit.at(None, "licence", "url")
