"""The command line: a thin layer over the library."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from typing import NoReturn

from cardprint.command import checking, making, telling, writing
from cardprint.command.ending import AskedToEnd, leave, listen
from cardprint.command.language import chosen_language
from cardprint.command.meant import complete
from cardprint.command.options import Command, add_everywhere, add_language
from cardprint.command.output import Output
from cardprint.command.parser import Parser
from cardprint.errors import CardprintError, ExitCode
from cardprint.messages.catalogue import speak, tell, tell_count
from cardprint.storage.project import Project

COMMANDS: dict[str, Command] = {
    **making.COMMANDS, **checking.COMMANDS, **writing.COMMANDS, **telling.COMMANDS,
}  # fmt: skip

EXIT_CODES = """exit codes:
  0  done                          3  the input is wrong (toolkit, layout, arguments)
  1  a bug, with its traceback     4  the finished PDF does not pass verification
  2  a wrong command line          5  a file, a folder or the results cannot be written
  6  compared, and different       7  nothing sound to compare with
130  interrupted"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; errors go to stderr, results to stdout."""
    output = Output()
    code = _code_of(arguments, output)
    output.end()
    return code or (ExitCode.CANNOT_WRITE if output.failed else ExitCode.OK)


def _code_of(arguments: Sequence[str] | None, output: Output) -> int:
    try:
        parser = _parser()
        options = parser.parse_args(arguments)
    except SystemExit as stop:  # after a wrong command line, --help or --version
        return int(stop.code or 0)
    try:
        options.parser = parser
        complete(options)
        speak(chosen_language(options, os.environ))
        return COMMANDS[options.command].run(options, output) or ExitCode.OK
    except CardprintError as error:
        _tell(error, options, output)
        output.warn(tell_count("{n} problem", "{n} problems", len(error.problems)))
        return error.exit_code
    except KeyboardInterrupt:
        output.warn(tell("interrupted; the PDFs on disk are as they were"))
        return ExitCode.INTERRUPTED
    except AskedToEnd as asked:
        output.warn(tell("stopped from outside; the PDFs on disk are as they were"))
        return asked.exit_code


def _tell(error: CardprintError, options: argparse.Namespace, output: Output) -> None:
    """Tell every problem; with its line, unless the command writes for programs."""
    from cardprint.command.quoting import with_quotations

    if getattr(options, "format", "text") == "text":
        project = Project(options.project.resolve())
        lines = with_quotations(error.problems, project, output.columns)
    else:
        lines = map(str, error.problems)
    for line in lines:
        output.warn(line)


def _parser() -> Parser:
    parser = Parser(
        prog="cardprint",
        description="Printable, interactive, accessible PDF toolkits from card data.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and stop")
    add_language(parser)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    for name, (run, add_arguments) in COMMANDS.items():
        text = (run.__doc__ or "").strip()
        command = commands.add_parser(name, help=text, description=text)
        add_everywhere(command)
        add_arguments(command)
    return parser


class _Version(argparse.Action):
    """Shows the version, and looks it up only when asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"cardprint {version('cardprint')}")
        parser.exit()


def run() -> NoReturn:
    """The entry point of the ``cardprint`` command."""
    _open_streams()
    listen()
    leave(main())


def _open_streams() -> None:
    """Open closed standard streams, so that no file gets their numbers and their output."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:  # noqa: PLR2004  # stdin, stdout, stderr
        pass
    os.close(number)
