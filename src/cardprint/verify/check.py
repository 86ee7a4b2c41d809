"""All checks of a finished PDF."""

from collections.abc import Callable, Iterable, Iterator

from pikepdf import Dictionary, Name, PdfError
from pypdfium2 import PdfiumError

from cardprint.errors import OutputError, Place, Problem
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import tell
from cardprint.model.layout import points
from cardprint.verify.file import FinishedFile
from cardprint.verify.fold import fold
from cardprint.verify.links import LinkCheck, check_links
from cardprint.verify.paper import check_paper
from cardprint.verify.reading import read_pages
from cardprint.verify.structure import check_structure
from cardprint.verify.words import check_words


def verify(pdf: bytes, toolkit: Toolkit, layout: Layout, shown: str) -> None:
    """Read the finished bytes back and compare them with the data.

    :param shown: the file's name in messages.
    :raises OutputError: with everything that is wrong.
    """

    def visible() -> Iterable[Problem]:
        folded = layout.info.imposition is not None
        is_rtl = layout.locale.direction == "rtl"
        file = FinishedFile(pdf, folded=folded, right_to_left=is_rtl)
        pages = tuple(read_pages(pdf))
        if folded:
            pages = fold(pages, points(layout.info.paper.width), right_to_left=is_rtl)
        yield from _check_direction(file, shown)
        yield from check_words(pages, file.spans, toolkit, layout, shown)
        yield from check_links(LinkCheck(file, pages, toolkit, layout, shown))
        yield from check_paper(file, pages, layout, shown)

    def structure() -> Iterable[Problem]:
        if layout.info.imposition:
            return ()  # pages in printing order have no tags
        return check_structure(FinishedFile(pdf), toolkit, layout, shown)

    if problems := (*_all_of(visible, shown), *_all_of(structure, shown)):
        raise OutputError(problems)


def _check_direction(file: FinishedFile, shown: str) -> Iterator[Problem]:
    """A reader that shows two pages beside each other must know which comes first."""
    preferences = file.pdf.Root.get("/ViewerPreferences", Dictionary())
    if (preferences.get("/Direction", Name.L2R) == Name.R2L) != file.right_to_left:
        yield Problem(Place(shown), tell("the pages would be turned from the wrong side"))


def _all_of(found: Callable[[], Iterable[Problem]], shown: str) -> tuple[Problem, ...]:
    try:
        return tuple(found())
    except (PdfError, PdfiumError, AttributeError, KeyError, ValueError, TypeError) as error:
        # A damaged file fails in any of these ways, wherever the reading comes to the damage.
        message = tell("the file cannot be read as a PDF of cardprint: {error}", error=error)
        return (Problem(Place(shown), message, tell("build it again")),)
