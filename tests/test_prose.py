"""The small Markdown: what it knows, and that everything else is plain text."""

from hypothesis import given
from hypothesis import strategies as st

from cardprint.text import prose


def html(text: str) -> str:
    return prose.html(text, lambda address: f"to:{address}")


def test_html_in_text_is_printed_as_text() -> None:
    assert html("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"


def test_bold_lists_and_links_are_known() -> None:
    assert html("**vet** en [hier](https://a.nl)") == (
        '<p><strong>vet</strong> en <a href="to:https://a.nl">hier</a></p>\n'
    )
    assert html("- een\n- twee") == "<ul>\n<li>een</li>\n<li>twee</li>\n</ul>\n"


def test_headings_images_and_code_are_plain_text() -> None:
    assert html("# Persoonlijkheid") == "<p># Persoonlijkheid</p>\n"
    assert html("`code`") == "<p>`code`</p>\n"
    assert "<img" not in html("![alt](x.png)")


def test_the_last_two_short_words_stay_together() -> None:
    assert html("Je krijgt steun en hulp.") == "<p>Je krijgt steun en\u00a0hulp.</p>\n"
    assert "\u00a0" not in html("Dat geldt voor persoonlijkheidsproblematiek alleen.")


def test_runs_are_the_paragraphs_as_a_reader_sees_them() -> None:
    assert prose.runs("Een **vet** woord\nverder.\n\n- [link](https://a.nl) na") == [
        "Een vet woord verder.",
        "link na",
    ]


@given(st.text())
def test_no_text_can_make_a_tag_of_its_own(text: str) -> None:
    import re

    known = r"</?(p|strong|em|ul|ol|li)>|<ol start=\"\d+\">|<a href=\"[^\"]*\">|</a>"
    assert "<" not in re.sub(known, "", html(text))


@given(st.text(), st.text())
def test_letters_do_not_depend_on_line_breaks(one: str, other: str) -> None:
    assert prose.letters(f"{one}-\n{other}") == prose.letters(one) + prose.letters(other)


def test_on_paper_the_address_is_written_out() -> None:
    found = prose.html("Kijk [hier](https://a.nl/b).", lambda a: a, lambda a: f" ({a[8:]})")
    assert found == '<p>Kijk <a href="https://a.nl/b">hier</a> (a.nl/b).</p>\n'
