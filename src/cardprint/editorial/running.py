"""The texts of a toolkit that are sentences, and how to find words in them."""

import re
from collections.abc import Iterator

from cardprint.load.toolkit import Toolkit
from cardprint.load.wording import texts
from cardprint.model.card import Card
from cardprint.model.fields import TextKind
from cardprint.model.page import Page
from cardprint.storage.source import NodePath

Part = Card | Page | None

Running = tuple[Part, NodePath, str]
"""A text, with the part and the place in it where it stands."""


def running(toolkit: Toolkit) -> Iterator[Running]:
    """The texts that are sentences, not names."""
    for part, path, text, kind in texts(toolkit):
        if kind is not TextKind.TITLE:
            yield part, path, text


def whole(words: str) -> str:
    """A pattern for some words that are not a piece of longer ones; they may start a sentence.

    What begins or ends with another sign than a letter (``C++``) has its own borders.
    """
    before = r"(?<!\w)" if re.match(r"\w", words) else ""
    after = r"(?!\w)" if re.search(r"\w$", words) else ""
    first, rest = re.escape(words[:1]), re.escape(words[1:])
    return f"{before}(?i:{first}){rest}{after}"
