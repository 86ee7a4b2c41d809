"""The text size that was found for a sheet serves again while nothing changes that decides it.

Colours and the numbers in the margins do not. So after a change of a colour, or of the number of
pages before it, a sheet is laid out once and its size is not searched for again.

A number of pages is only an expectation: a wrong one costs time, and the file is the same.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cardprint.pipeline.fingerprint import environment
from cardprint.storage.cache import Cache, Entry
from cardprint.storage.digest import digest

if TYPE_CHECKING:
    from cardprint.compose.model import Composed, Setting
    from cardprint.link.model import Linked

_STYLED = re.compile(
    r'<style>.*?</style>| style="[^"]*"| (?:fill|stroke|stop-color)="[^"]*"', re.DOTALL
)
"""The parts of a document that say how it looks, and never what it says."""
_IN_MARGINS = re.compile(r"(?<=\{ )content: [^}]*|counter-reset: page \d+")
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b")
_PICTURE = re.compile(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]*)")


@dataclass(frozen=True, slots=True)
class Size:
    """The size that a search has found for a sheet, in points, with how its text is set."""

    size_pt: float
    setting: Setting | None


@dataclass
class Sizes:
    """What earlier builds, and earlier rounds of this one, have found out."""

    cache: Cache
    found: dict[str, Size] = field(default_factory=dict)
    """By the name of the sheet; the numbers of the pages it refers to may have changed since."""

    def fixed(self, sheet: Composed) -> Composed:
        """The sheet at the size that was found for it before, if there is one."""
        if not _is_searched(sheet):
            return sheet
        size = self.found.get(sheet.name) or self._kept(sheet)
        if size is None:
            return sheet
        return replace(sheet, fit_pt=(size.size_pt, size.size_pt), setting=size.setting)

    def _kept(self, sheet: Composed) -> Size | None:
        entry = self.cache.get(_key(sheet))
        if entry is None:
            return None
        from cardprint.compose.model import Setting

        facts: dict[str, Any] = entry.facts
        setting = Setting(**facts["setting"]) if facts["setting"] else None
        return Size(facts["size_pt"], setting)

    def learn(self, sheet: Composed, made: Linked) -> None:
        """Remember the size that was found for a sheet."""
        if _is_searched(sheet) and made.size_pt is not None:
            size = self.found[sheet.name] = Size(made.size_pt, made.setting)
            self.cache.put(_key(sheet), Entry(asdict(size), b""))


def expected_pages(
    cache: Cache, toolkit: Path, layout: str, sheets: Iterable[str], translation: str = ""
) -> dict[str, int]:
    """The number of pages that each sheet had in the last build, which is likely to be right.

    :param sheets: the names of all the sheets; nothing is expected if one of them is new.
    :param translation: the language, if it is a translation.
    """
    entry = cache.get(_key_of_pages(toolkit, layout, translation))
    known: dict[str, Any] = {} if entry is None else entry.facts
    names = tuple(sheets)
    return {name: known[name] for name in names} if known.keys() >= {*names} else {}


def remember_pages(
    cache: Cache, toolkit: Path, layout: str, made: Iterable[Linked], translation: str = ""
) -> None:
    """Keep the number of pages of each sheet for the next build."""
    pages: dict[str, object] = {sheet.name: sheet.page_count for sheet in made}
    cache.put(_key_of_pages(toolkit, layout, translation), Entry(pages, b""))


def _key_of_pages(toolkit: Path, layout: str, translation: str) -> str:
    return digest("pages", toolkit.resolve(), layout, translation)


def _is_searched(sheet: Composed) -> bool:
    return sheet.fit_pt is not None and sheet.fit_pt[0] < sheet.fit_pt[1]


def _key(sheet: Composed) -> str:
    styles = tuple((name, base, _plain(text)) for name, base, text in sheet.styles)
    html = _STYLED.sub(lambda found: _IN_MARGINS.sub("", _plain(found[0])), sheet.html)
    measured = replace(sheet, html=html, styles=styles, first_page=1, files=())
    files = tuple((file.url, _COLOUR.sub("", file.digest)) for file in sheet.files)
    return digest("size", environment(), *measured.identity, files)


def _plain(style: str) -> str:
    """A style without its colours, in the pictures that stand in it as well."""
    return _COLOUR.sub("", _PICTURE.sub(_drawing, style))


def _drawing(found: re.Match[str]) -> str:
    try:
        return b64decode(found[1], validate=True).decode("utf-8", "replace")
    except Error:
        return found[0]
