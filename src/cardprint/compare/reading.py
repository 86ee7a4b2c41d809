"""What changed for those who have a page read out: its tags, and the order of its texts."""

from collections import Counter
from collections.abc import Iterator

from cardprint.compare.matching import changed_parts
from cardprint.compare.model import Finding, Verdict
from cardprint.compare.state import PageState
from cardprint.compare.text import normal
from cardprint.compare.wording import said_tags
from cardprint.messages.catalogue import tell


def compare_reading(before: PageState, after: PageState, *, settled: bool) -> Iterator[Finding]:
    """What changed about tags and order.

    :param settled: whether the page is otherwise as it was: the order follows from where things
        stand, and how many tags there are from the words.
    """
    one, other = before.tags, after.tags
    if not settled:
        one = tuple(sorted(set(before.tags) - set(after.tags)))
        other = tuple(sorted(set(after.tags) - set(before.tags)))
    for gone, new in changed_parts(one, other):
        yield Finding(Verdict.ACCESSIBILITY, said_tags(one[gone], other[new]))
    if settled:
        yield from _order(before, after)


def _order(before: PageState, after: PageState) -> Iterator[Finding]:
    """The first text that is read at another time, and those that are no longer read."""
    one, other = Counter(before.said), Counter(after.said)
    if one == other and before.said != after.said:
        was, now = next(
            pair for pair in zip(before.said, after.said, strict=True) if len({*pair}) > 1
        )
        message = tell(
            "'{after}' is read where '{before}' was read",
            after=_shown(after, now),
            before=_shown(before, was),
        )
        yield Finding(Verdict.ACCESSIBILITY, message)
    shown = normal("".join(line for block in after.blocks for line in block.lines))
    read = "".join(after.said)
    for text in one - other:
        if text in shown and text not in read:
            message = tell("'{text}' is on the page, and no longer read", text=_shown(after, text))
            yield Finding(Verdict.ACCESSIBILITY, message)


def _shown(page: PageState, text: str) -> str:
    """A text with its spaces again, where a block of the page has just this."""
    return next((block.text for block in page.blocks if normal(block.text) == text), text)
