"""A copy of a project in which a change is tried before it is made."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cardprint.errors import InputError, Problem
from cardprint.load.inputs import load_inputs
from cardprint.load.toolkit import Toolkit
from cardprint.storage.nodes import NodePath, Span, read_nodes
from cardprint.storage.project import PROJECT_FILE, Project, builtin_root
from cardprint.storage.temporary import own_folder, replace_file

FOLDERS = ("layouts", "themes", "locales", "icons", "fonts")
"""What is only read, so that a link to it will do."""

Facts = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Trial:
    """The copy: one toolkit is its own, everything else is the project's."""

    real: Project
    slug: str
    project: Project
    copied: dict[Path, Facts]
    """The size and time of each file that was copied."""

    def renew(self, changes: Mapping[str, bytes | None] = {}) -> None:
        """Make the toolkit as it is now, but for some changes of its files."""
        home = f"toolkits/{self.slug}"
        folder = self.real.toolkits().get(self.slug, self.real.root / home)
        target = self.project.root / home
        target.mkdir(parents=True, exist_ok=True)
        kept = set()
        for path in sorted(folder.rglob("*")):
            copy = target / path.relative_to(folder)
            if path.is_file() and f"{home}/{path.relative_to(folder).as_posix()}" not in changes:
                self._copy(path, copy)
                kept.add(copy)
        for file, data in changes.items():
            copy = self.project.root / file
            self.copied.pop(copy, None)
            if data is not None:
                copy.parent.mkdir(parents=True, exist_ok=True)
                if not copy.is_file() or copy.read_bytes() != data:
                    replace_file(copy, data, lasting=False)
                kept.add(copy)
        for copy in target.rglob("*"):
            if copy.is_file() and copy not in kept:
                self.copied.pop(copy, None)
                copy.unlink()

    def _copy(self, path: Path, copy: Path) -> None:
        facts = path.stat()
        if self.copied.get(copy) != (facts.st_size, facts.st_mtime_ns):
            copy.parent.mkdir(parents=True, exist_ok=True)
            replace_file(copy, path.read_bytes(), lasting=False)
            self.copied[copy] = facts.st_size, facts.st_mtime_ns

    def load(self, layout: str) -> tuple[Toolkit | None, tuple[Problem, ...]]:
        """The toolkit as it would be, or everything that is wrong with it."""
        folder = self.project.root / "toolkits" / self.slug
        try:
            return load_inputs(self.project, folder, layout)[0], ()
        except InputError as error:
            return None, error.problems


def new_trial(project: Project, slug: str) -> Trial:
    """A copy of a project for one of its toolkits; it goes when the program ends."""
    root = Path(tempfile.mkdtemp(dir=own_folder()))
    (root / "toolkits").mkdir()
    if project.root.resolve() != builtin_root().resolve():
        for name in FOLDERS:
            if (project.root / name).is_dir():
                (root / name).symlink_to((project.root / name).resolve())
    if (project.root / PROJECT_FILE).is_file():
        shutil.copyfile(project.root / PROJECT_FILE, root / PROJECT_FILE)
    for name, folder in project.toolkits().items():
        if name != slug:
            (root / "toolkits" / name).symlink_to(folder.resolve())
    return Trial(project, slug, Project(root), {})


def placed(
    problems: Sequence[Problem], held: Mapping[str, bytes]
) -> Iterator[tuple[Problem, NodePath | None]]:
    """Each problem with the path of the node that it is about; None where there is none."""
    spans: dict[str, dict[NodePath, Span]] = {}
    for problem in problems:
        file = problem.place.file
        if file in held and file not in spans:
            text = held[file].decode("utf-8", "replace").removeprefix("\ufeff")
            nodes = read_nodes(text, file, lambda _: None)
            spans[file] = {} if nodes is None else {**nodes.keys, **nodes.values}
            for path, key in nodes.keys.items() if nodes else ():
                value = nodes.values.get(path, key) if nodes else key
                spans[file][path] = Span(key.line, key.column, value.end_line, value.end_column)
        place = problem.place.line, problem.place.column
        around = [
            path
            for path, span in spans.get(file, {}).items()
            if (span.line, span.column) <= place <= (span.end_line, span.end_column)
        ]
        yield problem, max(around, key=len, default=None) or None
