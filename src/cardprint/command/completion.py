"""Completion of commands, options and names by the shell, through shtab."""

import argparse
from collections.abc import Iterator

import shtab

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
}


def completion(parser: argparse.ArgumentParser, shell: str) -> str:
    """A script that tells the shell what may follow ``cardprint``.

    Names of toolkits and layouts are asked of the program when they are needed, so that they are
    those of the project that a person is in.
    """
    for name, command in _commands(parser):
        for action in command._actions:  # noqa: SLF001  # argparse has no other way to them
            found = _BY_DESTINATION.get(action.dest)
            if action.dest == "source":
                found = {"layout": _LAYOUTS, "toolkit": _TOOLKITS}.get(name)
            if found and not action.choices:
                action.complete = found  # type: ignore[attr-defined]  # what shtab looks for
    return shtab.complete(parser, shell=shell)


def _commands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command and what is below it, by its own name."""
    for action in parser._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for name, command in action.choices.items():
                yield name, command
                yield from _commands(command)
