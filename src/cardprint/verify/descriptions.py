"""What a link is described as, for those who hear it: its kind, and the title of where it leads."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from cardprint.compose.paper import address_elsewhere, address_in_language
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.model import names
from cardprint.text import alike
from cardprint.text.addresses import shown
from cardprint.text.blanks import filled

NAVIGATION = "navigation"
"""The kind of a link whose words are a title, or those of a text."""
_LIKE_NAVIGATION = (NAVIGATION, "prose", "more", "referred")
_SCHEMES = {"mailto": "mail_say", "tel": "phone_say"}


def of_place(layout: Layout, kind: str, titles: Iterable[str]) -> set[str]:
    """What a link of a kind may be described as.

    :param titles: of what it leads to; see :func:`titles_by_destination`.
    """
    kinds = _LIKE_NAVIGATION if kind == NAVIGATION else (kind,)
    return {
        alike.normal(filled(label, {"title": title}))
        for label in (layout.labels[f"{each}_say"] for each in kinds)
        for title in (titles if "{title}" in label else [""])
    }


def of_address(toolkit: Toolkit, layout: Layout, url: str) -> set[str]:
    """What a link to an address may be described as."""
    label = layout.labels[_SCHEMES.get(url.partition(":")[0], "external_say")]
    said = {filled(label, {"title": shown(url)})}
    said |= {
        filled(layout.labels["file_say"], {"title": toolkit.title_of(more)})
        for card in toolkit.cards
        for option in card.options
        for more in option.more
        if address_elsewhere(toolkit, layout, more) == url
    }
    said |= {
        filled(layout.labels["language_say"], {"title": other.name})
        for other in toolkit.languages
        if address_in_language(toolkit, layout, other) == url
    }
    return {*map(alike.normal, said)}


def titles_by_destination(
    toolkit: Toolkit, layout: Layout, destinations: Mapping[str, object]
) -> Mapping[str, AbstractSet[str]]:
    """What everything is called that is found at each destination.

    What a layout has no place for is found at the nearest one that it has.

    :param destinations: all that the file has, in the order of the pages.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for name, title in _called(toolkit, layout):
        if near := names.nearest_destination(name, destinations):
            found[near].add(title)
    return found


def _called(toolkit: Toolkit, layout: Layout) -> Iterator[tuple[str, str]]:
    """Every place with each of its titles."""
    yield names.COVER, layout.labels["table_of_contents"]
    yield from toolkit.titles.items()
    yield from ((part.name, part.nav) for part in toolkit.parts)
    for card in toolkit.cards:
        for option in card.options:
            yield names.option(card.id, option.id), option.tile_title
