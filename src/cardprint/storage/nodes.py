"""The text of a YAML file as plain data, with the place of each node.

The parser only reports what begins and ends. The data is built from that here, one step at a time,
so that no file gets more depth, values or kinds of data than it may have.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import yaml

from cardprint.errors import Place, Problem
from cardprint.messages.catalogue import Message, tell
from cardprint.storage.files import place_in
from cardprint.storage.syntax import NO_SPACE, OTHER_SPACE, QUOTE_IT, explain

MAX_DEPTH = 32
"""How many levels of lists and mappings a file may have; the deepest page has eight."""

MAX_NODES = 50_000
"""How many values a file may hold, with every alias written out; a card has about 50."""

# YAML 1.1, 5.1: the characters that are allowed.
_NOT_ALLOWED = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# The comment after a text, and after the sign before a block of text.
_AFTER = re.compile(r"[ \t]+(#.*)")
_AFTER_SIGN = re.compile(r"[|>][-+0-9]*[ \t]+(#.*)")

_MARK = re.compile(r"[^\s,\[\]{}]+")

NodePath = tuple[str | int, ...]

Event = Any
"""An event of the parser; its type stubs leave out the marks that every event has."""


class Span(NamedTuple):
    """Where a node begins and where it ends; lines and columns from 1."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Nodes:
    """The data of a file, with the place of every node and of its key, by path."""

    data: object
    values: dict[NodePath, Span]
    keys: dict[NodePath, Span]
    comments: dict[NodePath, Span]
    """The comment that follows a text without quotes on its line."""
    notes: dict[NodePath, Span]
    """The comment that follows a text in quotes, or the sign before a block of text."""


def read_nodes(text: str, shown: str, report: Callable[[Problem], None]) -> Nodes | None:
    """Read the text of a YAML file; report every problem with its place, or return its nodes.

    :param shown: the name of the file in messages.
    """
    strange = {found[0]: found.start() for found in reversed([*_NOT_ALLOWED.finditer(text)])}
    for character, position in strange.items():
        code = f"U+{ord(character):04X}"
        message = tell("character {code} is not allowed in YAML", code=code)
        report(Problem(place_in(shown, text, position), message, tell("remove it")))
    if strange:
        return None
    try:
        events = list(_events(text, shown))
        if len(events) > 1:
            return _Builder(text, shown, events, report).build()
        report(Problem(Place(shown, 1, 1), tell("the file is empty"), tell("write its text")))
    except _Refused as refused:
        report(refused.problem)
    return None


class _Refused(Exception):  # noqa: N818  # it only stops the reading
    """The file exceeds a limit, or cannot be read beyond a place."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def _refused(shown: str, mark: Any, message: Message, hint: Message) -> _Refused:
    return _Refused(Problem(Place(shown, mark.line + 1, mark.column + 1), message, hint))


def _events(text: str, shown: str) -> Iterator[Event]:
    """The nodes of the one document as they begin and end, within the limits."""
    # The C parser is eight times as fast and reports the same.
    loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    depth = nodes = documents = 0
    last: Event = None
    event: Event
    try:
        for event in yaml.parse(text, Loader=loader):
            documents += isinstance(event, yaml.DocumentStartEvent)
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            nodes += isinstance(event, yaml.NodeEvent)
            if documents > 1:
                message = tell("a second document begins here")
                hint = tell("remove the line of three dashes; a file holds one card or page")
                raise _refused(shown, event.start_mark, message, hint)
            if depth > MAX_DEPTH:
                message = tell(
                    "there are more than {limit} lists inside each other", limit=MAX_DEPTH
                )
                hint = tell("put a text that begins with a bracket or dash in quotes")
                raise _refused(shown, event.start_mark, message, hint)
            if nodes > MAX_NODES:
                raise _too_many(shown, event.start_mark)
            if isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
                last = event
                yield event
    except yaml.MarkedYAMLError as error:
        raise _Refused(explain(error, last, text, shown)) from error


def _too_many(shown: str, mark: yaml.Mark) -> _Refused:
    message = tell(
        "with its repeated parts, the file holds more than {limit} values", limit=MAX_NODES
    )
    return _refused(shown, mark, message, tell("write out the repeated parts"))


@dataclass
class _Builder:
    """Turns the events of a document into plain data, and keeps the place of each node."""

    text: str
    shown: str
    events: list[Event]
    report: Callable[[Problem], None]
    nodes: Nodes = field(default_factory=lambda: Nodes(None, {}, {}, {}, {}))
    next: int = 0
    count: int = 0
    sound: bool = True
    open: list[str] = field(default_factory=list)
    """The anchors of the nodes that are being built."""

    def build(self) -> Nodes | None:
        """The nodes; None when something was reported."""
        self._check_marks()
        if not self.sound:
            return None
        nodes = self.nodes
        found = replace(nodes, data=self._value(()))
        return found if self.sound else None

    def _fail(self, mark: Any, message: Message, hint: Message) -> None:
        self.sound = False
        self.report(_refused(self.shown, mark, message, hint).problem)

    def _check_marks(self) -> None:
        """Report tags and unused anchors: they were meant as words, and would not be printed."""
        repeated = {e.anchor for e in self.events if isinstance(e, yaml.AliasEvent)}
        self.anchors: dict[str, int] = {}
        for i, event in enumerate(self.events):
            begin: Any = event.start_mark
            if isinstance(event, yaml.AliasEvent):
                if event.anchor not in self.anchors:
                    message = tell("a text cannot begin with '{sign}'", sign="*")
                    self._fail(begin, message, QUOTE_IT)
            elif isinstance(event, yaml.NodeEvent):
                tag = getattr(event, "tag", None)
                if tag is not None or event.anchor not in (None, *repeated):
                    word = _MARK.match(self.text, begin.index)
                    message = tell("'{word}' would not be printed", word=word and word[0])
                    self._fail(begin, message, QUOTE_IT)
                elif event.anchor in self.anchors:
                    message = tell("'&{name}' is used twice", name=event.anchor)
                    self._fail(begin, message, tell("choose another name"))
                elif event.anchor is not None:
                    self.anchors[event.anchor] = i

    def _take(self) -> Event:
        self.next += 1
        return self.events[self.next - 1]

    def _value(self, path: NodePath) -> object:
        """The data of the next node."""
        event = self._take()
        self.count += 1
        if self.count > MAX_NODES:
            raise _too_many(self.shown, event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            return self._repeated(event, path)
        self.open.append(event.anchor)
        start = self.next - 1
        if isinstance(event, yaml.MappingStartEvent):
            data: object = self._mapping(path)
        elif isinstance(event, yaml.SequenceStartEvent):
            data = self._list(path)
        else:
            data = self._scalar(event, path)
        self.open.pop()
        self.nodes.values[path] = _span(self.events[start], self.events[self.next - 1])
        return data

    def _repeated(self, alias: Event, path: NodePath) -> object:
        """The node that an alias repeats, built once more."""
        if alias.anchor in self.open:
            message = tell(
                "'*{name}' repeats the part that it is in, without end", name=alias.anchor
            )
            hint = tell("write out what should stand here")
            raise _refused(self.shown, alias.start_mark, message, hint)
        here, self.next = self.next, self.anchors[alias.anchor]
        data = self._value(path)
        self.next = here
        return data

    def _list(self, path: NodePath) -> list[object]:
        data: list[object] = []
        while not isinstance(self.events[self.next], yaml.SequenceEndEvent):
            data.append(self._value((*path, len(data))))
        self._take()
        return data

    def _mapping(self, path: NodePath) -> dict[str, object]:
        data: dict[str, object] = {}
        while not isinstance(self.events[self.next], yaml.MappingEndEvent):
            key = self._take()
            if not isinstance(key, yaml.ScalarEvent):
                message = tell("a name must be a word")
                self._fail(key.start_mark, message, tell("put text with a bracket in quotes"))
                self.next -= 1
                self._skip()
                self._skip()
            elif key.value != key.value.strip() and not key.style:
                self._fail(key.start_mark, *OTHER_SPACE)
                self._skip()
            elif key.value.startswith("-") and not key.style:
                self._fail(key.start_mark, *NO_SPACE)
                self._skip()
            elif key.value in data:
                message = tell("the key '{key}' is used twice", key=key.value)
                first = self.nodes.keys[(*path, key.value)].line
                self._fail(key.start_mark, message, tell("the first is on line {line}", line=first))
                self._skip()
            else:
                self.nodes.keys[(*path, key.value)] = _span(key, key)
                data[key.value] = self._value((*path, key.value))
        self._take()
        return data

    def _skip(self) -> None:
        """Leave out the whole of the next node."""
        depth = 0
        while True:
            event = self._take()
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth == 0:
                return

    def _scalar(self, event: Event, path: NodePath) -> str | None:
        is_block = event.style in ("|", ">")
        ends = event.start_mark if is_block else event.end_mark
        found = (_AFTER_SIGN if is_block else _AFTER).match(self.text, ends.index)
        if found:
            line, column = ends.line + 1, ends.column + 1
            kept = self.nodes.notes if event.style else self.nodes.comments
            begins, stops = (column + each - ends.index for each in found.span(1))
            kept[path] = Span(line, begins, line, stops)
        if event.style:
            return str(event.value)
        return None if event.value in ("", "~", "null") else str(event.value)


def _span(first: Event, last: Event) -> Span:
    begin, end = first.start_mark, last.end_mark
    return Span(begin.line + 1, begin.column + 1, end.line + 1, end.column + 1)
