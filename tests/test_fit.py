"""Copy-fitting on a model of a text: its laws, and how many layouts it takes."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import pytest
import weasyprint
from hypothesis import given
from hypothesis import strategies as st

from cardprint.render.excess import broken_rows, spilled_pages, too_long
from cardprint.render.fit import COMFORTABLE_PT, MOST_PAGES, STEPS_PER_POINT, largest_fit
from cardprint.render.laid import Laid
from cardprint.render.model import TooLong


@dataclass(frozen=True)
class Page:
    page_count: int
    fullness: float
    forecast: Callable[[float], int] | None = None


def pages_of(fullness: float) -> int:
    return max(1, ceil(fullness - 1e-9))


@dataclass
class Text:
    """A text whose height grows with a power of its size; 1 fills a page at 10 pt."""

    height: float
    power: float
    foreseen: float | None = None
    """The power by which its forecasts reckon, no larger than the real one."""
    tries: int = 0

    def lay_out(self, size_pt: float) -> Page:
        self.tries += 1
        fullness = self.height * (size_pt / 10) ** self.power

        def forecast(other_pt: float) -> int:
            return pages_of(fullness * (other_pt / size_pt) ** float(self.foreseen or 0))

        return Page(pages_of(fullness), fullness, forecast if self.foreseen else None)


texts = st.floats(1, 2).flatmap(
    lambda power: st.builds(
        Text, st.floats(0.1, 4), st.just(power), st.none() | st.floats(0.5, power)
    )
)

starts = st.floats(6, 14)
"""The size to begin with, also outside the range."""


@given(texts, starts)
def test_the_largest_size_that_needs_no_more_pages_is_found(text: Text, start_pt: float) -> None:
    laid, size = largest_fit(text.lay_out, 8, 12, 1, start_pt=start_pt)
    allowed = max(1, text.lay_out(8).page_count)
    sizes = [step / STEPS_PER_POINT for step in range(32, 49)]
    fitting = [each for each in sizes if text.lay_out(each).page_count <= allowed]
    assert size == max(fitting)
    assert laid.page_count <= allowed


@given(texts, starts)
def test_the_search_is_bounded(text: Text, start_pt: float) -> None:
    largest_fit(text.lay_out, 8, 12, 1, start_pt=start_pt)
    assert text.tries <= 10


@given(st.floats(1, 2), starts)
def test_pages_that_are_as_good_as_full_are_laid_out_once(power: float, size_pt: float) -> None:
    size_pt = min(max(COMFORTABLE_PT, round(size_pt * STEPS_PER_POINT) / STEPS_PER_POINT), 12)
    text = Text(0.99 * (10 / size_pt) ** power, power)
    assert largest_fit(text.lay_out, 8, 12, 1, start_pt=size_pt)[1] == size_pt
    assert text.tries == 1


def test_a_short_text_takes_one_layout() -> None:
    text = Text(0.2, 1.5)
    assert largest_fit(text.lay_out, 8, 12, 1)[1] == 12
    assert text.tries == 1


@given(st.floats(1, 4), st.floats(1, 2))
def test_a_right_forecast_leads_straight_to_the_size(height: float, power: float) -> None:
    text = Text(height, power, foreseen=power)
    largest_fit(text.lay_out, 8, 12, 1, start_pt=8)
    assert text.tries <= 2


@given(st.floats(60, 190), st.floats(1, 2), starts)
def test_a_text_of_many_pages_is_laid_out_a_few_times_and_fits(
    height: float, power: float, start_pt: float
) -> None:
    text = Text(height, power)
    laid, size = largest_fit(text.lay_out, 8, 12, 1, start_pt=start_pt)
    assert laid.page_count == text.lay_out(size).page_count
    assert laid.page_count <= text.lay_out(8).page_count
    assert text.tries - 2 <= MOST_PAGES / text.lay_out(8).page_count + 2


@pytest.mark.parametrize(("lines", "fullness"), [(4, 0.25), (8, 0.5), (14, 0.875)])
def test_a_column_that_is_empty_is_room_that_is_left(lines: int, fullness: float) -> None:
    # Four columns of four lines of 20 px, on a page as high as they are.
    html = f"""<style>@page {{ size: 400px 80px; margin: 0 }} body {{ margin: 0 }}
        section {{ columns: 4; column-fill: auto; height: 80px; line-height: 20px; font-size: 10px;
                   orphans: 1; widows: 1 }}</style>
        <section id="page/gids">{"<br>".join("x" * lines)}</section>"""
    document = weasyprint.HTML(string=html).render()
    assert Laid(document, 10.0).fullness == pytest.approx(fullness)


def test_what_must_stand_below_the_rows_takes_the_last_row_along_and_counts() -> None:
    # Rows of 20, 20, 20 and 40 px fill the page.
    row = '<tr><td data-cell="{}"><p>{}</p></td></tr>'
    rows = [row.format(i, "een twee") for i in range(3)] + [row.format(3, "een twee<br>drie vier")]
    html = f"""<style>@page {{ size: 400px 100px; margin: 0 }} body, p {{ margin: 0 }}
        table {{ border-collapse: collapse }} td {{ padding: 0 }} section {{ line-height: 20px }}
        tr {{ break-inside: avoid }} [data-with-cells] {{ break-before: avoid }}</style>
        <section class="page"><table>{"".join(rows)}</table><!-- below --></section>"""
    alone = weasyprint.HTML(string=html).render()
    assert (spilled_pages(alone), too_long(alone, 10.0)) == (0, ())
    tied = html.replace("<!-- below -->", "<p data-with-cells>vijf</p>")
    below = weasyprint.HTML(string=tied).render()
    assert spilled_pages(below) == 1
    assert too_long(below, 10.0) == (TooLong("3", 2, 10.0),)


def test_a_row_that_is_higher_than_a_page_under_its_heads_is_known_with_its_excess() -> None:
    lines = "<br>".join(["een twee"] * 5)
    html = f"""<style>@page {{ size: 400px 100px; margin: 0 }} body, p {{ margin: 0 }}
        table {{ border-collapse: collapse }} td, th {{ padding: 0; line-height: 20px }}
        tr {{ break-inside: avoid }}</style>
        <section class="page"><table><thead><tr><th>Wat</th></tr></thead>
        <tr><td data-cell="a"><p>een</p></td></tr>
        <tr><td data-cell="b"><p>{lines}</p></td></tr></table>"""
    document = weasyprint.HTML(string=html).render()
    assert broken_rows(document, 10.0) == (TooLong("b", 2, 10.0, is_row=True),)
    shorter = weasyprint.HTML(string=html.replace("een twee<br>", "", 1)).render()
    assert broken_rows(shorter, 10.0) == ()
