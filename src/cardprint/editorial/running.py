"""The texts of a toolkit that are sentences, and how to find words in them."""

import re
from collections.abc import Iterator

from cardprint.load.content import texts
from cardprint.load.toolkit import Toolkit
from cardprint.model.card import Card
from cardprint.model.page import Page
from cardprint.storage.source import NodePath

Part = Card | Page | None

Running = tuple[Part, NodePath, str]
"""A text, with the part and the place in it where it stands."""

# Texts that are names, and keep the words of what they name; and those that are dates or numbers.
_NAMES = {"title", "short_title", "nav_title", "heading", "subheading", "name", "label", "term"}
_FIGURES = {"version", "published", "review_by"}


def running(toolkit: Toolkit) -> Iterator[Running]:
    """The texts that are sentences, not names."""
    for part, path, text, _ in texts(toolkit):
        if not (_NAMES | _FIGURES) & {str(step) for step in path}:
            yield part, path, text


def whole(words: str) -> str:
    """A pattern for some words that are not a piece of longer ones; they may start a sentence.

    What begins or ends with another sign than a letter (``C++``) has its own borders.
    """
    before = r"(?<!\w)" if re.match(r"\w", words) else ""
    after = r"(?!\w)" if re.search(r"\w$", words) else ""
    first, rest = re.escape(words[:1]), re.escape(words[1:])
    return f"{before}(?i:{first}){rest}{after}"
