"""The results of a comparison."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from cardprint.errors import Place, Problem
from cardprint.messages.catalogue import Message, tell
from cardprint.model.geometry import Box


class Verdict(StrEnum):
    """The kind of a change; the value is its name for programs, in every language."""

    ADDED = "page added"
    REMOVED = "page removed"
    SIZE = "size changed"
    TEXT = "text changed"
    MOVED = "layout moved"
    APPEARANCE = "appearance changed"
    LINK = "link changed"
    FORM = "form changed"
    ACCESSIBILITY = "accessibility changed"
    ENVIRONMENT = "environment differs"

    @property
    def said(self) -> Message:
        """Its name for people."""
        return _SAID[self]


_SAID = {
    Verdict.ADDED: tell("page added"),
    Verdict.REMOVED: tell("page removed"),
    Verdict.SIZE: tell("size changed"),
    Verdict.TEXT: tell("text changed"),
    Verdict.MOVED: tell("layout moved"),
    Verdict.APPEARANCE: tell("appearance changed"),
    Verdict.LINK: tell("link changed"),
    Verdict.FORM: tell("form changed"),
    Verdict.ACCESSIBILITY: tell("accessibility changed"),
    Verdict.ENVIRONMENT: tell("environment differs"),
}


@dataclass(frozen=True, slots=True)
class WordChange:
    """Words before and after a change; one of the two may be empty."""

    before: str
    after: str


class Look(StrEnum):
    """What a style decides about texts and shapes."""

    COLOUR = "colour"
    FONT = "font"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class Restyled:
    """A look that became another: ``#1d3a4f``, the name of a font, ``10.2pt``."""

    kind: Look
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One change, with the places where it can be seen."""

    verdict: Verdict
    message: Message
    """``'sport' became 'bewegen'``."""
    before: tuple[Box, ...] = ()
    """Its boxes on the page before."""
    after: tuple[Box, ...] = ()
    """Its boxes on the page after."""
    words: tuple[WordChange, ...] = ()
    places: tuple[Place, ...] = ()
    """Where the text comes from, in the data; or the line of the style that says it."""
    restyled: tuple[Restyled, ...] = ()
    """The looks that changed, where it is about nothing else."""
    pages: tuple[int, ...] = ()
    """The numbers of the pages that it shows on, where it is reported once for several."""


@dataclass(frozen=True, slots=True)
class DrawnLink:
    """A link as it lies on a page."""

    box: Box
    say: str
    target: str
    """The name, the page or the address that it leads to."""


class DrawnNote(NamedTuple):
    """A field of a form, or a note, as it lies on a page."""

    box: Box
    kind: str
    """The kind of annotation: ``Widget``, ``Text``, ``Highlight`` and so on."""
    name: str
    say: str
    """Its description, or the words of the note."""
    value: str
    settings: str
    """What a field accepts."""


@dataclass(frozen=True, slots=True)
class PagePair:
    """A page before and the same page after; an added or removed page has only one of them."""

    before: int | None
    """Its number, from 1."""
    after: int | None
    size_before: tuple[float, float] | None
    """Width and height in points."""
    size_after: tuple[float, float] | None
    findings: tuple[Finding, ...] = ()
    links_before: tuple[DrawnLink, ...] = ()
    links_after: tuple[DrawnLink, ...] = ()
    shared: tuple[Finding, ...] = ()
    """What is reported once for several pages, among the findings of the file."""
    shown_before: Box | None = None
    """The part of the paper that a viewer shows; as large as the page, where it is not known."""
    shown_after: Box | None = None

    @property
    def number(self) -> int:
        """The number to name it by: the number after, or before if the page is gone."""
        return self.after or self.before or 0

    @property
    def seen(self) -> tuple[Finding, ...]:
        """All that changed on it, wherever it is reported."""
        return (*self.findings, *self.shared)

    @property
    def shown(self) -> tuple[Box | None, Box | None]:
        """The part of the paper that a viewer shows, before and after."""
        known = (self.shown_before, self.size_before), (self.shown_after, self.size_after)
        one, other = (box or (size and Box(0, 0, *size)) for box, size in known)
        return one, other

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Each kind of change on it, once."""
        return tuple(dict.fromkeys(finding.verdict for finding in self.seen))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two files, page by page."""

    name: str
    """``ptss-screen``, or the names of the two files."""
    before: str
    """What it is compared with, in words for people."""
    after: str
    pages: tuple[PagePair, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What belongs to no page alone: the title, the language, bookmarks, a colour of the style."""
    environment: tuple[Message, ...] = ()
    """How the environments differ; that alone does not count as a difference."""
    problems: tuple[Problem, ...] = ()
    """Why nothing could be compared."""

    def found(self) -> Iterator[tuple[PagePair | None, Finding]]:
        """Every change once: those of the whole file first, then page by page."""
        yield from ((None, finding) for finding in self.findings)
        for page in self.pages:
            yield from ((page, finding) for finding in page.findings)

    @property
    def is_same(self) -> bool:
        """Whether it was compared, and nothing changed."""
        return not self.problems and next(self.found(), None) is None

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Each kind of change in it, once, with the environment last."""
        kinds = dict.fromkeys(finding.verdict for _, finding in self.found())
        if self.environment:
            kinds[Verdict.ENVIRONMENT] = None
        return tuple(kinds)


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison with the bytes of its two files."""

    comparison: Comparison
    before: bytes
    after: bytes
