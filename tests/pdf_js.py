"""The reader of Firefox and of many websites, pdf.js, in a browser of its own.

``make readers`` puts it in the environment, in the version that ``Makefile`` names. Nothing
is asked of a network: the browser gets its files from here.
"""

import base64
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

PDFJS = Path(sys.prefix) / "pdfjs" / "package"
READER = Path(__file__).parent / "pdfjs"
HOME = "http://reader.invalid/"
_ASK = "async question => (await import('/reader.mjs'))[question]()"
_TYPES = {".html": "text/html", ".mjs": "text/javascript", ".css": "text/css"}


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the tags on one page, with the text that is in no other element."""

    role: str
    cell: str
    """The role of the cell that it is, or is in, if any."""
    text: str
    alt: str


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads: to an address, or to a name that is on a page, from 0."""

    url: str
    name: str
    page: int


@dataclass(frozen=True, slots=True)
class PdfJs:
    """pdf.js in a browser."""

    browser: Browser

    def words(self, file: Path) -> str:
        """The text of all pages."""
        return "\n".join(self._asked(file, "words"))

    def elements(self, file: Path) -> Sequence[Sequence[Element]]:
        """The elements of each page, in the order of reading."""
        return [[Element(**each) for each in page] for page in self._asked(file, "elements")]

    def links(self, file: Path) -> Sequence[Sequence[Link]]:
        """The links of each page."""
        return [[Link(**each) for each in page] for page in self._asked(file, "links")]

    def fill(self, file: Path, target: Path, words: Mapping[str, str]) -> None:
        """Type words into the fields of a form, and save it."""
        with self._opened(file) as page:
            page.evaluate(_ASK, "show")
            for name, text in words.items():
                page.fill(f"[name='{name}']", text)
            target.write_bytes(base64.b64decode(page.evaluate(_ASK, "saved")))

    def _asked(self, file: Path, question: str) -> Any:
        with self._opened(file) as page:
            return page.evaluate(_ASK, question)

    @contextmanager
    def _opened(self, file: Path) -> Iterator[Page]:
        own = {"": READER / "reader.html", "reader.mjs": READER / "reader.mjs", "file.pdf": file}

        def answer(route: Route) -> None:
            path = route.request.url.removeprefix(HOME)
            found = own.get(path, PDFJS / path.removeprefix("pdfjs/"))
            route.fulfill(path=found, content_type=_TYPES.get(found.suffix, "application/pdf"))

        page = self.browser.new_page()
        try:
            page.route("**/*", answer)
            page.goto(HOME)
            yield page
        finally:
            page.close()
