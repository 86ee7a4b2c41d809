"""Which differences are too small to count, and where differences are ignored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cardprint.compare.state import inside
from cardprint.model.geometry import Box


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest differences that count as none."""

    colour: float = 0.1
    """In the colour of a pixel, where 1 is from black to white."""
    move_pt: float = 0.5
    """In the place of a text or a shape, in points."""


@dataclass(frozen=True, slots=True)
class PageMasks:
    """The named boxes on one page, before or after."""

    ignored: tuple[Box, ...] = ()
    regions: tuple[tuple[Box, Limits], ...] = ()
    """Boxes with limits of their own."""

    def ignores(self, box: Box) -> bool:
        """Whether the content of ``box`` is ignored."""
        return inside(box, self.ignored)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """The differences that a layout allows."""

    limits: Limits = field(default_factory=Limits)
    ignore: tuple[str, ...] = ()
    """Names of elements whose content may change."""
    regions: Mapping[str, Limits] = field(default_factory=dict)
    """Names of elements with limits of their own."""

    def masks(self, boxes: Mapping[str, tuple[Box, ...]]) -> PageMasks:
        """The masks and limits for a page.

        :param boxes: the named boxes on it.
        """
        return PageMasks(
            tuple(box for name in self.ignore for box in boxes.get(name, ())),
            tuple(
                (box, limits)
                for name, limits in self.regions.items()
                for box in boxes.get(name, ())
            ),
        )

    def limits_at(self, box: Box, masks: PageMasks) -> Limits:
        """The limits for the content of ``box``."""
        found = (limits for region, limits in masks.regions if inside(box, (region,)))
        return next(found, self.limits)
