"""A page file: prose and diagrams around the cards."""

from typing import Annotated, Literal

from pydantic import Field

from cardprint.model import names
from cardprint.model.fields import Id, Name, Prose, Record, Text, Title
from cardprint.model.picture import Picture

Reference = tuple[tuple[str | int, ...], str, str]
"""Where a link of a diagram stands below it, the words of its box, and where it leads."""


class Circle(Record):
    """One circle of a venn diagram."""

    id: Id
    title: Title
    text: Text | None = None
    link: Name | None = Field(None, description="What it is about: card/NAME, page/NAME.")


class Venn(Record):
    """Two or three overlapping circles."""

    kind: Literal["venn"]
    circles: tuple[Circle, ...] = Field(min_length=2, max_length=3)
    overlap: Text = Field(description="What the overlap stands for.")
    description: Text = Field(description="Everything the picture shows, in words.")

    @property
    def links(self) -> tuple[Reference, ...]:
        """Where its circles lead, in their order."""
        found = enumerate(self.circles)
        return tuple((("circles", i, "link"), x.title, x.link) for i, x in found if x.link)


class Step(Record):
    """One box of a pathway."""

    title: Title
    text: Text | None = None
    link: Name | None = Field(None, description="What it is about: card/NAME, page/NAME.")


class Pathway(Record):
    """Boxes in order, joined by arrows."""

    kind: Literal["pathway"]
    steps: tuple[Step, ...] = Field(min_length=2, max_length=8)
    description: Text = Field(description="Everything the picture shows, in words.")

    @property
    def links(self) -> tuple[Reference, ...]:
        """Where its boxes lead, in their order."""
        found = enumerate(self.steps)
        return tuple((("steps", i, "link"), x.title, x.link) for i, x in found if x.link)


class Branch(Record):
    """One box of a step; boxes beside each other are a choice."""

    label: Title
    title: Title
    link: Name | None = Field(None, description="What it is about: card/NAME, page/NAME.")


class Stage(Record):
    """One step, from top to bottom, with the condition for going on to it."""

    condition: Text | None = None
    branches: tuple[Branch, ...] = Field(min_length=1, max_length=3)


class Steps(Record):
    """A treatment in steps: who decide together, the principles, the steps."""

    kind: Literal["steps"]
    together: tuple[Text, ...] = Field((), max_length=4)
    principles: tuple[Text, ...] = Field((), max_length=5)
    steps: tuple[Stage, ...] = Field(min_length=2, max_length=8)
    description: Text = Field(description="Everything the picture shows, in words.")

    @property
    def links(self) -> tuple[Reference, ...]:
        """Where its boxes lead, from top to bottom."""
        return tuple(
            (("steps", i, "branches", j, "link"), branch.label, branch.link)
            for i, stage in enumerate(self.steps)
            for j, branch in enumerate(stage.branches)
            if branch.link
        )


Diagram = Annotated[Venn | Pathway | Steps, Field(discriminator="kind")]


class Section(Record):
    """A heading with text, a diagram, a picture, or more than one of them."""

    heading: Title
    level: Literal["2", "3"] = Field("2", description="Level of the heading; 3 is below a 2.")
    subheading: Title | None = None
    text: Prose | None = None
    checklist: tuple[Prose, ...] = Field((), description="Points to tick on paper.")
    diagram: Diagram | None = None
    picture: Picture | None = None
    slots: tuple[Id, ...] = Field((), description="What each edition fills in here, by id.")

    @property
    def is_only_slots(self) -> bool:
        """Whether it has nothing of its own, and is not printed while its slots are empty."""
        own = (self.subheading, self.text, self.checklist, self.diagram, self.picture)
        return bool(self.slots) and not any(own)

    @property
    def is_wide(self) -> bool:
        """Whether the section needs the width of a page; such sections come first."""
        return isinstance(self.diagram, Steps)


class Page(Record):
    """The file of one page."""

    id: Id
    kind: Literal["guide", "text", "choose", "colophon"]
    title: Title
    nav_title: Title | None = Field(None, description="Shorter title, for the navigation list.")
    summary: Prose | None = Field(None, description="For its tile on a page to choose from.")
    intro: Prose | None = None
    tiles: tuple[Id, ...] = Field((), max_length=12, description="Pages to choose from, by id.")
    sections: tuple[Section, ...] = ()

    @property
    def nav(self) -> str:
        """The title in the navigation list."""
        return self.nav_title or self.title

    @property
    def name(self) -> str:
        """The destination of the page."""
        return names.page(self.id)
