"""What is read aloud one after the other also stands one below the other."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cardprint.messages.catalogue import Message, tell
from cardprint.text import alike
from cardprint.verify.blocks import Block

_APART = ("/Artifact", "/Figure", "/Lbl")
"""Not read in turn, or drawn apart from the text around them."""


def check_order(blocks: Sequence[Block], *, right_to_left: bool) -> Iterator[tuple[int, Message]]:
    """Each block that stands before the one that is read before it; with its page, from 0.

    The navigation is read last and may stand above everything, but it is drawn last, too. So a
    block is out of place only if it is also drawn before the other.
    """
    read = [block for block in blocks if block.kind not in _APART and block.is_tagged]
    for one, other in pairwise(read):
        if one.page == other.page:
            turned = _is_drawn_before(other, one) and _stands_before(other, one, right_to_left)
        else:
            # What stands beside a text that runs on begins before the end of that text.
            is_before = other.page < one.page and not (other.cell or other.is_link)
            turned = is_before and _is_in_line_with(other, one)
        if turned:
            message = tell(
                "'{later}' stands before '{earlier}', but is read after it",
                later=alike.joined(other.lines)[:40],
                earlier=alike.joined(one.lines)[:40],
            )
            yield other.page, message


def _is_drawn_before(one: Block, other: Block) -> bool:
    return min(run.content for run in one.runs) < min(run.content for run in other.runs)


def _stands_before(one: Block, other: Block, right_to_left: bool) -> bool:  # noqa: FBT001
    """Whether ``one`` stands above ``other``, or beside it where a line begins.

    Only what stands below a heading, or further on in its line or in lines below, may be read
    after it.
    """
    if _is_above(one, other):
        return True
    if other.kind.startswith("/H"):
        further = _is_nearer(other, one, right_to_left) and one.box.middle[1] < other.box.top
        return not (_is_above(other, one) or further)
    beside = one.box.bottom < other.box.top and other.box.bottom < one.box.top
    return beside and _is_nearer(one, other, right_to_left)


def _is_nearer(one: Block, other: Block, right_to_left: bool) -> bool:  # noqa: FBT001
    """Whether ``one`` ends before ``other`` begins, from where lines begin."""
    left, right = (other, one) if right_to_left else (one, other)
    return left.box.right <= right.box.left


def _is_above(one: Block, other: Block) -> bool:
    """Whether ``one`` stands above ``other`` in the same column."""
    return _is_in_line_with(one, other) and one.box.middle[1] > other.box.top


def _is_in_line_with(one: Block, other: Block) -> bool:
    """Whether some of ``one`` would stand above or below ``other`` on one page."""
    return one.box.left < other.box.right and other.box.left < one.box.right
