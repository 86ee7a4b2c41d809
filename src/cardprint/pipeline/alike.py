"""What editions of a toolkit have alike, and what the file of one depends on."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from itertools import cycle, islice
from typing import TYPE_CHECKING

from cardprint.errors import Place, Problem
from cardprint.messages.catalogue import tell
from cardprint.pipeline.one import Build
from cardprint.storage.cache import Entry
from cardprint.storage.digest import digest

if TYPE_CHECKING:
    from cardprint.load.toolkit import Toolkit
    from cardprint.model.edition import Edition
    from cardprint.verify.parity import Told


def of_edition(toolkit: Toolkit, edition: Edition, made_from: str) -> str:
    """The digest of everything that the file of an edition depends on.

    :param made_from: that of the toolkit in its layout.
    """
    logo = (toolkit.folder / edition.logo.file).read_bytes() if edition.logo else b""
    return digest(made_from, edition.model_dump_json(), sha256(logo).digest())


def reference(build: Build, toolkit: Toolkit, edition: Edition, made_from: str) -> str:
    """The digest of what all editions with the same offer share, read from a file of no one's."""
    from cardprint.load.edited import edited
    from cardprint.load.inputs import with_layout
    from cardprint.model.edition import Edition
    from cardprint.pipeline.recipe import STAND_IN, stand_in
    from cardprint.verify.file import FinishedFile
    from cardprint.verify.parity import read

    offer = {"id": STAND_IN, "name": STAND_IN, "leaves_out": sorted(edition.leaves_out)}
    plain = Edition.model_validate(offer)
    key = digest("shared", made_from, *plain.leaves_out)
    entry = build.cache.get(key)
    if entry is None:
        base = stand_in(toolkit, plain, frozenset())
        own, design = with_layout(build.project, edited(toolkit, base), build.layout_name)
        made = build.make_of(own, design, toolkit.folder / "base.pdf")
        entry = Entry({"shared": read(FinishedFile(made.data)).digest(design)}, b"")
        build.cache.put(key, entry)
    return str(entry.facts["shared"])


def said_wrong(said: Told, toolkit: Toolkit, shown: str) -> Iterator[Problem]:
    """The slots that do not say what the edition filled in."""
    from cardprint.verify.parity import plain

    filled = said.filled()
    for slot in toolkit.info.slots:
        lines = [plain(line) for line in toolkit.slot_lines(slot)]
        found = filled.get(slot.id, ())
        if found != tuple(islice(cycle(lines), len(found))) or len(found) % len(lines):
            message = tell("'{label}' does not say what it should", label=slot.label)
            yield Problem(Place(shown), message)
