"""Tags stand where the standards allow them, in the order in which the pages are to be read."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pikepdf import Array, Dictionary, Object

from cardprint.messages.catalogue import Message, tell
from cardprint.verify.file import FinishedFile

Page = tuple[int, int]
"""A page, by its object."""
_PARTS_OF_ITEM = ("/Lbl", "/LBody")


def check_tags(file: FinishedFile) -> Iterator[Message]:
    """Lists, links and tables are whole, and the navigation comes after what is read."""
    parts = elements_of(file.pdf.Root.StructTreeRoot.K[0])
    for element in (each for part in parts for each in _below(part)):
        if element.S == "/L":
            yield from _check_list(element)
        elif element.S == "/Table":
            yield from _check_table(element)
        yield from _check_links(element, file.page_numbers)
        yield from _check_tables(element, file.page_numbers)
    yield from _check_order(file, parts)
    yield from _check_heads(file, parts)


def elements_of(element: Object) -> list[Object]:
    """The structure elements right below one."""
    return [kid for kid in _kids(element) if isinstance(kid, Dictionary) and "/S" in kid]


def _kids(element: Object) -> list[Object]:
    found = element.get("/K", Array())
    return list(found.as_list()) if isinstance(found, Array) else [found]


def _below(element: Object) -> Iterator[Object]:
    yield element
    for each in elements_of(element):
        yield from _below(each)


def _attribute(element: Object, name: str) -> Object | None:
    given = element.get("/A", Dictionary())
    several = given.as_list() if isinstance(given, Array) else [given]
    return next((each[name] for each in several if name in each), None)


def _check_list(given: Object) -> Iterator[Message]:
    items = elements_of(given)
    inner = [part for item in items for part in elements_of(item)]
    if any(part.S not in _PARTS_OF_ITEM for part in inner):
        yield tell("an item of a list holds more than its sign and its body (ISO 14289-1, 7.2)")
    numbering = _attribute(given, "/ListNumbering")
    has_signs = any(part.S == "/Lbl" for part in inner)
    if numbering is None or (numbering != "/None") != has_signs:
        yield tell("a list does not say how its items are numbered (ISO 32000-1, table 347)")


def _check_table(table: Object) -> Iterator[Message]:
    """Headers say what they are over or before, and those of rows have one above, if any."""
    rows = [(part.S, elements_of(row)) for part in elements_of(table) for row in elements_of(part)]
    cells = [cell for _, row in rows for cell in row]
    if any(cell.S == "/TH" and _attribute(cell, "/Scope") is None for cell in cells):
        yield tell("a table header does not say whether it is over a column or before a row")
    firsts = [row[0] for _, row in rows if row]
    before = [cell for cell in firsts[1:] if cell.S == "/TH"]
    if before and firsts[0].S == "/TH":
        corner = bytes(firsts[0].get("/ID", b""))
        named = [[bytes(name) for name in _attribute(cell, "/Headers") or ()] for cell in before]
        if [corner] * len(before) != [each[0] if each else b"" for each in named]:
            yield tell("the headers of rows do not name the header of their column")
    elif before:
        yield tell("the corner above the headers of rows is no header (ISO 14289-1, 7.5)")


def _check_links(element: Object, numbers: Mapping[Page, int]) -> Iterator[Message]:
    """A link that goes on in a next line or page is one element, and is announced once."""
    for one, other in pairwise(_kids(element)):
        first, second = _annotation(one), _annotation(other)
        if first is not None and second is not None and _target(first) == _target(second):
            yield tell(
                "page {page}: the link '{words}' is cut in two, and would be announced twice",
                page=numbers[other.Pg.objgen] + 1,
                words=str(second.get("/Contents", "")),
            )


def _annotation(kid: Object) -> Object | None:
    """The annotation of a link element; of several, the first."""
    if not isinstance(kid, Dictionary) or kid.get("/S") != "/Link":
        return None
    found = (each for each in _kids(kid) if isinstance(each, Dictionary))
    return next((each.Obj for each in found if "/Obj" in each), None)


def _target(annotation: Object) -> tuple[bytes, str]:
    leads = annotation.get("/Dest", annotation.get("/A", Dictionary()))
    return leads.unparse(resolved=True), str(annotation.get("/Contents", ""))


def _check_tables(element: Object, numbers: Mapping[Page, int]) -> Iterator[Message]:
    """A table that goes on at a next page is one, or has a heading that says so."""
    for one, other in pairwise(_kids(element)):
        tables = all(
            isinstance(kid, Dictionary) and kid.get("/S") == "/Table" for kid in (one, other)
        )
        if tables and one.Pg.objgen != other.Pg.objgen:
            yield tell(
                "page {page}: the table goes on without a heading that says so",
                page=numbers[other.Pg.objgen] + 1,
            )


def _check_order(file: FinishedFile, parts: Sequence[Object]) -> Iterator[Message]:
    """On each page the navigation is read after everything else."""
    repeated = _repeated(file)
    for part in parts:
        passed: set[Page] = set()
        for element in elements_of(part):
            pages = set(_pages(element))
            if _is_navigation(element, repeated):
                passed |= pages
            for page in pages & passed if not _is_navigation(element, repeated) else ():
                yield tell(
                    "page {page}: the navigation is read before the text",
                    page=file.page_numbers[page] + 1,
                )


def _check_heads(file: FinishedFile, parts: Sequence[Object]) -> Iterator[Message]:
    """What is read first in a section is its heading, and not a link."""
    for section in (each for part in parts for each in elements_of(part) if each.S == "/Sect"):
        inner = [*_below(section)]
        heads = [i for i, each in enumerate(inner) if str(each.S)[:2] == "/H"]
        before = inner[: heads[0]] if heads else []
        if links := [found for each in before if (found := _annotation(each)) is not None]:
            yield tell(
                "page {page}: the link '{words}' is read before the heading",
                page=file.page_numbers[section.Pg.objgen] + 1,
                words=str(links[0].get("/Contents", "")),
            )


def _repeated(file: FinishedFile) -> set[str]:
    """What the links say that are on more than half of the pages: those of the navigation."""
    said = [{link.say for link in file.links if link.page == i} for i in range(file.page_count)]
    words = set().union(*said)
    return {each for each in words if 2 * sum(each in page for page in said) > len(said)}


def _is_navigation(element: Object, repeated: set[str]) -> bool:
    inner = [*_below(element)]
    links = [found for each in inner if (found := _annotation(each)) is not None]
    has_heading = any(str(each.S)[:2] == "/H" for each in inner)
    return (
        bool(links)
        and not has_heading
        and all(str(a.get("/Contents", "")) in repeated for a in links)
    )


def _pages(element: Object) -> Iterator[Page]:
    """The pages that the content of an element is on."""
    for each in _below(element):
        for kid in _kids(each):
            if not isinstance(kid, Dictionary):
                yield each.Pg.objgen
            elif "/S" not in kid and "/Pg" in kid:
                yield kid.Pg.objgen
