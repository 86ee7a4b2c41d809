"""Copy-fitting: the largest text size up to the ideal that needs no more pages than the minimum.

Sizes are whole tenths of a point. The height of a text grows with a power of its size, about the
square (longer lines wrap more often, and each line is higher), so the layouts that were tried give
a good guess for the next.
"""

from collections.abc import Callable
from math import floor, log
from typing import Protocol, TypeVar

STEPS_PER_POINT = 10


class Laid(Protocol):
    """A document laid out at one size."""

    page_count: int
    fullness: float
    """Height of its fullest section, as a share of the page's height; over 1 when it runs on."""


L = TypeVar("L", bound=Laid)


def largest_fit(
    lay_out: Callable[[float], L], minimum_pt: float, ideal_pt: float, wanted_pages: int
) -> tuple[L, float]:
    """The layout at the largest size that fits, and that size in points.

    A size fits when it takes ``wanted_pages``; when not even the minimum does, when it takes no
    more pages than the minimum.
    """
    tried: dict[int, L] = {}

    def at(step: int) -> L:
        if step not in tried:
            tried[step] = lay_out(step / STEPS_PER_POINT)
        return tried[step]

    low, high = round(minimum_pt * STEPS_PER_POINT), round(ideal_pt * STEPS_PER_POINT)
    if at(high).page_count <= wanted_pages:
        return at(high), high / STEPS_PER_POINT
    # From here on `high` does not fit; the largest size that does is `low` once `fits` is true.
    allowed, fits = wanted_pages, False
    while high - low > 1 or not fits:
        guess = _filling_one_page({step: laid.fullness for step, laid in tried.items()})
        step = min(max(guess, low + fits), high - 1)
        laid = at(step)
        if laid.page_count <= allowed:
            low, fits = step, True
        elif step > low:
            high = step
        else:
            # Not even the minimum fits the wanted pages: the largest that needs no more than it.
            allowed, fits = laid.page_count, True
            if at(high).page_count <= allowed:
                return at(high), high / STEPS_PER_POINT
    return at(low), low / STEPS_PER_POINT


def _filling_one_page(fullness: dict[int, float]) -> int:
    """The step that should fill one page, from the two tried steps that came nearest to it."""
    nearest = sorted(fullness, key=lambda step: abs(log(fullness[step])))[:2]
    power = 2.0
    if len(nearest) == 2 and fullness[nearest[0]] != fullness[nearest[1]]:
        one, other = nearest
        power = log(fullness[one] / fullness[other]) / log(one / other)
    best = nearest[0]
    return floor(best / fullness[best] ** (1 / min(max(power, 0.7), 4.0)))
