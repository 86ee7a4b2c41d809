"""The editorial checks: each rule fires on what it is about, and on nothing else."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cardprint import Project
from cardprint.editorial.evidence import ipdas
from cardprint.editorial.readability import FORMULAS, readability, score
from cardprint.editorial.review import review
from cardprint.editorial.sentences import count_words, sentences
from cardprint.load.reading import load_toolkit
from cardprint.load.toolkit import Toolkit
from cardprint.model.locale import Formula
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
    ("style", "cards/ritme.yaml", "beter te slapen.", "beter te slapen.Probeer het.", 5),
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
    ("note", "cards/ritme.yaml", "title: Ritme", 'title: "Ritme" # en rust', 3),
    ("note", "cards/ritme.yaml", "helpen: |", "helpen: | # 1", 20),
    ("note", "cards/ritme.yaml", "subtitle: Elke dag", "subtitle: # Elke dag", 4),
    ("note", "pages/gids.yaml", "nav_title:", "nav_title: # Over", 5),
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


@pytest.mark.parametrize("text", ["2.5 uur lang", "3,25 uur lang", "versie 3.1 lang"])
def test_a_piece_of_a_number_is_no_number(text: str, project: Path) -> None:
    edited(project, "cards/ritme.yaml", "een half uur", "twee of vijf uur")
    toolkit = edited(project, "cards/rust.yaml", "een kwartier lang", text)
    assert [each for each in remarks(toolkit) if each[0] == "number"] == []


def test_a_version_or_a_date_is_no_number_of_the_text(project: Path) -> None:
    edited(project, "toolkit.yaml", 'version: "0.1"', 'version: "3"')
    assert remarks(loaded(project)) == []  # the description of the diagram says "Drie stappen"


def test_a_hard_text_is_noticed(project: Path) -> None:
    hard = "Slaaphygiënische gedragsinterventies verminderen inslaapproblematiek aantoonbaar. " * 12
    toolkit = edited(project, "pages/gids.yaml", "Slapen, bewegen en eten horen bij elkaar.", hard)
    assert ("readability", "gids.yaml", 2) in remarks(toolkit)
    score = readability(toolkit, toolkit.parts[0])
    assert score is not None
    assert score < 0


# Each formula by hand: its sentences, with their words, syllables and letters counted.
SCORES: list[tuple[Formula, list[str], float]] = [
    # 206.835 - 0.93 words a sentence - 77 syllables a word: 6 words of 1 syllable
    ("flesch-douma", ["Ik slaap en ik word fit."], 206.835 - 0.93 * 6 - 77 * 1),
    # two sentences of 6 and 4 words; sla-pen and wak-ker have two syllables
    (
        "flesch-douma",
        ["Ik kan dan goed gaan slapen.", "Ik word vroeg wakker."],
        206.835 - 0.93 * 5 - 77 * 12 / 10,
    ),
    # 180 - words a sentence - 58.5 syllables a word: schla-fe has two
    ("flesch-amstad", ["Ich schlafe gut und bin fit."], 180 - 6 - 58.5 * 7 / 6),
    # 207 - 1.015 words a sentence - 73.6 syllables a word: ma-tin has two
    ("flesch-kandel-moles", ["Je dors bien le matin."], 207 - 1.015 * 5 - 73.6 * 6 / 5),
    # 206.84 - 1.02 words a sentence - 60 syllables a word: duer-mo has two
    ("fernandez-huerta", ["Yo duermo muy bien."], 206.84 - 1.02 * 4 - 60 * 5 / 4),
    # 217 - 1.3 words a sentence - 60 syllables a word: dor-mo and be-ne have two
    ("flesch-vacca", ["Qui dormo bene."], 217 - 1.3 * 3 - 60 * 5 / 3),
    # 5.8 letters a word - 29.6 sentences a word - 15.8: 5 words of 19 letters
    ("coleman-liau", ["Sleep helps to keep fit."], 5.8 * 19 / 5 - 29.6 * 1 / 5 - 15.8),
    # 0.4 times words a sentence and the share of words of four syllables or more:
    # nie-bez-piecz-ny has four of them, and is one word of 4
    ("fog-pl", ["Sen jest niebezpieczny tam."], 0.4 * (4 + 100 * 1 / 4)),
    # words a sentence and the share of words of more than six letters: one of 5
    ("lix", ["Jag sover alltid väldigt gott."], 5 + 100 * 1 / 5),
]


@pytest.mark.parametrize(
    ("formula", "text", "expected"), SCORES, ids=[f"{each[0]} {each[1][0]}" for each in SCORES]
)
def test_a_score_is_what_its_formula_says(
    formula: Formula, text: list[str], expected: float
) -> None:
    assert score(text * 5, formula) == pytest.approx(expected, abs=0.01)


def test_every_formula_is_computed_by_hand_here() -> None:
    assert {formula for formula, _, _ in SCORES} == {*FORMULAS}


def test_one_formula_after_another_keeps_its_own_language() -> None:
    first = score(["Ich schlafe gut und bin fit."], "flesch-amstad")
    score(["Ik slaap en ik word fit."], "flesch-douma")
    assert score(["Ich schlafe gut und bin fit."], "flesch-amstad") == first


def test_a_point_inside_a_number_ends_no_sentence_of_a_score() -> None:
    assert score(["Ik slik nu 2.5 mg per dag."], "flesch-douma") == score(
        ["Ik slik nu 25 mg per dag."], "flesch-douma"
    )


def with_readability(project: Path, words: str) -> None:
    (project / "locales").mkdir()
    text = (ROOT / "locales" / "nl.yaml").read_text("utf-8")
    before, _, after = text.partition("readability:")
    (project / "locales" / "nl.yaml").write_text(
        before + words + after[after.index("style:") :], "utf-8"
    )


HARD = "Slaaphygiënische gedragsinterventies verminderen inslaapproblematiek aantoonbaar. " * 12


def test_a_formula_where_high_is_hard_has_a_goal_to_stay_below(project: Path) -> None:
    goals = "goals: {public: 40, professionals: 60}"
    with_readability(project, f"readability:\n  formula: lix\n  {goals}\n")
    toolkit = edited(project, "pages/gids.yaml", "Slapen, bewegen en eten horen bij elkaar.", HARD)
    (remark,) = [each for each in review(toolkit, TODAY) if each.rule == "readability"]
    assert remark.problem.message == "readability (lix) is 72 and should be at most 40"


def test_a_language_without_a_formula_has_no_remark_about_it(project: Path) -> None:
    with_readability(project, "")
    toolkit = edited(project, "pages/gids.yaml", "Slapen, bewegen en eten horen bij elkaar.", HARD)
    assert "readability" not in [rule for rule, _, _ in remarks(toolkit)]
    assert readability(toolkit, toolkit.parts[0]) is None


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


SIGNS = """glossary:
  - term: C++
    meaning: een taal
  - term: (ggz)
    meaning: zorg voor de geest
  - term: vitamine B12
    meaning: een stof in eten
contents:"""


@pytest.mark.parametrize("term", ["C++", "(ggz)", "vitamine B12", "Vitamine B12"])
def test_a_term_may_have_any_signs_and_begin_a_sentence(term: str, project: Path) -> None:
    edited(project, "toolkit.yaml", "contents:", SIGNS)
    toolkit = edited(
        project, "cards/rust.yaml", "buiten de slaapkamer.", f"buiten de slaapkamer. {term} helpt."
    )
    assert remarks(toolkit) == [("jargon", "rust.yaml", 10)]


@pytest.mark.parametrize("word", ["C+", "ggz", "vitamine B123", "avitamine B12"])
def test_a_piece_of_a_word_is_no_term(word: str, project: Path) -> None:
    edited(project, "toolkit.yaml", "contents:", SIGNS)
    toolkit = edited(
        project, "cards/rust.yaml", "buiten de slaapkamer.", f"buiten de slaapkamer. {word} helpt."
    )
    assert remarks(toolkit) == []


def test_a_term_does_not_stand_across_two_texts(project: Path) -> None:
    """The last word of a title and the first one of the next text are no term together."""
    glossary = GLOSSARY.replace("melatonine", "ritme Elke").replace("slaperig", "regelmatig")
    edited(project, "toolkit.yaml", "contents:", glossary)
    toolkit = edited(project, "cards/ritme.yaml", "title: Ritme", "title: Mijn ritme")
    assert remarks(toolkit) == []


def test_a_term_may_stand_where_a_line_ends(project: Path) -> None:
    edited(project, "toolkit.yaml", "contents:", SIGNS)
    text = "|\n        Je hebt te weinig vitamine\n        B12, en wordt sneller moe."
    old = "Je telefoon en je tablet blijven buiten de slaapkamer."
    assert ("jargon", "rust.yaml", 11) in remarks(edited(project, "cards/rust.yaml", old, text))


def test_words_in_another_language_are_written_as_they_are_named(project: Path) -> None:
    terms = "terms_in:\n  en: [tablet, lamp bij, bij een lamp, Tablett]\ncontents:"
    toolkit = edited(project, "toolkit.yaml", "contents:", terms)
    found = {str(remark.problem.message) for remark in review(toolkit, TODAY)}
    assert found == {"'Tablett' is in no text", "'lamp bij' is in no text"}


def test_one_thing_has_one_name(project: Path) -> None:
    edited(project, "toolkit.yaml", "contents:", GLOSSARY)
    toolkit = edited(project, "cards/ritme.yaml", "(lichttherapie)", "(lichtbehandeling)")
    assert ("glossary", "ritme.yaml", 15) in remarks(toolkit)


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2026, 10, 1), []), (date(2026, 12, 1), ["near"]), (date(2027, 1, 5), ["passed"])],
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


def test_a_cell_that_does_not_apply_is_in_no_balance(project: Path) -> None:
    toolkit = edited(
        project,
        "cards/rust.yaml",
        "last: Je mist misschien berichten van mensen die je nodig hebben.",
        "last: {not_applicable: nee}",
    )
    assert remarks(toolkit) == []


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


@pytest.mark.parametrize(
    ("text", "ends", "expected"),
    [
        ("Kom je? Ja! Goed… Dag.", ".!?…", ["Kom je?", "Ja!", "Goed…", "Dag."]),
        ("Echt?! Ja.", ".!?…", ["Echt?!", "Ja."]),
        ("Hij zei: ‘Kom.’ Toen ging hij.", ".!?…", ["Hij zei:", "‘Kom.’", "Toen ging hij."]),
        ("Neem o.a. thee, melk enz. mee.", ".!?…", ["Neem o.a. thee, melk enz. mee."]),
        ("Tja… dat is zo.", ".!?…", ["Tja… dat is zo."]),
        ("Mail a@b.nl of kijk op www.b.nl. Bel ons.", ".!?…", ["Mail  of kijk op .", "Bel ons."]),
        ("Πώς πάει; Δεν ξέρω.", ".!;…", ["Πώς πάει;", "Δεν ξέρω."]),
        ("Eerst dit; dan dat.", ".!?…", ["Eerst dit; dan dat."]),
        ("ما الخيارات؟ لا أعرف.", ".!؟…", ["ما الخيارات؟", "لا أعرف."]),
    ],
)
def test_sentences_end_as_the_language_ends_them(text: str, ends: str, expected: list[str]) -> None:
    assert sentences(text, ends) == expected


@pytest.mark.parametrize(
    ("sentence", "count"),
    [("Vraag je dokter-assistent om 3 foto’s.", 5), ("L’eau d’ici", 2), ("ما الخيارات؟", 2)],
)
def test_words_have_letters_and_may_have_hyphens(sentence: str, count: int) -> None:
    assert count_words(sentence) == count


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
    assert text.stdout.startswith(f"{line}: remark: two spaces: 't  r' (write one) [style]\n")
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
    assert "  certifying: the certainty of the facts is described: no evidence" in output


@pytest.mark.parametrize("slug", sorted(Project(ROOT).toolkits()))
def test_the_toolkits_of_this_project_have_no_remarks(slug: str, cardprint: Run) -> None:
    result = cardprint("check", slug, "--strict", "--today", "2026-11-23", cwd=ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
