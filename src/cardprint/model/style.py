"""``style:`` of a toolkit or of ``cardprint.yaml``, and themes: the house style by role."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from cardprint.messages.catalogue import tell
from cardprint.model.fields import Id, ImageFile, Name, Record, Text

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$", to_lower=True)]
"""A colour as ``#rrggbb``."""

SHORT = {"ink": ("colours", "accent"), "cards": ("colours", "cards"), "logo": ("logos",)}
"""What may be said in one word, and where it is said in full."""

Corners = Literal["square", "soft", "round"]
Boxes = Literal["tinted", "outlined"]
Density = Literal["airy", "normal", "compact"]


class Colours(Record):
    """Colours by what they are for; what is left out comes from the theme."""

    text: Colour | None = Field(default=None, description=tell("Running text."))
    muted: Colour | None = Field(
        default=None, description=tell("What is less important: dates, captions.")
    )
    paper: Colour | None = Field(
        default=None, description=tell("Behind everything on a screen; printed pages stay white.")
    )
    surface: Colour | None = Field(default=None, description=tell("Behind the entries of a list."))
    accent: Colour | None = Field(
        default=None, description=tell("Headings and buttons outside cards."), examples=["#00567a"]
    )
    navigation: Colour | None = Field(
        default=None,
        description=tell("The buttons to the page before and after; default: the accent."),
    )
    caution: Colour | None = Field(
        default=None, description=tell("The line and the sign of a warning; default: as text.")
    )
    evidence: Colour | None = Field(
        default=None, description=tell("What tells how certain the effect is; default: as text.")
    )
    cards: tuple[Colour, ...] | None = Field(
        default=None,
        min_length=1,
        description=tell("One for each card, in order, and then again from the first."),
    )
    diagrams: tuple[Colour, Colour, Colour] | None = Field(
        default=None, description=tell("The circles of a diagram.")
    )


class Fonts(Record):
    """Typefaces by what they are for: names of folders of fonts/, bundled or of the project."""

    text: Name | None = Field(default=None, description=tell("Running text."))
    heading: Name | None = Field(
        default=None,
        description=tell("Titles and headings; default: as text."),
        examples=["public-sans"],
    )
    figures: Name | None = Field(
        default=None, description=tell("Numbers of cards; default: as headings.")
    )


class Logo(Record):
    """A logo, described for people who cannot see it."""

    file: ImageFile = Field(
        description=tell("The file, from the folder of the toolkit."), examples=["images/logo.png"]
    )
    alt: Text = Field(description=tell("Whose logo it is, in words, for people who cannot see it."))
    place: Literal["cover", "foot", "pages"] = Field(
        default="cover",
        description=tell(
            "Above the title of the cover, at its foot, or at the foot of every page."
        ),
    )
    side: Literal["left", "right"] = Field(
        default="left", description=tell("The side of the page that it stands on.")
    )


class StyleParts(Record):
    """What a house style and a theme have in common."""

    colours: Colours = Field(default=Colours(), description=tell("Colours by what they are for."))
    fonts: Fonts = Field(default=Fonts(), description=tell("Typefaces by what they are for."))
    corners: Corners | None = Field(
        default=None, description=tell("The shape of buttons and boxes.")
    )
    boxes: Boxes | None = Field(
        default=None,
        description=tell("Whether boxes are filled with a pale colour, or have a line."),
    )
    density: Density | None = Field(
        default=None, description=tell("The room around and between texts.")
    )


def said_at(parts: StyleParts, path: Iterable[str]) -> Any:
    """What is said there; None if nothing is."""
    value: Any = parts
    for step in path:
        value = getattr(value, step, None)
    return value


class Style(StyleParts):
    """House style: a theme, and what differs from it."""

    theme: Id | None = Field(default=None, description=tell("A folder of themes/; default: calm."))
    logos: tuple[Logo, ...] | None = Field(
        default=None, description=tell("The logos of those who made the toolkit.")
    )
    ink: Colour | None = Field(default=None, description=tell("In short: the accent of colours."))
    cards: tuple[Colour, ...] | None = Field(
        default=None, min_length=1, description=tell("In short: the cards of colours.")
    )
    logo: Logo | None = Field(default=None, description=tell("In short: the only one of logos."))

    @model_validator(mode="after")
    def _says_nothing_twice(self) -> "Style":
        for short, path in SHORT.items():
            if getattr(self, short) is not None and said_at(self, path) is not None:
                long = " ".join(path)
                raise ValueError(
                    tell("'{short}' and '{path}' say the same", short=short, path=long)
                )
        return self


class Theme(StyleParts):
    """The file ``theme.yaml``; what it leaves out comes from its base, and then from ``calm``."""

    base: Id | None = Field(default=None, description=tell("The theme that this one changes."))
    description: Text = Field(description=tell("How it looks."))


class ProjectInfo(Record):
    """The file ``cardprint.yaml``: what all toolkits of a project share."""

    style: Style = Field(default=Style(), description=tell("How all toolkits of the project look."))


DEFAULT_THEME = "calm"
"""The theme of toolkits that name none, and the last base of every other."""
