"""The commands for those who write: beginning, seeing, changing, translating, correcting."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from cardprint.command.options import (
    Command,
    add_everywhere,
    positive,
)
from cardprint.command.output import Output
from cardprint.storage.project import Project

if TYPE_CHECKING:
    pass


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65535:  # noqa: PLR2004  # the last port there is
        raise argparse.ArgumentTypeError(f"'{text}' is not a port: a whole number up to 65535")
    return int(text)


def _add_init(parser: argparse.ArgumentParser) -> None:
    """The folder, and its first toolkit."""
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(), metavar="FOLDER", help="default: here"
    )
    parser.add_argument("--name", metavar="NAME", help="of the folder of its first toolkit")
    _add_example(parser)
    parser.set_defaults(source=None)


def _init(options: argparse.Namespace, output: Output) -> None:
    """Make a folder a project, with an example of a toolkit to write over."""
    from cardprint.command.beginning import init

    init(options, output)


def _add_new(parser: argparse.ArgumentParser) -> None:
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


def _add_example(parser: argparse.ArgumentParser) -> None:
    """What a new toolkit begins with; on a terminal, what is left out is asked."""
    parser.add_argument(
        "--language", metavar="LANG", help="such as nl or en (default: as messages)"
    )
    parser.add_argument("--title", metavar="TEXT", help="the title on its cover")
    parser.add_argument(
        "--options-as", choices=("rows", "columns"), help="where there is room (default: columns)"
    )


def _new(options: argparse.Namespace, output: Output) -> None:
    """Begin a toolkit, or a layout of your own."""
    if options.kind == "toolkit":
        from cardprint.command.beginning import new_toolkit

        new_toolkit(options, output)
        return
    from cardprint.command.listing import new_layout

    project = Project(options.project.resolve())
    output.say(new_layout(project, options.source, options.name, copy=options.copy))


def _add_preview(parser: argparse.ArgumentParser) -> None:
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
    parser.add_argument("--jobs", type=positive, metavar="N", help="default: one for each core")
    parser.add_argument("--no-cache", action="store_true", help="use no earlier results")


def _preview(options: argparse.Namespace, output: Output) -> None:
    """Show the real pages in a browser while you write."""
    from cardprint.command.previewing import preview

    preview(options, output)


def _add_edit(parser: argparse.ArgumentParser) -> None:
    """What to change, and where; the browser opens unless it should not."""
    _add_preview(parser)
    parser.set_defaults(open=True)
    parser.add_argument(
        "--no-open", dest="open", action="store_false", help="do not open the page in your browser"
    )


def _edit(options: argparse.Namespace, output: Output) -> None:
    """Change a toolkit in a browser, beside its pages."""
    from cardprint.command.previewing import preview

    preview(options, output, edit=True)


def _add_translate(parser: argparse.ArgumentParser) -> None:
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


def _translate(options: argparse.Namespace, output: Output) -> None:
    """Make or renew a translation: what is new or has changed is marked in its files."""
    from cardprint.command.translating import translate

    translate(options, output)


def _add_export(parser: argparse.ArgumentParser) -> None:
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


def _export(options: argparse.Namespace, output: Output) -> None:
    """Write a file of Word or Excel in which people can correct the texts."""
    from cardprint.command.exchanging import export

    export(options, output)


def _add_import(parser: argparse.ArgumentParser) -> None:
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


def _import(options: argparse.Namespace, output: Output) -> None:
    """Take over the corrections in a file of Word or Excel."""
    from cardprint.command.exchanging import import_file

    import_file(options, output)


COMMANDS = {
    "init": Command(_init, _add_init),
    "new": Command(_new, _add_new),
    "preview": Command(_preview, _add_preview),
    "edit": Command(_edit, _add_edit),
    "translate": Command(_translate, _add_translate),
    "export": Command(_export, _add_export),
    "import": Command(_import, _add_import),
}
