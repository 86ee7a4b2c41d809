"""Completion of commands, options and names by the shell, through shtab."""

from collections.abc import Iterator

import shtab

from cardprint.command.parser import Parser

_TOOLKITS = shtab.cmd("cardprint list --names toolkits 2>/dev/null")
_LAYOUTS = shtab.cmd("cardprint list --names layouts 2>/dev/null")
_BY_DESTINATION = {
    "toolkits": _TOOLKITS,
    "toolkit": _TOOLKITS,
    "layout": _LAYOUTS,
    "files": shtab.glob("*.pdf"),
    "project": shtab.DIRECTORY,
    "folder": shtab.DIRECTORY,
    "out": shtab.DIRECTORY,
    "report": shtab.FILE,
    "to": shtab.FILE,
    "file": shtab.glob("*.docx", "*.xlsx"),
}


def completion(parser: Parser, shell: str) -> str:
    """A script that tells the shell what may follow ``cardprint``.

    Names of toolkits and layouts are asked of the program when they are needed, so that they are
    those of the project that a person is in.
    """
    for name, command in _commands(parser):
        for action in command.taken:
            found = _BY_DESTINATION.get(action.dest)
            if action.dest == "source":
                found = {"layout": _LAYOUTS, "toolkit": _TOOLKITS}.get(name)
            if found and not action.choices:
                action.complete = found  # type: ignore[attr-defined]  # what shtab looks for
    return shtab.complete(parser, shell=shell)


def _commands(parser: Parser) -> Iterator[tuple[str, Parser]]:
    """Every command and what is below it, by its own name."""
    for name, command in parser.commands.items():
        yield name, command
        yield from _commands(command)
