"""What PDF/UA-2 asks of a file beyond PDF/UA-1 (ISO 14289-2), in the terms of PDF 2.0."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, NameTree, Object, Pdf, String

from cardprint.link.fragments import elements_of, is_element, kids_of

Item = tuple[int, int]
"""A page or an element, by its object."""
OLD, NEW = "http://iso.org/pdf/ssn", "http://iso.org/pdf2/ssn"
"""The namespaces of the standard types in PDF 1.7 and in PDF 2.0 (ISO 32000-2, 14.8.6)."""
OLD_ONLY = (
    "/Art", "/BibEntry", "/BlockQuote", "/Code", "/Index", "/Note", "/Private", "/Quote",
    "/Reference", "/TOC", "/TOCI",
)  # fmt: skip
"""Types that PDF 2.0 does not have; they keep their meaning in the namespace of PDF 1.7."""


def follow_ua_2(pdf: Pdf) -> None:
    """Types say which standard they are from, destinations lead to elements, fields are described.

    :param pdf: the joined file, with its tree and its named destinations.
    """
    _add_namespaces(pdf)
    _lead_to_elements(pdf)
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            if annotation.Subtype == Name.Widget:  # ISO 14289-2, 8.10.2.3
                annotation.Contents = annotation.TU


def _add_namespaces(pdf: Pdf) -> None:
    root = pdf.Root.StructTreeRoot
    spaces: dict[str, Object] = {}
    for element in _below(root):
        name = OLD if element.S in OLD_ONLY else NEW
        if name not in spaces:
            space = Dictionary(Type=Name.Namespace, NS=String(name))
            spaces[name] = pdf.make_indirect(space)
        element.NS = spaces[name]
    root.Namespaces = Array(spaces.values())


def _below(root: Object) -> Iterator[Object]:
    for element in elements_of(root):
        yield element
        yield from _below(element)


def _lead_to_elements(pdf: Pdf) -> None:
    """Add structure destinations to the others, which most readers know (ISO 32000-2, 12.3.2).

    A destination leads to the element of its name, or to the first one that begins on its page:
    a page in the middle of a part has no element of its own. If nothing begins on a page, it is the
    element that goes on there.
    """
    root = pdf.Root.StructTreeRoot
    found = _Beginnings()
    found.read(root)
    first: dict[Item, Object] = {}
    for element in (each for part in elements_of(root.K[0]) for each in _below(part)):
        if page := found.pages.get(element.objgen):
            first.setdefault(page, element)
    named = NameTree(root.IDTree) if "/IDTree" in root else {}
    tree = NameTree(pdf.Root.Names.Dests)
    for name, spot in [*tree.items()]:
        page = spot[0].objgen
        if name in named and found.pages.get(named[name].objgen) == page:
            element = named[name]
        else:
            element = first.get(page, found.going_on.get(page, root.K[0]))
        tree[name] = Dictionary(D=spot, SD=Array([element, *spot.as_list()[1:]]))


@dataclass(slots=True)
class _Beginnings:
    """Where the elements of a tree begin."""

    pages: dict[Item, Item] = field(default_factory=dict)
    """The page of the first content of each element that has any."""
    going_on: dict[Item, Object] = field(default_factory=dict)
    """The element that the first content of each page is in."""

    def read(self, element: Object) -> Item | None:
        """Read an element and all below it; return the page on which it begins, if it has one."""
        begin = None
        for kid in kids_of(element):
            if is_element(kid):
                page = self.read(kid)
            else:
                own = kid if isinstance(kid, Dictionary) and "/Pg" in kid else element
                page = own.Pg.objgen
                self.going_on.setdefault(page, element)
            begin = begin or page
        if begin:
            self.pages[element.objgen] = begin
        return begin
