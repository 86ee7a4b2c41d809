"""``locales/LANGUAGE.yaml``: everything of a language that pages and checks need."""

from collections.abc import Mapping
from functools import cached_property
from string import Formatter
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints, create_model

from cardprint.model.fields import Record, Text

if TYPE_CHECKING:
    from babel import Locale as Babel

# A label with the blanks that must stand in it: the words around them may come in any order.
_BLANKS: Mapping[str, tuple[str, ...]] = {
    # The navigation, and the description of each kind of link
    "card": (),
    "card_number": ("number",),
    "contents": (),
    "navigation": (),
    "start": (),
    "decision": (),
    "view": (),
    "view_say": ("title",),
    "overview": (),
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
    "options": (),
    "option_of": ("number", "total"),
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
    "conversation": (),
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


def _label(blanks: tuple[str, ...]) -> Any:
    """The type of a label with these blanks, each of them once."""

    def check(text: str) -> str:
        try:
            found = [
                name if not spec and not conversion else f"{name}…"
                for _, name, spec, conversion in Formatter().parse(text)
                if name is not None
            ]
        except ValueError as error:
            raise ValueError("a brace that is no blank is written twice: {{ or }}") from error
        if sorted(found) != sorted(blanks):
            wanted = ", ".join(f"{{{name}}}" for name in blanks) or "no blanks"
            raise ValueError(f"it should have {wanted}, each once")
        return text

    return Annotated[str, StringConstraints(min_length=1), AfterValidator(check)]


def _fields(*, required: bool) -> dict[str, Any]:
    types = {name: _label(blanks) for name, blanks in _BLANKS.items()}
    if required:
        return {name: (kind, ...) for name, kind in types.items()}
    return {name: (kind | None, None) for name, kind in types.items()}


Labels = create_model(
    "Labels",
    __base__=Record,
    __doc__="The words on buttons, in headings and in the descriptions of links.",
    **_fields(required=True),
)

SomeLabels = create_model(
    "SomeLabels",
    __base__=Record,
    __doc__="Labels that a layout words otherwise than the locale.",
    **_fields(required=False),
)


class Goals(Record):
    """The score that running text should have, or more, by the readers of a toolkit."""

    public: int
    professionals: int


class Readability(Record):
    """How easy a text is to read."""

    formula: Text = Field(
        description="flesch-douma (Dutch), flesch (English), flesch-amstad (German), "
        "flesch-kandel-moles (French), or another one that the program knows."
    )
    goals: Goals


class Style(Record):
    """What the checks of language look for."""

    quotes: tuple[Text, Text] = Field(description="The quotation marks that open and close.")
    apostrophe: Text = "\u2019"
    spaces_before: str = Field("", description="Punctuation that has a space before it.")
    numbers: tuple[Text, ...] = Field(
        description="Numbers in words, from two on, to find those that stand elsewhere in digits."
    )
    explains: tuple[Text, ...] = Field(
        description="Words after a term that explain it, such as 'is' and 'means'."
    )
    screen_words: tuple[Text, ...] = Field(
        description="Words that mean nothing on paper, such as 'click'; * stands for any ending."
    )


class Locale(Record):
    """The file ``locales/LANGUAGE.yaml``; the name of the file is the language (BCP 47)."""

    name: Text = Field(description="What the language calls itself.")
    readability: Readability
    style: Style
    labels: Labels  # type: ignore[valid-type]  # made above

    language: str = Field("", exclude=True, description="Set from the name of the file.")

    @cached_property
    def words(self) -> dict[str, str]:
        """Every label by its name."""
        found: Any = self.labels
        return dict(found)

    @cached_property
    def babel(self) -> "Babel":
        """What the Unicode CLDR knows of the language: dates, numbers, lists, direction."""
        from babel import Locale as Babel

        return Babel.parse(self.language, sep="-")

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return self.babel.text_direction
