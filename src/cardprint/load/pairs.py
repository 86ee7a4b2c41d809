"""A text beside its translation, and the file of a translated part: the places of both."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cardprint.errors import Place, Problem
from cardprint.messages.catalogue import Message, tell, together
from cardprint.model.fields import TextKind
from cardprint.storage.source import NodePath, Source
from cardprint.text.marks import changes

MOST_SHOWN = 3
"""The most changes of a text that a message tells."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A text beside its translation."""

    place: Place
    """Of the translation."""
    name: str
    kind: TextKind
    source: str
    words: str
    made_from: str | None = None
    """The source as it was when it was translated, if it has changed; empty where nobody knows."""

    @property
    def is_stale(self) -> bool:
        """Whether the source has changed since it was translated."""
        return self.made_from is not None

    @property
    def changed(self) -> Problem:
        """The problem of a translation whose source has changed."""
        message = tell("the source of '{name}' has changed since it was translated", name=self.name)
        if told := [_told(*each) for each in changes(self.made_from or "", self.source)]:
            rest = [tell("and more")] if len(told) > MOST_SHOWN else []
            message = together([message, together(told[:MOST_SHOWN] + rest, ", ")], ": ")
        if not self.made_from:
            message = tell("the translation of '{name}' is marked as doubtful", name=self.name)
        hint = tell("translate it anew, take the mark (~ and what follows) from its name, "
                    "and run cardprint translate")  # fmt: skip
        return Problem(self.place, message, hint)


def _told(before: str, after: str) -> Message:
    """A change, in words."""
    if not before:
        return tell("'{words}' is new", words=after)
    if not after:
        return tell("'{words}' is gone", words=before)
    return tell("'{before}' became '{after}'", before=before, after=after)


@dataclass(frozen=True)
class TranslatedSource(Source):
    """A file whose texts stand in another file, under keys; the places of those are there."""

    words: Source = field(default_factory=lambda: Source(""))
    written: Mapping[NodePath, str] = field(default_factory=dict)
    """The key of each text in that file."""

    def at(self, path: NodePath = (), *, key: bool = False) -> Place:
        """The place of a text in the translation, and of anything else in the source."""
        if not path:
            return self.words.at()
        written = self.written.get(path)
        return self.words.at((written,)) if written else super().at(path, key=key)

    def find(self, path: NodePath, fragment: str) -> Place:
        """The place of words in a text of the translation, or in anything else of the source."""
        written = self.written.get(path)
        return self.words.find((written,), fragment) if written else super().find(path, fragment)

    def comment(self, path: NodePath) -> tuple[str, Place] | None:
        """The comment after an unquoted text of the translation, and its place."""
        written = self.written.get(path)
        return self.words.comment((written,)) if written else super().comment(path)

    def note(self, path: NodePath) -> tuple[str, Place] | None:
        """The comment after any other text of the translation, and its place."""
        written = self.written.get(path)
        return self.words.note((written,)) if written else super().note(path)
