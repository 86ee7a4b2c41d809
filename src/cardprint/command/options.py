"""What several commands take, and what a command is."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from cardprint.command.language import TOOLKIT, VARIABLE, language_option
from cardprint.command.output import Output
from cardprint.errors import ExitCode


class Command(NamedTuple):
    """One command of the command line."""

    run: Callable[[argparse.Namespace, Output], ExitCode | None]
    """Does the work; its docstring is the help of the command."""
    add_arguments: Callable[[argparse.ArgumentParser], None]


def add_everywhere(parser: argparse.ArgumentParser) -> None:
    """What every command takes; leaving it out after ``new layout`` must not undo it before."""
    parser.add_argument(
        "--project", type=Path, default=argparse.SUPPRESS, metavar="DIR",
        help="folder with toolkits/ (default: this one, or the nearest that it is in)",
    )  # fmt: skip
    add_language(parser)


def add_language(parser: argparse.ArgumentParser) -> None:
    """Add ``--lang``, before and after the command; leaving out one must not undo the other."""
    parser.add_argument(
        "--lang", type=language_option, default=argparse.SUPPRESS, metavar="LANG",
        help=f"language of messages; {TOOLKIT}: that of the toolkit "
        f"(default: {VARIABLE}, or that of the system)",
    )  # fmt: skip


def positive(text: str) -> int:
    """A number of jobs: one or more."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1 on")
    return int(text)


def add_toolkits(parser: argparse.ArgumentParser) -> None:
    """Which toolkits."""
    parser.add_argument("toolkits", nargs="*", metavar="TOOLKIT", help="default: all")


def add_making(parser: argparse.ArgumentParser) -> None:
    """How PDFs are made."""
    parser.add_argument("--out", type=Path, metavar="DIR", help="default: out/ in the project")
    parser.add_argument("--jobs", type=positive, metavar="N", help="default: one for each core")
    parser.add_argument("--no-cache", action="store_true", help="use no earlier results")


def add_languages(parser: argparse.ArgumentParser) -> None:
    """Which of the languages that a toolkit is in."""
    parser.add_argument(
        "--language", action="append", default=[], metavar="LANG",
        help="language of the toolkit, if it was translated; may be repeated; 'all' (default: "
        "the one it was written in)",
    )  # fmt: skip
