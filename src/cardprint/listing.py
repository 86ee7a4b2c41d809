"""What a project holds, and a layout of one's own to begin with."""

import re
import shutil
from pathlib import Path

from cardprint.cache import user_cache
from cardprint.errors import CardprintError, InputError, Place, Problem, WriteError
from cardprint.fingerprint import digest_of_build
from cardprint.load.layout import load_layout
from cardprint.model.layout import millimetres, paper_name
from cardprint.pipeline import ALL, wanted_layouts
from cardprint.project import Project

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


def listing(project: Project) -> str:
    """Every layout with its paper and its use; every toolkit with the pages that were built of it.

    The numbers of pages come from the cache: they are known for what was built as it now is.
    """
    lines = ["layouts:"]
    for name in project.layouts():
        try:
            info = load_layout(name, project, "nl").info
        except CardprintError as error:
            lines.append(f"  {name:<16}{error.problems[0]}")
            continue
        paper = info.imposition.paper if info.imposition else info.paper
        upright = millimetres(paper.width) < millimetres(paper.height)
        size = f"{paper_name(paper)} {'portrait' if upright else 'landscape'}"
        lines.append(f"  {name:<16}{size:<16}{info.description}")
    lines.append("toolkits:")
    cache = user_cache()
    for slug, folder in project.toolkits().items():
        lines.append(f"  {slug}")
        for name in wanted_layouts(project, folder, (ALL,)):
            try:
                entry = cache.get(digest_of_build(project, folder, name))
            except CardprintError as error:
                lines.append(f"    {name:<16}{error.problems[0]}")
                continue
            pages = f"{entry.facts['pages']:>4} pages" if entry else "   - not built"
            lines.append(f"    {name:<16}{pages}")
    return "\n".join(lines)


def copy_layout(project: Project, source: str, name: str) -> str:
    """Copy the folder of a layout into the project under a new name; return what to do next.

    :raises InputError: when the name cannot be used, or the source is unknown.
    :raises WriteError: when the folder cannot be written.
    """
    target = project.root / "layouts" / name
    place = Place(project.shown(target))
    if not _NAME.fullmatch(name):
        hint = "use small letters, digits and hyphens"
        raise InputError([Problem(Place(name), "this cannot be the name of a layout", hint)])
    if target.exists():
        raise InputError([Problem(place, "the folder is there already", "choose another name")])
    folder = project.layout_chain(source)[0]
    try:
        shutil.copytree(folder, target, ignore=shutil.ignore_patterns("__pycache__"))
        _make_writable(target)
    except OSError as error:
        shutil.rmtree(target, ignore_errors=True)
        reason = error.strerror or str(error)
        raise WriteError([Problem(place, f"cannot be written: {reason}")]) from error
    return f"{project.shown(target)}: a copy of {source}; build it with --layout {name}"


def _make_writable(folder: Path) -> None:
    """An installed package may be read-only, and its copy with it."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | 0o200)
