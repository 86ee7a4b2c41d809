"""Copy-fitting: the largest text size up to the ideal that needs no more pages than the minimum.

Sizes are quarters of a point, the finest step of type. A layout that can forecast its pages at
other sizes leads straight to the answer, and proves that the next size is too large. Otherwise, the
height of a text grows with a power of its size between one (only the lines get higher) and two
(they also wrap more often), which gives a good guess for the next size.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from math import floor, log
from typing import Protocol, TypeVar

STEPS_PER_POINT = 4

TRUSTED_FORECASTS = 3
"""After this many wrong forecasts, the size of a text is searched by halves."""

WELL_FILLED = 0.98
"""How full the fullest page is at a size that needs no proof that the next one is too large.

The largest that fits may be a quarter or half a point more, and finding it takes two layouts.
"""
COMFORTABLE_PT = 10
"""Below this size every quarter of a point counts, so there the proof is wanted."""

JUST_OVER = 1.1
"""How full pages may seem while a text of that height needs just a little more room."""
USUAL_POWER = 4 / 3
"""The power of its size with which most text grows."""

TRUSTED_GUESSES = 5
"""After this many layouts, the size of a text is searched by halves."""

MOST_PAGES = 240
"""A search ends once it has laid out this many pages, which takes about 20 seconds.

A sheet of a few pages never gets there. One of a hundred ends at a size that fits, though a larger
one might fit too. Pages are counted, and not seconds, so that it is the same on any machine.
"""


class Laid(Protocol):
    """A document laid out at one size."""

    @property
    def page_count(self) -> int:
        """How many pages it takes."""

    @property
    def fullness(self) -> float:
        """The height of its fullest section, in pages; over 1 when it runs on."""

    @property
    def forecast(self) -> Callable[[float], int] | None:
        """Gives the pages at another size: a minimum for a larger size, a guess for a smaller."""


L = TypeVar("L", bound=Laid)


def largest_fit(  # noqa: PLR0913  # the range, the goal, and two ways to be quick
    lay_out: Callable[[float], L],
    minimum_pt: float,
    ideal_pt: float,
    wanted_pages: int,
    *,
    start_pt: float | None = None,
    precision: int = 1,
) -> tuple[L, float]:
    """The layout at the largest size that fits, and that size in points.

    From :data:`COMFORTABLE_PT` on, a size at which the pages are as good as full is large enough.

    A size fits when it takes ``wanted_pages``. If even the minimum takes more, a size fits when it
    takes no more pages than the minimum. A search that has taken :data:`MOST_PAGES` ends with the
    largest size that was found to fit.

    :param start_pt: the size to try first, which is likely to be near the answer; default: the
        ideal one.
    :param precision: by how many steps the size may be smaller than the largest that fits.
    """
    pages: dict[int, int] = {}
    full: dict[int, float] = {}
    kept: dict[int, L] = {}  # the largest that fits: a layout takes tens of megabytes
    low, ideal = round(minimum_pt * STEPS_PER_POINT), round(ideal_pt * STEPS_PER_POINT)
    # `high` is one step above the largest size that may fit; `low` is the largest known to fit.
    allowed, high, fits = wanted_pages, ideal + 1, False
    step = min(max(low, floor((start_pt or ideal_pt) * STEPS_PER_POINT)), ideal)
    spent = 0
    while high - low > precision or not fits:
        if spent >= MOST_PAGES:
            if fits:
                break
            step = low
        laid = lay_out(step / STEPS_PER_POINT)
        pages[step], full[step] = laid.page_count, laid.fullness
        spent += laid.page_count
        if laid.page_count <= allowed:
            low, fits, kept = step, True, {step: laid}
        elif step > low:
            high = step
        else:
            # Not even the minimum fits: find the largest size that takes no more pages than it.
            allowed, fits, kept = laid.page_count, True, {step: laid}
            high = min((each for each, n in pages.items() if n > allowed), default=ideal + 1)
        if fits and step == low and _is_well_filled(step, full[step], wanted_pages, allowed):
            break
        # The pages that the fullest section may take.
        room = allowed - wanted_pages + 1
        guess = _guess({each: height / room for each, height in full.items()}, step, low, high)
        if laid.forecast:
            foreseen = _foreseen(laid.forecast, range(low, high), allowed)
            if foreseen == low == step and fits:
                break  # not even the next size can fit
            if len(pages) <= TRUSTED_FORECASTS:
                guess = foreseen
        step = min(max(guess, low + fits), high - 1)
    return kept[low], low / STEPS_PER_POINT


def _is_well_filled(step: int, fullness: float, wanted_pages: int, allowed: int) -> bool:
    """Whether a size that fits is large enough: its pages have hardly room for more."""
    is_comfortable = step >= COMFORTABLE_PT * STEPS_PER_POINT
    return is_comfortable and allowed == wanted_pages and fullness >= WELL_FILLED


def _foreseen(forecast: Callable[[float], int], steps: range, allowed: int) -> int:
    """The last of the steps at which a text is expected to fit; if there is none, the first."""
    after = bisect_right(steps, allowed, lo=1, key=lambda step: forecast(step / STEPS_PER_POINT))
    return steps[after - 1]


def _guess(full: Mapping[int, float], step: int, low: int, high: int) -> int:
    """The step at which a text may just fit.

    :param full: how full its pages are at the steps that were tried; ``step`` is the last of these.
    """
    middle = (low + high) // 2
    if full[step] >= 1 and low not in full:
        return min(floor(step / float(full[step] ** 0.5)), middle)
    if low not in full or full[low] >= 1 or len(full) > TRUSTED_GUESSES:
        return middle
    power = _power(full, low, high)
    return floor(low / float(full[low] ** (1 / power)))


def _power(full: Mapping[int, float], low: int, high: int) -> float:
    """With which power of its size a text grows, from the steps around the one that is sought.

    A block that may not be cut leaves a page half empty, so a text that needs another page may seem
    a quarter higher than it is. What fits tells more than that.
    """
    if high in full and 1 < full[high] < JUST_OVER:
        return log(full[high] / full[low]) / log(high / low)
    before = [step for step in full if step < low and full[step] < full[low]]
    if before:
        power = log(full[low] / full[max(before)]) / log(low / max(before))
        return min(max(power, 1.0), 2.0)
    return USUAL_POWER
