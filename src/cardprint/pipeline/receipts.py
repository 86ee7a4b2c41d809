"""A receipt for each edition that was made: what is in its file, and that it was verified."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "receipts.jsonl"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One line of the table of receipts."""

    toolkit: str
    layout: str
    edition: str
    file: str
    """Its name, in the folder of the receipts."""
    made_from: str
    """The digest of everything that the file depends on."""
    shared: str
    """The digest of the shared text, as read back from the file."""
    sha256: str
    """Of the file."""
    pages: int
    verdict: str
    """``whole`` if every check saw it; ``slots`` if its slots were read and the rest is, byte for
    byte, a base that every check saw."""
    seconds: float
    """Of one processor."""
    language: str = ""
    """The language that the toolkit was translated into; nothing for its own."""


def read_receipts(folder: Path) -> dict[str, Receipt]:
    """The receipts in a folder by the name of their file; the last of each counts."""
    found: dict[str, Receipt] = {}
    for file in sorted(folder.glob("receipts*.jsonl")):
        for line in file.read_text("utf-8", "replace").splitlines():
            try:
                receipt = Receipt(**json.loads(line))
            except (ValueError, TypeError):  # the last line of a run that was killed
                continue
            found[receipt.file] = receipt
    return found


def add_receipts(file: Path, receipts: Iterable[Receipt]) -> None:
    """Add lines to a table of receipts, in one write."""
    lines = "".join(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in receipts)
    with file.open("a", encoding="utf-8") as opened:
        # What a killed run left may have no end.
        opened.write(lines if _ends_whole(file) else "\n" + lines)


def _ends_whole(file: Path) -> bool:
    with file.open("rb") as opened:
        size = opened.seek(0, 2)
        opened.seek(max(0, size - 1))
        return opened.read(1) in (b"", b"\n")
