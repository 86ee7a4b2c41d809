"""``starters/LANGUAGE.yaml``: the first toolkit of a project, in one language."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from cardprint.messages.catalogue import tell
from cardprint.model.fields import Id, Record, Text, Title

BLANKS = ("title", "language", "published", "review_by", "orientation")
"""What is filled in, in ``toolkit.yaml`` of an example."""

FileName = Annotated[
    str, StringConstraints(pattern=r"^(toolkit|(cards|pages)/[a-z0-9]+(-[a-z0-9]+)*)\.yaml$")
]
"""A file of a toolkit, by its place in the toolkit's folder."""

_BLANK = re.compile(r"\{(\w+)\}")


def _with_blanks(files: dict[str, str]) -> dict[str, str]:
    text = files.get("toolkit.yaml", "")
    others = _BLANK.sub("", text)
    if {*_BLANK.findall(text)} != {*BLANKS} or "{" in others or "}" in others:
        names = [f"{{{name}}}" for name in BLANKS]
        raise ValueError(tell("toolkit.yaml must have {blanks}, and no other braces", blanks=names))
    return files


class Starter(Record):
    """The file ``starters/LANGUAGE.yaml``; the name of the file is the language (BCP 47)."""

    name: Id = Field(description=tell("The folder of the first toolkit of a new project."))
    title: Title = Field(description=tell("The title of that toolkit."))
    answer: Text = Field(
        description=tell("Stands for each answer in a toolkit with the questions of another one.")
    )
    project: Text = Field(description=tell("The text of cardprint.yaml."))
    files: Annotated[dict[FileName, Text], AfterValidator(_with_blanks)] = Field(
        description=tell(
            "The text of each file of the toolkit, by its name; toolkit.yaml has the "
            "blanks {{title}}, {{language}}, {{published}}, {{review_by}} and {{orientation}}."
        )
    )
