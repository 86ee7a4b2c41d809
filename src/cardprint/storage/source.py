"""One YAML file as plain data, with the place of every node.

Scalars stay text: the schema decides what is a number or a date, so that ``no`` is a word and
``version: 1.10`` keeps its nought.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from cardprint.errors import Place, Problem
from cardprint.messages.catalogue import tell

MAX_BYTES = 1_000_000
# An alias may repeat a node; a file that unfolds to more nodes than this is an alias bomb.
MAX_NODES = 50_000

NodePath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A file's data, the lines it came from, and where each node of it stands."""

    file: str
    data: object = None
    lines: tuple[str, ...] = ()
    values: dict[NodePath, tuple[int, int]] = field(default_factory=dict)
    keys: dict[NodePath, tuple[int, int]] = field(default_factory=dict)

    def at(self, path: NodePath = (), *, key: bool = False) -> Place:
        """The place of a node (or of its key); of the nearest parent when the node is absent."""
        while path:
            found = (key and self.keys.get(path)) or self.values.get(path) or self.keys.get(path)
            if found:
                return Place(self.file, *found)
            path, key = path[:-1], True
        return Place(self.file, *self.values.get((), (1, 1)))

    def find(self, path: NodePath, fragment: str) -> Place:
        """The place of ``fragment`` inside the text of a node, or of the node itself."""
        start = self.at(path)
        for number in range(start.line, len(self.lines) + 1):
            column = self.lines[number - 1].find(
                fragment, start.column - 1 if number == start.line else 0
            )
            if column >= 0:
                return Place(self.file, number, column + 1)
        return start


def read_source(path: Path, shown: str, report: Callable[[Problem], None]) -> Source | None:
    """Read a YAML file safely; on failure report why, with the place, and return None."""
    text = _read_text(path, shown, report)
    if text is None:
        return None
    try:
        node = yaml.compose(text, Loader=_loader())
    except yaml.MarkedYAMLError as error:
        report(_syntax_problem(error, shown))
    except yaml.reader.ReaderError as error:
        character = f"U+{ord(text[error.position]):04X}"
        message = tell("character {character} is not allowed in YAML", character=character)
        report(Problem(_place_in(shown, text, error.position), message, tell("remove it")))
    else:
        if node is not None:
            return _Builder(shown, text, report).build(node)
        report(Problem(Place(shown, 1, 1), tell("the file is empty")))
    return None


def _read_text(path: Path, shown: str, report: Callable[[Problem], None]) -> str | None:
    try:
        raw = path.read_bytes()
    except OSError as error:
        report(
            Problem(Place(shown), tell("cannot be read: {value}", value=error.strerror or error))
        )
        return None
    if len(raw) > MAX_BYTES:
        message = tell("the file has {raw} bytes", raw=len(raw))
        report(Problem(Place(shown), message, tell("at most {max_bytes}", max_bytes=MAX_BYTES)))
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_in(shown, raw.decode("latin-1"), error.start)
        report(Problem(place, tell("not UTF-8"), tell("save the file as UTF-8")))
        return None


def _place_in(shown: str, text: str, position: int) -> Place:
    line = text.count("\n", 0, position) + 1
    return Place(shown, line, position - text.rfind("\n", 0, position))


def _loader() -> type[yaml.SafeLoader]:
    # The C parser is eight times as fast and has the same interface for composing nodes.
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _syntax_problem(error: yaml.MarkedYAMLError, shown: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Place(shown, mark.line + 1, mark.column + 1) if mark else Place(shown)
    message = error.problem or "this is not YAML"
    hint = error.context or ""
    if "tab character" in message or "cannot start any token" in message:
        hint = tell(
            "indent with spaces, never with tabs; put text that starts with a sign in quotes"
        )
    elif "mapping values are not allowed" in message:
        hint = tell("put text with a colon in quotes or after >-, or mend the indentation")
    elif "alias" in hint or "alphabetic" in message:
        hint = tell("put text that starts with a sign in quotes or after >-")
    return Problem(place, tell("not valid YAML: {message}", message=message), hint)


class _Builder:
    """Turns composed nodes into plain data and notes where each one stands."""

    def __init__(self, shown: str, text: str, report: Callable[[Problem], None]) -> None:
        self.source = Source(shown, None, tuple(text.splitlines()))
        self.report = report
        self.count = 0
        self.sound = True

    def build(self, root: yaml.Node) -> Source | None:
        data = self._value(root, ())
        if not self.sound:
            return None
        source = self.source
        return Source(source.file, data, source.lines, source.values, source.keys)

    def _fail(self, mark: yaml.Mark, message: str, hint: str) -> None:
        self.sound = False
        self.report(Problem(Place(self.source.file, mark.line + 1, mark.column + 1), message, hint))

    def _value(self, node: yaml.Node, path: NodePath) -> object:
        self.count += 1
        if self.count == MAX_NODES:
            self._fail(
                node.start_mark,
                f"the file unfolds to more than {MAX_NODES:,} values",
                "write repeated parts out instead of nesting aliases",
            )
        if self.count >= MAX_NODES:
            return None
        self.source.values[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(child, (*path, i)) for i, child in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "~", "null"):
            return None
        return node.value

    def _mapping(self, node: yaml.MappingNode, path: NodePath) -> dict[str, object]:
        data: dict[str, object] = {}
        for key, child in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._fail(key.start_mark, "a key must be a word", "put text with { or [ in quotes")
                continue
            if key.value in data:
                first = self.source.keys[(*path, key.value)][0]
                self._fail(
                    key.start_mark,
                    f"key '{key.value}' stands here twice",
                    f"the first is on line {first}",
                )
                continue
            self.source.keys[(*path, key.value)] = (
                key.start_mark.line + 1,
                key.start_mark.column + 1,
            )
            data[key.value] = self._value(child, (*path, key.value))
        return data
