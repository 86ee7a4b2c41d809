"""What WeasyPrint reads to make a sheet: named files, style sheets, fonts, pictures."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from cardprint.errors import InputError, Place, Problem
from cardprint.messages.catalogue import plain
from cardprint.storage.named import NamedFile, same_address


class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no type hints
    """Reads the named files and nothing else; no network."""

    def __init__(self, files: tuple[NamedFile, ...]) -> None:
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False)
        self._files = {file.url: file.path for file in files}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The bytes of a file.

        :raises ValueError: for any other than the named ones.
        """
        if url.startswith("file:"):
            path = self._files.get(same_address(url))
            if path is None:
                raise ValueError("only files of the toolkit and the layout may be read")
            return URLFetcherResponse(url, path.read_bytes())
        return super().fetch(url, headers)


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
    parsed, problems = [], []
    for shown, base, text in styles:
        with listening() as warnings:
            parsed.append(
                weasyprint.CSS(
                    string=text, base_url=base, font_config=fonts(), url_fetcher=Fetcher(files)
                )
            )
        problems += [Problem(_place(shown, warning), plain(warning)) for warning in warnings]
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
