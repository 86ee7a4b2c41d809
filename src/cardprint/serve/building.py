"""From changed files to the new pages: what is looked at first, then the rest, then the checks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cardprint.compose.sheets import compose, sheet_names
from cardprint.errors import CardprintError, InputError, Problem
from cardprint.link.model import Linked, page_numbers
from cardprint.load.inputs import load_inputs
from cardprint.model.names import file_stem
from cardprint.pipeline.facts import refuse_broken_rows
from cardprint.pipeline.fingerprint import digest_of_build, environment
from cardprint.pipeline.one import MAX_ROUNDS, are_final, endless
from cardprint.pipeline.sizes import Sizes, expected_pages, remember_pages
from cardprint.serve import task
from cardprint.serve.notes import notes_of
from cardprint.serve.sketch import one_page
from cardprint.serve.state import Status, View
from cardprint.storage.cache import Cache
from cardprint.storage.digest import digest
from cardprint.storage.project import Project, select_toolkits

if TYPE_CHECKING:
    from pathlib import Path

    from cardprint.compose.model import Composed
    from cardprint.load.layout import Layout
    from cardprint.load.toolkit import Toolkit
    from cardprint.serve.crew import Crew
    from cardprint.serve.task import Made

Sheets = Sequence["Composed"]


@dataclass
class Building:
    """Keeps one view up to date; a new update takes the place of one that is under way."""

    view: View
    project: Project
    crew: Crew
    cache: Cache
    origin: Callable[[], Project] | None = None
    """Renews the project that the pages are made from, when it is a copy."""
    made: dict[str, Made] = field(default_factory=dict)
    """The sheets of the last update, by the digest of what they are made from."""
    keys: dict[str, str] = field(default_factory=dict)
    """That digest, by the name of the sheet."""
    numbers: dict[str, int] | None = None
    """The page of each destination, as it was last."""
    finished: str = ""
    """The digest of all that the last verified file was made from."""
    wrong: tuple[Problem, ...] = ()
    """What was wrong with that file."""

    @property
    def folder(self) -> Path:
        """The folder of the toolkit."""
        slug = self.view.key.toolkit
        return select_toolkits((slug,), self.project.toolkits())[slug]

    async def update(self) -> None:
        """Make the pages of the files as they are now."""
        self.view.begin()
        try:
            toolkit, layout = await self.crew.read(self._load)
            self.view.problems = ()
            in_sight = await self._in_sight(toolkit, layout)
            await asyncio.gather(*(self._sketch(sheet, i) for sheet, i in in_sight))
            self.crew.rest()
            sheets = await self._make(toolkit, layout)
            self.view.notes = await self.crew.read(notes_of, toolkit, layout, sheets)
            await self._finish(toolkit, layout, sheets)
        except CardprintError as error:
            self.view.refuse(error.problems)

    def _load(self) -> tuple[Toolkit, Layout]:
        key = self.view.key
        if self.origin:
            self.project = self.origin()
        return load_inputs(self.project, self.folder, key.layout, key.theme or None)

    async def _in_sight(self, toolkit: Toolkit, layout: Layout) -> list[tuple[Composed, int]]:
        """The pages in sight, as they would be if no number of pages changed."""
        names, counts = sheet_names(toolkit, layout), self.view.counts
        if self.numbers is None or not counts.keys() >= {*names}:
            return []
        sight = self.view.looked_at()
        wanted = {name for name, _ in sight}
        composed = await self.crew.read(
            compose, toolkit, layout, counts, numbers=self.numbers, only=wanted
        )
        sheets = {sheet.name: sheet for sheet in composed}
        return [(sheets[name], i) for name, i in sight if name in sheets]

    async def _sketch(self, sheet: Composed, index: int) -> None:
        """Show a page at the size that its sheet had, while the real size is being searched for."""
        before = self.view.shown.get(sheet.name)
        if before is None or _key(sheet) == self.keys.get(sheet.name):
            return
        size = before.sheet.size_pt
        if size is not None and sheet.fit_pt:
            sheet = replace(sheet, fit_pt=(size, size), setting=before.sheet.setting)
        alone = one_page(sheet, index)
        try:
            made = await self.crew.sketch(alone or sheet)
        except CardprintError:
            return  # making the whole sheet will say the same, with everything else
        if alone and made.sheet.page_count == 1:
            self.view.sketch(sheet.name, index, made.pages[0])
        elif made.sheet.page_count == before.sheet.page_count and not alone:
            self.view.show(made)

    async def _make(self, toolkit: Toolkit, layout: Layout) -> tuple[Linked, ...]:
        """Make every sheet, until the printed page numbers are the real ones."""
        names = sheet_names(toolkit, layout)
        known = {name: n for name, n in self.view.counts.items() if name in names}
        if known.keys() != {*names}:
            known = expected_pages(self.cache, self.folder, layout.name, names)
        counts: dict[str, int] = dict(known)
        numbers = self.numbers
        for _ in range(MAX_ROUNDS):
            composed = await self.crew.read(
                compose, toolkit, layout, counts or None, numbers=numbers
            )
            counts = {sheet.name: sheet.expected_pages for sheet in composed} | counts
            self.view.plan(toolkit, counts, [sheet.name for sheet in composed])
            made = await self._render(composed, counts)
            if len(made) == len(composed):
                numbers = page_numbers(made)
                if are_final(composed, made, counts, numbers):
                    self.numbers, self.view.counts = numbers, counts
                    self._keep(composed)
                    if not self.view.key.theme:
                        remember_pages(self.cache, self.folder, layout.name, made)
                    refuse_broken_rows(toolkit, layout, made)
                    return made
            counts = counts | {sheet.name: sheet.page_count for sheet in made}
        raise endless(layout)

    def _keep(self, composed: Sheets) -> None:
        self.keys = {sheet.name: _key(sheet) for sheet in composed}
        self.made = {key: self.made[key] for key in self.keys.values()}

    async def _render(self, sheets: Sheets, expected: Mapping[str, int]) -> tuple[Linked, ...]:
        """Make the sheets that are not made yet: those in sight first, then the longest."""
        keys = {sheet.name: _key(sheet) for sheet in sheets}
        left = [*sheets]
        problems: list[Problem] = []

        async def hand() -> None:
            while left:
                sheet = min(left, key=self._turn)
                left.remove(sheet)
                try:
                    made = await self._one(sheet, keys[sheet.name])
                except CardprintError as error:
                    problems.extend(error.problems)
                    continue
                if self.view.shown.get(sheet.name) is not made:
                    self.view.show(made)
                if made.sheet.page_count != expected[sheet.name]:
                    # The numbers of the pages will change, so only what may run on is made now.
                    left[:] = [each for each in left if each.letters_per_page]

        async with asyncio.TaskGroup() as hands:
            for _ in range(self.crew.hands):
                hands.create_task(hand())
        if problems:
            raise InputError(problems)
        return tuple(self.made[key].sheet for key in keys.values() if key in self.made)

    def _turn(self, sheet: Composed) -> tuple[bool, bool, int]:
        """What comes first: in sight, then what decides the numbers of pages, then the longest."""
        sight = {name for name, _ in self.view.looked_at()}
        return sheet.name not in sight, not sheet.letters_per_page, -len(sheet.html)

    async def _one(self, sheet: Composed, key: str) -> Made:
        """A sheet from this update, from the cache, or new."""
        if key in self.made:
            return self.made[key]
        if entry := await asyncio.to_thread(self.cache.get, key):
            made = await self.crew.draw(task.draw, Linked.from_entry(entry))
        else:
            sizes = Sizes(self.cache)
            made = await self.crew.make(await asyncio.to_thread(sizes.fixed, sheet))
            await asyncio.to_thread(self.cache.put, key, made.sheet.entry())
            await asyncio.to_thread(sizes.learn, sheet, made.sheet)
        self.made[key] = made
        return made

    async def _finish(self, toolkit: Toolkit, layout: Layout, sheets: Sequence[Linked]) -> None:
        """Put the sheets together, and verify the file, unless just that was verified before."""
        view = self.view
        key = await self.crew.read(digest_of_build, self.project, self.folder, layout.name)
        finished = digest(key, view.key.theme)
        is_built = not view.key.theme and await self.crew.read(self.cache.get, key) is not None
        if finished != self.finished and not is_built:
            view.status = Status.CHECKING
            view.told()
            shown = f"{file_stem(toolkit.slug, layout.name)}.pdf"
            self.wrong = await self.crew.finish(task.finish, toolkit, layout, sheets, shown)
        elif is_built:
            self.wrong = ()
        self.finished, view.problems = finished, self.wrong
        view.status = Status.WRONG if self.wrong else Status.VERIFIED
        view.told()


def _key(sheet: Composed) -> str:
    return digest(environment(), *sheet.identity)
