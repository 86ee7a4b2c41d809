"""Lists of words to look for, as a language has them: ``pas op``, ``waarschuw*``."""

import re
from collections.abc import Sequence


def any_of(words: Sequence[str]) -> re.Pattern[str]:
    """Any of the words, whole, in capitals or not; ``*`` stands for any letters."""
    each = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"\b(?:{each})\b" if each else r"(?!)", re.IGNORECASE)
