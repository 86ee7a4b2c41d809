"""The words that a language has for buttons, headings and descriptions of links."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, StringConstraints, create_model

from cardprint.messages.catalogue import tell
from cardprint.model.fields import Record

# Each label with the blanks that it must have, in any order.
BLANKS: Mapping[str, tuple[str, ...]] = {
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
    "languages": (),
    "language_say": ("title",),
    "outdated": (),
    "referred": (),
    "referred_say": ("title",),
    "again": (),
    "again_say": (),
    "external_say": ("title",),
    "mail_say": ("title",),
    "phone_say": ("title",),
    # Words on the pages
    "continued": ("title",),
    "page_of": ("number", "total"),
    "reference": ("number",),
    "not_applicable": ("reason",),
    # What to know before choosing, and how well the effect was studied
    "caution_note": (),
    "caution_warning": (),
    "certainty": (),
    "certainty_strong": (),
    "certainty_some": (),
    "certainty_weak": (),
    "certainty_unknown": (),
    "version": (),
    "published": (),
    "review_by": (),
    "publisher": (),
    "contributors": (),
    "based_on": (),
    "funding": (),
    "uncertainty": (),
    "pictures": (),
    "licence": (),
    "about": (),
    # The criteria of IPDAS that the data gives evidence for
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
    "code": (),
    "code_say": ("title",),
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
    """The type of a label that has each of these blanks once, and no other braces."""

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
    return {name: (_label(blanks), default) for name, blanks in BLANKS.items()}


def _loose(schema: dict[str, Any]) -> None:
    """Require nothing in the schema: a regional language writes only what differs."""
    schema.pop("required", None)


class Partial(Record):
    """A mapping that a regional language may write in part; the loader checks the whole."""

    model_config = ConfigDict(json_schema_extra=_loose)


Labels = create_model(
    "Labels",
    __base__=Partial,
    __doc__="The words on buttons, in headings and in the descriptions of links.",
    **_fields(...),
)

EXCHANGED: tuple[str, ...] = (
    # What the reader is asked to do
    "fill_in",
    "ask",
    "send",
    # What stands beside each text
    "option",
    "question",
    "title",
    "subtitle",
    "short_title",
    "summary",
    "intro",
    "heading",
    "subheading",
    "text",
    "checklist",
    "picture",
    "maker",
    "diagram",
    "source",
    "name",
    "role",
    "pages",
)  # fmt: skip


def _exchanged() -> dict[str, Any]:
    return dict.fromkeys(EXCHANGED, (_label(()), ...))


ExchangeLabels = create_model(
    "ExchangeLabels",
    __base__=Partial,
    __doc__="The words in files of Word and Excel that people read and correct.",
    **_exchanged(),
)

SomeLabels = create_model(
    "SomeLabels",
    __base__=Record,
    __doc__="Labels that a layout words otherwise than the locale.",
    **_fields(""),
)
