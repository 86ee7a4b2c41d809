"""A new value in a YAML file: nothing else in the file changes, and that is proved each time."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cardprint.errors import InputError
from cardprint.storage import splice as splicing
from cardprint.storage.nodes import NodePath, read_nodes
from cardprint.storage.splice import splice

TOOLKITS = Path(__file__).parents[1] / "toolkits"
FILES = sorted([*TOOLKITS.glob("*/*.yaml"), *TOOLKITS.glob("*/*/*.yaml")])

VALUES = [
    "", " ", "yes", "1.10", "null", "~", "2026-11-23", "- een\n- twee", "een: twee", "een #twee",
    "  vooraan", "achteraan ", "---", "...", "😀", "een\ttwee", "x" * 300, "woord " * 60 + "slot",
    "een\n\ntwee", "een\n  twee\ndrie", "\neen", "een\n", "een\n\n", "'s avonds", '"zo"',
    "@a", "*a", "&a", "!a", "%a", "{a", "[a", "a, b", "?", "-", ": ", "# a", "> a", "| a",
    "\\n", "a\r\nb", "a\u2028b", "a\u00a0b", "e\u0301", "\t",
]  # fmt: skip


def data_of(text: str) -> Any:
    found = read_nodes(
        text.removeprefix("\ufeff"), "a.yaml", lambda problem: pytest.fail(str(problem))
    )
    return found and found.data


def texts_in(data: Any, path: NodePath = ()) -> Iterator[NodePath]:
    """The path of every text."""
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from texts_in(value, (*path, key))
    else:
        yield path


def put(data: Any, path: NodePath, value: str) -> Any:
    """The data with one other text, by way of Python alone."""
    if not path:
        return value
    copy = data.copy()
    copy[path[0]] = put(data[path[0]], path[1:], value)
    return copy


def dumped(**how: Any) -> Callable[[str], str]:
    return lambda text: yaml.safe_dump(data_of(text), allow_unicode=True, sort_keys=False, **how)


FORMS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "with other ends of lines": lambda text: "\ufeff" + text.replace("\n", "\r\n"),
    "without a last end of line": lambda text: text.rstrip("\n"),
    "far to the right": dumped(indent=6, width=70),
    "in single quotes": dumped(default_style="'", width=90),
    "in double quotes": dumped(default_style='"', width=80),
    "in brackets": dumped(default_flow_style=True, width=120),
    "folded": dumped(default_style=">", width=72),
}  # fmt: skip


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.data())
def test_any_text_of_any_file_takes_any_value_and_only_its_lines_change(
    data: st.DataObject,
) -> None:
    text = data.draw(st.sampled_from(FILES)).read_text("utf-8")
    before = FORMS[data.draw(st.sampled_from(sorted(FORMS)))](text)
    path = data.draw(st.sampled_from([*texts_in(data_of(before))]))
    value = data.draw(st.sampled_from(VALUES) | st.text(max_size=40))
    if "\ud800" <= max(value, default="") <= "\udfff":
        return
    after = splice(before, {path: value})
    assert data_of(after) == put(data_of(before), path, value)
    nodes = read_nodes(before.removeprefix("\ufeff"), "a.yaml", print)
    assert nodes
    span = nodes.values[path]
    old, new = before.split("\n"), after.split("\n")
    assert new[: span.line - 1] == old[: span.line - 1]
    following = [line for line in old[span.end_line :] if line]
    assert not following or [line for line in new if line][-len(following) :] == following
    assert "\n" not in after.replace("\r\n", "") or "\r\n" not in before


KEPT = """\
# A comment at the top
title: Zonder   # plain
enkel: 'Met ''enkele'' aanhalingstekens'   # single
dubbel: "Met dubbele"   # double
vouw: >-   # folded
  Een zin die over twee regels gaat.
  En een zin erna.
vast: |
  - een
  - twee

lijst:
- {a: b, c: "d"}   # in brackets
-
  diep: |2-
      ingesprongen
    slot
leeg:
gewoon: een tekst
   op twee regels
"""


@pytest.mark.parametrize(
    ("path", "value", "before", "after"),
    [
        (("title",), "Nog", "title: Zonder ", "title: Nog "),
        (("title",), "a: b", "title: Zonder ", 'title: "a: b" '),
        (("title",), "a #b", "title: Zonder ", 'title: "a #b" '),
        (("title",), 'Zo "a": b', "title: Zonder ", "title: 'Zo \"a\": b' "),
        (("title",), "no", "title: Zonder ", 'title: "no" '),
        (("title",), "- a\n- b", "title: Zonder   # plain", "title: |-   # plain\n  - a\n  - b"),
        (("enkel",), "'t", "'Met ''enkele'' aanhalingstekens'", "'''t'"),
        (("enkel",), "a\tb", "'Met ''enkele'' aanhalingstekens'", "'a\tb'"),
        (("dubbel",), "a\\b", '"Met dubbele"', r'"a\\b"'),
        (
            ("vouw",),
            "Een zin die over twee regels gaat. En drie.",
            "regels gaat.\n  En een zin erna.",
            "regels gaat.\n  En drie.",
        ),
        (("vouw",), "a\n\nb", "  Een zin die over twee regels gaat.\n  En een zin erna.",
         "  a\n\n\n  b"),
        (("vast",), "- een\n- drie\n", "- twee", "- drie"),
        (("vast",), "- een\n- twee", "vast: |\n", "vast: |-\n"),
        (("lijst", 0, "a"), "e, f", "{a: b,", '{a: "e, f",'),
        (("lijst", 0, "c"), "e, f", '"d"', '"e, f"'),
        (("lijst", 1, "diep"), "  in\nslot", "      ingesprongen", "      in"),
        (("leeg",), "vol", "leeg:", "leeg: vol"),
        (("gewoon",), "een tekst op drie regels", "op twee", "op drie"),
    ],
)  # fmt: skip
def test_a_text_keeps_its_style_or_gets_the_nearest_that_can_hold_it(
    path: NodePath, value: str, before: str, after: str
) -> None:
    assert KEPT.count(before) == 1
    assert splice(KEPT, {path: value}) == KEPT.replace(before, after)


def test_a_text_that_outgrows_its_line_is_folded_at_the_width_of_the_file() -> None:
    words = " ".join(["woord"] * 30)
    assert splice("a: kort\n", {("a",): words}) == (
        "a: >-\n  " + " ".join(["woord"] * 16) + "\n  " + " ".join(["woord"] * 14) + "\n"
    )
    narrow = "b: >-\n  " + " ".join(["zes123"] * 11) + "\n  laatste\na: kort\n"
    assert max(map(len, splice(narrow, {("a",): words}).splitlines())) == 79


def test_lines_that_were_not_filled_stay_as_they_were() -> None:
    """One sentence on each line: only the changed one is other."""
    text = "a: >-\n  Een zin.\n  Nog een zin.\n  De derde.\n  Slot.\n"
    after = splice(text, {("a",): "Een zin. Nog een zin. De vierde. Slot."})
    assert after == text.replace("derde", "vierde")


def test_several_texts_change_in_one_step() -> None:
    after = splice(KEPT, {("title",): "A", ("gewoon",): "B", ("lijst", 0, "a"): "C"})
    assert data_of(after)["gewoon"] == "B"
    assert len(after.splitlines()) == len(KEPT.splitlines()) - 1


REPEATED = """\
a: &zin "Een zin"  # c
b: *zin
c: &blok   # d
  d: x
  e: [*zin, y]
f: [*blok, {g: *zin}]
h:
  - *blok
"""


@pytest.mark.parametrize("path", [*texts_in(data_of(REPEATED))])
@pytest.mark.parametrize("value", ["nieuw", "a: b, c", "- x\n- y"])
def test_of_what_is_repeated_only_the_named_place_changes(path: NodePath, value: str) -> None:
    after = splice(REPEATED, {path: value})
    assert data_of(after) == put(data_of(REPEATED), path, value)


def test_a_repetition_becomes_a_text_and_the_others_stay_repetitions() -> None:
    assert splice(REPEATED, {("b",): "los"}) == REPEATED.replace("b: *zin", "b: los")
    assert splice("a: &x b\nc: *x\n", {("c",): "d"}) == "a: b\nc: d\n"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (("titel",), "'titel' is not in the file"),
        (("lijst", 7), "'lijst.8' is not in the file"),
        (("lijst",), "'lijst' is not one text"),
        ((), "'' is not one text"),
        (("title", "x"), "'title.x' is not in the file"),
    ],
)
def test_what_is_absent_or_no_text_is_refused(path: NodePath, message: str) -> None:
    with pytest.raises(InputError) as error:
        splice(KEPT, {path: "x"}, "cards/a.yaml")
    assert [problem.message for problem in error.value.problems] == [message]
    assert error.value.problems[0].place.file == "cards/a.yaml"


def test_a_file_that_is_not_sound_is_refused_with_its_problems() -> None:
    with pytest.raises(InputError, match="is used twice"):
        splice("a: b\na: c\n", {("a",): "x"})


@pytest.mark.parametrize("wrong", ["nee", "ja   # anders", "ja\nextra: x", "ja #"])
def test_a_splice_that_changes_anything_else_is_refused(
    wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(splicing, "written", lambda _text, _setting: wrong)
    with pytest.raises(InputError, match="without touching something else"):
        splice(KEPT, {("title",): "ja"})
