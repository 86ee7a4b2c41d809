"""Elements and content name each other, also where pages are forms on larger sheets."""

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object

from cardprint.errors import Place, Problem
from cardprint.messages.catalogue import tell
from cardprint.verify.file import FinishedFile


def check_owners(file: FinishedFile, shown: str) -> Iterator[Problem]:
    """A reader finds its way from an element to its words, and from words to their element.

    Both ways are in the file (ISO 32000-1, 14.7.4): a tree of elements that name what is in them,
    and for each page or form the elements of its content.
    """
    root = file.pdf.Root.get("/StructTreeRoot", Dictionary())
    if any(not _is_its_own(content, file) for content in _named(root)):
        message = tell("a structure element names content of another one (ISO 32000-1, 14.7.4)")
        yield Problem(Place(shown), message)


Content = tuple[Object, int, Object | None, Object | None]
"""An element, with the number, the page and the form of marked content that is in it."""


def _named(root: Object) -> Iterator[Content]:
    """All the content that elements name."""
    waiting, seen = [root], set[tuple[int, int]]()
    while waiting:
        element = waiting.pop()
        if element.is_indirect and element.objgen in seen:
            continue
        seen.add(element.objgen)
        found = element.get("/K", Array())
        page = element.get("/Pg")
        for kid in found if isinstance(found, Array) else [found]:
            if not isinstance(kid, Dictionary):
                yield element, int(kid), page, None
            elif kid.get("/Type") == Name.MCR:
                yield element, int(kid.MCID), kid.get("/Pg", page), kid.get("/Stm")
            elif "/S" in kid:
                waiting.append(kid)


def _is_its_own(content: Content, file: FinishedFile) -> bool:
    element, number, page, form = content
    if page is None:
        return False
    if form is not None:
        drawn = page.get("/Resources", Dictionary()).get("/XObject", Dictionary())
        if form.objgen not in {each.objgen for each in drawn.values()}:
            return False
    holder = page if form is None else form
    owners = file.owners.get(int(holder.get("/StructParents", -1)), Array())
    owner = owners[number] if 0 <= number < len(owners) else None
    return owner is not None and bool(owner.objgen == element.objgen)
