"""All checks of a finished PDF."""

from collections.abc import Callable, Iterable, Iterator

from pikepdf import Dictionary, Name

from cardprint.errors import OutputError, Place, Problem
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import Message, tell
from cardprint.model.layout import points
from cardprint.verify.addresses import check_addresses
from cardprint.verify.bookmarks import check_bookmarks
from cardprint.verify.content import check_content, read_content
from cardprint.verify.damage import refused
from cardprint.verify.file import FinishedFile
from cardprint.verify.fold import fold
from cardprint.verify.glyphs import check_glyphs
from cardprint.verify.hyphens import check_hyphens
from cardprint.verify.icons import check_icons
from cardprint.verify.languages import check_languages
from cardprint.verify.links import LinkCheck, check_links
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


def verify(pdf: bytes, toolkit: Toolkit, layout: Layout, shown: str) -> None:
    """Read the finished bytes back and compare them with the data.

    :param shown: the file's name in messages.
    :raises OutputError: with everything that is wrong.
    """
    folded = layout.info.imposition is not None
    is_rtl = layout.locale.direction == "rtl"
    with refused(shown):
        file = FinishedFile(pdf, folded=folded, right_to_left=is_rtl)

    def visible() -> Iterator[Problem]:
        pages = tuple(read_pages(pdf))
        if folded:
            pages = fold(pages, points(layout.info.paper.width), right_to_left=is_rtl)
        yield from _check_direction(file, shown)
        texts = Texts(toolkit, layout, file.spans, shown)
        blocks = blocks_of(file, pages)
        told = with_whole_titles(blocks.all, toolkit)
        content = read_content(texts, told, len(pages))
        yield from check_content(content)
        yield from check_words(texts, pages, blocks.all)
        found = (
            *check_order(blocks.all, right_to_left=is_rtl),
            *check_tables(blocks.all, right_to_left=is_rtl),
            *check_pictures(file.pdf, pages, blocks, texts),
            *check_icons(pages, texts),
            *check_targets(content, file),
            *check_tied(blocks, file),
            *check_uniform(texts, told, len(pages)),
            *check_sparse(texts, blocks.all),
        )
        yield from (_on_page(page, message, shown) for page, message in found)
        yield from check_runs(texts, pages)
        yield from check_links(LinkCheck(file, pages, toolkit, layout, shown))
        yield from check_paper(file, pages, texts)
        drawn = shown_on(file)
        yield from check_addresses(texts, drawn)
        yield from check_hyphens(texts, drawn)
        if not folded:
            yield from check_languages(texts, drawn)

    def structure() -> Iterator[Problem]:
        yield from check_structure(file, toolkit, layout, shown)
        yield from check_owners(file, shown)
        if not folded:  # pages in the order of printing have none
            yield from check_bookmarks(file, toolkit, shown)

    def whole() -> Iterator[Problem]:
        yield from (Problem(Place(shown), message) for message in check_glyphs(file.pdf))
        if file.pdf.is_encrypted:
            message = tell("the file is locked: programs that read aloud may be kept out")
            yield Problem(Place(shown), message, tell("save it without a password"))
        for warning in file.pdf.get_warnings():
            yield Problem(Place(shown), tell("the file is damaged: {reason}", reason=warning))

    checks = (visible, structure, whole)
    if problems := [problem for check in checks for problem in _all_of(check, shown)]:
        raise OutputError(problems)


def _on_page(page: int, message: Message, shown: str) -> Problem:
    return Problem(Place(shown), tell("page {page}: {message}", page=page + 1, message=message))


def _check_direction(file: FinishedFile, shown: str) -> Iterator[Problem]:
    """A reader that shows two pages side by side must know which comes first."""
    preferences = file.pdf.Root.get("/ViewerPreferences", Dictionary())
    if (preferences.get("/Direction", Name.L2R) == Name.R2L) != file.right_to_left:
        yield Problem(Place(shown), tell("the pages would be turned from the wrong side"))


def _all_of(found: Callable[[], Iterable[Problem]], shown: str) -> tuple[Problem, ...]:
    try:
        with refused(shown):
            return tuple(found())
    except OutputError as error:
        return error.problems
