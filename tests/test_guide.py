"""What the guide for editors shows is true: its toolkit is read, and its messages exist."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from conftest import ROOT, Run

GUIDE = (ROOT / "docs" / "handleiding.md").read_text("utf-8")
DUTCH = ROOT / "src" / "cardprint" / "messages" / "nl.po"
FILES = ("toolkit.yaml", "cards/1-dag-en-nacht.yaml", "pages/uitleg.yaml")
COLOPHON = "id: colofon\nkind: colophon\ntitle: Colofon\n"
SHOWN = re.findall(r"^\| `([\w/.-]+\.yaml:\d+:\d+: .*?)` \|", GUIDE, re.MULTILINE)


def examples() -> dict[str, str]:
    """The files that the guide shows whole, each with its schema in its first line."""
    shown = re.findall(r"```yaml\n(# yaml-language-server.*?)```", GUIDE, re.DOTALL)
    return dict(zip(FILES, shown, strict=True)) | {"pages/colofon.yaml": COLOPHON}


@pytest.fixture
def guided(tmp_path: Path) -> Path:
    """A project with the toolkit of the guide."""
    for name, text in examples().items():
        file = tmp_path / "toolkits" / "beter-slapen" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path


def test_the_toolkit_of_the_guide_has_no_problems(guided: Path, cardprint: Run) -> None:
    checked = cardprint("--lang", "nl", "check", "--today", "2026-11-25", cwd=guided)
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout == "beter-slapen: 1 kaart, 2 onderdelen, geen problemen\n"


MISTAKES = {
    "wandelen": (FILES[1], r"      last: >-\n +Het kost .*\n", ""),
    "sumary": (FILES[1], "title: Vaste tijden\n    summary", "title: Vaste tijden\n    sumary"),
    "dubbele punt in de tekst": (FILES[1], "summary: Je gaat", "summary: Let op: je gaat"),
    "@": (FILES[1], r"inhoud: >-\n        Je gaat", "inhoud: @home\n        Je gaat"),
    "geen naam": (FILES[1], " {8}Je bent in de avond", "      Je bent in de avond"),
    "aanhalingsteken dat": (FILES[1], "short_title: Wandelen", "short_title: 'Wandelen"),
    "twee keer": (FILES[1], r"helpen: >-\n        Je bent", "inhoud: >-\n        Je bent"),
    "plek": (FILES[2], "Je slaapt beter als", "Zie [de kaart](cardprint:card/dag-nacht) en"),
    "cursief": (FILES[1], "Je loopt elke dag een half uur. Dat", "Je *loopt* elke dag. Dat"),
    "geen datum": (FILES[0], "published: 2026-11-23", "published: 23-11-2026"),
    "→": (FILES[1], "Je loopt elke dag een half uur. Dat", "Je loopt → elke dag. Dat"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_as_the_guide_says(mistake: str, guided: Path, cardprint: Run) -> None:
    name, right, wrong = MISTAKES[mistake]
    file = guided / "toolkits" / "beter-slapen" / name
    text, count = re.subn(right, wrong, file.read_text("utf-8"), count=1)
    assert count == 1
    file.write_text(text, "utf-8")
    (shown,) = (each for each in SHOWN if mistake in each)
    told = cardprint("--lang", "nl", "check", cwd=guided).stderr.splitlines()
    # Where the message stands in the line depends on what was written wrong.
    where = [re.sub(r":\d+: ", ": ", each) for each in (f"toolkits/beter-slapen/{shown}", *told)]
    assert where[0] in where[1:], told


def test_every_message_that_the_guide_shows_has_its_mistake() -> None:
    assert len(SHOWN) == len(MISTAKES)


def test_words_of_messages_that_the_guide_quotes_are_those_of_the_program() -> None:
    with DUTCH.open("rb") as file:
        catalogue = read_po(file, locale="nl")
    known = "\n".join(str(message.string) for message in catalogue)
    quoted = [
        "ligt over", "is niet compleet", "er is geen link", "geen problemen", "hetzelfde",
        "de omgeving is anders", "zou niet worden afgedrukt", "tekst veranderd",
        "lay-out verschoven", "uiterlijk veranderd", "link veranderd", "toegankelijkheid veranderd",
        "formaat veranderd", "pagina toegevoegd", "pagina verwijderd",
    ]  # fmt: skip
    assert [words for words in quoted if f"`{words}`" not in GUIDE] == []
    assert [words for words in quoted if words not in known] == []
