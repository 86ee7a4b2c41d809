"""How a text looks: its fonts, sizes and colours."""

from collections import Counter
from collections.abc import Iterator

from cardprint.compare.text import Block
from cardprint.messages.catalogue import Message, tell
from cardprint.verify.page import Run

Look = tuple[str, float, str]
"""Font, size in points and colour."""


def _looks(block: Block) -> Counter[Look]:
    """How each run of a block looks; a run that is broken over lines counts once."""
    return Counter(dict.fromkeys(map(_look, block.runs), 1))


def _look(run: Run) -> Look:
    return run.font.partition("+")[2] or run.font, round(run.size_pt, 1), run.colour


def changed_looks(before: Block, after: Block, *, sizes: bool) -> Iterator[Message]:
    """What became of the fonts, sizes and colours of a text, in words.

    :param sizes: whether the size of the text counts.
    """
    one, other = _looks(before), _looks(after)
    for (font, size, colour), (new_font, new_size, new_colour) in zip(
        sorted(one - other), sorted(other - one), strict=False
    ):
        if font != new_font:
            yield tell("font {before} became {after}", before=font, after=new_font)
        if sizes and size != new_size:
            yield tell("text size {before} pt became {after} pt", before=size, after=new_size)
        if colour != new_colour:
            yield tell("colour {before} became {after}", before=colour, after=new_colour)
    if len(one) != len(other):
        yield tell("{before} kinds of text became {after}", before=len(one), after=len(other))
