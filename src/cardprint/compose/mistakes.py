"""Errors in a template as problems, with the template's file and line."""

import traceback
from pathlib import Path

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError

from cardprint.compose.folders import Folders
from cardprint.compose.limits import HINT, Refused
from cardprint.errors import NO_HINT, Place, Problem, nearest
from cardprint.load.layout import Layout
from cardprint.messages.catalogue import Message, plain, tell

_LONGEST = 300


def problem_of(error: Exception, layout: Layout, template: str) -> Problem | None:
    """What is wrong with a template, and where; None for an error that is not of a template.

    :param template: the name of the template that was asked for.
    """
    if isinstance(error, TemplateSyntaxError):
        file, line = error.filename, error.lineno
    else:
        own = {str(folder) for folder in layout.template_folders}
        frames = [
            frame
            for frame in traceback.extract_tb(error.__traceback__)
            if any(frame.filename.startswith(f"{folder}/") for folder in own)
        ]
        if not frames and not isinstance(error, Refused | TemplateNotFound):
            return None
        file, line = (frames[-1].filename, frames[-1].lineno or 0) if frames else (None, 0)
    place = _place(file, line) if file else Place(f"layouts/{layout.name}/{template}")
    return Problem(place, *_explained(error, layout))


def _place(file: str, line: int) -> Place:
    """The first character of a line, because Jinja2 does not report the column."""
    path = Path(file)
    lines = path.read_text("utf-8", "replace").splitlines()
    source = lines[line - 1] if 0 < line <= len(lines) else ""
    column = len(source) - len(source.lstrip()) + 1
    return Place(f"layouts/{path.parent.name}/{path.name}", line, column)


def _explained(error: Exception, layout: Layout) -> tuple[Message, Message]:
    """What is wrong, and how to mend it."""
    if isinstance(error, TemplateNotFound):
        known = Folders(layout.template_folders).known()
        name = str(error.name)
        return tell("there is no template '{name}'", name=name), nearest(name, known)
    if isinstance(error, RecursionError):
        return (
            tell("templates or macros call each other without end"),
            tell("check whether one includes, extends or calls itself"),
        )
    words = error.args[0] if error.args else ""
    message = words if isinstance(words, Message) else plain(_short(error))
    if isinstance(error, Refused):
        return message, error.hint
    return message, HINT if isinstance(error, UndefinedError) else NO_HINT


def _short(error: Exception) -> str:
    """The words of a library, cut short because they may quote huge values."""
    words = str(error) or type(error).__name__
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
