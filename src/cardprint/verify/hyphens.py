"""A hyphen that a line break added is not read as one of the word; a word's own hyphens are."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pikepdf import Object

from cardprint.errors import Problem
from cardprint.messages.catalogue import tell
from cardprint.text import prose
from cardprint.verify.said import Expected
from cardprint.verify.shown import Piece
from cardprint.verify.tagged import INLINE
from cardprint.verify.texts import Texts

_OTHER = re.compile(r"[^\w-]|_")


def check_hyphens(texts: Texts, pages: Sequence[Sequence[Piece]]) -> Iterator[Problem]:
    """Every text whose letters are on its page, but not with the hyphens that it has.

    :param pages: in the order in which a reader turns them, or the sides of folded sheets.
    """
    if texts.layout.locale.direction == "rtl":
        yield from _check_counts(texts, pages)
        return
    written = [_spelled("".join(piece.text for piece in page)) for page in pages]
    loose = [page.replace("-", "") for page in written]
    folded = texts.layout.info.imposition is not None
    for each in texts.expected:
        span = range(len(written)) if folded else texts.spans[each.destination]
        found = [number for number in span if prose.letters(each.text) in loose[number]]
        if found and not any(_spelled(each.text) in written[number] for number in found):
            yield _misread(each, texts, written[found[0]])


def _check_counts(texts: Texts, pages: Sequence[Sequence[Piece]]) -> Iterator[Problem]:
    """Every text from right to left whose letters are in an element with other hyphens.

    Such text is drawn from the left, in an order that depends on its lines, so that the hyphens are
    counted.
    """
    drawn: dict[tuple[int, int], str] = defaultdict(str)
    for piece in (piece for page in pages for piece in page):
        if piece.element is not None:
            drawn[_paragraph(piece.element).objgen] += piece.text
    counts: dict[str, set[int]] = defaultdict(set)
    for text in drawn.values():
        counts[_bag(text)].add(_spelled(text).count("-"))
    for each in texts.expected:
        found = counts.get(_bag(each.text))
        if found and _spelled(each.text).count("-") not in found:
            yield _misread(each, texts, "")


def _paragraph(element: Object) -> Object:
    """The element itself, or the one around it if it is part of a line."""
    return _paragraph(element.P) if str(element.S) in INLINE else element


def _bag(text: str) -> str:
    return "".join(sorted(prose.letters(text)))


def _spelled(text: str) -> str:
    """The letters, digits and hyphens of a text, without the hyphens that mean a line break."""
    signs = unicodedata.normalize("NFKC", text).replace("\N{HYPHEN}", "-")
    return _OTHER.sub("", signs)


def _misread(expected: Expected, texts: Texts, written: str) -> Problem:
    words = expected.text.split()
    wrong = next((word for word in words if _spelled(word) not in written), expected.text)
    message = tell(
        "{file}, page {page}: '{word}' is read with a hyphen too many or too few",
        file=texts.shown,
        page=texts.spans[expected.destination].start + 1,
        word=wrong,
    )
    hint = tell("write {setting} in the style sheet", setting=r'hyphenate-character: "\2060\2060-"')
    return Problem(expected.place, message, hint)
