"""What the checks of links share."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from cardprint.errors import Place, Problem
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import Message, tell
from cardprint.model import names
from cardprint.text import prose
from cardprint.verify.descriptions import titles_by_destination
from cardprint.verify.direction import orders, read_lines
from cardprint.verify.file import FinishedFile, FoundLink
from cardprint.verify.page import ReadPage


@dataclass(frozen=True)
class LinkCheck:
    """A file beside what it was made of."""

    file: FinishedFile
    pages: Sequence[ReadPage]
    toolkit: Toolkit
    layout: Layout
    shown: str

    @cached_property
    def titles(self) -> Mapping[str, AbstractSet[str]]:
        """What is found at each destination, by its titles."""
        return titles_by_destination(self.toolkit, self.layout, self.file.spans)

    def problem(self, page: int, message: Message) -> Problem:
        """A problem on a page, from 0."""
        told = tell("page {page}: {message}", page=page + 1, message=message)
        return Problem(Place(self.shown), told)

    def owner(self, page: int) -> str:
        """The destination whose pages include ``page``."""
        spans = self.file.spans.items()
        return next((name for name, span in spans if page in span), "")

    def card_of(self, page: int) -> str:
        """The id of the card that a page belongs to, or an empty text."""
        return names.card_of(self.owner(page))

    def label(self, name: str) -> str:
        """The letters of a label."""
        return prose.letters(self.layout.labels[name])

    def text(self, link: FoundLink) -> str:
        """What a reader sees inside the link."""
        inside = [run for run in self.pages[link.page].runs if link.box.holds(*run.box.middle)]
        return "".join(read_lines(inside))

    def words(self, link: FoundLink) -> str:
        """The letters of :meth:`text`."""
        return prose.letters(self.text(link))

    def is_called(self, link: FoundLink) -> bool:
        """Whether what a reader sees has a title of where the link leads, or begins it."""
        text, titles = self.text(link), self.titles.get(link.name or "", ())
        words, called = prose.letters(text), [each for one in titles for each in orders(one)]
        if "…" in text:
            begins = {words, words.lstrip("0123456789")} - {""}  # the number of a card
            return any(each.startswith((*begins,)) for each in called)
        return any(each in words for each in called)
