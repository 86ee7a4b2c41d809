"""The output of the render stage."""

from collections.abc import Mapping
from dataclasses import dataclass

from cardprint.compose.model import Setting
from cardprint.model.geometry import Spot


@dataclass(frozen=True, slots=True)
class TooLong:
    """A cell that is too long for its page even at the smallest size."""

    cell: str
    """The name of the cell, which the template gives in ``data-cell``."""
    words: int
    """About how many words are too many."""
    size_pt: float
    is_row: bool = False
    """Whether even its row alone is too high for a page, so that it cannot be printed."""


@dataclass(frozen=True, slots=True)
class Fill:
    """How full a page is."""

    share: float
    """The part of its height, inside the margins, that holds something; of columns, on average."""
    columns: tuple[float, ...] = ()
    """The part of each column that holds something, of what the page has room for."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A sheet's PDF, not yet linked."""

    name: str
    template: str
    pdf: bytes
    page_count: int
    size_pt: float | None
    """The text size that copy-fitting found, in points; None for a sheet that is not fitted."""
    places: Mapping[str, Spot]
    """The place of every destination, by name."""
    areas: tuple[Spot, ...]
    """The rectangles that are each filled by the link inside it."""
    too_long: tuple[TooLong, ...] = ()
    named: tuple[tuple[str, Spot], ...] = ()
    """The boxes of every element with a ``data-name``, line by line."""
    setting: Setting | None = None
    """How its running text is set, for a sheet with a choice."""
    fill: tuple[Fill, ...] = ()
    """How full each page is."""
