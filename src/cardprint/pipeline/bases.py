"""The base of editions that differ in words alone: made and verified once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cardprint.pipeline.one import Build

if TYPE_CHECKING:
    from cardprint.load.editions import Told
    from cardprint.load.toolkit import Toolkit
    from cardprint.pipeline.recipe import Recipe


def base_recipe(build: Build, toolkit: Toolkit, told: Told, key: str) -> Recipe | None:
    """The recipe of the base for an edition, which is made and verified, or taken from the cache.

    :param key: where it is in the cache.
    """
    from cardprint.load.edited import edited
    from cardprint.load.inputs import with_layout
    from cardprint.model.geometry import Box
    from cardprint.pipeline.recipe import boxes_of, empty_slots, recipe_of, stand_in

    base = stand_in(toolkit, told.edition, empty_slots(toolkit, told.edition))
    own, layout = with_layout(
        build.project, edited(toolkit, base, told.layer(toolkit)), build.layout_name
    )
    entry = build.cache.get(key)
    if entry is None:
        entry = build.make_of(own, layout, toolkit.folder / "base.pdf")
        build.cache.put(key, entry)
    boxes: Any = entry.facts["named"]
    named = [(name, page, Box(*box)) for name, page, box in boxes]
    return recipe_of(entry.data, own, layout, boxes_of(named))
