"""What the render stage hands on."""

from collections.abc import Mapping
from dataclasses import dataclass

# CSS pixels to points (CSS Values and Units 4, 6.2: 96 px and 72 pt to the inch).
PT_PER_PX = 0.75


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page of the sheet: page from 0, points from the bottom left."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class TooLong:
    """A cell that is too long for its page even at the smallest size."""

    cell: str
    """What it is, as the template names it in ``data-cell``."""
    words: int
    """About how many words are too many."""
    size_pt: float


@dataclass(frozen=True, slots=True)
class Rendered:
    """A sheet's PDF, not yet linked."""

    name: str
    template: str
    pdf: bytes
    page_count: int
    size_pt: float | None
    """The text size that copy-fitting found; None for a sheet that is not fitted."""
    places: Mapping[str, Box]
    """Every destination by name."""
    areas: tuple[Box, ...]
    """The rectangles that a link inside them fills."""
    too_long: tuple[TooLong, ...] = ()
    named: tuple[tuple[str, Box], ...] = ()
    """The boxes of every element with a name, line by line."""
