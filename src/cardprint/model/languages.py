"""Which languages there are, as BCP 47 writes them."""

import re

from babel import Locale, UnknownLocaleError

_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def is_known(tag: str) -> bool:
    """Whether ``tag`` is a language that the Unicode CLDR knows: ``en``, ``en-GB``."""
    if not _TAG.fullmatch(tag):
        return False
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True
