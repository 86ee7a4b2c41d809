"""Finds the place in the data of a text on a page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from cardprint.compare.text import Block
from cardprint.errors import Place
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.text import prose
from cardprint.verify.expected import expected_texts


class Origins:
    """The texts of a toolkit by their letters, which are collected when the first is asked for."""

    def __init__(self, toolkit: Toolkit, layout: Layout, destinations: Mapping[str, int]) -> None:
        """Take note of what to look through.

        :param destinations: the page, from 0, of every name.
        """
        self._toolkit, self._layout = toolkit, layout
        self._destinations = destinations

    @cached_property
    def _texts(self) -> Mapping[int, list[tuple[str, Place]]]:
        """Letters and place of each text, by the page (from 0) of its destination."""
        found: dict[int, list[tuple[str, Place]]] = {}
        for expected in expected_texts(self._toolkit, self._layout, self._destinations):
            page = self._destinations.get(expected.destination)
            if page is not None:
                found.setdefault(page, []).append((prose.letters(expected.text), expected.place))
        return found

    def of(self, page: int, block: Block, words: str) -> tuple[Place, ...]:
        """The places of the texts that a block shows, or is a part of.

        :param page: from 0; a text may run on over pages after that of its destination.
        :param words: the words that matter; texts without them are left out if others have them.
        """
        letters, wanted = prose.letters(block.text), prose.letters(words)
        for begins in range(page, -1, -1):
            shown = [
                (text, place)
                for text, place in self._texts.get(begins, ())
                if text and letters and (text in letters or letters in text)
            ]
            if shown:
                telling = [each for each in shown if wanted in each[0]] or shown
                return tuple(dict.fromkeys(place for _, place in telling))
        return ()
