"""Texts in cells: bold is bold, and each paragraph or item of a list has a line of its own.

Links and words in another language stand there in the small Markdown: a cell has room for one link.
"""

import re
from collections.abc import Iterator

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from cardprint.exchange.renewal import unwrapped
from cardprint.exchange.rich import Rich, parsed, plain

MAX_LETTERS = 32_767
"""Letters that fit in a cell."""
_SIGN = re.compile(r"\\.|\*\*|.", re.DOTALL)


def in_cell(text: str, *, is_prose: bool) -> str | CellRichText:
    """A text of a toolkit as the value of a cell."""
    if not is_prose:
        return plain(text)[0].text
    pieces = [""]
    for sign in _SIGN.findall(unwrapped(parsed(text))):
        if sign == "**":
            pieces.append("")
        else:
            pieces[-1] += sign
    if len(pieces) == 1:
        return pieces[0]
    bold = InlineFont(b=True)
    parts = [TextBlock(bold, each) if i % 2 else each for i, each in enumerate(pieces)]
    return CellRichText(*(part for part in parts if str(part)))


def from_cell(value: str | CellRichText, *, is_prose: bool) -> Rich:
    """The text of a cell; every line is a paragraph or an item of a list.

    :raises ValueError: when bold ends where the small Markdown cannot end it.
    """
    if not is_prose:
        return plain(str(value))
    parts = value if isinstance(value, CellRichText) else [value]
    text = "".join(_marked_up(parts))
    lines = [line.rstrip() for line in re.split(r"\r\n|\r|\n|_x000D_\n", text)]
    rich = parsed("\n\n".join(filter(None, lines)))
    if any("**" in paragraph.text for paragraph in rich):
        raise ValueError(text)
    return rich


def _marked_up(parts: CellRichText | list[str]) -> Iterator[str]:
    """The parts with stars around those that are bold, line by line and without spaces inside."""
    for part in parts:
        if not isinstance(part, TextBlock) or not part.font.b:
            yield str(part)
            continue
        for line in re.split(r"(\s*\n\s*)", part.text):
            words = line.strip()
            yield line.replace(words, f"**{words}**") if words else line
