"""What a command line means: the project that it is run in, and toolkits named by their folders."""

import argparse
import os
from pathlib import Path

from cardprint.storage.named import spelled
from cardprint.storage.project import Project, project_above


def complete(options: argparse.Namespace) -> None:
    """Find the project, unless ``--project`` names it, and the toolkits whose folders are named."""
    here = Path.cwd()
    options.project = getattr(options, "project", None) or project_above(here) or here
    known = Project(options.project.resolve()).toolkits()
    if isinstance(named := getattr(options, "toolkits", None), list):
        options.toolkits = [_named(name, known) for name in named]
    if name := getattr(options, "toolkit", None):
        options.toolkit = _named(name, known)
    if getattr(options, "kind", None) == "toolkit" and options.source:
        options.source = _named(options.source, known)


def _named(name: str, known: dict[str, Path]) -> str:
    """The toolkit that a name or a path means; what is neither stays as it is, and so does a PDF.

    A path may lead to the folder of the toolkit, or to anything in it; it begins here, or in the
    folder of the project.
    """
    if spelled(name) in known or not known or name.lower().endswith(".pdf"):
        return name
    root = next(iter(known.values())).parents[1]
    for path in (Path.cwd() / name, root / name):
        if os.path.exists(path):  # noqa: PTH110  # also false for a name that cannot be
            found = path.resolve()
            for slug, folder in known.items():
                if found.is_relative_to(folder.resolve()):
                    return slug
    return name
