"""Entries of a YAML file come, go, move and get other names, and all others stay as they were."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cardprint.errors import InputError
from cardprint.storage.nodes import NodePath
from cardprint.storage.rearrange import insert, move, remove, rename
from test_splice import FILES, FORMS, REPEATED, data_of

CARD = """\
id: kaart
options:   # what to choose from
  # the first one
  - id: een   # with a comment
    summary: >-
      Een zin
      over twee regels.

  # the second one
  - id: twee
    cautions: []
    more: [{to: page/a}, {to: page/b}]
# at the end
cautions:
  - text: Let op
"""

SPLIT = re.compile(r"(?=  # the first)|(?=\n  # the second)|(?=# at the end)")


def lists_in(data: Any, path: NodePath = ()) -> list[NodePath]:
    """The path of every list and mapping that holds something."""
    if not isinstance(data, dict | list) or not data:
        return []
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    return [path, *(found for key, value in pairs for found in lists_in(value, (*path, key)))]


def at(data: Any, path: NodePath) -> Any:
    for step in path:
        data = data[step]
    return data


NEW: list[Any] = [
    {"id": "nieuw", "summary": "woord " * 40 + "slot", "answers": {"wat": "a: b"}, "more": []},
    "een: twee",
    "- a\n- b\n",
    ["a", ["b", {"c": "d"}], {}],
    None,
]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.data())
def test_what_is_put_into_any_list_is_there_and_can_be_taken_out_again(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(FILES)).read_text("utf-8")
    before = FORMS[data.draw(st.sampled_from(sorted(FORMS)))](text)
    old = data_of(before)
    above = data.draw(st.sampled_from(lists_in(old)))
    new = data.draw(st.sampled_from(NEW))
    entries = at(old, above)
    last: str | int = "nieuw"
    if isinstance(entries, list):
        last = data.draw(st.integers(0, len(entries)))
    after = insert(before, (*above, last), new)
    assert at(data_of(after), (*above, last)) == new
    assert remove(after, (*above, last)).rstrip() == before.rstrip()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.data())
def test_an_entry_of_any_list_moves_there_and_back(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(FILES)).read_text("utf-8")
    before = FORMS[data.draw(st.sampled_from(sorted(FORMS)))](text)
    # The last end of a line may be a part of the last text.
    old = data_of(before.rstrip("\r\n") + "\n")
    lists = [path for path in lists_in(old) if isinstance(at(old, path), list)]
    if not lists:
        return
    above = data.draw(st.sampled_from(lists))
    count = len(at(old, above))
    start, to = (data.draw(st.integers(0, count - 1)) for _ in range(2))
    after = move(before, (*above, start), to)
    assert at(data_of(after), above)[to] == at(old, above)[start]
    assert move(after, (*above, to), start).rstrip() == before.rstrip()


def test_lines_come_and_go_with_their_comments_and_the_others_stay() -> None:
    assert insert(CARD, ("options", 1), {"id": "tussen"}) == CARD.replace(
        "over twee regels.\n", "over twee regels.\n  - id: tussen\n"
    )
    head, first, second, end = SPLIT.split(CARD)
    assert move(CARD, ("options", 0), 1) == head + second + first + end
    assert "with a comment" not in (left := remove(CARD, ("options", 0)))
    assert "what to choose from" in left
    assert "at the end" in left


@pytest.mark.parametrize(
    ("path", "data", "line"),
    [
        (("options", 0, "title"), "Een", "    title: Een"),
        (("options", 1, "cautions", 0), {"text": "a: b"}, '    cautions:\n      - text: "a: b"'),
        (("options", 1, "more", 2), {"to": "x"}, "{to: page/b}, {to: x}]"),
        (("options", 1, "more", 0, "title"), "a, b", 'more: [{to: page/a, title: "a, b"}'),
        (("subtitle",), "twee\nregels", "id: kaart\nsubtitle: |-\n  twee\n  regels\noptions:"),
    ],
)
def test_something_new_is_written_as_what_is_beside_it(
    path: NodePath, data: Any, line: str
) -> None:
    after = insert(CARD, path, data, ("id", "title", "subtitle", "options"))
    assert line in after
    assert at(data_of(after), path) == data


def test_the_last_entry_of_a_list_leaves_an_empty_one() -> None:
    assert remove(CARD, ("cautions", 0)).endswith("cautions: []\n")


def test_a_key_gets_another_name() -> None:
    assert rename(CARD, ("options", 0, "summary"), "een: twee") == CARD.replace(
        "summary:", '"een: twee":'
    )


def test_what_others_repeat_is_written_out_before_it_goes() -> None:
    after = remove(REPEATED, ("c",))
    old = data_of(REPEATED)
    del old["c"]
    assert data_of(after) == old
    assert data_of(move(REPEATED, ("c", "e", 1), 0))["f"] == data_of(REPEATED)["f"]


@pytest.mark.parametrize(
    "change",
    [
        lambda: insert(CARD, ("options", 5), "x"),
        lambda: insert(CARD, ("id",), "x"),
        lambda: insert(CARD, ("nee", 0), "x"),
        lambda: insert(CARD, ("id", "x"), "x"),
        lambda: remove(CARD, ("options", 2)),
        lambda: remove(CARD, ("nee",)),
        lambda: move(CARD, ("options", 9), 0),
        lambda: rename(CARD, ("id",), "options"),
    ],
)
def test_what_cannot_be_is_refused(change: Any) -> None:
    with pytest.raises(InputError, match=r"is not in the file|cannot be added"):
        change()
