"""What the compose stage hands on."""

import re
from dataclasses import dataclass
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


def _letters(html: str) -> int:
    return len(_TAG.sub("", html))


@dataclass(frozen=True)
class Composed:
    """One sheet: a document, complete but for the text size that fits."""

    name: str
    """``card/zelfmanagement#1``: the part and the sheet's place in it."""
    template: str
    """Where it comes from, for messages: ``layouts/screen/choose.html.j2``."""
    html: str
    styles: tuple[tuple[str, str, str], ...]
    """Style sheets: the name for messages, the base address, the text."""
    paper_pt: tuple[float, float]
    """Width and height of the page."""
    fit_pt: tuple[float, float] | None
    """Smallest and ideal text size, for a sheet that is fitted."""
    first_page: int
    files: tuple[NamedFile, ...]
    """All that the document may read: fonts, images, the files of the layout."""
    letters_per_page: int | None = None
    one_page_pt: float | None = None
    """The text size at which cells that are too long for one page are reported."""
    form: bool = False
    """Whether its fields can be filled in."""
    colours: str | None = None
    """``grey`` or ``cmyk``, where its colours are turned into those; else they stay RGB."""
    profile: NamedFile | None = None
    """The ICC profile of the printing condition, for CMYK."""
    references: tuple[tuple[str, int | None], ...] = ()
    """The pages that it refers to, by destination; none where there is no such page."""

    @property
    def identity(self) -> tuple[Part, ...]:
        """All that decides how the sheet comes out, but not where its files lie."""
        return (
            self.name, self.template, self.html, self.styles, self.paper_pt, self.fit_pt,
            self.first_page, tuple((file.url, file.digest) for file in self.files),
            self.one_page_pt, self.form, self.colours,
            self.profile.digest if self.profile else None,
        )  # fmt: skip

    @cached_property
    def sections(self) -> int:
        """The number of pages when nothing runs on to a next one."""
        return max(1, len(_PAGE_START.findall(self.html)))

    @cached_property
    def letters(self) -> int:
        """About how many letters fill its pages, without what stands on all of them."""
        body = self.html.partition('class="page')[2]
        rows = [[_letters(cell) for cell in _CELL.findall(row)] for row in _ROW.findall(body)]
        # The longest cell of a row makes the others as high.
        in_tables = sum(max(cells[1:], default=0) * (len(cells) - 1) for cells in rows)
        return in_tables + _letters(_ROW.sub("", body))

    @property
    def expected_pages(self) -> int:
        """The number of pages to begin with, until the sheet has been rendered."""
        if self.letters_per_page is None:
            return self.sections
        width, height = self.paper_pt
        pictures = sum(float(w) * float(h) for w, h in _PICTURE.findall(self.html))
        text = self.letters / self.letters_per_page
        # Margins and heads take about a third of the paper.
        return max(self.sections, ceil(text + 1.1 * pictures / (width * height)))
