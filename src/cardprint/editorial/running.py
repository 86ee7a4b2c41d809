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
"""A text with its part, and its path in that part."""

ADDRESS = re.compile(
    r"(?:https?://|www\.)\S*[^\s.,;:!?)]|\S+@\S+\.\w+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b(?:/\S*\w)?"
)
"""A web or e-mail address, without the punctuation that ends a sentence."""


def running(toolkit: Toolkit) -> Iterator[Running]:
    """The texts that are sentences, not names."""
    for part, path, text, kind in texts(toolkit):
        if kind is not TextKind.TITLE:
            yield part, path, text


def whole(words: str) -> str:
    """A pattern for whole words, not a part of longer ones; they may start a sentence.

    Words that begin or end with a sign other than a letter (``C++``) need no border there.
    """
    before = r"(?<!\w)" if re.match(r"\w", words) else ""
    after = r"(?!\w)" if re.search(r"\w$", words) else ""
    first, rest = re.escape(words[:1]), re.escape(words[1:])
    return f"{before}(?i:{first}){rest}{after}"
