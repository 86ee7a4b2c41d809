"""All editorial checks of one toolkit."""

from collections.abc import Iterator
from datetime import date, timedelta

from cardprint.editorial.balance import check_balance
from cardprint.editorial.files import check_files
from cardprint.editorial.language import check_language
from cardprint.editorial.model import Remark
from cardprint.editorial.signs import check_signs
from cardprint.errors import Problem
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import tell

SOON = timedelta(days=90)


def review(toolkit: Toolkit, today: date) -> tuple[Remark, ...]:
    """Every remark, in the order of the files.

    :param today: what ``review_by`` is compared with; given, so that a review can be repeated.
    """
    remarks = (
        *check_language(toolkit),
        *check_signs(toolkit),
        *check_files(toolkit),
        *check_balance(toolkit),
        *_check_date(toolkit, today),
    )
    return tuple(sorted(set(remarks)))


def _check_date(toolkit: Toolkit, today: date) -> Iterator[Remark]:
    due = toolkit.info.review_by
    if due <= today + SOON:
        if due <= today:
            message = tell("the date to look at it again is past: {due}", due=due)
        else:
            message = tell("the date to look at it again is near: {due}", due=due)
        place = toolkit.at(None, "review_by")
        yield Remark(
            Problem(place, message, tell("review the text, then move the date")), "freshness"
        )
