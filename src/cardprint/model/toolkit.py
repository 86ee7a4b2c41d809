"""``toolkit.yaml``: what the whole toolkit shares."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from cardprint.messages.catalogue import tell
from cardprint.model.fields import (
    Day,
    IconName,
    Id,
    Orientation,
    Prose,
    Record,
    SecureAddress,
    Text,
    Title,
    WebAddress,
)
from cardprint.model.languages import is_known
from cardprint.model.layout import LayoutName, LayoutSettings
from cardprint.model.slot import Slot
from cardprint.model.style import Style

Role = Literal["description", "indication", "benefit", "burden", "expectation"]

LanguageTag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""A language as BCP 47 writes it: ``nl``, ``nl-BE``, ``zh-Hant``."""


def _known(tag: str) -> str:
    if not is_known(tag):
        raise ValueError(tell("this is no language; write 'en', 'de', 'fr'…"))
    return tag


KnownLanguage = Annotated[str, AfterValidator(_known)]
"""The language of a passage, as BCP 47 writes it; none of locales/ needs to be in it."""


class Question(Record):
    """One of the questions that every option of every card answers."""

    id: Id = Field(description=tell("The short name by which cards answer the question."))
    label: Title = Field(description=tell("The question as the reader sees it."))
    icon: IconName | None = Field(None, description=tell("A drawing of icons/, such as calendar."))
    role: Role = Field(
        description=tell(
            "What its answers are about: description (what is it?), indication (when?), benefit "
            "(what does it give?), burden (what does it cost?) or expectation (what can I "
            "expect?). Benefit and burden are compared."
        )
    )


class Organisation(Record):
    """Who publishes the toolkit."""

    name: Title = Field(description=tell("Its name, as readers know it."))
    url: WebAddress | None = Field(default=None, description=tell("The address of its website."))


class Contributor(Record):
    """A person or group that worked on this text."""

    name: Title = Field(description=tell("The name of the person or group."))
    role: Text | None = Field(
        default=None, description=tell("What they did, such as: text, design, advice.")
    )


class BasedOn(Record):
    """A source of the facts."""

    title: Title = Field(description=tell("The title of the source."))
    publisher: Text | None = Field(default=None, description=tell("Who published the source."))
    url: WebAddress | None = Field(
        default=None, description=tell("The address where readers find the source.")
    )
    date: Text | None = Field(
        None,
        description=tell("When it was published or read, in words."),
        examples=["November 2026"],
    )


class Licence(Record):
    """What others may do with the text."""

    name: Title = Field(
        description=tell("The name of the licence, or what is allowed in a few words.")
    )
    url: WebAddress | None = Field(
        default=None, description=tell("The address of the full licence.")
    )


class Term(Record):
    """A word of the toolkit's own glossary."""

    untranslated = frozenset({"instead_of"})

    term: Title = Field(description=tell("How the word is written, everywhere."))
    meaning: Text | None = Field(
        None, description=tell("Its explanation, for a word that needs one.")
    )
    instead_of: tuple[Text, ...] = Field(
        (), description=tell("Other ways of writing it, to avoid.")
    )


class ToolkitInfo(Record):
    """The file ``toolkit.yaml``."""

    untranslated = frozenset({"version", "terms_in"})

    title: Title = Field(description=tell("The title on the cover."))
    subtitle: Text | None = Field(default=None, description=tell("A line below the title."))
    language: LanguageTag = Field(
        description=tell("Language of the text: a file of locales/."), examples=["nl"]
    )
    version: Title = Field(
        description=tell("The number of this edition, in quotes."), examples=["1.0"]
    )
    published: Day = Field(description=tell("The day of this edition."), examples=["2026-11-23"])
    review_by: Day = Field(
        description=tell("The day on which the text must be checked again."),
        examples=["2028-11-23"],
    )
    orientation: Orientation = Field(
        default="options-as-columns",
        description=tell(
            "Whether the options of a grid stand side by side or one below the other."
        ),
    )
    decision: Prose = Field(description=tell("The decision this toolkit helps with."))
    publisher: Organisation = Field(description=tell("Who publishes the toolkit."))
    contributors: tuple[Contributor, ...] = Field(
        default=(), description=tell("Who worked on it; printed in the colophon.")
    )
    based_on: tuple[BasedOn, ...] = Field(
        min_length=1, description=tell("Where the facts come from; at least one source.")
    )
    funding: Text = Field(description=tell("Who paid for the toolkit."))
    licence: Licence = Field(description=tell("What others may do with the text."))
    audience: Literal["public", "professionals"] = Field(
        default="public",
        description=tell("For whom the text is; it decides how easy the text should be to read."),
    )
    uncertainty: Text | None = Field(
        None,
        description=tell("What is not certain about the facts, in words; printed in the colophon."),
    )
    print_evidence: bool = Field(
        default=False,
        description=tell("Print the evidence for IPDAS on a page before the colophon."),
    )
    layouts: dict[LayoutName, LayoutSettings | None] = Field(
        {},
        description=tell("The layouts of 'all', with their settings; default: every layout."),
        examples=[{"grid-a4": {"minimum": "9pt"}}],
    )
    glossary: tuple[Term, ...] = Field(
        default=(), description=tell("How words are written and explained in this toolkit.")
    )
    terms_in: dict[KnownLanguage, tuple[Title, ...]] = Field(
        {},
        description=tell(
            "Names and words in another language, by that language: en: [Mindfulness]."
        ),
        examples=[{"en": ["Housing First"]}],
    )
    published_at: SecureAddress | None = Field(
        None,
        description=tell("The web folder where the PDFs are published; others link to them there."),
        examples=["https://www.example.org/toolkits/"],
    )
    questions: tuple[Question, ...] = Field(
        default=(),
        description=tell("The questions that every option answers, in the order of the grid."),
    )
    slots: tuple[Slot, ...] = Field(
        (), description=tell("What may differ from edition to edition.")
    )
    contents: tuple[Annotated[str, Field(min_length=1)], ...] = Field(
        min_length=1,
        description=tell("The card and page files, in reading order."),
        examples=[["pages/guide.yaml", "cards/rhythm.yaml", "pages/colophon.yaml"]],
    )
    style: Style = Field(default=Style(), description=tell("How the toolkit looks."))
