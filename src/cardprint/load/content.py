"""What a schema cannot check: answers are complete, names unique, images real."""

from collections.abc import Callable

from cardprint.errors import Problem, nearest
from cardprint.load.images import check_images, is_drawing
from cardprint.load.references import (
    check_cautions,
    check_choose_pages,
    check_more,
    check_page,
)
from cardprint.load.slots import check_slots
from cardprint.load.toolkit import Toolkit
from cardprint.load.wording import check_wording
from cardprint.messages.catalogue import tell
from cardprint.model.card import Card
from cardprint.model.page import Page

Report = Callable[[Problem], None]

MAX_ANSWER_WORDS = 400
"""The most words in an answer; what is longer is a text of its own."""


def check_content(toolkit: Toolkit, report: Report, *, complete: bool) -> None:
    """Report everything in ``toolkit`` that has the right form but is wrong.

    :param complete: whether every part could be read.
    """
    _check_unique_ids(toolkit, report)
    if toolkit.info.review_by <= toolkit.info.published:
        message, hint = tell("'review_by' is not after 'published'"), tell("choose a later date")
        report(Problem(toolkit.at(None, "review_by"), message, hint))
    if complete:
        _check_colophon(toolkit, report)
    for card in toolkit.cards:
        _check_answers(toolkit, card, report)
        check_choose_pages(toolkit, card, report)
        check_cautions(toolkit, card, report)
        if complete:
            check_more(toolkit, card, report)
    if complete:
        for page in toolkit.pages:
            check_page(toolkit, page, report)
    check_slots(toolkit, report)
    check_wording(toolkit, report, complete=complete)
    _check_images(toolkit, report)


def _check_unique_ids(toolkit: Toolkit, report: Report) -> None:
    first: dict[tuple[str, str], str] = {}

    def claim(scope: str, name: str, part: Card | Page | None, *path: str | int) -> None:
        place = toolkit.at(part, *path)
        taken = first.setdefault((scope, name), str(place))
        if taken != str(place):
            report(
                Problem(
                    place,
                    tell("id '{name}' is used twice", name=name),
                    tell("the first is at {place}", place=taken),
                )
            )

    for i, question in enumerate(toolkit.info.questions):
        claim("question", question.id, None, "questions", i, "id")
    for i, entry in enumerate(toolkit.info.contents):
        claim("contents", entry, None, "contents", i)
    if len(set(toolkit.info.contents)) < len(toolkit.info.contents):
        return
    for part in toolkit.parts:
        claim("part", part.id, part, "id")
        if isinstance(part, Card):
            for i, option in enumerate(part.options):
                claim(part.id, option.id, part, "options", i, "id")


def _check_colophon(toolkit: Toolkit, report: Report) -> None:
    """The colophon comes last: readers look there for the sources."""
    colophons = [i for i, part in enumerate(toolkit.parts) if _is_colophon(part)]
    if colophons != [len(toolkit.parts) - 1]:
        place = toolkit.at(None, "contents", colophons[0] if colophons else len(toolkit.parts) - 1)
        hint = tell("end with one page that has 'kind: colophon'")
        report(
            Problem(place, tell("the last entry, and only that one, must be the colophon"), hint)
        )


def _is_colophon(part: Card | Page) -> bool:
    return isinstance(part, Page) and part.kind == "colophon"


def _check_answers(toolkit: Toolkit, card: Card, report: Report) -> None:
    questions = [question.id for question in toolkit.info.questions]
    for i, option in enumerate(card.options):
        for name in option.answers:
            if name not in questions:
                place = toolkit.sources[toolkit.parts.index(card) + 1].at(
                    ("options", i, "answers", name), key=True
                )
                report(
                    Problem(
                        place,
                        tell("answer to unknown question '{question}'", question=name),
                        nearest(name, questions),
                    )
                )
        for name in questions:
            if name not in option.answers:
                report(
                    Problem(
                        toolkit.at(card, "options", i, "answers"),
                        tell(
                            "option '{option}' has no answer to '{question}'",
                            option=option.id,
                            question=name,
                        ),
                        tell(
                            "add '{question}:' with the answer, or with 'not_applicable: why'",
                            question=name,
                        ),
                    )
                )
            elif (count := len(toolkit.answer(option, name).split())) > MAX_ANSWER_WORDS:
                report(
                    Problem(
                        toolkit.at(card, "options", i, "answers", name),
                        tell("the answer has {count} words", count=count),
                        tell(
                            "at most {limit}; put the rest on a page of its own",
                            limit=MAX_ANSWER_WORDS,
                        ),
                    )
                )


def _check_images(toolkit: Toolkit, report: Report) -> None:
    pictures = (
        (picture.file, toolkit.at(part, *path, "file"))
        for part, path, _, picture in toolkit.pictures
    )
    check_images(toolkit.folder, pictures, report)
    for part, path, _, picture in toolkit.pictures:
        if picture.crop and is_drawing(toolkit.folder, picture.file):
            message = tell("a drawing (SVG) cannot be cropped")
            hint = tell("crop it in the program you drew it in, and leave 'crop:' out")
            report(Problem(toolkit.at(part, *path, "crop"), message, hint))
