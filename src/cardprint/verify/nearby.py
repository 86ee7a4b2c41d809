"""The parts around each page: where there are too many for a strip of tabs, it shows these."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cardprint.load.selection import Selection
from cardprint.load.toolkit import Toolkit
from cardprint.model import names
from cardprint.model.card import Card
from cardprint.model.page import Page
from cardprint.text import alike
from cardprint.verify import phrases
from cardprint.verify.blocks import Block

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


def with_whole_titles(blocks: Sequence[Block], toolkit: Toolkit) -> tuple[Block, ...]:
    """The blocks with the whole title of a part where a tab has room for its beginning alone."""
    whole: dict[str, None] = {}
    for part in toolkit.parts:
        number = f"{toolkit.number(part)} " if isinstance(part, Card) else ""
        whole |= dict.fromkeys((f"{number}{part.nav}", part.nav))
    return tuple(_whole(block, [*whole]) for block in blocks)


def _whole(block: Block, titles: Sequence[str]) -> Block:
    text = alike.joined(block.lines)
    if block.kind == "/Artifact" or not text.endswith(phrases.CUT):
        return block
    found = next((title for title in titles if phrases.is_cut(text, [alike.normal(title)])), None)
    return block if found is None else replace(block, meant=alike.normal(found))


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
