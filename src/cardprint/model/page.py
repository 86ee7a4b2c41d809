"""A page file: prose and diagrams around the cards."""

from typing import Annotated, Literal

from pydantic import Field

from cardprint.model.fields import Id, Prose, Record, Text
from cardprint.model.toolkit import Picture


class Circle(Record):
    """One circle of a venn diagram."""

    id: Id
    title: Text
    text: Text | None = None


class Venn(Record):
    """Two or three overlapping circles."""

    kind: Literal["venn"]
    circles: tuple[Circle, ...] = Field(min_length=2, max_length=3)
    overlap: Text = Field(description="What the overlap stands for.")
    description: Text = Field(description="Everything the picture shows, in words.")


class Step(Record):
    """One box of a pathway."""

    title: Text
    text: Text | None = None


class Pathway(Record):
    """Boxes in order, joined by arrows."""

    kind: Literal["pathway"]
    steps: tuple[Step, ...] = Field(min_length=2, max_length=8)
    description: Text = Field(description="Everything the picture shows, in words.")


Diagram = Annotated[Venn | Pathway, Field(discriminator="kind")]


class Section(Record):
    """A heading with text, a diagram, a picture, or more than one of them."""

    heading: Text
    subheading: Text | None = None
    text: Prose | None = None
    diagram: Diagram | None = None
    picture: Picture | None = None


class Page(Record):
    """The file of one page."""

    id: Id
    kind: Literal["guide", "text", "colophon"]
    title: Text
    nav_title: Text | None = Field(None, description="Shorter title, for the navigation list.")
    intro: Prose | None = None
    sections: tuple[Section, ...] = ()

    @property
    def nav(self) -> str:
        """The title in the navigation list."""
        return self.nav_title or self.title
