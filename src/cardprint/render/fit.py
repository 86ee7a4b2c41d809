"""Copy-fitting: the largest text size up to the ideal that needs no more pages than the minimum.

Sizes are quarters of a point, the finest step of type. The height of a text grows with a power of
its size between one (only the lines get higher) and two (they also wrap more often), so a layout
that fits gives a good guess for the next size.
"""

from collections.abc import Callable
from math import floor
from typing import Protocol, TypeVar

STEPS_PER_POINT = 4


class Laid(Protocol):
    """A document laid out at one size."""

    @property
    def page_count(self) -> int:
        """How many pages it takes."""

    @property
    def fullness(self) -> float:
        """Height of its fullest section in pages; over 1 when it runs on."""


L = TypeVar("L", bound=Laid)


def _outgrows(fullness: float, step: int) -> bool:
    """Whether a section that fills so much of its page is over it at the next size.

    A text grows with a power of its size of at least one. Heads and room to write beside it do not
    grow: with up to two fifths of them, the whole grows with a power of at least 0.6.
    """
    return fullness < 1 < fullness * float(((step + 1) / step) ** 0.6)


def largest_fit(  # noqa: PLR0913  # what is sought, and what is known about it
    lay_out: Callable[[float], L],
    minimum_pt: float,
    ideal_pt: float,
    wanted_pages: int,
    *,
    start_low: bool = False,
    measured: bool = False,
) -> tuple[L, float]:
    """The layout at the largest size that fits, and that size in points.

    A size fits when it takes ``wanted_pages``; when not even the minimum does, when it takes no
    more pages than the minimum.

    :param start_low: whether the smallest size is likely to be near the answer.
    :param measured: whether the fullness is that of the text; columns are as high as their page.
    """
    pages: dict[int, int] = {}
    kept: dict[int, L] = {}  # the largest that fits: a layout takes tens of megabytes

    def at(step: int) -> L:
        laid = kept.get(step) or lay_out(step / STEPS_PER_POINT)
        pages[step] = laid.page_count
        return laid

    low, ideal = round(minimum_pt * STEPS_PER_POINT), round(ideal_pt * STEPS_PER_POINT)
    # `high` is one step over the largest size that may fit, `low` the largest known to fit.
    allowed, high, fits = wanted_pages, ideal + 1, False
    guess = low if start_low else ideal
    while high - low > 1 or not fits:
        # The pages that the fullest section may take.
        room = allowed - wanted_pages + 1
        if measured and fits and _outgrows(kept[low].fullness / room, low):
            break  # not even the next size can fit
        step = min(max(guess, low + fits), high - 1)
        laid = at(step)
        if laid.page_count <= allowed:
            low, fits = step, True
            kept = {step: laid}
            full = laid.fullness / room
            guess = floor(step / full**0.75) if full < 1 else (low + high) // 2
        elif step > low:
            high = step
            guess = min(floor(step / (laid.fullness / room) ** 0.5), (low + high) // 2)
        else:
            # Not even the minimum fits the wanted pages: the largest that needs no more than it.
            allowed, fits = laid.page_count, True
            kept = {step: laid}
            tall = (each for each, count in pages.items() if count > allowed)
            high = min(tall, default=ideal + 1)
            guess = high - 1
            if measured:
                room = allowed - wanted_pages + 1
                guess = max(floor(step / (laid.fullness / room) ** 0.75), low + 1)
    return at(low), low / STEPS_PER_POINT
