"""The finished file is tagged as PDF/UA wants it: tree, language, title, headings, tables."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from pikepdf import (
    Array,
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Object,
    parse_content_stream,
)

from cardprint.errors import Place, Problem
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import Message, tell, tell_count
from cardprint.text import alike
from cardprint.verify.expected import alternative_texts
from cardprint.verify.file import FinishedFile
from cardprint.verify.letters import check_letters
from cardprint.verify.standard import check_standard
from cardprint.verify.tags import check_tags

Instruction = ContentStreamInstruction | ContentStreamInlineImage

_HEADING = re.compile(r"/H([1-6])$")


@dataclass(slots=True)
class _Walk:
    """What a walk through the structure tree collects."""

    elements: set[tuple[int, int]] = field(default_factory=set)
    headings: list[list[int]] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)
    ids: set[bytes] = field(default_factory=set)
    headers: list[tuple[bytes, ...]] = field(default_factory=list)
    figures_without_words: int = 0
    repeated: bool = False
    """Whether an element stands at two places, or in itself."""


def check_structure(
    file: FinishedFile, toolkit: Toolkit, layout: Layout, shown: str
) -> Iterator[Problem]:
    """Everything that a screen reader would stumble over."""
    at = Place(shown)
    catalog = _check_catalog(file, toolkit)
    yield from (Problem(at, message) for message in (*catalog, *check_standard(file, layout)))
    root = file.pdf.Root.get("/StructTreeRoot")
    if root is None or "/K" not in root or "/ParentTree" not in root:
        yield Problem(at, tell("there is no structure tree (ISO 14289-1, 7.1)"))
        return
    walk = _walked(root)
    for message in (
        *_check_headings(walk),
        *_check_tables(walk),
        *_check_content(file, walk),
        *_check_annotations(file),
        *check_tags(file),
        *check_letters(file.pdf),
    ):
        yield Problem(at, message)
    if walk.repeated:
        yield Problem(at, tell("a structure element stands at two places (ISO 32000-1, 14.7.2)"))
    if count := walk.figures_without_words:
        message = tell_count(
            "{n} figure has no words (ISO 14289-1, 7.3)",
            "{n} figures have no words (ISO 14289-1, 7.3)",
            count,
        )
        yield Problem(at, message)
    spoken = Counter(map(alike.normal, walk.alternatives))
    for text, place in alternative_texts(toolkit, layout, file.spans):
        said = alike.normal(text)
        spoken[said] -= 1
        if spoken[said] < 0:
            yield Problem(place, tell("{shown}: no figure carries this description", shown=shown))


def _check_catalog(file: FinishedFile, toolkit: Toolkit) -> Iterator[Message]:
    catalog, info = file.pdf.Root, file.pdf.trailer.get("/Info", Dictionary())
    language, title = toolkit.info.language, toolkit.recorded_title
    if str(catalog.get("/Lang", "")) != language:
        yield tell("the language is not '{language}' (ISO 14289-1, 7.2)", language=language)
    if str(info.get("/Title", "")) != title:
        yield tell("the title of the file is not the title of the toolkit (ISO 14289-1, 7.1)")
    if not catalog.get("/MarkInfo", Dictionary()).get("/Marked", False):
        yield tell("the file is not marked as tagged (ISO 14289-1, 7.1)")
    if not catalog.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False):
        yield tell("the window would show the file's name, not its title (ISO 14289-1, 7.1)")
    if file.description.get("dc:title") != title:
        yield tell("the title is missing from the XMP metadata (ISO 14289-1, 7.1)")


def _walked(root: Object) -> _Walk:
    """Walk through all the elements, in the order in which they are read aloud."""
    walk = _Walk()
    document = root.K[0] if isinstance(root.K, Array) else root.K
    for part in _children(document):
        walk.headings.append([])
        waiting = [part]
        while waiting:
            element = waiting.pop()
            if element.is_indirect and element.objgen in walk.elements:
                walk.repeated = True
                continue
            walk.elements.add(element.objgen)
            _visit(element, walk)
            waiting += reversed(_children(element))
    return walk


def _children(element: Object) -> list[Object]:
    """The structure elements right below one."""
    found = element.get("/K", Array())
    children = found if isinstance(found, Array) else (found,)
    return [each for each in children if isinstance(each, Dictionary) and "/S" in each]


def _visit(element: Object, walk: _Walk) -> None:
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
        # An empty corner above the row headers has no header.
        headers = element.get("/A", Dictionary()).get("/Headers", Array([]))
        walk.headers.append(tuple(bytes(name) for name in headers))


def _check_headings(walk: _Walk) -> Iterator[Message]:
    for number, levels in enumerate(walk.headings, 1):
        if levels.count(1) != 1:
            yield tell_count(
                "part {number} has {n} heading of level 1 (ISO 14289-1, 7.4)",
                "part {number} has {n} headings of level 1 (ISO 14289-1, 7.4)",
                levels.count(1),
                number=number,
            )
        if levels and levels[0] != 1:
            yield tell(
                "part {number} starts with a heading of level {level} (ISO 14289-1, 7.4.2)",
                number=number,
                level=levels[0],
            )
        for above, below in pairwise(levels):
            if below > above + 1:
                yield tell(
                    "part {number} skips from heading {above} to {below} (ISO 14289-1, 7.4.2)",
                    number=number,
                    above=above,
                    below=below,
                )


def _check_tables(walk: _Walk) -> Iterator[Message]:
    """Each data cell of a table with headers names headers that exist."""
    if b"" in walk.ids:
        yield tell("a table header has no identifier (ISO 14289-1, 7.5)")
    for headers in walk.headers:
        if missing := set(headers) - walk.ids:
            yield tell_count(
                "a table cell names {n} header that does not exist (ISO 14289-1, 7.5)",
                "a table cell names {n} headers that do not exist (ISO 14289-1, 7.5)",
                len(missing),
            )
    if () in walk.headers:
        yield tell("table cells without headers (ISO 14289-1, 7.5)")


def _check_content(file: FinishedFile, walk: _Walk) -> Iterator[Message]:
    """All content is in the tree or an artifact (ISO 14289-1, 7.1)."""
    for number, content in _marked(file):
        owners = file.owners.get(int(content.get("/StructParents", -1)), Array())
        depth = 0
        for instruction in parse_content_stream(content, "BDC BMC EMC BT"):
            operator = str(instruction.operator)
            if operator == "EMC":
                depth -= 1
            elif operator != "BT":
                depth += 1
                marked = _number_of(instruction, content)
                if marked is not None and not _is_owned(marked, owners, walk):
                    yield tell(
                        "page {page}: marked content {marked} is not in the structure tree",
                        page=number,
                        marked=marked,
                    )
            elif depth == 0:
                yield tell("page {page}: text is neither tagged nor an artifact", page=number)
                break


def _marked(file: FinishedFile) -> Iterator[tuple[int, Object]]:
    """Every page, or every form on it that is a page of a booklet, with the number of its sheet."""
    for number, page in enumerate(file.pdf.pages, 1):
        yield number, page.obj
        if file.folded:
            yield from ((number, form) for form in page.obj.Resources.XObject.values())


def _number_of(instruction: Instruction, content: Object) -> int | None:
    """The number of the marked content that an instruction begins, if it has one."""
    if str(instruction.operator) != "BDC":
        return None
    properties: Object | None = instruction.operands[1]
    if isinstance(properties, Name):  # named among the page's resources (ISO 32000-1, 14.6.2)
        named = content.get("/Resources", Dictionary()).get("/Properties", Dictionary())
        properties = named.get(str(properties))
    found = properties.get("/MCID") if isinstance(properties, Dictionary) else None
    return None if found is None else int(found)


def _is_owned(marked: int, owners: Object, walk: _Walk) -> bool:
    owner = owners[marked] if 0 <= marked < len(owners) else None
    return owner is not None and owner.objgen in walk.elements


def _check_annotations(file: FinishedFile) -> Iterator[Message]:
    """Links are in a ``/Link`` element and fields in a ``/Form`` (ISO 14289-1, 7.18.4, 7.18.5)."""

    def is_in(kind: str, key: int | None) -> bool:
        owner = file.owners.get(-1 if key is None else key)
        return owner is not None and str(owner.get("/S", "")) == kind

    for each in file.fields:
        if not is_in("/Form", each.parent_key):
            yield tell(
                "page {page}: field '{name}' is not in a /Form element",
                page=each.page + 1,
                name=each.name,
            )
    for link in file.links:
        if not is_in("/Link", link.parent_key):
            yield tell(
                "page {page}: link '{words}' is not in a /Link element",
                page=link.page + 1,
                words=link.say,
            )
