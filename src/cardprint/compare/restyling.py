"""One line of a style changes many pages: that is reported once, with the pages."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from cardprint.compare.model import Finding, PagePair, Restyled, Verdict
from cardprint.compare.style import Cause, told_by
from cardprint.compare.wording import said_pages, said_restyled
from cardprint.errors import Place


class _Told(NamedTuple):
    """What is reported, and the lines that say it."""

    change: Restyled
    places: tuple[Place, ...]


def told_once(
    pages: Sequence[PagePair], known: Sequence[Cause]
) -> tuple[tuple[PagePair, ...], tuple[Finding, ...]]:
    """The pages without the looks that changed on more than one of them; and those, each once.

    What changed on one page only stays there, with the line of the style where there is one.

    :param known: the lines of the style that changed.
    """
    reasons = {
        change: _Told(*told_by(change, known))
        for page in pages
        for finding in page.findings
        for change in finding.restyled
    }
    numbers: dict[_Told, dict[int, None]] = {}
    for page in pages:
        for told in _reasons(page.findings, reasons):
            numbers.setdefault(told, {})[page.number] = None
    wide = {told: [*each] for told, each in numbers.items() if len(each) > 1}
    return tuple(_split(page, reasons, wide) for page in pages), tuple(
        _finding(told, each) for told, each in wide.items()
    )


_Reasons = dict[Restyled, _Told]


def _reasons(findings: Iterable[Finding], reasons: _Reasons) -> dict[_Told, None]:
    """What stands behind some findings, each once, in their order."""
    return dict.fromkeys(reasons[change] for each in findings for change in each.restyled)


def _split(page: PagePair, reasons: _Reasons, wide: Iterable[_Told]) -> PagePair:
    """The page with what is reported elsewhere set apart."""
    own, shared = [], []
    for finding in page.findings:
        told = _reasons([finding], reasons)
        places = (place for each in told for place in each.places)
        if told.keys() and told.keys() <= set(wide):
            shared.append(finding)
        else:
            found = tuple(dict.fromkeys((*places, *finding.places)))
            own.append(replace(finding, places=found))
    return replace(page, findings=tuple(own), shared=tuple(shared))


def _finding(told: _Told, pages: Sequence[int]) -> Finding:
    return Finding(
        Verdict.APPEARANCE,
        said_pages(said_restyled(told.change), pages),
        places=told.places,
        restyled=(told.change,),
        pages=tuple(pages),
    )
