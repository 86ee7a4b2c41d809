"""A new toolkit, made from the example in its language, to write over."""

from datetime import UTC, datetime

from cardprint.edit.actions import free_id
from cardprint.errors import InputError, Place, Problem
from cardprint.load.starters import Wanted, example_files, load_starter, with_schemas
from cardprint.messages.catalogue import tell
from cardprint.storage.begin import begin
from cardprint.storage.project import Project


def new_toolkit(project: Project, title: str, language: str) -> str:
    """Begin a toolkit with a title; the name of its folder.

    :raises CardprintError: when it has no title, or cannot be written.
    """
    title = " ".join(title.split())
    if not title:
        raise InputError(
            [Problem(Place(""), tell("the title is empty"), tell("write a few words"))]
        )
    starter, _ = load_starter(project, language)
    wanted = Wanted(title, language, "options-as-columns", datetime.now(tz=UTC).date())
    files = example_files(starter, wanted)
    if project.schemas:
        files = with_schemas(files, f"../../{project.schemas}")
    folder = project.root / "toolkits"
    slug = free_id(title, [path.name.casefold() for path in folder.glob("*")])
    begin(folder / slug, {name: text.encode() for name, text in files.items()}, {})
    return slug
