"""A card file: options from left to right, one answer to each question."""

from collections.abc import Sequence
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Discriminator, Field, StringConstraints, Tag

from cardprint.messages.catalogue import tell
from cardprint.model import names
from cardprint.model.fields import IconName, Id, Prose, Record, Text, Title
from cardprint.model.picture import Picture


class NotApplicable(Record):
    """A question that an option cannot answer, and why."""

    not_applicable: Prose = Field(description=tell("Why there is no answer."))


class More(Record):
    """A place to read more: in this toolkit, or in another one of the project."""

    to: Annotated[
        str,
        StringConstraints(pattern=rf"^([a-z0-9-]+:)?{names.PLACE_PATTERN}$"),
    ] = Field(
        description=tell("page/NAME or option/CARD/NAME; in another toolkit TOOLKIT:page/NAME."),
        examples=["option/rest/screen"],
    )
    title: Title | None = Field(None, description=tell("Default: the title of the place."))

    @property
    def toolkit(self) -> str | None:
        """The slug of the other toolkit, if the place is in another one."""
        slug, colon, _ = self.to.partition(":")
        return slug if colon else None

    @property
    def name(self) -> str:
        """The name of the destination in its toolkit."""
        return self.to.rpartition(":")[2]


def _branch(value: object) -> str:
    return "reason" if isinstance(value, dict | NotApplicable) else "words"


Answer = Annotated[
    Annotated[Prose, Tag("words")] | Annotated[NotApplicable, Tag("reason")],
    Discriminator(_branch),
]
"""An answer in words, or why there is none; only the second can be a mapping."""


class Caution(Record):
    """What a reader should know before choosing an option; printed wherever the option is."""

    text: Prose = Field(description=tell("What a reader should know first."))
    level: Literal["note", "warning"] = Field(
        "note",
        description=tell("A warning is about harm, a note about anything else to know first."),
    )


class CardCaution(Caution):
    """A caution about some options of a card, or about all of them."""

    applies_to: tuple[Id, ...] = Field(
        (),
        description=tell("The options that it is about; default: all of the card."),
        examples=[["fixed-times"]],
    )

    def is_about(self, option: str) -> bool:
        """Whether the caution is about an option, by its id."""
        return not self.applies_to or option in self.applies_to


class Certainty(Record):
    """How well the effect of an option has been studied."""

    level: Literal["strong", "some", "weak", "unknown"] = Field(
        description=tell(
            "How well: strong, some, weak, or unknown if the sources say nothing about it."
        )
    )
    source: Text | None = Field(
        None, description=tell("The source of the level; required unless the level is unknown.")
    )


class Option(Record):
    """One option of a card with its answer to each question, by question id."""

    id: Id = Field(description=tell("The short name of the option, for links."))
    title: Title = Field(description=tell("The name of the option."))
    short_title: Title | None = Field(None, description=tell("Shorter title, for the tile."))
    icon: IconName | None = Field(None, description=tell("A drawing of icons/, such as pill."))
    summary: Prose = Field(description=tell("One or two sentences for the tile."))
    answers: dict[str, Answer] = Field(
        description=tell("The answer to each question, by the id of the question.")
    )
    more: tuple[More, ...] = Field((), max_length=4, description=tell("Where to read more."))
    cautions: tuple[Caution, ...] = Field((), description=tell("What to know before choosing it."))
    evidence: Certainty | None = Field(None, description=tell("How well its effect was studied."))

    @property
    def tile_title(self) -> str:
        """The title on the option's tile."""
        return self.short_title or self.title


class ChoosePage(Record):
    """One choose page of a card that has more than one."""

    options: tuple[Id, ...] = Field(
        min_length=1, max_length=12, description=tell("The ids of the options on this page.")
    )
    intro: Prose | None = Field(None, description=tell("Default: the intro of the card."))


class Card(Record):
    """The file of one card (keuzekaart)."""

    id: Id = Field(description=tell("The short name of the card, for links."))
    title: Title = Field(description=tell("The title of the card."))
    subtitle: Text | None = Field(default=None, description=tell("A line below the title."))
    nav_title: Title | None = Field(
        None, description=tell("Shorter title, for the navigation list.")
    )
    icon: IconName | None = Field(
        None, description=tell("A drawing of icons/, such as users-group.")
    )
    picture: Picture | None = Field(None, description=tell("Where the options are chosen."))
    intro: Prose = Field(description=tell("What the card is about, in a few sentences."))
    choose_pages: tuple[ChoosePage, ...] = Field(
        (), description=tell("Which options are on which choose page; default: all on one.")
    )
    options: tuple[Option, ...] = Field(
        min_length=1, max_length=12, description=tell("What readers can choose from.")
    )
    cautions: tuple[CardCaution, ...] = Field(
        (), description=tell("What to know before choosing; printed with every option it is about.")
    )

    @property
    def nav(self) -> str:
        """The title in the navigation list."""
        return self.nav_title or self.title

    @property
    def name(self) -> str:
        """The destination of the card's first choose page."""
        return names.card(self.id)

    @cached_property
    def choices(self) -> dict[str, tuple[str, tuple[Option, ...]]]:
        """The intro and the options of each choose page, by its destination."""
        pages = self.choose_pages or (
            ChoosePage(options=tuple(o.id for o in self.options), intro=None),
        )
        by_id = {option.id: option for option in self.options}
        return {
            names.card(self.id, i): (
                page.intro or self.intro,
                tuple(by_id[name] for name in page.options if name in by_id),
            )
            for i, page in enumerate(pages, 1)
        }

    def cautions_for(
        self, options: Sequence[Option]
    ) -> tuple[tuple[Caution, tuple[str, ...]], ...]:
        """What is printed with some options of the card: those of the card about them, then theirs.

        Each with the titles of the options that it is about; with none when it is about all.
        """
        of_card = (
            (caution, tuple(each.tile_title for each in options if caution.is_about(each.id)))
            for caution in self.cautions
        )
        own = ((caution, (each.tile_title,)) for each in options for caution in each.cautions)
        return tuple(
            (caution, titles if len(titles) < len(options) else ())
            for caution, titles in (*of_card, *own)
            if titles
        )

    def choose_name(self, option: Option) -> str:
        """The destination of the choose page that an option is on."""
        return next(name for name, (_, options) in self.choices.items() if option in options)
