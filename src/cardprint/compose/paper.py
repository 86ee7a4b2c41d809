"""What replaces a link on paper: a page number, or the address in full."""

from collections.abc import Callable, Mapping

from cardprint.compose.targets import SCHEME
from cardprint.load.layout import Layout
from cardprint.load.toolkit import OtherLanguage, Toolkit
from cardprint.model import names
from cardprint.model.card import More
from cardprint.text import addresses, prose
from cardprint.text.blanks import filled


def reference(number: int, labels: Mapping[str, str]) -> str:
    """``page 12``."""
    return filled(labels["reference"], {"number": number})


def address_elsewhere(toolkit: Toolkit, layout: Layout, place: More) -> str | None:
    """The address of a place in another toolkit: where that is published, or else beside this file.

    :return: nothing for a place of the toolkit itself.
    """
    neighbour = toolkit.neighbour(place)
    if neighbour is None or place.toolkit is None:
        return None
    folder = neighbour.published_at or "./"
    into = neighbour.translation
    return names.in_file(folder, place.toolkit, layout.name, place.name, into)


def address_in_language(toolkit: Toolkit, layout: Layout, other: OtherLanguage) -> str:
    """The address of the same toolkit in another language, in the same layout."""
    folder, into = toolkit.published_at or "./", other.translation
    return names.in_file(folder, toolkit.slug, layout.name, names.COVER, into)


def document_of(toolkit: Toolkit, layout: Layout, place: More) -> str:
    """The title of the toolkit that a place is in, if another one; on paper with its address.

    A file that was sent alone, and a page, still tell where to look.
    """
    neighbour = toolkit.neighbour(place)
    if neighbour is None:
        return ""
    address = address_elsewhere(toolkit, layout, place) or ""
    if layout.info.interactive or neighbour.published_at is None:
        return neighbour.title
    return f"{neighbour.title}, {addresses.shown(address.partition('#')[0])}"


_AFTER_HOST = ("/", "?", "#")


def written_after(
    text: str, layout: Layout, page_of: Callable[[str], int | None]
) -> Callable[[str], str]:
    """What to write after a link in ``text``, by its address; nothing where it can be clicked.

    Where the words of the link are the address or begin it, only the rest of that is written.

    :param page_of: gives the page of a destination, from 1, if the layout has it.
    """
    if layout.info.interactive:
        return lambda _address: ""
    links = prose.links(text)

    def written(address: str) -> str:
        scheme, _, name = address.partition(":")
        if scheme == SCHEME:
            number = page_of(name)
            return "" if number is None else f" ({reference(number, layout.labels)})"
        shown = addresses.shown(address)
        words = {each for found, each in links if found == address}
        if shown in words:
            return ""
        # From right to left, the rest of an address would stand on the other side of its beginning.
        is_ltr = layout.locale.direction == "ltr"
        begin = words.pop() if len(words) == 1 and is_ltr else ""
        rest = shown.removeprefix(begin)
        return rest if begin and rest[:1] in _AFTER_HOST and rest != shown else f" ({shown})"

    return written
