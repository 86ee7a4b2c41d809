"""What an editor should look at, with the page that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cardprint.editorial.review import review
from cardprint.errors import Place, Problem
from cardprint.link.model import Linked
from cardprint.model import names
from cardprint.model.card import Card
from cardprint.pipeline.facts import cells_too_long, named_boxes, too_long
from cardprint.pipeline.resolution import coarse_pictures, too_coarse
from cardprint.serve.state import Note, page_id

if TYPE_CHECKING:
    from cardprint.load.layout import Layout
    from cardprint.load.toolkit import Toolkit

TOO_LONG, COARSE = "too-long", "coarse"


def notes_of(toolkit: Toolkit, layout: Layout, sheets: Sequence[Linked]) -> tuple[Note, ...]:
    """Cells that are too long, pictures with too few pixels, and the remarks of an editor."""
    pages = {
        name: page_id(sheet.name, spot.page)
        for sheet in sheets
        for name, spot in sheet.places.items()
    }

    def page_of(place: Place) -> str:
        near = names.nearest_destination(subject_of(toolkit, place), pages)
        return pages[near] if near else ""

    found = _found(toolkit, layout, sheets)
    return tuple(Note(problem, kind, page_of(problem.place)) for kind, problem in found)


def _found(
    toolkit: Toolkit, layout: Layout, sheets: Sequence[Linked]
) -> Iterator[tuple[str, Problem]]:
    for place, facts in cells_too_long(toolkit, layout, sheets):
        yield TOO_LONG, Problem(place, too_long(facts))
    for place, facts in coarse_pictures(toolkit, layout, [*named_boxes(sheets)]):
        yield COARSE, too_coarse(place, facts)
    for remark in review(toolkit, datetime.now(tz=UTC).date()):
        yield remark.rule, remark.problem


def subject_of(toolkit: Toolkit, place: Place) -> str:
    """The name of the option, card or page that a place in a file is about; else the cover."""
    for part in toolkit.parts:
        if toolkit.at(part).file != place.file:
            continue
        if isinstance(part, Card):
            begun = [
                option
                for i, option in enumerate(part.options)
                if toolkit.at(part, "options", i).line <= place.line
            ]
            return names.option(part.id, begun[-1].id) if begun else part.name
        return part.name
    return names.COVER
