"""The bookmarks are those of the data, and lead to its pages."""

from collections.abc import Iterator, Mapping, Sequence

from pikepdf import Array, OutlineItem

from cardprint.errors import Place, Problem
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import tell
from cardprint.model import names
from cardprint.model.card import Card
from cardprint.verify.file import FinishedFile


def check_bookmarks(file: FinishedFile, toolkit: Toolkit, shown: str) -> Iterator[Problem]:
    """Every part and option that has a place in the file can be found among the bookmarks."""
    # Strict: bookmarks in a circle are an error.
    outline = file.pdf.open_outline(strict=True)
    found = set(_titles(outline.root, file))
    for title, name, place in _wanted(toolkit, file.destinations):
        page = file.destinations[name][0]
        if (title, page) not in found:
            message = tell(
                "{file}: there is no bookmark '{title}' to page {page}",
                file=shown,
                title=title,
                page=page + 1,
            )
            yield Problem(place, message)


def _titles(items: Sequence[OutlineItem], file: FinishedFile) -> Iterator[tuple[str, int]]:
    """The title of every bookmark with its page, from 0."""
    for item in items:
        if isinstance(item.destination, Array):
            yield item.title, file.page_numbers.get(item.destination[0].objgen, -1)
        elif item.destination is not None:
            yield item.title, file.destinations.get(str(item.destination), (-1, ()))[0]
        yield from _titles(item.children, file)


def _wanted(toolkit: Toolkit, known: Mapping[str, object]) -> Iterator[tuple[str, str, Place]]:
    """Title and destination of each bookmark, with the place of the title in the data."""
    if names.COVER in known:
        yield toolkit.info.title, names.COVER, toolkit.at(None, "title")
    for part in toolkit.parts:
        if near := names.nearest_destination(part.name, known):
            yield toolkit.bookmark(part), near, toolkit.at(part, "title")
        for i, option in enumerate(part.options if isinstance(part, Card) else ()):
            own = names.option(part.id, option.id)
            if own in known:
                yield option.title, own, toolkit.at(part, "options", i, "title")
