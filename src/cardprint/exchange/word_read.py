"""A Word document that has come back: what is in its fields, and what people say about them.

Word keeps the controls around the fields, and their tags. LibreOffice loses tags and keeps titles,
and others lose more; so each field begins at a bookmark, too. It ends where the next one begins, at
a table, at the end of its cell, or at fixed words, which have bookmarks of their own.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from cardprint.errors import InputError, Place, Problem
from cardprint.exchange.carried import NAMESPACE, Carried, carried_in, control_title
from cardprint.exchange.package import Package
from cardprint.exchange.returned import Found, Remark, Returned
from cardprint.exchange.rich import Paragraph, tidied
from cardprint.exchange.tracked import settle, tracked_changes
from cardprint.exchange.word_words import (
    Styles,
    W,
    paragraphs_of,
    read_styles,
    shows_placeholder,
)
from cardprint.messages.catalogue import Message, tell

FIXED = "fixed_"
_WRAPPERS = {W + name for name in ("customXml", "ins", "moveTo", "sdtContent")}
_TABLE = tell("a table")
_MOST_OPEN = 100
"""Comments on the same words that are told with these words."""

Element = Any


def read_word(package: Package, *, accept: bool = True) -> Returned:
    """Read a document.

    :param accept: whether changes that are marked as such count, or the words of before.
    :raises InputError: when it was not exported by this program, or by a later one.
    """
    main = package.first("officeDocument")
    root = package.xml(main)
    if root is None or root.find(W + "body") is None:
        raise InputError([Problem(Place(package.shown), tell("the file has no document in it"))])
    carried = _carried(package, main)
    styles = read_styles(package, main, carried.places)
    changes = tracked_changes(root)
    before = deepcopy(root) if changes else root
    authors = dict.fromkeys(str(each.get(W + "author")) for each in changes)
    settle(root, accept=accept)
    walk = _walked(root, carried, styles)
    tracked: tuple[str, ...] = ()
    if changes:
        settle(before, accept=not accept)
        tracked = tuple(_differing(walk, _walked(before, carried, styles)))
    remarks = tuple(_remarks(package, main, root, walk))
    return Returned(
        carried, tuple(walk.found()), tuple(walk.outside), remarks, tracked, tuple(authors)
    )


def _carried(package: Package, main: str) -> Carried:
    foreign = tell("the file was not made by 'cardprint export'")
    for kind, target in package.related(main).values():
        root = package.xml(target) if kind == "customXml" else None
        if root is not None and root.tag == f"{{{NAMESPACE}}}exchange":
            return carried_in(root.text or "", package.shown)
    hint = tell("export the toolkit, and put the corrections into that file")
    raise InputError([Problem(Place(package.shown), foreign, hint)])


@dataclass
class _Occurrence:
    """A field as it stands somewhere in the document."""

    key: str
    control: Element = None
    """Its control with a tag, if it has one."""
    paragraphs: list[Paragraph] = field(default_factory=list)
    lost: dict[Message, None] = field(default_factory=dict)
    is_table: bool = False
    """Whether it is a cell, whose end is certain."""
    goes_on: bool = False
    """Whether paragraphs outside its control belong to it."""


class _Walk:
    """Goes through a document, from field to field."""

    def __init__(self, carried: Carried, styles: Styles) -> None:
        self.known = carried.by_key
        self.order = [each.key for each in carried.fields]
        self.titles = {
            control_title(i, each.where): each.key for i, each in enumerate(carried.fields, 1)
        }
        self.styles = styles
        self.occurrences: list[_Occurrence] = []
        self.outside: list[str] = []
        self.keys: list[tuple[Element, str]] = []
        """Each paragraph with the field that it is in, or with nothing."""
        self.current: _Occurrence | None = None

    def blocks(self, container: Element, control: Element = None) -> None:
        """Paragraphs and tables, in a body or a control."""
        for child in container:
            if child.tag == W + "sdt":
                inner = child if self._tag(child) else control
                if inner is child:
                    self._begin(self._tag(child), child)
                elif control is None and (key := self._by_title(child)):
                    self._begin(key)
                if not shows_placeholder(child):
                    for content in child.iterchildren(W + "sdtContent"):
                        self.blocks(content, inner)
            elif child.tag == W + "p":
                self._paragraph(child, control)
            elif child.tag == W + "tbl":
                self._table(child, control)
            elif child.tag in _WRAPPERS:
                self.blocks(child, control)

    def _tag(self, control: Element) -> str:
        tag = control.find(f"{W}sdtPr/{W}tag")
        key = "" if tag is None else str(tag.get(W + "val"))
        return key if key in self.known else ""

    def _by_title(self, control: Element) -> str:
        """The field of a control that has lost its tag."""
        title = control.find(f"{W}sdtPr/{W}alias")
        return "" if title is None else self.titles.get(str(title.get(W + "val")), "")

    def _begin(self, key: str, control: Element = None) -> None:
        now = self.current
        if now and now.key == key and not now.is_table and None in (now.control, control):
            now.control = control if now.control is None else now.control
            return
        self.current = _Occurrence(key, control)
        self.occurrences.append(self.current)

    def _paragraph(self, element: Element, control: Element) -> None:
        tagged = [each for each in element.iter(W + "sdt") if self._tag(each)]
        if control is None:
            names = [str(each.get(W + "name")) for each in element.iter(W + "bookmarkStart")]
            marked = [name for name in names if name in self.known]
            if tagged:
                self._begin(self._tag(tagged[0]), tagged[0])
            elif marked:
                self._begin(marked[0])
            elif any(name.startswith(FIXED) for name in names):
                self.current = None
        self._take(element, is_outside=control is None and not tagged)

    def _take(self, element: Element, *, is_outside: bool) -> None:
        self.keys.append((element, self.current.key if self.current else ""))
        self.styles.lost.clear()
        found = tidied(paragraphs_of(element, self.styles))
        if self.current is None:
            self.outside += [each.text for each in found]
            return
        self.current.paragraphs += found
        self.current.lost |= self.styles.lost
        self.current.goes_on |= bool(found) and is_outside

    def _table(self, table: Element, control: Element) -> None:
        if control is not None and self.current:
            self._inside(table, is_outside=False)
            return
        for row in _below(table, "tr"):
            self._row(row)
        self.current = None

    def _row(self, row: Element) -> None:
        """A row: what a field is stands in its first cell, and the text in its last."""
        tagged = [each for each in row.iter(W + "sdt") if self._tag(each)]
        names = [str(each.get(W + "name")) for each in row.iter(W + "bookmarkStart")]
        keys = [self._tag(each) for each in tagged] or [n for n in names if n in self.known]
        cells = [*_below(row, "tc")]
        last = cells.pop() if keys and cells else None
        self.current = None
        for cell in cells:
            self._inside(cell, is_outside=True)
        if last is not None:
            self.current = _Occurrence(keys[0], next(iter(tagged), None), is_table=True)
            self.occurrences.append(self.current)
            if not (tagged and shows_placeholder(tagged[0])):
                self._inside(last, is_outside=False)

    def _inside(self, container: Element, *, is_outside: bool) -> None:
        """Everything in a cell, or in a table that somebody has put into a field."""
        if container.tag == W + "tbl" and self.current:
            self.current.lost[_TABLE] = None
        for child in container:
            if child.tag == W + "p":
                self._take(child, is_outside=is_outside)
            elif child.tag != W + "sdt" or not shows_placeholder(child):
                self._inside(child, is_outside=is_outside)

    def found(self) -> Iterator[Found]:
        """The fields, in their order."""
        there = {each.key for each in self.occurrences}
        following = dict(zip(self.order, self.order[1:], strict=False))
        for each in self.occurrences:
            unsure: tuple[Message, ...] = ()
            if each.goes_on and following.get(each.key, each.key) not in there:
                unsure = (tell("where it ends cannot be told: the field after it is gone"),)
            yield Found(each.key, tidied(each.paragraphs), tuple(each.lost), unsure)


def _below(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row; each may be in a control."""
    for child in element:
        if child.tag == W + name:
            yield child
        elif child.tag in {*_WRAPPERS, W + "sdt"}:
            yield from _below(child, name)


def _walked(root: Element, carried: Carried, styles: Styles) -> _Walk:
    walk = _Walk(carried, styles)
    walk.blocks(root.find(W + "body"))
    return walk


def _differing(one: _Walk, other: _Walk) -> Iterator[str]:
    """The fields in which two states of a document differ, and nothing for other places."""
    first, second = ({each.key: each for each in walk.found()} for walk in (one, other))
    keys = [key for key in one.order if first.get(key) != second.get(key)]
    yield from keys or [""]


def _remarks(package: Package, main: str, root: Element, walk: _Walk) -> Iterator[Remark]:
    """The comments, with the words that they are about."""
    comments = package.xml(package.first("comments", main))
    if comments is None:
        return
    keys = {id(element): key for element, key in walk.keys}
    places, words = _commented(root, keys)
    for comment in comments.iter(W + "comment"):
        name = str(comment.get(W + "id"))
        lines = ("".join(text.text or "" for text in each.iter(W + "t"))
                 for each in comment.iter(W + "p"))  # fmt: skip
        known = walk.known.get(places.get(name, ""))
        yield Remark(
            str(comment.get(W + "author", "")), str(comment.get(W + "initials", "")),
            known.where if known else "", " ".join(words.get(name, "").split()),
            "\n".join(filter(None, lines)),
        )  # fmt: skip


def _commented(root: Element, keys: dict[int, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The field and the words of each comment, by its number."""
    places: dict[str, str] = {}
    words: dict[str, str] = {}
    opened: set[str] = set()
    key = ""
    for element in root.iter():
        name = str(element.get(W + "id"))
        if element.tag == W + "p":
            key = keys.get(id(element), "")
            words |= {each: words[each] + " " for each in opened}
        elif element.tag == W + "commentRangeStart" and len(opened) < _MOST_OPEN:
            opened.add(name)
            words[name] = ""
        elif element.tag == W + "commentRangeEnd":
            opened.discard(name)
        elif element.tag == W + "commentReference":
            places.setdefault(name, key)
        elif element.tag == W + "t":
            words |= {each: words[each] + (element.text or "") for each in opened}
            places |= {each: key for each in opened if each not in places}
    return places, words
