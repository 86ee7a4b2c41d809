"""What a report says about a file: its facts, and the cells that are too long for their pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cardprint.errors import InputError, Place, Problem
from cardprint.messages.catalogue import Message, tell, tell_count
from cardprint.model.geometry import Box
from cardprint.pipeline.resolution import coarse_pictures
from cardprint.storage.cache import Entry

if TYPE_CHECKING:
    from cardprint.link.model import Linked
    from cardprint.load.layout import Layout
    from cardprint.load.toolkit import Toolkit


def facts_of(
    toolkit: Toolkit, layout: Layout, sheets: Sequence[Linked], hits: int, pdf: bytes
) -> dict[str, object]:
    """The facts for the report on a file, also when it comes from the cache later."""
    from cardprint.load.wording import texts

    words = sum(len(text.split()) for _, _, text, _ in texts(toolkit))
    kinds = Counter(link.kind for sheet in sheets for link in sheet.links)
    return {
        "toolkit": toolkit.slug,
        "layout": layout.name,
        "translation": toolkit.translation,
        "bytes": len(pdf),
        "pages": sum(sheet.page_count for sheet in sheets),
        "parts": len(toolkit.parts),
        "sheets": len(sheets),
        "cache_hits": hits,
        "words": words,
        "links": dict(sorted(kinds.items())),
        "too_long": [
            [(place.file, place.line, place.column), facts]
            for place, facts in cells_too_long(toolkit, layout, sheets)
        ],
        "coarse": [
            [(place.file, place.line, place.column), facts]
            for place, facts in coarse_pictures(toolkit, layout, [*named_boxes(sheets)])
        ],
        "named": [] if layout.info.imposition else [*named_boxes(sheets)],
        "fill": [[page.share, page.columns] for sheet in sheets for page in sheet.fill],
        "text_pt": {sheet.name: sheet.size_pt for sheet in sheets if sheet.size_pt is not None},
    }


def named_boxes(sheets: Sequence[Linked]) -> Iterator[tuple[str, int, Box]]:
    """Name, page (from 0, in reading order) and box of every named element."""
    first = 0
    for sheet in sheets:
        for name, spot in sheet.named:
            yield name, first + spot.page, spot.box
        first += sheet.page_count


def cells_too_long(
    toolkit: Toolkit, layout: Layout, sheets: Sequence[Linked], *, rows_only: bool = False
) -> Iterator[tuple[Place, dict[str, object]]]:
    """Each cell that is too long for its page: its place, and the facts for its message.

    :param rows_only: only those of a row that is too high for a page by itself.
    """
    from cardprint.model import names
    from cardprint.model.layout import paper_name

    cells = (cell for sheet in sheets for cell in sheet.too_long)
    found = {cell.cell: cell for cell in cells if cell.is_row or not rows_only}
    for card in toolkit.cards:
        for i, option in enumerate(card.options):
            for question in toolkit.info.questions:
                if cell := found.get(names.cell(card.id, option.id, question.id)):
                    yield (
                        toolkit.at(card, "options", i, "answers", question.id),
                        {
                            "option": option.title,
                            "question": question.label,
                            "n": cell.words,
                            "paper": paper_name(layout.info.paper),
                            "size": cell.size_pt,
                        },
                    )


def refuse_broken_rows(toolkit: Toolkit, layout: Layout, sheets: Sequence[Linked]) -> None:
    """Refuse answers that would go on over a page where nothing says whose they are."""
    hint = tell("a row of the grid must fit on one page; or choose a layout without a grid")
    problems = [
        Problem(place, too_long(facts), hint)
        for place, facts in cells_too_long(toolkit, layout, sheets, rows_only=True)
    ]
    if problems:
        raise InputError(problems)


def problems_of(entry: Entry) -> tuple[Problem, ...]:
    """Each cell that is too long, as the entry of a file in the cache has it."""
    cells: Any = entry.facts["too_long"]
    return tuple(Problem(Place(*place), too_long(facts)) for place, facts in cells)


def too_long(facts: dict[str, Any]) -> Message:
    """The message for a cell that has too many words."""
    return tell_count(
        "{option} × {question}: {n} word too long for one {paper} at {size} pt",
        "{option} × {question}: {n} words too long for one {paper} at {size} pt",
        **facts,
    )
