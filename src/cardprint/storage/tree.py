"""Where every node of a YAML file stands in its text, to the letter, and how it is written there.

:mod:`cardprint.storage.nodes` has read the file before and knows that it is sound and within the
limits. Its data has every repeated part written out; here a repetition (``*name``) is one node.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

from cardprint.storage.nodes import NodePath

Kind = Literal["text", "list", "mapping", "repeat"]
Style = Literal["", "'", '"', "|", ">"]
"""How a text is written: without quotes, in one of two kinds of quotes, on lines of its own."""

_ANCHOR = re.compile(r"&[^\s,\[\]{}]+\s*")
_COMMENT = re.compile(r"#[^\r\n]*")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Node:
    """One value; positions are indexes in the text, columns count from 0."""

    kind: Kind
    path: NodePath
    key: int
    """Where its key begins, or the dash before it, or else the value itself."""
    key_end: int
    begin: int
    """Where its anchor begins, or else the value itself."""
    start: int
    end: int
    column: int
    """The column of its key or dash: the value itself is further to the right; -1 for the root."""
    in_flow: bool
    """Whether it is inside brackets."""
    style: Style = ""
    is_flow: bool = False
    """Whether it is a list or mapping in brackets."""
    value: str = ""
    name: str = ""
    """The name that it has for repetitions, or that it repeats."""
    children: tuple[NodePath, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """The text of a file with its nodes in reading order."""

    text: str
    nodes: dict[NodePath, Node]
    comments: tuple[tuple[int, str], ...]
    """Every comment with its position."""

    def line_of(self, position: int) -> int:
        """Where the line of a position begins."""
        return self.text.rfind("\n", 0, position) + 1

    def rest(self, position: int) -> str:
        """What follows on the same line."""
        return self.text[position:].partition("\n")[0].rstrip("\r")

    @property
    def newline(self) -> str:
        """How its lines end."""
        return "\r\n" if "\r\n" in self.text else "\n"

    @property
    def step(self) -> int:
        """How many spaces a mapping inside another one is further to the right; most are."""
        steps = [
            node.column - above.column
            for path, node in self.nodes.items()
            if path and isinstance(path[-1], str) and not node.in_flow
            and (above := self.nodes[path[:-1]]).column >= 0
            and self.line_of(node.key) != self.line_of(above.key)
        ]  # fmt: skip
        return max(set(steps), key=steps.count) if steps else 2

    def repeats(self, name: str) -> list[Node]:
        """The places that repeat a named node."""
        return [each for each in self.nodes.values() if each.kind == "repeat" and each.name == name]


def read_tree(text: str) -> Tree:
    """The nodes of a sound YAML file, which has no byte order mark.

    :raises yaml.YAMLError: when it is no YAML.
    """
    tokens = [*yaml.scan(text, Loader=_LOADER)]
    dashes = [t.start_mark.index for t in tokens if isinstance(t, yaml.BlockEntryToken)]
    events = [e for e in yaml.parse(text, Loader=_LOADER) if _is_node(e)]
    reader = _Reader(text, iter(events), dashes)
    reader.read((), -1, in_flow=False, key=None)
    return Tree(text, dict(sorted(reader.nodes.items(), key=_in_order)), _comments(text, tokens))


def _is_node(event: Any) -> bool:
    return isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent)


def _in_order(item: tuple[NodePath, Node]) -> tuple[int, int]:
    return item[1].begin, len(item[0])


def _comments(text: str, tokens: list[Any]) -> tuple[tuple[int, str], ...]:
    """Every comment in reading order: what stands between the tokens, and after ``>-``."""
    spans: list[tuple[int, int]] = []
    last = 0
    for token in tokens:
        begin, end = token.start_mark.index, token.end_mark.index
        spans.append((last, begin))
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            line = re.compile(r"[^\r\n]*").match(text, begin)
            spans.append((begin, line.end() if line else begin))
        last = end
    return tuple(
        (found.start(), found[0])
        for begin, end in spans
        for found in _COMMENT.finditer(text, begin, end)
    )


@dataclass
class _Reader:
    text: str
    events: Iterator[Any]
    dashes: list[int]
    nodes: dict[NodePath, Node] = field(default_factory=dict)

    def read(
        self, path: NodePath, column: int, *, in_flow: bool, key: tuple[int, int] | None
    ) -> int:
        """Take the next node and all below it; where it ends."""
        return self._take(next(self.events), path, column, in_flow=in_flow, key=key)

    def _take(
        self, event: Any, path: NodePath, column: int, *, in_flow: bool, key: tuple[int, int] | None
    ) -> int:
        begin, end = event.start_mark.index, event.end_mark.index
        name = event.anchor or ""
        anchor = _ANCHOR.match(self.text, begin) if name and self.text[begin] == "&" else None
        start = anchor.end() if anchor else begin
        facts: dict[str, Any] = {"name": name}
        facts["key"], facts["key_end"] = key or (begin, begin)
        kind: Kind = "text"
        if isinstance(event, yaml.AliasEvent):
            kind = "repeat"
        elif isinstance(event, yaml.ScalarEvent):
            style = event.style or ""
            facts |= {"style": style, "value": event.value}
            end = _end_of_lines(self.text, start, end) if style in ("|", ">") else end
            start = min(start, end)
        else:
            kind = "mapping" if isinstance(event, yaml.MappingStartEvent) else "list"
            is_flow = bool(event.flow_style)
            read = self._mapping if kind == "mapping" else self._list
            children, end = read(path, start, in_flow=in_flow or is_flow)
            facts |= {"is_flow": is_flow, "children": children}
        self.nodes[path] = Node(kind, path, begin=begin, start=start, end=end, column=column,
                                in_flow=in_flow, **facts)  # fmt: skip
        return int(end)

    def _mapping(
        self, path: NodePath, start: int, *, in_flow: bool
    ) -> tuple[tuple[NodePath, ...], int]:
        found: list[NodePath] = []
        end = start
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            path_below, mark = (*path, event.value), event.start_mark
            key = mark.index, event.end_mark.index
            end = self.read(path_below, mark.column, in_flow=in_flow, key=key)
            found.append(path_below)
        return tuple(found), self._closed(event, end)

    def _list(
        self, path: NodePath, start: int, *, in_flow: bool
    ) -> tuple[tuple[NodePath, ...], int]:
        found: list[NodePath] = []
        end = start
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            before = bisect_left(self.dashes, event.start_mark.index)
            dash = None if in_flow else self.dashes[before - 1]
            column = 0 if dash is None else dash - (self.text.rfind("\n", 0, dash) + 1)
            path_below = (*path, len(found))
            key = None if dash is None else (dash, dash + 1)
            end = self._take(event, path_below, column, in_flow=in_flow, key=key)
            found.append(path_below)
        return tuple(found), self._closed(event, end)

    def _closed(self, event: Any, end: int) -> int:
        """Where a list or mapping ends: after its bracket, or after the last node in it."""
        begins, ends = event.start_mark.index, event.end_mark.index
        return int(ends) if self.text[begins:ends] in ("]", "}") else end


def _end_of_lines(text: str, start: int, end: int) -> int:
    """Where the last line with words of a ``|`` or ``>`` ends.

    Spaces after it may count as words, so they are a part of it; empty lines are not.
    """
    block = text[start:end]
    blank = block[len(block.rstrip()) :]
    return end - len(blank) + 1 + max(blank.rfind(" "), blank.rfind("\t"))
