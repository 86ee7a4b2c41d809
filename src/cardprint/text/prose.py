"""The small Markdown of the card data: paragraphs, lists, bold, links, words in another language.

``[words]{lang=en}`` are words in English. HTML is plain text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import takewhile
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from cardprint.text.addresses import ADDRESS

LINK_SCHEMES = ("https", "http", "mailto", "tel", "cardprint")

# Longer ones, in letters, may be wider than a narrow column, which would break them anywhere.
MAX_KEPT = 14


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False})
    parser.enable(["list", "emphasis", "link", "escape"])
    parser.inline.ruler.before("link", "passage", _passage)
    # Every address passes here, so that the loader can name those that are not allowed.
    parser.validateLink = _allow  # type: ignore[method-assign, assignment]
    return parser


_LANGUAGE = re.compile(r"\{lang=([^\s{}]+)\}")


def _passage(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # as the library calls it
    """Read ``[words]{lang=en}``; a rule of markdown-it, that says whether it has found one."""
    start, most = state.pos, state.posMax
    end = state.md.helpers.parseLinkLabel(state, start) if state.src[start] == "[" else -1
    found = _LANGUAGE.match(state.src, end + 1, most) if end >= 0 else None
    if not found:
        return False
    if not silent:
        state.pos, state.posMax = start + 1, end
        state.push("passage_open", "span", 1).attrSet("lang", found[1])
        state.md.inline.tokenize(state)
        state.push("passage_close", "span", -1)
    state.pos, state.posMax = found.end(), most
    return True


def _allow(_address: str) -> bool:
    return True


@lru_cache(maxsize=4096)  # the texts of some toolkits, each of which many checks read
def _tokens(text: str) -> tuple[Token, ...]:
    """The tokens of ``text``, which nobody may change."""
    return tuple(_parser().parse(text))


def block_tokens(text: str) -> tuple[Token, ...]:
    """The tokens of ``text``, which nobody may change: paragraphs and lists with their lines."""
    return _tokens(text)


def inline_tokens(text: str) -> Iterator[Token]:
    """Every inline token of ``text``, in order."""
    for token in _tokens(text):
        yield from token.children or ()


def links(text: str) -> list[tuple[str, str]]:
    """The address and the visible words of every link."""
    return _marked(text, "link", "href")


def passages(text: str) -> list[tuple[str, str]]:
    """The language and the words of every passage that is marked as being in another one."""
    return _marked(text, "passage", "lang")


def _marked(text: str, kind: str, attribute: str) -> list[tuple[str, str]]:
    """What is noted with each mark of a kind, and the words in it."""
    found, tokens = [], list(inline_tokens(text))
    for i, token in enumerate(tokens):
        if token.type == f"{kind}_open":
            inside = takewhile(lambda each: each.type != f"{kind}_close", tokens[i + 1 :])
            words = "".join(inner.content for inner in inside)
            found.append((str(token.attrGet(attribute) or ""), words))
    return found


def uses_italics(text: str) -> bool:
    """Whether ``text`` has single stars or underscores that Markdown reads as italics."""
    return any(token.type == "em_open" for token in inline_tokens(text))


def runs(text: str, written: Callable[[str], str] = lambda _address: "") -> list[str]:
    """The words of each paragraph and list item, as the reader sees them.

    :param written: what to write after a link on paper; default: nothing.
    """
    return [item.words for item in items(text, written)]


class Item(NamedTuple):
    """A paragraph or an item of a list."""

    number: str
    """As it was typed; nothing in front of a paragraph or a point."""
    words: str
    """As the reader sees them."""
    links: tuple[str, ...]
    """The addresses that it leads to."""


def items(text: str, written: Callable[[str], str] = lambda _address: "") -> list[Item]:
    """Each paragraph and list item.

    :param written: what stands after a link, on paper; nothing unless given.
    """
    found, number = [], ""
    for token in _tokens(text):
        if token.type == "list_item_open":
            number = token.info
        elif children := token.children:
            words = "".join(child.content for child in _with_written(children, written))
            links = (child for child in children if child.type == "link_open")
            addresses = tuple(str(link.attrGet("href")) for link in links)
            found.append(Item(number, words.replace("\n", " "), addresses))
            number = ""
    return found


def _with_written(tokens: list[Token], written: Callable[[str], str]) -> Iterator[Token]:
    """The tokens, and after each link what is written for its address."""
    addresses: list[str] = []
    for token in tokens:
        yield token
        if token.type == "link_open":
            addresses.append(str(token.attrGet("href")))
        elif token.type == "link_close" and (after := written(addresses.pop())):
            yield Token("text", "", 0, content=after)


def numbered_lists(text: str) -> list[list[str]]:
    """The numbers of each numbered list, as they were typed."""
    lists: list[list[str]] = []
    open_lists: list[list[str]] = []
    for token in _tokens(text):
        if token.type in ("ordered_list_open", "bullet_list_open"):
            open_lists.append([])
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            lists.append(open_lists.pop())
        elif token.type == "list_item_open" and token.info:
            open_lists[-1].append(token.info)
    return [numbers for numbers in lists if numbers]


def list_markers(text: str) -> set[str]:
    """The signs that begin the items of lists and are not printed: ``-``, ``*``, ``+``."""
    return {token.markup for token in _tokens(text) if token.type == "bullet_list_open"}


def plain(text: str) -> str:
    """``text`` without markup, with a space between paragraphs."""
    return " ".join(runs(text))


# A telephone number, a web address or an e-mail address.
_FROM_LEFT = re.compile(
    rf"(?<![\w+])(?:\+|0)[\d \xa0()/-]{{6,}}\d|{ADDRESS.pattern}",
    re.ASCII | re.IGNORECASE,
)


def _from_left(tokens: list[Token]) -> Iterator[Token]:
    """The tokens, with telephone numbers and addresses marked as left-to-right.

    Among letters that run from right to left, groups of digits would change places, and a slash at
    the end of an address would come before it. A link is marked as a whole or not at all.
    """
    link: Token | None = None
    for token in tokens:
        if token.type in ("link_open", "link_close"):
            link = token if token.type == "link_open" else None
        if link and _FROM_LEFT.fullmatch(token.content):
            link.attrSet("dir", "ltr")
        yield from [token] if link or token.type != "text" else _set_apart(token.content)


def _set_apart(text: str) -> Iterator[Token]:
    end = 0
    for found in _FROM_LEFT.finditer(text):
        yield Token("text", "", 0, content=text[end : found.start()])
        yield Token("html_inline", "", 0, content='<bdi dir="ltr">')
        yield Token("text", "", 0, content=found[0])
        yield Token("html_inline", "", 0, content="</bdi>")
        end = found.end()
    yield Token("text", "", 0, content=text[end:])


def html(
    text: str,
    target: Callable[[str], str],
    written: Callable[[str], str] = lambda _address: "",
    *,
    right_to_left: bool = False,
) -> str:
    """``text`` as HTML; everything that is not the small Markdown is escaped.

    The last two words of a paragraph stay together, so that it does not end in one short word.

    :param target: turns the address of a link into what its ``href`` should be.
    :param written: what to write after a link on paper; default: nothing.
    :param right_to_left: whether the language is written from right to left.
    """
    tokens = _parser().parse(text)
    for token in tokens:
        children = list(_with_written(token.children or [], written))
        for child in children:
            if child.type == "link_open":
                child.attrSet("href", target(str(child.attrGet("href"))))
        if children and children[-1].type == "text":
            children[-1].content = _keep_last_words(children[-1].content)
        if right_to_left:
            children = list(_from_left(children))
        token.children = children or token.children
    return str(_parser().renderer.render(tokens, _parser().options, {}))


def _keep_last_words(text: str) -> str:
    before, space, last = text.rpartition(" ")
    if not space or len(f"{before.rpartition(' ')[2]} {last}") > MAX_KEPT:
        return text
    return f"{before}\N{NO-BREAK SPACE}{last}"


def letters(text: str) -> str:
    """Only the letters and digits of ``text``, so that line breaks and hyphens do not matter."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))
