"""What replaces a link on paper: a page number, or the address in full."""

from collections.abc import Callable, Mapping

from cardprint.compose.targets import SCHEME
from cardprint.load.layout import Layout
from cardprint.text import addresses, prose
from cardprint.text.blanks import filled


def reference(number: int, labels: Mapping[str, str]) -> str:
    """``page 12``."""
    return filled(labels["reference"], {"number": number})


def written_after(
    text: str, layout: Layout, page_of: Callable[[str], int | None]
) -> Callable[[str], str]:
    """What to write after a link in ``text``, by its address; nothing where it can be clicked.

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
        return (
            "" if shown in {words for found, words in links if found == address} else f" ({shown})"
        )

    return written
