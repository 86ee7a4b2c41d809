"""A finished PDF as an open file: destinations, links and structure, read with pikepdf."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import pairwise

from pikepdf import Array, Dictionary, Object, Pdf

from cardprint.compose.model import COVER, EVIDENCE

_PREFIXES = (COVER, EVIDENCE, "page/", "card/", "overview/", "option/")


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link annotation as it stands in the file; its box in points from the bottom left."""

    page: int
    box: tuple[float, float, float, float]
    say: str
    name: str | None
    url: str | None
    file: str | None
    """Another file that it leads to; its name is then a destination there."""
    flags: int
    parent_key: int | None


class FinishedFile:
    """An open PDF."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = Pdf.open(BytesIO(pdf))

    @cached_property
    def page_numbers(self) -> Mapping[tuple[int, int], int]:
        """The index of each page by its object."""
        return {page.obj.objgen: i for i, page in enumerate(self.pdf.pages)}

    @cached_property
    def destinations(self) -> dict[str, tuple[int, tuple[float | None, ...]]]:
        """Page (from 0) and coordinates of each named destination."""
        found = {}
        tree = self.pdf.Root.get("/Names", Dictionary()).get("/Dests", Dictionary())
        names = tree.get("/Names", Array([]))
        for i in range(0, len(names), 2):
            spot = names[i + 1]
            page = self.page_numbers.get(spot[0].objgen)
            if page is not None:
                numbers = tuple(_number(spot[k]) if k < len(spot) else None for k in (2, 3))
                found[str(names[i])] = (page, numbers)
        return found

    @cached_property
    def spans(self) -> dict[str, range]:
        """The pages of each part of the toolkit, from its destination to the next one."""
        starts = sorted(
            (page, name)
            for name, (page, _) in self.destinations.items()
            if name.startswith(_PREFIXES)
        )
        following = dict(pairwise([*sorted({page for page, _ in starts}), len(self.pdf.pages)]))
        return {name: range(page, following[page]) for page, name in starts}

    @cached_property
    def links(self) -> tuple[FoundLink, ...]:
        """Every link annotation, page by page."""
        return tuple(
            _found(annotation, i)
            for i, page in enumerate(self.pdf.pages)
            for annotation in page.obj.get("/Annots", ())
            if annotation.get("/Subtype") == "/Link"
        )


def _number(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]


def _found(annotation: Object, page: int) -> FoundLink:
    action = annotation.get("/A", Dictionary())
    name = annotation.get("/Dest", action.get("/D"))
    url, file = action.get("/URI"), action.get("/F")
    key = annotation.get("/StructParent")
    left, bottom, right, top = (float(value) for value in annotation.Rect)
    return FoundLink(
        page,
        (left, bottom, right, top),
        str(annotation.get("/Contents", "")),
        None if name is None else str(name),
        None if url is None else str(url),
        None if file is None else str(file),
        int(annotation.get("/F", 0)),
        None if key is None else int(key),
    )
