"""What the workers of the preview do; importing this module loads everything that it needs."""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from cardprint.errors import CardprintError, Problem
from cardprint.serve.boxes import Found, Wanted, boxes_of
from cardprint.serve.pictures import Picture, pictures_of

if TYPE_CHECKING:
    from cardprint.compose.model import Composed
    from cardprint.link.model import Linked
    from cardprint.load.layout import Layout
    from cardprint.load.toolkit import Toolkit

STEP_BACK = 10
"""By how much work that nobody looks at gives way to the page that somebody does (nice)."""


@dataclass(frozen=True, slots=True)
class Made:
    """A sheet, and its pages as pictures."""

    sheet: Linked
    pages: tuple[Picture, ...]


def sketch(sheet: Composed) -> Made:
    """Lay out and draw a page that somebody is waiting for: what cannot be seen is left out."""
    from cardprint.link.sheet import link
    from cardprint.render.engine import render

    made = link(render(sheet), sheet, tagged=False)
    return Made(made, pictures_of(made.pdf))


def tidy() -> None:
    """Free what a sketch has left, while nobody is waiting."""
    if not gc.isenabled():
        gc.collect()
        gc.freeze()


def make(sheet: Composed) -> Made:
    """Lay out and draw a sheet."""
    from cardprint.pipeline.task import make_sheet

    _give_way()
    made = make_sheet(sheet)
    return Made(made, pictures_of(made.pdf))


def draw(sheet: Linked) -> Made:
    """Draw a sheet that was laid out before."""
    return Made(sheet, pictures_of(sheet.pdf))


def find_texts(picture: Picture, wanted: Sequence[Wanted]) -> tuple[Found, ...]:
    """Where the texts of the data stand on a page."""
    return boxes_of(picture.pdf, wanted)[picture.index]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A page as it was accepted."""

    picture: Picture
    names: tuple[str, ...]
    """The destinations on it, by which it is known again."""


def draw_accepted(pdf: bytes, shown: str) -> tuple[Accepted, ...]:
    """Draw an accepted file.

    :param shown: its name in messages.
    """
    from cardprint.compare.state import FileState

    _give_way()
    with closing(FileState(pdf, shown)) as state:
        names = state.names
    return tuple(Accepted(each, names.get(i, ())) for i, each in enumerate(pictures_of(pdf)))


def draw_sharper(picture: Picture, times: int) -> bytes:
    """Draw one page for a large screen."""
    return picture.sharper(times)


def finish(
    toolkit: Toolkit, layout: Layout, sheets: Sequence[Linked], shown: str
) -> tuple[Problem, ...]:
    """Put the sheets together and verify the file; what is wrong with it."""
    from cardprint.assemble.document import assemble
    from cardprint.verify.check import verify

    _give_way()
    try:
        verify(assemble(toolkit, layout, sheets), toolkit, layout, shown)
    except CardprintError as error:
        return error.problems
    return ()


@cache
def _give_way() -> None:
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(STEP_BACK)
