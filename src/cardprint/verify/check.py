"""All checks of a finished PDF, in two halves that take equally long, for two processes."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from pikepdf import Dictionary, Name

from cardprint.errors import OutputError, Place, Problem
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import Message, tell
from cardprint.model.layout import points
from cardprint.verify.addresses import check_addresses
from cardprint.verify.bookmarks import check_bookmarks
from cardprint.verify.content import check_content, read_content
from cardprint.verify.covered import check_covered
from cardprint.verify.damage import refused
from cardprint.verify.file import FinishedFile
from cardprint.verify.fold import fold
from cardprint.verify.glyphs import check_glyphs
from cardprint.verify.hyphens import check_hyphens
from cardprint.verify.icons import check_icons
from cardprint.verify.languages import check_languages
from cardprint.verify.link_check import LinkCheck
from cardprint.verify.links import check_links
from cardprint.verify.nearby import with_whole_titles
from cardprint.verify.order import check_order
from cardprint.verify.owners import check_owners
from cardprint.verify.paper import check_paper
from cardprint.verify.pictures import check_pictures
from cardprint.verify.reading import read_pages
from cardprint.verify.runs import check_runs
from cardprint.verify.shown import shown_on
from cardprint.verify.sparse import check_sparse
from cardprint.verify.structure import check_structure
from cardprint.verify.tables import check_tables
from cardprint.verify.tagged import blocks_of
from cardprint.verify.targets import check_targets, check_tied
from cardprint.verify.texts import Texts
from cardprint.verify.uniform import check_uniform
from cardprint.verify.words import check_words

Check = Callable[[FinishedFile], Iterable[Problem]]


def verify(pdf: bytes, toolkit: Toolkit, layout: Layout, shown: str) -> None:
    """Read the finished bytes back and compare them with the data.

    :param shown: the file's name in messages.
    :raises OutputError: with everything that is wrong.
    """
    inputs = (pdf, toolkit, layout, shown)
    refuse((*wrong_to_see(*inputs), *wrong_to_read(*inputs)))


def refuse(problems: Iterable[Problem]) -> None:
    """Refuse a file that something is wrong with.

    :raises OutputError: with each problem once; both halves of the checks report damage.
    """
    if found := [*dict.fromkeys(problems)]:
        raise OutputError(found)


def wrong_to_see(pdf: bytes, toolkit: Toolkit, layout: Layout, shown: str) -> tuple[Problem, ...]:
    """The half of the checks for which the pages are drawn, with pdfium."""

    def visible(file: FinishedFile) -> Iterator[Problem]:
        pages = tuple(read_pages(pdf))
        if file.folded:
            width = points(layout.info.paper.width)
            pages = fold(pages, width, right_to_left=file.right_to_left)
        yield from _check_direction(file, shown)
        texts = Texts(toolkit, layout, file.spans, shown)
        blocks = blocks_of(file, pages)
        told = with_whole_titles(blocks.all, toolkit)
        content = read_content(texts, told, len(pages))
        yield from check_content(content)
        yield from check_words(texts, pages, blocks.all)
        found = (
            *check_order(blocks.all, right_to_left=file.right_to_left),
            *check_tables(blocks.all, right_to_left=file.right_to_left),
            *check_pictures(file.pdf, pages, blocks, texts),
            *check_icons(pages, texts),
            *check_targets(content, file),
            *check_tied(blocks, file),
            *check_uniform(texts, told, len(pages)),
            *check_sparse(texts, blocks.all),
        )
        yield from (_on_page(page, message, shown) for page, message in found)
        yield from check_runs(texts, pages)
        yield from check_covered(texts, pages)
        yield from check_links(LinkCheck(file, pages, toolkit, layout, shown))
        yield from check_paper(file, pages, texts)

    return _all_of((visible,), pdf, layout, shown)


def wrong_to_read(pdf: bytes, toolkit: Toolkit, layout: Layout, shown: str) -> tuple[Problem, ...]:
    """The half of the checks that need the objects of the file alone."""

    def words(file: FinishedFile) -> Iterator[Problem]:
        texts, drawn = Texts(toolkit, layout, file.spans, shown), shown_on(file)
        yield from check_addresses(texts, drawn)
        yield from check_hyphens(texts, drawn)
        if not file.folded:
            yield from check_languages(texts, drawn)

    def structure(file: FinishedFile) -> Iterator[Problem]:
        yield from check_structure(file, toolkit, layout, shown)
        yield from check_owners(file, shown)
        if not file.folded:  # pages in the order of printing have none
            yield from check_bookmarks(file, toolkit, shown)

    def whole(file: FinishedFile) -> Iterator[Problem]:
        yield from (Problem(Place(shown), message) for message in check_glyphs(file.pdf))
        if file.pdf.is_encrypted:
            message = tell("the file is locked: programs that read aloud may be kept out")
            yield Problem(Place(shown), message, tell("save it without a password"))

    return _all_of((words, structure, whole), pdf, layout, shown)


def _on_page(page: int, message: Message, shown: str) -> Problem:
    return Problem(Place(shown), tell("page {page}: {message}", page=page + 1, message=message))


def _check_direction(file: FinishedFile, shown: str) -> Iterator[Problem]:
    """A reader that shows two pages side by side must know which comes first."""
    preferences = file.pdf.Root.get("/ViewerPreferences", Dictionary())
    if (preferences.get("/Direction", Name.L2R) == Name.R2L) != file.right_to_left:
        yield Problem(Place(shown), tell("the pages would be turned from the wrong side"))


def _all_of(
    checks: Iterable[Check],
    pdf: bytes,
    layout: Layout,
    shown: str,
) -> tuple[Problem, ...]:
    """What all of the checks find, and what is found damaged on their way."""
    is_rtl = layout.locale.direction == "rtl"
    problems: list[Problem] = []
    try:
        with refused(shown):
            folded = layout.info.imposition is not None
            file = FinishedFile(pdf, folded=folded, right_to_left=is_rtl)
    except OutputError as error:
        return error.problems
    every: tuple[Check, ...] = (*checks, partial(_check_damage, shown))
    for check in every:
        try:
            with refused(shown):
                problems += check(file)
        except OutputError as error:
            problems += error.problems
    return tuple(problems)


def _check_damage(shown: str, file: FinishedFile) -> Iterator[Problem]:
    """What pikepdf had to mend to read the file."""
    for warning in file.pdf.get_warnings():
        yield Problem(Place(shown), tell("the file is damaged: {reason}", reason=warning))
