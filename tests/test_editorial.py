"""The editorial checks: each rule fires on what it is about, and on nothing else."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cardprint import Project
from cardprint.editorial.evidence import ipdas
from cardprint.editorial.readability import readability
from cardprint.editorial.review import review
from cardprint.editorial.sentences import sentences
from cardprint.load.reading import load_toolkit
from cardprint.load.toolkit import Toolkit
from conftest import MINI, ROOT, Run

TODAY = date(2026, 2, 1)


def loaded(project: Path) -> Toolkit:
    return load_toolkit(project / "toolkits" / "slapen", Project(project))


def edited(project: Path, file: str, old: str, new: str) -> Toolkit:
    path = project / "toolkits" / "slapen" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return loaded(project)


def remarks(toolkit: Toolkit, today: date = TODAY) -> list[tuple[str, str, int]]:
    return [
        (remark.rule, Path(remark.problem.place.file).name, remark.problem.place.line)
        for remark in review(toolkit, today)
    ]


def test_the_small_toolkit_has_no_remarks(project: Path) -> None:
    assert remarks(loaded(project)) == []


LONG = (
    "Je staat elke dag van de hele week op precies dezelfde tijd op en je gaat ook elke avond op "
    "dezelfde tijd naar bed."
)
CASES: list[tuple[str, str, str, str, int]] = [
    (
        "long-sentence",
        "cards/ritme.yaml",
        "Een vast ritme kan je helpen om beter te slapen.",
        LONG,
        5,
    ),
    ("style", "cards/ritme.yaml", "Een vast ritme", "Een vast  ritme", 5),
    ("style", "cards/ritme.yaml", "Een vast ritme", "Een 'vast' ritme", 5),
    ("style", "cards/ritme.yaml", "beter te slapen.", "beter te slapen .", 5),
    (
        "balance",
        "cards/ritme.yaml",
        "Je zet elke dag de wekker op dezelfde tijd en staat dan ook op.",
        "Vroeg op.",
        11,
    ),
    (
        "benefit-burden",
        "cards/rust.yaml",
        "Je mist misschien berichten van mensen die je nodig hebben.",
        "Je mist iets.",
        10,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]} {case[3][:20]}")
def test_a_rule_fires_where_it_should(case: tuple[str, str, str, str, int], project: Path) -> None:
    rule, file, old, new, line = case
    found = remarks(edited(project, file, old, new))
    assert (rule, Path(file).name, line) in found


def test_a_number_in_words_and_in_digits_is_noticed(project: Path) -> None:
    edited(project, "cards/ritme.yaml", "een half uur", "drie kwartier")
    toolkit = edited(project, "cards/rust.yaml", "een kwartier lang", "3 minuten lang")
    found = [each for each in remarks(toolkit) if each[0] == "number"]
    # The description of the diagram says "Drie stappen".
    assert sorted(found) == [("number", "gids.yaml", 28), ("number", "ritme.yaml", 19)]


def test_a_hard_text_is_noticed(project: Path) -> None:
    hard = "Slaaphygiënische gedragsinterventies verminderen inslaapproblematiek aantoonbaar. " * 12
    toolkit = edited(project, "pages/gids.yaml", "Slapen, bewegen en eten horen bij elkaar.", hard)
    assert ("readability", "gids.yaml", 2) in remarks(toolkit)
    score = readability(toolkit, toolkit.parts[0])
    assert score is not None
    assert score < 0


def test_the_score_is_that_of_douma(project: Path) -> None:
    # 206.84 - 0.93 words per sentence - 77 syllables per word; 6 words, 6 syllables a sentence.
    toolkit = edited(
        project,
        "pages/gids.yaml",
        "Slapen, bewegen en eten horen bij elkaar.",
        "Ik slaap en ik word fit. " * 240,
    )
    assert readability(toolkit, toolkit.parts[0]) == pytest.approx(
        206.84 - 0.93 * 6 - 77 * 1, abs=1.5
    )


GLOSSARY = """glossary:
  - term: melatonine
    meaning: een stof die je slaperig maakt
  - term: lichttherapie
    instead_of: [lichtbehandeling]
contents:"""


def test_jargon_needs_its_explanation(project: Path) -> None:
    edited(project, "toolkit.yaml", "contents:", GLOSSARY)
    toolkit = edited(project, "cards/rust.yaml", "minder fel licht", "maakt melatonine")
    assert remarks(toolkit) == [("jargon", "rust.yaml", 11)]
    toolkit = edited(project, "cards/rust.yaml", "melatonine", "melatonine (een stof)")
    assert remarks(toolkit) == []


def test_one_thing_has_one_name(project: Path) -> None:
    edited(project, "toolkit.yaml", "contents:", GLOSSARY)
    toolkit = edited(project, "cards/ritme.yaml", "(lichttherapie)", "(lichtbehandeling)")
    assert ("glossary", "ritme.yaml", 15) in remarks(toolkit)


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2026, 10, 1), []), (date(2026, 12, 1), ["near"]), (date(2027, 1, 5), ["past"])],
)
def test_the_date_to_look_again_is_watched(today: date, expected: list[str], project: Path) -> None:
    found = [remark.problem.message for remark in review(loaded(project), today)]
    assert len(found) == len(expected)
    assert all(word in message for word, message in zip(expected, found, strict=True))


def test_evidence_is_shown_where_it_is_and_missed_where_it_is_not(project: Path) -> None:
    found = {each.id: each.places for each in ipdas(loaded(project))}
    assert len(found) == 13
    assert found["decision"] == ("toolkits/slapen/toolkit.yaml:7:11",)
    assert found["certainty"] == ()
    assert found["experience"] == ()  # no such question
    assert len(found["harms"]) == 2


def test_a_cell_that_does_not_apply_says_why(project: Path) -> None:
    toolkit = edited(
        project,
        "cards/rust.yaml",
        "last: Je mist misschien berichten van mensen die je nodig hebben.",
        "last: {not_applicable: dit kan geen kwaad}",
    )
    answer = toolkit.answer(toolkit.cards[1].options[0], "last")
    assert answer == "Niet van toepassing: dit kan geen kwaad"
    evidence = {each.id: each.places for each in ipdas(toolkit)}
    assert evidence["harms"] == ()


def test_sentences_end_with_paragraphs_and_items_and_skip_addresses() -> None:
    assert sentences("Doe dit: kijk op [site](https://a.nl).\n\n- een\n- www.b.nl", ".!?…") == [
        "Doe dit:",
        "kijk op site.",
        "een",
    ]


Output = Callable[[str], object]


def test_the_formats_say_the_same(project: Path, cardprint: Run) -> None:
    edited(project, "cards/ritme.yaml", "Een vast ritme", "Een vast  ritme")
    words = ("check", "--today", "2026-02-01")
    text = cardprint(*words, cwd=project)
    line = "toolkits/slapen/cards/ritme.yaml:5:15"
    assert text.stdout.startswith(f"{line}: warning: two spaces: 't  r' (write one) [style]\n")
    assert text.returncode == 0
    assert cardprint(*words, "--strict", cwd=project).returncode == 3
    (found,) = json.loads(cardprint(*words, "--format", "json", cwd=project).stdout)
    assert [remark["rule"] for remark in found["remarks"]] == ["style"]
    github = cardprint(*words, "--format", "github", cwd=project).stdout
    assert github == (
        "::warning file=toolkits/slapen/cards/ritme.yaml,line=5,col=15::"
        "two spaces: 't  r' (write one)\n"
    )


def test_the_evidence_can_be_asked_for(cardprint: Run) -> None:
    output = cardprint("check", "--evidence", "--today", "2026-02-01", cwd=MINI).stdout
    assert "  certifying: the source of funding is given: toolkits/slapen/toolkit.yaml:" in output
    assert "  certifying: it says how certain the facts are: no evidence" in output


@pytest.mark.parametrize("slug", sorted(Project(ROOT).toolkits()))
def test_the_toolkits_of_this_project_have_no_remarks(slug: str, cardprint: Run) -> None:
    result = cardprint("check", slug, "--strict", "--today", "2026-11-23", cwd=ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
