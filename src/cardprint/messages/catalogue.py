"""What the program says, in English where it is written and in other languages where it is read.

A message is written as ``tell("unknown option '{name}'", name=name)``. Babel collects the English
texts from the source; ``messages/nl.po`` holds the Dutch ones. A message travels as it was written,
through caches and other processes, and is put into a language only when it is shown.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Any, Self

ENGLISH = "en"
_FOLDER = Path(__file__).parent


class Message(str):
    """A text for people: itself in English, and in another language by :meth:`in_language`."""

    __slots__ = ("plural", "template", "values")
    template: str
    """The English text with its blanks: ``unknown option '{name}'``."""
    plural: str
    """Likewise for more than one ``{n}``; empty where nothing is counted."""
    values: dict[str, object]
    """What fills the blanks; messages among them are put into the same language."""

    def __new__(cls, template: str, values: dict[str, object], plural: str = "") -> Self:
        """Fill the blanks in English."""
        chosen = plural if plural and values["n"] != 1 else template
        message = super().__new__(cls, _filled(chosen, values, ENGLISH))
        message.template, message.plural, message.values = template, plural, values
        return message

    def __reduce__(self) -> tuple[type[Self], tuple[str, dict[str, object], str]]:
        """Cross process borders with the blanks and what fills them."""
        return type(self), (self.template, self.values, self.plural)

    def in_language(self, language: str) -> str:
        """The message in a language that :func:`languages` names."""
        if language == ENGLISH:
            return str(self)
        known = _translations(language)
        if self.plural:
            count: Any = self.values["n"]
            template = known.ngettext(self.template, self.plural, count)
        else:
            template = known.gettext(self.template)
        return _filled(template, self.values, language)


def tell(template: str, /, **values: object) -> Message:
    """A message with blanks; Babel knows it by this function's name."""
    return Message(template, values)


def tell_count(template: str, plural: str, /, n: int, **values: object) -> Message:
    """A message about ``n`` things: ``tell_count("{n} page", "{n} pages", n)``."""
    return Message(template, {"n": n, **values}, plural)


def plain(text: object) -> Message:
    """A message that is the same in every language: a name, or the words of a library."""
    return Message("{text}", {"text": text})


def together(messages: Iterable[str], between: str = " ") -> Message:
    """Several messages joined into one."""
    found = [*messages]
    blanks = (f"{{part{i}}}" for i in range(len(found)))
    return Message(between.join(blanks), {f"part{i}": each for i, each in enumerate(found)})


_spoken = ENGLISH


def speak(language: str) -> None:
    """Show every message in this language from now on."""
    global _spoken  # noqa: PLW0603  # one process speaks one language
    _spoken = language


def spoken_language() -> str:
    """The language that messages are shown in."""
    return _spoken


def spoken(text: str) -> str:
    """The text to show: a message in the chosen language, anything else as it is."""
    return text.in_language(_spoken) if isinstance(text, Message) else text


def languages() -> tuple[str, ...]:
    """The languages that messages are written in."""
    return (ENGLISH, *sorted(file.stem for file in _FOLDER.glob("*.po")))


def _filled(template: str, values: dict[str, object], language: str) -> str:
    """The text with its blanks filled in, in one pass: braces in the values are plain text."""
    return "".join(
        before if name is None else before + _shown(values[name], language)
        for before, name, _, _ in Formatter().parse(template)
    )


def _shown(value: object, language: str) -> str:
    if isinstance(value, Message):
        return value.in_language(language)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, language)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return ", ".join(_shown(each, language) for each in value)
    return str(value)


def _number(value: float, language: str) -> str:
    """A number as the language writes it; most are small, and the same in all of them."""
    if isinstance(value, int) and abs(value) < 1000:  # noqa: PLR2004  # no groups of digits
        return str(value)
    if language == ENGLISH:
        return f"{value:,}" if isinstance(value, int) else f"{value:g}"
    from babel.numbers import format_decimal

    return format_decimal(value, locale=language)


@cache
def _translations(language: str) -> gettext.NullTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (_FOLDER / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
