"""No line of running text is longer than is read with ease, whatever the size of its type."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from cardprint.verify.blocks import same_line
from cardprint.verify.reading import read_pages
from shapes import Shape, outcome

MOST_LETTERS = 82
"""In a line of the style sheets' --measure, where many letters are narrow."""


def lines_of(pdf: bytes) -> Iterator[str]:
    """Each line of each page, without what runs on in a next column."""
    for page in read_pages(pdf):
        line = page.runs[0].text if page.runs else ""
        for one, other in pairwise(page.runs):
            if not same_line(one, other):
                yield line
                line = ""
            line += other.text
        yield line


@pytest.mark.parametrize(
    "shape",
    [
        Shape("screen", options=1, questions=2, words=60, cautions=1, page_words=40),
        Shape(
            "grid-a4", options=2, questions=3, words=120, cautions=1, studied=True, published=True
        ),
        Shape("option-sheets", options=1, questions=2, words=60, cautions=1, page_words=150),
    ],
    ids=lambda shape: shape.layout,
)
def test_no_line_is_longer_than_is_read_with_ease(shape: Shape, tmp_path: Path) -> None:
    assert outcome(shape, tmp_path) == ""
    (pdf,) = (tmp_path / "out").glob("*.pdf")
    long = [line for line in lines_of(pdf.read_bytes()) if len(line.strip()) > MOST_LETTERS]
    assert not long
