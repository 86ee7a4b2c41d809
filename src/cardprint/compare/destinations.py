"""Where destinations lead: a name that is gone or moved also breaks links in other files."""

from collections.abc import Iterator, Sequence

from cardprint.compare.model import Finding, PagePair, Verdict
from cardprint.compare.navigation import View
from cardprint.compare.state import FileState
from cardprint.messages.catalogue import tell, tell_count
from cardprint.model.names import is_numbered


def compare_views(
    before: FileState, after: FileState, pages: Sequence[PagePair], move_pt: float
) -> Iterator[Finding]:
    """Destinations that are gone or lead elsewhere; on a changed page, they move with the content.

    :param pages: the pages that were compared, with the findings on them.
    """
    pairs = {pair.before: pair for pair in pages if pair.before and pair.after}
    known = [
        (name, view, pairs[view.page + 1])
        for name, view in sorted(before.views.items())
        if not is_numbered(name) and view.page + 1 in pairs
    ]
    if gone := [name for name, _, _ in known if name not in after.views]:
        message = tell_count(
            "the destination {names} is gone",
            "{n} destinations are gone: {names}",
            len(gone),
            names=gone,
        )
        yield Finding(Verdict.LINK, message)
    quiet = {pair.after for pair in pairs.values() if not pair.findings}
    for name, view, pair in known:
        now = after.views.get(name)
        if now is None or not {pair.after, now.page + 1} & quiet:
            continue
        if now.page + 1 != pair.after:
            message = tell(
                "the destination '{name}' was on page {before}, and is now on page {after}",
                name=name,
                before=view.page + 1,
                after=now.page + 1,
            )
            yield Finding(Verdict.LINK, message)
        elif not _same_place(view, now, move_pt):
            message = tell(
                "the destination '{name}' leads elsewhere on page {page}",
                name=name,
                page=now.page + 1,
            )
            yield Finding(Verdict.LINK, message)
    yield from _without_name(before, after, [pair for pair in pairs.values() if not pair.findings])


def _without_name(
    before: FileState, after: FileState, pairs: Sequence[PagePair]
) -> Iterator[Finding]:
    """Links and bookmarks to places without names, as other programs write them."""
    for pair in pairs:
        one, other = (
            {view[1:] for view in state.direct_views if view.page + 1 == number}
            for state, number in ((before, pair.before), (after, pair.after))
        )
        if one - other and other - one:
            message = tell(
                "links or bookmarks that led to a place on page {page} lead to another one on it",
                page=pair.number,
            )
            yield Finding(Verdict.LINK, message)


def _same_place(one: View, other: View, move_pt: float) -> bool:
    if (one.fit, len(one.numbers)) != (other.fit, len(other.numbers)):
        return False
    return all(
        a == b or (a is not None and b is not None and abs(a - b) <= move_pt)
        for a, b in zip(one.numbers, other.numbers, strict=True)
    )
