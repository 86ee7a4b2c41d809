"""The small Markdown as paragraphs and back, and the typography of writing programs."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cardprint.errors import Place
from cardprint.exchange.excel_cells import from_cell, in_cell
from cardprint.exchange.renewal import renewed, unwrapped
from cardprint.exchange.rich import (
    NUMBER,
    POINT,
    Paragraph,
    Rich,
    Run,
    UnwritableError,
    parsed,
    tidied,
    written,
)
from cardprint.exchange.typography import alike, in_house_style, with_lists
from cardprint.exchange.words import differing
from cardprint.load.locales import load_locale
from cardprint.model.locale import Style
from cardprint.storage.project import Project, builtin_root

TEXT = """\
Dit vind je hier:

- **Kaart**: op de [kaart](cardprint:page/x) lees je over
  stoornissen.
- Twee
  1. een
  2. twee

     vervolg van twee
- drie

Na de lijst, op
twee regels."""


def style_of(language: str) -> Style:
    return load_locale(Project(builtin_root()), language, Place("x")).style


def set_right(typed: str, ours: str, language: str = "nl") -> str:
    """The text that a person typed, as it is written to the file."""
    found = in_house_style(with_lists(parsed(typed)), parsed(ours), style_of(language))
    return renewed(ours, found)


def test_a_text_is_read_as_paragraphs_with_their_looks() -> None:
    assert parsed("Een **vet [woord](https://a.nl)** en [a word]{lang=en}") == (
        Paragraph((
            Run("Een "), Run("vet ", bold=True), Run("woord", bold=True, link="https://a.nl"),
            Run(" en "), Run("a word", lang="en"),
        )),
    )  # fmt: skip


def test_items_of_lists_have_their_mark_and_their_level() -> None:
    assert [(each.mark, each.level) for each in parsed(TEXT)] == [
        ("", 0), (POINT, 1), (POINT, 1), (NUMBER, 2), (NUMBER, 2), ("", 2), (POINT, 1), ("", 0),
    ]  # fmt: skip


def test_a_text_that_stays_keeps_its_lines() -> None:
    assert renewed(TEXT, parsed(TEXT)) == TEXT


def test_only_the_paragraph_that_changes_gets_other_lines() -> None:
    rich = parsed(TEXT)
    changed = (*rich[:-1], Paragraph((Run("Na de hele lijst, dus op het eind, staat dit nog."),)))
    assert renewed(TEXT, changed) == TEXT.replace(
        "Na de lijst, op\ntwee regels.", "Na de hele lijst, dus op het eind, staat dit nog."
    )
    longer = Paragraph((Run("Hier staat nu veel meer dan er eerst stond, en het loopt door."),))
    assert renewed(TEXT, (*rich[:-1], longer)).endswith(
        "\n- drie\n\nHier staat nu veel meer dan er eerst stond, en het loopt\ndoor."
    )


def test_a_new_item_takes_its_place_and_the_next_ones_count_on() -> None:
    rich = parsed(TEXT)
    changed = (*rich[:4], Paragraph((Run("erbij", bold=True),), NUMBER, 2), *rich[4:])
    assert renewed(TEXT, changed) == TEXT.replace("  2. twee\n", "  2. **erbij**\n  3. twee\n")


def test_empty_lines_between_items_that_stay_stay_too() -> None:
    old = "- een\n\n- twee\n\n- drie\n\n\nNa de lijst."
    rich = parsed(old)
    changed = (*rich[:-1], Paragraph((Run("Erna."),)))
    assert renewed(old, changed) == "- een\n\n- twee\n\n- drie\n\nErna."


def test_an_item_that_goes_takes_its_number_along() -> None:
    rich = parsed("1. een\n2. twee\n3. drie")
    assert renewed("1. een\n2. twee\n3. drie", rich[1:]) == "1. twee\n2. drie"


@pytest.mark.parametrize(
    "words", ["- geen lijst", "1. geen lijst", "a *b* c", "[x](y)", r"a\b", "+ 1"]
)
def test_signs_that_were_typed_stay_signs(words: str) -> None:
    paragraph = Paragraph((Run(words),))
    assert parsed(written(paragraph)) == (paragraph,)


def test_a_sign_that_means_nothing_gets_no_backslash() -> None:
    assert written(Paragraph((Run("5 * 3 = 15, een_woord [en] 1_000"),))) == (
        "5 * 3 = 15, een_woord [en] 1_000"
    )


def test_bold_that_cannot_be_written_is_told() -> None:
    with pytest.raises(UnwritableError):
        written(Paragraph((Run("(vet)", bold=True), Run("los"))))


WORDS = st.text(string.ascii_letters + "é’*_[]()\\-+#. 1", min_size=1, max_size=8)
RUNS = st.builds(
    Run,
    WORDS,
    st.booleans(),
    st.sampled_from(["", "", "https://a.nl/b_c", "cardprint:card/x"]),
    st.sampled_from(["", "", "", "en"]),
)
TEXTS = st.lists(
    st.builds(
        Paragraph,
        st.lists(RUNS, min_size=1, max_size=3).map(tuple),
        st.sampled_from(["", POINT, NUMBER]),
    ).map(lambda each: each._replace(level=1 if each.mark else 0)),
    min_size=1,
    max_size=4,
).map(tidied)


@settings(max_examples=50)
@given(TEXTS, TEXTS)
def test_what_is_written_reads_as_what_was_meant_or_is_told(old: Rich, new: Rich) -> None:
    try:
        before = unwrapped(old) if old else ""
        after = renewed(before, new) if new else ""
    except UnwritableError:
        return
    assert parsed(after) == new
    value = in_cell(after, is_prose=True) if new else ""
    assert from_cell(value, is_prose=True) == new


def test_words_that_differ_in_typography_alone_are_alike() -> None:
    ours = parsed("Hij zei ‘nee’ tegen zo’n e-mail - over café’s…")
    typed = parsed("Hij zei “nee” tegen zo'n\u00a0e\u2011mail – over cafe\u0301's...")
    assert alike(typed, ours)
    assert not alike(
        parsed("Hij zei ‘nee’ tegen zo’n email"), parsed("Hij zei ‘nee’ tegen zo’n e-mail")
    )
    assert not alike(parsed("**a** b"), parsed("a b"))


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("Nu “wel” zo’n foto's en 's avonds", "Nu ‘wel’ zo’n foto’s en ’s avonds"),
        ('Zeg "nee, \'s avonds" en ga', "Zeg ‘nee, ’s avonds’ en ga"),
        ("Een e\u2011mail\u00a0sturen kost gel\u00add", "Een e-mail sturen kost geld"),
        ("Een cafe\u0301", "Een café"),
        ("• een\n\n• twee", "- een\n- twee"),
    ],
)
def test_new_words_are_set_as_the_house_style_says(typed: str, right: str) -> None:
    assert set_right(typed, "Iets heel anders.") == right


def test_words_that_stay_keep_their_own_spelling() -> None:
    ours = "Van 2024-2025 was er 5\u00a0mg en een ‘e-mail’."
    assert set_right("Van 2024–2025 is er 5 mg en een “e\u2011mail”.", ours) == ours.replace(
        "was", "is"
    )


@pytest.mark.parametrize(
    ("language", "right"),
    [
        ("fr", "Dit-il «\u202foui\u202f»\u00a0: pourquoi\u202f?"),
        ("de", "Dit-il „oui“: pourquoi?"),
        ("en-US", "Dit-il “oui”: pourquoi?"),
    ],
)
def test_each_language_has_its_own_marks_and_spaces(language: str, right: str) -> None:
    assert set_right('Dit-il "oui": pourquoi?', "Rien", language) == right


def test_the_words_that_differ_are_shown_with_a_few_around_them() -> None:
    pieces = differing("a b c d e f g h i oud k l", "a b c d e f g h i nieuw k l")
    assert [*map(tuple, pieces)] == [
        ("same", " … d e f g h i"), ("same", " "), ("old", "oud"), ("new", "nieuw"),
        ("same", " k l"),
    ]  # fmt: skip


def test_a_cell_has_bold_as_bold_and_each_paragraph_on_a_line() -> None:
    value = in_cell("Een **vet** woord\n\n- [a](https://a.nl)\n- **b** c", is_prose=True)
    assert str(value) == "Een vet woord\n\n- [a](https://a.nl)\n- b c"
    assert [str(part) for part in value if not isinstance(part, str)] == ["vet", "b"]


def test_a_new_line_in_a_cell_is_a_new_paragraph() -> None:
    assert from_cell("een\ntwee\n- drie", is_prose=True) == parsed("een\n\ntwee\n\n- drie")
