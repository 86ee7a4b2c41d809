"""The reference explains every key of every file, in each language, and is up to date."""

import re
from collections.abc import Iterator

import pytest
from pydantic import BaseModel, Field

from cardprint.command.reference import (
    FILES,
    WORDS,
    File,
    explained,
    models_below,
    reference,
    references,
)
from cardprint.messages.catalogue import Message, languages, tell
from cardprint.model.locale import Locale, LocaleFile
from cardprint.model.schema import _MODELS
from conftest import ROOT, Run

PAGES = references()


def unexplained(model: type[BaseModel]) -> Iterator[str]:
    """The keys below a model that have no explanation that can be translated."""
    for path, each in models_below(model):
        for name, field in explained(each):
            if each not in WORDS and not isinstance(field.description, Message):
                yield ".".join((*path, name))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_key_is_explained(file: File) -> None:
    assert [*unexplained(file.model)] == []


def test_a_key_without_an_explanation_is_noticed() -> None:
    class Inner(BaseModel):
        told: int = Field(1, description=tell("how many"))
        plain: int = Field(1, description="how many")

    class Outer(BaseModel):
        inner: tuple[Inner, ...] = ()

    assert [*unexplained(Outer)] == ["inner", "inner.plain"]


def test_every_kind_of_file_is_in_it() -> None:
    models = {LocaleFile if model is Locale else model for model in _MODELS.values()}
    assert {file.model for file in FILES} == models


def test_it_is_up_to_date() -> None:
    assert [*PAGES] == ["reference.md", "naslag.md"]
    for name, text in PAGES.items():
        kept = (ROOT / "docs" / name).read_text("utf-8")
        assert kept == text, "run: cardprint reference --out docs"


@pytest.mark.parametrize("language", languages())
def test_every_link_in_it_leads_to_one_place(language: str) -> None:
    text = reference(language)
    places = re.findall(r'<a id="([^"]+)">', text)
    assert len(places) == len({*places}) > 30
    assert {*re.findall(r"\]\(#([^)]+)\)", text)} <= {*places}


@pytest.mark.parametrize(
    ("language", "choice"), [("en", "`true` or `false`"), ("nl", "`true` (ja) of `false` (nee)")]
)
def test_every_key_has_a_line_with_what_it_means(language: str, choice: str) -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| (.+) \| (.+) \|$", reference(language), re.MULTILINE)
    models = {model for file in FILES for _, model in models_below(file.model)} - {*WORDS}
    assert len(rows) == sum(len([*explained(model)]) for model in models)
    told = dict(zip([row[0] for row in rows], rows, strict=True))
    assert told["mono"][1] == choice
    assert '`"#00567a"`' in told["accent"][3]


def test_the_command_prints_it_in_the_language_of_the_messages(cardprint: Run) -> None:
    assert cardprint("--lang", "nl", "reference").stdout == PAGES["naslag.md"]
