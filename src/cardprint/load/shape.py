"""The shape of a toolkit for a new one: its questions, style and settings, without its texts."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from cardprint.load.starters import Wanted, example_files
from cardprint.load.toolkit import Toolkit
from cardprint.model.starter import Starter
from cardprint.storage.project import TOOLKIT_FILE

_OWN = ("title", "version", "published", "review_by", "decision", "based_on", "contents")
"""What the new toolkit says itself, in the words of the example."""
_DROPPED = ("subtitle", "contributors", "uncertainty")
"""What is true of the other toolkit only."""


def shaped_files(starter: Starter, shape: Toolkit, wanted: Wanted) -> dict[str, str]:
    """The files of the example, with the questions and the settings of another toolkit.

    Comments in its ``toolkit.yaml`` are kept. Every answer is a line that asks for it.
    """
    files = example_files(starter, wanted)
    theirs, ours = _read(shape.folder / TOOLKIT_FILE), _yaml().load(files[TOOLKIT_FILE])
    for name in _DROPPED:
        theirs.pop(name, None)
    for name in _OWN:
        theirs[name] = ours[name]
    if "terms_in" in theirs:  # none of these words is in the new texts; their comment stays
        theirs["terms_in"] = {}
    if wanted.orientation != shape.info.orientation:
        theirs["orientation"] = wanted.orientation
    files[TOOLKIT_FILE] = _written(theirs)
    questions = [question.id for question in shape.info.questions]
    for name in files:
        if name.startswith("cards/"):
            files[name] = _with_answers(files[name], questions, starter.answer)
    return files


def logos(shape: Toolkit) -> Iterator[str]:
    """The files of the toolkit that its style names."""
    style = shape.info.style
    for logo in (*(style.logos or ()), *filter(None, (style.logo,))):
        yield logo.file


def _with_answers(text: str, questions: list[str], answer: str) -> str:
    card = _yaml().load(text)
    for option in card["options"]:
        option["answers"] = dict.fromkeys(questions, answer)
    return _written(card)


def _yaml() -> YAML:
    """A reader and writer that keeps comments and quotes, and breaks no line."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _read(file: Path) -> Any:
    """The data of a file, without the comment that says where its schema is."""
    lines = file.read_text("utf-8-sig").splitlines(keepends=True)
    return _yaml().load("".join(line for line in lines if "$schema=" not in line))


def _written(data: Any) -> str:
    text = StringIO()
    _yaml().dump(data, text)
    return text.getvalue()
