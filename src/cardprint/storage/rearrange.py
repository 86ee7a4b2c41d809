"""Entries of lists and mappings in a YAML file come, go, move and get other names.

Lines are moved as they are, with their comments; only what is new is written. As in a splice, the
file is read again afterwards, and anything but the wanted change is refused. A part in which lines
cannot be moved, such as a list within a list on one line, is written anew as a whole, which is
refused if that would cost a comment.
"""

from collections.abc import Callable, Sequence
from typing import Any

from cardprint.messages.catalogue import tell
from cardprint.storage.emit import Data, key_text
from cardprint.storage.entries import insertion, moving, removal, written_anew
from cardprint.storage.nodes import NodePath
from cardprint.storage.splice import (
    MARK,
    Edit,
    applied,
    changed,
    in_two_places,
    prove,
    read_sound,
    refused,
    spelled,
    unfolded,
)
from cardprint.storage.tree import Node, Tree, read_tree

Edits = Callable[[Tree], list[Edit] | None]
"""What to replace in a file; None when its lines do not allow it."""


def insert(
    text: str, path: NodePath, data: Data, order: Sequence[str] = (), shown: str = ""
) -> str:
    """Put something into a list, before the entry of that number, or into a mapping.

    :param order: the keys of the mapping in the order that they should have.
    :raises InputError: when there is no such list or mapping, or the key is there.
    """
    above, last = path[:-1], path[-1]

    def wanted(old: Any) -> Any:
        if isinstance(old, list) and isinstance(last, int) and 0 <= last <= len(old):
            return [*old[:last], data, *old[last:]]
        if isinstance(old, dict) and isinstance(last, str) and last not in old:
            return {**old, last: data}
        raise refused(shown, tell("'{name}' cannot be added to the file", name=spelled(path)))

    return _rearranged(text, above, wanted, lambda tree: insertion(tree, path, data, order), shown)


def remove(text: str, path: NodePath, shown: str = "") -> str:
    """Take an entry out of a list or mapping, with its comments.

    :raises InputError: when it is absent.
    """

    def wanted(old: Any) -> Any:
        _require(old, path, shown)
        copy = old.copy()
        del copy[path[-1]]
        return copy

    return _rearranged(text, path[:-1], wanted, lambda tree: removal(tree, tree.nodes[path]), shown)


def move(text: str, path: NodePath, to: int, shown: str = "") -> str:
    """Give an entry of a list another place among the others, counted from 0.

    :raises InputError: when it is absent.
    """

    def wanted(old: Any) -> Any:
        _require(old, path, shown)
        rest = [each for i, each in enumerate(old) if i != path[-1]]
        return [*rest[:to], old[path[-1]], *rest[to:]]

    return _rearranged(text, path[:-1], wanted, lambda tree: moving(tree, path, to), shown)


def rename(text: str, path: NodePath, key: str, shown: str = "") -> str:
    """Give an entry of a mapping another key.

    :raises InputError: when it is absent, or the key is there already.
    """

    def wanted(old: Any) -> Any:
        _require(old, path, shown)
        if key in old or not isinstance(old, dict):
            raise refused(shown, tell("'{name}' cannot be added to the file", name=key))
        return {key if each == path[-1] else each: value for each, value in old.items()}

    def edits(tree: Tree) -> list[Edit]:
        node = tree.nodes[path]
        return [(node.key, node.key_end, key_text(key))]

    return _rearranged(text, path[:-1], wanted, edits, shown)


def _require(old: Any, path: NodePath, shown: str) -> None:
    last = path[-1]
    is_there = last in old if isinstance(old, dict) else False
    if isinstance(old, list) and isinstance(last, int):
        is_there = 0 <= last < len(old)
    if not is_there:
        raise refused(shown, tell("'{name}' is not in the file", name=spelled(path)))


def _rearranged(
    text: str, above: NodePath, wanted: Callable[[Any], Any], edits: Edits, shown: str
) -> str:
    """The text with a list or mapping changed, and proved."""
    mark, text = text[: len(MARK)] * text.startswith(MARK), text.removeprefix(MARK)
    ended = text.endswith("\n")
    text += "" if ended else read_tree(text).newline
    data = read_sound(text, shown).data
    old: Any = data
    for i, step in enumerate(above, 1):
        _require(old, above[:i], shown)
        old = old[step]
    new = wanted(old)
    whole = changed(data, {above: new})
    plain = unfolded(text, lambda tree: _repeats_in_the_way(tree, above))
    tree = read_tree(plain)
    by_lines = edits(tree)
    gone = _comments_gone(tree, by_lines or ())
    found = written_anew(tree, tree.nodes[above], new) if by_lines is None else by_lines
    after = applied(plain, found)
    prove(plain, after, whole, shown, gone)
    bare = after.removesuffix(tree.newline)
    # The last end of a line may be a part of the last text.
    return mark + (after if ended or read_sound(bare, shown).data != whole else bare)


def _repeats_in_the_way(tree: Tree, above: NodePath) -> list[Node]:
    """Repetitions that would change as well, or would come before what they repeat."""
    if found := in_two_places(tree, [above] if above else []):
        return found
    inside = [each for path, each in tree.nodes.items() if path[: len(above)] == above]
    return [each for node in inside if node.name for each in tree.repeats(node.name)][:1]


def _comments_gone(tree: Tree, edits: Sequence[Edit]) -> list[str]:
    """The comments in what is removed, unless they are written elsewhere."""
    new = "".join(text for _, _, text in edits)
    cut = [
        comment
        for position, comment in tree.comments
        if any(start <= position < end for start, end, _ in edits)
    ]
    return [comment for comment in cut if comment not in new]
