"""The parts around each page: where there are too many for a strip of tabs, it shows these."""

from collections.abc import Mapping

from cardprint.load.selection import Selection
from cardprint.load.toolkit import Toolkit
from cardprint.model import names
from cardprint.model.card import Card
from cardprint.model.page import Page

NEAR = 1
"""How far, in parts, the part of a page and a part that must have a tab there may be apart."""


def nearby(
    toolkit: Toolkit, spans: Mapping[str, range], page_count: int
) -> frozenset[tuple[int, str]]:
    """Each page, from 0, with the names of the parts near it; before the first part, none is."""
    order = {part.name: i for i, part in enumerate(toolkit.parts)}
    owners, here, found = parts_of_pages(toolkit, spans), None, set()
    for page in range(page_count):
        here = owners.get(page, here)
        found |= {
            (page, name) for name, i in order.items() if here and abs(i - order[here.name]) <= NEAR
        }
    return frozenset(found)


def parts_of_pages(toolkit: Toolkit, spans: Mapping[str, range]) -> Mapping[int, Card | Page]:
    """The part of each page that belongs to one."""
    found: dict[int, Card | Page] = {}
    for part in toolkit.parts:
        mine = [part.name]
        if isinstance(part, Card):
            mine = [*part.choices, names.overview(part.id)]
            mine += [names.option(part.id, option.id) for option in part.options]
        if isinstance(toolkit, Selection):
            mine.append(names.notes(1))
        for name in mine:
            for page in spans.get(name, range(0)):
                found[page] = part
    return found
