"""A translation says what its source says: no number, address, link or caution gets lost."""

import re
from datetime import date
from pathlib import Path

import pytest

from cardprint import InputError, Project
from cardprint.editorial.review import review
from cardprint.errors import Place, Problem
from cardprint.load.inputs import load_inputs
from cardprint.load.locales import load_locale
from cardprint.load.pairs import Pair
from cardprint.load.parity import check_parity
from cardprint.model.card import NotApplicable
from cardprint.model.fields import TextKind
from cardprint.text.marks import mark_of
from conftest import MINI

HOME = Project(MINI)
DUTCH, ENGLISH = (load_locale(HOME, language, Place("x")) for language in ("nl", "en"))
PROSE, TITLE = TextKind.PROSE, TextKind.TITLE


def lost(
    source: str,
    words: str,
    kind: TextKind = PROSE,
    made_from: str | None = None,
    name: str = "intro",
) -> str:
    """What is told about a text beside its translation, in one line."""
    found: list[Problem] = []
    pair = Pair(Place("en.yaml", 3, 1), name, kind, source, words, made_from)
    check_parity([pair], (DUTCH, ENGLISH), ["Stichting Maan en Slaap"], found.append)
    assert all(each.place == pair.place for each in found)
    return "; ".join(str(each.message) for each in found)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Na 3 tot 6 maanden", "After 3 to 6 months"),
        ("Hoogstens 1,5 jaar", "At most 1.5 years"),
        ("Van 1.000 mensen", "Of 1,000 people"),
        ("Neem 10.000,5 mg", "Take 10,000.5 mg"),
        ("Twee keer per dag", "2 times a day"),
        ("2 keer per dag", "Two times a day"),
        ("Bel 0800 0113", "Call 0800 0113"),
        ("Kost € 5", "Costs € 5"),
        ("Voor 95% van jullie", "For 95 % of you"),
        ("1. Eerst\n2. Dan", "1. First\n2. Then"),
        ("Lees [hier](https://example.org/a1)", "Read [here](https://example.org/a1)"),
        ("Een uur slapen", "Sleep for one hour"),
    ],
)
def test_a_translation_with_the_same_facts_is_right(source: str, words: str) -> None:
    assert lost(source, words) == ""


@pytest.mark.parametrize(
    ("source", "words", "told"),
    [
        ("Na 3 tot 6 maanden", "After 3 to 9 months",
         "the translation of 'intro' lacks 6; the source of 'intro' does not have 9"),
        ("Na 3 maanden", "After some months", "the translation of 'intro' lacks 3"),
        ("Na een tijd", "After 3 months", "the source of 'intro' does not have 3"),
        ("Neem 1,5 pil", "Take 15 pills",
         "the translation of 'intro' lacks 1.5; the source of 'intro' does not have 15"),
        ("Neem 1.500 pillen", "Take 1.5 pills",
         "the translation of 'intro' lacks 1500; the source of 'intro' does not have 1.5"),
        ("2 keer 2 pillen", "2 times some pills", "the translation of 'intro' lacks 2"),
        ("Neem 5 mg", "Take 5 g", "the translation of 'intro' lacks the unit mg"),
        ("Het kost € 5", "It costs 5", "the translation of 'intro' lacks the unit €"),
        ("Bij 5% van de mensen", "In 5 people", "the translation of 'intro' lacks the unit %"),
    ],
)  # fmt: skip
def test_a_number_or_unit_that_differs_is_a_problem(source: str, words: str, told: str) -> None:
    assert lost(source, words) == told


@pytest.mark.parametrize(
    ("source", "words", "told"),
    [
        ("Zie [hier](https://example.org/a)", "See here", "lacks 'https://example.org/a'"),
        ("Zie [hier](https://a.org/)", "See [here](https://b.org/)", "have 'https://b.org/'"),
        ("Op [ritme](cardprint:card/ritme)", "At [it](cardprint:card/rust)", "card/ritme'"),
        ("Kijk op example.org/hulp", "Look at example.org/help", "lacks 'example.org/hulp'"),
        ("Mail info@example.org", "Mail inof@example.org", "lacks 'info@example.org'"),
        ("Bel 0800 0113", "Call 0800 0131", "lacks '08000113'"),
        ("Bel [ons](tel:+31201234567)", "Call [us](tel:+31201234576)", "'tel:+31201234567'"),
    ],
)
def test_an_address_or_link_that_differs_is_a_problem(source: str, words: str, told: str) -> None:
    assert told in lost(source, words)


def test_a_text_that_is_still_in_its_own_language_is_a_problem() -> None:
    same = "Slapen doe je het beste in bed."
    assert lost(same, same) == "'intro' is the same as its source"
    assert lost("Stichting Maan en Slaap", "Stichting Maan en Slaap") == ""
    assert lost("Toolkit over slapen en rust", "Toolkit over slapen en rust", TITLE) == ""
    assert lost("GIT-PD: MBT, TFP, CGT", "GIT-PD: MBT, TFP, CGT", TITLE) == ""


def test_a_caution_of_which_most_is_gone_is_a_problem() -> None:
    source = "Medicijnen kunnen altijd bijwerkingen geven. Bespreek die goed."
    assert "far shorter" in lost(source, "Take care.", name="options/x/cautions/1/text")
    assert lost(source, "Take care.") == ""
    whole = "Medicines can always have side effects. Discuss those well."
    assert lost(source, whole, name="cautions/1/text") == ""


def test_a_question_that_does_not_apply_stays_so(translated: Path) -> None:
    folder = translated / "toolkits" / "slapen"
    why = "Dat hangt van je af."
    for name, old, new in (
        ("cards/rust.yaml", "last: Je mist misschien berichten van mensen die je nodig hebben.",
         f"last: {{not_applicable: {why}}}"),
        ("translations/en/cards/rust.yaml", "options/scherm/answers/last ~",
         "options/scherm/answers/last/not_applicable ~"),
    ):  # fmt: skip
        text = (folder / name).read_text("utf-8")
        assert old in text
        text = text.replace(old, new)
        (folder / name).write_text(re.sub(r"(applicable ~)\w+", rf"\g<1>{mark_of(why)}", text))
    option = (
        load_inputs(Project(translated), folder, "screen", translation="en")[0].cards[1].options[0]
    )
    answer = option.answers["last"]
    assert isinstance(answer, NotApplicable)
    assert answer.not_applicable.startswith("You may miss")


def test_nothing_of_that_is_asked_of_a_stale_text() -> None:
    assert lost("Na 3 maanden", "After 2 months", made_from="Na 2 maanden") == ""


def test_a_lost_number_stops_the_build_at_its_place(translated: Path) -> None:
    folder = translated / "toolkits" / "slapen"
    for name, old, new in (
        ("cards/rust.yaml", "een uur voor", "30 minuten voor"),
        ("translations/en/cards/rust.yaml", "an hour before", "shortly before"),
    ):
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), "utf-8")
    words = (folder / "translations/en/cards/rust.yaml").read_text("utf-8")
    mark = "options/scherm/summary ~"
    line = next(line for line in words.splitlines() if line.startswith(mark))
    right = mark + mark_of("Je legt je telefoon 30 minuten voor het slapen weg.")
    words = words.replace(line.partition(":")[0], right)
    (folder / "translations/en/cards/rust.yaml").write_text(words, "utf-8")
    home = Project(translated)
    with pytest.raises(InputError, match=r"translations/en/cards/rust\.yaml:.*lacks 30") as error:
        load_inputs(home, folder, "screen", translation="en")
    assert len(error.value.problems) == 1


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("**awake**", "awake", "'options/licht/answers/helpen' has 0 pieces of bold text, and its"),
        ("  - you fall", "  and you fall", "has 2 paragraphs and points of lists, and its sourc"),
        ("awake**\n", "awake**\n  - fit\n", "has 4 paragraphs and points of lists, and its sour"),
        ("You look for daylight in the morning, or you use a lamp.", "Light.",
         "'options/licht/summary' has 6 letters, and its source 60"),
        ("A fixed rhythm can", "A fixed order can",
         "'intro' has 'ritme' in its source, and not 'rhythm'"),
    ],
)  # fmt: skip
def test_what_a_translation_has_more_or_less_of_is_remarked(
    translated: Path, old: str, new: str, told: str
) -> None:
    folder = translated / "toolkits" / "slapen"
    toolkit = folder / "toolkit.yaml"
    terms = "glossary: [{term: ritme}]\ncontents:"
    toolkit.write_text(toolkit.read_text("utf-8").replace("contents:", terms), "utf-8")
    own = folder / "translations/en/toolkit.yaml"
    own.write_text(
        own.read_text("utf-8") + f"glossary/1/term ~{mark_of('ritme')}: rhythm\n", "utf-8"
    )
    file = folder / "translations/en/cards/ritme.yaml"
    text = file.read_text("utf-8")
    assert old in text
    before = remarks(translated)
    file.write_text(text.replace(old, new), "utf-8")
    (found,) = {*remarks(translated)} - {*before}
    assert told in found
    assert "toolkits/slapen/translations/en/cards/ritme.yaml:" in found


def remarks(project: Path) -> list[str]:
    home = Project(project)
    toolkit, _ = load_inputs(home, home.toolkits()["slapen"], "screen", translation="en")
    found = review(toolkit, date(2026, 2, 1))
    return [str(each.problem) for each in found if each.rule == "translation"]


def test_a_translation_in_step_has_no_remarks(translated: Path) -> None:
    assert remarks(translated) == []
