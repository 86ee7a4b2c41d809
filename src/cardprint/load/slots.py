"""What is wrong with the slots of a toolkit, and with what fills them."""

import re
from collections.abc import Callable, Iterator

from cardprint.errors import NO_HINT, Problem, nearest
from cardprint.load.toolkit import Toolkit
from cardprint.load.wording import findings
from cardprint.messages.catalogue import Message, tell
from cardprint.model.slot import FORMS, Slot

Report = Callable[[Problem], None]

RESERVED = (
    "id", "name", "logo", "logo_alt", "accent", "leaves_out", "published_at",
    "licence", "licence_url",
)  # fmt: skip
"""Columns of a table of editions that are no slots."""


def check_slots(toolkit: Toolkit, report: Report) -> None:
    """Report slots that cannot be told apart, sections that name an unknown one, wrong defaults."""
    known: dict[str, Slot] = {}
    for i, slot in enumerate(toolkit.info.slots):
        place = toolkit.at(None, "slots", i, "id")
        if slot.id in known or slot.id in RESERVED:
            message = tell("the name '{name}' is taken already", name=slot.id)
            report(Problem(place, message, tell("choose another id for this slot")))
        known[slot.id] = slot
        for message, hint in wrong_with(slot, slot.default or ""):
            report(Problem(toolkit.at(None, "slots", i, "default"), message, hint))
    for page in toolkit.pages:
        for i, section in enumerate(page.sections):
            for j, name in enumerate(section.slots):
                if name not in known:
                    message = tell("unknown slot '{slot}'", slot=name)
                    place = toolkit.at(page, "sections", i, "slots", j)
                    report(Problem(place, message, nearest(name, known)))


def wrong_with(slot: Slot, value: str) -> Iterator[tuple[Message, Message]]:
    """What is wrong with the form of a value, and the remedy."""
    form = FORMS.get(slot.kind)
    if not value or not form or re.fullmatch(form, value):
        return
    remedies = {
        "phone": tell("write digits and spaces, such as 012-345 67 89"),
        "email": tell("write it as name@example.org"),
        "web": tell("an address starts with https:// or http://"),
    }
    yield (
        tell("'{value}' is not right for '{label}'", value=value, label=slot.label),
        remedies[slot.kind],
    )


def wrong_words(toolkit: Toolkit, value: str) -> Iterator[tuple[Message, Message]]:
    """Characters and words that cannot be printed as they were meant."""
    if "\n" in value:
        yield tell("the text has more than one line"), tell("write it on one line")
    for _, message, hint in findings(value, toolkit.locale.direction):
        yield message, hint or NO_HINT
