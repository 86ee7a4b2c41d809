"""The command line: a thin layer over the library."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from cardprint.command.arguments import ARGUMENTS
from cardprint.command.ending import AskedToEnd, leave, listen
from cardprint.errors import (
    CardprintError,
    ExitCode,
    InputError,
    OutputError,
    Place,
    Problem,
)
from cardprint.messages.catalogue import spoken, tell, tell_count
from cardprint.storage.project import Project

if TYPE_CHECKING:
    from cardprint.compare.model import Comparison
    from cardprint.compare.run import BuildSettings

EXIT_CODES = """exit codes:
  0  done                          3  the input is wrong (toolkit, layout, arguments)
  1  a bug, with its traceback     4  the finished PDF does not pass verification
  2  a wrong command line          5  a file or folder cannot be written
  6  compared, and different       7  nothing sound to compare with
130  interrupted"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; errors go to stderr, results to stdout."""
    options = _parser().parse_args(arguments)
    try:
        code: ExitCode | None = options.run(options)
    except CardprintError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        count = tell_count("{n} problem", "{n} problems", len(error.problems))
        print(spoken(count), file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("interrupted; the PDFs on disk are as they were", file=sys.stderr)
        return ExitCode.INTERRUPTED
    except AskedToEnd as asked:
        print("ended from outside; the PDFs on disk are as they were", file=sys.stderr)
        return asked.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return ExitCode.OK
    return code or ExitCode.OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cardprint",
        description="Printable, interactive, accessible PDF toolkits from card data.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and stop")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, add_arguments in ARGUMENTS.items():
        run = _COMMANDS[name]
        text = (run.__doc__ or "").strip()
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument(
            "--project", type=Path, default=Path(), help="folder with toolkits/ (default: here)"
        )
        command.set_defaults(run=run)
        add_arguments(command)
    return parser


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"cardprint {version('cardprint')}")
        parser.exit()


def _build(options: argparse.Namespace) -> None:
    """Build the PDFs."""
    from cardprint.command.progress import shown_progress
    from cardprint.pipeline.many import build
    from cardprint.storage.cache import Cache, user_cache
    from cardprint.storage.write import write

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
    from cardprint.command.findings import FORMATS, check

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


def _built_by(options: argparse.Namespace) -> BuildSettings:
    from cardprint.compare.run import BuildSettings
    from cardprint.storage.cache import Cache, user_cache

    cache = Cache(None) if options.no_cache else user_cache()
    return BuildSettings(options.out, options.jobs, cache)


def _accept(options: argparse.Namespace) -> None:
    """Build, and keep the result as what later builds are compared with."""
    from cardprint.compare.run import accept

    written = accept(options.project, options.toolkits, options.layout, _built_by(options))
    print("\n".join(written))


def _compare(options: argparse.Namespace) -> ExitCode:
    """Build, and compare with what was accepted; or compare two PDFs."""
    from cardprint.compare.formats import FORMATS
    from cardprint.compare.run import compare, compare_files

    files = [Path(each) for each in options.toolkits if each.lower().endswith(".pdf")]
    if files and (len(files), len(options.toolkits)) != (2, 2):
        hint = tell("name two PDFs, or toolkits")
        raise InputError(
            [Problem(Place(str(files[0])), tell("a PDF is compared with a PDF"), hint)]
        )
    if files:
        found: tuple[Comparison, ...] = (compare_files(files[0], files[1], options.report),)
    else:
        wanted = options.toolkits, options.layout, _built_by(options), options.report
        found = compare(options.project, *wanted)
    print(FORMATS[options.format](found))
    if options.report:
        print(f"report: {options.report / 'index.html'}", file=sys.stderr)
    same = all(each.is_same for each in found)
    return ExitCode.OK if same else ExitCode.DIFFERENT


def _verify(options: argparse.Namespace) -> None:
    """Verify finished PDFs against the data that they were made from."""
    from cardprint.pipeline.many import verify_file

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
    from cardprint.model.schema import schemas
    from cardprint.storage.write import write

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
    from cardprint.pipeline.handouts import handout

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
        pages = tell_count("{n} page", "{n} pages", report.pages)
        print(f"{report.file}  {spoken(pages)}  {use}")


def _list(options: argparse.Namespace) -> None:
    """List the toolkits and the layouts: what each is for, its paper, its pages."""
    from cardprint.command.listing import listing

    print(listing(Project(options.project.resolve())))


def _new(options: argparse.Namespace) -> None:
    """Copy a layout into the project, to change it."""
    from cardprint.command.listing import copy_layout

    print(copy_layout(Project(options.project.resolve()), options.source, options.name))


def _cache(options: argparse.Namespace) -> None:
    """Show where the cache is, or clear it."""
    from cardprint.storage.cache import user_cache

    cache = user_cache()
    if cache.folder is None:
        print(spoken(tell("there is no folder for a cache: this user has no home folder")))
    elif options.clear:
        print(f"{cache.clear()} entries deleted from {cache.folder}")
    else:
        print(cache.folder)


_COMMANDS: dict[str, Callable[[argparse.Namespace], ExitCode | None]] = {
    "build": _build,
    "handout": _handout,
    "check": _check,
    "accept": _accept,
    "compare": _compare,
    "verify": _verify,
    "schema": _schema,
    "list": _list,
    "new": _new,
    "cache": _cache,
}


def run() -> NoReturn:
    """The entry point of the ``cardprint`` command."""
    listen()
    leave(main())
