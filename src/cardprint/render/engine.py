"""Renders one sheet with WeasyPrint: fitted, tagged, and without a warning in the log."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from html import unescape
from xml.etree.ElementTree import Element

import weasyprint

from cardprint.compose.model import Composed
from cardprint.compose.targets import Target
from cardprint.errors import InputError, Place, Problem
from cardprint.messages.catalogue import Message, plain, tell
from cardprint.model import names
from cardprint.model.geometry import PT_PER_PX, Box, Spot
from cardprint.render import boxes
from cardprint.render.fields import problems_of_fields
from cardprint.render.fill import fills
from cardprint.render.laid import Laid, fitted, lay_out
from cardprint.render.links import problems_of_links
from cardprint.render.markup import problems_of_page
from cardprint.render.model import Rendered, TooLong
from cardprint.render.once import complete
from cardprint.render.origins import noted
from cardprint.render.sources import Fetcher, listening, pictures

_HREF = re.compile(r'href="(cardprint:[^"]*)"')
NAME = "data-name"
"""The attribute by which a template names an element for comparisons."""
NOT_ON = "data-not-on"
"""The attribute of what stands on every page of a sheet but its ``first`` or its ``last``: nothing
comes before the first page of a toolkit, but something does before the second page of its cover."""


def render(sheet: Composed) -> Rendered:
    """Lay the sheet out at the size that fits, and draw it.

    :raises InputError: for everything that WeasyPrint would only log: a missing image, an unknown
        CSS property, a font that cannot be loaded. Also for what no page may hold, and for links
        that are not allowed.
    """
    fetcher = Fetcher(sheet.files, sheet.template, sheet.styles)
    with listening() as warnings:
        html = weasyprint.HTML(string=sheet.html, url_fetcher=fetcher)
        _refuse(problems_of_page(html.etree_element, sheet.template))
        laid, excess = _lay_out(sheet, html)
        document = laid.document
        complete(document)
        _refuse(
            [
                *_told(sheet, fetcher, warnings),
                *_problems(sheet, _lost_links(sheet, document)),
                *problems_of_links(document, sheet.template),
                *problems_of_fields(document, sheet.template),
            ]
        )
        _leave_out_steps(document)
        for page in document.pages:
            boxes.mark_passages(page)
        # Whole fonts are the same in every sheet, so that one copy serves the finished file; it
        # is also the finished file that is compressed, once.
        with noted():
            pdf = document.write_pdf(
                pdf_variant="pdf/ua-1", full_fonts=True, uncompressed_pdf=True, pdf_forms=sheet.form
            )
        _refuse(_told(sheet, fetcher, warnings))
    spots = list(_spots(document))
    return Rendered(
        sheet.name,
        sheet.template,
        pdf,
        len(document.pages),
        laid.size_pt,
        # A section over several pages has an anchor on each; a link leads to the first.
        _first([(name, spot) for name, spot in spots if not names.is_area(name)]),
        tuple(spot for name, spot in spots if names.is_area(name)),
        excess,
        tuple(_named(document)),
        laid.setting,
        fills(document),
    )


def _lay_out(sheet: Composed, html: weasyprint.HTML) -> tuple[Laid, tuple[TooLong, ...]]:
    if sheet.fit_pt:
        return fitted(sheet, html, *sheet.fit_pt)
    return lay_out(sheet, html, None), ()


def _leave_out_steps(document: weasyprint.Document) -> None:
    """Take what stands on every page from the first or the last one, where a template says so."""
    for i, there in ((0, "first"), (-1, "last")):
        page = document.pages[i]
        document.pages[i] = boxes.without(page, partial(_is_left_out, there))


def _is_left_out(there: str, element: Element) -> bool:
    return element.get(NOT_ON) == there


def _first(spots: list[tuple[str, Spot]]) -> dict[str, Spot]:
    """The first spot of every name, in the order of the pages."""
    found: dict[str, Spot] = {}
    for name, spot in spots:
        found.setdefault(name, spot)
    return found


def _lost_links(sheet: Composed, document: weasyprint.Document) -> Iterator[Message]:
    """Links that are not on any page, because WeasyPrint drops what an absolute box cannot hold.

    The words of a lost link may be elsewhere on the page, so no other check would miss it.
    """
    written = Counter(unescape(href) for href in _HREF.findall(sheet.html))
    drawn = Counter(target for page in document.pages for _, target, *_ in page.links)
    for address in sorted((written - drawn).elements()):
        target = Target.parse(address)
        yield tell(
            "the link '{link}' to '{target}' is not on any page",
            link=target.say,
            target=target.name,
        )


def _spots(document: weasyprint.Document) -> Iterator[tuple[str, Spot]]:
    for number, page in enumerate(document.pages):
        for name, edges in page.anchors.items():
            yield name, _spot(number, page, edges)


def _named(document: weasyprint.Document) -> Iterator[tuple[str, Spot]]:
    """The boxes of named elements, which a comparison can leave out."""
    for number, page in enumerate(document.pages):
        for box in boxes.descendants(boxes.body_of(page)):
            element = boxes.element_of(box)
            if element is not None and (name := element.get(NAME)):
                yield name, _spot(number, page, boxes.border_edges(box))


def _spot(number: int, page: weasyprint.Page, edges: tuple[float, float, float, float]) -> Spot:
    """A box from edges in CSS px from the top left, in points from the bottom left."""
    left, top, right, bottom = (edge * PT_PER_PX for edge in edges)
    height = page.height * PT_PER_PX
    return Spot(number, Box(left, height - bottom, right, height - top))


def _told(sheet: Composed, fetcher: Fetcher, warnings: list[str]) -> list[Problem]:
    """What WeasyPrint logs, and what is wrong with the pictures that it asked for."""
    return [*fetcher.problems, *_problems(sheet, map(plain, fetcher.unsaid(warnings)))]


def _problems(sheet: Composed, messages: Iterable[Message]) -> list[Problem]:
    place = Place(sheet.template)
    return [
        Problem(place, tell("{sheet}: {message}", sheet=sheet.name, message=message))
        for message in messages
    ]


def _refuse(problems: list[Problem]) -> None:
    if problems:
        # A picture that could not be read is kept as none, and the next sheet would not ask again.
        pictures.cache_clear()
        raise InputError(problems)
