"""The small types that the YAML models share."""

import re
from datetime import date
from enum import Enum, auto
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints


class Record(BaseModel):
    """Base of every model: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    untranslated: ClassVar[frozenset[str]] = frozenset()
    """The fields whose texts a translation does not have one by one."""


Orientation = Literal["options-as-columns", "options-as-rows"]
"""How the total overview is laid out: options from left to right, or from top to bottom."""


class TextKind(Enum):
    """The kind of text that a string holds; other strings are names, files and addresses."""

    TITLE = auto()
    """The name of something, spelled as its owner spells it."""
    SENTENCES = auto()
    """Plain text."""
    PROSE = auto()
    """Text in the small Markdown."""


Title = Annotated[str, StringConstraints(min_length=1), TextKind.TITLE]
"""One line of plain text: the title of a thing, the name of a person."""

Text = Annotated[str, StringConstraints(min_length=1), TextKind.SENTENCES]
"""One line or paragraph of plain text."""

Prose = Annotated[str, StringConstraints(min_length=1), TextKind.PROSE]
"""Text in small Markdown: paragraphs, lists, bold, links."""

Name = Annotated[str, StringConstraints(min_length=1)]
"""The name of something else, not a text for readers: a place, a font, an element."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""A name for links: small letters, digits and hyphens."""


def _only_days(value: object) -> object:
    """Accept text only: pydantic would read a number as seconds since 1970."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
        return "no date"
    return value


Day = Annotated[date, BeforeValidator(_only_days)]
"""A day as year, month and day: ``2026-11-23``."""

WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+(/\S*)?$")]
"""An ``http`` or ``https`` address."""

SecureAddress = Annotated[
    str,
    StringConstraints(pattern=r"^https://[^\s/?#@:]+(:\d+)?(/[^\s?#]*)?$", max_length=200),
    AfterValidator(lambda address: address.rstrip("/") + "/"),
]
"""A folder of a website that cannot be changed on its way: an ``https`` address alone."""

IconName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""A drawing of icons/, without its ending: ``pill``."""

ImageFile = Annotated[str, StringConstraints(min_length=1)]
"""A PNG, JPEG or SVG file, as a path from the toolkit's own folder."""
