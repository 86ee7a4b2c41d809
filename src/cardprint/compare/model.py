"""What is kept of a PDF, and what a comparison says."""

from dataclasses import dataclass
from enum import StrEnum

Box = tuple[float, float, float, float]
"""Left, bottom, right and top in points from the bottom left of the page."""


class Verdict(StrEnum):
    """The kinds of difference, each of which a reader cares about in another way."""

    PAGES = "page added or removed"
    SIZE = "size changed"
    TEXT = "text changed"
    LAYOUT = "layout moved"
    APPEARANCE = "appearance changed"
    LINK = "link changed"
    ACCESSIBILITY = "accessibility changed"
    ENVIRONMENT = "environment differs"


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands; coordinates in tenths of a point are stable and short."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link: what it is called, where it leads, where it stands."""

    say: str
    target: str
    box: Box


@dataclass(frozen=True, slots=True)
class PageState:
    """Everything that is kept of a page."""

    key: str
    """What the page is, so that it is found again when pages come before it: ``card/ritme``."""
    width_pt: float
    height_pt: float
    words: tuple[Word, ...]
    styles: tuple[str, ...]
    """Every font with its sizes and colours, and every line width and colour, each once."""
    links: tuple[PageLink, ...]
    masks: tuple[tuple[str, Box], ...]
    """The boxes of named elements, which a comparison may be told to ignore."""
    picture: bytes
    """The page at 60 dpi in sixteen greys and its colours, without loss (PNG)."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs."""

    verdict: Verdict
    message: str
    before: int | None = None
    """The page in the accepted file, from 1; none for the file as a whole or a new page."""
    after: int | None = None
    boxes: tuple[Box, ...] = ()
    """Where on the page, if anywhere."""
    words: tuple[tuple[str, str], ...] = ()
    """What was and what is, for text."""
