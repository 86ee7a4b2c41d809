"""Begins a project, or a toolkit in one."""

import argparse
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import chain, count
from json import dumps
from pathlib import Path

from cardprint.command.asking import accepted, answered
from cardprint.command.output import Output
from cardprint.errors import InputError, Place, Problem, nearest
from cardprint.load.reading import load_toolkit
from cardprint.load.starters import Wanted, example_files, load_starter, schema_line, with_schemas
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import spoken_language, tell
from cardprint.messages.escape import for_one_line
from cardprint.model.fields import Orientation
from cardprint.model.schema import schemas
from cardprint.model.starter import Starter
from cardprint.storage.begin import begin
from cardprint.storage.named import on_disk
from cardprint.storage.project import (
    PROJECT_FILE,
    SCHEMAS,
    Project,
    project_above,
    select_toolkits,
)

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ORIENTATIONS: dict[str, Orientation] = {
    "rows": "options-as-rows",
    "columns": "options-as-columns",
}
_IGNORED = b"/out/\n"


def init(options: argparse.Namespace, output: Output) -> None:
    """Make a folder a project, with a first toolkit as an example.

    :raises InputError: when it is a project, or in one.
    """
    root: Path = options.folder.resolve()
    above = project_above(root)
    if above and (above != root or Project(root).toolkits()):
        message = tell("this folder is in a project already: {folder}", folder=above)
        hint = tell("add a toolkit to it with: cardprint new toolkit NAME")
        raise InputError([Problem(Place(str(options.folder)), message, hint)])
    _begin(Project(root), options, output)
    if root != Path.cwd():
        output.warn(tell("go there first: cd {folder}", folder=for_one_line(str(options.folder))))


def new_toolkit(options: argparse.Namespace, output: Output) -> None:
    """Add a toolkit to the project; a folder that is none yet becomes one."""
    _begin(Project(options.project.resolve()), options, output)


def _begin(project: Project, options: argparse.Namespace, output: Output) -> None:
    shape = _shape(project, options.source)
    language = _language(project, options, shape, output)
    starter, words = load_starter(project, language)
    title, name = _names(project, options, starter, output)
    orientation = _ORIENTATIONS.get(options.options_as, "options-as-columns")
    if shape and not options.options_as:
        orientation = shape.info.orientation
    wanted = Wanted(title, language, orientation, datetime.now(tz=UTC).date())
    files = _files(project, starter, shape, wanted)
    begin(project.root / "toolkits" / name, files, dict(_beside(project, starter)))
    if words not in (language, language.partition("-")[0]):
        output.warn(
            tell(
                "there is no example in the language '{language}' yet, so its words are in "
                "'{other}'",
                language=language,
                other=words,
            )
        )
    output.say(
        tell(
            "toolkits/{name}: a toolkit to write over, with: cardprint edit {name}; make its PDF "
            "with: cardprint build {name}",
            name=name,
        )
    )


def _shape(project: Project, name: str | None) -> Toolkit | None:
    """The toolkit whose shape is wanted."""
    if name is None:
        return None
    (folder,) = select_toolkits((name,), project.toolkits()).values()
    return load_toolkit(folder, project)


def _language(
    project: Project, options: argparse.Namespace, shape: Toolkit | None, output: Output
) -> str:
    """The language that was asked for, or else that of the shape, or else that of the messages."""
    known = project.locales()

    def refuse(language: str) -> Problem | None:
        if shape and language != shape.info.language:
            message = tell("the questions of '{toolkit}' are in '{language}'",
                           toolkit=shape.slug, language=shape.info.language)  # fmt: skip
            return Problem(Place("--language"), message, tell("leave out --language"))
        if language in known:
            return None
        message = tell("there is no language '{language}'", language=language)
        return Problem(Place("--language"), message, nearest(language, known))

    if shape and options.language is None:
        return shape.info.language
    question = tell("In which language ({languages})?", languages=[*known])
    return answered(output, options.language, question, spoken_language(), refuse)


def _names(
    project: Project, options: argparse.Namespace, starter: Starter, output: Output
) -> tuple[str, str]:
    """The title of the toolkit, and the name of its folder."""

    def refuse(name: str) -> Problem | None:
        return _unfit_name(project, name)

    given = options.name if options.name is None else accepted(options.name, refuse)
    suggested = given.replace("-", " ").capitalize() if given else starter.title
    question = tell("What is the title of the toolkit?")
    title = answered(output, options.title, question, suggested, _unfit_title)
    title = " ".join(title.split())
    slug = (_slug(title) if title != starter.title else "") or starter.name
    names = chain([slug], (f"{slug}-{number}" for number in count(2)))
    suggested = next(each for each in names if not refuse(each))
    question = tell("What is the short name of its folder?")
    return title, given or answered(output, None, question, suggested, refuse)


def _unfit_title(title: str) -> Problem | None:
    if not title.strip():
        return Problem(Place("--title"), tell("the title is empty"), tell("write a few words"))
    if any(unicodedata.category(each) in ("Cc", "Cs") for each in " ".join(title.split())):
        message = tell("the title has a sign that cannot be printed")
        return Problem(Place("--title"), message, tell("type it again"))
    return None


def _unfit_name(project: Project, name: str) -> Problem | None:
    if not _NAME.fullmatch(name):
        hint = tell("use small letters, digits and hyphens")
        if slug := _slug(name):
            hint = tell("small letters, digits and hyphens, such as '{name}'", name=slug)
        return Problem(Place(name), tell("this cannot be the name of a toolkit"), hint)
    target = project.root / "toolkits" / name
    if on_disk(target.parent, name).exists() or target.is_symlink():
        message = tell("the folder exists already")
        return Problem(Place(project.shown(target)), message, tell("choose another name"))
    return None


def _slug(text: str) -> str:
    """A name for a folder that resembles a title: ``Één dag`` is ``een-dag``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain.lower()))[:60].strip("-")


def _files(
    project: Project, starter: Starter, shape: Toolkit | None, wanted: Wanted
) -> dict[str, bytes]:
    """The files of the toolkit, by their path from its folder."""
    if not shape:
        texts, pictures = example_files(starter, wanted), dict[str, bytes]()
    else:
        from cardprint.load.shape import logos, shaped_files

        texts = shaped_files(starter, shape, wanted)
        pictures = {file: on_disk(shape.folder, file).read_bytes() for file in logos(shape)}
    texts = with_schemas(texts, f"../../{project.schemas or SCHEMAS[0]}")
    return {name: text.encode() for name, text in texts.items()} | pictures


def _beside(project: Project, starter: Starter) -> Iterator[tuple[Path, bytes]]:
    """What a project needs beside its toolkits; an older one gets the schemas alone."""
    folder = project.schemas or SCHEMAS[0]
    if not project.toolkits():
        settings = schema_line(f"{folder}/project.json") + starter.project + "\n"
        yield project.root / PROJECT_FILE, settings.encode()
        yield project.root / ".gitignore", _IGNORED
    if not project.schemas:
        for kind, schema in schemas().items():
            yield project.root / folder / f"{kind}.json", _written(schema)


def _written(schema: Mapping[str, object]) -> bytes:
    return f"{dumps(schema, indent=2, ensure_ascii=False)}\n".encode()
