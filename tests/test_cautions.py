"""Cautions: what must be known before choosing, wherever an option is."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from cardprint import Cache, OutputError, Project, build, handout
from cardprint.editorial.review import review
from cardprint.load.inputs import load_inputs
from cardprint.load.selection import choose
from cardprint.load.toolkit import Toolkit
from conftest import ROOT

CARD = """\
id: ritme
title: Ritme
intro: {intro}
{cautions}
options:
  - id: opstaan
    title: Op tijd opstaan
    summary: Elke dag.
    answers: {{inhoud: a, helpen: b, last: c}}
  - id: licht
    title: Licht
    summary: {summary}
    cautions:{own}
    answers: {{inhoud: a, helpen: b, last: c}}
  - id: bed
    title: Op tijd naar bed
    summary: Elke avond.
    answers: {{inhoud: a, helpen: b, last: c}}
"""
OF_CARD = """\
cautions:
  - text: Dit is nog niet bewezen.
    level: warning
  - text: Begin rustig.
    applies_to: [opstaan, licht]"""
OWN = "\n      - text: Geen lamp bij een oogziekte.\n        level: warning"


def toolkit(project: Path, **parts: str) -> Toolkit:
    words = {"intro": "Zo gaat het.", "cautions": OF_CARD, "summary": "Veel licht.", "own": OWN}
    text = CARD.format_map(words | parts)
    text = (
        text.replace("    cautions:\n", "    cautions: []\n")
        if not (words | parts)["own"]
        else text
    )
    (project / "toolkits" / "slapen" / "cards" / "ritme.yaml").write_text(text, "utf-8")
    return load_inputs(Project(project), project / "toolkits" / "slapen", "screen")[0]


def told(project: Path, **parts: str) -> list[str]:
    remarks = review(toolkit(project, **parts), date(2026, 2, 1))
    return [str(each.problem) for each in remarks if each.rule == "caution"]


def test_an_option_has_the_cautions_of_its_card_that_are_about_it_and_its_own(
    project: Path,
) -> None:
    card = toolkit(project).cards[0]
    texts = {
        option.id: [caution.text for caution, _ in card.cautions_for((option,))]
        for option in card.options
    }
    assert texts == {
        "opstaan": ["Dit is nog niet bewezen.", "Begin rustig."],
        "licht": ["Dit is nog niet bewezen.", "Begin rustig.", "Geen lamp bij een oogziekte."],
        "bed": ["Dit is nog niet bewezen."],
    }


def test_beside_each_other_each_caution_stands_once_with_what_it_is_about(project: Path) -> None:
    card = toolkit(project).cards[0]
    assert [titles for _, titles in card.cautions_for(card.options)] == [
        (),
        ("Op tijd opstaan", "Licht"),
        ("Licht",),
    ]
    assert [titles for _, titles in card.cautions_for(card.options[:2])] == [(), (), ("Licht",)]


def test_a_handout_keeps_the_cautions_of_what_was_chosen(project: Path) -> None:
    whole = toolkit(project)
    chosen = choose(whole, ["ritme/licht", "rust/scherm"], "Gekozen.", "Naast elkaar")
    (card,) = chosen.cards
    assert [(caution.text, titles) for caution, titles in card.cautions_for(card.options)] == [
        ("Dit is nog niet bewezen.", ("Licht",)),
        ("Begin rustig.", ("Licht",)),
        ("Geen lamp bij een oogziekte.", ("Licht",)),
    ]
    place = chosen.find(card, ("cautions", 1, "text"), "rustig")
    assert (place.file, place.line, place.column) == ("toolkits/slapen/cards/ritme.yaml", 7, 17)
    own = chosen.find(card, ("options", 0, "cautions", 0, "text"), "Geen")
    assert own == whole.find(whole.cards[0], ("options", 1, "cautions", 0, "text"), "Geen")


def test_an_intro_that_warns_is_a_remark_unless_there_is_a_caution(project: Path) -> None:
    intro = "Dit is nog niet bewezen."
    assert told(project, intro=intro) == []
    (remark,) = told(project, intro=intro, cautions="", own="")
    assert remark.startswith("toolkits/slapen/cards/ritme.yaml:3:15: the intro sounds like")
    assert "'nog niet bewezen'" in remark


@pytest.mark.parametrize("summary", ["Je slikt een medicijn.", "Een experimentele lamp."])
def test_an_option_with_a_risk_is_a_remark_unless_there_is_a_caution(
    summary: str, project: Path
) -> None:
    assert told(project, summary=summary) == []
    (remark,) = told(project, summary=summary, cautions="", own="")
    assert "in an option without a caution" in remark


def test_a_word_that_only_begins_like_one_is_no_remark(project: Path) -> None:
    assert told(project, intro="Dit is stabielere grond.", cautions="", own="") == []


LAYOUTS = ("screen", "grid-a4", "option-sheets", "large-print", "booklet")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_shows_the_cautions_and_is_refused_without_them(
    layout: str, project: Path, mini_cache: Cache
) -> None:
    toolkit(project)
    build(project, layouts=(layout,), jobs=1, cache=mini_cache)
    template = project / "layouts" / "_base" / "cautions.html.j2"
    template.parent.mkdir(parents=True)
    source = (ROOT / "layouts" / "_base" / "cautions.html.j2").read_text("utf-8")
    lost = "{% if caution.level == 'note' %}{{ caution.text|prose }}{% endif %}"
    template.write_text(source.replace("{{ caution.text|prose }}", lost), "utf-8")
    with pytest.raises(OutputError, match=r"ritme\.yaml:5:11: .* the text is not whole"):
        build(project, layouts=(layout,), jobs=1, cache=mini_cache)


def test_a_handout_shows_the_cautions_of_what_was_chosen(project: Path, tmp_path: Path) -> None:
    toolkit(project)
    chosen = ("ritme/licht", "rust/scherm")
    paper, _ = handout(project, "slapen", chosen, out=tmp_path)
    document = pypdfium2.PdfDocument(tmp_path / Path(paper.file).name)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    words = " ".join(text.split())
    for said in ("Dit is nog niet bewezen.", "Begin rustig.", "Geen lamp bij een oogziekte."):
        assert said in words
