"""A page file: prose and diagrams around the cards."""

from typing import Annotated, Literal

from pydantic import Field

from cardprint.messages.catalogue import tell
from cardprint.model import names
from cardprint.model.fields import Id, Name, Prose, Record, Text, Title
from cardprint.model.picture import Picture

Reference = tuple[tuple[str | int, ...], str, str]
"""Where a link of a diagram stands below it, the words of its box, and where it leads."""


class Circle(Record):
    """One circle of a venn diagram."""

    id: Id = Field(description=tell("The short name of the circle."))
    title: Title = Field(description=tell("The words in the circle."))
    text: Text | None = Field(default=None, description=tell("Smaller words below them."))
    link: Name | None = Field(None, description=tell("What it is about: card/NAME, page/NAME."))


class Venn(Record):
    """Two or three overlapping circles."""

    kind: Literal["venn"] = Field(description=tell("Says that the diagram is made of circles."))
    circles: tuple[Circle, ...] = Field(
        min_length=2, max_length=3, description=tell("Two or three circles.")
    )
    overlap: Text = Field(description=tell("What the overlap stands for."))
    description: Text = Field(description=tell("Everything the picture shows, in words."))

    @property
    def links(self) -> tuple[Reference, ...]:
        """Where its circles lead, in their order."""
        found = enumerate(self.circles)
        return tuple((("circles", i, "link"), x.title, x.link) for i, x in found if x.link)


class Step(Record):
    """One box of a pathway."""

    title: Title = Field(description=tell("The words in the box."))
    text: Text | None = Field(default=None, description=tell("Smaller words below them."))
    link: Name | None = Field(None, description=tell("What it is about: card/NAME, page/NAME."))


class Pathway(Record):
    """Boxes in order, joined by arrows."""

    kind: Literal["pathway"] = Field(
        description=tell("Says that the diagram is a row of boxes with arrows.")
    )
    steps: tuple[Step, ...] = Field(
        min_length=2, max_length=8, description=tell("The boxes, in their order.")
    )
    description: Text = Field(description=tell("Everything the picture shows, in words."))

    @property
    def links(self) -> tuple[Reference, ...]:
        """Where its boxes lead, in their order."""
        found = enumerate(self.steps)
        return tuple((("steps", i, "link"), x.title, x.link) for i, x in found if x.link)


class Branch(Record):
    """One box of a step; boxes beside each other are a choice."""

    label: Title = Field(description=tell("The words at the top of the box, such as: step 1."))
    title: Title = Field(description=tell("The words in the box."))
    link: Name | None = Field(None, description=tell("What it is about: card/NAME, page/NAME."))


class Stage(Record):
    """One step, from top to bottom, with the condition for going on to it."""

    condition: Text | None = Field(
        default=None, description=tell("When somebody goes on to this step.")
    )
    branches: tuple[Branch, ...] = Field(
        min_length=1,
        max_length=3,
        description=tell("The boxes of the step; boxes beside each other are a choice."),
    )


class Steps(Record):
    """A treatment in steps: who decide together, the principles, the steps."""

    kind: Literal["steps"] = Field(
        description=tell("Says that the diagram is a treatment in steps.")
    )
    together: tuple[Text, ...] = Field((), max_length=4, description=tell("Who decide together."))
    principles: tuple[Text, ...] = Field(
        (), max_length=5, description=tell("What is always true, whatever the step.")
    )
    steps: tuple[Stage, ...] = Field(
        min_length=2, max_length=8, description=tell("The steps, from top to bottom.")
    )
    description: Text = Field(description=tell("Everything the picture shows, in words."))

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

    heading: Title = Field(description=tell("The heading above the section."))
    level: Literal["2", "3"] = Field("2", description=tell("Level of the heading; 3 is below a 2."))
    subheading: Title | None = Field(default=None, description=tell("A line below the heading."))
    text: Prose | None = Field(default=None, description=tell("The text of the section."))
    checklist: tuple[Prose, ...] = Field((), description=tell("Points to tick on paper."))
    diagram: Diagram | None = Field(
        default=None, description=tell("A drawing that is made of words.")
    )
    picture: Picture | None = Field(
        default=None, description=tell("A photograph or drawing beside the text.")
    )
    slots: tuple[Id, ...] = Field((), description=tell("What each edition fills in here, by id."))

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

    id: Id = Field(description=tell("The short name of the page, for links."))
    kind: Literal["guide", "text", "choose", "colophon"] = Field(
        description=tell(
            "What the page is for: a guide to the toolkit, another text, a page to choose from, "
            "or the colophon at the end."
        )
    )
    title: Title = Field(description=tell("The title of the page."))
    nav_title: Title | None = Field(
        None, description=tell("Shorter title, for the navigation list.")
    )
    summary: Prose | None = Field(None, description=tell("For its tile on a page to choose from."))
    intro: Prose | None = Field(
        default=None, description=tell("What the page is about, in a few sentences.")
    )
    tiles: tuple[Id, ...] = Field(
        (), max_length=12, description=tell("Pages to choose from, by id.")
    )
    sections: tuple[Section, ...] = Field(
        default=(), description=tell("What is on the page, from top to bottom.")
    )

    @property
    def nav(self) -> str:
        """The title in the navigation list."""
        return self.nav_title or self.title

    @property
    def name(self) -> str:
        """The destination of the page."""
        return names.page(self.id)
