"""All the editions of a toolkit, or a shard of them: what they share is made once."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from hashlib import sha256
from os import cpu_count
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any, TypeVar

from cardprint.errors import CardprintError, OutputError, Place, Problem
from cardprint.messages.catalogue import tell
from cardprint.model.names import file_stem
from cardprint.pipeline.alike import Reference, of_edition, reference, said_wrong
from cardprint.pipeline.bases import base_recipe
from cardprint.pipeline.fingerprint import digest_of_build
from cardprint.pipeline.many import wanted_translations
from cardprint.pipeline.one import Build, Progress, no_progress
from cardprint.pipeline.pool import Pool, ReadOnly
from cardprint.pipeline.receipts import Receipt, add_receipts, read_receipts
from cardprint.pipeline.workers import Workers
from cardprint.storage.cache import Cache
from cardprint.storage.digest import digest
from cardprint.storage.project import Project, select_toolkits
from cardprint.storage.temporary import replace_file, tidy

if TYPE_CHECKING:
    from cardprint.load.editions import Told
    from cardprint.load.toolkit import Toolkit
    from cardprint.model.edition import Edition
    from cardprint.pipeline.quick import Order
    from cardprint.pipeline.recipe import Recipe

T = TypeVar("T")

CHUNK = 32
"""How many editions a process makes at a time: enough to set their words in one go."""
SAMPLE = 1000
"""One in so many editions of a base is seen by every check, beside the first."""


def editions(  # noqa: PLR0913  # one argument for each thing that a user may change
    project: str | Path,
    toolkit: str,
    *,
    layout: str = "screen",
    language: str = "",
    only: Sequence[str] = (),
    shard: tuple[int, int] = (1, 1),
    out: str | Path | None = None,
    jobs: int | None = None,
    cache: Cache | None = None,
    resume: bool = False,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Iterator[Receipt]:
    """Make the editions of a toolkit, and yield a receipt for each as soon as it is on disk.

    The receipts are also added to a table beside the files. The notes on other processes at
    :func:`cardprint.build` apply here, too.

    :param language: that of the toolkit, if it was translated; the words of editions stay theirs.
    :param only: ids of editions; all unless given.
    :param shard: which part of how many: (3, 20) is the third of twenty.
    :param resume: leave out the editions whose files and receipts are as they would be made.
    :param executor: where editions of one base are made; own processes unless given. It must have
        the same files at the same places, and the same libraries.
    :raises CardprintError: at the end, with every problem; the other editions have been made.
    """
    home = Project(Path(project).resolve())
    (folder,) = select_toolkits((toolkit,), home.toolkits()).values()
    wanted = [language] if language else []
    ((_, translation),) = wanted_translations(home, [folder], wanted)
    target = Path(out) if out is not None else home.root / "out" / "editions"
    with ExitStack() as stack:
        workers = stack.enter_context(Workers(jobs))
        run = _Run(
            home, folder, layout, translation, target, workers, cache or Cache(None),
            executor or Pool(workers), progress or no_progress, shard, resume=resume,
        )  # fmt: skip
        yield from run.all(only)
    if run.problems:
        worst = max(run.problems, key=lambda error: error.exit_code)
        raise type(worst)(problem for error in run.problems for problem in error.problems)


@dataclass
class _Run:
    project: Project
    folder: Path
    layout: str
    translation: str
    out: Path
    workers: Workers
    cache: Cache
    executor: Executor
    progress: Progress
    shard: tuple[int, int]
    resume: bool
    problems: list[CardprintError] = field(default_factory=list)
    done: int = 0
    total: int = 0

    def all(self, only: Sequence[str]) -> Iterator[Receipt]:
        """Make what is wanted."""
        from cardprint.load.editions import select_editions
        from cardprint.load.layout import load_info
        from cardprint.load.reading import load_toolkit
        from cardprint.pipeline.recipe import variant_of

        toolkit = load_toolkit(self.folder, self.project, self.translation)
        part, parts = self.shard
        wanted = select_editions(toolkit, self.project, only)[part - 1 :: parts]
        info, _ = load_info(self.layout, self.project)
        self.out.mkdir(parents=True, exist_ok=True)
        tidy(self.out)
        made_from = digest_of_build(self.project, self.folder, self.layout, self.translation)
        groups: dict[str, list[tuple[Told, Order]]] = defaultdict(list)
        known = read_receipts(self.out) if self.resume else {}
        for told in wanted:
            order = self._order(toolkit, told.edition, made_from)
            if not _is_there(order, known):
                key = variant_of(toolkit, told.edition, interactive=info.interactive)
                groups[key].append((told, order))
        self.total = sum(map(len, groups.values()))
        for key, members in groups.items():
            yield from self._group(toolkit, key, members, made_from, quick=info.interactive)
        self.cache.prune()

    def _order(self, toolkit: Toolkit, edition: Edition, made_from: str) -> Order:
        from cardprint.pipeline.quick import Order

        name = file_stem(f"{toolkit.slug}-{edition.id}", self.layout, self.translation)
        return Order(edition, of_edition(toolkit, edition, made_from), self.out / f"{name}.pdf")

    def _group(  # what the members share, and how they are made
        self,
        toolkit: Toolkit,
        key: str,
        members: Sequence[tuple[Told, Order]],
        made_from: str,
        *,
        quick: bool,
    ) -> Iterator[Receipt]:
        """The editions that differ in words alone."""
        try:
            build = Build(
                self.project, self.folder, self.layout, self.workers, self.cache,
                translation=self.translation,
            )  # fmt: skip
            recipe = None
            if quick and len(members) > 1:
                told = members[0][0]
                recipe = base_recipe(build, toolkit, told, digest("base", made_from, key))
            rest: Iterable[tuple[Told, Order]] = members
            if recipe:
                left: list[tuple[Told, Order]] = []
                yield from self._quickly(recipe, toolkit, members, left)
                rest = left
            if rest:
                alike = reference(build, toolkit, members[0][0].edition, made_from)
                yield from self._whole(build, toolkit, rest, alike)
        except CardprintError as error:
            self.problems.append(error)

    def _quickly(
        self,
        recipe: Recipe,
        toolkit: Toolkit,
        members: Sequence[tuple[Told, Order]],
        left: list[tuple[Told, Order]],
    ) -> Iterator[Receipt]:
        """Those whose words fit the lines of the base; the others come into ``left``."""
        from cardprint.pipeline.quick import make_editions

        waiting: deque[tuple[Sequence[tuple[Told, Order]], Future[Any]]] = deque()
        most = 2 * (self.workers.jobs or cpu_count() or 1)
        chunks = [members[i : i + CHUNK] for i in range(0, len(members), CHUNK)]
        for i, chunk in enumerate([*chunks, *[()] * most]):
            if chunk:
                orders = [
                    replace(order, is_whole=(i * CHUNK + j) % SAMPLE == 0)
                    for j, (_, order) in enumerate(chunk)
                ]
                future = self.executor.submit(make_editions, recipe, toolkit, orders)
                waiting.append((chunk, future))
            if waiting and (not chunk or len(waiting) >= most):
                pairs, future = waiting.popleft()
                yield from self._take(pairs, future.result(), left)

    def _take(
        self,
        pairs: Sequence[tuple[Told, Order]],
        results: Sequence[Receipt | CardprintError | None],
        left: list[tuple[Told, Order]],
    ) -> Iterator[Receipt]:
        made = []
        for pair, result in zip(pairs, results, strict=True):
            if result is None:
                left.append(pair)
            elif isinstance(result, CardprintError):
                self.problems.append(result)
            else:
                made.append(result)
        yield from self._receipts(made)

    def _receipts(self, made: Sequence[Receipt]) -> Iterator[Receipt]:
        part, parts = self.shard
        name = "receipts.jsonl" if parts == 1 else f"receipts-{part}-of-{parts}.jsonl"
        add_receipts(self.out / name, made)
        self.done += len(made)
        self.progress(self.folder.name, self.done, self.total)
        yield from made

    def _whole(
        self,
        build: Build,
        toolkit: Toolkit,
        members: Iterable[tuple[Told, Order]],
        alike: Reference,
    ) -> Iterator[Receipt]:
        """Editions that are made and verified sheet by sheet; equal sheets are made once."""
        kept: set[str] = set()
        for told, order in members:
            try:
                receipt = self._one(build, toolkit, told, order, alike)
            except CardprintError as error:
                self.problems.append(error)
            else:
                yield from self._receipts([receipt])
            kept = kept or set(build.made)
            build.made = {key: sheet for key, sheet in build.made.items() if key in kept}
            build.cache = ReadOnly(self.cache.folder)

    def _one(
        self, build: Build, toolkit: Toolkit, told: Told, order: Order, alike: Reference
    ) -> Receipt:
        from cardprint.load.edited import edited
        from cardprint.load.inputs import with_layout
        from cardprint.verify.file import FinishedFile
        from cardprint.verify.parity import read

        start = process_time()
        own, layout = with_layout(
            self.project, edited(toolkit, told.edition, told.layer(toolkit)), self.layout
        )
        entry = build.make_of(own, layout, order.target)
        said = read(FinishedFile(entry.data))
        shown = order.target.name
        problems = [*said_wrong(said, own, shown, alike.places)]
        if said.digest(layout) != alike.shared:
            message = tell("the shared text is not that of the toolkit")
            problems.append(Problem(Place(shown), message))
        if problems:
            raise OutputError(problems)
        replace_file(order.target, entry.data, lasting=True)
        pages: Any = entry.facts["pages"]
        return Receipt(
            own.slug, layout.name, told.edition.id, shown, order.made_from, alike.shared,
            sha256(entry.data).hexdigest(), pages, "whole", round(process_time() - start, 4),
            own.translation,
        )  # fmt: skip


def _is_there(order: Order, known: dict[str, Receipt]) -> bool:
    """Whether the file is there, whole, and as it would be made again."""
    receipt = known.get(order.target.name)
    if receipt is None or receipt.made_from != order.made_from or not order.target.is_file():
        return False
    return sha256(order.target.read_bytes()).hexdigest() == receipt.sha256
