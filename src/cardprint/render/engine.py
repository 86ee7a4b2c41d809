"""One sheet through WeasyPrint: fitted, tagged, and without a single warning in the log."""

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property, partial
from html import unescape
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from cardprint.compose.model import Composed
from cardprint.errors import InputError, Place, Problem
from cardprint.messages.catalogue import tell
from cardprint.model import names
from cardprint.model.geometry import PT_PER_PX, Box, Spot
from cardprint.render.excess import spilled_pages, too_long
from cardprint.render.fit import largest_fit
from cardprint.render.forecast import forecast
from cardprint.render.model import Rendered, TooLong
from cardprint.render.rows import bottom_of
from cardprint.storage.named import NamedFile, same_address

MAX_PAGES_PER_SHEET = 200
_HREF = re.compile(r'href="(cardprint:[^"]*)"')
NAME = "data-name"
"""The attribute by which a template names an element for comparisons."""


def render(sheet: Composed) -> Rendered:
    """Lay the sheet out at the size that fits, and draw it.

    :raises InputError: for everything that WeasyPrint would only log: a missing image, an unknown
        CSS property, a font that cannot be loaded.
    """
    with _listening() as messages:
        html = weasyprint.HTML(string=sheet.html, url_fetcher=_Fetcher(sheet.files))
        excess: tuple[TooLong, ...] = ()
        if sheet.fit_pt:
            laid, size, excess = _fitted(sheet, html, *sheet.fit_pt)
        else:
            laid, size = _lay_out(sheet, html, None), None
        document = laid.document
        messages.extend(_lost_links(sheet, document))
        _refuse(messages, sheet)
        # Whole fonts are the same in every sheet, so that one copy serves the finished file; it
        # is also the finished file that is compressed, once.
        pdf = document.write_pdf(
            pdf_variant="pdf/ua-1", full_fonts=True, uncompressed_pdf=True, pdf_forms=sheet.form
        )
        _refuse(messages, sheet)
    spots = list(_spots(document))
    return Rendered(
        sheet.name,
        sheet.template,
        pdf,
        len(document.pages),
        size,
        # A section that runs on has an anchor on every page; the first is where a link leads.
        _first([(name, spot) for name, spot in spots if not names.is_area(name)]),
        tuple(spot for name, spot in spots if names.is_area(name)),
        excess,
        tuple(_named(document)),
    )


def _first(spots: list[tuple[str, Spot]]) -> dict[str, Spot]:
    """The first spot of every name, in the order of the pages."""
    found: dict[str, Spot] = {}
    for name, spot in spots:
        found.setdefault(name, spot)
    return found


def _lost_links(sheet: Composed, document: weasyprint.Document) -> list[str]:
    """Links of the template that are on no page: WeasyPrint drops what an absolute box cannot hold.

    The words of a lost link may stand elsewhere on the page too, so nobody else would miss it.
    """
    written = Counter(unescape(href) for href in _HREF.findall(sheet.html))
    drawn = Counter(target for page in document.pages for _, target, *_ in page.links)
    return [f"a link is on no page: {href}" for href in sorted((written - drawn).elements())]


@dataclass(frozen=True)
class _Laid:
    document: weasyprint.Document
    size_pt: float | None

    @property
    def page_count(self) -> int:
        return len(self.document.pages)

    @property
    def fullness(self) -> float:
        heights: dict[str, float] = {}
        for page in self.document.pages:
            body = page._page_box  # noqa: SLF001  # no public way to the boxes
            share = _filled(body) / body.height
            for name, (_, top, _, bottom) in page.anchors.items():
                if not names.is_area(name):
                    heights[name] = heights.get(name, 0.0) + (bottom - top) * share
        # What floats has no height: then the search takes its longest way.
        return max(heights.values(), default=0.0) or 1.0

    @cached_property
    def forecast(self) -> Callable[[float], int] | None:
        return forecast(self.document, self.size_pt) if self.size_pt else None


def _filled(page: Any) -> float:
    """How much of the columns of a page is filled: their boxes are all as high as the highest."""
    columns = [box for box in page.descendants() if getattr(box, "is_column", False)]
    if not columns:
        return 1.0
    wanted = columns[0].style["column_count"]
    count = len(columns) if wanted == "auto" else max(len(columns), wanted)
    used = sum(bottom_of(box) - box.content_box_y() for box in columns)
    return float(used / max(box.height for box in columns) / count)


class _Cells(_Laid):
    """A document of which only the cells count."""

    @property
    def page_count(self) -> int:
        return 1 + spilled_pages(self.document)

    @cached_property
    def forecast(self) -> Callable[[float], int] | None:
        return forecast(self.document, self.size_pt, whole=False) if self.size_pt else None


def _lay_out(sheet: Composed, html: weasyprint.HTML, size_pt: float | None) -> _Laid:
    styles = list(_stylesheets(sheet.styles, sheet.files))
    if size_pt is not None:
        styles.append(weasyprint.CSS(string=f":root {{ --fit: {size_pt:.2f}pt }}"))
    document = html.render(
        stylesheets=styles,
        font_config=_fonts(),
        pdf_variant="pdf/ua-1",
        pdf_forms=sheet.form,
        cache=_pictures(sheet.files),
    )
    if len(document.pages) > MAX_PAGES_PER_SHEET:
        message = tell(
            "{name} has more than {max_pages_per_sheet} pages",
            name=sheet.name,
            max_pages_per_sheet=MAX_PAGES_PER_SHEET,
        )
        raise InputError([Problem(Place(sheet.template), message)])
    return _Laid(document, size_pt)


def _fitted(
    sheet: Composed, html: weasyprint.HTML, low_pt: float, ideal_pt: float
) -> tuple[_Laid, float, tuple[TooLong, ...]]:
    """The sheet at the largest size at which it takes no more pages than it must, and that size.

    Cells that are compared with each other belong on one page. Where they fit and only something
    else, like room to write, needs another page, the size is the largest at which they still do.
    """
    smallest = sheet.one_page_pt
    if low_pt == ideal_pt:  # found before, or wanted so
        laid = _lay_out(sheet, html, low_pt)
        if smallest is None or not spilled_pages(laid.document):
            return laid, low_pt, ()
        return laid, low_pt, too_long(_lay_out(sheet, html, smallest).document, smallest)
    tried: dict[float, _Laid] = {}

    def lay_out(size_pt: float) -> _Laid:
        if size_pt not in tried:
            tried[size_pt] = _lay_out(sheet, html, size_pt)
        return tried[size_pt]

    search = partial(largest_fit, minimum_pt=low_pt, ideal_pt=ideal_pt)
    crowded = _is_crowded(sheet, ideal_pt)
    if smallest is None or not crowded or lay_out(smallest).page_count <= sheet.sections:
        laid, size = search(lay_out, wanted_pages=sheet.sections, start_low=crowded)
        if smallest is None or laid.page_count <= sheet.sections:
            return laid, size, ()
    if spilled_pages(lay_out(smallest).document):
        laid, size = search(lay_out, wanted_pages=sheet.sections, start_low=True)
        return laid, size, too_long(lay_out(smallest).document, smallest)
    cells, size = search(
        lambda size_pt: _Cells(lay_out(size_pt).document, size_pt), wanted_pages=1, start_low=True
    )
    return cells, size, ()


def _is_crowded(sheet: Composed, size_pt: float) -> bool:
    """Whether the text is too much for its pages at this size, by a rough count.

    A letter takes about half its size in width and one and a quarter in height, and margins, heads
    and gaps take about a third of the paper. A wrong answer costs a layout more, no worse result.
    """
    width, height = sheet.paper_pt
    needed = sheet.letters / sheet.sections * size_pt**2 * 0.5 * 1.25
    return needed > width * height * 0.65


def _spots(document: weasyprint.Document) -> Iterator[tuple[str, Spot]]:
    for number, page in enumerate(document.pages):
        for name, rectangle in page.anchors.items():
            left, top, right, bottom = (value * PT_PER_PX for value in rectangle)
            height = page.height * PT_PER_PX
            yield name, Spot(number, Box(left, height - bottom, right, height - top))


def _named(document: weasyprint.Document) -> Iterator[tuple[str, Spot]]:
    """The boxes of elements that a comparison can be told to pass over."""
    for number, page in enumerate(document.pages):
        body = page._page_box  # noqa: SLF001  # no public way to the boxes
        height = page.height * PT_PER_PX
        for box in body.descendants():
            element = box.element
            name = element.get(NAME) if element is not None else None
            if name and box.element_tag == element.tag:
                left, top, width, high = (value * PT_PER_PX for value in _border_box(box))
                spot = Box(left, height - top - high, left + width, height - top)
                yield name, Spot(number, spot)


def _border_box(box: Any) -> tuple[float, float, float, float]:
    return box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height()


@cache
def _fonts() -> FontConfiguration:
    """One configuration for all the sheets of a process: loading the fonts takes a while."""
    return FontConfiguration()


@cache
def _pictures(_files: tuple[NamedFile, ...]) -> dict[str, object]:
    """The images that were read, kept for all the sheets of a process."""
    return {}


@cache
def _stylesheets(
    styles: tuple[tuple[str, str, str], ...], files: tuple[NamedFile, ...]
) -> tuple[weasyprint.CSS, ...]:
    """The parsed style sheets, once for all the sheets of a process."""
    parsed, problems = [], []
    for shown, base, text in styles:
        with _listening() as messages:
            parsed.append(
                weasyprint.CSS(
                    string=text,
                    base_url=base,
                    font_config=_fonts(),
                    url_fetcher=_Fetcher(files),
                )
            )
        for message in messages:
            where = re.search(r" at (\d+):(\d+)", message)
            line, column = (int(where[1]), int(where[2])) if where else (0, 0)
            problems.append(Problem(Place(shown, line, column), message))
    if problems:
        raise InputError(problems)
    return tuple(parsed)


def _refuse(messages: list[str], sheet: Composed) -> None:
    if messages:
        place = Place(sheet.template)
        raise InputError(
            [
                Problem(place, tell("{name}: {message}", name=sheet.name, message=message))
                for message in messages
            ]
        )


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Collect what WeasyPrint logs as a warning or worse."""
    messages: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    before, logger.handlers, logger.propagate = logger.handlers, [handler], False
    try:
        yield messages
    finally:
        logger.handlers = before


class _Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no type hints
    """Reads the named files and nothing else; no network."""

    def __init__(self, files: tuple[NamedFile, ...]) -> None:
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False)
        self._files = {file.url: file.path for file in files}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith("file:"):
            path = self._files.get(same_address(url))
            if path is None:
                raise ValueError("only files of the toolkit and the layout may be read")
            return URLFetcherResponse(url, path.read_bytes())
        return super().fetch(url, headers)
