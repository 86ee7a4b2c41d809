"""What WeasyPrint reads to make a sheet: named files, style sheets, fonts, pictures."""

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from urllib.parse import unquote

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from cardprint.errors import InputError, Place, Problem
from cardprint.load.images import faults_of_picture
from cardprint.load.prepare import prepared
from cardprint.load.svg_parts import content_of_data
from cardprint.messages.catalogue import Message, plain, tell
from cardprint.render.styles import problems_of_style
from cardprint.storage.named import NamedFile, address, same_address

_OF_LAYOUTS = address("layouts", "")


class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no type hints
    """Reads the named files, and pictures that stand in the text itself; no network.

    Pictures of a toolkit and fonts were looked at when they were loaded. Those of the layout, and
    those in the text (``data:``), are looked at here, whatever asks for them.
    """

    def __init__(
        self,
        files: tuple[NamedFile, ...],
        shown: str,
        styles: tuple[tuple[str, str, str], ...] = (),
    ) -> None:
        """Begin without problems.

        :param shown: the document that is read, for messages.
        :param styles: its style sheets, which pictures may stand in as well.
        """
        super().__init__(allowed_protocols=("file",), allow_redirects=False)
        self._files = {file.url: file for file in files}
        self._shown, self._styles = shown, styles
        self._faults: dict[str, list[Problem]] = {}

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the pictures that were asked for."""
        return [problem for problems in self._faults.values() for problem in problems]

    def unsaid(self, warnings: Iterable[str]) -> list[str]:
        """The warnings that say more than the problems do."""
        return [each for each in warnings if not any(url in each for url in self._faults)]

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The bytes of a file.

        :raises ValueError: for any other than the named ones, and for pictures with a problem.
        """
        if url[:5].lower() == "data:":
            where = (shown for shown, _, text in self._styles if url in text)
            # WeasyPrint would have Python read it, with whatever packing its head declares.
            data = content_of_data(url)
            self._look_at(
                data, url, Place(next(where, self._shown)), tell("a picture in the file itself")
            )
        elif url.startswith("file:"):
            named = same_address(url)
            file = self._files.get(named)
            if file is None:
                raise ValueError("only files of the toolkit and the layout may be read")
            data = file.read()
            if named.startswith(_OF_LAYOUTS):
                place = Place(unquote(named.removeprefix("file:///")))
                self._look_at(data, url, place, tell("the drawing"))
            else:
                data = prepared(data, file.crop, inks=file.inks)
        else:
            return super().fetch(url, headers)
        return URLFetcherResponse(url, data)

    def _look_at(self, data: bytes, url: str, place: Place, picture: Message) -> None:
        if faults := faults_of_picture(data, picture):
            self._faults[url] = [Problem(place, *fault) for fault in faults]
            raise ValueError("the picture cannot be used")


@cache
def fonts() -> FontConfiguration:
    """One configuration for all the sheets of a process, because loading fonts is slow."""
    return FontConfiguration()


@cache
def pictures(_files: tuple[NamedFile, ...]) -> dict[str, object]:
    """The images that have been read, kept for all the sheets of a process."""
    return {}


@cache
def style_sheets(
    styles: tuple[tuple[str, str, str], ...], files: tuple[NamedFile, ...]
) -> tuple[weasyprint.CSS, ...]:
    """The parsed style sheets, once for all the sheets of a process.

    :raises InputError: for everything in them that WeasyPrint would ignore.
    """
    parsed: list[weasyprint.CSS] = []
    problems: list[Problem] = []
    for shown, base, text in styles:
        fetcher = Fetcher(files, shown)
        problems += problems_of_style(text, shown)
        with listening() as warnings:
            parsed.append(
                weasyprint.CSS(string=text, base_url=base, font_config=fonts(), url_fetcher=fetcher)
            )
        problems += fetcher.problems
        problems += [
            Problem(_place(shown, warning), plain(warning)) for warning in fetcher.unsaid(warnings)
        ]
    if problems:
        raise InputError(problems)
    return tuple(parsed)


def _place(shown: str, warning: str) -> Place:
    """The place that a warning about a style sheet gives."""
    where = re.search(r" at (\d+):(\d+)", warning)
    return Place(shown, int(where[1]), int(where[2])) if where else Place(shown)


@contextmanager
def listening() -> Iterator[list[str]]:
    """Collect what WeasyPrint logs as a warning or worse."""
    warnings: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: warnings.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    before, logger.handlers, logger.propagate = logger.handlers, [handler], False
    try:
        yield warnings
    finally:
        logger.handlers = before
