"""What a style sheet may not ask for, because a few letters of it would fill the memory.

This reports an honest mistake at its line. What sums, percentages and variables add up to is known
only in the layout, and there the limits of a worker apply.
"""

from collections.abc import Iterator
from typing import Any

import tinycss2

from cardprint.errors import Place, Problem
from cardprint.messages.catalogue import Message, tell

MAX_NUMBER = 100_000
"""The largest number in a style, in whatever unit; a page of A3 is 1,588 px high."""


def problems_of_style(text: str, shown: str, *, whole: bool = True) -> Iterator[Problem]:
    """What must be mended in a style sheet, or in a piece of style inside a template.

    :param shown: the file, for messages.
    :param whole: whether the text is that file, so that its lines are those of the file.
    """
    waiting: list[Any] = tinycss2.parse_component_value_list(text, skip_comments=True)
    while waiting:
        node = waiting.pop()
        for inside in ("content", "arguments"):
            waiting += getattr(node, inside, None) or ()
        for message, hint in _faults(node):
            place = Place(shown, node.source_line, node.source_column) if whole else Place(shown)
            yield Problem(place, message, hint)


def _faults(node: Any) -> Iterator[tuple[Message, Message]]:
    if node.type == "function" and "repeating-" in node.lower_name:
        # With steps of next to nothing it has no end, and steps can be percentages of anything.
        message = tell("'{name}' has no end when its steps are small", name=node.name)
        yield message, tell("write the colours out in a gradient that does not repeat itself")
    elif node.type in ("number", "percentage", "dimension") and abs(node.value) > MAX_NUMBER:
        message = tell("the number {number} is too large", number=node.representation[:40])
        yield message, tell("at most {limit}", limit=MAX_NUMBER)
