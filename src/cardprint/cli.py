"""The command line: a thin layer over the library."""

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from cardprint.errors import (
    CardprintError,
    ExitCode,
    InputError,
    OutputError,
    Problem,
)
from cardprint.project import Project
from cardprint.workers import end_processes

EXIT_CODES = """exit codes:
  0  done                          3  the input is wrong (toolkit, layout, arguments)
  1  a bug, with its traceback     4  the finished PDF does not pass verification
  2  a wrong command line          5  a file or folder cannot be written
                                 130  interrupted"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; errors go to stderr, results to stdout."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except CardprintError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        print(_counted(len(error.problems), "problem"), file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("interrupted; the PDFs on disk are as they were", file=sys.stderr)
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return ExitCode.OK
    return ExitCode.OK


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cardprint",
        description="Printable, interactive, accessible PDF toolkits from card data.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and stop")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], None]) -> argparse.ArgumentParser:
        text = (run.__doc__ or "").strip()
        added = commands.add_parser(name, help=text, description=text)
        added.add_argument(
            "--project", type=Path, default=Path(), help="folder with toolkits/ (default: here)"
        )
        added.set_defaults(run=run)
        return added

    made = command("build", _build)
    made.add_argument("toolkits", nargs="*", metavar="TOOLKIT", help="default: all")
    made.add_argument(
        "--layout", action="append", metavar="NAME",
        help="may be repeated; 'all', or one over another as grid-a3+press (default: screen)",
    )  # fmt: skip
    made.add_argument("--mono", action="store_true", help="greys only, for any layout")
    made.add_argument(
        "--fit", choices=("lenient", "strict"), default="lenient",
        help="strict: a cell that is too long for its page is an error",
    )  # fmt: skip
    made.add_argument("--out", type=Path, metavar="DIR", help="default: out/ in the project")
    made.add_argument("--jobs", type=_positive, metavar="N", help="default: one for each core")
    made.add_argument("--no-cache", action="store_true", help="make everything again")
    made.add_argument("--report", type=Path, metavar="FILE.json", help="write what was done")
    made.add_argument("--quiet", action="store_true", help="only errors")
    chosen = command("handout", _handout)
    chosen.add_argument("toolkit", metavar="TOOLKIT")
    chosen.add_argument(
        "--option", action="append", default=[], metavar="CARD/OPTION", help="two to five of them"
    )
    chosen.add_argument("--layout", default="grid-a4", metavar="NAME", help="default: grid-a4")
    chosen.add_argument("--title", default="", metavar="TEXT", help="printed at the top")
    chosen.add_argument(
        "--for", dest="whom", default="", metavar="WHOM", help="printed, and kept nowhere"
    )
    chosen.add_argument("--notes", action="store_true", help="add a page to write on")
    chosen.add_argument("--out", type=Path, metavar="DIR", help="default: out/ in the project")
    checked = command("check", _check)
    checked.add_argument("toolkits", nargs="*", metavar="TOOLKIT", help="default: all")
    checked.add_argument("--format", choices=("text", "json", "github"), default="text")
    checked.add_argument("--strict", action="store_true", help="remarks fail, too")
    checked.add_argument("--evidence", action="store_true", help="show the evidence for IPDAS")
    checked.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="as 2026-11-23")
    verified = command("verify", _verify)
    verified.add_argument("files", nargs="+", type=Path, metavar="FILE.pdf")
    verified.add_argument("--toolkit", metavar="NAME", help="default: the one the file names")
    verified.add_argument("--layout", metavar="NAME", help="default: the one the file names")
    schema = command("schema", _schema)
    schema.add_argument("--out", type=Path, metavar="DIR", help="write one file for each kind")
    command("list", _list)
    started = command("new", _new)
    started.add_argument("kind", choices=("layout",))
    started.add_argument("name", metavar="NAME")
    started.add_argument(
        "--from", dest="source", default="grid-a4", metavar="LAYOUT", help="default: grid-a4"
    )
    cleared = command("cache", _cache)
    cleared.add_argument("--clear", action="store_true", help="delete everything in it")
    return parser


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"cardprint {version('cardprint')}")
        parser.exit()


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1 on")
    return int(text)


def _build(options: argparse.Namespace) -> None:
    """Build the PDFs."""
    from cardprint.cache import Cache, user_cache
    from cardprint.pipeline import build
    from cardprint.progress import shown_progress
    from cardprint.write import write

    layouts = options.layout or ["screen"]
    if options.mono:
        layouts = [name if "mono" in name.split("+") else f"{name}+mono" for name in layouts]
    with shown_progress(quiet=options.quiet) as progress:
        reports = build(
            options.project,
            options.toolkits,
            layouts,
            out=options.out,
            jobs=options.jobs,
            cache=Cache(None) if options.no_cache else user_cache(),
            progress=progress,
            strict=options.fit == "strict",
        )
    for report in reports:
        for problem in report.too_long:
            print(problem, file=sys.stderr)
        if not options.quiet:
            state = "new" if report.changed else "unchanged"
            seconds = sum(report.seconds.values())
            print(
                f"{report.file}  {report.pages} pages  {report.bytes / 1000:.0f} kB  "
                f"{seconds:.2f} s  {state}"
            )
    if options.report:
        text = json.dumps([report.to_dict() for report in reports], indent=2, ensure_ascii=False)
        write(text.encode() + b"\n", options.report, str(options.report))


def _check(options: argparse.Namespace) -> None:
    """Check the data and its language, without rendering."""
    from cardprint.editorial.report import FORMATS, check

    project = Project(options.project.resolve())
    today = options.today or datetime.now(tz=UTC).date()
    results = check(project, tuple(options.toolkits), today)
    output = FORMATS[options.format](results, evidence=options.evidence)
    if output:
        print(output)
    problems = [problem for result in results for problem in result.problems]
    remarks = [remark.problem for result in results for remark in result.remarks]
    if problems or (options.strict and remarks):
        raise InputError(problems or remarks)


def _verify(options: argparse.Namespace) -> None:
    """Verify finished PDFs against the data that they were made from."""
    from cardprint.pipeline import verify_file

    project = Project(options.project.resolve())
    problems: list[Problem] = []
    for file in options.files:
        try:
            pages = verify_file(file, project, options.toolkit, options.layout)
        except OutputError as error:
            problems += error.problems
        else:
            found = "a handout, verified when it was made"
            print(f"{file}: {found if pages is None else f'{pages} pages, no problems'}")
    if problems:
        raise OutputError(problems)


def _schema(options: argparse.Namespace) -> None:
    """Print the JSON Schema of the YAML files, for editors."""
    from cardprint.schema import schemas
    from cardprint.write import write

    found = schemas()
    if not options.out:
        print(json.dumps(found, indent=2, ensure_ascii=False))
        return
    for name, schema in found.items():
        target = options.out / f"{name}.json"
        text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        write(text.encode(), target, str(target))
        print(target)


def _handout(options: argparse.Namespace) -> None:
    """Put chosen options side by side: one PDF to print, one to fill in."""
    from cardprint.handout import handout

    for report in handout(
        options.project,
        options.toolkit,
        options.option,
        layout=options.layout,
        title=options.title,
        whom=options.whom,
        notes=options.notes,
        out=options.out,
    ):
        use = "to fill in" if report.form else "to print"
        print(f"{report.file}  {_counted(report.pages, 'page')}  {use}")


def _list(options: argparse.Namespace) -> None:
    """List the toolkits and the layouts: what each is for, its paper, its pages."""
    from cardprint.listing import listing

    print(listing(Project(options.project.resolve())))


def _new(options: argparse.Namespace) -> None:
    """Copy a layout into the project, to change it."""
    from cardprint.listing import copy_layout

    print(copy_layout(Project(options.project.resolve()), options.source, options.name))


def _cache(options: argparse.Namespace) -> None:
    """Show where the cache is, or clear it."""
    from cardprint.cache import user_cache

    cache = user_cache()
    if options.clear:
        print(f"{cache.clear()} entries deleted from {cache.folder}")
    else:
        print(cache.folder)


def run() -> None:
    """The entry point of the ``cardprint`` command.

    Everything is written by now. Python need not take the objects of half a dozen libraries apart
    before it goes, neither here nor in other processes: that is a fifth of a second. Only after an
    interrupt is there something left to tidy up.
    """
    code = main()
    if code == ExitCode.INTERRUPTED:
        sys.exit(code)
    end_processes()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
