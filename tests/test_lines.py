"""What is read with ease: lines that are not too long, room below heads, cautions large enough."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest

from cardprint.verify.blocks import same_line
from cardprint.verify.page import ReadPage
from cardprint.verify.reading import read_pages
from shapes import Shape, outcome

MOST_LETTERS = 82
"""In a line of the style sheets' --measure, where many letters are narrow."""
ROOM_PT = 3.5
"""Below what a page goes on with, up to the ink of the next line or area."""
SHAPES = (
    Shape("screen", options=1, questions=4, words=120, cautions=2, page_words=40),
    Shape("grid-a4", options=2, questions=3, words=160, cautions=2, studied=True, published=True),
    Shape("option-sheets", options=1, questions=2, words=60, cautions=1, page_words=300),
)
SMALLEST_PT = 9.5
"""Of a caution above a grid on A4, where its answers may be of 8 pt."""
ON = ", vervolg"


@pytest.fixture(scope="module", params=SHAPES, ids=lambda shape: shape.layout)
def pages(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Sequence[ReadPage]:
    """The pages of a toolkit."""
    folder = tmp_path_factory.mktemp("lines")
    assert outcome(request.param, folder) == ""
    (pdf,) = (folder / "out").glob("*.pdf")
    return tuple(read_pages(pdf.read_bytes()))


def lines_of(page: ReadPage) -> Iterator[str]:
    """Each line of a page, without what runs on in a next column."""
    line = page.runs[0].text
    for one, other in pairwise(page.runs):
        if not same_line(one, other):
            yield line
            line = ""
        line += other.text
    yield line


def test_no_line_is_longer_than_is_read_with_ease(pages: Sequence[ReadPage]) -> None:
    """But for a caution by itself, which is one paragraph across the page, and not cut in two."""
    lines = [line.strip() for page in pages for line in lines_of(page)]
    assert not [line for line in lines if len(line) > MOST_LETTERS]


def test_what_a_page_goes_on_with_has_room_below_it(pages: Sequence[ReadPage]) -> None:
    heads = [(run, page) for page in pages for run in page.runs if run.text.strip().endswith(ON)]
    assert heads
    for head, page in heads:
        marks = [mark.box for mark in page.marks if mark.box.height < page.height_pt - 1]
        tops = [box.top for box in [*marks, *(run.box for run in page.runs)]]
        below = [top for top in tops if top < head.box.bottom + 1]
        assert head.box.bottom - max(below) > ROOM_PT


def test_cautions_are_no_smaller_than_the_texts_beside_them(pages: Sequence[ReadPage]) -> None:
    labels = [
        run.size_pt
        for page in pages
        for run in page.runs
        if run.text.startswith(("Let op", "Goed om te weten"))
    ]
    assert labels
    assert min(labels) >= SMALLEST_PT - 0.02
