"""All editorial checks of one toolkit."""

from collections.abc import Iterator
from datetime import date, timedelta

from cardprint.editorial.balance import check_balance
from cardprint.editorial.cautions import check_cautions
from cardprint.editorial.files import check_files
from cardprint.editorial.glossary import check_glossary, check_terms
from cardprint.editorial.model import Remark
from cardprint.editorial.numbers import check_numbers
from cardprint.editorial.parity import check_translation
from cardprint.editorial.readability import check_readability
from cardprint.editorial.sentences import check_sentences
from cardprint.editorial.signs import check_notes, check_signs
from cardprint.editorial.style import check_style
from cardprint.errors import Problem
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import tell

SOON = timedelta(days=90)

_CHECKS = (
    check_readability,
    check_sentences,
    check_style,
    check_numbers,
    check_glossary,
    check_terms,
    check_signs,
    check_notes,
    check_files,
    check_balance,
    check_cautions,
    check_translation,
)


def review(toolkit: Toolkit, today: date) -> tuple[Remark, ...]:
    """Every remark, in the order of the files.

    :param today: the date to compare ``review_by`` with; an argument, so that a review repeats.
    """
    remarks = {remark for check in _CHECKS for remark in check(toolkit)}
    return tuple(sorted(remarks | {*_check_date(toolkit, today)}))


def _check_date(toolkit: Toolkit, today: date) -> Iterator[Remark]:
    due = toolkit.info.review_by
    if due > today + SOON:
        return
    if due <= today:
        message = tell("the review date has passed: {date}", date=due)
    else:
        message = tell("the review date is near: {date}", date=due)
    hint = tell("review the text, then move the date")
    yield Remark(Problem(toolkit.at(None, "review_by"), message, hint), "freshness")
