"""The words of many editions, set in one go: what a line of each would be drawn with."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from io import BytesIO
from typing import NamedTuple

from pikepdf import Object, Pdf

from cardprint.compose.model import Composed
from cardprint.compose.templates import Templates
from cardprint.errors import InputError
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.render.engine import render

_BLOCK = re.compile(rb"/MCID \d+\s*>>\s*BDC\n(.*?)EMC", re.DOTALL)
_FONT = re.compile(rb"(/\w+) [\d.]+ Tf")
_SHOWN = re.compile(rb"(\[.*?\]) TJ", re.DOTALL)


class Words(NamedTuple):
    """What is set, and how."""

    text: str
    url: str
    size: str
    """In CSS px."""


@dataclass(frozen=True, slots=True)
class Line:
    """How words are drawn on one line."""

    glyphs: bytes
    """The operand of ``TJ``."""
    font: str
    width_pt: float


def set_words(
    toolkit: Toolkit, layout: Layout, sheet: Composed, wanted: Sequence[Words]
) -> dict[Words, Line]:
    """How words are drawn on a line of a page; those that need more than one font are left out.

    :param sheet: any sheet of the toolkit in the layout, for its style sheets.
    """
    several = [*dict.fromkeys(wanted)]
    templates = Templates(toolkit, layout)
    html = templates.words.mended(_document(toolkit, templates, several))
    plain = replace(sheet, html=html, fit_pt=None, letters_per_page=None, columns=(), colours=None)
    try:
        made = render(plain)
    except InputError:
        return {}
    widths = {name: spot.box.width for name, spot in made.named}  # of a link, twice the same
    drawn = [*_drawn(made.pdf)]
    if len(drawn) != len(several):
        return {}
    return {
        words: Line(glyphs, font, widths[str(i)])
        for i, (words, (glyphs, font)) in enumerate(zip(several, drawn, strict=True))
        if glyphs
    }


def _document(toolkit: Toolkit, templates: Templates, several: Sequence[Words]) -> str:
    lines = "".join(
        f'<p class="slot" style="font-size: {words.size}px; white-space: nowrap">'
        + (
            f'<a dir="ltr" data-name="{i}" href="{escape(templates.web(words.url))}">'
            f"{escape(words.text)}</a>"
            if words.url
            else f'<span data-name="{i}">{escape(words.text)}</span>'
        )
        + "</p>\n"
        for i, words in enumerate(several)
    )
    tags = f'lang="{toolkit.info.language}" dir="{toolkit.locale.direction}"'
    return (
        f"<!doctype html><html {tags}><head><title>{escape(toolkit.info.title)}</title></head>"
        f'<body><section class="page">{lines}</section></body></html>'
    )


def _drawn(pdf: bytes) -> Iterator[tuple[bytes, str]]:
    """The glyphs and the font of each text; no glyphs where more than one font is needed."""
    with Pdf.open(BytesIO(pdf)) as file:
        for page in file.pages:
            for block in _BLOCK.findall(page.Contents.read_bytes()):
                shown = _SHOWN.findall(block)
                fonts = {
                    str(page.Resources.Font[each.decode()].BaseFont)
                    for each in _FONT.findall(block)
                }
                if shown:
                    # In the form that it has in a finished file.
                    glyphs = Object.parse(shown[0]).unparse() if len(shown) == 1 else b""
                    yield glyphs, fonts.pop()
