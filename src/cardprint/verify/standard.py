"""A file is what it says it is: PDF/UA-1, or PDF/UA-2, which asks for more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, OutlineItem

from cardprint.load.layout import Layout
from cardprint.messages.catalogue import Message, tell, tell_count
from cardprint.verify.file import FinishedFile

Item = tuple[int, int]
"""A page or an element, by its object."""
_PART, _REVISION = "pdfuaid:part", "pdfuaid:rev"
_STANDARDS = {
    "ua-1": ("1", "PDF/UA-1 (ISO 14289-1, 5)"),
    "ua-2": ("2", "PDF/UA-2 (ISO 14289-2, 5)"),
}
_OLD, _NEW = "http://iso.org/pdf/ssn", "http://iso.org/pdf2/ssn"
_TYPES = frozenset(
    f"/{kind}"
    for kind in (
        "Annot", "Artifact", "Aside", "Caption", "Div", "Document", "DocumentFragment", "Em",
        "FENote", "Figure", "Form", "Formula", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L",
        "LBody", "LI", "Lbl", "Link", "NonStruct", "P", "Part", "RB", "RP", "RT", "Ruby", "Sect",
        "Span", "Strong", "Sub", "TBody", "TD", "TFoot", "TH", "THead", "TR", "Table", "Title",
        "WP", "WT", "Warichu",
    )
)  # fmt: skip
"""The standard types of PDF 2.0 (ISO 32000-2, 14.8.4)."""


def check_standard(file: FinishedFile, layout: Layout) -> Iterator[Message]:
    """The file claims the standard that its layout asks for, and whatever it claims is true."""
    claim, version = str(file.description.get("pdfuaid:part", "")), file.pdf.pdf_version
    part, standard = _STANDARDS[layout.info.pdf]
    if layout.info.press is None and claim != part:
        yield tell("the file does not say that it is {standard}", standard=standard)
    if claim == "1" and not version.startswith("1."):
        yield tell(
            "the file says that it is PDF/UA-1, but it is PDF {version} (ISO 14289-1, 6.1)",
            version=version,
        )
    if claim == "2":
        if version != "2.0":
            yield tell(
                "the file says that it is PDF/UA-2, but it is PDF {version} (ISO 14289-2, 6.1)",
                version=version,
            )
        if file.description.get("pdfuaid:rev") != "2024":
            yield tell("the file does not say which edition of PDF/UA-2 it is (ISO 14289-2, 5)")
        yield from _check_ua_2(file)


def _check_ua_2(file: FinishedFile) -> Iterator[Message]:
    root = file.pdf.Root.get("/StructTreeRoot")
    if root is None:
        return
    tree = _Tree()
    tree.read(root, ())
    if count := tree.without_standard:
        yield tell_count(
            "{n} tag does not say which standard it is from (ISO 14289-2, 8.2.4)",
            "{n} tags do not say which standard they are from (ISO 14289-2, 8.2.4)",
            count,
        )
    for name, spot in file.named.items():
        yield from _check_destination(name, spot, tree)
    yield from _check_direct(file)
    for each in file.fields:
        if each.description != each.say:
            yield tell(
                "page {page}: field '{name}' is not described (ISO 14289-2, 8.10.2.3)",
                page=each.page + 1,
                name=each.name,
            )


@dataclass(slots=True)
class _Tree:
    """What a walk through the structure tree finds, in the order in which it is read aloud."""

    begins: dict[Item, Item] = field(default_factory=dict)
    """The page of the first content of each element."""
    named: dict[str, Item] = field(default_factory=dict)
    """The elements that have an identifier, by it."""
    without_standard: int = 0

    def read(self, element: Object, above: tuple[Item, ...]) -> None:
        """Read what is in an element.

        :param above: the element and those around it.
        """
        found = element.get("/K", Array())
        for kid in found.as_list() if isinstance(found, Array) else [found]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                self.without_standard += not _has_standard(kid)
                if "/ID" in kid:
                    self.named[str(kid.ID)] = kid.objgen
                self.read(kid, (kid.objgen, *above))
            else:
                owner = kid if isinstance(kid, Dictionary) and "/Pg" in kid else element
                for each in above:
                    self.begins.setdefault(each, owner.Pg.objgen)


def _has_standard(element: Object) -> bool:
    space = str(element.get("/NS", Dictionary()).get("/NS", ""))
    return space == (_NEW if str(element.S) in _TYPES else _OLD)


def _check_destination(name: str, spot: Object, tree: _Tree) -> Iterator[Message]:
    """A name leads to an element as well as to a page: that of its name, where it begins."""
    given = spot.get("/SD") if isinstance(spot, Dictionary) else None
    if given is None or not isinstance(given[0], Dictionary) or "/S" not in given[0]:
        yield tell("'{name}' leads to a page, and to no element (ISO 14289-2, 8.8)", name=name)
        return
    element, page, own = given[0].objgen, spot.D[0].objgen, tree.named.get(name)
    is_other = own is not None and element != own and tree.begins.get(own) == page
    if is_other or tree.begins.get(element) != page or given.as_list()[1:] != spot.D.as_list()[1:]:
        yield tell(
            "'{name}' leads to an element that is elsewhere (ISO 32000-2, 12.3.2.3)", name=name
        )


def _check_direct(file: FinishedFile) -> Iterator[Message]:
    """Links and bookmarks lead to a name, and so to the element that was checked."""
    for i, page in enumerate(file.pdf.pages, 1):
        for each in page.obj.get("/Annots", ()):
            if each.get("/Subtype") == Name.Link and _is_direct(each):
                yield tell(
                    "page {page}: link '{words}' does not lead to a name (ISO 14289-2, 8.8)",
                    page=i,
                    words=str(each.get("/Contents", "")),
                )
    for title in _direct(file.pdf.open_outline(strict=True).root):
        yield tell("bookmark '{title}' does not lead to a name (ISO 14289-2, 8.8)", title=title)


def _is_direct(item: Object) -> bool:
    action = item.get("/A", Dictionary())
    return isinstance(item.get("/Dest", action.get("/D")), Array) or "/SD" in action


def _direct(items: Sequence[OutlineItem]) -> Iterator[str]:
    """The titles of bookmarks that lead to a place without a name."""
    for item in items:
        if item.obj is not None and _is_direct(item.obj):
            yield item.title
        yield from _direct(item.children)
