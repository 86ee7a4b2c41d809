"""``locales/LANGUAGE.yaml``: all that pages and checks need to know of a language."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field

from cardprint.messages.catalogue import tell
from cardprint.model.fields import Record, Text
from cardprint.model.labels import BLANKS, EXCHANGED, ExchangeLabels, Labels, Partial

if TYPE_CHECKING:
    from babel import Locale as Babel

Formula = Literal[
    "flesch-douma",
    "flesch-amstad",
    "flesch-kandel-moles",
    "fernandez-huerta",
    "flesch-vacca",
    "coleman-liau",
    "fog-pl",
    "lix",
]
"""The known readability formulas; all but ``lix`` were made for one language."""


class Goals(Partial):
    """The score that running text should have, for each audience.

    A minimum, or a maximum where the formula gives hard texts a high score.
    """

    public: int = Field(description=tell("For a text for everybody."))
    professionals: int = Field(description=tell("For a text for professionals."))


class Readability(Partial):
    """How easy a text is to read."""

    formula: Formula = Field(description=tell("How the score is computed."))
    goals: Goals = Field(description=tell("The score that a text should have."))


class Style(Partial):
    """The signs and words that the checks of language look for."""

    quotes: tuple[Text, Text] = Field(description=tell("The quotation marks that open and close."))
    apostrophe: Text = Field(default="\u2019", description=tell("The apostrophe of the language."))
    spaces_before: str = Field("", description=tell("Punctuation that has a space before it."))
    sentence_ends: Text = Field(".!?…", description=tell("Signs that end a sentence."))
    numbers: tuple[Text, ...] = Field(
        description=tell(
            "Numbers in words, from two on, to find those that are in digits elsewhere."
        )
    )
    explains: tuple[Text, ...] = Field(
        description=tell("Words after a term that explain it, such as 'is' and 'means'.")
    )
    caution_words: tuple[Text, ...] = Field(
        (),
        description=tell("Words of an intro that sounds like a caution; * stands for any ending."),
    )
    risky_words: tuple[Text, ...] = Field(
        (),
        description=tell(
            "Words of options that should have a caution, such as medicines; * as above."
        ),
    )
    screen_words: tuple[Text, ...] = Field(
        description=tell(
            "Words without meaning on paper, such as 'click'; * stands for any ending."
        )
    )


def _whole_unless_based(schema: dict[str, Any]) -> None:
    """Everything is required in a file that is based on no other."""
    required = {
        "labels": {"required": list(BLANKS)},
        "style": {"required": ["quotes", "numbers", "explains", "screen_words"]},
        "exchange": {"required": [*EXCHANGED]},
    }
    schema["if"] = {"not": {"required": ["base"]}}
    schema["then"] = {"required": schema.pop("required"), "properties": required}


def _known(language: str) -> str:
    try:
        cldr(language)
    except ValueError as error:
        message = tell(
            "'{language}' is not a known language; write one such as en-GB", language=language
        )
        raise ValueError(message) from error
    return language


class LocaleFile(Record):
    """The file ``locales/LANGUAGE.yaml``; the name of the file is the language (BCP 47)."""

    model_config = ConfigDict(json_schema_extra=_whole_unless_based)

    base: Text | None = Field(
        None,
        description=tell("The language that this one differs from; only what differs is written."),
        examples=["nl"],
    )
    name: Text = Field(description=tell("What the language calls itself."))
    conventions: Annotated[Text, AfterValidator(_known)] | None = Field(
        None, description=tell("The region whose dates it uses, such as en-GB; default: its own.")
    )
    readability: Readability | None = Field(
        None,
        description=tell("Leave it out where no formula fits: there are no remarks about it then."),
    )
    style: Style = Field(description=tell("What the checks of language look for."))
    labels: Labels = Field(  # type: ignore[valid-type]  # made from a table
        description=tell("The words on buttons and in headings, and what is read aloud at links.")
    )
    exchange: ExchangeLabels = Field(  # type: ignore[valid-type]  # likewise
        description=tell("The words in files of Word and Excel that people correct.")
    )


class Locale(LocaleFile):
    """A language with its code (BCP 47)."""

    language: str

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Every label by its name."""
        found: Any = self.labels
        return dict(found)

    @cached_property
    def exchanged(self) -> Mapping[str, str]:
        """Every word for files of Word and Excel by its name."""
        found: Any = self.exchange
        return dict(found)

    @cached_property
    def babel(self) -> "Babel":
        """The language in the Unicode CLDR: its dates, numbers, lists and direction."""
        return cldr(self.conventions or self.language)

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return self.babel.text_direction

    @property
    def colon(self) -> str:
        """A colon after a label, with the space that some languages put before it."""
        return "\N{NO-BREAK SPACE}:" if ":" in self.style.spaces_before else ":"


def cldr(language: str) -> "Babel":
    """A language (BCP 47) in the Unicode CLDR.

    :raises ValueError: when there is no such language.
    """
    from babel import Locale as Babel
    from babel import UnknownLocaleError

    try:
        return Babel.parse(language, sep="-")
    except UnknownLocaleError as error:
        raise ValueError(str(error)) from error
