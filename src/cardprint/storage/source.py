"""One YAML file as plain data, with the place of every node.

Scalars stay text: the schema decides what is a number or a date, so that ``no`` is a word and
``version: 1.10`` keeps its zero.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from cardprint.errors import Place, Problem
from cardprint.storage.files import read_text
from cardprint.storage.nodes import NodePath, Span, read_nodes

__all__ = ["NodePath", "Source", "read_source"]


@dataclass(frozen=True, slots=True)
class Source:
    """A file's data, the lines it came from, and the place of each node."""

    file: str
    data: object = None
    lines: tuple[str, ...] = ()
    values: dict[NodePath, Span] = field(default_factory=dict)
    keys: dict[NodePath, Span] = field(default_factory=dict)
    comments: dict[NodePath, Span] = field(default_factory=dict)
    """The comment after an unquoted text, on the same line."""
    notes: dict[NodePath, Span] = field(default_factory=dict)
    """The comment after a text in quotes, or after the sign before a block of text."""

    def at(self, path: NodePath = (), *, key: bool = False) -> Place:
        """The place of a node or of its key; if the node is absent, that of its nearest parent."""
        while path:
            found = (key and self.keys.get(path)) or self.values.get(path) or self.keys.get(path)
            if found:
                return Place(self.file, found.line, found.column)
            path, key = path[:-1], True
        first = self.values.get(())
        return Place(self.file, first.line, first.column) if first else Place(self.file, 1, 1)

    def find(self, path: NodePath, fragment: str) -> Place:
        """The place of ``fragment`` inside the text of a node, or of the node itself.

        A space in ``fragment`` may be a line break in the file.
        """
        span = self.values.get(path)
        words = fragment.split()
        if span is None or not fragment:
            return self.at(path)
        inside = self._text(span)
        # The line with the sign before a block of text (">-") is not a part of the text.
        begins = inside.find("\n") if inside[:1] in ("|", ">") else 0
        spaced = r"\s+".join(map(re.escape, words))
        found = inside.find(fragment, begins)
        if found < 0 and words and (match := re.compile(spaced).search(inside, max(begins, 0))):
            found = match.start()
        if found < 0:
            return self.at(path)
        lines = inside[:found].split("\n")
        column = len(lines[-1]) + (span.column if len(lines) == 1 else 1)
        return Place(self.file, span.line + len(lines) - 1, column)

    def comment(self, path: NodePath) -> tuple[str, Place] | None:
        """The comment after an unquoted text on the same line, and its place."""
        return self._beside(self.comments.get(path))

    def note(self, path: NodePath) -> tuple[str, Place] | None:
        """The comment after a text in quotes or the sign before a block, and its place."""
        return self._beside(self.notes.get(path))

    def _beside(self, span: Span | None) -> tuple[str, Place] | None:
        return (self._text(span), Place(self.file, span.line, span.column)) if span else None

    def instead_of_values(self) -> Iterator[tuple[str, Place]]:
        """The comments that stand where a value could be, and their places."""
        for path in self.comments:
            if _value(self.data, path) is None and (found := self.comment(path)):
                yield found

    def _text(self, span: Span) -> str:
        """The file's own text of a node, from its first character to its last."""
        lines = list(self.lines[span.line - 1 : span.end_line])
        if len(lines) > span.end_line - span.line:
            lines[-1] = lines[-1][: span.end_column - 1]
        return "\n".join(lines)[span.column - 1 :]


def _value(data: Any, path: NodePath) -> object:
    for step in path:
        data = data[step]
    return data


def read_source(path: Path, shown: str, report: Callable[[Problem], None]) -> Source | None:
    """Read a YAML file safely; on failure report why, with the place, and return None."""
    text = read_text(path, shown, report)
    source, problems = (None, ()) if text is None else _source(text, shown)
    for problem in problems:
        report(problem)
    return source


@lru_cache(maxsize=256)
def _source(text: str, shown: str) -> tuple[Source | None, tuple[Problem, ...]]:
    """A text as data, and what is wrong with it; one that has not changed is not read again."""
    problems: list[Problem] = []
    nodes = read_nodes(text, shown, problems.append)
    if nodes is None:
        return None, tuple(problems)
    lines = tuple(text.splitlines())
    source = Source(shown, nodes.data, lines, nodes.values, nodes.keys, nodes.comments, nodes.notes)
    return source, tuple(problems)
