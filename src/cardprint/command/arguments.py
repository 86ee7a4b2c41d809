"""The arguments of each command."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from cardprint.command.language import TOOLKIT, VARIABLE, language_option


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


def _add_languages(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--language", action="append", default=[], metavar="LANG",
        help="language of the toolkit, if it was translated; may be repeated; 'all' (default: "
        "the one it was written in)",
    )  # fmt: skip


def add_build(parser: argparse.ArgumentParser) -> None:
    """What to build, and how."""
    _add_toolkits(parser)
    parser.add_argument(
        "--layout", action="append", metavar="NAME",
        help="may be repeated; 'all', or one over another: grid-a3+press (default: screen)",
    )  # fmt: skip
    _add_languages(parser)
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
    parser.add_argument("--quiet", action="store_true", help="print only errors, and no remarks")


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
        "--language", action="append", default=[], metavar="LANG",
        help="language of the toolkit, if it was translated; may be repeated",
    )  # fmt: skip
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
    _add_languages(parser)
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
    _add_languages(parser)
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
    parser.add_argument("--language", metavar="LANG", help="default: the one the file names")


def add_schema(parser: argparse.ArgumentParser) -> None:
    """Where to write."""
    parser.add_argument("--out", type=Path, metavar="DIR", help="write one file for each kind")


def add_reference(parser: argparse.ArgumentParser) -> None:
    """Where to write."""
    parser.add_argument("--out", type=Path, metavar="DIR", help="write one page for each language")


def add_new(parser: argparse.ArgumentParser) -> None:
    """A toolkit or a layout."""
    kinds = parser.add_subparsers(required=True, metavar="KIND", dest="kind")
    toolkit = kinds.add_parser(
        "toolkit", help="a toolkit to write over", description="Add a toolkit to the project."
    )
    toolkit.add_argument("name", nargs="?", metavar="NAME", help="its folder in toolkits/")
    add_everywhere(toolkit)
    _add_example(toolkit)
    toolkit.add_argument(
        "--from", dest="source", metavar="TOOLKIT",
        help="take its questions, style, layouts and other settings, without its texts, cards and "
        "pages (for a copy of everything, copy its folder)",
    )  # fmt: skip
    layout = kinds.add_parser(
        "layout", help="a layout of your own", description="Add a layout to the project."
    )
    add_everywhere(layout)
    layout.add_argument("name", metavar="NAME")
    layout.add_argument(
        "--from", dest="source", default="grid-a4", metavar="LAYOUT", help="default: grid-a4"
    )
    layout.add_argument(
        "--copy", action="store_true", help="copy its files instead of naming it as the base"
    )


def add_init(parser: argparse.ArgumentParser) -> None:
    """The folder, and its first toolkit."""
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(), metavar="FOLDER", help="default: here"
    )
    parser.add_argument("--name", metavar="NAME", help="of the folder of its first toolkit")
    _add_example(parser)
    parser.set_defaults(source=None)


def _add_example(parser: argparse.ArgumentParser) -> None:
    """What a new toolkit begins with; on a terminal, what is left out is asked."""
    parser.add_argument(
        "--language", metavar="LANG", help="such as nl or en (default: as messages)"
    )
    parser.add_argument("--title", metavar="TEXT", help="the title on its cover")
    parser.add_argument(
        "--options-as", choices=("rows", "columns"), help="where there is room (default: columns)"
    )


def add_list(parser: argparse.ArgumentParser) -> None:
    """What to list."""
    parser.add_argument(
        "--names", choices=("toolkits", "layouts"), help="only these names, one on each line"
    )


def add_completion(parser: argparse.ArgumentParser) -> None:
    """For which shell."""
    parser.add_argument("shell", choices=("bash", "zsh", "fish", "powershell"))


def add_themes(parser: argparse.ArgumentParser) -> None:
    """Which toolkit to show them with."""
    parser.add_argument(
        "toolkit", nargs="?", default="", metavar="TOOLKIT", help="default: the first"
    )
    parser.add_argument("--layout", default="screen", metavar="NAME", help="default: screen")
    parser.add_argument("--out", type=Path, metavar="DIR", help="default: out/ in the project")


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65535:  # noqa: PLR2004  # the last port there is
        raise argparse.ArgumentTypeError(f"'{text}' is not a port: a whole number up to 65535")
    return int(text)


def add_preview(parser: argparse.ArgumentParser) -> None:
    """What to show, and where."""
    parser.add_argument(
        "toolkit", nargs="?", default="", metavar="TOOLKIT", help="default: the first"
    )
    parser.add_argument("--layout", default="screen", metavar="NAME", help="default: screen")
    parser.add_argument("--port", type=_port, default=0, metavar="N", help="default: a free one")
    parser.add_argument("--open", action="store_true", help="open the page in your browser")
    parser.add_argument(
        "--poll", action="store_true",
        help="look at the files again and again, where the system does not tell of changes",
    )  # fmt: skip
    parser.add_argument(
        "--editor", metavar="ADDRESS",
        help="what opens a file at a line (default: vscode://file/{file}:{line}:{column})",
    )  # fmt: skip
    parser.add_argument("--jobs", type=_positive, metavar="N", help="default: one for each core")
    parser.add_argument("--no-cache", action="store_true", help="use no earlier results")


def add_translate(parser: argparse.ArgumentParser) -> None:
    """Which translation to make or renew, and how translators get it."""
    parser.add_argument("toolkit", metavar="TOOLKIT")
    parser.add_argument("--to", required=True, metavar="LANG", help="language, such as en")
    either = parser.add_mutually_exclusive_group()
    either.add_argument(
        "--export", type=Path, metavar="FILE.po|FILE.xliff", help="write a file for translators"
    )
    either.add_argument(
        "--import", dest="given", type=Path, metavar="FILE.po|FILE.xliff",
        help="take over what translators wrote in it",
    )  # fmt: skip


def add_edit(parser: argparse.ArgumentParser) -> None:
    """What to change, and where; the browser opens unless it should not."""
    add_preview(parser)
    parser.set_defaults(open=True)
    parser.add_argument(
        "--no-open", dest="open", action="store_false", help="do not open the page in your browser"
    )


def add_cache(parser: argparse.ArgumentParser) -> None:
    """What to do with the cache."""
    parser.add_argument("--clear", action="store_true", help="delete everything in it")


def add_export(parser: argparse.ArgumentParser) -> None:
    """What to export, and where to."""
    parser.add_argument("toolkit", metavar="TOOLKIT")
    parser.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar="FILE",
        help="a file for Word (.docx) or Excel (.xlsx)",
    )
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="CARD", help="cards or pages, by id (default: all)"
    )
    parser.add_argument(
        "--language", default="", metavar="LANG",
        help="language of the toolkit, if it was translated",
    )  # fmt: skip


def add_import(parser: argparse.ArgumentParser) -> None:
    """Which file to import, and what to do with what it changes."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--dry-run", action="store_true", help="show the changes, and write nothing"
    )
    parser.add_argument("--yes", action="store_true", help="take the changes over without asking")
    parser.add_argument(
        "--changes", choices=("accept", "original", "refuse"), default="refuse",
        help="tracked changes of Word: as if accepted, or as if rejected (default: refuse)",
    )  # fmt: skip


ARGUMENTS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "build": add_build,
    "handout": add_handout,
    "editions": add_editions,
    "check": add_check,
    "accept": add_accept,
    "compare": add_compare,
    "verify": add_verify,
    "schema": add_schema,
    "reference": add_reference,
    "list": add_list,
    "themes": add_themes,
    "export": add_export,
    "import": add_import,
    "init": add_init,
    "new": add_new,
    "preview": add_preview,
    "translate": add_translate,
    "edit": add_edit,
    "cache": add_cache,
    "completion": add_completion,
}
