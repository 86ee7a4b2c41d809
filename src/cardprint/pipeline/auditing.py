"""A folder of editions is read, and each is told that is stale, altered, or lacks a caution."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from cardprint.errors import OutputError, Place, Problem
from cardprint.messages.catalogue import tell
from cardprint.pipeline.alike import Reference, of_edition, reference, said_wrong
from cardprint.pipeline.fingerprint import digest_of_build
from cardprint.pipeline.one import Build
from cardprint.pipeline.receipts import Receipt, read_receipts
from cardprint.pipeline.workers import Workers
from cardprint.storage.cache import Cache
from cardprint.storage.project import Project, select_toolkits, translations_of

if TYPE_CHECKING:
    from cardprint.load.layout import Layout
    from cardprint.load.toolkit import Toolkit
    from cardprint.model.edition import Edition
    from cardprint.verify.parity import Told


@dataclass
class Audit:
    """What an audit has seen."""

    counts: Counter[str] = field(default_factory=Counter)
    """How many files are ``sound``, ``stale``, ``altered``, ``missing`` or ``unknown``."""
    problems: list[Problem] = field(default_factory=list)


def audit(
    project: str | Path,
    toolkit: str,
    folder: Path,
    *,
    cache: Cache | None = None,
    whole: bool = False,
) -> Audit:
    """Compare every PDF of a folder with the toolkit as it is now.

    A file that is byte for byte the one of its receipt was read back when it was made, so only its
    receipt is compared with the toolkit. Every other file is read.

    :param whole: read every file, whatever its receipt says.
    :raises InputError: with what is wrong with the toolkit or its editions.
    """
    from cardprint.load.editions import select_editions
    from cardprint.load.reading import load_toolkit

    home = Project(Path(project).resolve())
    (source,) = select_toolkits((toolkit,), home.toolkits()).values()
    receipts = {} if whole else read_receipts(folder)
    found, auditors = Audit(), dict[str, _Auditor]()
    with Workers(1) as workers:
        for file in sorted(folder.glob("*.pdf")):
            receipt = receipts.get(file.name)
            language = _language(file, receipt, translations_of(source))
            if language not in auditors:
                loaded = load_toolkit(source, home, language)
                told = {each.edition.id: each.edition for each in select_editions(loaded, home)}
                auditors[language] = _Auditor(home, loaded, told, workers, cache or Cache(None))
            verdict, problems = auditors[language].look(file, receipt)
            found.counts[verdict] += 1
            found.problems += problems
    return found


def _language(file: Path, receipt: Receipt | None, known: Sequence[str]) -> str:
    """The language that a file was translated into, if it was."""
    from cardprint.verify.origin import origin_of

    if receipt:
        return receipt.language if receipt.language in known else ""
    with contextlib.suppress(OutputError):
        said = origin_of(file.read_bytes(), str(file)).language or ""
        return said if said in known else ""
    return ""


@dataclass
class _Auditor:
    project: Project
    toolkit: Toolkit
    editions: dict[str, Edition]
    workers: Workers
    cache: Cache
    _digests: dict[str, str] = field(default_factory=dict)
    _layouts: dict[str, Layout] = field(default_factory=dict)
    _shared: dict[tuple[str, tuple[str, ...]], Reference] = field(default_factory=dict)

    def look(self, file: Path, receipt: Receipt | None) -> tuple[str, list[Problem]]:
        """The verdict on a file, and why."""
        pdf, place = file.read_bytes(), Place(str(file))
        edition = self.editions.get(receipt.edition) if receipt else None
        if receipt is None or edition is None or receipt.toolkit != self.toolkit.slug:
            return self._strange(pdf, file)
        if sha256(pdf).hexdigest() != receipt.sha256:
            message = tell("altered: this is not the file that was verified")
            _, more = self._strange(pdf, file)
            return "altered", [Problem(place, message, tell("make it again")), *more]
        made_from = of_edition(self.toolkit, edition, self._digest(receipt.layout))
        shared = self._reference(receipt.layout, edition).shared
        if (shared, made_from) == (receipt.shared, receipt.made_from):
            return "sound", []
        return "stale", [self._stale(place)]

    def _strange(self, pdf: bytes, file: Path) -> tuple[str, list[Problem]]:
        """The verdict on a file without a receipt for its bytes."""
        from cardprint.verify.damage import refused
        from cardprint.verify.origin import origin_of

        try:
            with refused(str(file)):
                if origin_of(pdf, str(file)).toolkit == self.toolkit.slug:
                    return self._read(pdf, file)
        except OutputError as error:
            return "altered", [*error.problems]
        message = tell("this is no edition of '{toolkit}'", toolkit=self.toolkit.slug)
        return "unknown", [Problem(Place(str(file)), message)]

    def _stale(self, place: Place) -> Problem:
        message = tell("stale: it was made from an older text, or an older row of the table")
        return Problem(place, message, tell("make it again"))

    def _read(self, pdf: bytes, file: Path) -> tuple[str, list[Problem]]:
        """The verdict by what the file itself says."""
        from cardprint.assemble.metadata import NAMESPACE, own_words
        from cardprint.load.edited import edited
        from cardprint.verify.file import FinishedFile
        from cardprint.verify.parity import read

        place, opened = Place(str(file)), FinishedFile(pdf)
        about = {
            key: str(opened.description.get(f"{{{NAMESPACE}}}{key}") or "")
            for key in ("edition", "layout", "own", "version")
        }
        edition = self.editions.get(about["edition"])
        if edition is None:
            message = tell("there is no edition '{edition}' any more", edition=about["edition"])
            return "unknown", [Problem(place, message, tell("delete the file"))]
        own, layout = edited(self.toolkit, edition), self._layout(about["layout"])
        said = read(opened)
        lost = [*_lost_cautions(said, own, layout, str(file))]
        if about["own"] != own_words(own) or about["version"] != own.info.version:
            return "stale", [self._stale(place), *lost]
        alike = self._reference(layout.name, edition)
        problems = [*said_wrong(said, own, str(file), alike.places), *lost]
        if said.digest(layout) != alike.shared:
            message = tell("stale or altered: its text is not that of the toolkit")
            problems.insert(0, Problem(place, message, tell("make it again")))
        return ("altered" if problems else "sound"), problems

    def _layout(self, name: str) -> Layout:
        from cardprint.load.inputs import with_layout

        if name not in self._layouts:
            self._layouts[name] = with_layout(self.project, self.toolkit, name)[1]
        return self._layouts[name]

    def _digest(self, layout: str) -> str:
        if layout not in self._digests:
            self._digests[layout] = digest_of_build(
                self.project, self.toolkit.folder, layout, self.toolkit.translation
            )
        return self._digests[layout]

    def _reference(self, layout: str, edition: Edition) -> Reference:
        key = layout, tuple(sorted(edition.leaves_out))
        if key not in self._shared:
            build = Build(
                self.project, self.toolkit.folder, layout, self.workers, self.cache,
                translation=self.toolkit.translation,
            )  # fmt: skip
            self._shared[key] = reference(build, self.toolkit, edition, self._digest(layout))
        return self._shared[key]


def _lost_cautions(said: Told, toolkit: Toolkit, layout: Layout, shown: str) -> Iterator[Problem]:
    """The cautions about what the edition offers that its file does not have, word for word."""
    from cardprint.text import prose
    from cardprint.verify.parity import without_pages

    text = said.shared_text(layout)
    for card in toolkit.cards:
        for caution, _ in card.cautions_for(card.options):
            for run in prose.runs(caution.text):
                if without_pages(run, layout) not in text:
                    message = tell(
                        "a caution of '{card}' is missing: {words}", card=card.title, words=run[:60]
                    )
                    yield Problem(Place(shown), message)
