"""Prose as people write it, one line for a paragraph, and as it stands in a file, in lines."""

import re
from collections.abc import Iterator

from cardprint.storage.filling import refilled

_ITEM = re.compile(r"\s*([-*+]|\d{1,3}[.)])\s+")


def flowing(text: str) -> str:
    """Prose without the line breaks inside its paragraphs and points, which mean nothing."""
    return "\n".join(" ".join(lines) for lines in _pieces(text))


def in_lines(text: str, width: int, before: str = "") -> str:
    """Prose in lines of at most ``width`` letters; what did not change keeps its lines.

    :param before: the prose as it was in the file.
    """
    old = {" ".join(lines): lines for lines in _pieces(before)}
    unused = [
        lines for lines in _pieces(before) if " ".join(lines) not in flowing(text).split("\n")
    ]
    found: list[str] = []
    for piece in text.rstrip("\n").split("\n"):
        item = _ITEM.match(piece)
        space = " " * (item.end() if item else 0)
        if piece in old:
            lines = old[piece]
        else:
            alike = unused.pop(0) if unused and piece.strip() else []
            lines = refilled(piece, alike, width - len(space), width) if piece.strip() else [""]
            if any(_ITEM.match(line) for line in lines[1:]):
                lines = [piece]  # a dash in the text would begin a list there
        found += [line if i == 0 else space + line for i, line in enumerate(lines)]
    return "\n".join(found)


def _pieces(text: str) -> Iterator[list[str]]:
    """The lines of each paragraph and of each point of a list; an empty line is a piece."""
    piece: list[str] = []
    for line in text.rstrip("\n").split("\n"):
        if piece and piece[-1].strip() and line.strip() and not _ITEM.match(line):
            piece.append(line.strip())
            continue
        if piece:
            yield piece
        piece = [line.rstrip()]
    if piece:
        yield piece
