"""``locales/LANGUAGE.yaml``: everything of a language that pages and checks need."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, create_model

from cardprint.messages.catalogue import tell
from cardprint.model.fields import Record, Text

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
"""The formulas of readability that the program knows, each made for one language but ``lix``."""

# A label with the blanks that must stand in it: the words around them may come in any order.
_BLANKS: Mapping[str, tuple[str, ...]] = {
    # The navigation, and the description of each kind of link
    "card": (),
    "card_number": ("number",),
    "contents": (),
    "start": (),
    "decision": (),
    "view": (),
    "view_say": ("title",),
    "overview": (),
    "overview_of": ("title",),
    "view_overview": (),
    "view_overview_say": ("title",),
    "back": (),
    "back_say": ("title",),
    "previous": (),
    "previous_say": (),
    "next": (),
    "next_say": (),
    "previous_option": (),
    "previous_option_say": ("title",),
    "next_option": (),
    "next_option_say": ("title",),
    "navigation_say": ("title",),
    "prose_say": ("title",),
    "more": (),
    "more_say": ("title",),
    "file_say": ("title",),
    "other_file": (),
    "referred": (),
    "referred_say": ("title",),
    "again": (),
    "again_say": (),
    "external_say": ("title",),
    "mail_say": ("title",),
    "phone_say": ("title",),
    # What stands on the pages
    "page_of": ("number", "total"),
    "reference": ("number",),
    "not_applicable": ("reason",),
    "version": (),
    "published": (),
    "review_by": (),
    "publisher": (),
    "contributors": (),
    "based_on": (),
    "funding": (),
    "uncertainty": (),
    "licence": (),
    "about": (),
    # What the data gives evidence for, of the criteria of IPDAS
    "evidence": (),
    "evidence_intro": (),
    "evidence_qualifying": (),
    "evidence_certifying": (),
    "evidence_found": (),
    "evidence_missing": (),
    "evidence_condition": (),
    "evidence_decision": (),
    "evidence_options": (),
    "evidence_benefits": (),
    "evidence_harms": (),
    "evidence_experience": (),
    "evidence_balance": (),
    "evidence_detail": (),
    "evidence_sources": (),
    "evidence_date": (),
    "evidence_update": (),
    "evidence_certainty": (),
    "evidence_funding": (),
    # On paper
    "tool": (),
    "table_of_contents": (),
    "notes": (),
    "good_questions": (),
    "question_options": (),
    "question_benefits": (),
    "question_me": (),
    # A handout of chosen options
    "handout": (),
    "handout_intro": ("title", "version"),
    "for_whom": (),
    "date": (),
    "speaks": (),
    "speaks_about": ("title",),
    "my_questions": (),
    "agreed": (),
}


_BLANK = re.compile(r"\{(\w+)\}")


def _label(blanks: tuple[str, ...]) -> Any:
    """The type of a label with these blanks, each of them once, and no other braces."""

    def check(text: str) -> str:
        others = _BLANK.sub("", text)
        if sorted(_BLANK.findall(text)) != sorted(blanks) or "{" in others or "}" in others:
            raise ValueError(_wanted(blanks))
        return text

    return Annotated[str, StringConstraints(min_length=1), AfterValidator(check)]


def _wanted(blanks: tuple[str, ...]) -> str:
    if not blanks:
        return tell("nothing is filled in here, so write it without braces")
    names = [f"{{{name}}}" for name in blanks]
    if len(names) == 1:
        return tell("write {blank} in it once, and no other braces", blank=names[0])
    return tell("write {blanks} in it, each once, and no other braces", blanks=names)


def _fields(default: object) -> dict[str, Any]:
    return {name: (_label(blanks), default) for name, blanks in _BLANKS.items()}


def _loose(schema: dict[str, Any]) -> None:
    """Leave out what is required: a regional language writes only what differs."""
    schema.pop("required", None)


class _Partial(Record):
    """What a regional language may write in part; the loader sees that the whole is there."""

    model_config = ConfigDict(json_schema_extra=_loose)


Labels = create_model(
    "Labels",
    __base__=_Partial,
    __doc__="The words on buttons, in headings and in the descriptions of links.",
    **_fields(...),
)

SomeLabels = create_model(
    "SomeLabels",
    __base__=Record,
    __doc__="Labels that a layout words otherwise than the locale.",
    **_fields(""),
)


class Goals(_Partial):
    """The score that running text should have, by the readers of a toolkit.

    At least this much, or at most where the formula gives hard texts a high score.
    """

    public: int
    professionals: int


class Readability(_Partial):
    """How easy a text is to read."""

    formula: Formula
    goals: Goals


class Style(_Partial):
    """What the checks of language look for."""

    quotes: tuple[Text, Text] = Field(description="The quotation marks that open and close.")
    apostrophe: Text = "\u2019"
    spaces_before: str = Field("", description="Punctuation that has a space before it.")
    sentence_ends: Text = Field(".!?…", description="Signs that end a sentence.")
    numbers: tuple[Text, ...] = Field(
        description="Numbers in words, from two on, to find those that stand elsewhere in digits."
    )
    explains: tuple[Text, ...] = Field(
        description="Words after a term that explain it, such as 'is' and 'means'."
    )
    screen_words: tuple[Text, ...] = Field(
        description="Words that mean nothing on paper, such as 'click'; * stands for any ending."
    )


def _whole_unless_based(schema: dict[str, Any]) -> None:
    """Everything is required in a file that is based on no other."""
    required = {
        "labels": {"required": list(_BLANKS)},
        "style": {"required": ["quotes", "numbers", "explains", "screen_words"]},
    }
    schema["if"] = {"not": {"required": ["base"]}}
    schema["then"] = {"required": schema.pop("required"), "properties": required}


def _known(language: str) -> str:
    try:
        cldr(language)
    except ValueError as error:
        message = tell("'{name}' is no language that is known, such as en-GB", name=language)
        raise ValueError(message) from error
    return language


class LocaleFile(Record):
    """The file ``locales/LANGUAGE.yaml``; the name of the file is the language (BCP 47)."""

    model_config = ConfigDict(json_schema_extra=_whole_unless_based)

    base: Text | None = Field(
        None, description="The language that this one differs from; only what differs is written."
    )
    name: Text = Field(description="What the language calls itself.")
    conventions: Annotated[Text, AfterValidator(_known)] | None = Field(
        None, description="The region whose dates it writes, such as en-GB; its own unless given."
    )
    readability: Readability | None = Field(
        None, description="Left out where no formula fits: then there are no remarks about it."
    )
    style: Style
    labels: Labels  # type: ignore[valid-type]  # made above


class Locale(LocaleFile):
    """A language, by its name."""

    language: str

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Every label by its name."""
        found: Any = self.labels
        return dict(found)

    @cached_property
    def babel(self) -> "Babel":
        """What the Unicode CLDR knows of the language: dates, numbers, lists, direction."""
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
    """What the Unicode CLDR knows of a language (BCP 47).

    :raises ValueError: when there is no such language.
    """
    from babel import Locale as Babel
    from babel import UnknownLocaleError

    try:
        return Babel.parse(language, sep="-")
    except UnknownLocaleError as error:
        raise ValueError(str(error)) from error
