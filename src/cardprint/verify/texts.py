"""The texts of the data that a file must show, and where in the data the words of a page stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from cardprint.errors import NO_HINT, Place, Problem
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import Message, tell
from cardprint.text import prose
from cardprint.verify.expected import expected_texts
from cardprint.verify.said import Expected


@dataclass(frozen=True)
class Texts:
    """What the checks of the visible pages share."""

    toolkit: Toolkit
    layout: Layout
    spans: Mapping[str, range]
    """The pages (from 0) of each destination, up to the next one."""
    shown: str
    """The file's name in messages."""

    @cached_property
    def expected(self) -> tuple[Expected, ...]:
        """Every text that the layout has a place for."""
        starts = {name: span.start for name, span in self.spans.items()}
        return tuple(
            each
            for each in expected_texts(self.toolkit, self.layout, starts)
            if each.destination in self.spans
        )

    @cached_property
    def _letters(self) -> tuple[tuple[range, str, Place], ...]:
        return tuple(
            (self.spans[each.destination], prose.letters(each.text), each.place)
            for each in self.expected
        )

    def problem(self, page: int, words: str, message: Message, hint: Message = NO_HINT) -> Problem:
        """A problem with some words, at the one text of the data on their page that has them.

        Where none has them, or more than one, it is a problem of the file.

        :param page: from 0.
        """
        told = tell("page {page}: {message}", page=page + 1, message=message)
        wanted = prose.letters(words)
        places = {
            place for span, letters, place in self._letters if page in span and wanted in letters
        }
        if len(places) != 1:
            return Problem(Place(self.shown), told, hint)
        (place,) = places
        return Problem(place, tell("{file}, {message}", file=self.shown, message=told), hint)
