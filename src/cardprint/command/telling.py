"""The commands that tell what there is."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from cardprint.command.options import (
    Command,
)
from cardprint.command.output import Output
from cardprint.messages.catalogue import spoken_language, tell, tell_count
from cardprint.messages.data import as_json
from cardprint.messages.escape import for_one_line
from cardprint.storage.project import Project

if TYPE_CHECKING:
    pass


def _add_list(parser: argparse.ArgumentParser) -> None:
    """What to list."""
    parser.add_argument(
        "--names", choices=("toolkits", "layouts"), help="only these names, one on each line"
    )


def _list(options: argparse.Namespace, output: Output) -> None:
    """List the toolkits and the layouts: what each is for, its paper, its pages."""
    project = Project(options.project.resolve())
    if options.names:
        names = project.toolkits() if options.names == "toolkits" else project.layouts()
        output.say("\n".join(map(for_one_line, names)))
        return
    from cardprint.command.listing import listing

    output.say(listing(project))


def _add_schema(parser: argparse.ArgumentParser) -> None:
    """Where to write."""
    parser.add_argument("--out", type=Path, metavar="DIR", help="write one file for each kind")


def _schema(options: argparse.Namespace, output: Output) -> None:
    """Print the JSON Schema of the YAML files, for editors."""
    from cardprint.model.schema import schemas
    from cardprint.storage.write import write

    found = schemas()
    if not options.out:
        output.say(as_json(found))
        return
    for name, schema in found.items():
        target = options.out / f"{name}.json"
        text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        write(text.encode(), target, str(target))
        output.say(for_one_line(str(target)))


def _add_reference(parser: argparse.ArgumentParser) -> None:
    """Where to write."""
    parser.add_argument("--out", type=Path, metavar="DIR", help="write one page for each language")


def _reference(options: argparse.Namespace, output: Output) -> None:
    """Print what every key of the YAML files means, for people."""
    from cardprint.command.reference import reference, references
    from cardprint.storage.write import write

    if not options.out:
        output.say(reference(spoken_language()).rstrip())
        return
    for name, text in references().items():
        target = options.out / name
        write(text.encode(), target, str(target))
        output.say(for_one_line(str(target)))


def _add_cache(parser: argparse.ArgumentParser) -> None:
    """What to do with the cache."""
    parser.add_argument("--clear", action="store_true", help="delete everything in it")


def _cache(options: argparse.Namespace, output: Output) -> None:
    """Show where the cache is, or clear it."""
    from cardprint.storage.cache import user_cache

    cache = user_cache()
    if cache.folder is None:
        output.say(tell("there is no folder for a cache: this user has no home folder"))
    elif options.clear:
        message = tell_count(
            "{n} entry deleted from {folder}",
            "{n} entries deleted from {folder}",
            cache.clear(),
            folder=cache.folder,
        )
        output.say(message)
    else:
        output.say(str(cache.folder))


def _add_completion(parser: argparse.ArgumentParser) -> None:
    """For which shell."""
    parser.add_argument("shell", choices=("bash", "zsh", "fish", "powershell"))


def _completion(options: argparse.Namespace, output: Output) -> None:
    """Print a script by which the shell completes commands and names."""
    from cardprint.command.completion import completion

    output.say(completion(options.parser, options.shell).rstrip())


COMMANDS = {
    "list": Command(_list, _add_list),
    "schema": Command(_schema, _add_schema),
    "reference": Command(_reference, _add_reference),
    "cache": Command(_cache, _add_cache),
    "completion": Command(_completion, _add_completion),
}
