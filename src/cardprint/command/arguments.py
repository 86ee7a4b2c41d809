"""The arguments of each command."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1 on")
    return int(text)


def _json_report(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() == ".html":
        raise argparse.ArgumentTypeError(
            f"'{text}': a build is reported as JSON (name a file that ends in .json, or a folder)"
        )
    return path


def _add_toolkits(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("toolkits", nargs="*", metavar="TOOLKIT", help="default: all")


def _add_making(parser: argparse.ArgumentParser) -> None:
    """How PDFs are made."""
    parser.add_argument("--out", type=Path, metavar="DIR", help="default: out/ in the project")
    parser.add_argument("--jobs", type=_positive, metavar="N", help="default: one for each core")
    parser.add_argument("--no-cache", action="store_true", help="use no earlier results")


def add_build(parser: argparse.ArgumentParser) -> None:
    """What to build, and how."""
    _add_toolkits(parser)
    parser.add_argument(
        "--layout", action="append", metavar="NAME",
        help="may be repeated; 'all', or one over another: grid-a3+press (default: screen)",
    )  # fmt: skip
    parser.add_argument("--mono", action="store_true", help="greys only, for any layout")
    parser.add_argument(
        "--fit", choices=("lenient", "strict"), default="lenient",
        help="strict: a cell that is too long for its page is an error",
    )  # fmt: skip
    _add_making(parser)
    parser.add_argument(
        "--report", type=_json_report, metavar="DIR|FILE.json",
        help="write a report of the build: DIR/report.json, or the file",
    )  # fmt: skip
    parser.add_argument("--quiet", action="store_true", help="print only errors")


def add_handout(parser: argparse.ArgumentParser) -> None:
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
    parser.add_argument("--title", default="", metavar="TEXT", help="printed at the top")
    parser.add_argument(
        "--for", dest="whom", default="", metavar="WHOM", help="printed, but stored nowhere"
    )
    parser.add_argument("--notes", action="store_true", help="add a page to write on")
    parser.add_argument("--out", type=Path, metavar="DIR", help="default: out/ in the project")


def _shard(text: str) -> tuple[int, int]:
    part, _, parts = text.partition("/")
    if not (part.isdigit() and parts.isdigit() and 1 <= int(part) <= int(parts)):
        raise argparse.ArgumentTypeError(f"'{text}' is no part of a whole, such as 3/20")
    return int(part), int(parts)


def add_editions(parser: argparse.ArgumentParser) -> None:
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
    _add_making(parser)
    parser.add_argument("--quiet", action="store_true", help="print only errors")


def add_check(parser: argparse.ArgumentParser) -> None:
    """What to check, and how to report it."""
    _add_toolkits(parser)
    parser.add_argument("--format", choices=("text", "json", "github"), default="text")
    parser.add_argument("--strict", action="store_true", help="remarks count as problems")
    parser.add_argument("--evidence", action="store_true", help="show the evidence for IPDAS")
    parser.add_argument(
        "--today", type=date.fromisoformat, metavar="DATE", help="check as on this date: 2026-11-23"
    )


def add_accept(parser: argparse.ArgumentParser) -> None:
    """What to accept."""
    _add_toolkits(parser)
    parser.add_argument(
        "--layout", action="append", default=[], metavar="NAME",
        help="may be repeated (default: those that were accepted before, or screen)",
    )  # fmt: skip
    _add_making(parser)


def add_compare(parser: argparse.ArgumentParser) -> None:
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
    _add_making(parser)
    parser.add_argument(
        "--report", type=Path, metavar="DIR|FILE",
        help="write index.html for people and report.json for programs, or one of them by name",
    )  # fmt: skip
    parser.add_argument("--format", choices=("text", "json", "junit", "github"), default="text")


def add_verify(parser: argparse.ArgumentParser) -> None:
    """Which files to verify."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.pdf")
    parser.add_argument("--toolkit", metavar="NAME", help="default: the one the file names")
    parser.add_argument("--layout", metavar="NAME", help="default: the one the file names")


def add_schema(parser: argparse.ArgumentParser) -> None:
    """Where to write."""
    parser.add_argument("--out", type=Path, metavar="DIR", help="write one file for each kind")


def add_new(parser: argparse.ArgumentParser) -> None:
    """The new layout, and the one that it changes."""
    parser.add_argument("kind", choices=("layout",))
    parser.add_argument("name", metavar="NAME")
    parser.add_argument(
        "--from", dest="source", default="grid-a4", metavar="LAYOUT", help="default: grid-a4"
    )
    parser.add_argument(
        "--copy", action="store_true", help="copy its files instead of naming it as the base"
    )


def add_themes(parser: argparse.ArgumentParser) -> None:
    """Which toolkit to show them with."""
    parser.add_argument(
        "toolkit", nargs="?", default="", metavar="TOOLKIT", help="default: the first"
    )
    parser.add_argument("--layout", default="screen", metavar="NAME", help="default: screen")
    parser.add_argument("--out", type=Path, metavar="DIR", help="default: out/ in the project")


def add_cache(parser: argparse.ArgumentParser) -> None:
    """What to do with the cache."""
    parser.add_argument("--clear", action="store_true", help="delete everything in it")


ARGUMENTS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "build": add_build,
    "handout": add_handout,
    "editions": add_editions,
    "check": add_check,
    "accept": add_accept,
    "compare": add_compare,
    "verify": add_verify,
    "schema": add_schema,
    "list": lambda _: None,
    "themes": add_themes,
    "new": add_new,
    "cache": add_cache,
}
