"""What all editions of a toolkit say alike, as read back from a finished PDF.

The text is that of the tags, in their order: without running heads and page numbers, and without
the tags that an edition fills in (``/T (slot …)``). So it is the same however the lines break, and
a word that was altered anywhere else changes its digest.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pikepdf import Array, Dictionary, Object

from cardprint.load.layout import Layout
from cardprint.model.names import is_slot, slot_title
from cardprint.storage.digest import digest
from cardprint.text import alike
from cardprint.verify.file import FinishedFile
from cardprint.verify.shown import Known, pieces_of

Key = tuple[int, int]
"""The object of a structure element."""

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Told:
    """The text of a file: what is shared, and what fills each slot."""

    shared: tuple[Key, ...]
    """The elements of the shared text, in the order of reading."""
    slots: Mapping[str, tuple[tuple[Key, ...], ...]]
    """The elements of each slot, once for each place where it stands."""
    texts: Mapping[int, Mapping[Key, str]]
    """What each element says, by page (from 0)."""
    known: Known = field(default_factory=dict)
    """What the glyphs of the fonts mean."""

    def _said(self, keys: Iterable[Key]) -> Iterator[str]:
        by_key: dict[Key, str] = defaultdict(str)
        for page in sorted(self.texts):
            for key, text in self.texts[page].items():
                by_key[key] += text
        return (by_key[key] for key in keys if key in by_key)

    def shared_text(self, layout: Layout) -> str:
        """The shared text without spaces, and without the numbers of the pages that it names."""
        return without_pages("".join(self._said(self.shared)), layout)

    def digest(self, layout: Layout) -> str:
        """The digest of the shared text."""
        return digest(self.shared_text(layout))

    def with_pages(self, pages: Mapping[int, Mapping[Key, str]]) -> tuple["Told", bool]:
        """The text of some pages read anew, and whether what is shared on them is the same.

        If it is not, the text is that of all pages. Slots stand on the given pages alone.
        """
        shared = frozenset(self.shared)
        same = all(
            {key: text for key, text in pages[i].items() if key in shared}
            == {key: text for key, text in self.texts[i].items() if key in shared}
            for i in pages
        )
        return replace(self, texts=pages if same else {**self.texts, **pages}), same

    def filled(self) -> dict[str, tuple[str, ...]]:
        """What stands in each slot, without spaces, once for each place."""
        return {
            name: tuple(plain("".join(self._said(keys))) for keys in places)
            for name, places in self.slots.items()
        }


def read(file: FinishedFile) -> Told:
    """Read the text of a whole file."""
    shared: list[Key] = []
    slots: dict[str, list[tuple[Key, ...]]] = defaultdict(list)
    for element in _kids(file.pdf.Root.get("/StructTreeRoot", Dictionary())):
        _sort(element, shared, slots)
    known: Known = {}
    texts = {i: page_texts(file, i, known) for i in range(len(file.pdf.pages))}
    return Told(tuple(shared), {name: tuple(each) for name, each in slots.items()}, texts, known)


def page_texts(file: FinishedFile, page: int, known: Known) -> dict[Key, str]:
    """What each element says on one page."""
    found: dict[Key, str] = defaultdict(str)
    for piece in pieces_of(file.pdf.pages[page], file, known):
        if piece.element is not None:
            found[piece.element.objgen] += piece.text
    return dict(found)


def _sort(element: Object, shared: list[Key], slots: dict[str, list[tuple[Key, ...]]]) -> None:
    title = str(element.get("/T", ""))
    if is_slot(title):
        name = title.removeprefix(slot_title()).strip()
        if name:
            slots[name].append(tuple(_below(element)))
        else:
            for kid in _kids(element):
                _sort(kid, [], slots)
        return
    shared.append(element.objgen)
    for kid in _kids(element):
        _sort(kid, shared, slots)


def _below(element: Object) -> Iterator[Key]:
    yield element.objgen
    for kid in _kids(element):
        yield from _below(kid)


def _kids(element: Object) -> Sequence[Object]:
    kids = element.get("/K", Array())
    every = kids.as_list() if isinstance(kids, Array) else [kids]
    return [kid for kid in every if isinstance(kid, Dictionary) and "/S" in kid]


def plain(text: str) -> str:
    """A text as it is compared: layout may break its lines."""
    return _SPACE.sub("", alike.normal(text))


def without_pages(text: str, layout: Layout) -> str:
    """A text without spaces, and without the page in what it says of a page."""
    before, _, after = plain(layout.labels["reference"]).partition("{number}")
    return re.sub(rf"{re.escape(before)}\d+{re.escape(after)}", before + after, plain(text))
