"""A toolkit that asks much of the tags: what runs on over lines and pages, and every list."""

from pathlib import Path
from typing import Any

from test_toolkits import STEPS, edit

LINKS = 14
LISTS = """\
1. Eerst dit.
2. Dan dat, en wel zo:

   - lees de tekst
   - lees hem nog eens
3. Daarna pas iets anders.

Neem mee:

- een pen
- papier
"""
WEEKS = range(1, 8)


def running_on(week: int) -> str:
    """So many links that some are cut by the end of a line, a column and a page."""
    return " ".join(
        f"Lees nu [wat een vast ritme in week {week} op dag {day} kan doen](cardprint:card/ritme)."
        for day in range(1, LINKS + 1)
    )


MORE_QUESTIONS = [
    {"id": f"vraag{n}", "label": f"Wat wil je nog weten over deel {n}?", "role": "expectation"}
    for n in range(1, 4)
]


def make_demanding(project: Path) -> None:
    """Let the guide and the overview of the small toolkit run on."""
    edit(project, "toolkit.yaml", lambda toolkit: toolkit["questions"].extend(MORE_QUESTIONS))
    edit(project, "pages/gids.yaml", _guide)
    edit(project, "cards/ritme.yaml", lambda card: _card(card, repeat=11))
    edit(project, "cards/rust.yaml", lambda card: _card(card, repeat=1))


def _guide(page: dict[str, Any]) -> None:
    page["sections"] += [
        {"heading": "In lijsten", "text": LISTS},
        {"heading": "In stappen", "diagram": STEPS},
        *({"heading": f"Week {week}", "text": running_on(week)} for week in WEEKS),
    ]


def _card(card: dict[str, Any], repeat: int) -> None:
    for option in card["options"]:
        answers = option["answers"]
        answers |= {question["id"]: "Dat hangt van jou af." for question in MORE_QUESTIONS}
        for question, answer in answers.items():
            words = f"Bij {option['id']} hoort dit antwoord over {question}."
            answers[question] = f"{answer}\n\n{' '.join([words] * repeat)}"
