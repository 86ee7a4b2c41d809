"""A finished PDF as an open file: destinations, links and structure, read with pikepdf."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import pairwise

from pikepdf import Dictionary, NameTree, NumberTree, Object, Pdf, parse_content_stream

from cardprint.model.geometry import Box, upright
from cardprint.model.names import is_content
from cardprint.verify.fold import reading_order
from cardprint.verify.origin import described

# A destination nearer to the top than this, in points, is the beginning of its page.
HEAD_PT = 1
# More than the innermost pages of a booklet move towards the fold.
CREEP_PT = 20


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link annotation as it stands in the file; its box in points from the bottom left."""

    page: int
    box: Box
    say: str
    name: str | None
    url: str | None
    file: str | None
    """The other file that it leads to, if any; its name is then a destination there."""
    flags: int
    parent_key: int | None


@dataclass(frozen=True, slots=True)
class FoundField:
    """A form field as it stands in the file."""

    page: int
    box: Box
    name: str
    say: str
    description: str
    """What PDF 2.0 has it described as."""
    parent_key: int | None


class FinishedFile:
    """An open PDF."""

    def __init__(self, pdf: bytes, *, folded: bool = False, right_to_left: bool = False) -> None:
        """Open the file; a folded one has two pages on each side of its sheets."""
        self.pdf = Pdf.open(BytesIO(pdf))
        self.folded, self.right_to_left = folded, right_to_left

    @cached_property
    def page_count(self) -> int:
        """The number of pages that a reader turns."""
        return len(self.pdf.pages) * (2 if self.folded else 1)

    @cached_property
    def page_numbers(self) -> Mapping[tuple[int, int], int]:
        """The index of each page by its object."""
        return {page.obj.objgen: i for i, page in enumerate(self.pdf.pages)}

    @cached_property
    def destinations(self) -> dict[str, tuple[int, tuple[float | None, ...]]]:
        """Page (from 0) and coordinates of each named destination that a reader can find.

        They are in the order of their pages.
        """
        found = {}
        for name, given in self.named.items():
            spot = given.D if isinstance(given, Dictionary) else given
            page = self.page_numbers.get(spot[0].objgen)
            if page is not None:
                numbers = tuple(_number(spot[k]) if k < len(spot) else None for k in (2, 3))
                found[name] = (self._folded(page, numbers[0] or 0.0), numbers)
        return dict(sorted(found.items(), key=lambda each: each[1][0]))

    @cached_property
    def named(self) -> dict[str, Object]:
        """What each name leads to, as it stands in the file."""
        tree = self.pdf.Root.get("/Names", Dictionary()).get("/Dests")
        if tree is None:
            return {}
        # A reader searches by halves, and misses names out of order (ISO 32000-1, 7.9.6).
        names = NameTree(tree, auto_repair=False)
        return {str(name): spot for name, spot in names.items() if str(name) in names}

    @cached_property
    def owners(self) -> Mapping[int, Object]:
        """What a page's or annotation's key leads to in the structure tree."""
        tree = self.pdf.Root.get("/StructTreeRoot", Dictionary()).get("/ParentTree")
        return {} if tree is None else dict(NumberTree(tree, auto_repair=False).items())

    @cached_property
    def description(self) -> Mapping[str, object]:
        """The XMP metadata, by names such as ``dc:title``."""
        return described(self.pdf)

    def _folded(self, page: int, across: float) -> int:
        """The page that a reader comes to, of a place on a sheet."""
        if not self.folded:
            return page
        middle = float(self.pdf.pages[page].obj.MediaBox[2]) / 2
        order = list(reading_order(len(self.pdf.pages), right_to_left=self.right_to_left))
        # A destination may stand a little left of the page's own edge, which creep has moved.
        return order.index((page, int(across > middle - CREEP_PT)))

    @cached_property
    def pages_of_forms(self) -> Mapping[tuple[int, int], int]:
        """The page (from 0) that a reader comes to, of each form that is one on a folded sheet."""
        found = {}
        for i, side in enumerate(self.pdf.pages if self.folded else ()):
            across = 0.0
            for instruction in parse_content_stream(side, "cm Do"):
                if str(instruction.operator) == "cm":
                    across = float(instruction.operands[4])
                else:
                    form = side.obj.Resources.XObject[str(instruction.operands[0])]
                    found[form.objgen] = self._folded(i, across)
        return found

    @cached_property
    def spans(self) -> dict[str, range]:
        """The pages of each part of the toolkit, from its destination to the next one."""
        starts = sorted(
            (page, name) for name, (page, _) in self.destinations.items() if is_content(name)
        )
        following = dict(pairwise([*sorted({page for page, _ in starts}), self.page_count]))
        ends = {page: end + self._begins_lower(end) for page, end in following.items()}
        return {name: range(page, ends[page]) for page, name in starts}

    def _begins_lower(self, page: int) -> bool:
        """Whether what belongs to the page before goes on at the top of ``page``."""
        tops = [spot[1] for number, spot in self._spots if number == page]
        top = self._height - HEAD_PT
        return bool(tops) and all(each is not None and each < top for each in tops)

    @cached_property
    def _spots(self) -> list[tuple[int, tuple[float | None, ...]]]:
        return [spot for name, spot in self.destinations.items() if is_content(name)]

    @cached_property
    def _height(self) -> float:
        return float(self.pdf.pages[0].obj.MediaBox[3])

    @cached_property
    def links(self) -> tuple[FoundLink, ...]:
        """Every link annotation, page by page."""
        return tuple(
            _found(annotation, i)
            for i, page in enumerate(self.pdf.pages)
            for annotation in page.obj.get("/Annots", ())
            if annotation.get("/Subtype") == "/Link"
        )

    @cached_property
    def fields(self) -> tuple[FoundField, ...]:
        """Every field of a form, page by page, in the order in which the Tab key goes to them."""
        return tuple(
            FoundField(
                i,
                _upright(annotation),
                str(annotation.get("/T", "")),
                str(annotation.get("/TU", "")),
                str(annotation.get("/Contents", "")),
                _key(annotation),
            )
            for i, page in enumerate(self.pdf.pages)
            for annotation in page.obj.get("/Annots", ())
            if annotation.get("/Subtype") == "/Widget"
        )


def _upright(annotation: Object) -> Box:
    return upright(*(float(value) for value in annotation.Rect))


def _key(annotation: Object) -> int | None:
    key = annotation.get("/StructParent")
    return None if key is None else int(key)


def _number(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]


def _found(annotation: Object, page: int) -> FoundLink:
    action = annotation.get("/A", Dictionary())
    name = annotation.get("/Dest", action.get("/D"))
    url, file = action.get("/URI"), action.get("/F")
    return FoundLink(
        page,
        _upright(annotation),
        str(annotation.get("/Contents", "")),
        None if name is None else str(name),
        None if url is None else str(url),
        None if file is None else str(file),
        int(annotation.get("/F", 0)),
        _key(annotation),
    )
