"""The files of a new toolkit: the example of its language, or the shape of another toolkit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from json import dumps
from re import fullmatch

from cardprint.errors import InputError, Problem
from cardprint.load.validate import validate
from cardprint.messages.catalogue import ENGLISH
from cardprint.model.fields import Orientation
from cardprint.model.starter import Starter
from cardprint.storage.project import TOOLKIT_FILE, Project
from cardprint.storage.source import read_source
from cardprint.text.blanks import filled

YEARS = 2
"""When the text of a new toolkit is to be reviewed; its owner may choose another day."""

# One or more words that are a text in YAML without quotes, also for programs other than this one.
_PLAIN = r"(?!(?i:null|true|false|yes|no|on|off)$)[^\W\d_]+([ -][^\W_]+)*[.!]?"
_SCHEMAS = {TOOLKIT_FILE: "toolkit", "cards": "card", "pages": "page"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a new toolkit shall be."""

    title: str
    language: str
    orientation: Orientation
    today: date
    """The day of its first version."""

    @property
    def review_by(self) -> date:
        """The same day, some years later; most years have no 29th of February."""
        year = self.today.year + YEARS
        try:
            return self.today.replace(year=year)
        except ValueError:
            return self.today.replace(year=year, day=28)


def load_starter(project: Project, language: str) -> tuple[Starter, str]:
    """The example in a language, or else in the language it is a part of, or else in English.

    :return: the example, and the language that its words are in.
    :raises InputError: when the file has problems.
    """
    known = project.starters()
    found = next(each for each in (language, language.partition("-")[0], ENGLISH) if each in known)
    problems: list[Problem] = []
    source = read_source(known[found], project.shown(known[found]), problems.append)
    starter = source and validate(Starter, source, problems.append)
    if not starter:
        raise InputError(problems)
    return starter, found


def example_files(starter: Starter, wanted: Wanted) -> dict[str, str]:
    """The files of the example with what is wanted filled in."""
    values = {
        "title": as_scalar(wanted.title),
        "language": wanted.language,
        "published": wanted.today,
        "review_by": wanted.review_by,
        "orientation": wanted.orientation,
    }
    return {
        name: (filled(text, values) if name == TOOLKIT_FILE else text) + "\n"
        for name, text in starter.files.items()
    }


def with_schemas(files: Mapping[str, str], folder: str) -> dict[str, str]:
    """The files of a toolkit, each with a first line that tells text editors its schema.

    :param folder: where the schemas are, as a path from the folder of the toolkit.
    """
    found: dict[str, str] = {}
    for name, text in files.items():
        first, slash, _ = name.partition("/")
        above = "../" if slash else ""
        found[name] = schema_line(f"{above}{folder}/{_SCHEMAS[first]}.json") + text
    return found


def schema_line(file: str) -> str:
    """The comment by which text editors find a schema."""
    return f"# yaml-language-server: $schema={file}\n"


def as_scalar(text: str) -> str:
    """A line of text as YAML writes it: in quotes, unless it plainly needs none."""
    return text if fullmatch(_PLAIN, text) else dumps(text, ensure_ascii=False)
