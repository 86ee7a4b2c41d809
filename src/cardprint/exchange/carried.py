"""What an exported file carries along unseen: which texts it was made from, as they were."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cardprint.errors import InputError, Place, Problem
from cardprint.exchange.fields import Field
from cardprint.messages.catalogue import tell
from cardprint.storage.digest import digest
from cardprint.storage.source import NodePath

NAMESPACE = "urn:cardprint:exchange"
"""Of the part of a Word document that holds it (XML)."""
FORMAT = 1
"""Grows when files of before can no longer be read."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A text as it was when it was exported."""

    key: str
    part: str
    address: NodePath
    text: str
    where: str
    is_prose: bool


@dataclass(frozen=True, slots=True)
class Carried:
    """What is needed to compare a file that comes back."""

    toolkit: str
    fields: tuple[Exported, ...]
    fixed: tuple[str, ...] = ()
    """The words outside the fields, by paragraph."""
    language: str = ""
    """The language that it was translated into, if it is not the one it was written in."""
    places: Mapping[str, str] = field(default_factory=dict)
    """The address of each bookmark that a link inside the document leads to."""

    @property
    def by_key(self) -> dict[str, Exported]:
        """The exported texts by their names."""
        return {each.key: each for each in self.fields}


MAX_FIELDS = 5_000
"""The most texts in a file; the largest toolkit of ours has 400."""
MAX_TITLE = 64
"""Letters of the title and of the tag of a content control; Word has no room for more."""


def control_title(number: int, where: str) -> str:
    """The title of a field of Word, which no other has; LibreOffice keeps it, but not the tag."""
    return f"{number}. {where}"[:MAX_TITLE]


class UnreadableError(ValueError):
    """The carried data is damaged; or of another format, which is its argument."""


def exported(fields: tuple[Field, ...]) -> tuple[Exported, ...]:
    """The texts as they are now."""
    return tuple(
        Exported(each.key, each.part, each.address, each.text, each.where, each.is_prose)
        for each in fields
    )


def packed(carried: Carried) -> str:
    """The data as ASCII, which no program rewrites."""
    data = {
        "toolkit": carried.toolkit,
        "fields": [
            [e.key, e.part, list(e.address), e.text, e.where, e.is_prose] for e in carried.fields
        ],
        "fixed": list(carried.fixed),
        "language": carried.language,
        "places": dict(carried.places),
    }
    text = json.dumps(data, separators=(",", ":"))
    return json.dumps({"format": FORMAT, "digest": digest(text), "data": text})


def unpacked(text: str) -> Carried:
    """The data again.

    :raises UnreadableError: when it is damaged, or of another format.
    """
    try:
        outer = json.loads(text)
        found = outer["format"]
        if found != FORMAT:
            raise UnreadableError(str(found))
        if digest(outer["data"]) != outer["digest"]:
            raise UnreadableError
        return _carried(json.loads(outer["data"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError from error


def _carried(data: Any) -> Carried:
    fields = tuple(
        Exported(str(key), str(part), tuple(address), str(words), str(where), bool(is_prose))
        for key, part, address, words, where, is_prose in data["fields"]
    )
    if len(fields) > MAX_FIELDS or not re.fullmatch(r"[A-Za-z0-9-]*", str(data["language"])):
        raise UnreadableError
    places = {str(name): str(address) for name, address in data["places"].items()}
    fixed, language = tuple(map(str, data["fixed"])), str(data["language"])
    return Carried(str(data["toolkit"]), fields, fixed, language, places)


def carried_in(text: str, shown: str) -> Carried:
    """What a file carries along.

    :raises InputError: when it is damaged, or of another version of this program.
    """
    try:
        return unpacked(text)
    except UnreadableError as error:
        message = tell("what the file carries along for the comparison is damaged")
        if error.args:
            message = tell("the file was exported by another version of cardprint")
        hint = tell("export the toolkit again, and put the corrections into that file")
        raise InputError([Problem(Place(shown), message, hint)]) from error
