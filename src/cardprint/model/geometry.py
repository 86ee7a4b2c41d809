"""Lengths, and boxes on a page."""

from typing import NamedTuple

PT_PER_INCH = 72
MM_PER_PT = 25.4 / PT_PER_INCH
# CSS Values and Units 4, 6.2: 96 px to the inch.
PT_PER_PX = PT_PER_INCH / 96


class Box(NamedTuple):
    """A rectangle on a page, in points from the bottom left."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        """The point in the middle."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the box or on its edge."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def moved(self, across: float, up: float = 0.0) -> "Box":
        """The box at another place."""
        return Box(self.left + across, self.bottom + up, self.right + across, self.top + up)

    def within(self, other: "Box") -> "Box":
        """The part of the box that lies in another one; turned inside out where none does."""
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )

    def rounded(self, digits: int = 2) -> "Box":
        """The box with rounded edges."""
        return Box(*(round(edge, digits) for edge in self))


def upright(x: float, y: float, other_x: float, other_y: float) -> Box:
    """The box between two corners, whichever they are (ISO 32000-1, 7.9.5)."""
    return Box(min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y))


def around(boxes: "list[Box]") -> Box:
    """The smallest box around some others."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return Box(min(lefts), min(bottoms), max(rights), max(tops))


class Spot(NamedTuple):
    """A box with the page that it lies on, from 0."""

    page: int
    box: Box
