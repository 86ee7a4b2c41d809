"""The output of the compose stage."""

import re
from dataclasses import astuple, dataclass
from functools import cached_property
from math import ceil

from cardprint.storage.digest import Part
from cardprint.storage.named import NamedFile

# Every page of a template starts with an element of this class.
_PAGE_START = re.compile(r'class="page[ "]')
_PICTURE = re.compile(r'<svg[^>]*? viewBox="0 0 ([\d.]+) ([\d.]+)"')
_TAG = re.compile(r"<[^>]*>")
_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<t[dh].*?</t[dh]>", re.DOTALL)
_DRAWING = re.compile(r"<svg.*?</svg>", re.DOTALL)
_BLOCK_END = re.compile(r"</(?:p|li|h[1-6])>")

EMPTY_END = 0.008
"""The part of a page that a paragraph or a title leaves empty: half of its last line, and a gap."""
EDGES = 0.05
"""How much more room a table takes for each of its columns, which has edges."""


def _letters(html: str) -> int:
    return len(_TAG.sub("", html))


@dataclass(frozen=True, slots=True)
class Setting:
    """How a sheet is set, beside the size of its text."""

    columns: int | None = None
    leading: float | None = None
    """The height of lines, in sizes of the text."""
    bare: bool = False
    """Whether there is no room for what only adorns a page."""


@dataclass(frozen=True)
class Composed:
    """One sheet: a document, complete except for the text size that fits."""

    name: str
    """``card/zelfmanagement#1``: the part and the sheet's place in it."""
    template: str
    """The template it comes from, for messages: ``layouts/screen/choose.html.j2``."""
    html: str
    styles: tuple[tuple[str, str, str], ...]
    """Style sheets: the name for messages, the base address, the text."""
    paper_pt: tuple[float, float]
    """Width and height of the page, in points."""
    fit_pt: tuple[float, float] | None
    """Smallest and ideal text size in points, for a sheet that is fitted."""
    first_page: int
    files: tuple[NamedFile, ...]
    """All that the document may read: fonts, images, the files of the layout."""
    columns: tuple[int, ...] = ()
    """Numbers of columns to choose from for running text, the nicest first."""
    tightest: float | None = None
    """The smallest height of lines of running text, in sizes of the text."""
    letters_per_page: int | None = None
    one_page_pt: float | None = None
    """The text size at which cells that are too long for one page are reported."""
    form: bool = False
    """Whether its fields can be filled in."""
    colours: str | None = None
    """``grey`` or ``cmyk``, if its colours are converted to those; otherwise they stay RGB."""
    profile: NamedFile | None = None
    """The ICC profile of the printing condition, for CMYK."""
    setting: Setting | None = None
    """How its running text is set, if that has been found already."""
    references: tuple[tuple[str, int | None], ...] = ()
    """The pages that it refers to, by destination; None where there is no such page."""

    @property
    def identity(self) -> tuple[Part, ...]:
        """Everything that decides how the sheet looks, but not where its files are."""
        return (
            self.name, self.template, self.html, self.styles, self.paper_pt, self.fit_pt,
            self.columns, self.tightest, astuple(self.setting) if self.setting else None,
            self.first_page, tuple((file.url, file.digest) for file in self.files),
            self.one_page_pt, self.form, self.colours,
            self.profile.digest if self.profile else None,
        )  # fmt: skip

    @cached_property
    def sections(self) -> int:
        """The number of pages if nothing runs on to a next page."""
        return max(1, len(_PAGE_START.findall(self.html)))

    @cached_property
    def letters(self) -> int:
        """About how many letters fill its pages, without the heads that are on all of them."""
        return sum(count for count, _ in self._rows) + _letters(self._beside_rows)

    @cached_property
    def fullest(self) -> int:
        """About how many letters the fullest of its sections has."""
        return max(map(_letters, _PAGE_START.split(_DRAWING.sub("", self.html))[1:]), default=0)

    @cached_property
    def _body(self) -> str:
        return _DRAWING.sub("", self.html.partition('class="page')[2])

    @property
    def _beside_rows(self) -> str:
        return _ROW.sub("", self._body)

    @cached_property
    def _rows(self) -> tuple[tuple[int, int], ...]:
        """For each row of a table: about how many letters fill it, and how many cells it has."""
        rows = [[_letters(cell) for cell in _CELL.findall(row)] for row in _ROW.findall(self._body)]
        # The other cells of a row are as high as the longest.
        return tuple((max(row[1:], default=0) * (len(row) - 1), len(row)) for row in rows)

    @property
    def expected_pages(self) -> int:
        """The expected number of pages, used until the sheet has been rendered."""
        if self.letters_per_page is None:
            return self.sections
        width, height = self.paper_pt
        pictures = sum(float(w) * float(h) for w, h in _PICTURE.findall(self.html))
        edges = sum(count * cells * EDGES for count, cells in self._rows)
        text = (self.letters + edges) / self.letters_per_page
        text += len(_BLOCK_END.findall(self._beside_rows)) * EMPTY_END
        # Margins and heads take about a third of the paper.
        return max(self.sections, ceil(text + 1.1 * pictures / (width * height)))
