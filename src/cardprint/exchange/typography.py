"""What writing programs put into a text becomes what the house style says.

They curl quotation marks, keep words together, lengthen hyphens and take accents apart. None of
that is a correction, so words that differ in nothing else keep the spelling that they have.
"""

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

from cardprint.exchange.rich import POINT, Paragraph, Rich, Run, tidied
from cardprint.model.locale import Style

NO_BREAK, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
SINGLE = "'‘’‚‛′`´‹›"  # noqa: RUF001  # all of these are meant
DOUBLE = '"“”„‟″«»'
_QUOTES = SINGLE + DOUBLE
_HYPHENS = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}–—\N{MINUS SIGN}"
_SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{FIGURE SPACE}\N{THIN SPACE}\N{EN SPACE}"
_HIDDEN = "\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}\N{WORD JOINER}"
_BULLETS = "•·▪●◦‣○■□"

_FOLDS = str.maketrans(
    dict.fromkeys(_QUOTES, "'") | dict.fromkeys(_HYPHENS, "-") | dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_HIDDEN, "") | {"…": "..."}
)  # fmt: skip
_INNER = re.compile(r"«\s(.*?)\s»")


def folded(text: str) -> str:
    """The text without what is typography alone, to compare it."""
    inner = _INNER.sub(r"«\1»", unicodedata.normalize("NFC", text))
    return re.sub(r"\s+", " ", inner.translate(_FOLDS)).strip()


def alike(one: Rich, other: Rich) -> bool:
    """Whether two texts differ in nothing but typography."""
    return _folded(one) == _folded(other)


def _folded(rich: Rich) -> list[tuple[object, ...]]:
    return [
        (each.mark, each.level, folded(each.text), [(folded(r.text), *r[1:]) for r in each.runs])
        for each in rich
    ]


_TYPED = re.compile(rf"^(?:[{_BULLETS}]|-|–)[ \t{NO_BREAK}]+")


def with_lists(rich: Rich) -> Rich:
    """The paragraphs; one that begins with a bullet that was typed is an item of a list."""
    return tidied(_listed(each) for each in rich)


def _listed(paragraph: Paragraph) -> Paragraph:
    first, *others = paragraph.runs
    found = None if paragraph.mark else _TYPED.match(first.text)
    if not found:
        return paragraph
    runs = (first._replace(text=first.text[found.end() :]), *others)
    return Paragraph(runs, POINT, paragraph.level + 1)


_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


def in_house_style(theirs: Rich, ours: Rich, style: Style) -> Rich:
    """Their text; words that stay are spelled as ours, and new ones as the house style says."""
    found = tidied(
        each._replace(runs=tuple(r._replace(text=_whole(r.text)) for r in each.runs))
        for each in theirs
    )
    spelled = _spelled_as(found, ours)
    return tidied(
        paragraph._replace(runs=_set_right(tokens, style))
        for paragraph, tokens in zip(found, spelled, strict=True)
    )


def _whole(text: str) -> str:
    """The text with whole letters, and without signs that nobody sees."""
    return unicodedata.normalize("NFC", text.translate(dict.fromkeys(map(ord, _HIDDEN))))


_Token = tuple[str, Run, bool]
"""A word or a sign, the looks that it has, and whether it is spelled as in our text."""


def _spelled_as(theirs: Rich, ours: Rich) -> list[list[_Token]]:
    """The words of each paragraph."""
    known = [word for each in ours for word in (*_TOKEN.findall(each.text), "\n")]
    tokens = [_tokens(each) for each in theirs]
    flat = [word for each in tokens for word in (*(token[0] for token in each), "\n")]
    spelled: list[str | None] = [None] * len(flat)
    matcher = SequenceMatcher(None, [*map(_fold, known)], [*map(_fold, flat)], autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        spelled[b : b + size] = known[a : a + size]
    found, at = [], 0
    for each in tokens:
        pairs = zip(each, spelled[at : at + len(each)], strict=True)
        found.append([(same or word, run, same is not None) for (word, run, _), same in pairs])
        at += len(each) + 1
    return found


def _tokens(paragraph: Paragraph) -> list[_Token]:
    return [(word, run, False) for run in paragraph.runs for word in _TOKEN.findall(run.text)]


def _fold(word: str) -> str:
    return word if word == "\n" else word.translate(_FOLDS)


def _set_right(tokens: Sequence[_Token], style: Style) -> tuple[Run, ...]:
    """The runs of a paragraph; its new words in the typography of the house."""
    text = "".join(word for word, _, _ in tokens)
    marks = quotation_marks(text, style)
    runs, at = [], 0
    for word, run, is_kept in tokens:
        new = word if is_kept else "".join(
            _sign(text, at + i, marks, style) for i in range(len(word))
        )  # fmt: skip
        runs.append(run._replace(text=new))
        at += len(word)
    return tuple(runs)


def quotation_marks(text: str, style: Style) -> dict[int, str]:
    """What each quotation mark of a text should be, by its place.

    A single one that opens nothing and closes nothing is an apostrophe.
    """
    opening, closing = style.quotes
    found: dict[int, str] = {}
    opened: list[int] = []
    for i, sign in enumerate(text):
        if sign not in _QUOTES:
            continue
        if sign in SINGLE:
            found[i] = style.apostrophe
        if _opens(text, i):
            opened.append(i)
        elif partner := _partner(text, opened, sign, i):
            del opened[opened.index(partner[0]) :]
            found[partner[0]], found[i] = opening, closing
        elif sign in DOUBLE:
            found[i] = closing
    found |= {i: opening for i in opened if text[i] in DOUBLE}
    return found


def _opens(text: str, i: int) -> bool:
    before = text[i - 1 : i]
    after = text[i + 1 : i + 2]
    if text[i] in "«„‚‹":  # noqa: RUF001  # in Danish and some German they close
        return not after.isspace() or before.isspace() or not before
    return (not before or before.isspace() or before in "([{/-–") and bool(after.strip())


def _partner(text: str, opened: list[int], sign: str, i: int) -> tuple[int] | None:
    """The last opening mark of the same kind; between letters there is only an apostrophe."""
    kind = SINGLE if sign in SINGLE else DOUBLE
    if kind == SINGLE and text[i - 1 : i].isalnum() and text[i + 1 : i + 2].isalnum():
        return None
    same = [each for each in opened if text[each] in kind]
    return (same[-1],) if same else None


def _sign(text: str, i: int, marks: dict[int, str], style: Style) -> str:
    """One letter or sign of a new word as the house style writes it."""
    sign = text[i]
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    if sign in _SPACES:
        return _kept(after) if _is_set_off(text, i + 1, style) else " "
    if sign in _HYPHENS[1:3]:
        return "-"
    new = marks.get(i, sign)
    opening, closing = style.quotes
    if i in marks and closing in style.spaces_before:
        if new == opening and after not in _SPACES:
            return new + NARROW
        if new == closing and before not in _SPACES:
            return NARROW + new
    elif _is_set_off(text, i, style) and before.strip() and before not in ":;!?":
        return _kept(sign) + sign
    return new


def _is_set_off(text: str, i: int, style: Style) -> bool:
    """Whether there is a sign that ends a word and has a space before it."""
    sign, after = text[i : i + 1], text[i + 1 : i + 2]
    return bool(sign) and sign in style.spaces_before and not after.strip(_QUOTES + ")").strip()


def _kept(sign: str) -> str:
    """The space that keeps a sign on its line: a wide one before a colon."""
    return NO_BREAK if sign == ":" else NARROW
