"""The grammar of names: of destinations, of elements in templates, and of files.

===========================  ====================================================================
``cover``                    the first page; like the two below, not made from a file
``evidence``                 what the data gives evidence for
``notes/1``                  pages to write on
``page/ID``                  a page of prose
``card/ID``, ``card/ID/2``   the choose pages of a card
``overview/CARD``            all the answers of a card
``option/CARD/OPTION``       one option with its answers
``number/3``                 a page by its number, from 1
===========================  ====================================================================

A name is the ``id`` of an element in a template and a named destination of the PDF. Elements whose
id begins with ``area-`` are no destinations: a link inside them fills them. A sheet is named after
its part and its place in it, ``card/ID#2``; a cell after what it answers, ``CARD/OPTION/QUESTION``.
"""

from collections.abc import Mapping
from urllib.parse import quote

COVER, EVIDENCE, NOTES = "cover", "evidence", "notes"
_PAGE, _CARD, _OVERVIEW, _OPTION = "page/", "card/", "overview/", "option/"
_NOTES, _NUMBER, _AREA = f"{NOTES}/", "number/", "area-"
_OF_CARD = (_CARD, _OVERVIEW, _OPTION)

PLACE_PATTERN = r"(page|card|option|overview)/[a-z0-9-]+(/[a-z0-9-]+)?"
"""The names that data may refer to."""


def page(page_id: str) -> str:
    """The name of a page of prose."""
    return _PAGE + page_id


def card(card_id: str, number: int = 1) -> str:
    """The name of a card's choose page, the first unless given."""
    return f"{_CARD}{card_id}" + (f"/{number}" if number > 1 else "")


def overview(card_id: str) -> str:
    """The name of the page with all the answers of a card."""
    return _OVERVIEW + card_id


def option(card_id: str, option_id: str) -> str:
    """The name of an option's own place."""
    return f"{_OPTION}{card_id}/{option_id}"


def numbered(number: int) -> str:
    """The name of a page by its number, from 1."""
    return f"{_NUMBER}{number}"


def notes(number: int) -> str:
    """The name of a page to write on, from 1."""
    return f"{_NOTES}{number}"


def area(*parts: object) -> str:
    """The id of an element that is filled by the link inside it."""
    return _AREA + "-".join(map(str, parts))


def cell(card_id: str, option_id: str, question_id: str) -> str:
    """The name of an answer in a grid."""
    return f"{card_id}/{option_id}/{question_id}"


def sheet(part: str, number: int) -> str:
    """The name of a sheet: the name of its part and its place in it, from 1."""
    return f"{part}#{number}"


def part_of_sheet(name: str) -> str:
    """The part that a sheet belongs to."""
    return name.partition("#")[0]


def slot_title(slot: str = "") -> str:
    """The title of a tag that may differ from edition to edition, of its value if named."""
    return f"slot {slot}".strip()


def is_slot(title: str) -> bool:
    """Whether a tag with this title may differ from edition to edition."""
    return title.partition(" ")[0] == "slot"


def is_numbered(name: str) -> bool:
    """Whether a destination is a page by its number, which every page has."""
    return name.startswith(_NUMBER)


def is_content(name: str) -> bool:
    """Whether a part of the toolkit begins at a destination."""
    return name in (COVER, EVIDENCE) or name.startswith((_NOTES, _PAGE, *_OF_CARD))


def is_area(name: str) -> bool:
    """Whether an element is an area for a link, not a destination."""
    return name.startswith(_AREA)


def is_page(name: str) -> bool:
    """Whether a destination is a page of prose."""
    return name.startswith(_PAGE)


def card_of(name: str) -> str:
    """The id of the card that a destination belongs to, or an empty text."""
    kind, _, rest = name.partition("/")
    return rest.partition("/")[0] if f"{kind}/" in _OF_CARD else ""


def is_option_of(card_id: str, name: str) -> bool:
    """Whether a destination is an option of a card."""
    return name.startswith(option(card_id, ""))


def owner(name: str) -> str:
    """The destination at the beginning of the part that another destination is in."""
    return card(card_of(name)) if card_of(name) else name


def nearest_destination(name: str, known: Mapping[str, object]) -> str | None:
    """``name`` itself or, where the layout does not have it, the nearest destination.

    An option may have a column on the page of its card instead of a page of its own; a card may
    have no page but those of its options.

    :param known: every destination, in the order of the pages.
    """
    near = [name]
    if card_id := card_of(name):
        near += [overview(card_id), card(card_id)]
        near += [each for each in known if is_option_of(card_id, each)]
    return next((each for each in near if each in known), None)


def in_file(folder: str, toolkit: str, layout: str, name: str, translation: str = "") -> str:
    """The address of a destination in the file of a toolkit.

    It is opened there by what takes ``#nameddest=`` from an address, as browsers do; others open
    the file at its first page.

    :param folder: an address that ends with a slash; ``./`` is the folder of the file itself.
    :param translation: as for :func:`file_stem`.
    """
    stem = quote(file_stem(toolkit, layout, translation))
    return f"{folder}{stem}.pdf#nameddest={name}"


def file_stem(toolkit: str, layout: str, translation: str = "") -> str:
    """The name of a file or folder for a toolkit in a layout, without its ending.

    ``ptss-grid-a3-press`` for ``ptss`` in ``grid-a3+press``, and ``ptss-en-grid-a3-press`` for its
    translation into English. In the language that it was written in, the name has no language.
    """
    return "-".join(filter(None, (toolkit, translation, layout.replace("+", "-"))))
