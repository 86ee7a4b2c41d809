"""A sheet laid out at one text size, as copy-fitting needs it."""

import gc
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from math import sqrt

import weasyprint

from cardprint.compose.model import Composed, Setting
from cardprint.errors import InputError, Place, Problem
from cardprint.messages.catalogue import tell
from cardprint.model import names
from cardprint.model.layout import MOST_OF_PAGE
from cardprint.render import boxes
from cardprint.render.excess import broken_rows, spilled_pages, too_long
from cardprint.render.fill import fills
from cardprint.render.fit import STEPS_PER_POINT, largest_fit
from cardprint.render.forecast import forecast
from cardprint.render.model import TooLong
from cardprint.render.once import lay_out_content
from cardprint.render.sources import fonts, pictures, style_sheets

MAX_PAGES_PER_SHEET = 200

TEXT_PRECISION = 2
"""Running text is searched in half points: balanced columns take long to lay out."""

LIKELY = 0.77
"""The size of the text, in sizes of the square that each letter has of the paper of a full page.

It is the mean of the pages of options of our own toolkits, which are between 0.69 and 0.82.
"""

MOST_KEPT = 3
"""The most layouts of running text that are kept: the last ones, in each number of columns."""

IF_ROOM = "data-if-room"
"""The attribute of what is left out where it would take a page more."""


@dataclass(frozen=True)
class Laid:
    """A document, and the text size in points that it was laid out at."""

    document: weasyprint.Document
    size_pt: float | None
    setting: Setting | None = None

    @property
    def page_count(self) -> int:
        """How many pages it takes; too many where a row is too high for one."""
        too_many = MAX_PAGES_PER_SHEET if self.broken else 0
        return len(self.document.pages) + too_many

    @cached_property
    def broken(self) -> tuple[TooLong, ...]:
        """The cells of rows that are too high for a page."""
        return broken_rows(self.document, self.size_pt or 0.0)

    @property
    def fullness(self) -> float:
        """The height of its fullest section, in pages; over 1 when it runs on."""
        heights: dict[str, float] = {}
        for page in self.document.pages:
            body = boxes.body_of(page)
            share = _filled(body) / boxes.content_height(body)
            for name, (_, top, _, bottom) in page.anchors.items():
                if not names.is_area(name):
                    heights[name] = heights.get(name, 0.0) + (bottom - top) * share
        # Floating content has no height; the search then only takes longer.
        return max(heights.values(), default=0.0) or 1.0

    @cached_property
    def forecast(self) -> Callable[[float], int] | None:
        """Gives the pages at another size."""
        return forecast(self.document, self.size_pt) if self.size_pt else None


def _filled(body: boxes.LaidBox) -> float:
    """How much of a page's columns is filled; their boxes are all as high as the highest."""
    used = room = 0.0
    for columns, count in boxes.columns_of(body):
        used += sum(map(boxes.used_height, columns))
        room += max(map(boxes.content_height, columns)) * count
    return used / room if room else 1.0


class _Whole(Laid):
    """A document of which the cells that are compared may not go on to another page.

    Such a page counts twice, so it is more than there are at the smallest size, where none goes on.
    """

    @property
    def page_count(self) -> int:
        return len(self.document.pages) + spilled_pages(self.document)

    @cached_property
    def forecast(self) -> Callable[[float], int] | None:
        if self.size_pt is None:
            return None
        cells = forecast(self.document, self.size_pt, whole=False)
        if cells is None:
            return None
        pages = len(self.document.pages)
        return lambda other_pt: pages + cells(other_pt) - 1


def lay_out(
    sheet: Composed, html: weasyprint.HTML, size_pt: float | None, setting: Setting | None = None
) -> Laid:
    """Lay the content of a sheet out at one size, without what is around it on each page.

    Layouts that are no longer needed are freed first, also where a worker collects no garbage.

    :raises InputError: when it takes too many pages.
    """
    if not gc.isenabled():
        gc.collect()
    styles = list(style_sheets(sheet.styles, sheet.files))
    chosen = [] if size_pt is None else [f"--fit: {size_pt:.2f}pt"]
    if setting and setting.columns:
        chosen.append(f"--columns: {setting.columns}")
    if setting and setting.leading:
        chosen.append(f"--leading: {setting.leading}")
    if setting and setting.bare:
        styles.append(weasyprint.CSS(string=f"[{IF_ROOM}] {{ display: none }}"))
    if chosen:
        styles.append(weasyprint.CSS(string=f":root {{ {'; '.join(chosen)} }}"))
    document = lay_out_content(
        partial(
            html.render,
            stylesheets=styles,
            font_config=fonts(),
            pdf_variant="pdf/ua-1",
            pdf_forms=sheet.form,
            cache=pictures(sheet.files),
        )
    )
    if len(document.pages) > MAX_PAGES_PER_SHEET:
        message = tell(
            "{sheet} takes more than {limit} pages", sheet=sheet.name, limit=MAX_PAGES_PER_SHEET
        )
        raise InputError([Problem(Place(sheet.template), message, tell("split the text"))])
    return Laid(document, size_pt, setting)


def fitted(
    sheet: Composed, html: weasyprint.HTML, low_pt: float, ideal_pt: float
) -> tuple[Laid, tuple[TooLong, ...]]:
    """The sheet at the largest size at which it takes no more pages than it must.

    Cells that are compared with each other belong on one page. If they fit, and only something else
    needs another page (such as room to write), the size is the largest at which they still fit and
    no section needs such a page that did without it.

    :return: the sheet, and the cells that are too long even at the smallest size.
    """
    if sheet.one_page_pt is None and sheet.setting:
        return lay_out(sheet, html, low_pt, sheet.setting), ()  # found before
    if sheet.one_page_pt is None and (sheet.columns or sheet.tightest):
        return _text(sheet, html, low_pt, ideal_pt), ()
    laid, excess = _fitted(sheet, html, low_pt, ideal_pt, sheet.setting)
    closer = Setting(leading=sheet.tightest)
    is_found = low_pt == ideal_pt
    if laid.page_count > sheet.sections and IF_ROOM in sheet.html and not is_found:
        bare, _ = _fitted(sheet, html, low_pt, ideal_pt, Setting(bare=True))
        laid = bare if bare.page_count < laid.page_count else laid
    if (
        sheet.tightest
        and not is_found
        and laid.page_count > sheet.sections
        and lay_out(sheet, html, low_pt, closer).page_count < laid.page_count
    ):
        tight, left = _fitted(sheet, html, low_pt, ideal_pt, closer)
        if (len(left), tight.page_count) < (len(excess), laid.page_count):
            laid, excess = tight, left
    return laid, laid.broken or excess


def _fitted(
    sheet: Composed,
    html: weasyprint.HTML,
    low_pt: float,
    ideal_pt: float,
    setting: Setting | None,
) -> tuple[Laid, tuple[TooLong, ...]]:
    smallest = sheet.one_page_pt
    if low_pt == ideal_pt:  # found before, or set by the toolkit
        laid = lay_out(sheet, html, low_pt, setting)
        if smallest is None or not spilled_pages(laid.document):
            return laid, ()
        return laid, too_long(lay_out(sheet, html, smallest, setting).document, smallest)
    kept: dict[float, Laid] = {}

    def at(size_pt: float) -> Laid:
        # Only this one is asked for again; each of the others takes tens of megabytes.
        if size_pt != smallest:
            return lay_out(sheet, html, size_pt, setting)
        if size_pt not in kept:
            kept[size_pt] = lay_out(sheet, html, size_pt, setting)
        return kept[size_pt]

    search = partial(largest_fit, minimum_pt=low_pt, ideal_pt=ideal_pt)
    crowded = _is_crowded(sheet, ideal_pt)
    if smallest is None or not crowded or at(smallest).page_count <= sheet.sections:
        start_pt = low_pt if crowded else _likely_pt(sheet, ideal_pt)
        laid, _ = search(at, wanted_pages=sheet.sections, start_pt=start_pt)
        if smallest is None or laid.page_count <= sheet.sections:
            return laid, ()
    if spilled_pages(at(smallest).document):
        laid, _ = search(at, wanted_pages=sheet.sections, start_pt=low_pt)
        return laid, too_long(at(smallest).document, smallest)
    whole, _ = search(
        lambda size_pt: _Whole(at(size_pt).document, size_pt, setting),
        wanted_pages=sheet.sections,
        start_pt=low_pt,
    )
    return whole, ()


def _text(sheet: Composed, html: weasyprint.HTML, low_pt: float, ideal_pt: float) -> Laid:
    """Running text in the setting that needs the fewest pages, at the largest size that fits.

    Of settings that do as well, the first is the nicest: it is taken at once where the ideal size
    fits. Closer lines are for a text that would leave most of its last page empty.
    """

    @lru_cache(maxsize=MOST_KEPT)
    def at(setting: Setting, size_pt: float) -> Laid:
        return lay_out(sheet, html, size_pt, setting)

    def pages(setting: Setting) -> int:
        return at(setting, low_pt).page_count

    def search(setting: Setting, start_pt: float) -> Laid:
        lay = partial(at, setting)
        return largest_fit(
            lay, low_pt, ideal_pt, sheet.sections, start_pt=start_pt, precision=TEXT_PRECISION
        )[0]

    settings = [Setting(columns) for columns in sheet.columns] or [Setting()]
    crowded = _is_crowded(sheet, ideal_pt)
    if not crowded and at(settings[0], ideal_pt).page_count <= sheet.sections:
        return at(settings[0], ideal_pt)
    counts = [pages(each) for each in settings]
    first, *others = (
        each for each, count in zip(settings, counts, strict=True) if count == min(counts)
    )
    laid = search(first, low_pt)
    for each in others:
        larger_pt = (laid.size_pt or low_pt) + TEXT_PRECISION / STEPS_PER_POINT
        if larger_pt <= ideal_pt and at(each, larger_pt).page_count <= laid.page_count:
            laid = search(each, larger_pt)
    if sheet.tightest and laid.page_count > sheet.sections and _ends_early(laid):
        best = min((replace(each, leading=sheet.tightest) for each in settings), key=pages)
        if pages(best) < laid.page_count:
            laid = search(best, low_pt)
    return laid


def _ends_early(laid: Laid) -> bool:
    """Whether most of the last page is empty."""
    return fills(laid.document)[-1].share < MOST_OF_PAGE


def _likely_pt(sheet: Composed, ideal_pt: float) -> float:
    """The size at which the fullest page is likely to be full, up to the ideal one.

    A wrong answer costs a layout or two. Grids are full where their highest rows say so.
    """
    if sheet.one_page_pt is not None:
        return ideal_pt
    width, height = sheet.paper_pt
    return min(ideal_pt, LIKELY * sqrt(width * height / max(1, sheet.fullest)))


def _is_crowded(sheet: Composed, size_pt: float) -> bool:
    """Whether the text is too much for its pages at this size, by a rough count.

    A letter is about half its size wide and one and a quarter high; margins, heads and gaps take
    about a third of the paper. A wrong answer costs one more layout, but the result is the same.
    """
    width, height = sheet.paper_pt
    needed = sheet.letters / sheet.sections * size_pt**2 * 0.5 * 1.25
    return needed > width * height * 0.65
