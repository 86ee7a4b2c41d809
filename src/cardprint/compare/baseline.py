"""The accepted state of a toolkit in a layout: a folder to keep in the repository.

Later files are compared with ``accepted.pdf``, and shown beside it, large and in colour. Each page
has a small picture and a text, for people who review the folder. The manifest has the digest of
every file, so that damage is noticed, and the versions of what made them.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cardprint.errors import CompareError, Place, Problem, WriteError
from cardprint.messages.catalogue import Message, tell
from cardprint.model.geometry import Box
from cardprint.model.names import file_stem
from cardprint.pipeline.outcome import NamedBox
from cardprint.storage.project import Project
from cardprint.storage.temporary import new_folder, tidy

if TYPE_CHECKING:
    from PIL import Image

    from cardprint.compare.files import Regions

FORMAT = 1
"""The number of the format; it goes up when older baselines can no longer be read."""
PDF, MANIFEST = "accepted.pdf", "manifest.json"
ATTRIBUTES = ".gitattributes"
_AS_THEY_ARE = b"# These files have digests: git leaves the ends of their lines alone.\n* -text\n"
_LFS = b"version https://git-lfs.github.com/spec/"
# Four greys are enough to see what moved, at a third of the size.
_GREYS = [round(value / 85) * 85 for value in range(256)]


@dataclass(frozen=True, slots=True)
class Baseline:
    """An accepted PDF with the facts about it."""

    toolkit: str
    layout: str
    pdf: bytes
    regions: Regions
    environment: Mapping[str, str]
    style: Mapping[str, str]
    """What its colours, typefaces and sizes were, by name; nothing where it was not kept."""
    translation: str = ""
    """The language that the toolkit was translated into, if it is not in its own."""


def baseline_folder(project: Project, toolkit: str, layout: str, translation: str = "") -> Path:
    """Where the accepted state of a toolkit in a layout is kept."""
    return project.root / "baseline" / file_stem(toolkit, layout, translation)


def accepted_layouts(project: Project, toolkit: str, translation: str = "") -> tuple[str, ...]:
    """The layouts of a toolkit that have a baseline, in its own language or in another."""
    found = []
    for manifest in sorted((project.root / "baseline").glob(f"{toolkit}-*/{MANIFEST}")):
        facts = _facts(manifest, project.shown(manifest))
        if (facts["toolkit"], facts.get("translation", "")) == (toolkit, translation):
            found.append(str(facts["layout"]))
    return tuple(found)


def regions_of(named: tuple[NamedBox, ...]) -> Regions:
    """Named boxes by page and name."""
    found: dict[int, dict[str, tuple[Box, ...]]] = {}
    for each in named:
        of_page = found.setdefault(each.page, {})
        of_page[each.name] = (*of_page.get(each.name, ()), each.box)
    return found


def store(folder: Path, shown: str, baseline: Baseline) -> None:
    """Replace a baseline; the old one stays until the new one is whole.

    :raises WriteError: when the folder cannot be written.
    """
    files = _contents(baseline, shown)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        tidy(folder.parent)
        with new_folder(folder.parent) as made:
            for name, data in files.items():
                (made / name).write_bytes(data)
            made.chmod(0o755)
            _replace(folder, made)
    except OSError as error:
        reason = error.strerror or str(error)
        raise WriteError(
            [Problem(Place(shown), tell("cannot be written: {reason}", reason=reason))]
        ) from error


def _replace(folder: Path, made: Path) -> None:
    """Put a folder in the place of the old one, which is restored if that fails.

    If the program was killed halfway before, the old folder still exists, and is restored first.
    """
    old = folder.with_name(f".old-{folder.name}")
    if old.exists() and not folder.exists():
        old.replace(folder)
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.replace(old)
    try:
        made.replace(folder)
    except OSError:
        if old.exists():
            old.replace(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _contents(baseline: Baseline, shown: str) -> dict[str, bytes]:
    """The files of a baseline by name."""
    from cardprint.compare.describe import describe_file, describe_page
    from cardprint.compare.pixels import picture
    from cardprint.compare.state import FileState

    files = {PDF: baseline.pdf}
    state = FileState(baseline.pdf, shown)
    try:
        files["document.txt"] = describe_file(state).encode()
        for i in range(state.page_count):
            name = f"page-{i + 1:03}"
            files[f"{name}.txt"] = describe_page(state.page(i)).encode()
            small = picture(state.document, i).convert("L").point(_GREYS)
            files[f"{name}.webp"] = _webp(small)
    finally:
        state.close()
    facts = {
        "format": FORMAT,
        "toolkit": baseline.toolkit,
        "layout": baseline.layout,
        **({"translation": baseline.translation} if baseline.translation else {}),
        "environment": dict(baseline.environment),
        "style": dict(baseline.style),
        "regions": [
            [page, name, [[round(edge, 2) for edge in box] for box in boxes]]
            for page, names in sorted(baseline.regions.items())
            for name, boxes in sorted(names.items())
        ],
        "files": {name: sha256(data).hexdigest() for name, data in sorted(files.items())},
    }
    files[MANIFEST] = json.dumps(facts, indent=1, sort_keys=True).encode() + b"\n"
    files[ATTRIBUTES] = _AS_THEY_ARE
    return files


def _webp(image: Image.Image) -> bytes:
    output = BytesIO()
    image.save(output, "WEBP", lossless=True, quality=80, method=4)
    return output.getvalue()


def read_baseline(
    folder: Path, shown: str, toolkit: str, layout: str, translation: str = ""
) -> Baseline:
    """Read a baseline.

    :raises CompareError: when there is none, when one of its files is damaged, or when it belongs
        to another toolkit or layout.
    """
    command = f"cardprint accept {toolkit} --layout {layout}"
    command += f" --language {translation}" if translation else ""
    anew = tell(
        "restore it; or build the PDF, look at it, and then run: {command}", command=command
    )
    if not (folder / MANIFEST).is_file():
        message = tell("there is no accepted state to compare with")
        hint = tell("build the PDF, look at it, and then run: {command}", command=command)
        raise CompareError([Problem(Place(shown), message, hint)])
    facts = _facts(folder / MANIFEST, f"{shown}/{MANIFEST}")
    found = facts["toolkit"], facts["layout"], facts.get("translation", "")
    if found != (toolkit, layout, translation):
        message = tell(
            "this is the accepted state of {other_toolkit} in {other_layout}, "
            "not of {toolkit} in {layout}",
            other_toolkit=facts["toolkit"],
            other_layout=facts["layout"],
            toolkit=toolkit,
            layout=layout,
        )
        raise CompareError([Problem(Place(shown), message, anew)])
    if problems := [*_unsound(folder, shown, facts["files"], anew)]:
        raise CompareError(problems)
    regions: dict[int, dict[str, Any]] = {}
    for page, name, boxes in facts["regions"]:
        regions.setdefault(page, {})[name] = tuple(Box(*box) for box in boxes)
    pdf, style = (folder / PDF).read_bytes(), facts.get("style", {})
    return Baseline(toolkit, layout, pdf, regions, facts["environment"], style, translation)


def _facts(manifest: Path, shown: str) -> dict[str, Any]:
    try:
        facts: dict[str, Any] = json.loads(manifest.read_text("utf-8"))
        wanted = ("format", "toolkit", "layout", "environment", "regions", "files")
        if facts["format"] == FORMAT and all(key in facts for key in wanted):
            return facts
        message = tell(
            "it was written by another version of cardprint (format {format})",
            format=facts["format"],
        )
    except (OSError, ValueError, KeyError, TypeError):
        message = tell("the file is damaged")
    hint = tell("restore it; or build the PDF, look at it, and then accept it")
    raise CompareError([Problem(Place(shown), message, hint)])


def _unsound(
    folder: Path, shown: str, digests: Mapping[str, str], anew: Message
) -> Iterator[Problem]:
    """The files that are not what was accepted."""
    for name, digest in digests.items():
        try:
            data = (folder / name).read_bytes()
        except OSError:
            data = b""
        if data.startswith(_LFS):
            message = tell("this is only a pointer to a file that Git LFS keeps elsewhere")
            yield Problem(Place(f"{shown}/{name}"), message, tell("fetch it with: git lfs pull"))
        elif digest not in _digests(name, data):
            message = tell("the file is damaged or missing")
            yield Problem(Place(f"{shown}/{name}"), message, anew)


def _digests(name: str, data: bytes) -> Iterator[str]:
    """The digest of a file; for a text also the digest with its original line endings."""
    yield sha256(data).hexdigest()
    if name.endswith(".txt"):
        yield sha256(data.replace(b"\r\n", b"\n")).hexdigest()
