"""The words of the page, for its template and for its script."""

from cardprint.edit.words import FORM_WORDS
from cardprint.messages.catalogue import Message, tell

WORDS: dict[str, Message] = {
    **FORM_WORDS,
    "preview": tell("Preview"),
    "toolkit": tell("Toolkit"),
    "layout": tell("Layout"),
    "theme": tell("Theme"),
    "own_theme": tell("as in the toolkit"),
    "pages": tell("Pages"),
    "page": tell("Page {number}", number="{number}"),
    "page_titled": tell("Page {number}: {title}", number="{number}", title="{title}"),
    "skip": tell("To the pages"),
    "making": tell("making pages…"),
    "checking": tell("checking…"),
    "verified": tell("verified"),
    "wrong": tell("not right yet"),
    "broken": tell("a bug: see the terminal"),
    "lost": tell("no connection"),
    "ended": tell("The preview has ended. Start it again with: cardprint preview"),
    "problems": tell("Mistakes"),
    "stale": tell("You see the last good pages."),
    "remarks": tell("Remarks"),
    "no_remarks": tell("No remarks."),
    "elsewhere": tell("Not about one page"),
    "open": tell("Open in the editor"),
    "smaller": tell("Smaller"),
    "larger": tell("Larger"),
    "fit": tell("As wide as the window"),
    "full_screen": tell("Full screen"),
    "accepted": tell("As accepted"),
    "no_accepted": tell("Nothing has been accepted in this layout"),
    "was_accepted": tell("This is the accepted page"),
    "close": tell("Close"),
    "keyboard": tell("Keys"),
    "key_next": tell("The next page"),
    "key_previous": tell("The page before"),
    "key_zoom": tell("Larger, smaller, as wide as the window"),
    "key_accepted": tell("The page as it was accepted"),
    "small_pages": tell("Small pages"),
    "changed": tell("page {number} has changed", number="{number}"),
    "waiting": tell("This page is being made"),
}
"""By the name in the template and the script, which fills in ``{number}`` and ``{title}``."""


def words_in(language: str) -> dict[str, str]:
    """All the words in a language."""
    return {name: message.in_language(language) for name, message in WORDS.items()}
