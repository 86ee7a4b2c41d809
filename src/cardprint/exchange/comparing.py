"""Three texts of each field: as it was exported, as it came back, and as it is now."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from cardprint.errors import NO_HINT, Place, Problem
from cardprint.exchange.carried import Exported
from cardprint.exchange.fields import Field, fields_of
from cardprint.exchange.renewal import renewed, unwrapped
from cardprint.exchange.returned import Found, Returned
from cardprint.exchange.rich import Rich, UnwritableError, parsed, plain
from cardprint.exchange.typography import alike, folded, in_house_style, with_lists
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import Message, tell

MAX_LETTERS = 20_000
"""In a text that is taken over; what a text may have is 1,500 words (``load/wording.py``)."""
_BY_HAND = tell("nothing is changed there; do it by hand, if it was meant")


@dataclass(frozen=True, slots=True)
class Change:
    """A new text for a field."""

    field: Field
    """As it is now."""
    new: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that was changed there and here, in different ways."""

    field: Field
    """As it is now."""
    exported: str
    theirs: str


@dataclass
class Comparison:
    """What a file asks for."""

    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    """What is not taken over, and why."""
    notes: list[Problem] = field(default_factory=list)
    """What a person should know, beside what is taken over."""


def compared(returned: Returned, toolkit: Toolkit, shown: str) -> Comparison:
    """Compare a file with the toolkit that it was exported from.

    :param shown: the name of the file in messages.
    """
    return _Comparer(returned, toolkit, shown).compared()


def in_lines(text: str, *, is_prose: bool) -> str:
    """A text to show, with one line for each paragraph."""
    return unwrapped(parsed(text)) if is_prose else text


def rich_of(text: str, *, is_prose: bool) -> Rich:
    """A text of a toolkit as paragraphs."""
    return parsed(text) if is_prose else plain(text)


class _Comparer:
    def __init__(self, returned: Returned, toolkit: Toolkit, shown: str) -> None:
        self.returned = returned
        self.style = toolkit.locale.style
        self.ours = {each.key: each for each in fields_of(toolkit)}
        self.shown = shown
        self.result = Comparison()

    def compared(self) -> Comparison:
        found: dict[str, list[Found]] = {}
        for each in self.returned.found:
            found.setdefault(each.key, []).append(each)
        for exported in self.returned.carried.fields:
            self._compare(exported, found.get(exported.key, []))
        self._note_moved([*found])
        self._note_outside()
        return self.result

    def _report(self, where: str, message: Message, hint: Message = _BY_HAND) -> None:
        told = tell("'{where}': {message}", where=where, message=message)
        self.result.problems.append(Problem(Place(self.shown), told, hint))

    def _note(self, where: str, message: Message, hint: Message = NO_HINT) -> None:
        told = tell("'{where}': {message}", where=where, message=message)
        self.result.notes.append(Problem(Place(self.shown), told, hint))

    def _compare(self, exported: Exported, found: Sequence[Found]) -> None:
        if not found:
            self._report(exported.where, tell("the field is gone"))
            return
        before = rich_of(exported.text, is_prose=exported.is_prose)
        texts = [self._text(each, exported) for each in found]
        if len(found) > 1:
            if not all(alike(texts[0], other) for other in texts[1:]):
                message = tell("the field is there more than once, with different texts")
                self._report(exported.where, message)
                return
            self._note(exported.where, tell("the field is there more than once"))
        if sum(len(each.text) for each in texts[0]) > MAX_LETTERS:
            self._report(exported.where, tell("the text is too long"))
            return
        if exported.is_prose:
            for lost in found[0].lost:
                message = tell("{look} cannot be taken over", look=lost)
                self._note(exported.where, message, tell("look at the words in the file"))
        if alike(texts[0], before):
            return
        for reason in found[0].unsure:
            self._report(exported.where, reason)
        if not found[0].unsure:
            self._weigh(exported, before, texts[0])

    def _text(self, found: Found, exported: Exported) -> Rich:
        if exported.is_prose:
            return with_lists(found.rich)
        return plain(" ".join(paragraph.text for paragraph in found.rich))

    def _weigh(self, exported: Exported, before: Rich, theirs: Rich) -> None:
        """What becomes of a text that they have changed."""
        ours = self.ours.get(exported.key)
        if not ours:
            message = tell("it was changed, but is no longer in the toolkit")
            self._report(exported.where, message)
            return
        now = rich_of(ours.text, is_prose=ours.is_prose)
        if alike(theirs, now):
            return
        if not theirs:
            self._report(exported.where, tell("the text is empty"))
            return
        try:
            new = self._written(ours, in_house_style(theirs, now, self.style))
        except UnwritableError:
            message = tell("bold or a link ends in the middle of a word, which cannot be written")
            self._report(exported.where, message)
            return
        if alike(before, now):
            self.result.changes.append(Change(ours, new))
        else:
            self.result.conflicts.append(Conflict(ours, exported.text, new))

    def _written(self, ours: Field, rich: Rich) -> str:
        return renewed(ours.text, rich) if ours.is_prose else rich[0].text

    def _note_moved(self, order: list[str]) -> None:
        """Name the fields that stand elsewhere: the fewest that explain the new order."""
        expected = [each for each in self.returned.carried.fields if each.key in {*order}]
        keys = [each.key for each in expected]
        stay: set[str] = set()
        for first, _, size in SequenceMatcher(
            None, keys, order, autojunk=False
        ).get_matching_blocks():
            stay |= {*keys[first : first + size]}
        for each in expected:
            if each.key not in stay:
                message = tell("the field stands elsewhere in the file")
                hint = tell("its text is read; nothing is moved in the toolkit")
                self._note(each.where, message, hint)

    def _note_outside(self) -> None:
        """Name words outside the fields that are not as they were."""
        for words in _new(self.returned.carried.fixed, self.returned.outside):
            message = tell("words outside the fields are not taken over: '{words}'", words=words)
            hint = tell("put them into a field, or change the toolkit by hand")
            self.result.notes.append(Problem(Place(self.shown), message, hint))


def _new(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """The paragraphs that were not there before."""
    known = Counter(map(folded, before))
    for words in after:
        known[folded(words)] -= 1
        if known[folded(words)] < 0 and folded(words):
            yield words
