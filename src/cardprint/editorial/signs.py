"""Signs that are printed as they stand, which may not be what was meant."""

import re
from collections.abc import Iterator

from cardprint.editorial.model import Remark
from cardprint.errors import Problem
from cardprint.load.toolkit import Toolkit
from cardprint.load.wording import texts
from cardprint.messages.catalogue import tell
from cardprint.model.fields import TextKind
from cardprint.text.signs import DOUBTFUL, found

_FOLDED_NUMBER = re.compile(r"^1[.)] [^\n]*?\S (2[.)]) ", re.MULTILINE)


def check_signs(toolkit: Toolkit) -> Iterator[Remark]:
    """A remark for each sign that has probably come along from another program."""
    for part, path, text, kind in texts(toolkit):
        is_prose = kind is TextKind.PROSE
        signs = [*found(text, is_prose=is_prose, among=DOUBTFUL)]
        if is_prose and (folded := _FOLDED_NUMBER.search(text)):
            hint = tell("put each number of a list on a line of its own, in a text after |")
            signs.append((folded[1], hint))
        for sign, hint in signs:
            message = tell("'{sign}' is printed as it stands", sign=sign)
            yield Remark(Problem(toolkit.find(part, path, sign), message, hint), "sign")


def check_notes(toolkit: Toolkit) -> Iterator[Remark]:
    """A remark for each comment that may be meant as a text, or as its last words."""
    beside = (toolkit.note(part, path) for part, path, _, _ in texts(toolkit))
    alone = (note for source in toolkit.sources for note in source.instead_of_values())
    for comment, place in (*filter(None, beside), *alone):
        message = tell("'{comment}' is a note of your own, and is not printed", comment=comment)
        hint = tell("put it in the text if readers should see it, or else on a line of its own")
        yield Remark(Problem(place, message, hint), "note")
