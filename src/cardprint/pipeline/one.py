"""One toolkit in one layout goes through all stages: from its files to a verified PDF."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cardprint.errors import CardprintError, InputError, Place, Problem
from cardprint.messages.catalogue import tell
from cardprint.model.geometry import Box
from cardprint.model.names import nearest_destination, part_of_sheet
from cardprint.pipeline.facts import facts_of, problems_of, refuse_broken_rows
from cardprint.pipeline.fingerprint import digest_of_build, environment
from cardprint.pipeline.limits import OverLimitError
from cardprint.pipeline.outcome import BuildReport, NamedBox, PageFill
from cardprint.pipeline.resolution import remarks_of
from cardprint.pipeline.sizes import Sizes, expected_pages, remember_pages
from cardprint.pipeline.verifying import prepare_to_verify, verify_in_two
from cardprint.pipeline.workers import Workers
from cardprint.storage.cache import Cache, Entry
from cardprint.storage.digest import digest
from cardprint.storage.project import Project
from cardprint.storage.write import write

if TYPE_CHECKING:
    from concurrent.futures import Future

    from cardprint.compose.model import Composed
    from cardprint.link.model import Linked
    from cardprint.load.layout import Layout
    from cardprint.load.toolkit import Toolkit

MAX_ROUNDS = 6
"""The number of rounds within which the page numbers must become stable."""

Progress = Callable[[str, int, int], None]
"""Called with what is being built, the number of sheets done, and their total."""


def no_progress(what: str, done: int, total: int) -> None:
    """Show nothing."""


@dataclass
class Build:
    """One toolkit in one layout."""

    project: Project
    toolkit_folder: Path
    layout_name: str
    workers: Workers
    cache: Cache
    progress: Progress = no_progress
    translation: str = ""
    """The language to build it in, if that is not the one that it was written in."""
    strict: bool = False
    """Whether a cell that is too long stops the build."""
    is_last: bool = True
    """Whether the workers have nothing else to lay out after this."""
    seconds: dict[str, float] = field(default_factory=dict)
    made: dict[str, Linked] = field(default_factory=dict)
    """Every sheet of this build, by the digest of what it is made from."""
    from_cache: set[str] = field(default_factory=set)
    """Names of the sheets that came from the cache."""

    @cached_property
    def sizes(self) -> Sizes:
        """The text sizes that have been found."""
        return Sizes(self.cache)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the time of the block to that of a stage."""
        start = time.perf_counter()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - start

    def run(self, target: Path) -> BuildReport:
        """Make the PDF or take it from the cache, and write it if the file differs."""
        with self.timed("look"):
            key = digest_of_build(
                self.project, self.toolkit_folder, self.layout_name, self.translation
            )
            entry = self.cache.get(key)
        if entry is None:
            entry = self.make(target)
            self.cache.put(key, entry)
        else:
            facts = entry.facts
            entry = Entry({**facts, "cache_hits": facts["sheets"]}, entry.data)
        if self.strict and (cells := problems_of(entry)):
            raise InputError(cells)
        with self.timed("write"):
            changed = not target.is_file() or target.read_bytes() != entry.data
            if changed:
                write(entry.data, target, self.project.shown(target))
        seconds = {stage: round(spent, 4) for stage, spent in self.seconds.items()}
        facts_of: dict[str, Any] = dict(entry.facts)
        facts_of["too_long"] = problems_of(entry)
        facts_of["coarse"] = remarks_of(entry)
        facts_of["named"] = tuple(
            NamedBox(name, page, Box(*box)) for name, page, box in facts_of["named"]
        )
        facts_of["fill"] = tuple(
            PageFill(page, share, tuple(columns))
            for page, (share, columns) in enumerate(facts_of["fill"], 1)
        )
        return BuildReport(
            file=self.project.shown(target), changed=changed, seconds=seconds, **facts_of
        )

    def make(self, target: Path) -> Entry:
        """All stages except writing; return the PDF with the facts about it."""
        self.workers.warm_up()
        with self.timed("load"):
            from cardprint.load.inputs import load_inputs

            wanted = self.project, self.toolkit_folder, self.layout_name
            toolkit, layout = load_inputs(*wanted, translation=self.translation)
        return self.make_of(toolkit, layout, target)

    def make_of(self, toolkit: Toolkit, layout: Layout, target: Path) -> Entry:
        """The same of a toolkit and a layout that are loaded."""
        sheets, hits = self.make_sheets(toolkit, layout)
        refuse_broken_rows(toolkit, layout, sheets)
        shown = self.project.shown(target)
        if self.is_last:
            self.workers.rest()
        prepare_to_verify(self.workers, shown)
        with self.timed("assemble"):
            from cardprint.assemble.document import assemble

            pdf = assemble(toolkit, layout, sheets)
        with self.timed("verify"):
            verify_in_two(self.workers, pdf, toolkit, layout, shown)
        return Entry(facts_of(toolkit, layout, sheets, hits, pdf), pdf)

    def make_sheets(self, toolkit: Toolkit, layout: Layout) -> tuple[tuple[Linked, ...], int]:
        """Compose, render and link until the printed page numbers are the real ones."""
        from cardprint.compose.sheets import compose, sheet_names
        from cardprint.link.model import page_numbers

        names = sheet_names(toolkit, layout)
        here = self.cache, self.toolkit_folder, self.layout_name
        counts = expected_pages(*here, names, self.translation)
        numbers: dict[str, int] | None = None
        for _ in range(MAX_ROUNDS):
            with self.timed("compose"):
                composed = compose(toolkit, layout, counts or None, numbers=numbers)
            # A sheet may come along in a later round: notes that fill up, once the rest is counted.
            counts = {sheet.name: sheet.expected_pages for sheet in composed} | counts
            with self.timed("render"):
                made = self.render(composed, counts, toolkit.stem(layout.name))
            found = {sheet.name: sheet.page_count for sheet in made}
            if found.keys() == {sheet.name for sheet in composed}:
                numbers = page_numbers(made)
                if are_final(composed, made, counts, numbers):
                    remember_pages(*here, made, self.translation)
                    return made, len(self.from_cache & found.keys())
            counts = counts | found
        raise endless(layout)

    def render(
        self, sheets: Sequence[Composed], expected: Mapping[str, int], what: str
    ) -> tuple[Linked, ...]:
        """Render and link the sheets that have not been made and are not in the cache.

        Sheets that may run on over more pages come first, the longest before the others. If their
        number of pages is not as expected, the rest is not begun: all page numbers will change.
        The rest is not begun either if a sheet takes more than it may: it might fail as slowly.
        """
        from cardprint.link.model import Linked

        keys = {sheet.name: digest(environment(), *sheet.identity) for sheet in sheets}
        for name, key in keys.items():
            if key not in self.made and (entry := self.cache.get(key)):
                self.made[key] = Linked.from_entry(entry)
                self.from_cache.add(name)
        missing = [sheet for sheet in sheets if keys[sheet.name] not in self.made]
        missing.sort(key=lambda sheet: (not sheet.letters_per_page, -len(sheet.html)))
        problems: list[Problem] = []
        if missing:
            prepare_to_finish()
        futures = [(sheet, begin(self.workers, self.sizes.fixed(sheet))) for sheet in missing]
        for done, (sheet, future) in enumerate(futures, len(sheets) - len(missing)):
            self.progress(what, done, len(sheets))
            if future.cancelled():
                continue
            try:
                linked = future.result()
            except CardprintError as error:
                problems += error.problems
                if isinstance(error, OverLimitError):
                    _leave(each for _, each in futures)
                continue
            if linked.page_count != expected[sheet.name]:
                _leave(each for other, each in futures if not other.letters_per_page)
            self.made[keys[sheet.name]] = linked
            self.from_cache.discard(sheet.name)
            self.cache.put(keys[sheet.name], linked.entry())
            self.sizes.learn(sheet, linked)
        if problems:
            raise InputError(problems)
        made = [self.made[key] for key in keys.values() if key in self.made]
        self.progress(what, len(made), len(sheets))
        return tuple(made)


def are_final(
    composed: Sequence[Composed],
    made: Sequence[Linked],
    counts: Mapping[str, int],
    numbers: Mapping[str, int],
) -> bool:
    """Whether the page numbers that the sheets print are those that they have.

    :param counts: the number of pages of each sheet that they were composed with.
    :param numbers: the page of every destination in the sheets that were made.
    """
    printed = {each for sheet in composed for each in sheet.references}
    near = {name: nearest_destination(name, numbers) for name, _ in printed}
    right = {(name, numbers[to] if to else None) for name, to in near.items()}
    return printed == right and all(counts.get(sheet.name) == sheet.page_count for sheet in made)


def endless(layout: Layout) -> InputError:
    """What is wrong when every round changes the numbers again."""
    place = Place(f"layouts/{layout.name}")
    return InputError([Problem(place, tell("the page numbers keep changing the number of pages"))])


def prepare_to_finish() -> None:
    """Import the later stages while the workers import what rendering needs."""
    import cardprint.assemble.document
    import cardprint.verify.check  # noqa: F401


def _leave(futures: Iterable[Future[Linked]]) -> None:
    """Cancel the work that has not begun."""
    for future in futures:
        future.cancel()


def begin(workers: Workers, sheet: Composed) -> Future[Linked]:
    """Have a worker render and link a sheet."""
    return workers.submit(Place(sheet.template), part_of_sheet(sheet.name), make_sheet, sheet)


def make_sheet(sheet: Composed) -> Linked:
    """Render and link a sheet in a worker, which has imported what that needs."""
    from cardprint.pipeline import task

    return task.make_sheet(sheet)
