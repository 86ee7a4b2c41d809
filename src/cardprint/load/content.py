"""What a schema cannot say: answers complete, names unique, links and images real."""

import unicodedata
from collections.abc import Callable, Iterator
from itertools import chain

from cardprint.errors import Problem, nearest
from cardprint.load.images import check_image
from cardprint.load.references import check_choose_pages, check_more, check_page
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import tell
from cardprint.model.card import Card
from cardprint.model.fields import TextKind
from cardprint.model.page import Page
from cardprint.model.texts import texts_of
from cardprint.storage.source import NodePath
from cardprint.text import prose

Report = Callable[[Problem], None]

# A word longer than this breaks out of a column of the grid; the longest Dutch ones have 50.
MAX_WORD = 60
MAX_ANSWER_WORDS = 150
MAX_PROSE_WORDS = 1_500

_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}


def check_content(toolkit: Toolkit, report: Report, *, complete: bool) -> None:
    """Report everything in ``toolkit`` that is well-formed but wrong.

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
        if complete:
            check_more(toolkit, card, report)
    if complete:
        for page in toolkit.pages:
            check_page(toolkit, page, report)
    for part, path, text, kind in texts(toolkit):
        is_prose = kind is TextKind.PROSE
        _check_text(toolkit, part, path, text, report)
        if stray := prose.stray_markup(text, is_prose=is_prose):
            message = tell("'{text}' would be printed as it stands", text=stray.strip())
            hint = tell("see the guide for editors on bold, links, lists and dashes")
            report(Problem(toolkit.find(part, path, stray), message, hint))
        # A link into a part that could not be read is not known to be dead.
        if is_prose and complete:
            _check_prose(toolkit, part, path, text, report)
    _check_images(toolkit, report)


def texts(toolkit: Toolkit) -> Iterator[tuple[Card | Page | None, NodePath, str, TextKind]]:
    """Every text of the toolkit: its part, its path, itself and what it is."""
    for part in (None, *toolkit.parts):
        for path, text, kind in texts_of(part or toolkit.info):
            yield part, path, text, kind


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
                    tell("the first is at {taken}", taken=taken),
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
    """A reader must find what a toolkit is based on, and where it begins again."""
    colophons = [i for i, part in enumerate(toolkit.parts) if _is_colophon(part)]
    if colophons != [len(toolkit.parts) - 1]:
        place = toolkit.at(None, "contents", colophons[0] if colophons else len(toolkit.parts) - 1)
        hint = tell("end with one page of kind: colophon")
        report(Problem(place, tell("the last entry, and no other, is the colophon"), hint))


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
                        tell("answer for unknown question '{name}'", name=name),
                        nearest(name, questions),
                    )
                )
        for name in questions:
            if name not in option.answers:
                report(
                    Problem(
                        toolkit.at(card, "options", i, "answers"),
                        tell("option '{id}' has no answer to '{name}'", id=option.id, name=name),
                        tell(
                            "add '{name}:' with its answer, or with 'not_applicable: why'",
                            name=name,
                        ),
                    )
                )
            elif (count := len(toolkit.answer(option, name).split())) > MAX_ANSWER_WORDS:
                report(
                    Problem(
                        toolkit.at(card, "options", i, "answers", name),
                        tell("the answer has {count} words", count=count),
                        tell(
                            "at most {max_answer_words}; put the rest on a page of its own",
                            max_answer_words=MAX_ANSWER_WORDS,
                        ),
                    )
                )


def _check_text(
    toolkit: Toolkit, part: Card | Page | None, path: NodePath, text: str, report: Report
) -> None:
    for character in dict.fromkeys(text):
        if unicodedata.category(character) in _INVISIBLE and character != "\n":
            name = unicodedata.name(character, "control character")
            report(
                Problem(
                    toolkit.find(part, path, character),
                    tell(
                        "invisible character U+{character} ({lower})",
                        character=f"{ord(character):04X}",
                        lower=name.lower(),
                    ),
                    tell("remove it; text is set from left to right"),
                )
            )
    visible = prose.plain(text)
    for word in dict.fromkeys(visible.split()):
        if len(word) > MAX_WORD:
            report(
                Problem(
                    toolkit.find(part, path, word[:MAX_WORD]),
                    tell(
                        "a word of {word} letters fits no column: {word2}…",
                        word=len(word),
                        word2=word[:20],
                    ),
                    tell("split it; at most {max_word} letters", max_word=MAX_WORD),
                )
            )
    if "answers" not in path and (count := len(visible.split())) > MAX_PROSE_WORDS:
        report(
            Problem(
                toolkit.at(part, *path),
                tell("the text has {count} words", count=count),
                tell(
                    "at most {max_prose_words}; split it over sections",
                    max_prose_words=MAX_PROSE_WORDS,
                ),
            )
        )


def _check_prose(
    toolkit: Toolkit, part: Card | Page | None, path: NodePath, text: str, report: Report
) -> None:
    if prose.uses_italics(text):
        report(
            Problem(
                toolkit.find(part, path, "*" if "*" in text else "_"),
                tell("italics are not used here"),
                tell("write **two stars** for bold"),
            )
        )
    if not prose.letters(prose.plain(text)):
        report(
            Problem(toolkit.at(part, *path), tell("the text has no words"), tell("write the text"))
        )
    for address, words in prose.links(text):
        place = toolkit.find(part, path, address)
        scheme, _, name = address.partition(":")
        if scheme not in prose.LINK_SCHEMES:
            hint = tell("use https://…, mailto:…, tel:… or cardprint:page/NAME")
            report(
                Problem(place, tell("link to '{address}' is not allowed", address=address), hint)
            )
        elif not prose.letters(words):
            report(
                Problem(
                    place,
                    tell("link to '{address}' has no words", address=address),
                    tell("write [words](address)"),
                )
            )
        elif scheme == "cardprint" and name not in toolkit.titles:
            hint = nearest(name, toolkit.titles)
            report(Problem(place, tell("link to unknown place '{name}'", name=name), hint))


def _check_images(toolkit: Toolkit, report: Report) -> None:
    logo = toolkit.info.style.logo
    pictures = chain(
        [(None, ("style", "logo", "file"), logo.file)] if logo else [],
        (
            (page, ("sections", i, "picture", "file"), section.picture.file)
            for page in toolkit.pages
            for i, section in enumerate(page.sections)
            if section.picture
        ),
    )
    for part, path, file in pictures:
        check_image(toolkit.folder, file, toolkit.at(part, *path), report)
