"""Each text on its own: its characters and signs, the length of its words, its links."""

import unicodedata
from collections.abc import Callable, Iterator

from cardprint.errors import Problem, nearest
from cardprint.load.toolkit import Toolkit
from cardprint.load.validate import lost
from cardprint.messages.catalogue import Message, tell
from cardprint.model.card import Card
from cardprint.model.fields import TextKind
from cardprint.model.languages import is_known
from cardprint.model.page import Page
from cardprint.model.texts import texts_of
from cardprint.storage.source import NodePath
from cardprint.text import addresses, prose
from cardprint.text.signs import WRONG, found, renumbered

Report = Callable[[Problem], None]
Part = Card | Page | None

MAX_WORD = 60
"""Letters in a word that still fits a column of the grid; the longest Dutch words have 50."""

_MARK = tell("write [words]{{lang=en}}")

MAX_PROSE_WORDS = 1_500
"""Words in a text; a longer one is a chapter and needs headings."""

_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}

_JOINERS = "\u200c\u200d\u200e\u200f\u061c"
"""Signs that right-to-left languages need in spelling: they join letters or keep them apart, and
set the side of a comma or bracket. Unlike overrides, they cannot hide anything."""


def texts(toolkit: Toolkit) -> Iterator[tuple[Part, NodePath, str, TextKind]]:
    """Every text of the toolkit: its part, its path, its words and its kind."""
    for part in (None, *toolkit.parts):
        for path, text, kind in texts_of(part or toolkit.info):
            yield part, path, text, kind


def check_wording(toolkit: Toolkit, report: Report, *, complete: bool) -> None:
    """Report everything in a text that cannot be printed as it was meant.

    :param complete: whether every part could be read; if not, a link to an unknown place may still
        be right.
    """
    for part, path, text, kind in texts(toolkit):
        if comment := toolkit.comment(part, path):
            report(lost(*comment))
        is_prose = kind is TextKind.PROSE
        checks = [
            findings(text, toolkit.locale.direction, is_prose=is_prose),
        ]
        if kind is TextKind.PROSE:
            checks.append(_check_prose(text))
            if complete:
                checks.append(_check_links(toolkit, text))
        if path[2:3] != ("answers",):
            checks.append(_check_length(text))
        for check in checks:
            for fragment, message, hint in check:
                report(Problem(toolkit.find(part, path, fragment), message, hint))


Findings = Iterator[tuple[str, Message, Message]]
"""For each finding: the piece of text, what is wrong with it, and the remedy."""


def findings(text: str, direction: str, *, is_prose: bool = False) -> Findings:
    """The characters, words and signs in a text that cannot be printed as they were meant."""
    yield from _check_characters(text, direction)
    yield from _check_words(text)
    yield from _check_signs(text, is_prose=is_prose)


def _check_characters(text: str, direction: str) -> Findings:
    hint = tell("remove it; text is set from left to right")
    if direction == "rtl":
        text = text.translate(dict.fromkeys(map(ord, _JOINERS)))
        hint = tell("remove it; letters have a direction of their own")
    for character in dict.fromkeys(text):
        if character == "\t":
            remedy = tell("write a space; begin each line of a list with a dash and a space")
            yield character, tell("there is a tab in the text"), remedy
        elif unicodedata.category(character) in _INVISIBLE and character != "\n":
            name = unicodedata.name(character, "control character").lower()
            code = f"U+{ord(character):04X}"
            message = tell("invisible character {code} ({name})", code=code, name=name)
            yield character, message, hint


def _check_words(text: str) -> Findings:
    for word in dict.fromkeys(prose.plain(text).split()):
        if max(map(len, addresses.pieces(word))) > MAX_WORD:
            message = tell(
                "a word of {letters} letters does not fit in a column: {word}…",
                letters=len(word),
                word=word[:20],
            )
            yield (
                word[:MAX_WORD],
                message,
                tell("split it; at most {limit} letters", limit=MAX_WORD),
            )


def _check_length(text: str) -> Findings:
    if (count := len(prose.plain(text).split())) > MAX_PROSE_WORDS:
        hint = tell("at most {limit}; split it over sections", limit=MAX_PROSE_WORDS)
        yield "", tell("the text has {count} words", count=count), hint


def _check_signs(text: str, *, is_prose: bool) -> Findings:
    for sign, remedy in found(text, is_prose=is_prose, among=WRONG):
        yield sign, tell("'{sign}' would be printed as it stands", sign=sign), remedy


def _check_prose(text: str) -> Findings:
    if prose.uses_italics(text):
        hint = tell("write **two stars** for bold")
        yield "*" if "*" in text else "_", tell("italics are not used here"), hint
    if not prose.letters(prose.plain(text)):
        yield "", tell("the text has no words"), tell("write the text")
    if "+" in prose.list_markers(text):
        message = tell("the '{sign}' at the beginning of a line would not be printed", sign="+")
        yield "+", message, tell("write it in words; begin each line of a list with a dash")
    yield from _check_passages(text)
    for number in renumbered(text):
        message = tell(
            "a line that begins with '{typed}.' becomes item {printed} of a numbered list",
            typed=number.typed,
            printed=number.printed,
        )
        hint = tell("number lists 1, 2, 3; begin a sentence with a word")
        yield number.typed, message, hint


def _check_passages(text: str) -> Findings:
    """Words in another language: the language is known, and the mark is whole."""
    for language, words in prose.passages(text):
        if not is_known(language):
            message = tell("'{language}' is no language", language=language)
            yield f"lang={language}", message, tell("write 'en', 'de', 'fr'…")
        elif not prose.letters(words):
            yield "{lang", tell("no words are marked as '{language}'", language=language), _MARK
    if "{lang" in prose.plain(text):
        yield "{lang", tell("the mark of a language would be printed as it stands"), _MARK


def _check_links(toolkit: Toolkit, text: str) -> Findings:
    for address, words in prose.links(text):
        scheme, _, name = address.partition(":")
        if scheme not in prose.LINK_SCHEMES:
            hint = tell("use https://…, mailto:…, tel:… or cardprint:page/NAME")
            yield address, tell("link to '{address}' is not allowed", address=address), hint
        elif not prose.letters(words):
            message = tell("link to '{address}' has no words", address=address)
            yield address, message, tell("write [words](address)")
        elif scheme == "cardprint" and name not in toolkit.titles:
            message = tell("link to unknown place '{place}'", place=name)
            yield address, message, nearest(name, toolkit.titles)
