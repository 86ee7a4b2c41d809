"""The finished file is tagged as PDF/UA-1 wants it: tree, language, title, headings, tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from pikepdf import Array, Dictionary, Object

from cardprint.errors import Place, Problem
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import tell
from cardprint.text import prose
from cardprint.verify.expected import alternative_texts
from cardprint.verify.file import FinishedFile

_HEADING = re.compile(r"/H([1-6])$")
# Marked-content operators and the start of text; WeasyPrint writes its strings in hexadecimal.
_OPERATORS = re.compile(rb"/MCID\s+(\d+)[^>]*>>\s*BDC|\b(BDC|BMC|EMC|BT)\b")


@dataclass(slots=True)
class _Walk:
    """What a walk through the structure tree collects."""

    elements: set[tuple[int, int]] = field(default_factory=set)
    headings: list[list[int]] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)
    ids: set[bytes] = field(default_factory=set)
    headers: list[tuple[bytes, ...]] = field(default_factory=list)
    figures_without_words: int = 0
    links: int = 0


def check_structure(
    file: FinishedFile, toolkit: Toolkit, layout: Layout, shown: str
) -> Iterator[Problem]:
    """Everything that a screen reader would stumble over."""
    at = Place(shown)
    yield from (Problem(at, message) for message in _check_catalog(file, toolkit, layout))
    root = file.pdf.Root.get("/StructTreeRoot")
    if root is None or "/K" not in root or "/ParentTree" not in root:
        yield Problem(at, tell("there is no structure tree (ISO 14289-1, 7.1)"))
        return
    walk = _Walk()
    document = root.K[0] if isinstance(root.K, Array) else root.K
    for part in document.get("/K", ()):
        walk.headings.append([])
        _visit(part, walk)
    for message in (
        *_check_headings(walk),
        *_check_tables(walk),
        *_check_content(file, root, walk),
        *_check_annotations(file, root),
    ):
        yield Problem(at, message)
    if walk.figures_without_words:
        yield Problem(
            at,
            tell(
                "{figures_without_words} figures have no words (ISO 14289-1, 7.3)",
                figures_without_words=walk.figures_without_words,
            ),
        )
    spoken = [prose.letters(text) for text in walk.alternatives]
    for text, place in alternative_texts(toolkit, layout, file.spans):
        if prose.letters(text) not in spoken:
            yield Problem(place, tell("{shown}: no figure carries this description", shown=shown))


def _check_catalog(file: FinishedFile, toolkit: Toolkit, layout: Layout) -> Iterator[str]:
    catalog, info = file.pdf.Root, file.pdf.trailer.get("/Info", Dictionary())
    if str(catalog.get("/Lang", "")) != toolkit.info.language:
        yield f"the language is not '{toolkit.info.language}' (ISO 14289-1, 7.2)"
    if str(info.get("/Title", "")) != toolkit.info.title:
        yield "the title of the file is not the title of the toolkit (ISO 14289-1, 7.1)"
    if not catalog.get("/MarkInfo", Dictionary()).get("/Marked", False):
        yield "the file is not marked as tagged (ISO 14289-1, 7.1)"
    if not catalog.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False):
        yield "the window would show the file's name, not its title (ISO 14289-1, 7.1)"
    packet = catalog.Metadata.read_bytes() if "/Metadata" in catalog else b""
    if layout.info.press is None and b"<pdfuaid:part>1</pdfuaid:part>" not in packet:
        yield "the file does not say that it is PDF/UA-1 (ISO 14289-1, 5)"
    if b"<dc:title>" not in packet:
        yield "the title is missing from the XMP metadata (ISO 14289-1, 7.1)"
    if "/Outlines" not in catalog:
        yield "there are no bookmarks"


def _visit(element: Object, walk: _Walk) -> None:
    walk.elements.add(element.objgen)
    kind = str(element.S)
    if heading := _HEADING.match(kind):
        walk.headings[-1].append(int(heading[1]))
    elif kind == "/Figure":
        alternative = str(element.get("/Alt", ""))
        walk.alternatives.append(alternative)
        walk.figures_without_words += not alternative.strip()
    elif kind == "/TH":
        walk.ids.add(bytes(element.get("/ID", b"")))
    elif kind == "/TD" and str(element.P.P.S) != "/THead":
        # The corner above the row headers, of every page that the table runs over, has no header.
        headers = element.get("/A", Dictionary()).get("/Headers", Array([]))
        walk.headers.append(tuple(bytes(name) for name in headers))
    children = element.get("/K", ())
    for child in children if isinstance(children, Array) else (children,):
        if isinstance(child, Dictionary) and "/S" in child:
            _visit(child, walk)


def _check_headings(walk: _Walk) -> Iterator[str]:
    for number, levels in enumerate(walk.headings, 1):
        if levels.count(1) != 1:
            yield f"part {number} has {levels.count(1)} headings of level 1 (ISO 14289-1, 7.4)"
        if levels and levels[0] != 1:
            yield f"part {number} starts with a heading of level {levels[0]} (ISO 14289-1, 7.4.2)"
        for above, below in pairwise(levels):
            if below > above + 1:
                yield f"part {number} skips from heading {above} to {below} (ISO 14289-1, 7.4.2)"


def _check_tables(walk: _Walk) -> Iterator[str]:
    """Each data cell of a table with headers names headers that exist."""
    if b"" in walk.ids:
        yield "a table header has no identifier (ISO 14289-1, 7.5)"
    for headers in walk.headers:
        if missing := set(headers) - walk.ids:
            yield f"a table cell names {len(missing)} headers that do not exist (ISO 14289-1, 7.5)"
    if () in walk.headers:
        yield "table cells without headers (ISO 14289-1, 7.5)"


def _check_content(file: FinishedFile, root: Object, walk: _Walk) -> Iterator[str]:
    """All content is in the tree or an artifact (ISO 14289-1, 7.1)."""
    owners = _numbers(root)
    for number, page in enumerate(file.pdf.pages, 1):
        own = owners.get(int(page.obj.get("/StructParents", -1)), ())
        depth = 0
        for found in _OPERATORS.finditer(_content(page.obj)):
            operator = found[2]
            if found[1] is not None:
                depth += 1
                mcid = int(found[1])
                owner = own[mcid] if mcid < len(own) else None
                if owner is None or owner.objgen not in walk.elements:
                    yield f"page {number}: marked content {mcid} is not in the structure tree"
            elif operator in (b"BDC", b"BMC"):
                depth += 1
            elif operator == b"EMC":
                depth -= 1
            elif depth == 0:
                yield f"page {number}: text is neither tagged nor an artifact"
                break


def _content(page: Object) -> bytes:
    streams = page.get("/Contents", ())
    if isinstance(streams, Array):
        return b"\n".join(stream.read_bytes() for stream in streams)
    return bytes(streams.read_bytes()) if streams else b""


def _check_annotations(file: FinishedFile, root: Object) -> Iterator[str]:
    """Links are in a ``/Link`` element and fields in a ``/Form`` (ISO 14289-1, 7.18.4, 7.18.5)."""
    owners = _numbers(root)
    for each in file.fields:
        owner = owners.get(-1 if each.parent_key is None else each.parent_key)
        if owner is None or str(owner.get("/S", "")) != "/Form":
            yield f"page {each.page + 1}: field '{each.name}' is not in a /Form element"
    for link in file.links:
        owner = owners.get(-1 if link.parent_key is None else link.parent_key)
        if owner is None or str(owner.get("/S", "")) != "/Link":
            yield f"page {link.page + 1}: link '{link.say}' is not in a /Link element"


def _numbers(root: Object) -> dict[int, Object]:
    numbers = root.ParentTree.Nums
    return {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
