"""The one page that somebody looks at, cut out of its sheet, so that it need not wait for the rest.

A sheet of four option pages takes as long as four pages. Its text has one size for all of them,
which is searched for. The page alone, at the size that the sheet had before, is nearly always the
same page; the exact one follows, and takes its place where it differs.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cardprint.compose.model import Composed

_PAGE = re.compile(r'<([a-z]+)\b[^>]*\bclass="page[ "]')
_COUNTER = re.compile(r"(?<=counter-reset: page )\d+")
_ON_SOME = "data-not-on"
"""What is on all pages but the first or the last cannot be told from one page alone."""


def one_page(sheet: Composed, index: int) -> Composed | None:
    """A sheet of one of its pages; None where that would not be the same page.

    :param index: the number of the page in its sheet, from 0.
    """
    spans = _spans(sheet.html)
    if index >= len(spans) or len(spans) < 2 or _ON_SOME in sheet.html:  # noqa: PLR2004  # alone
        return None
    number = sheet.first_page + index
    kept, start = "", 0
    for i, (begin, end) in enumerate(spans):
        kept += sheet.html[start : end if i == index else begin]
        start = end
    kept += sheet.html[start:]
    html, count = _COUNTER.subn(str(number), kept)
    return replace(sheet, html=html, first_page=number) if count == 1 else None


def _spans(html: str) -> list[tuple[int, int]]:
    """Where each page begins and ends."""
    found: list[tuple[int, int]] = []
    for page in _PAGE.finditer(html):
        if found and page.start() < found[-1][1]:
            continue
        found.append((page.start(), _end_of(html, page)))
    return found


def _end_of(html: str, page: re.Match[str]) -> int:
    """Where the element ends; in what a template has made, every such element is closed."""
    depth = 0
    for tag in re.finditer(rf"<(/?){page[1]}\b[^>]*>", html[page.start() :]):
        depth += -1 if tag[1] else 1
        if not depth:
            return page.start() + tag.end()
    return len(html)
