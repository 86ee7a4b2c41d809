"""What a translation notes of the text that it was made from, and what changed in that since.

A translation is kept under a key with a mark: ``options/licht/title ~5a7fc2d1``. The mark is the
beginning of a digest of the source, so it no longer fits when a word of the source changes.
"""

import re
from difflib import SequenceMatcher
from hashlib import sha256
from typing import NamedTuple

DOUBTFUL = "?"
"""The mark of a translation that somebody should look at, whatever it was made from."""

_LENGTH = 8
_KEY = re.compile(rf"(?P<name>.*?)\s*(?:~(?P<mark>[0-9a-f]{{{_LENGTH}}}|\?)?)?")
_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n")


class Key(NamedTuple):
    """The name of a text, and the mark of what its translation was made from."""

    name: str
    mark: str = ""
    """Nothing before anybody has said what it was made from."""

    def __str__(self) -> str:
        return f"{self.name} ~{self.mark}" if self.mark else self.name


def key_of(written: str) -> Key:
    """The parts of a key as it is written in a file."""
    found = _KEY.fullmatch(written.strip())
    return Key(found["name"], found["mark"] or "") if found else Key(written)


def mark_of(text: str) -> str:
    """The mark of a text; where the lines of its paragraphs are broken does not count."""
    solid = "\n".join(" ".join(each.split()) for each in _PARAGRAPHS.split(text.strip()))
    return sha256(solid.encode()).hexdigest()[:_LENGTH]


def changes(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """The words that differ between two texts: what was there, and what is there now."""
    old, new = before.split(), after.split()
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return tuple(
        (" ".join(old[a:b]), " ".join(new[c:d])) for kind, a, b, c, d in steps if kind != "equal"
    )
