"""Where each text stands in a workbook.

A sheet has names in its first row and in its first column; a text stands where two of them meet. So
it is found again when rows or columns have moved.
"""

from typing import NamedTuple

from cardprint.model import names
from cardprint.storage.source import NodePath

CARD = "card:"
"""The name of the row or column with the texts of the card itself; an option has its id."""
TOOLKIT, PAGES = "toolkit:", "pages:"
"""The names of the sheets that are lists, with one text in a row."""
TEXT = "text:"
"""The name of their only column of texts."""
HIDDEN = "_cardprint"
"""The sheet with what the file carries along."""


class Slot(NamedTuple):
    """The place of a text."""

    sheet: str
    owner: str
    """The option, or :data:`CARD`; in a list :data:`TEXT`."""
    name: str
    """Which of its texts: ``answers/wanneer``."""


def slot_of(part: str, address: NodePath) -> Slot:
    """The place of a text, by its card or page and its address there."""
    steps = [str(step) for step in address]
    if not part.startswith(names.card("")):
        sheet = PAGES if part else TOOLKIT
        return Slot(sheet, TEXT, "/".join((part, *steps)) if part else "/".join(steps))
    if steps[0] == "options":
        return Slot(part, steps[1], "/".join(steps[2:]))
    return Slot(part, CARD, "/".join(steps))
