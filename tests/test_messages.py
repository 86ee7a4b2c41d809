"""Every message can be said in another language, and every catalogue says all of them."""

import ast
import pickle
from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from cardprint.command.main import main
from cardprint.errors import Place, Problem
from cardprint.messages import catalogue
from cardprint.messages.catalogue import (
    ENGLISH,
    Message,
    languages,
    plain,
    speak,
    spoken,
    tell,
    tell_count,
    together,
)
from conftest import MINI, ROOT, Run

SOURCE = ROOT / "src" / "cardprint"
CATALOGUES = sorted((SOURCE / "messages").glob("*.po"))
KEYWORDS = {"tell": None, "tell_count": (1, 2)}
METHODS = [("**.py", "python"), ("**.html.j2", "jinja2.ext:babel_extract")]
# What fills these is not for people, so it is no message; all else that shows words is.
SHOWING = {"Problem": (1, 2), "Finding": (1,)}

Blanks = set[str | None]
Texts = str | tuple[str, ...]


def extracted() -> Iterator[tuple[str, int, Texts]]:
    """File, line and English text, or both texts, of every message in the source."""
    options = {"**.html.j2": {"encoding": "utf-8", "silent": "false"}}
    for file, line, text, _, _ in extract_from_dir(SOURCE, METHODS, options, KEYWORDS):
        yield file, line, text


def read(file: Path) -> Catalog:
    return read_po(BytesIO(file.read_bytes()), locale=file.stem)


def missing_in(translated: Catalog) -> set[Texts]:
    known = {entry.id for entry in translated if entry.id and all(_strings(entry))}
    return {text for _, _, text in extracted()} - {_key(each) for each in known}


def _key(identifier: Any) -> Texts:
    return identifier if isinstance(identifier, str) else tuple(identifier)


def _strings(entry: Entry) -> tuple[str, ...]:
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())


def blanks(text: str) -> Blanks:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def calls() -> Iterator[tuple[str, ast.Call, str]]:
    """Every call in the source with its place and the name of what it calls."""
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield f"{file.relative_to(SOURCE)}:{node.lineno}", node, node.func.id


def literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def faults_of(call: ast.Call, name: str) -> Iterator[str]:
    """What keeps a call from being translated."""
    texts = [literal(each) for each in call.args[: 2 if name == "tell_count" else 1]]
    named = {each.arg for each in call.keywords}
    if None in texts:
        yield "its text is no literal"
        return
    wanted: Blanks = set().union(*(blanks(each or "") for each in texts))
    if not named - {"n", None} <= wanted or (None not in named and wanted - named - {"n"}):
        yield f"blanks {wanted} are filled with {named}"


def test_every_message_is_a_literal_with_a_value_for_each_of_its_blanks() -> None:
    found = [
        f"{place}: {fault}"
        for place, call, name in calls()
        if name in KEYWORDS
        for fault in faults_of(call, name)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        ("tell(text)", "no literal"),
        ("tell(f'{a}')", "no literal"),
        ("tell('{a}', b=1)", "are filled with"),
        ("tell('{a}')", "are filled with"),
        ("tell_count('{n} of {a}', 'some of {b}', 2, a=1)", "are filled with"),
    ],
)
def test_a_message_that_cannot_be_translated_is_noticed(call: str, fault: str) -> None:
    (node,) = ast.parse(call).body
    assert isinstance(node, ast.Expr)
    assert isinstance(node.value, ast.Call)
    assert isinstance(node.value.func, ast.Name)
    assert any(fault in found for found in faults_of(node.value, node.value.func.id))


def test_nothing_that_is_shown_gets_a_plain_string() -> None:
    found = [
        place
        for place, call, name in calls()
        for index in SHOWING.get(name, ())
        if len(call.args) > index
        and isinstance(call.args[index], ast.Constant | ast.JoinedStr | ast.BinOp)
    ]
    assert found == []


def test_the_extractor_finds_every_message() -> None:
    """Babel passes over a call in an f-string, so it is counted against the source."""
    in_source = sum(name in KEYWORDS for _, _, name in calls())
    in_babel = sum(file.endswith(".py") for file, _, _ in extracted())
    assert in_babel == in_source > 0
    templates = {text for file, _, text in extracted() if file.endswith(".j2")}
    assert "Side by side" in templates
    assert ("{n} page", "{n} pages") in templates


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_a_catalogue_says_every_message_and_nothing_else(file: Path) -> None:
    translated = read(file)
    assert missing_in(translated) == set()
    wanted = {text for _, _, text in extracted()}
    assert {_key(entry.id) for entry in translated if entry.id} - wanted == set()
    assert [*translated.obsolete] == []
    assert [entry.id for entry in translated if entry.fuzzy and entry.id] == []


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_a_catalogue_has_the_blanks_of_the_english_text(file: Path) -> None:
    assert [*other_blanks(read(file))] == []


def other_blanks(translated: Catalog) -> Iterator[str]:
    """The texts whose blanks are others; a form of a counted text need not say the number."""
    for entry in translated:
        counted = not isinstance(entry.id, str)
        texts: tuple[str, ...] = (str(entry.id),) if not counted else tuple(entry.id)
        spare: Blanks = {"n"} if counted else set()
        wanted = set[str | None]().union(*map(blanks, texts)) | spare
        for text in _strings(entry) if entry.id else ():
            if blanks(text) | spare != wanted:
                yield text


def test_another_blank_in_a_translation_is_noticed() -> None:
    translated = Catalog(locale="nl")
    translated.add("'{name}' is gone", "'{naam}' is weg")
    translated.add("'{name}' is new", "'{name}' is nieuw")
    translated.add(("{n} page", "{n} pages"), ("{n} bladzijde", "{m} bladzijden"))
    assert [*other_blanks(translated)] == ["'{naam}' is weg", "{m} bladzijden"]
    assert ("{n} card", "{n} cards") in missing_in(translated)


# Another language


@pytest.fixture
def dutch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A tiny Dutch catalogue; English is spoken again afterwards."""
    translated = Catalog(locale="nl")
    translated.add("unknown toolkit '{toolkit}'", "'{toolkit}' is geen bekende toolkit")
    translated.add("did you mean '{name}'?", "bedoelde je '{name}'?")
    translated.add(("{n} card", "{n} cards"), ("{n} kaart", "{n} kaarten"))
    translated.add(("{n} problem", "{n} problems"), ("{n} probleem", "{n} problemen"))
    translated.add("{file} has {size} kB", "{size} kB in {file}")
    translated.add("layouts:", "ontwerpen:")
    written = BytesIO()
    write_po(written, translated)
    (tmp_path / "nl.po").write_bytes(written.getvalue())
    monkeypatch.setattr(catalogue, "_FOLDER", tmp_path)
    catalogue._translations.cache_clear()
    for name in ("CARDPRINT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    yield
    speak(ENGLISH)
    catalogue._translations.cache_clear()


@pytest.mark.usefixtures("dutch")
def test_a_message_is_said_in_the_language_that_is_spoken() -> None:
    assert languages() == ("en", "nl")
    hint = tell("did you mean '{name}'?", name="nl{a}pen")
    message = tell("unknown toolkit '{toolkit}'", toolkit="{name}")
    problem = Problem(Place("x"), message, hint)
    assert str(problem) == "x: unknown toolkit '{name}' (did you mean 'nl{a}pen'?)"
    speak("nl")
    assert str(problem) == "x: '{name}' is geen bekende toolkit (bedoelde je 'nl{a}pen'?)"
    assert spoken(tell_count("{n} card", "{n} cards", 1)) == "1 kaart"
    assert spoken(tell_count("{n} card", "{n} cards", 2)) == "2 kaarten"
    assert spoken(tell("{file} has {size} kB", file="a", size=1234.5)) == "1.234,5 kB in a"
    both = together([tell_count("{n} card", "{n} cards", 2), plain("{n}")], ", ")
    assert spoken(both) == "2 kaarten, {n}"
    assert spoken(tell("a text without translation")) == "a text without translation"


@pytest.mark.usefixtures("dutch")
def test_a_message_keeps_its_languages_across_processes_and_copies() -> None:
    message = tell_count("{n} card", "{n} cards", 2)
    speak("nl")
    for copy in (pickle.loads(pickle.dumps(message)), deepcopy(message)):  # noqa: S301  # our own
        assert isinstance(copy, Message)
        assert (copy, spoken(copy)) == ("2 cards", "2 kaarten")


DUTCH, SPOKEN = "ontwerpen:", {"CARDPRINT_LANG": "nl"}
LANGUAGES: dict[str, tuple[list[str], dict[str, str], str]] = {
    "nothing said": ([], {}, "layouts:"),
    "before the command": (["--lang", "nl", "list"], {}, DUTCH),
    "after the command": (["list", "--lang", "nl"], {}, DUTCH),
    "of the toolkit": (["list", "--lang", "toolkit"], {}, DUTCH),
    "the variable": ([], SPOKEN, DUTCH),
    "the variable, with a country": ([], {"CARDPRINT_LANG": "nl_BE.UTF-8"}, DUTCH),
    "the variable, of the toolkit": ([], {"CARDPRINT_LANG": "toolkit"}, DUTCH),
    "an unknown variable": ([], {"CARDPRINT_LANG": "xx", "LANG": "nl"}, "layouts:"),
    "the option before the variable": (["list", "--lang", "en"], SPOKEN, "layouts:"),
    "the system": ([], {"LANG": "nl_NL.UTF-8"}, DUTCH),
    "all of the system": ([], {"LANG": "fr", "LC_ALL": "nl_NL@euro"}, DUTCH),
    "messages of the system": ([], {"LANG": "nl", "LC_MESSAGES": "en_GB"}, "layouts:"),
    "an empty variable": ([], {"LC_ALL": "", "LANG": "nl"}, DUTCH),
    "the C locale": ([], {"LC_ALL": "C", "LANG": "nl"}, "layouts:"),
}


@pytest.mark.usefixtures("dutch")
@pytest.mark.parametrize("name", LANGUAGES)
def test_the_command_speaks_the_language_that_is_asked_for(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, variables, first = LANGUAGES[name]
    for key, value in variables.items():
        monkeypatch.setenv(key, value)
    monkeypatch.chdir(MINI)
    assert main(arguments or ["list"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == first


@pytest.mark.usefixtures("dutch")
def test_problems_of_a_command_are_in_its_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(MINI)
    assert main(["check", "slape", "--lang", "nl"]) == 3
    assert capsys.readouterr().err.splitlines() == [
        "slape: 'slape' is geen bekende toolkit (bedoelde je 'slapen'?)",
        "1 probleem",
    ]


def test_an_unknown_language_is_a_wrong_command_line(cardprint: Run) -> None:
    done = cardprint("list", "--lang", "klingon")
    assert done.returncode == 2
    assert "unknown language 'klingon' (known: en, " in done.stderr
