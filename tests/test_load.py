"""The load stage: places, scalars as text, and what a sound toolkit becomes."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardprint.errors import InputError, Place, Problem
from cardprint.load.layout import Layout
from cardprint.load.reading import load_toolkit
from cardprint.load.toolkit import Toolkit
from cardprint.model.colour import contrast, tint
from cardprint.model.layout import millimetres, points
from cardprint.storage.project import Project
from cardprint.storage.source import Source, read_source


def read(path: Path, text: str) -> Source:
    path.write_text(text, "utf-8")
    problems: list[Problem] = []
    source = read_source(path, path.name, problems.append)
    assert source is not None, problems
    return source


def test_every_node_has_its_place(tmp_path: Path) -> None:
    source = read(tmp_path / "a.yaml", "a: 1\nb:\n  - c: x\n  - d: >-\n      long\n      text\n")
    assert source.at(("b", 1, "d")) == Place("a.yaml", 4, 8)
    assert source.at(("b", 1, "d"), key=True) == Place("a.yaml", 4, 5)
    assert source.find(("b", 1, "d"), "text") == Place("a.yaml", 6, 7)


def test_the_place_of_an_absent_node_is_that_of_its_parent(tmp_path: Path) -> None:
    source = read(tmp_path / "a.yaml", "a:\n  b: 1\n")
    assert source.at(("a", "missing", 3)) == Place("a.yaml", 1, 1)


def test_scalars_stay_text_until_the_schema_decides(tmp_path: Path) -> None:
    source = read(tmp_path / "a.yaml", "a: no\nb: 1.10\nc: 2026-01-01\nd: ~\ne: '~'\n")
    assert source.data == {"a": "no", "b": "1.10", "c": "2026-01-01", "d": None, "e": "~"}


def test_a_sound_toolkit_loads_whole(mini: tuple[Toolkit, Layout]) -> None:
    toolkit, _ = mini
    assert toolkit.info.published == date(2026, 1, 5)
    assert [part.id for part in toolkit.parts] == ["gids", "ritme", "rust", "colofon"]
    assert toolkit.number(toolkit.cards[1]) == 2
    assert toolkit.titles["option/ritme/licht"] == "Licht in de ochtend (lichttherapie)"
    assert str(toolkit.at(toolkit.cards[0], "options", 1, "answers", "last")).endswith(
        "toolkits/slapen/cards/ritme.yaml:25:13"
    )


def test_problems_of_all_files_come_together(project: Path) -> None:
    folder = project / "toolkits" / "slapen"
    for name in ("cards/ritme.yaml", "cards/rust.yaml"):
        file = folder / name
        file.write_text(file.read_text("utf-8").replace("intro:", "inleiding:"), "utf-8")
    with pytest.raises(InputError) as caught:
        load_toolkit(folder, Project(project))
    assert {problem.place.file for problem in caught.value.problems} == {
        f"toolkits/slapen/cards/{name}.yaml" for name in ("ritme", "rust")
    }
    assert len(caught.value.problems) == 4


def test_lengths_keep_their_units() -> None:
    assert millimetres("1in") == pytest.approx(25.4)
    assert points("25.4mm") == pytest.approx(72)
    assert points("8pt") == pytest.approx(8)


colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colours, colours)
def test_contrast_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert 1 <= contrast(one, other) == contrast(other, one) <= 21.0001


@given(colours)
def test_a_tint_is_between_the_colour_and_white(colour: str) -> None:
    assert tint(colour, 0) == "#ffffff"
    assert tint(colour, 1) == colour
    assert contrast(tint(colour, 0.1), "#ffffff") <= contrast(colour, "#ffffff") + 1e-9
