"""What stands on the pages, block by block: paragraphs, headings, cells, as the tags tell them.

The tags of a file say which runs of text make up a paragraph, and of which row and column a cell
is. A file without tags, like a booklet in printing order, has lines alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pikepdf import Array, Dictionary, Object

from cardprint.model.geometry import Box, around
from cardprint.text import alike
from cardprint.verify.direction import read_lines
from cardprint.verify.file import FinishedFile
from cardprint.verify.page import NO_CONTENT, ReadPage, Run

SAME_LINE_PT = 0.1
MAX_GAP = 1.0
"""Of the size of the text: what stands further away is another line."""
MAX_INDENT, MARK_LEVEL = 3.0, 0.1
"""Of the size of the text: so far before an item, and so far off its line, stands its number."""

# Elements inside a paragraph, not around one (ISO 32000-1, 14.8.4.4).
_INLINE = frozenset(
    ("/Span", "/NonStruct", "/Link", "/Em", "/Strong", "/Quote", "/Code", "/Reference", "/Ruby")
)
_CELLS = ("/TH", "/TD")


@dataclass(frozen=True)
class Cell:
    """A cell of a table, on one page."""

    kind: str
    row: int
    """Which row of the file it is in, counted through."""
    name: bytes
    headers: tuple[bytes, ...]
    """The names of its header cells."""


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading, a cell or what else has text of its own, on one page."""

    page: int
    kind: str
    runs: tuple[Run, ...]
    cell: Cell | None = None
    is_link: bool = False
    """Whether all of it is inside links."""
    is_tagged: bool = True

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Its lines, as they are broken."""
        return tuple(text for each in _lines(self.runs) if (text := alike.line(each)))

    @property
    def box(self) -> Box:
        """The box around its ink."""
        return around([run.box for run in self.runs])


def _lines(runs: Sequence[Run]) -> Iterator[str]:
    if any(run.visual for run in runs):
        yield from _lines_from_right(runs)
        return
    text, last = "", None
    for run in runs:
        if last and not _same_line(last, run):
            yield text
            text = ""
        text, last = text + run.text, run
    yield text


def _lines_from_right(runs: Sequence[Run]) -> Iterator[str]:
    """Each piece that was laid out as one is read for itself, from the right."""
    pieces: dict[int, list[Run]] = {}
    for run in runs:
        pieces.setdefault(run.content, []).append(run)
    for piece in pieces.values():
        yield from read_lines(piece)


def _same_line(one: Run, other: Run) -> bool:
    gap = other.box.left - one.box.right
    near = gap < MAX_GAP * max(one.size_pt, other.size_pt)
    return near and one.group == other.group and _same_level(one, other)


def _same_level(one: Run, other: Run) -> bool:
    return abs(other.origin[1] - one.origin[1]) < SAME_LINE_PT


def blocks_of(file: FinishedFile, pages: Sequence[ReadPage]) -> tuple[Block, ...]:
    """Every block of the file in reading order, running heads last.

    :param pages: folded, where the file is a booklet in printing order.
    """
    root = file.pdf.Root.get("/StructTreeRoot")
    if root is None or file.folded:
        return tuple(block for i, page in enumerate(pages) for block in _untagged(i, page))
    walk = _Walk(file, pages)
    tagged = tuple(walk.below(root))
    return (*tagged, *walk.rest())


def _untagged(number: int, page: ReadPage) -> Iterator[Block]:
    """The lines of a page; a drawing is one block. Running heads come last."""
    groups: dict[int, set[int]] = {}
    for run in page.runs:
        groups.setdefault(run.content, set()).add(run.group)
    drawn = {content for content, forms in groups.items() if len(forms) > 1} - {NO_CONTENT}
    for content in sorted(drawn):
        runs = tuple(run for run in page.runs if run.content == content)
        yield Block(number, "/Figure", runs, is_tagged=False)
    line: list[Run] = []
    written = [run for run in page.runs if run.content not in drawn]
    for run in sorted(_with_marks(written), key=lambda run: run.content == NO_CONTENT):
        if line and not _joins(line[-1], run):
            yield _line(number, line)
            line = []
        line.append(run)
    if line:
        yield _line(number, line)


def _with_marks(runs: Sequence[Run]) -> Iterator[Run]:
    """Runs with the numbers of lists before their items; they are drawn after all of them.

    Points before items have no meaning of their own, and are left out.
    """
    numbers: dict[int, Run] = {}
    marks: set[int] = set()
    for mark in runs:
        if _MARK.fullmatch(mark.text.strip()) and (item := _item_of(mark, runs)):
            marks.add(id(mark))
            if any(c.isalnum() for c in mark.text):
                numbers[id(item)] = replace(mark, text=f"{mark.text.strip()} ")
    for run in runs:
        if id(run) in numbers:
            yield numbers[id(run)]
        if id(run) not in marks:
            yield run


_MARK = re.compile(r"\d{1,3}[.)]|\W")


def _item_of(mark: Run, runs: Sequence[Run]) -> Run | None:
    """The run that a mark stands before, and is drawn after."""
    for run in runs:
        gap = mark.box.left - run.box.right if run.visual else run.box.left - mark.box.right
        level = abs(mark.origin[1] - run.origin[1]) < MARK_LEVEL * run.size_pt
        if level and 0 <= gap < MAX_INDENT * run.size_pt and run.content < mark.content:
            return run
    return None


def _line(number: int, runs: Sequence[Run]) -> Block:
    kind = "/Artifact" if runs[0].content == NO_CONTENT else ""
    return Block(number, kind, tuple(runs), is_tagged=False)


def _joins(one: Run, other: Run) -> bool:
    if one.content == other.content != NO_CONTENT:
        return True
    return _same_line(one, other) and other.box.left > one.box.left


class _Walk:
    """A walk through the structure tree, in the order in which it is read aloud."""

    def __init__(self, file: FinishedFile, pages: Sequence[ReadPage]) -> None:
        self.numbers = file.page_numbers
        self.pages = pages
        self.runs: dict[tuple[int, int], list[Run]] = {}
        for i, page in enumerate(pages):
            for run in page.runs:
                self.runs.setdefault((i, run.content), []).append(run)
        self.seen: set[tuple[int, int]] = set()
        self.rows = 0

    def below(self, element: Object, cell: Cell | None = None) -> Iterator[Block]:
        """The blocks of an element that is one itself, or holds others."""
        kind = str(element.get("/S", ""))
        if kind == "/TR":
            self.rows += 1
        elif kind in _CELLS:
            cell = self._cell(element, kind)
        found: list[tuple[int, int, bool]] = []
        for each in self._content(element, in_link=kind == "/Link"):
            if isinstance(each, tuple):
                found.append(each)
                continue
            yield from self._made(found, kind, cell)
            found = []
            yield from self.below(each, cell)
        yield from self._made(found, kind, cell)

    def _content(
        self,
        element: Object,
        page: int | None = None,
        *,
        in_link: bool,
    ) -> Iterator[tuple[int, int, bool] | Object]:
        """Pieces of marked content with whether they are in a link, and the blocks between."""
        if element.is_indirect:
            if element.objgen in self.seen:
                return  # the check of the structure tells
            self.seen.add(element.objgen)
        if (on := element.get("/Pg")) is not None:
            page = self.numbers.get(on.objgen, page)
        children = element.get("/K", Array())
        for child in children if isinstance(children, Array) else (children,):
            if not isinstance(child, Dictionary):
                yield (-1 if page is None else page), int(child), in_link
            elif "/S" in child:
                kind = str(child.S)
                if kind in _INLINE:
                    yield from self._content(child, page, in_link=in_link or kind == "/Link")
                else:
                    yield child
            elif "/MCID" in child:
                other = self.numbers.get(child.Pg.objgen, -1) if "/Pg" in child else page
                yield (-1 if other is None else other), int(child.MCID), in_link

    def _cell(self, element: Object, kind: str) -> Cell:
        looks = element.get("/A", Dictionary())
        headers = looks.get("/Headers", Array()) if isinstance(looks, Dictionary) else Array()
        name = bytes(element.get("/ID", b""))
        return Cell(kind, self.rows, name, tuple(bytes(each) for each in headers))

    def _made(
        self, found: Sequence[tuple[int, int, bool]], kind: str, cell: Cell | None
    ) -> Iterator[Block]:
        """What was found, as one block for each page that it stands on."""
        for page in dict.fromkeys(page for page, _, _ in found):
            pieces = [(number, link) for on, number, link in found if on == page]
            runs = tuple(run for number, _ in pieces for run in self.runs.pop((page, number), ()))
            if runs:
                is_link = all(link for number, link in pieces)
                yield Block(page, kind, runs, cell, is_link)

    def rest(self) -> Iterator[Block]:
        """What no element holds: running heads and feet, line by line."""
        for page, content in list(self.runs):
            runs = tuple(self.runs[page, content])
            lines = _untagged(page, replace(self.pages[page], runs=runs))
            yield from (replace(line, kind="/Artifact") for line in lines)
