"""Every character of the text has a glyph in the bundled fonts."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

from cardprint.errors import Problem
from cardprint.load.toolkit import Toolkit
from cardprint.load.wording import texts
from cardprint.messages.catalogue import tell
from cardprint.text.fonts import missing_characters


def check_characters(
    toolkit: Toolkit, font_files: tuple[Path, ...], report: Callable[[Problem], None]
) -> None:
    """Report every character that the fonts cannot show, where it stands first in its text."""
    for part, path, text, _ in texts(toolkit):
        for character in missing_characters(text, font_files):
            name = unicodedata.name(character, "no name").lower()
            report(
                Problem(
                    toolkit.find(part, path, character),
                    tell(
                        "the fonts have no '{character}' (U+{code}, {name})",
                        character=character,
                        code=f"{ord(character):04X}",
                        name=name,
                    ),
                    tell("write it in words"),
                )
            )
