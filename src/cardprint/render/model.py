"""What the render stage hands on."""

from collections.abc import Mapping
from dataclasses import dataclass

from cardprint.model.geometry import Spot


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
    places: Mapping[str, Spot]
    """Every destination by name."""
    areas: tuple[Spot, ...]
    """The rectangles that a link inside them fills."""
    too_long: tuple[TooLong, ...] = ()
    named: tuple[tuple[str, Spot], ...] = ()
    """The boxes of every element with a name, line by line."""
