"""The result of a build, for people and for programs."""

from dataclasses import asdict, dataclass, field
from typing import Any

from cardprint.errors import Problem
from cardprint.model.geometry import Box


@dataclass(frozen=True, slots=True)
class Handout:
    """One file of a handout."""

    file: str
    pages: int
    bytes: int
    text_pt: dict[str, float]
    form: bool
    """Whether it can be filled in on a screen."""


@dataclass(frozen=True, slots=True)
class NamedBox:
    """Where a named element is: page from 0; left, bottom, right and top in points."""

    name: str
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class PageFill:
    """How full a page is, in parts of the height inside its margins; of columns, on average."""

    page: int
    """From 1, in reading order."""
    share: float
    columns: tuple[float, ...] = ()
    """The part of each column that holds something, of what the page has room for."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """One finished PDF and how it was made."""

    toolkit: str
    layout: str
    file: str
    changed: bool
    """Whether the file on disk was replaced; False when it was the same."""
    bytes: int
    pages: int
    parts: int
    sheets: int
    cache_hits: int
    """The number of sheets from the cache; all of them if the whole build was in the cache."""
    words: int
    links: dict[str, int] = field(default_factory=dict)
    """Number of links of each kind."""
    translation: str = ""
    """The language that it was translated into, if it is not in its own."""
    coarse: tuple[Problem, ...] = ()
    """The pictures that have too few pixels for the paper, with their places."""
    too_long: tuple[Problem, ...] = ()
    """The cells that make a card too long for its page, with their places."""
    text_pt: dict[str, float] = field(default_factory=dict)
    """The text size, in points, of every sheet that is fitted."""
    named: tuple[NamedBox, ...] = ()
    """The named elements, which a comparison can leave out."""
    fill: tuple[PageFill, ...] = ()
    """How full each page is."""
    seconds: dict[str, float] = field(default_factory=dict)
    """Wall time of each stage, in seconds."""

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data, for JSON."""
        told = {"too_long": self.too_long, "coarse": self.coarse}
        return asdict(self) | {key: [*map(str, problems)] for key, problems in told.items()}
