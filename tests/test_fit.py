"""Copy-fitting on a model of a text: its laws, and how many layouts it takes."""

from dataclasses import dataclass
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from cardprint.render.fit import STEPS_PER_POINT, largest_fit


@dataclass(frozen=True)
class Page:
    page_count: int
    fullness: float


@dataclass
class Text:
    """A text whose height grows with a power of its size; 1 fills a page at 10 pt."""

    height: float
    power: float
    tries: int = 0

    def lay_out(self, size_pt: float) -> Page:
        self.tries += 1
        fullness = self.height * (size_pt / 10) ** self.power
        return Page(max(1, ceil(fullness)), fullness)


texts = st.builds(Text, st.floats(0.1, 4), st.floats(1, 2))


@given(texts, st.booleans())
def test_the_largest_size_that_needs_no_more_pages_is_found(text: Text, low: bool) -> None:  # noqa: FBT001
    laid, size = largest_fit(text.lay_out, 8, 12, 1, start_low=low)
    allowed = max(1, text.lay_out(8).page_count)
    sizes = [step / STEPS_PER_POINT for step in range(32, 49)]
    fitting = [each for each in sizes if text.lay_out(each).page_count <= allowed]
    assert size == max(fitting)
    assert laid.page_count <= allowed


@given(texts, st.booleans())
def test_the_search_is_bounded(text: Text, low: bool) -> None:  # noqa: FBT001
    largest_fit(text.lay_out, 8, 12, 1, start_low=low)
    assert text.tries <= 9


def test_a_short_text_takes_one_layout() -> None:
    text = Text(0.2, 1.5)
    assert largest_fit(text.lay_out, 8, 12, 1)[1] == 12
    assert text.tries == 1
