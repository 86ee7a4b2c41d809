"""Toolkits of any shape build on paper, or are told to be too much; ``shapes.py`` tries more."""

from itertools import islice
from pathlib import Path

import pytest

from cardprint import Cache, InputError, build
from shapes import Shape, outcome, shapes, write_project

SHAPES = (
    # A title of two letters, before the number of its page.
    Shape("booklet-a5", options=3, questions=1, words=3, title_words=1, summary_words=1, cards=2),
    Shape("grid-a4", options=1, questions=1, words=1, title_words=1, summary_words=1),
    # Words of which the last two stay together, where a column is hardly wider.
    Shape("grid-a4", options=12, questions=2, words=8, title_words=1, long_word=True),
    Shape("grid-a4", options=2, questions=9, words=20, orientation="options-as-rows"),
    Shape("grid-a4", options=5, questions=3, words=40, title_words=8, long_word=True, cautions=3),
    Shape("grid-a4", options=3, questions=4, words=60, studied=True, cautions=1),
    Shape("grid-a4+mono", options=4, questions=3, words=3, title_words=12, studied=True),
    Shape("grid-a4+mono", options=7, questions=7, words=3, orientation="options-as-rows"),
    Shape("grid-a4+press", options=2, questions=3, words=20, cautions=1),
    Shape("grid-a4+press", options=6, questions=2, words=8, title_words=5, long_word=True),
    Shape("grid-a3", options=1, questions=2, words=160, studied=True),
    Shape("grid-a3", options=9, questions=2, words=8, title_words=5, long_word=True),
    Shape("grid-a3", options=3, questions=5, words=20, sources=50),
    Shape("option-sheets", options=1, questions=1, words=1, title_words=1, summary_words=1),
    Shape("option-sheets", options=2, questions=4, words=90, title_words=12, studied=True),
    Shape("option-sheets", options=2, questions=9, words=20, long_word=True, cautions=3),
    Shape("option-sheets+press", options=1, questions=5, words=40, cautions=1),
    # Running heads that take two lines, or are cut off.
    Shape("large-print", options=2, questions=4, words=40, title_words=12),
    Shape("large-print", options=1, questions=1, words=1, title_words=1, summary_words=1),
    Shape("large-print", options=1, questions=3, words=60, long_word=True, cautions=3),
    Shape("booklet-a5", options=2, questions=4, words=60, title_words=12, studied=True),
    Shape("booklet-a5", options=3, questions=3, words=8, long_word=True, cautions=3),
    Shape("booklet", options=2, questions=2, words=20, title_words=8, summary_words=6),
    # Summaries of one word, each of which stands in other texts.
    Shape("booklet", options=5, questions=2, words=40, title_words=1, summary_words=1),
    Shape("booklet+mono", options=2, questions=3, words=20, cautions=1),
    Shape("grid-a4", options=1, questions=1, words=3, cards=40),
    Shape("grid-a4", options=2, questions=4, words=20, chosen=2, cautions=1, studied=True),
    Shape("grid-a4", options=5, questions=2, words=8, chosen=5, title_words=5, long_word=True),
    Shape("option-sheets", options=2, questions=2, words=40, chosen=2, studied=True),
    Shape("large-print", options=2, questions=1, words=20, chosen=2, title_words=8),
    # A code beside a title that ends before it begins.
    Shape("grid-a4", options=2, questions=2, words=8, title_words=1, published=True),
    # Vowel signs, in a head at the edge of the page; an address over two lines.
    Shape("grid-a4+press", options=7, questions=5, words=20, language="ar", published=True),
    Shape("grid-a4+mono", options=9, words=60, language="ar", theme="warm", adorned=True),
    # A foot that is cut, in a script whose font has no sign for it.
    Shape("option-sheets", options=1, questions=1, words=8, title_words=8, language="ar"),
    # Greys are for printing, so nothing fills the page.
    Shape("screen+mono", options=2, questions=1, words=8, theme="warm"),
    # Icons beside long titles in the contents.
    Shape("screen", options=1, questions=1, words=1, cards=7, title_words=12, adorned=True),
    # Contents whose titles have an icon and a second line; vowel signs in a running head.
    Shape(
        "large-print", options=1, questions=1, words=8, title_words=12, language="ar", adorned=True
    ),
    # The title of an option at the head of a page, cut off.
    Shape("option-sheets", options=1, questions=3, words=160, title_words=24, language="ar"),
    # The code of a grid below a title whose letters reach deep.
    Shape(
        "grid-a4", options=2, questions=2, title_words=8, theme="warm", published=True, adorned=True
    ),
    # A title of the toolkit that is also that of an option, at the head of some of its pages.
    Shape("large-print", options=2, questions=1, words=300, title_words=1, page_words=18),
    # Icons under a running head of two lines.
    Shape("booklet-a5", words=90, title_words=12, theme="contrast", adorned=True),
)


SMALL = (
    shape
    for shape in shapes(seed=5)
    if shape.cards * shape.options * shape.questions * shape.words <= 300
    and shape.cards * shape.options <= 4
    and shape.page_words <= 60
)
"""Shapes by chance, with so few words that each takes about a second."""
ALL = (*SHAPES, *islice(SMALL, 24))


@pytest.mark.parametrize("shape", ALL, ids=lambda shape: f"{shape.layout} {shape.options}")
def test_a_toolkit_of_any_shape_builds(shape: Shape, tmp_path: Path) -> None:
    assert outcome(shape, tmp_path) == ""
    assert list((tmp_path / "out").glob("*.pdf")), "it was refused, though it is not too much"


@pytest.mark.parametrize(
    "shape",
    [
        Shape("grid-a4", options=5, questions=1, words=300),
        Shape("grid-a4", options=1, questions=7, words=300, orientation="options-as-rows"),
        # Its first row has room without the heads of the columns alone.
        Shape("screen+mono", options=9, questions=2, words=160, title_words=2),
    ],
    ids=lambda shape: f"{shape.layout} {shape.orientation}",
)
def test_a_row_that_is_too_high_for_a_page_is_told_with_the_words_to_cut(
    shape: Shape, tmp_path: Path
) -> None:
    write_project(shape, tmp_path)
    cache = Cache(tmp_path / "cache")
    with pytest.raises(InputError) as caught:
        build(tmp_path, layouts=[shape.layout], out=tmp_path / "out", jobs=1, cache=cache)
    told = [str(problem) for problem in caught.value.problems]
    assert all("a row of the grid must fit on one page" in line for line in told), told
    assert all(" × " in line and "words too long for one A4 at 8 pt" in line for line in told)
    assert not (tmp_path / "out").exists()
