"""The stages in order: load, compose, render, link, assemble, verify, write.

Each stage is imported where it is used: a build that finds everything in its cache imports none.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cardprint.cache import Cache, Entry
from cardprint.errors import CardprintError, InputError, OutputError, Place, Problem
from cardprint.fingerprint import digest, digest_of_build, environment
from cardprint.project import Project, select
from cardprint.report import BuildReport
from cardprint.workers import Workers
from cardprint.write import write

if TYPE_CHECKING:
    from cardprint.compose.model import Composed
    from cardprint.link.model import Linked
    from cardprint.load.layout import Layout
    from cardprint.load.toolkit import Toolkit

MAX_ROUNDS = 5
"""Renders after which the page numbers must have become stable."""

Progress = Callable[[str, int, int], None]
"""Called with what is being built, the number of sheets done, and their total."""


def build(  # noqa: PLR0913  # one argument for each thing that a user may want otherwise
    project: str | Path = ".",
    toolkits: Sequence[str] = (),
    layouts: Sequence[str] = ("screen",),
    *,
    out: str | Path | None = None,
    jobs: int | None = None,
    cache: Cache | None = None,
    progress: Progress | None = None,
) -> tuple[BuildReport, ...]:
    """Build PDFs and write them to ``out``.

    With more than one job the work is done in other processes; a script that calls this must
    therefore guard its own start with ``if __name__ == "__main__":``. Two builds may run at once
    in two processes, not in two threads: neither Pango nor pdfium allow that.

    :param project: the folder that holds ``toolkits/``.
    :param toolkits: slugs; all toolkits when there are none.
    :param layouts: names of layouts.
    :param out: the folder for the PDFs; ``out/`` in the project unless given.
    :param jobs: processes to use; one for each core unless given.
    :param cache: where sheets and files are kept between builds; nowhere unless given.
    :raises CardprintError: with every problem of every toolkit. The PDFs of toolkits without
        problems have been written; the others are as they were.
    """
    home = Project(Path(project).resolve())
    target = Path(out) if out is not None else home.root / "out"
    wanted_toolkits = select("toolkit", tuple(toolkits), home.toolkits())
    wanted_layouts = select("layout", tuple(layouts), home.layouts())
    reports: list[BuildReport] = []
    errors: list[CardprintError] = []
    kept = cache or Cache(None)
    with Workers(jobs) as workers:
        for slug, folder in wanted_toolkits.items():
            for name, layout_folder in wanted_layouts.items():
                one = _Build(home, folder, layout_folder, workers, kept, progress or _no_progress)
                try:
                    reports.append(one.run(target / f"{slug}-{name}.pdf"))
                except CardprintError as error:
                    errors.append(error)
    kept.prune()
    if errors:
        worst = max(errors, key=lambda error: error.exit_code)
        raise type(worst)(problem for error in errors for problem in error.problems)
    return tuple(reports)


def _no_progress(what: str, done: int, total: int) -> None:
    """Show nothing."""


@dataclass
class _Build:
    """One toolkit in one layout."""

    project: Project
    toolkit_folder: Path
    layout_folder: Path
    workers: Workers
    cache: Cache
    progress: Progress
    seconds: dict[str, float] = field(default_factory=dict)
    made: dict[str, Linked] = field(default_factory=dict)
    """Every sheet of this build by the digest of what it is made of."""
    from_cache: set[str] = field(default_factory=set)
    """Names of the sheets that came from the cache."""

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - start

    def run(self, target: Path) -> BuildReport:
        """Make the PDF, or take it from the cache, and write it where it differs."""
        with self.timed("look"):
            key = digest_of_build(self.project, self.toolkit_folder, self.layout_folder)
            entry = self.cache.get(key)
        if entry is None:
            entry = self.make(target)
            self.cache.put(key, entry)
        else:
            facts = entry.facts
            entry = Entry({**facts, "cache_hits": facts["sheets"]}, entry.data)
        with self.timed("write"):
            changed = not target.is_file() or target.read_bytes() != entry.data
            if changed:
                write(entry.data, target, self.project.shown(target))
        seconds = {stage: round(spent, 4) for stage, spent in self.seconds.items()}
        facts_of: dict[str, Any] = dict(entry.facts)
        return BuildReport(
            file=self.project.shown(target), changed=changed, seconds=seconds, **facts_of
        )

    def make(self, target: Path) -> Entry:
        """All stages but the last; the PDF with the facts about it."""
        self.workers.warm_up()
        with self.timed("load"):
            toolkit, layout = load(self.project, self.toolkit_folder, self.layout_folder)
        sheets, hits = self.make_sheets(toolkit, layout)
        with self.timed("assemble"):
            from cardprint.assemble.document import assemble

            pdf = assemble(toolkit, layout, sheets)
        with self.timed("verify"):
            self.verify(pdf, toolkit, layout, self.project.shown(target))
        return Entry(_facts(toolkit, layout, sheets, hits, pdf), pdf)

    def make_sheets(self, toolkit: Toolkit, layout: Layout) -> tuple[tuple[Linked, ...], int]:
        """Compose, render and link, until the page numbers that are printed are the real ones."""
        from cardprint.compose.sheets import compose

        counts: dict[str, int] | None = None
        sizes: dict[str, float] = {}
        for _ in range(MAX_ROUNDS):
            with self.timed("compose"):
                composed = compose(toolkit, layout, counts, sizes)
                counts = counts or {sheet.name: sheet.expected_pages for sheet in composed}
            with self.timed("render"):
                made = self.render(composed, counts, f"{toolkit.slug}-{layout.name}")
            found = {sheet.name: sheet.page_count for sheet in made}
            if found == counts:
                return made, len(self.from_cache & found.keys())
            counts = counts | found
            # The size does not depend on the page numbers: it need not be looked for again.
            sizes = {sheet.name: sheet.size_pt for sheet in made if sheet.size_pt is not None}
        place = Place(f"layouts/{layout.name}")
        raise InputError([Problem(place, "the number of pages changes with the page numbers")])

    def render(
        self, sheets: Sequence[Composed], expected: Mapping[str, int], what: str
    ) -> tuple[Linked, ...]:
        """Render and link what has not been made and is not in the cache.

        The sheets that may run on over more pages come first, and the longest of them before the
        others. When they turn out to take another number of pages than expected, the rest is left:
        all the page numbers will change.
        """
        from cardprint.link.model import Linked

        keys = {sheet.name: digest(environment(), sheet) for sheet in sheets}
        for name, key in keys.items():
            if key not in self.made and (entry := self.cache.get(key)):
                self.made[key] = Linked.from_entry(entry)
                self.from_cache.add(name)
        missing = [sheet for sheet in sheets if keys[sheet.name] not in self.made]
        missing.sort(key=lambda sheet: (not sheet.letters_per_page, -len(sheet.html)))
        problems: list[Problem] = []
        futures = [(sheet, self.workers.submit(_make_sheet, sheet)) for sheet in missing]
        surprised = False
        for done, (sheet, future) in enumerate(futures, len(sheets) - len(missing)):
            self.progress(what, done, len(sheets))
            if surprised and not sheet.letters_per_page and future.cancel():
                continue
            try:
                linked = future.result()
            except CardprintError as error:
                problems += error.problems
                continue
            surprised = surprised or linked.page_count != expected[sheet.name]
            self.made[keys[sheet.name]] = linked
            self.from_cache.discard(sheet.name)
            self.cache.put(keys[sheet.name], linked.entry())
        if problems:
            raise InputError(problems)
        made = [self.made[key] for key in keys.values() if key in self.made]
        self.progress(what, len(made), len(sheets))
        return tuple(made)

    def verify(self, pdf: bytes, toolkit: Toolkit, layout: Layout, shown: str) -> None:
        """Both halves of the verification side by side."""
        from cardprint.verify.check import visible_problems

        structure = self.workers.submit(_structure_problems, pdf, toolkit, shown)
        problems = [*visible_problems(pdf, toolkit, layout, shown), *structure.result()]
        if problems:
            raise OutputError(problems)


def load(project: Project, toolkit: Path, layout: Path) -> tuple[Toolkit, Layout]:
    """Load a toolkit and a layout, and check that the fonts can show the text.

    :raises InputError: with every problem in either.
    """
    from cardprint.load.characters import check_characters
    from cardprint.load.layout import load_layout
    from cardprint.load.toolkit import load_toolkit

    loaded = load_toolkit(toolkit, project.shown, project.toolkits())
    design = load_layout(layout.name, layout, project, loaded.info.language)
    problems: list[Problem] = []
    check_characters(loaded, design.font_files, problems.append)
    if problems:
        raise InputError(problems)
    return loaded, design


def verify_file(
    file: Path, project: Project, toolkit: str | None = None, layout: str | None = None
) -> int:
    """Verify a PDF that is already there like a new one; return its number of pages.

    :param toolkit: what to compare with; the toolkit that the file names unless given.
    :param layout: likewise.
    :raises InputError: when the file, its toolkit or its layout cannot be found.
    :raises OutputError: with everything that is wrong with the file.
    """
    from cardprint.verify.check import verify
    from cardprint.verify.origin import origin_of

    try:
        pdf = file.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError([Problem(Place(str(file)), f"cannot be read: {reason}")]) from error
    origin = origin_of(pdf, str(file))
    toolkit, layout = toolkit or origin.toolkit, layout or origin.layout
    if not toolkit or not layout:
        hint = "name them with --toolkit and --layout"
        message = "the file does not say which toolkit and layout it was made from"
        raise InputError([Problem(Place(str(file)), message, hint)])
    (folder,) = select("toolkit", (toolkit,), project.toolkits()).values()
    (design,) = select("layout", (layout,), project.layouts()).values()
    verify(pdf, *load(project, folder, design), str(file))
    return origin.pages


def _make_sheet(sheet: Composed) -> Linked:
    from cardprint.work import make_sheet

    return make_sheet(sheet)


def _structure_problems(pdf: bytes, toolkit: Toolkit, shown: str) -> tuple[Problem, ...]:
    from cardprint.verify.check import structure_problems

    return structure_problems(pdf, toolkit, shown)


def _facts(
    toolkit: Toolkit, layout: Layout, sheets: Sequence[Linked], hits: int, pdf: bytes
) -> dict[str, object]:
    """What the report says of a file, whether it was made now or came from the cache."""
    from cardprint.load.content import texts

    words = sum(len(text.split()) for _, _, text, _ in texts(toolkit))
    kinds = Counter(link.kind for sheet in sheets for link in sheet.links)
    return {
        "toolkit": toolkit.slug,
        "layout": layout.name,
        "bytes": len(pdf),
        "pages": sum(sheet.page_count for sheet in sheets),
        "parts": len(toolkit.parts),
        "sheets": len(sheets),
        "cache_hits": hits,
        "words": words,
        "links": dict(sorted(kinds.items())),
        "text_pt": {sheet.name: sheet.size_pt for sheet in sheets if sheet.size_pt is not None},
    }
