"""Lines of text in a file, as wide as its other lines; what did not change keeps its lines."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cardprint.storage.tree import Node, Tree

WIDTH = 100
"""The width of a file that shows none, in letters."""

_LEAST = 60
"""Lines that are shorter than this break for another reason."""

_BREAK = re.compile(r"(?<=\S) (?=\S)")
"""A space that may become a line break, and is read as a space again."""


def filled(text: str, room: int, first: int | None = None) -> list[str]:
    """One paragraph in lines of at most ``room`` letters; a word that is longer has its own.

    :param first: the room on the first line, when it is not the same.
    """
    lines: list[str] = []
    line, *words = _BREAK.split(text)
    for word in words:
        limit = room if first is None or lines else first
        if len(line) + 1 + len(word) <= limit:
            line += f" {word}"
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def refilled(text: str, old: Sequence[str], room: int, first: int | None = None) -> list[str]:
    """Likewise, in the lines that the paragraph had, if they were not simply filled.

    Somebody may give each sentence a line. Then only the lines that changed are filled anew.
    """
    whole = " ".join(old)
    if text == whole:
        return [*old]
    if len(old) < 2 or filled(whole, room, first) == [*old]:  # noqa: PLR2004
        return filled(text, room, first)
    head = next(n for n in range(len(old), -1, -1) if _begins(text, old[:n]))
    text = text[len(" ".join(old[:head])) :].removeprefix(" ")
    tail = next(n for n in range(len(old) - head, -1, -1) if _ends(text, old[len(old) - n :]))
    kept = old[len(old) - tail :]
    middle = text[: len(text) - len(" ".join(kept))].removesuffix(" ")
    return [*old[:head], *(filled(middle, room, None if head else first) if middle else ()), *kept]


def _begins(text: str, lines: Sequence[str]) -> bool:
    beginning = " ".join(lines)
    return not lines or text == beginning or text.startswith(f"{beginning} ")


def _ends(text: str, lines: Sequence[str]) -> bool:
    ending = " ".join(lines)
    return not lines or text == ending or text.endswith(f" {ending}")


def width_of(tree: Tree) -> int:
    """How wide the lines of a file are; 100 or 80 if that explains where they break."""
    breaks = [found for node in tree.nodes.values() for found in _breaks(tree, node)]
    least = max((length for length, _ in breaks), default=WIDTH)
    most = min((length + 1 + word for length, word in breaks), default=WIDTH + 1)
    explains = [each for each in (WIDTH, 80, least) if least <= each < most and each >= _LEAST]
    return explains[0] if explains else max(WIDTH, least)


def _breaks(tree: Tree, node: Node) -> Iterator[tuple[int, int]]:
    """The length of each line of a node that goes on, and that of the first word of the next."""
    if node.kind != "text" or node.style == "|":
        return
    first = tree.line_of(node.start)
    lines = tree.text[first : node.end].splitlines()[1 if node.style == ">" else 0 :]
    for line, following in pairwise(lines):
        # A line that is indented further, or an empty one, is not filled with the next.
        if following.strip() and line.strip() and line[:1] == following[:1]:
            yield len(line), len(following.split()[0])
