"""Every text is checked, whatever its key is called; signs from other programs are told."""

from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest

from cardprint import Project
from cardprint.editorial.review import review
from cardprint.errors import InputError, Problem
from cardprint.load.reading import load_toolkit
from cardprint.load.wording import texts
from cardprint.model.fields import TextKind
from cardprint.text import prose
from cardprint.text.signs import DOUBTFUL, WRONG, found

CARD = "cards/ritme.yaml"
INTRO = "Een vast ritme kan je helpen om beter te slapen."
TODAY = date(2026, 1, 6)


def change(project: Path, name: str, old: str, new: str) -> None:
    file = project / "toolkits" / "slapen" / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def problems(project: Path) -> list[Problem]:
    try:
        load_toolkit(project / "toolkits" / "slapen", Project(project))
    except InputError as error:
        return list(error.problems)
    return []


def remarks(project: Path, rule: str) -> list[Problem]:
    toolkit = load_toolkit(project / "toolkits" / "slapen", Project(project))
    return [each.problem for each in review(toolkit, TODAY) if each.rule == rule]


def intro(project: Path, text: str) -> None:
    """Give the card an intro, as a block of which every line counts."""
    lines = "".join(f"\n  {line}" if line else "\n" for line in text.split("\n"))
    change(project, CARD, INTRO, f"|-{lines}")


# Every name that was once taken for something else than a text, and some that a model has.
IDS = ("id", "link", "kind", "to", "level", "role", "url", "file", "ink", "cards", "contents",
       "tiles", "language", "audience", "orientation", "diagram", "text", "title", "name", "label",
       "answers", "options")  # fmt: skip


@pytest.mark.parametrize("name", IDS)
def test_an_answer_is_checked_whatever_its_question_is_called(project: Path, name: str) -> None:
    for file in ("toolkit.yaml", CARD, "cards/rust.yaml"):
        path = project / "toolkits" / "slapen" / file
        text = path.read_text("utf-8").replace("id: last", f"id: {name}")
        path.write_text(text.replace("      last:", f"      {name}:"), "utf-8")
    assert problems(project) == []
    change(project, CARD, "De eerste dagen", "De *eerste* [dagen](cardprint:card/nergens) **")
    told = problems(project)
    assert {each.place.line for each in told} == {13}
    assert [str(each.message) for each in told] == [
        "italics are not used here",
        "link to unknown place 'card/nergens'",
        "'**' would be printed as it stands",
    ]


def test_long_sentences_are_found_in_an_answer_of_any_name(project: Path) -> None:
    for file in ("toolkit.yaml", CARD, "cards/rust.yaml"):
        path = project / "toolkits" / "slapen" / file
        text = path.read_text("utf-8").replace("id: last", "id: title")
        path.write_text(text.replace("      last:", "      title:"), "utf-8")
    change(project, CARD, "De eerste dagen ben", "De eerste " + "lange " * 20 + "dagen ben")
    assert [each.place.line for each in remarks(project, "long-sentence")] == [13]


def test_why_an_answer_is_left_out_is_checked_as_it_is_printed(project: Path) -> None:
    answer = "De eerste dagen ben je misschien moe en heb je minder geduld."
    reason = "\n        not_applicable: kijk [hier](cardprint:card/nergens)"
    change(project, CARD, f" {answer}", reason)
    (problem,) = problems(project)
    assert problem.message == "link to unknown place 'card/nergens'"
    assert problem.place.line == 14


def test_names_and_addresses_are_no_texts(project: Path) -> None:
    toolkit = load_toolkit(project / "toolkits" / "slapen", Project(project))
    found = {text: kind for _, _, text, kind in texts(toolkit)}
    assert found["Voorbeeldstichting"] is TextKind.TITLE
    assert found["Wat helpt jou om beter te slapen?"] is TextKind.PROSE
    assert found["Logo van de Voorbeeldstichting, een halve maan"] is TextKind.SENTENCES
    no_texts = {"https://example.org/", "images/logo.png", "ritme", "guide", "nl", "#1d3a4f"}
    assert not no_texts & found.keys()


def test_what_follows_a_number_sign_is_not_lost_silently(project: Path) -> None:
    change(project, CARD, "title: Op tijd opstaan", "title: Op tijd opstaan # in kamer 3")
    (problem,) = problems(project)
    assert problem.message == "'# in kamer 3' would not be printed"
    assert "in quotes" in problem.hint
    assert (problem.place.line, problem.place.column) == (8, 28)


@pytest.mark.parametrize(
    "text", ["id: opstaan # de eerste", "title: 'Op tijd' # kort", "title: Kamer#3", "# noot\n"]
)
def test_other_comments_are_left_alone(project: Path, text: str) -> None:
    old = "id: opstaan" if text.startswith("id") else "title: Op tijd opstaan"
    new = f"{old}\n{text}" if text.startswith("#") else text
    change(project, CARD, old, new)
    assert problems(project) == []


LOST_LISTS = {
    "• een\n• twee": "•",
    "Dit:\n\n· een": "·",
    "- • een": "- •",
    "Dit: • een • twee": ": •",
    "# Kop\n\nen meer": "#",
    "Zo\n## Kop": "##",
    "| a | b |\n|---|---|\n| c | d |": "| a | b |",
    "Zo:\n---\nen meer": "---",
    "~~weg~~ ermee": "~~",
    "Kijk ![hier](https://example.org/a)": "![",
    "Dit is <b>vet</b>.": "<b>",
    "De ene&nbsp;en": "&nbsp;",
    "een - twee": "-",
    "+ een\n+ twee": "+",
    "een\ttwee": "\t",
}


@pytest.mark.parametrize("text", LOST_LISTS)
def test_a_sign_that_is_no_list_or_heading_is_an_error(project: Path, text: str) -> None:
    intro(project, text)
    (problem,) = problems(project)
    line = next(i for i, line in enumerate(text.split("\n")) if LOST_LISTS[text] in line)
    assert (problem.place.file, problem.place.line) == (f"toolkits/slapen/{CARD}", 6 + line)
    assert problem.hint


@pytest.mark.parametrize(
    "text",
    [
        "2026. Dat was een goed jaar.",
        "1. een\n3. drie",
        "3. drie",
        "2) twee",
        "- een\n\n  7. zeven",
    ],
)
def test_a_number_that_would_be_printed_as_another_is_an_error(project: Path, text: str) -> None:
    intro(project, text)
    (problem,) = problems(project)
    assert "of a numbered list" in problem.message
    assert problem.place.line >= 6


@pytest.mark.parametrize(
    "text",
    [
        "Ben je > 65 jaar? Of 5 < 6?",
        "Dat was in 2026. En toen?",
        "1. een\n2. twee\n\nDan:\n\n1. weer een",
        "- een\n- twee",
        "Van 9–17 uur – ook in het weekend.",
        "Kijk op [de site](https://example.org/a_b_c?x=1&y=2).",
        "Tom & Jerry; a|b; e-mail: x_y_z@example.org",
        r"2026\. Dat was het.",
        "Zet je telefoon op ‘stil’ en wacht.",
    ],
)
def test_what_people_write_in_sentences_is_left_alone(project: Path, text: str) -> None:
    intro(project, text)
    assert problems(project) == []
    assert remarks(project, "sign") == []


@pytest.mark.parametrize(
    "text",
    [
        "> 65 jaar: vraag je arts.",
        "– een\n– twee",
        "o een\no twee",
        "`s Avonds ga je slapen.",
        "1. een 2. twee 3. drie",
    ],
)
def test_a_sign_that_may_be_meant_is_a_remark(project: Path, text: str) -> None:
    intro(project, text)
    assert problems(project) == []
    (remark,) = remarks(project, "sign")
    assert remark.place.line == 6
    assert remark.hint


@pytest.mark.parametrize("text", ["*Let op*", "_Let op_", "• Let op", "<i>Let op</i>", "**x** y"])
def test_signs_in_a_title_are_an_error(project: Path, text: str) -> None:
    change(project, CARD, "title: Op tijd opstaan", f"title: '{text}'")
    (problem,) = problems(project)
    assert "would be printed as it stands" in problem.message
    assert problem.place.line == 8


@pytest.mark.parametrize("text", ["5 * 3 * 2", "snake_case_naam", "Prijs*", "9 > 8", "a • b"])
def test_signs_of_their_own_in_a_title_are_left_alone(text: str) -> None:
    assert list(found(text, is_prose=False, among=WRONG + DOUBTFUL)) == []


def test_the_numbers_of_lists_are_those_that_were_typed() -> None:
    assert prose.numbered_lists("1. a\n5. b\n\nx\n\n- c\n\n  2) d\n  3) e") == [
        ["1", "5"],
        ["2", "3"],
    ]


def test_a_file_that_contents_does_not_name_is_a_remark(project: Path) -> None:
    folder = project / "toolkits" / "slapen"
    for name in ("cards/los.yaml", "pages/oud.yml", "pages/._gids.yaml", "cards/.oud.yaml"):
        (folder / name).write_text("id: los\n", "utf-8")
    told = remarks(project, "unlisted")
    assert [each.place.file for each in told] == [
        "toolkits/slapen/cards/los.yaml",
        "toolkits/slapen/pages/oud.yml",
    ]
    assert "add '- cards/los.yaml' to contents" in told[0].hint


def test_a_listed_file_whose_name_is_spelled_otherwise_on_the_disk_is_no_remark(
    project: Path,
) -> None:
    folder = project / "toolkits" / "slapen"
    (folder / "cards" / "rust.yaml").rename(folder / "cards" / normalize("NFD", "één.yaml"))
    listing = folder / "toolkit.yaml"
    listing.write_text(listing.read_text("utf-8").replace("cards/rust.yaml", "cards/één.yaml"))
    assert remarks(project, "unlisted") == []


def test_every_file_of_the_small_toolkit_is_listed(project: Path) -> None:
    assert remarks(project, "unlisted") == []
