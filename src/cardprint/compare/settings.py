"""The differences that a layout and a toolkit allow in their settings."""

from __future__ import annotations

from collections.abc import Iterator

from cardprint.compare.files import Regions
from cardprint.compare.tolerance import Limits, Tolerance
from cardprint.errors import InputError, Place, Problem, nearest
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import tell
from cardprint.model.layout import Limits as LimitSettings
from cardprint.model.layout import points


def tolerance_of(toolkit: Toolkit, layout: Layout, regions: tuple[Regions, Regions]) -> Tolerance:
    """The limits and masks for a toolkit in a layout.

    :param regions: the named elements before and after.
    :raises InputError: for a name that no element has, because it would have no effect.
    """
    known = {name for side in regions for names in side.values() for name in names}
    if problems := list(_unknown(toolkit, layout, known)):
        raise InputError(problems)
    wanted = layout.info.compare
    named = {name: _limits(limits) for name, limits in wanted.regions.items()}
    return Tolerance(_limits(wanted), wanted.ignore, named)


def _limits(settings: LimitSettings) -> Limits:
    return Limits(settings.tolerance, points(settings.move))


def _unknown(toolkit: Toolkit, layout: Layout, known: set[str]) -> Iterator[Problem]:
    wanted = layout.info.compare
    for key, names in (("ignore", wanted.ignore), ("regions", tuple(wanted.regions))):
        for i, name in enumerate(names):
            if name not in known:
                place = _place(toolkit, layout, key, i if key == "ignore" else name)
                hint = tell("pages in printing order have no named elements")
                if layout.info.imposition is None:
                    hint = nearest(name, known) if known else tell("name an element with data-name")
                yield Problem(
                    place,
                    tell("no element is named '{name}' in {layout}", name=name, layout=layout.name),
                    hint,
                )


def _place(toolkit: Toolkit, layout: Layout, key: str, entry: str | int) -> Place:
    """The place of a setting: in the toolkit's settings of the layout, or in the layout."""
    for name in (layout.name, layout.name.partition("+")[0]):
        settings = toolkit.info.layouts.get(name)
        if settings and settings.compare:
            return toolkit.at(None, "layouts", name, "compare", key, entry)
    return layout.source.at(("compare", key, entry))
