"""What can be read on a page of a finished PDF."""

import unicodedata
from dataclasses import dataclass

from cardprint.model.geometry import Box
from cardprint.text.prose import letters

NO_CONTENT = -1
"""The number of what is no marked content."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of text in one font; its box in points from the bottom left."""

    text: str
    size_pt: float
    font: str
    embedded: bool
    box: Box
    """Around its ink."""
    clipped: bool
    origin: tuple[float, float] = (0.0, 0.0)
    """The place of its first letter on the line."""
    colour: str = ""
    """``#rrggbbaa``, where details are read."""
    artifact: bool = False
    """Whether it is marked as not being content, like a page number; where details are read."""
    visual: str = ""
    """Its characters as they stand from the left, where the language is read from the right."""
    content: int = NO_CONTENT
    """The number of the marked content that it is part of (ISO 32000-1, 14.7.4), if any."""
    group: int = 0
    """Which form draws it: the lines of a drawing have one each. 0 is the page itself."""
    order: int = 0
    """Which object of its page it is, in the order of painting."""

    @property
    def letters(self) -> str:
        """The letters and digits of the text."""
        return letters(self.text)

    @property
    def is_sign(self) -> bool:
        """Whether it only stands above or below letters, as vowels do in Arabic and Hebrew."""
        return all(unicodedata.category(c).startswith("M") for c in self.text.strip())


@dataclass(frozen=True, slots=True)
class Mark:
    """Something drawn that is not text: a line, an area, a picture."""

    box: Box
    """Its visible part."""
    look: str = ""
    """Colours and kind of line, or what is in the picture; where details are read."""
    shape: str = ""
    """Its form, wherever it stands; where details are read."""
    content: int = NO_CONTENT
    """The number of the marked content that it is part of, if any."""
    whole: Box | None = None
    """Of a picture, its whole box, also where it cannot be seen."""
    group: int = 0
    """Which form draws it, as for a run."""
    start: tuple[float, float] | None = None
    """Where the path begins, in the numbers of the drawing itself; of a path in a form of which
    most can be seen."""
    order: int = 0
    """Which object of its page it is, as for a run."""
    hides: bool = False
    """Whether it is a filled area of one piece, through which nothing can be seen."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What can be read on one page; its size is that of the trimmed page."""

    width_pt: float
    height_pt: float
    letters: str
    """All letters and digits in the order of the file."""
    runs: tuple[Run, ...]
    marks: tuple[Mark, ...]
