"""Whether what is read on a page is what was written: only what layout may change is forgiven.

Layout breaks lines, hyphenates words and chooses the kind of white space. It never adds, takes away
or changes a letter, a digit, a sign or a unit: ``3-5`` is not ``35``, and ``< 18`` is not ``18``.
"""

import re
import unicodedata
from collections.abc import Sequence

# Soft hyphens, joiners and signs that steer the direction: they have no shape of their own.
_INVISIBLE = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF])
_INVISIBLE |= dict.fromkeys([0x61C, *range(0x2066, 0x206A), 0])
# Vowels above and below the letters of Hebrew and Arabic: readers of PDF lose their places.
_VOWELS = (*range(0x591, 0x5C8), *range(0x610, 0x61B), *range(0x64B, 0x660), 0x670)
_INVISIBLE |= dict.fromkeys(code for code in _VOWELS if unicodedata.category(chr(code)) == "Mn")
_HYPHENS = dict.fromkeys([0x2010, 0x2011], "-")
# A hyphen at the end of a line, as readers of PDF give it where they see that the word goes on.
_AT_LINE_END = re.compile("[\u00ad\u0002\ufffe]\\s*$")
_SHAPES = re.compile("[\ufb00-\ufb06\ufb1d-\ufdff\ufe70-\ufefc]")
_FRACTION = re.compile("[\u00bc-\u00be\u2150-\u215e]")
_SPACE = re.compile(r"\s+")
_GLUE = re.compile(r"(?<![^\W_])\s+|\s+(?![^\W_])")
_ADDRESS = re.compile(r"\w[./@]\w")
_BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")

Spot = tuple[int, int]
"""A line, from 0, and a place in it."""


def normal(text: str) -> str:
    """A text with one kind of white space and of hyphen, without what cannot be seen.

    Letters are composed, and shapes for several letters, for a fraction or for a place in a word
    are those letters and digits; nothing else is made alike: a superscript stays one.
    """
    if text.isascii():
        return " ".join(text.split())
    plain = _SHAPES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    # A font may set "1/2" as one sign; 1½ is 1 1/2, and never 11/2.
    plain = _FRACTION.sub(lambda found: f" {unicodedata.normalize('NFKC', found[0])}", plain)
    plain = plain.replace("\u2044", "/")
    composed = unicodedata.normalize("NFC", plain.translate(_HYPHENS))
    return _SPACE.sub(" ", composed.translate(_INVISIBLE)).strip()


def line(text: str) -> str:
    """A line as it was read; a hyphen at its end is one, whichever way it is told."""
    return normal(_AT_LINE_END.sub("-", text))


def joined(lines: Sequence[str]) -> str:
    """The text of some lines; words that are broken over two of them are whole again."""
    text = ""
    for each in lines:
        broken = text.endswith("-") and text[-2:-1].isalpha() and each[:1].islower()
        text = text[:-1] + each if broken else f"{text} {each}" if text else each
    return text


def key(text: str) -> str:
    """The same for two texts that differ in nothing but where their lines are broken.

    Where a word with a hyphen of its own is broken, nobody can tell that hyphen from another.
    """
    return _BETWEEN_LETTERS.sub("", _GLUE.sub("", normal(text)))


def follow(said: str, lines: Sequence[str], spot: Spot) -> Spot | None:
    """Where ``said`` ends that begins at a place in some lines; nothing where it is not all there.

    :param said: as :func:`normal` gives it.
    :param lines: as :func:`line` gives each.
    """
    number, start = spot
    done = 0
    while number < len(lines):
        rest = lines[number][start:]
        left = len(said) - done
        if len(rest) >= left and rest.startswith(said[done:]):
            end = rest[left : left + 1]
            return None if _in_a_word(said[-1:], end) else (number, start + left)
        if said.startswith(rest, done):
            done += len(rest)
            if said[done] == " ":
                done += 1
            elif _in_a_word(said[done - 1], said[done]) and not _in_an_address(said, done):
                return None
        elif rest.endswith("-") and said.startswith(rest[:-1], done):
            done += len(rest) - 1
            if not _in_a_word(said[done - 1], said[done]):
                return None
        else:
            return None
        number, start = number + 1, 0
    return None


def _in_an_address(text: str, place: int) -> bool:
    """Whether a place is in an address, which is broken anywhere when no line is long enough."""
    start, end = text.rfind(" ", 0, place) + 1, text.find(" ", place)
    return bool(_ADDRESS.search(text[start : end if end >= 0 else None]))


def _in_a_word(before: str, after: str) -> bool:
    """Whether a line can be broken between two characters only with a hyphen.

    Scripts without spaces between their words are broken without one, too.
    """
    wide = any(unicodedata.east_asian_width(c) in "WF" for c in before + after)
    return before.isalnum() and after.isalnum() and not wide
