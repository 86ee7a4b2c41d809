"""What layout may change in a text, and what it may not."""

import pytest

from cardprint.text import alike


def says(said: str, *lines: str) -> bool:
    read = [alike.line(line) for line in lines]
    return alike.follow(alike.normal(said), read, (0, 0)) == (len(read) - 1, len(read[-1]))


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("10-20 %, bij < 18 jaar", ["10-20\N{NO-BREAK SPACE}%, bij", "< 18 jaar"]),
        ("een slaapkamer", ["een slaap-", "kamer"]),
        ("een slaapkamer", ["een slaap\N{SOFT HYPHEN}", "kamer"]),
        ("een slaapkamer", ["een slaap\ufffe", "kamer"]),
        ("zwart-wit", ["zwart-", "wit"]),
        ("3-5 keer", ["3-", "5 keer"]),
        ("en/of", ["en/", "of"]),
        ("fijn", ["\N{LATIN SMALL LIGATURE FI}jn"]),
    ],
)
def test_breaks_hyphens_and_kinds_of_space_are_layout(said: str, lines: list[str]) -> None:
    assert says(said, *lines)


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("10-20 %", ["1020 %"]),
        ("10-20 %", ["10-20"]),
        ("3-5 keer", ["35 keer"]),
        ("3-5 keer", ["3", "5 keer"]),
        ("bij < 18 jaar", ["bij 18 jaar"]),
        ("de kat", ["dekat"]),
        ("slaapkamer", ["slaap", "kamer"]),
        ("Nee.", ["Neem"]),
        ("5 m²", ["5 m2"]),
        ("½ uur", ["1 uur"]),
        ("zwart-wit", ["zwartwit"]),
    ],
)
def test_letters_digits_signs_and_units_are_not(said: str, lines: list[str]) -> None:
    assert not says(said, *lines)


def test_a_key_forgives_only_the_hyphens_between_letters() -> None:
    assert alike.key("zwart- wit") == alike.key("zwartwit") == alike.key("zwart-wit")
    assert alike.key("3-5") != alike.key("35")
    assert alike.key("18 %") == alike.key("18%") != alike.key("18")
