"""Places that are filled in when they are printed, like the name of who a handout is for."""

from collections.abc import Iterator

import weasyprint

from cardprint.errors import Place, Problem
from cardprint.messages.catalogue import tell
from cardprint.render import boxes

FIELD = "data-field"
"""The attribute by which a template names the place for one line."""


def problems_of_fields(document: weasyprint.Document, shown: str) -> Iterator[Problem]:
    """The places that have no room for what is printed there.

    :param shown: the template, for messages.
    """
    for page in document.pages:
        for box in boxes.descendants(boxes.body_of(page)):
            element = boxes.element_of(box)
            name = element.get(FIELD) if element is not None else None
            if name and boxes.is_overfull(box):
                message = tell("the field '{field}' has no room for what is filled in", field=name)
                yield Problem(Place(shown), message, tell("make it shorter"))
