"""What to replace in a YAML file for an entry of a list or mapping that comes, goes or moves."""

import re
from collections.abc import Sequence

from cardprint.storage.emit import Data, in_one_line, key_text, lines_of
from cardprint.storage.nodes import NodePath
from cardprint.storage.splice import Edit, quote_of
from cardprint.storage.tree import Node, Tree


def _lines(tree: Tree, node: Node) -> tuple[int, int] | None:
    """From where to where the lines of an entry go; None when it has no lines of its own."""
    start = tree.line_of(node.key)
    if tree.text[start : node.key].strip() or node.in_flow:
        return None
    return start, _line_end(tree, node)


def insertion(tree: Tree, path: NodePath, data: Data, order: Sequence[str]) -> list[Edit] | None:
    """Write an entry before the one of its number, or after the keys that come before it."""
    above, last = tree.nodes[path[:-1]], path[-1]
    entries = [tree.nodes[each] for each in above.children]
    if above.is_flow and entries:
        return _insertion_in_brackets(entries, data, last)
    if above.is_flow or not entries:
        return None
    new = [data] if isinstance(last, int) else {last: data}
    lines = lines_of(new, tree, entries[0].column, quote_of(tree))
    text = "".join(line + tree.newline for line in lines)
    if before := entries[:last] if isinstance(last, int) else _before(entries, last, order):
        end = _line_end(tree, before[-1])
        return [(end, end, text)]
    first = _lines(tree, entries[0])
    return first and [(first[0], first[0], text)]


def _line_end(tree: Tree, node: Node) -> int:
    """Where the line after an entry begins."""
    return tree.text.find("\n", max(node.end - 1, 0)) + 1 or len(tree.text)


def _before(entries: Sequence[Node], key: str, order: Sequence[str]) -> list[Node]:
    """The entries of a mapping after which a key comes; all of them if nothing is known of it."""
    if key not in order:
        return [*entries]
    earlier = order[: order.index(key)]
    last = max((i for i, each in enumerate(entries) if each.path[-1] in earlier), default=-1)
    return [*entries[: last + 1]]


def _insertion_in_brackets(entries: Sequence[Node], data: Data, last: str | int) -> list[Edit]:
    new = in_one_line(data)
    if isinstance(last, str):
        return [(entries[-1].end, entries[-1].end, f", {key_text(last)}: {new}")]
    if last == len(entries):
        return [(entries[-1].end, entries[-1].end, f", {new}")]
    return [(entries[last].begin, entries[last].begin, f"{new}, ")]


def removal(tree: Tree, node: Node) -> list[Edit] | None:
    """Take an entry away; the last one of a list leaves an empty list."""
    entries = [tree.nodes[each] for each in tree.nodes[node.path[:-1]].children]
    if len(entries) == 1:
        return None
    if not node.in_flow:
        lines = _lines(tree, node)
        return lines and [(*lines, "")]
    i = entries.index(node)
    return [
        (entries[i - 1].end, node.end, "") if i else (node.key, entries[1].key, "")
    ]  # fmt: skip


def moving(tree: Tree, path: NodePath, to: int) -> list[Edit] | None:
    """Take the lines of an entry, with the comments above it, to another place."""
    entries = [tree.nodes[each] for each in tree.nodes[path[:-1]].children]
    node = tree.nodes[path]
    if to == path[-1]:
        return []
    rest = [each for each in entries if each is not node]
    if node.in_flow:
        order = [*rest[:to], node, *rest[to:]]
        return [
            (place.begin, place.end, tree.text[each.begin : each.end])
            for place, each in zip(entries, order, strict=True)
            if place is not each
        ]
    lines, target = _lines(tree, node), _lines(tree, rest[min(to, len(rest) - 1)])
    if lines is None or target is None:
        return None
    start = _with_comments(tree, lines[0])
    place = target[1] if to >= len(rest) else _with_comments(tree, target[0])
    return [(start, lines[1], ""), (place, place, tree.text[start : lines[1]])]


def _with_comments(tree: Tree, start: int) -> int:
    """Where the comments directly above a line begin, which go where it goes."""
    while start and re.match(r"[ \t]*#", tree.text[tree.line_of(start - 1) : start]):
        start = tree.line_of(start - 1)
    return start


def written_anew(tree: Tree, node: Node, data: Data) -> list[Edit]:
    """Write a whole list or mapping once more; in brackets if it was, or if it is empty."""
    if node.in_flow or not node.path or (node.is_flow and node.children):
        text = in_one_line(data) if node.in_flow or node.is_flow else ""
        lines = tree.newline.join(lines_of(data, tree, 0, quote_of(tree)))
        return [(node.start, node.end, text or lines)]
    in_list = isinstance(node.path[-1], int)
    start = node.key_end if in_list else tree.text.index(":", node.key_end) + 1
    if not data:
        return [(start, node.end, f" {in_one_line(data)}")]
    column = node.column + (2 if in_list else tree.step)
    text = tree.newline.join(lines_of(data, tree, column, quote_of(tree)))
    return [(start, node.end, f" {text.lstrip(' ')}" if in_list else tree.newline + text)]
