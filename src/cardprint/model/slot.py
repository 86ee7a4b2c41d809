"""A slot: what may differ from one edition of a toolkit to the next."""

import re
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from cardprint.messages.catalogue import tell
from cardprint.model.fields import Id, Record, Text, Title

Kind = Literal["name", "text", "address", "phone", "email", "web"]
"""``name`` is the name of the organisation itself, which every edition has."""

FORMS: dict[str, str] = {
    "phone": r"\+?[0-9][0-9 ()-]{4,30}",
    "email": r"[^\s@<>]+@[^\s@<>/]+\.[^\s@<>/]+",
    "web": r"https?://[^\s/]+(/\S*)?",
}
"""What a value of a kind looks like; other kinds hold words."""

_AFTER_COMMA = re.compile(r"(?<=,)\s+")

Value = Annotated[str, StringConstraints(min_length=1, max_length=300), *Text.__metadata__[1:]]


class Slot(Record):
    """A place that each edition fills with words of its own; empty, it prints nothing."""

    id: Id = Field(description=tell("The short name by which editions and pages fill the slot."))
    kind: Kind = Field("text", description=tell("What it holds, which decides how it is checked."))
    label: Title = Field(description=tell("The words before it."))
    required: bool = Field(default=False, description=tell("Whether every edition must fill it."))
    at: tuple[Literal["cover", "colophon"], ...] = Field(
        (), description=tell("Where it stands, beside the sections of pages that name it.")
    )
    default: Value | None = Field(
        None,
        description=tell("What is printed where no edition fills it; without it, nothing is."),
    )

    @property
    def lines(self) -> tuple[str, ...]:
        """What it holds, line by line: an address has one for each part up to a comma."""
        value = self.default or ""
        return tuple(_AFTER_COMMA.split(value)) if self.kind == "address" else (value,)

    @property
    def url(self) -> str:
        """Where a click on it leads."""
        value = self.default or ""
        match self.kind:
            case "phone":
                return f"tel:{re.sub(r'[^0-9+]', '', value)}"
            case "email":
                return f"mailto:{value}"
            case "web":
                return value
        return ""
