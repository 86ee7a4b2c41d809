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
WEEKS = range(1, 10)


def running_on(week: int) -> str:
    """So many links that some are cut by the end of a line, a column and a page."""
    return " ".join(
        f"Lees nu [wat een vast ritme in week {week} op dag {day} kan doen](cardprint:card/ritme)."
        for day in range(1, LINKS + 1)
    )


def make_demanding(project: Path) -> None:
    """Let the guide and the overview of the small toolkit run on."""
    edit(project, "pages/gids.yaml", _guide)
    edit(project, "cards/ritme.yaml", _card)


def _guide(page: dict[str, Any]) -> None:
    page["sections"] += [
        {"heading": "In lijsten", "text": LISTS},
        {"heading": "In stappen", "diagram": STEPS},
        *({"heading": f"Week {week}", "text": running_on(week)} for week in WEEKS),
    ]


def _card(card: dict[str, Any]) -> None:
    for option in card["options"]:
        for question, answer in option["answers"].items():
            words = f"Bij {option['id']} hoort dit antwoord over {question}."
            option["answers"][question] = f"{answer}\n\n{' '.join([words] * 15)}"
