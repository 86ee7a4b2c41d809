"""The small types that the YAML models share."""

import re
from datetime import date
from enum import Enum, auto
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from cardprint.messages.catalogue import tell

# WCAG 2.2, success criterion 1.4.3: text needs 4.5:1 against its background.
MIN_CONTRAST = 4.5


class Record(BaseModel):
    """Base of every model: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue (0 to 255) of ``#rrggbb``."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, 0 to 1 (WCAG 2.2, definition of relative luminance)."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  # WCAG
        for c in (channel / 255 for channel in channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def tint(colour: str, share: float) -> str:
    """``colour`` laid over white with the given share (0 to 1), without transparency."""
    return "#" + "".join(f"{round(255 - (255 - c) * share):02x}" for c in channels(colour))


def _readable_on_white(colour: str) -> str:
    found = contrast(colour, "#ffffff")
    if found < MIN_CONTRAST:
        raise ValueError(
            tell("contrast with white is {contrast}:1 and must be at least {minimum}:1; "
                 "choose a darker colour",
                 contrast=f"{found:.1f}", minimum=MIN_CONTRAST)
        )  # fmt: skip
    return colour


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

InkColour = Annotated[
    str,
    StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$", to_lower=True),
    AfterValidator(_readable_on_white),
]
"""A colour for text on white and for white text, as ``#rrggbb``."""

WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+(/\S*)?$")]
"""An ``http`` or ``https`` address."""

SecureAddress = Annotated[
    str,
    StringConstraints(pattern=r"^https://[^\s/?#@:]+(:\d+)?(/[^\s?#]*)?$"),
    AfterValidator(lambda address: address.rstrip("/") + "/"),
]
"""A folder of a website that cannot be changed on its way: an ``https`` address alone."""

IconName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""A drawing of icons/, without its ending: ``pill``."""

ImageFile = Annotated[str, StringConstraints(min_length=1)]
"""A PNG, JPEG or SVG file, as a path from the toolkit's own folder."""
