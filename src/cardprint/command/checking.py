"""The commands that check data and pages."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cardprint.command.options import (
    Command,
    add_languages,
    add_making,
    add_toolkits,
)
from cardprint.command.output import Output
from cardprint.errors import CardprintError, ExitCode, InputError, Place, Problem
from cardprint.messages.catalogue import plain, tell, tell_count, together
from cardprint.messages.escape import for_one_line
from cardprint.storage.project import Project

if TYPE_CHECKING:
    from cardprint.compare.model import Comparison
    from cardprint.compare.run import BuildSettings


def _add_check(parser: argparse.ArgumentParser) -> None:
    """What to check, and how to report it."""
    add_toolkits(parser)
    parser.add_argument("--format", choices=("text", "json", "github"), default="text")
    parser.add_argument("--strict", action="store_true", help="remarks count as problems")
    parser.add_argument("--evidence", action="store_true", help="show the evidence for IPDAS")
    parser.add_argument(
        "--today", type=date.fromisoformat, metavar="DATE", help="check as on this date: 2026-11-23"
    )


def _check(options: argparse.Namespace, output: Output) -> None:
    """Check the data and its language, without making PDFs."""
    from cardprint.command.findings import FORMATS, check, unread
    from cardprint.command.remarks import remarks_on_folders

    project = Project(options.project.resolve())
    today = options.today or datetime.now(tz=UTC).date()
    write = FORMATS[options.format]
    try:
        results = check(project, tuple(options.toolkits), today)
    except CardprintError as error:
        output.say(write([unread(error.problems)], evidence=options.evidence))
        raise
    output.say(write(results, evidence=options.evidence))
    if options.format == "text" and not options.toolkits:
        for line in remarks_on_folders(project):
            output.warn(line)
    problems = [problem for result in results for problem in result.problems]
    remarks = [remark.problem for result in results for remark in result.remarks]
    if problems or (options.strict and remarks):
        raise InputError(problems or remarks)


def _add_accept(parser: argparse.ArgumentParser) -> None:
    """What to accept."""
    add_toolkits(parser)
    add_languages(parser)
    parser.add_argument(
        "--layout", action="append", default=[], metavar="NAME",
        help="may be repeated (default: those that were accepted before, or screen)",
    )  # fmt: skip
    add_making(parser)


def _made_with(options: argparse.Namespace) -> BuildSettings:
    from cardprint.compare.run import BuildSettings
    from cardprint.storage.cache import Cache, user_cache

    cache = Cache(None) if options.no_cache else user_cache()
    return BuildSettings(options.out, options.jobs, cache)


def _accept(options: argparse.Namespace, output: Output) -> None:
    """Build, and keep the result as what later builds are compared with."""
    from cardprint.compare.run import accept

    wanted = options.project, options.toolkits, options.layout, _made_with(options)
    for folder in accept(*wanted, languages=options.language):
        output.say(for_one_line(folder))


def _add_compare(parser: argparse.ArgumentParser) -> None:
    """What to compare, and how to report it."""
    parser.add_argument(
        "toolkits",
        nargs="*",
        metavar="TOOLKIT | BEFORE.pdf AFTER.pdf",
        help="default: all toolkits",
    )
    parser.add_argument(
        "--layout", action="append", default=[], metavar="NAME",
        help="may be repeated (default: those that were accepted)",
    )  # fmt: skip
    add_languages(parser)
    add_making(parser)
    parser.add_argument(
        "--report", type=Path, metavar="DIR|FILE",
        help="write index.html for people and report.json for programs, or one of them by name",
    )  # fmt: skip
    parser.add_argument("--format", choices=("text", "json", "junit", "github"), default="text")


def _compare(options: argparse.Namespace, output: Output) -> ExitCode:
    """Build, and compare with what was accepted; or compare two PDFs."""
    from cardprint.command.reports import wanted_reports
    from cardprint.compare.formats import FORMATS, as_json
    from cardprint.compare.model import Comparison

    wanted = wanted_reports(options.report, html=True)
    problem: CardprintError | None = None
    try:
        found = _compared(options, wanted.html)
    except CardprintError as error:
        # Results without a comparison must say why, for those who do not read the messages.
        problem = error
        found = (Comparison("cardprint compare", "", "", problems=error.problems),)
    if not problem or options.format != "text":
        output.say(FORMATS[options.format](found))
    wanted.write_json(as_json(found), output)
    if problem:
        raise problem
    for file in filter(None, (wanted.html, wanted.json)):
        output.warn(tell("report: {file}", file=for_one_line(str(file))))
    return ExitCode.OK if all(each.is_same for each in found) else ExitCode.DIFFERENT


def _compared(options: argparse.Namespace, report: Path | None) -> tuple[Comparison, ...]:
    from cardprint.compare.run import compare, compare_files

    files = [Path(each) for each in options.toolkits if each.lower().endswith(".pdf")]
    if not files:
        made_with = _made_with(options)
        wanted = options.project, options.toolkits, options.layout, made_with, report
        return compare(*wanted, languages=options.language)
    if (len(files), len(options.toolkits)) != (2, 2):
        hint = tell("name two PDFs, or toolkits")
        raise InputError(
            [Problem(Place(str(files[0])), tell("a PDF can only be compared with a PDF"), hint)]
        )
    return (compare_files(files[0], files[1], report),)


def _add_verify(parser: argparse.ArgumentParser) -> None:
    """Which files to verify."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.pdf")
    parser.add_argument("--toolkit", metavar="NAME", help="default: the one the file names")
    parser.add_argument("--layout", metavar="NAME", help="default: the one the file names")
    parser.add_argument("--language", metavar="LANG", help="default: the one the file names")


def _verify(options: argparse.Namespace, output: Output) -> None:
    """Verify finished PDFs against the data that they were made from."""
    from cardprint.pipeline.many import verify_file

    project = Project(options.project.resolve())
    errors: list[CardprintError] = []
    for file in options.files:
        found = tell("a handout, verified when it was made")
        try:
            pages = verify_file(file, project, options.toolkit, options.layout, options.language)
        except CardprintError as error:
            errors.append(error)
            found = tell_count("{n} problem", "{n} problems", len(error.problems))
        else:
            if pages is not None:
                found = tell_count("{n} page, no problems", "{n} pages, no problems", pages)
        output.say(together([plain(for_one_line(str(file))), found], ": "))
    if errors:
        worst = max(errors, key=lambda error: error.exit_code)
        raise type(worst)(problem for error in errors for problem in error.problems)


COMMANDS = {
    "check": Command(_check, _add_check),
    "accept": Command(_accept, _add_accept),
    "compare": Command(_compare, _add_compare),
    "verify": Command(_verify, _add_verify),
}
