"""The small Markdown of the card data: paragraphs, lists, bold and links; HTML is plain text."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

LINK_SCHEMES = ("https", "http", "mailto", "tel", "cardprint")


@dataclass(frozen=True, slots=True)
class Run:
    """The words of one paragraph or list item, without markup."""

    text: str


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False})
    parser.enable(["list", "emphasis", "link", "escape"])
    # Every address is let through here so that the loader can name the ones that are not allowed.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def inline_tokens(text: str) -> Iterator[Token]:
    """Every inline token of ``text``, in order."""
    for token in _parser().parse(text):
        yield from token.children or ()


def links(text: str) -> list[tuple[str, str]]:
    """The address and the visible words of every link."""
    found, tokens = [], list(inline_tokens(text))
    for i, token in enumerate(tokens):
        if token.type == "link_open":
            words = []
            for inner in tokens[i + 1 :]:
                if inner.type == "link_close":
                    break
                words.append(inner.content)
            found.append((str(token.attrGet("href") or ""), "".join(words)))
    return found


def uses_italics(text: str) -> bool:
    """Whether ``text`` has single stars or underscores that Markdown reads as italics."""
    return any(token.type == "em_open" for token in inline_tokens(text))


def runs(text: str) -> list[str]:
    """The words of each paragraph and list item, as the reader sees them."""
    found = []
    for token in _parser().parse(text):
        if token.type == "inline":
            found.append(
                "".join(
                    child.content if child.type != "softbreak" else " "
                    for child in token.children or ()
                )
            )
    return found


def plain(text: str) -> str:
    """``text`` without markup, paragraphs apart by a space."""
    return " ".join(runs(text))


def html(text: str) -> str:
    """``text`` as HTML; everything that is not the small Markdown is escaped."""
    return str(_parser().render(text))


def letters(text: str) -> str:
    """Only the letters and digits of ``text``, so that line breaks and hyphens cannot matter."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))
