"""New values for texts in a YAML file, in which every other byte stays as it is.

A splice proves itself: the new file is read again, and must hold exactly the wanted data with the
comments it had. Otherwise it is refused, so that a mistake here loses no sentence of anyone.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from cardprint.errors import NO_HINT, InputError, Place, Problem
from cardprint.messages.catalogue import Message, tell
from cardprint.storage.emit import repeated_text
from cardprint.storage.filling import width_of
from cardprint.storage.nodes import NodePath, Nodes, read_nodes
from cardprint.storage.scalars import Setting, written
from cardprint.storage.tree import Node, Style, Tree, read_tree

MARK = "\ufeff"
"""The byte order mark, which is no part of the data."""

Edit = tuple[int, int, str]
"""From where to where in the text, and what will stand there."""


def splice(text: str, changes: Mapping[NodePath, str], shown: str = "") -> str:
    """The text of a file with other values for some of its texts.

    A text keeps its style if that can hold the new value. Where a part of the file is repeated
    (``*name``), only the place that is named changes.

    :param shown: the name of the file in messages.
    :raises InputError: when a value is absent or no text, or cannot be written.
    """
    mark, text = text[: len(MARK)] * text.startswith(MARK), text.removeprefix(MARK)
    nodes = read_sound(text, shown)
    wanted = {path: new for path, new in changes.items() if _text_at(nodes, path, shown) != new}
    if not wanted:
        return mark + text
    unfolded = _without_repeats(text, wanted)
    tree = read_tree(unfolded)
    edits = [edit for path, new in wanted.items() for edit in _edits(tree, path, new, shown)]
    edits += needless_names(tree, wanted)
    after = applied(unfolded, edits)
    prove(text, after, changed(nodes.data, wanted), shown)
    return mark + after


def read_sound(text: str, shown: str) -> Nodes:
    """The data of a file with its places.

    :raises InputError: with everything that is wrong in it.
    """
    problems: list[Problem] = []
    nodes = read_nodes(text, shown, problems.append)
    if nodes is None:
        raise InputError(problems)
    return nodes


def refused(shown: str, message: Message, hint: Message = NO_HINT) -> InputError:
    """The error for a change that cannot be made."""
    return InputError([Problem(Place(shown), message, hint)])


def applied(text: str, edits: Collection[Edit]) -> str:
    """The text with some of its parts replaced."""
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def prove(
    before: str, after: str, data: object, shown: str, gone: Collection[str] | None = None
) -> None:
    """Read a changed file again.

    :param gone: the comments that went with what was removed; the others may have moved. Without
        it, every comment has its place.
    :raises InputError: when it does not hold exactly ``data``, or lacks a comment that it had.
    """
    problems: list[Problem] = []
    found = read_nodes(after, shown, problems.append)
    if found is not None and found.data == data and _comments_kept(before, after, gone):
        return
    message = tell("this change cannot be made without touching something else in the file")
    raise refused(shown, message, tell("change the text of the file itself"))


def _comments_kept(before: str, after: str, gone: Collection[str] | None) -> bool:
    had, has = ([text for _, text in read_tree(each).comments] for each in (before, after))
    return had == has if gone is None else sorted(had) == sorted([*has, *gone])


def changed(data: Any, changes: Mapping[NodePath, object]) -> Any:
    """A copy of some data with other values at some paths."""
    if changes.keys() == {()}:
        return changes[()]
    below: dict[str | int, dict[NodePath, object]] = {}
    for path, new in changes.items():
        below.setdefault(path[0], {})[path[1:]] = new
    if isinstance(data, dict):
        return {key: changed(old, below.get(key, {})) for key, old in data.items()}
    if isinstance(data, list):
        return [changed(old, below.get(i, {})) for i, old in enumerate(data)]
    return data


def setting_of(tree: Tree, node: Node, width: int) -> Setting:
    """Where a text stands, and how it is written."""
    lines = re.split(r"\r\n|[\r\n]", tree.text[node.start : node.end])
    further = next((line for line in lines[1:] if line.strip()), None)
    rest = tree.rest(node.end)
    comment = rest if not node.in_flow and rest.strip().startswith("#") else ""
    head = ""
    if node.style in ("|", ">"):
        head = lines.pop(0)
        comment = head[len(head.split()[0]) :] if "#" in head else ""
    inner = max(node.column, 0) + tree.step
    if further is not None and not re.search(r"\d", head.partition("#")[0]):
        inner = len(further) - len(further.lstrip(" "))
    return Setting(
        column=node.start - tree.line_of(node.start),
        parent=node.column,
        inner=inner,
        width=width,
        newline=tree.newline,
        in_list=isinstance(node.path[-1], int),
        in_flow=node.in_flow,
        style=node.style,
        old=tuple(line[inner:] if head else line.strip() for line in lines),
        value=node.value,
        comment=comment,
        is_last=node.end == len(tree.text),
        quote=quote_of(tree),
    )


def quote_of(tree: Tree) -> Style:
    """The quotes that a file has most of, or double ones."""
    found = [node.style for node in tree.nodes.values()]
    return "'" if found.count("'") > found.count('"') else '"'


def _text_at(nodes: Nodes, path: NodePath, shown: str) -> str | None:
    """What a text says now; None when nothing is written there.

    :raises InputError: when there is no text.
    """
    data: Any = nodes.data
    for step in path:
        inside = (isinstance(data, dict) and step in data) or (
            isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data)
        )
        if not inside:
            raise refused(shown, tell("'{name}' is not in the file", name=spelled(path)))
        data = data[step]
    if not path or not isinstance(data, str | None):
        raise refused(shown, tell("'{name}' is not one text", name=spelled(path)))
    return data


def spelled(path: NodePath) -> str:
    """A path as people read it: ``options.2.title``, with numbers from 1."""
    return ".".join(str(step + 1 if isinstance(step, int) else step) for step in path)


def _edits(tree: Tree, path: NodePath, new: str, shown: str) -> list[Edit]:
    """What to replace for the new value of one text."""
    node = tree.nodes[path]
    setting = setting_of(tree, node, width_of(tree))
    try:
        text = written(new, setting)
    except ValueError as error:
        message = tell("'{name}' holds a character that is none", name=spelled(path))
        raise refused(shown, message, tell("remove it")) from error
    end = node.end
    if node.style not in ("|", ">"):
        end += len(setting.comment)
    if node.start == node.end and tree.text[node.start - 1 : node.start] in (":", "-"):
        text = f" {text}"
    return [(node.start, end, text)]


def needless_names(tree: Tree, changes: Collection[NodePath]) -> list[Edit]:
    """Names for repetitions that nothing repeats after the changes; they would be words then."""
    return [
        _without_name(tree, node)
        for node in tree.nodes.values()
        if node.name and node.kind != "repeat"
        and all(each.path in changes for each in tree.repeats(node.name))
    ]  # fmt: skip


def _without_name(tree: Tree, node: Node) -> Edit:
    """Take away ``&name``, with the space after it, or before it at the end of a line."""
    end = node.begin + len(f"&{node.name}")
    rest = tree.rest(end)
    spaces = len(rest) - len(rest.lstrip(" \t"))
    if rest.strip() and rest.strip()[0] != "#":
        return node.begin, end + spaces, ""
    before = tree.text[tree.line_of(node.begin) : node.begin]
    return node.begin - (len(before) - len(before.rstrip(" "))), end, ""


def _without_repeats(text: str, paths: Collection[NodePath]) -> str:
    """The text with written out what would change in two places at once."""
    return unfolded(text, lambda tree: in_two_places(tree, paths))


def unfolded(text: str, find: Callable[[Tree], list[Node]]) -> str:
    """The text with repetitions written out, until ``find`` names none."""
    while repeats := find(tree := read_tree(text)):
        edits = [(node.start, node.end, repeated_text(tree, node)) for node in repeats]
        text = applied(text, [*edits, *needless_names(tree, [node.path for node in repeats])])
    return text


def in_two_places(tree: Tree, paths: Collection[NodePath]) -> list[Node]:
    """Some repetitions that stand in the way of changes."""
    for path in paths:
        for length in range(1, len(path) + 1):
            node = tree.nodes[path[:length]]
            if node.kind == "repeat":
                if length < len(path):
                    return [node]
            elif node.name:
                return tree.repeats(node.name)
    return []
