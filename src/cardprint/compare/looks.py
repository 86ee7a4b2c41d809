"""How texts and shapes look: their fonts, sizes and colours."""

import re
from collections import Counter
from collections.abc import Iterator

from cardprint.compare.model import Look, Restyled
from cardprint.compare.text import Block
from cardprint.verify.page import Run

_OPAQUE = re.compile(r"(#[0-9a-f]{6})ff")
_COLOUR = re.compile(r"#[0-9a-f]{8}")

RunLook = tuple[str, float, str]
"""Font, size in points and colour."""


def _looks(block: Block) -> Counter[RunLook]:
    """How each run of a block looks; a run that is broken over lines counts once."""
    return Counter(dict.fromkeys(map(_look, block.runs), 1))


def _look(run: Run) -> RunLook:
    return run.font.partition("+")[2] or run.font, round(run.size_pt, 1), run.colour


def restyled(before: Block, after: Block, *, sizes: bool) -> Iterator[Restyled]:
    """How the fonts, sizes and colours of a text changed.

    :param sizes: whether the size of the text counts.
    """
    one, other = _looks(before), _looks(after)
    for (font, size, colour), (new_font, new_size, new_colour) in zip(
        sorted(one - other), sorted(other - one), strict=False
    ):
        if font != new_font:
            yield Restyled(Look.FONT, font, new_font)
        if sizes and size != new_size:
            yield Restyled(Look.SIZE, f"{size:g}pt", f"{new_size:g}pt")
        if colour != new_colour:
            yield Restyled(Look.COLOUR, shown_colour(colour), shown_colour(new_colour))


def kinds_of_text(block: Block) -> int:
    """In how many ways the runs of a block look."""
    return len(_looks(block))


def recoloured(before: str, after: str) -> tuple[Restyled, ...]:
    """The colours of a shape that changed; nothing where it changed in another way, too.

    :param before: as :class:`~cardprint.verify.page.Mark` has it.
    """
    if _COLOUR.sub("", before) != _COLOUR.sub("", after):
        return ()
    pairs = zip(_COLOUR.findall(before), _COLOUR.findall(after), strict=True)
    return tuple(
        Restyled(Look.COLOUR, shown_colour(one), shown_colour(other))
        for one, other in dict.fromkeys(pairs)
        if one != other
    )


def shown_colour(colour: str) -> str:
    """``#rrggbb``, or ``#rrggbbaa`` where something shows through.

    :param colour: ``#rrggbbaa``.
    """
    return _OPAQUE.sub(r"\1", colour)


def measured(size: str) -> tuple[float, str]:
    """A size as a number and its unit."""
    unit = size.lstrip("+-.0123456789")
    return float(size.removesuffix(unit) or 0), unit
