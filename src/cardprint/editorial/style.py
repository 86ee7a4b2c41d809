"""Style: spaces, quotation marks and punctuation by the rules of the language."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from cardprint.editorial.model import Remark
from cardprint.editorial.running import ADDRESS, running
from cardprint.errors import Problem
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import Message, tell
from cardprint.model.locale import Style
from cardprint.text import prose

# Spaces that keep a word and the sign beside it on one line.
NARROW = "\N{NARROW NO-BREAK SPACE}"
_KEEPING = "\N{NO-BREAK SPACE}" + NARROW


class _Fault(NamedTuple):
    """A pattern to look for, and the message for it."""

    pattern: re.Pattern[str]
    say: Callable[[str], Message]
    hint: Message


def check_style(toolkit: Toolkit) -> Iterator[Remark]:
    """The first of each kind of fault in a text."""
    faults = [*_faults(toolkit.locale.style)]
    for part, path, text in running(toolkit):
        shown = "\n".join(ADDRESS.sub("@", run) for run in prose.runs(text))
        for fault in faults:
            if found := fault.pattern.search(shown):
                place = toolkit.find(part, path, found[0])
                yield Remark(Problem(place, fault.say(found[0].strip()), fault.hint), "style")


def _faults(style: Style) -> Iterator[_Fault]:
    opening, closing = style.quotes
    inner = NARROW if closing in style.spaces_before else ""
    yield _Fault(
        re.compile(r"\S  +\S"),
        lambda text: tell("two spaces: '{text}'", text=text),
        tell("write one"),
    )
    yield _Fault(
        re.compile(r"['\"]"),
        lambda text: tell("a straight quote: '{text}'", text=text),
        tell(
            "write {quotes} or {apostrophe}",
            quotes=f"{opening}{inner}…{inner}{closing}",
            apostrophe=style.apostrophe,
        ),
    )
    unspaced = "".join(sign for sign in ",.;:!?…،؛؟" if sign not in style.spaces_before)
    yield _Fault(
        re.compile(rf"\s[{unspaced}](?!\w)"),
        lambda text: tell("a space before a punctuation mark: '{text}'", text=text),
        tell("remove it"),
    )
    yield _Fault(
        re.compile(r"[^\W\d_]{2}[.,;:!?][^\W\d_]"),
        lambda text: tell("no space after a punctuation mark: '{text}'", text=text),
        tell("write one"),
    )
    if style.spaces_before:
        signs = re.escape(style.spaces_before)
        yield _Fault(
            re.compile(rf"[^{_KEEPING}{signs}][{signs}](?!\w)"),
            lambda text: tell("nothing keeps '{sign}' on its line", sign=text[-1]),
            tell("put a no-break space before it"),
        )
    if inner:
        yield _Fault(
            re.compile(rf"{re.escape(opening)}[^{_KEEPING}]"),
            lambda text: tell("nothing keeps '{sign}' on its line", sign=text[0]),
            tell("put a no-break space after it"),
        )
