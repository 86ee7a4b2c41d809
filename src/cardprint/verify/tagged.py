"""What stands on the pages, block by block: paragraphs, headings, cells, as the tags describe them.

The tags of a file say which runs of text make up a paragraph, and of which row and column a cell
is. A file that has lost its tags has lines alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pikepdf import Array, Dictionary, Object

from cardprint.verify.blocks import Block, Blocks, Cell
from cardprint.verify.file import FinishedFile
from cardprint.verify.page import ReadPage, Run
from cardprint.verify.untagged import untagged

# Elements inside a paragraph, not around one (ISO 32000-1, 14.8.4.4).
INLINE = frozenset(
    ("/Span", "/NonStruct", "/Link", "/Em", "/Strong", "/Quote", "/Code", "/Reference", "/Ruby")
)
_CELLS = ("/TH", "/TD")


def blocks_of(file: FinishedFile, pages: Sequence[ReadPage]) -> Blocks:
    """Every block of the file in reading order, running heads last.

    :param pages: folded, where the file is a booklet in printing order.
    """
    root = file.pdf.Root.get("/StructTreeRoot")
    if root is None:
        return Blocks(tuple(line for i, page in enumerate(pages) for line in untagged(i, page)))
    walk = _Walk(file, pages)
    tagged = tuple(walk.below(root))
    return Blocks((*tagged, *walk.rest()), tuple(walk.figures), tuple(walk.tied))


class _Walk:
    """A walk through the structure tree, in the order in which it is read aloud."""

    def __init__(self, file: FinishedFile, pages: Sequence[ReadPage]) -> None:
        self.numbers = {} if file.folded else file.page_numbers
        self.forms = file.pages_of_forms
        self.pages = pages
        self.runs: dict[tuple[int, int], list[Run]] = {}
        for i, page in enumerate(pages):
            for run in page.runs:
                self.runs.setdefault((i, run.content), []).append(run)
        self.seen: set[tuple[int, int]] = set()
        self.rows = 0
        self.figures: list[tuple[int, frozenset[int]]] = []
        self.tied: list[tuple[int, tuple[int, int]]] = []

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
                return  # the check of the structure reports it
            self.seen.add(element.objgen)
        if (on := element.get("/Pg")) is not None:
            page = self.numbers.get(on.objgen, page)
        children = element.get("/K", Array())
        for child in children if isinstance(children, Array) else (children,):
            if not isinstance(child, Dictionary):
                yield (-1 if page is None else page), int(child), in_link
            elif "/S" in child:
                kind = str(child.S)
                if kind in INLINE:
                    yield from self._content(child, page, in_link=in_link or kind == "/Link")
                else:
                    yield child
            elif "/Obj" in child:
                self.tied.append((-1 if page is None else page, child.Obj.objgen))
            elif "/MCID" in child:
                other = self._page_of(child, page)
                yield (-1 if other is None else other), int(child.MCID), in_link

    def _page_of(self, marked: Object, page: int | None) -> int | None:
        """The page of marked content that names a page, or a form that is one, by itself."""
        if "/Stm" in marked:
            return self.forms.get(marked.Stm.objgen)
        return self.numbers.get(marked.Pg.objgen) if "/Pg" in marked else page

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
            if kind == "/Figure":
                self.figures.append((page, frozenset(number for number, _ in pieces)))
            runs = tuple(run for number, _ in pieces for run in self.runs.pop((page, number), ()))
            if runs:
                is_link = all(link for number, link in pieces)
                yield Block(page, kind, runs, cell, is_link)

    def rest(self) -> Iterator[Block]:
        """What no element holds: running heads and feet, line by line."""
        for page, content in list(self.runs):
            runs = tuple(self.runs[page, content])
            lines = untagged(page, replace(self.pages[page], runs=runs))
            yield from (replace(line, kind="/Artifact") for line in lines)
