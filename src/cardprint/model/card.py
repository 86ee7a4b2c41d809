"""A card file: options from left to right, one answer to each question."""

from pydantic import Field

from cardprint.model.fields import Id, Prose, Record, Text


class Option(Record):
    """One option of a card with its answer to each question, by question id."""

    id: Id
    title: Text
    short_title: Text | None = Field(None, description="Shorter title, for the tile.")
    summary: Prose = Field(description="One or two sentences for the tile.")
    answers: dict[str, Prose]

    @property
    def tile_title(self) -> str:
        """The title on the option's tile."""
        return self.short_title or self.title


class Card(Record):
    """The file of one card (keuzekaart)."""

    id: Id
    title: Text
    subtitle: Text | None = None
    nav_title: Text | None = Field(None, description="Shorter title, for the navigation list.")
    intro: Prose
    options: tuple[Option, ...] = Field(min_length=1, max_length=8)

    @property
    def nav(self) -> str:
        """The title in the navigation list."""
        return self.nav_title or self.title
