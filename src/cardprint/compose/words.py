"""Words of a composed sheet: where a line may end in them, and in which language they are.

A reader takes a hyphen at the end of a line for one that the line break brought, and drops it.
So a word that has a hyphen of its own stays on one line, and an address is never hyphenated.
Both hold for every text, of whatever template; so it is the finished HTML that is gone through.
"""

import re
from html import escape, unescape

from cardprint.text.addresses import ADDRESS, pieces
from cardprint.text.terms import Terms, TermsIn

NO_BREAK, BREAK = "\N{WORD JOINER}", "\N{ZERO WIDTH SPACE}"
FROM_LEFT = "\N{LEFT-TO-RIGHT MARK}"

LONGEST_WHOLE = 12
"""A longer word with a hyphen, in letters, does not fit a narrow column: it may be broken there."""
SHORT_PIECE = 2
"""A piece of so many letters never stands alone on a line, as the C of "C-persoonlijkheid"."""

_PIECES = re.compile(
    r"<!--.*?-->"
    r"|<(style|script|title|svg|textarea|select|button)\b.*?</\1\s*>"
    r"""|<[/!a-z](?:[^>"']|"[^"]*"|'[^']*')*>"""
    r"|(?P<text>[^<]+|<)",
    re.DOTALL | re.IGNORECASE,
)
_COMPOUND = re.compile(r"(?<!\w)\w++(?:-\w++)+")
_HYPHEN = re.compile(r"(\w+)-(?=(\w+))")
_ADDRESS_STYLE = "hyphens: none; overflow-wrap: break-word"


class Words:
    """Sets the words of sheets, for one toolkit."""

    def __init__(self, terms: TermsIn, direction: str = "ltr") -> None:
        self._terms = Terms(terms)
        self._mark = FROM_LEFT if direction == "rtl" else ""

    def mended(self, html: str) -> str:
        """The sheet with each of its words set as it should be."""
        return _PIECES.sub(self._piece, html)

    def _piece(self, found: re.Match[str]) -> str:
        text = found["text"]
        return found[0] if text is None or text.isspace() else self._text(unescape(text))

    def _text(self, text: str) -> str:
        parts, end = [], 0
        for language, start, stop in self._terms.found(text):
            parts += [self._set(text[end:start]), f'<span lang="{language}">']
            parts += [self._set(text[start:stop]), "</span>"]
            end = stop
        return "".join([*parts, self._set(text[end:])])

    def _set(self, text: str) -> str:
        """A text as HTML, its addresses and words with hyphens set."""
        parts, end = [], 0
        for found in ADDRESS.finditer(text):
            parts += [_kept(text[end : found.start()]), _address(found[0], self._mark)]
            end = found.end()
        return "".join([*parts, _kept(text[end:])])


def _address(address: str, mark: str) -> str:
    """An address that breaks after a sign, and nowhere with a hyphen.

    :param mark: around each of its pieces; signs and digits at the ends of lines follow it.
    """
    broken = BREAK.join(f"{mark}{piece}{mark}" for piece in pieces(address))
    broken = broken.replace("-", f"-{NO_BREAK}")
    return f'<span style="{_ADDRESS_STYLE}">{escape(broken, quote=False)}</span>'


def _kept(text: str) -> str:
    return escape(_COMPOUND.sub(_whole, text), quote=False)


def _whole(found: re.Match[str]) -> str:
    """A word with hyphens that stays whole, or is broken between long pieces only."""
    if len(found[0]) <= LONGEST_WHOLE:
        return found[0].replace("-", f"-{NO_BREAK}")
    return _HYPHEN.sub(_joint, found[0])


def _joint(found: re.Match[str]) -> str:
    is_short = min(len(found[1]), len(found[2])) <= SHORT_PIECE
    return f"{found[1]}-{NO_BREAK if is_short else ''}"
