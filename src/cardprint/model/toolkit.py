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

    id: Id
    label: Title = Field(description="The question as the reader sees it.")
    icon: IconName | None = Field(None, description="A drawing of icons/, such as calendar.")
    role: Role = Field(
        description="What its answers are about; needed to compare benefit and burden."
    )


class Organisation(Record):
    """Who publishes the toolkit."""

    name: Title
    url: WebAddress | None = None


class Contributor(Record):
    """A person or group that worked on this text."""

    name: Title
    role: Text | None = None


class BasedOn(Record):
    """A source of the facts."""

    title: Title
    publisher: Text | None = None
    url: WebAddress | None = None
    date: Text | None = Field(None, description="When it was published or read, in words.")


class Licence(Record):
    """What others may do with the text."""

    name: Title
    url: WebAddress | None = None


class Term(Record):
    """A word of the toolkit's own glossary."""

    term: Title = Field(description="How the word is written, everywhere.")
    meaning: Text | None = Field(None, description="Its explanation, for a word that needs one.")
    instead_of: tuple[Text, ...] = Field((), description="Other ways of writing it, to avoid.")


class ToolkitInfo(Record):
    """The file ``toolkit.yaml``."""

    title: Title
    subtitle: Text | None = None
    language: LanguageTag = Field(description="Language of the text: a file of locales/.")
    version: Title
    published: Day
    review_by: Day
    orientation: Orientation = "options-as-columns"
    decision: Prose = Field(description="The decision this toolkit helps with.")
    publisher: Organisation
    contributors: tuple[Contributor, ...] = ()
    based_on: tuple[BasedOn, ...] = Field(min_length=1)
    funding: Text
    licence: Licence
    audience: Literal["public", "professionals"] = "public"
    uncertainty: Text | None = Field(
        None, description="What is not certain about the facts, in words; printed in the colophon."
    )
    print_evidence: bool = Field(
        default=False, description="Print the evidence for IPDAS on a page before the colophon."
    )
    layouts: dict[LayoutName, LayoutSettings | None] = Field(
        {}, description="The layouts of 'all', with their settings; default: every layout."
    )
    glossary: tuple[Term, ...] = ()
    terms_in: dict[KnownLanguage, tuple[Title, ...]] = Field(
        {}, description="Names and words in another language, by that language: en: [Mindfulness]."
    )
    published_at: SecureAddress | None = Field(
        None, description="The web folder where the PDFs are published; others link to them there."
    )
    slots: tuple[Slot, ...] = Field((), description="What may differ from edition to edition.")
    questions: tuple[Question, ...] = ()
    contents: tuple[Annotated[str, Field(min_length=1)], ...] = Field(
        min_length=1, description="The card and page files, in reading order."
    )
    style: Style = Style()
