"""Lists the contents of a project, and begins a layout in it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from cardprint.errors import CardprintError, InputError, Place, Problem, WriteError, nearest
from cardprint.load.layout import load_info
from cardprint.load.starters import schema_line
from cardprint.load.themes import described, theme_layers
from cardprint.messages.catalogue import Message, spoken, tell, tell_count
from cardprint.messages.escape import for_one_line
from cardprint.model.layout import millimetres, paper_name
from cardprint.pipeline.fingerprint import digest_of_build
from cardprint.pipeline.many import ALL, wanted_layouts
from cardprint.storage.cache import user_cache
from cardprint.storage.project import Project, translations_of

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


def listing(project: Project) -> str:
    """Every layout with its paper and use; every toolkit with the number of pages built from it.

    The numbers come from the cache, so they are known only for builds that are up to date.
    """
    lines = [spoken(tell("layouts:"))]
    lines += [f"  {name:<16}{_layout(project, name)}" for name in project.layouts()]
    lines.append(spoken(tell("themes:")))
    lines += [f"  {name:<16}{_theme(project, name)}" for name in project.themes()]
    examples = ", ".join(project.starters())
    lines.append(spoken(tell("examples for a new toolkit: {languages}", languages=examples)))
    lines.append(spoken(tell("toolkits:")))
    for slug, folder in project.toolkits().items():
        known = translations_of(folder)
        also = tell(" (also in {languages})", languages=known) if known else ""
        lines.append(f"  {slug}{spoken(also)}")
        lines += _built(project, folder)
    return "\n".join(map(for_one_line, lines))


def _layout(project: Project, name: str) -> str:
    try:
        info, _ = load_info(name, project)
    except CardprintError as error:
        return str(error.problems[0])
    paper = info.imposition.paper if info.imposition else info.paper
    size = tell("{paper} landscape", paper=paper_name(paper))
    if millimetres(paper.width) < millimetres(paper.height):
        size = tell("{paper} portrait", paper=paper_name(paper))
    return f"{spoken(size):<16}{info.description}"


def _theme(project: Project, name: str) -> str:
    """How a theme looks, or what is wrong with it."""
    problems: list[Problem] = []
    layers = theme_layers(project, name, Place(name), problems.append)
    return str(problems[0]) if problems else described(layers)


def _built(project: Project, folder: Path) -> Iterator[str]:
    """A line on each layout of a toolkit: its pages, if it has been built."""
    cache = user_cache()
    for name in wanted_layouts(project, folder, (ALL,)):
        try:
            entry = cache.get(digest_of_build(project, folder, name))
        except CardprintError as error:
            yield f"    {name:<16}{error.problems[0]}"
            continue
        found = spoken(tell("not built"))
        if entry:
            pages = int(str(entry.facts["pages"]))
            found = spoken(tell_count("{n} page", "{n} pages", pages))
        yield f"    {name:<16}{found}"


def new_layout(project: Project, source: str, name: str, *, copy: bool = False) -> Message:
    """Make a layout of the project that is based on another one; return what to do next.

    A layout that names its base gets every improvement of it; a copy stays as it is now.

    :param copy: whether to copy the files of the other one instead.
    :raises InputError: when the name cannot be used, or the source is unknown.
    :raises WriteError: when the folder cannot be written.
    """
    target = project.root / "layouts" / name
    place = Place(project.shown(target))
    if not _NAME.fullmatch(name):
        hint = tell("use small letters, digits and hyphens")
        raise InputError([Problem(Place(name), tell("this cannot be the name of a layout"), hint)])
    if target.exists():
        raise InputError(
            [Problem(place, tell("the folder exists already"), tell("choose another name"))]
        )
    if source not in project.layouts():
        hint = nearest(source, project.layouts())
        raise InputError([Problem(Place(source), tell("there is no such layout"), hint)])
    folder = project.layouts()[source]
    try:
        if copy:
            _copy(folder, target, project)
        else:
            target.mkdir(parents=True)
            about = spoken(tell("as {layout}, with changes", layout=source))
            text = f"base: {source}\ndescription: {about}\n"
            (target / "layout.yaml").write_text(text, "utf-8")
    except OSError as error:
        shutil.rmtree(target, ignore_errors=True)
        reason = error.strerror or str(error)
        raise WriteError(
            [Problem(place, tell("cannot be written: {reason}", reason=reason))]
        ) from error
    shown = project.shown(target)
    if copy:
        return tell(
            "{folder}: a copy of {source}; build it with --layout {name}",
            folder=shown,
            source=source,
            name=name,
        )
    return tell(
        "{folder}: based on {source}; build it with --layout {name}",
        folder=shown,
        source=source,
        name=name,
    )


def _copy(folder: Path, target: Path, project: Project) -> None:
    """Copy the files of a layout."""
    shutil.copytree(folder, target, ignore=shutil.ignore_patterns("__pycache__"))
    _make_writable(target)
    _mend_schema(target / "layout.yaml", project.schemas)


def _mend_schema(file: Path, schemas: str | None) -> None:
    """Point editors to the schema of this project, or to none if it has none."""
    first, _, rest = file.read_text("utf-8").partition("\n")
    if "$schema=" in first:
        line = schema_line(f"../../{schemas}/layout.json") if schemas else ""
        file.write_text(line + rest, "utf-8")


def _make_writable(folder: Path) -> None:
    """Make a copy writable, because an installed package may be read-only."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | 0o200)
