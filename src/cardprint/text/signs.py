"""Signs that text brings along from Word, e-mail and Markdown, and that would be printed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cardprint.messages.catalogue import Message, tell
from cardprint.text import prose

_GUIDE = tell("see the guide for editors on bold, links, lists and dashes")
_DASHES = tell("begin each line of a list with a dash and a space, in a text after |")
_PLAIN = tell("this is plain text: remove the signs")


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign to look for, and what to write instead."""

    pattern: re.Pattern[str]
    remedy: Message
    as_read: bool = False
    """Whether to look for it in the words that a reader sees, without bold and links."""
    in_prose: bool = True
    in_plain: bool = True


def _sign(pattern: str, remedy: Message, **where: bool) -> Sign:
    return Sign(re.compile(pattern, re.MULTILINE), remedy, **where)


_TAGS = "b|i|u|em|strong|br|p|a|span|div|ul|ol|li|h[1-6]|sup|sub|font|table|tr|td"

WRONG = (
    # Markup that did not work: half a link, stars, the dashes of a list folded into one line.
    _sign(r"\]\(|\*\*|__| - ", _GUIDE, as_read=True),
    _sign(r"^#{1,6} ", tell("write a heading in 'heading:', not in a text")),
    _sign(r"^[ \t]*(?:-[ \t]+)?[•·▪●◦‣○■□][ \t]*", _DASHES),
    _sign(r"\S +• ", _DASHES, in_plain=False),
    _sign(r"^\|.*\|[ \t]*$|\|[ \t]*:?-{2,}", tell("write the table as a list or as sentences")),
    _sign(r"^(?:-{3,}|\*{3,}|_{3,}|={3,})[ \t]*$", tell("leave a line empty instead")),
    _sign(r"(?<![\w*])\*(?=[^\s*])[^*\n]*(?<!\s)\*(?![\w*])", _PLAIN, in_prose=False),
    _sign(r"(?<!\w)_(?=[^\s_])[^_\n]*(?<!\s)_(?!\w)", _PLAIN, in_prose=False),
    _sign(
        r"\]\{lang=[^\s{}]*\}",
        tell("this is plain text: name the words under terms_in in toolkit.yaml"),
        in_prose=False,
    ),
    _sign(r"~~", tell("remove the signs; text cannot be struck through"), as_read=True),
    _sign(r"!\[", tell("put a picture in the 'picture:' of a section")),
    _sign(rf"(?i:</?(?:{_TAGS})\b[^<>]*>)", tell("write **two stars** for bold, not HTML")),
    _sign(r"&(?:[a-zA-Z]+\d?|#\d+|#x[0-9a-fA-F]+);", tell("write the character itself")),
)
"""Signs that are never meant to be printed."""

DOUBTFUL = (
    _sign(r"^> ?", tell("write it in words, such as 'more than'; put a quotation in quotes")),
    _sign(r"^[ \t]*[–—][ \t]", _DASHES),
    _sign(r"^o[ \t]+\S[^\n]*\n+o[ \t]+(?=\S)", _DASHES, in_plain=False),
    _sign(r"`", tell("write a quotation mark, or remove it"), as_read=True),
)
"""Signs that may be meant, but mostly are not."""


def found(text: str, *, is_prose: bool, among: tuple[Sign, ...]) -> Iterator[tuple[str, Message]]:
    """Each sign that stands in a text, as it stands there first, with its remedy."""
    read = "\n".join(prose.runs(text)) if is_prose else text
    for sign in among:
        if sign.in_prose if is_prose else sign.in_plain:
            match = sign.pattern.search(read if sign.as_read else text)
            if match:
                yield match[0].strip(), sign.remedy


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A number at the beginning of a line that would be printed as another number."""

    typed: str
    printed: str


def renumbered(text: str) -> Iterator[Renumbered]:
    """The numbers of lists that do not count from 1, such as that of ``2026. Dat was``."""
    for numbers in prose.numbered_lists(text):
        for place, typed in enumerate(numbers, 1):
            if typed != str(place):
                yield Renumbered(typed, str(place))
                break
