"""The letters of a text as they stand on a line, where no program lays it out for us.

What is read from the right is turned round, and the letters of Arabic take the forms by which they
join their neighbours (Unicode Standard, 9.2): Unicode has a character for each.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from bidi import get_display

_FORM = re.compile(r"<(isolated|final|initial|medial)> ([0-9A-F]{4})")
_ARABIC_FORMS = range(0xFB50, 0xFEFD)
_FORM_OF = {(True, True): "medial", (True, False): "final", (False, True): "initial"}
"""By whether a letter joins the one before and the one after it."""


def shown(text: str) -> str:
    """The characters of a line as they stand from the left."""
    return str(get_display(_joined(text)))


def _joined(text: str) -> str:
    """``text`` with the form of each Arabic letter that its neighbours ask for."""
    written = list(text)
    # Signs above and below letters do not keep these apart.
    places = [i for i, c in enumerate(text) if not unicodedata.combining(c)]
    around = [None, *places, None]
    for n, i in enumerate(places):
        joins = _join(text, around[n], i), _join(text, i, around[n + 2])
        own = _forms().get(text[i], {})
        written[i] = own.get(_FORM_OF.get(joins, "isolated"), text[i])
    return "".join(written)


def _join(text: str, one: int | None, other: int | None) -> bool:
    """Whether the letters at two places join, the second after the first."""
    if one is None or other is None:
        return False
    return "initial" in _forms().get(text[one], {}) and "final" in _forms().get(text[other], {})


@cache
def _forms() -> Mapping[str, Mapping[str, str]]:
    """The character for each form of an Arabic letter, where it has one."""
    found: dict[str, dict[str, str]] = {}
    for code in _ARABIC_FORMS:
        if form := _FORM.fullmatch(unicodedata.decomposition(chr(code))):
            found.setdefault(chr(int(form[2], 16)), {})[form[1]] = chr(code)
    return found
