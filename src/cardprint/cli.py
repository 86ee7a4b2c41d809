"""The command line: a thin layer over the library."""

import argparse
import json
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
        "--layout", action="append", metavar="NAME", help="may be repeated (default: screen)"
    )
    made.add_argument("--out", type=Path, metavar="DIR", help="default: out/ in the project")
    made.add_argument("--jobs", type=_positive, metavar="N", help="default: one for each core")
    made.add_argument("--no-cache", action="store_true", help="make everything again")
    made.add_argument("--report", type=Path, metavar="FILE.json", help="write what was done")
    made.add_argument("--quiet", action="store_true", help="only errors")
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

    with shown_progress(quiet=options.quiet) as progress:
        reports = build(
            options.project,
            options.toolkits,
            options.layout or ["screen"],
            out=options.out,
            jobs=options.jobs,
            cache=Cache(None) if options.no_cache else user_cache(),
            progress=progress,
        )
    for report in reports:
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
            print(f"{file}: {pages} pages, no problems")
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


def _list(options: argparse.Namespace) -> None:
    """List the toolkits and the layouts."""
    from cardprint.load.source import read_source

    project = Project(options.project.resolve())
    for title, found, file, key in (
        ("toolkits", project.toolkits(), "toolkit.yaml", "title"),
        ("layouts", project.layouts(), "layout.yaml", "description"),
    ):
        print(f"{title}:")
        for name, folder in found.items():
            source = read_source(folder / file, project.shown(folder / file), lambda _: None)
            data = source.data if source and isinstance(source.data, dict) else {}
            print(f"  {name:<32}{data.get(key, '')}")


def _cache(options: argparse.Namespace) -> None:
    """Show where the cache is, or clear it."""
    from cardprint.cache import user_cache

    cache = user_cache()
    if options.clear:
        print(f"{cache.clear()} entries deleted from {cache.folder}")
    else:
        print(cache.folder)


def run() -> None:
    """The entry point of the ``cardprint`` command."""
    sys.exit(main())
