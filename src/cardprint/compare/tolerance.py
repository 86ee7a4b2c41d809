"""How large a difference is none, and where differences are passed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cardprint.compare.state import inside
from cardprint.model.geometry import Box


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest differences that nobody sees."""

    colour: float = 0.1
    """Of a pixel, where 1 is the difference of black and white."""
    move_pt: float = 0.5
    """Of a place, in points."""


@dataclass(frozen=True, slots=True)
class PageMasks:
    """The named boxes of one page, on either side."""

    ignored: tuple[Box, ...] = ()
    regions: tuple[tuple[Box, Limits], ...] = ()
    """Boxes with limits of their own."""

    def ignores(self, box: Box) -> bool:
        """Whether what stands in ``box`` is passed over."""
        return inside(box, self.ignored)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """What a layout allows."""

    limits: Limits = field(default_factory=Limits)
    ignore: tuple[str, ...] = ()
    """Names of elements whose content may change."""
    regions: Mapping[str, Limits] = field(default_factory=dict)
    """Names of elements with limits of their own."""

    def masks(self, boxes: Mapping[str, tuple[Box, ...]]) -> PageMasks:
        """What holds on a page.

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
        """The limits for what stands in ``box``."""
        found = (limits for region, limits in masks.regions if inside(box, (region,)))
        return next(found, self.limits)
