"""Which links of a page lead elsewhere, are gone or new, or say something else."""

from collections.abc import Iterator, Sequence

from cardprint.compare.model import DrawnLink, Finding, Verdict
from cardprint.messages.catalogue import tell


def compare_links(
    before: Sequence[DrawnLink],
    after: Sequence[DrawnLink],
    move_pt: float,
    *,
    settled: bool,
) -> Iterator[Finding]:
    """What changed about the links.

    :param settled: whether the page is otherwise the same, so that links must not have moved.
    """
    lost, new = list(before), list(after)
    for link in before:
        found = [each for each in new if (each.say, each.target) == (link.say, link.target)]
        if found:
            nearest = min(found, key=lambda each: _distance(link, each))
            lost.remove(link)
            new.remove(nearest)
            if settled and _distance(link, nearest) > move_pt:
                message = tell("the link '{link}' covers a different area", link=link.say)
                yield Finding(Verdict.LINK, message, (link.box,), (nearest.box,))
    if not settled:
        # A link broken over two lines counts as two links.
        known = {(each.say, each.target) for each in before}, {(e.say, e.target) for e in after}
        lost = [each for each in lost if (each.say, each.target) not in known[1]]
        new = [each for each in new if (each.say, each.target) not in known[0]]
    yield from _changed(lost, new)


def _changed(lost: list[DrawnLink], new: list[DrawnLink]) -> Iterator[Finding]:
    for link in tuple(lost):
        other = next((each for each in new if each.say == link.say), None)
        if other:
            lost.remove(link)
            new.remove(other)
            message = tell(
                "the link '{link}' led to {before}, and now leads to {after}",
                link=link.say,
                before=link.target,
                after=other.target,
            )
            yield Finding(Verdict.LINK, message, (link.box,), (other.box,))
    for link in tuple(lost):
        other = next((each for each in new if each.target == link.target), None)
        if other:
            lost.remove(link)
            new.remove(other)
            message = tell(
                "the link to {target} said '{before}', and now says '{after}'",
                target=link.target,
                before=link.say,
                after=other.say,
            )
            yield Finding(Verdict.ACCESSIBILITY, message, (link.box,), (other.box,))
    for link in lost:
        message = tell("the link '{link}', to {target}, is gone", link=link.say, target=link.target)
        yield Finding(Verdict.LINK, message, before=(link.box,))
    for link in new:
        message = tell("the link '{link}', to {target}, is new", link=link.say, target=link.target)
        yield Finding(Verdict.LINK, message, after=(link.box,))


def _distance(one: DrawnLink, other: DrawnLink) -> float:
    return max(abs(a - b) for a, b in zip(one.box, other.box, strict=True))
