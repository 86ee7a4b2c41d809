"""What PDF/UA-2 asks of a file beyond PDF/UA-1 (ISO 14289-2), in the terms of PDF 2.0."""

from collections.abc import Iterator
from itertools import groupby

from pikepdf import Array, Dictionary, Name, NameTree, Object, Pdf, String

from cardprint.link.fragments import elements_of, is_element, kids_of, put_below

Item = tuple[int, int]
"""A page or an element, by its object."""
OLD, NEW = "http://iso.org/pdf/ssn", "http://iso.org/pdf2/ssn"
"""The namespaces of the standard types in PDF 1.7 and in PDF 2.0 (ISO 32000-2, 14.8.6)."""
OLD_ONLY = (
    "/Art", "/BibEntry", "/BlockQuote", "/Code", "/Index", "/Note", "/Private", "/Quote",
    "/Reference", "/TOC", "/TOCI",
)  # fmt: skip
"""Types that PDF 2.0 does not have; they keep their meaning in the namespace of PDF 1.7."""
_SECTIONS = ("/Art", "/BlockQuote", "/Div", "/NonStruct", "/Part", "/Sect")
_IN_LINE = ("/Form", "/Link", "/Span")


def follow_ua_2(pdf: Pdf) -> None:
    """Words stand in paragraphs, types say where they are from, destinations lead to elements.

    :param pdf: the joined file, with its tree and its named destinations.
    """
    _put_in_paragraphs(pdf, pdf.Root.StructTreeRoot.K[0])
    _add_namespaces(pdf)
    _lead_to_elements(pdf)
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            if annotation.Subtype == Name.Widget:  # ISO 14289-2, 8.10.2.3
                annotation.Contents = annotation.TU


def _put_in_paragraphs(pdf: Pdf, section: Object) -> None:
    """Let no words stand in a section itself, nor in a division of it (ISO/TS 32005, table 5)."""
    kids: list[Object] = []
    for is_line, each in groupby(kids_of(section), _is_in_line):
        run = [*each]
        if is_line and any(map(_has_words, run)):
            if section.S == "/Div" and len(run) == len(kids_of(section)):
                section.S = Name.P
                return
            paragraph = Dictionary(Type=Name.StructElem, S=Name.P, P=section, Pg=run[0].Pg)
            put_below(paragraph := pdf.make_indirect(paragraph), run)
            run = [paragraph]
        kids += run
    put_below(section, kids)
    for kid in elements_of(section):
        if kid.S in _SECTIONS:
            _put_in_paragraphs(pdf, kid)


def _is_in_line(kid: Object) -> bool:
    """Whether it can stand in a line of text."""
    if is_element(kid) and kid.S == "/NonStruct":
        return all(map(_is_in_line, elements_of(kid)))
    return is_element(kid) and kid.S in _IN_LINE


def _has_words(kid: Object) -> bool:
    """Whether there are words in it that no link or field holds."""
    return kid.S == "/Span" or (kid.S == "/NonStruct" and any(map(_has_words, elements_of(kid))))


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
    a page in the middle of a part has no element of its own, but its lines are elements too.
    """
    root = pdf.Root.StructTreeRoot
    begins: dict[Item, Item] = {}
    _note_beginnings(root, begins)
    first: dict[Item, Object] = {}
    for element in (each for part in elements_of(root.K[0]) for each in _below(part)):
        if page := begins.get(element.objgen):
            first.setdefault(page, element)
    named = dict(NameTree(root.IDTree).items()) if "/IDTree" in root else {}
    tree = NameTree(pdf.Root.Names.Dests)
    for name, spot in [*tree.items()]:
        page = spot[0].objgen
        leads = named.get(name)
        if leads is None or begins.get(leads.objgen) != page:
            leads = first.get(page, root.K[0])
        tree[name] = Dictionary(D=spot, SD=Array([leads, *spot.as_list()[1:]]))


def _note_beginnings(element: Object, begins: dict[Item, Item]) -> Item | None:
    """Note the page on which each element with content begins; return that of ``element``."""
    begin = None
    for kid in kids_of(element):
        if is_element(kid):
            page = _note_beginnings(kid, begins)
        else:
            page = (kid if isinstance(kid, Dictionary) and "/Pg" in kid else element).Pg.objgen
        begin = begin or page
    if begin:
        begins[element.objgen] = begin
    return begin
