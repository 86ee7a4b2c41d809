"""Lengths, and boxes on a page."""

from typing import NamedTuple

PT_PER_INCH = 72
MM_PER_PT = 25.4 / PT_PER_INCH
# CSS Values and Units 4, 6.2: an inch is 96 px.
PT_PER_PX = PT_PER_INCH / 96


class Box(NamedTuple):
    """A rectangle on a page, in points from the bottom left of the page."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """The distance from left to right, in points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """The distance from bottom to top, in points."""
        return self.top - self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        """The point in the middle."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the box or on its edge."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def moved(self, across: float, up: float = 0.0) -> "Box":
        """The box moved by some points to the right and up."""
        return Box(self.left + across, self.bottom + up, self.right + across, self.top + up)

    def within(self, other: "Box") -> "Box":
        """The part of the box that lies in another one; inside out when they do not overlap."""
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
    """The box between two opposite corners, in either order (ISO 32000-1, 7.9.5)."""
    return Box(min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y))


def around(boxes: "list[Box]") -> Box:
    """The smallest box around all of the boxes."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return Box(min(lefts), min(bottoms), max(rights), max(tops))


class Spot(NamedTuple):
    """A box with the page that it is on, counted from 0."""

    page: int
    box: Box
