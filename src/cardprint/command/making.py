"""The commands that make PDFs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from cardprint.command.options import (
    Command,
    add_languages,
    add_making,
    add_toolkits,
)
from cardprint.command.output import Output
from cardprint.errors import ExitCode
from cardprint.messages.catalogue import Message, plain, tell, tell_count, together
from cardprint.messages.data import as_json
from cardprint.messages.escape import for_one_line

if TYPE_CHECKING:
    from cardprint.pipeline.outcome import BuildReport


def _json_report(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() == ".html":
        raise argparse.ArgumentTypeError(
            f"'{text}': a build is reported as JSON (name a file that ends in .json, or a folder)"
        )
    return path


def _shard(text: str) -> tuple[int, int]:
    part, _, parts = text.partition("/")
    if not (part.isdigit() and parts.isdigit() and 1 <= int(part) <= int(parts)):
        raise argparse.ArgumentTypeError(f"'{text}' is no part of a whole, such as 3/20")
    return int(part), int(parts)


def _add_build(parser: argparse.ArgumentParser) -> None:
    """What to build, and how."""
    add_toolkits(parser)
    parser.add_argument(
        "--layout", action="append", metavar="NAME",
        help="may be repeated; 'all', or one over another: grid-a3+press (default: screen)",
    )  # fmt: skip
    add_languages(parser)
    parser.add_argument("--mono", action="store_true", help="greys only, for any layout")
    parser.add_argument(
        "--fit", choices=("lenient", "strict"), default="lenient",
        help="strict: a cell that is too long for its page is an error",
    )  # fmt: skip
    add_making(parser)
    parser.add_argument(
        "--report", type=_json_report, metavar="DIR|FILE.json",
        help="write a report of the build: DIR/report.json, or the file",
    )  # fmt: skip
    parser.add_argument("--quiet", action="store_true", help="print only errors, and no remarks")


def _build(options: argparse.Namespace, output: Output) -> None:
    """Build the PDFs."""
    from cardprint.command.progress import shown_progress
    from cardprint.command.remarks import remarks_on
    from cardprint.command.reports import wanted_reports
    from cardprint.pipeline.many import build
    from cardprint.storage.cache import Cache, user_cache

    wanted = wanted_reports(options.report, html=False)
    layouts = options.layout or ["screen"]
    if options.mono:
        layouts = [name if "mono" in name.split("+") else f"{name}+mono" for name in layouts]
    with shown_progress(output, quiet=options.quiet) as progress:
        reports = build(
            options.project,
            options.toolkits,
            layouts,
            languages=options.language,
            out=options.out,
            jobs=options.jobs,
            cache=Cache(None) if options.no_cache else user_cache(),
            progress=progress,
            strict=options.fit == "strict",
        )
    if not options.quiet:
        for report in reports:
            output.say(_built(report))
        for line in remarks_on(reports):
            output.warn(line)
    wanted.write_json(as_json([report.to_dict() for report in reports]), output)


def _built(report: BuildReport) -> Message:
    """One line about a file that was built."""
    facts = (
        plain(for_one_line(report.file)),
        tell_count("{n} page", "{n} pages", report.pages),
        tell("{size} kB", size=round(report.bytes / 1000)),
        tell("{seconds} s", seconds=round(sum(report.seconds.values()), 2)),
        tell("new") if report.changed else tell("unchanged"),
    )
    return together(facts, "  ")


def _add_handout(parser: argparse.ArgumentParser) -> None:
    """Which options to put side by side."""
    parser.add_argument("toolkit", metavar="TOOLKIT")
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="CARD/OPTION",
        help="repeat it for two to five options",
    )
    parser.add_argument("--layout", default="grid-a4", metavar="NAME", help="default: grid-a4")
    parser.add_argument(
        "--language", default="", metavar="LANG",
        help="language of the toolkit, if it was translated",
    )  # fmt: skip
    parser.add_argument("--title", default="", metavar="TEXT", help="printed at the top")
    parser.add_argument(
        "--for", dest="whom", default="", metavar="WHOM", help="printed, but stored nowhere"
    )
    parser.add_argument("--notes", action="store_true", help="add a page to write on")
    parser.add_argument("--out", type=Path, metavar="DIR", help="default: out/ in the project")


def _handout(options: argparse.Namespace, output: Output) -> None:
    """Put chosen options side by side: one PDF to print, one to fill in."""
    from cardprint.pipeline.handouts import handout

    for report in handout(
        options.project,
        options.toolkit,
        options.option,
        layout=options.layout,
        language=options.language,
        title=options.title,
        whom=options.whom,
        notes=options.notes,
        out=options.out,
    ):
        use = tell("to fill in") if report.form else tell("to print")
        pages = tell_count("{n} page", "{n} pages", report.pages)
        output.say(together([plain(for_one_line(report.file)), pages, use], "  "))


def _add_editions(parser: argparse.ArgumentParser) -> None:
    """Which editions to make, or to audit."""
    parser.add_argument("toolkit", metavar="TOOLKIT")
    parser.add_argument(
        "--only", action="append", default=[], metavar="ID", help="may be repeated (default: all)"
    )
    parser.add_argument(
        "--layout", action="append", metavar="NAME", help="may be repeated (default: screen)"
    )
    parser.add_argument(
        "--shard", type=_shard, default=(1, 1), metavar="K/N", help="the K-th of N parts: 3/20"
    )
    parser.add_argument("--resume", action="store_true", help="make only what is missing or old")
    parser.add_argument(
        "--audit", type=Path, metavar="DIR", help="name what is stale, altered or incomplete there"
    )
    parser.add_argument(
        "--whole", action="store_true", help="with --audit: read every file, trust no receipt"
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", help="workers of Dask: tcp://HOST:PORT")
    add_making(parser)
    parser.add_argument("--quiet", action="store_true", help="print only errors")


def _editions(options: argparse.Namespace, output: Output) -> ExitCode:
    """Make a toolkit for each organisation of a table, or audit what was made."""
    from cardprint.command.editions import make

    return make(options, output)


def _add_themes(parser: argparse.ArgumentParser) -> None:
    """Which toolkit to show them with."""
    parser.add_argument(
        "toolkit", nargs="?", default="", metavar="TOOLKIT", help="default: the first"
    )
    parser.add_argument("--layout", default="screen", metavar="NAME", help="default: screen")
    parser.add_argument("--out", type=Path, metavar="DIR", help="default: out/ in the project")


def _themes(options: argparse.Namespace, output: Output) -> None:
    """Show every theme in one PDF, with pages of a toolkit."""
    from cardprint.pipeline.themes import show_themes

    file = show_themes(options.project, options.toolkit, layout=options.layout, out=options.out)
    output.say(for_one_line(file))


COMMANDS = {
    "build": Command(_build, _add_build),
    "handout": Command(_handout, _add_handout),
    "editions": Command(_editions, _add_editions),
    "themes": Command(_themes, _add_themes),
}
