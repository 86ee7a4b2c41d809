"""What is shown of a toolkit in a layout, and who is looking at what."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from cardprint.errors import Problem
from cardprint.model.names import COVER, is_numbered

if TYPE_CHECKING:
    from cardprint.link.model import Linked
    from cardprint.load.toolkit import Toolkit
    from cardprint.serve.pictures import Picture
    from cardprint.serve.task import Made


class Status(StrEnum):
    """How far the pages are."""

    MAKING = "making"
    CHECKING = "checking"
    VERIFIED = "verified"
    BROKEN = "broken"
    """The program has a bug, which the terminal shows."""
    WRONG = "wrong"
    """The data is wrong, so that the pages are those of before; or the finished file is."""


class Key(NamedTuple):
    """What can be looked at: a toolkit in a layout, perhaps in another theme than its own."""

    toolkit: str
    layout: str
    theme: str = ""


def page_id(sheet: str, index: int) -> str:
    """The name of a page: its sheet, and its place there from 0."""
    return f"{sheet}:{index}"


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it is shown."""

    sheet: str
    index: int
    """Its place in the sheet, from 0."""
    picture: Picture | None
    """Nothing until it has been drawn."""
    title: str
    names: tuple[str, ...]
    """The destinations on it."""

    @property
    def id(self) -> str:
        """A name that it keeps while pages come and go around it."""
        return page_id(self.sheet, self.index)


@dataclass(frozen=True, slots=True)
class Note:
    """Something that is wrong, or that an editor would look at, and the page that it is about."""

    problem: Problem
    kind: str
    """The rule of a remark; ``too-long`` or ``coarse`` for what does not suit the paper."""
    page: str = ""
    """The id of the page; empty where there is none."""


@dataclass(eq=False)
class View:
    """What is shown. Whoever changes it calls :meth:`told`, and all that listen look again."""

    key: Key
    language: str = ""
    """Of the toolkit."""
    title: str = ""
    status: Status = Status.MAKING
    names: tuple[str, ...] = ()
    """The sheets, in reading order."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many pages each sheet is expected to have."""
    shown: dict[str, Made] = field(default_factory=dict)
    """The sheets that are shown, by name; some may be those of before."""
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    pages: tuple[Page, ...] = ()
    toolkit: Toolkit | None = None
    """What is shown, as it was read last."""
    version: int = 0
    looking: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By tab of a browser, the ids of the pages in sight."""
    _listening: set[asyncio.Event] = field(default_factory=set)
    _titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_watched(self) -> bool:
        """Whether somebody is looking."""
        return bool(self._listening)

    def listen(self) -> asyncio.Event:
        """An event that is set whenever there is something new."""
        event = asyncio.Event()
        self._listening.add(event)
        return event

    def leave(self, event: asyncio.Event, tab: str) -> None:
        """Listen no longer."""
        self._listening.discard(event)
        self.looking.pop(tab, None)

    def told(self) -> None:
        """Let everybody who listens know that there is something new."""
        self.version += 1
        self.pages = tuple(page for name in self.names for page in self._pages_of(name))
        for event in self._listening:
            event.set()

    def begin(self) -> None:
        """The files have changed, or somebody has begun to look."""
        self.status = Status.MAKING
        self.told()

    def refuse(self, problems: Sequence[Problem]) -> None:
        """The data is wrong; the last good pages stay."""
        self.status, self.problems = Status.WRONG, tuple(problems)
        self.told()

    def break_down(self) -> None:
        """The program itself has failed."""
        self.status = Status.BROKEN
        self.told()

    def plan(self, toolkit: Toolkit, counts: Mapping[str, int], names: Sequence[str]) -> None:
        """The data is right; these are the sheets that it needs."""
        self.toolkit = toolkit
        self.title, self.language = toolkit.info.title, toolkit.info.language
        self._titles = {COVER: toolkit.info.title, **toolkit.titles}
        self.problems, self.names, self.counts = (), tuple(names), counts
        self.shown = {name: made for name, made in self.shown.items() if name in names}
        self.told()

    def show(self, made: Made) -> None:
        """Show a sheet that has been made."""
        self.shown[made.sheet.name] = made
        self.told()

    def sketch(self, name: str, index: int, picture: Picture) -> None:
        """Show one page of a sheet, until the whole sheet has been made."""
        if (made := self.shown.get(name)) and index < len(made.pages):
            pages = (*made.pages[:index], picture, *made.pages[index + 1 :])
            self.show(replace(made, pages=pages))

    def looked_at(self) -> tuple[tuple[str, int], ...]:
        """The pages in sight, each by its sheet and its place there; before that, the first."""
        ids = dict.fromkeys(each for pages in self.looking.values() for each in pages)
        known = {page.id: (page.sheet, page.index) for page in self.pages}
        found = tuple(known[each] for each in ids if each in known)
        return found or tuple((name, 0) for name in self.names[:1])

    def _pages_of(self, name: str) -> list[Page]:
        made = self.shown.get(name)
        count = len(made.pages) if made else self.counts.get(name, 1)
        found = []
        for i in range(count):
            names = _names_on(made.sheet, i) if made else ()
            title = next((self._titles[each] for each in names if each in self._titles), "")
            found.append(Page(name, i, made.pages[i] if made else None, title, names))
        return found


def _names_on(sheet: Linked, index: int) -> tuple[str, ...]:
    return tuple(
        name for name, spot in sheet.places.items() if spot.page == index and not is_numbered(name)
    )
