"""A picture in a text: its file, what it shows, who made it, and how it stands there."""

from typing import Literal, Self

from pydantic import Field, model_validator

from cardprint.messages.catalogue import tell
from cardprint.model.fields import ImageFile, Record, Text, Title

Crop = Literal["circle", "square", "wide"]
"""The form that a photograph is cut to; a wide one is 16 by 9."""
Kept = Literal["middle", "top", "bottom", "left", "right"]
"""The side from which nothing is cut."""


class Picture(Record):
    """A picture, described for people who cannot see it."""

    file: ImageFile = Field(
        description=tell("The file, from the folder of the toolkit."), examples=["images/walk.jpg"]
    )
    alt: Text = Field(description=tell("What it shows, in words, for people who cannot see it."))
    credit: Title | None = Field(None, description=tell("Who made it; printed in the colophon."))
    licence: Title | None = Field(
        None, description=tell("What others may do with it; printed there.")
    )
    crop: Crop | None = Field(None, description=tell("The form that a photograph is cut to."))
    keep: Kept = Field("middle", description=tell("The side of which nothing is cut."))
    size: Literal["small", "half", "full"] | None = Field(
        None, description=tell("A third, half or all of the column; default: as large as it is.")
    )
    place: Literal["above", "below", "left", "right"] = Field(
        "below", description=tell("Above, below or beside the text.")
    )

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        """Refuse what leaves the text beside it no room.

        :raises ValueError: with what is wrong.
        """
        if self.is_beside and self.size == "full":
            raise ValueError(
                tell("a picture beside the text cannot be as wide as the column; "
                     "write 'size: half', or 'place: above'")
            )  # fmt: skip
        return self

    @property
    def is_beside(self) -> bool:
        """Whether text stands beside it."""
        return self.place in ("left", "right")

    @property
    def credits(self) -> str:
        """Who made it and under which licence, as far as that is told."""
        return ", ".join(filter(None, (self.credit, self.licence)))

    @property
    def form(self) -> str:
        """The classes that say in a style sheet how it stands on the page."""
        width = self.size or ("half" if self.is_beside or self.crop == "circle" else "natural")
        cut = f"cut-{self.crop}" if self.crop else "whole"
        return f"at-{self.place} size-{width} {cut}"
