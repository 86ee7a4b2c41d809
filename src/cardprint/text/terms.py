"""Names and words in another language, found in texts wherever they stand."""

import re
from collections.abc import Iterable, Iterator, Mapping

TermsIn = Mapping[str, Iterable[str]]
"""Names and words, by their language."""


class Terms:
    """Finds the terms of a toolkit as whole words, however the spaces in them are written."""

    def __init__(self, terms: TermsIn) -> None:
        languages = {_key(term): language for language, some in terms.items() for term in some}
        # Of two that begin alike, the longer one is meant.
        longest = sorted(languages, key=len, reverse=True)
        spaced = (r"\s+".join(map(re.escape, term.split())) for term in longest)
        self._languages = languages
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(spaced) or '(?!)'})(?!\w)")

    def found(self, text: str) -> Iterator[tuple[str, int, int]]:
        """The language of each term in ``text``, where it begins and where it ends."""
        for each in self._pattern.finditer(text):
            yield self._languages[_key(each[0])], each.start(), each.end()


def _key(term: str) -> str:
    return " ".join(term.split())
