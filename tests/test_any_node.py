"""Whatever stands where in the data: it loads, or people are told what is wrong in that file."""

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from cardprint import Project
from cardprint.errors import InputError, Place, Problem
from cardprint.load.inputs import load_inputs
from cardprint.messages.catalogue import plain

FILES = (
    "toolkits/slapen/toolkit.yaml",
    "toolkits/slapen/cards/ritme.yaml",
    "toolkits/slapen/pages/gids.yaml",
)
STRANGE: dict[str, Any] = {
    "nothing": None,
    "empty text": "",
    "a number": "12",
    "a text": "Zomaar een zin.",
    "an empty list": [],
    "a list": ["een", "twee"],
    "a list of nothing": [None],
    "an empty mapping": {},
    "a mapping": {"naam": "waarde"},
    "a mapping in a list in a mapping": {"answers": [{"kind": {"to": ["x"]}}]},
    "a mapping of a kind": {"kind": ["steps"], "steps": {"steps": "steps"}, "description": None},
    "control characters": "\0\x1b[31m\u202e",
    "a path": "../../../../etc/passwd",
    "a dot": ".",
    "a very long word": "x" * 5000,
}
# Names of classes, and words of pydantic and Python, that mean nothing to an editor.
JARGON = re.compile(
    r"NotApplicable|ToolkitInfo|LayoutInfo|pydantic|function-|constrained|tuple|\bstr\b|\bdict\b"
    r"|\bNone\b|\bint\b|valid string|instance of|Field required|tagged-union|discriminator|\{\w+\}"
    r"|Errno|\[key\]|Traceback|should match|Input"
)


def paths(node: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every node below one."""
    yield path
    items = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node if isinstance(node, list) else ())
    )
    for key, value in items:
        yield from paths(value, (*path, key))


def replaced(data: Any, path: tuple[str | int, ...], strange: object) -> Any:
    if not path:
        return strange
    whole = deepcopy(data)
    node = whole
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = strange
    return whole


def problems_of(project: Path) -> tuple[Problem, ...]:
    """What is wrong with the small toolkit; nothing when it loads."""
    try:
        load_inputs(Project(project), project / "toolkits" / "slapen", "screen")
    except InputError as error:
        return error.problems or (Problem(Place("nowhere"), plain("no problem is told")),)
    return ()


@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE)
@pytest.mark.parametrize("name", FILES, ids=lambda name: Path(name).stem)
def test_any_node_may_be_anything(name: str, strange: object, project: Path) -> None:
    file = project / name
    data = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # text only
    told = 0
    for path in paths(data):
        file.write_text(yaml.safe_dump(replaced(data, path, strange), allow_unicode=True), "utf-8")
        for problem in problems_of(project):
            text = f"{problem.message} ({problem.hint})"
            assert not JARGON.search(text), (path, text)
            # What refers to a thing that is gone may be told where it stands.
            assert problem.place.file.startswith("toolkits/slapen/"), (path, problem)
            assert problem.place.line, (path, problem)
            told += problem.place.file == name
    assert told, "nothing was refused"
