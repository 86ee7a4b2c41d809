"""A parser of arguments that can be asked what it takes, so that a shell can complete it."""

import argparse
from typing import Any


class Parser(argparse.ArgumentParser):
    """Keeps its arguments, and the parsers of its commands."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self.taken: list[argparse.Action] = []
        self.commands: dict[str, Parser] = {}
        super().__init__(*arguments, **named)

    def add_argument(self, *arguments: Any, **named: Any) -> argparse.Action:
        """Add an argument, as the parser of Python does."""
        action = super().add_argument(*arguments, **named)
        self.taken.append(action)
        return action

    def add_subparsers(self, **named: Any) -> Any:
        """Let commands be added, likewise."""
        commands = super().add_subparsers(**named)
        self.commands = commands.choices
        return commands
