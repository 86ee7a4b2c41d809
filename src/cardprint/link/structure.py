"""Completes what WeasyPrint leaves undone in a sheet's structure tree.

What is read comes first and what stands on every page after it. An element that runs on is one tag.
Content without a tag, such as running heads and page numbers, is an artifact of the pages, as
ISO 14289-1, 7.1 and 7.8 want it.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO

import pikepdf
from pikepdf import (
    Array,
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Dictionary,
    Name,
    NameTree,
    NumberTree,
    Object,
    Operator,
    Page,
    Pdf,
    String,
)

from cardprint.link.fragments import elements_of, is_element, join_pieces, kids_of, put_below
from cardprint.link.hyphens import tell_hyphens_apart
from cardprint.link.inner import drop_inner_links
from cardprint.link.kinds import drop_twins, mend_headers, mend_list, set_upright
from cardprint.link.passages import tell_languages
from cardprint.model.names import is_area, slot_title
from cardprint.render.origins import ANCHOR, FIXED, HEAD, LAST, NOTES, SLOT

Pages = Mapping[tuple[int, int], Object]
"""Something of each page, by its object."""

_BEGIN = Operator("BDC")
_ARTIFACT = ContentStreamInstruction([Name.Artifact, Dictionary(Type=Name.Pagination)], _BEGIN)
_EMPTY = ("/Div", "/NonStruct", "/P", "/Span")
"""Elements that mean nothing without content, like the lines to write on."""


def mend_structure(pdf: bytes, prefix: str) -> bytes:
    """Mend the tree, and mark all content outside it as an artifact.

    :param prefix: makes the identifiers of the sheet's table headers unique in the toolkit.
    """
    with Pdf.open(BytesIO(pdf)) as file:
        root = file.Root.StructTreeRoot
        document = root.K[0]
        tell_languages(_below(document))
        drop_inner_links(file)
        heads = _heads_above(file, NumberTree(root.ParentTree))
        _put_in_order(document, [page.obj for page in file.pages], heads)
        _drop_empty(document)
        identified = NameTree.new(file)
        _mend_kinds(file, [*_below(document)], prefix, identified)
        if len(identified):
            root.IDTree = identified.obj
        for page in file.pages:
            tell_hyphens_apart(file, page)
        _tie_to_content(file, root)
        output = BytesIO()
        # The fonts are compressed in the finished file, where there is one copy of each.
        file.save(output, static_id=True, compress_streams=False)
        return output.getvalue()


def _below(root: Object) -> Iterator[Object]:
    """Every structure element below ``root``, in the order of reading."""
    for element in elements_of(root):
        yield element
        yield from _below(element)


def _heads_above(file: Pdf, owners: NumberTree) -> Pages:
    """What stands in the margin above each page, as a heading that says what goes on there."""
    found = {}
    for page in file.pages:
        for owner in filter(is_element, owners[int(page.obj.StructParents)].as_list()):
            if f"/{HEAD}" in owner.P:
                owner.P.S = Name.H2
                found[page.obj.objgen] = owner.P
    return found


def _put_in_order(document: Object, pages: Sequence[Object], heads: Pages) -> None:
    """An element that runs on is one; what stands on every page follows the text of that page."""
    content, fixed = [], defaultdict(list)
    for element in elements_of(document):
        for each in _taken_out(element, FIXED):
            fixed[each.Pg.objgen].append(each)
        if f"/{FIXED}" not in element:
            content.append(element)
    put_below(document, content)
    join_pieces(document, lambda piece: heads.get(piece.Pg.objgen))
    ordered: list[Object] = []
    waiting = list(pages)
    following = [*elements_of(document)[1:], None]
    for element, after in zip(elements_of(document), following, strict=True):
        ordered.append(element)
        while waiting and (after is None or waiting[0].objgen != after.Pg.objgen):
            ordered += fixed[waiting.pop(0).objgen]
    put_below(document, ordered)
    for element in ordered:
        if last := _taken_out(element, LAST):
            put_below(element, [*kids_of(element), *last])


def _taken_out(element: Object, note: str) -> list[Object]:
    """Take out of ``element`` what has a note, and return it."""
    if f"/{note}" in element:
        return [element]
    kids = kids_of(element)
    inner = [each for kid in kids if is_element(kid) for each in _taken_out(kid, note)]
    if inner:
        put_below(element, [kid for kid in kids if not (is_element(kid) and f"/{note}" in kid)])
    return inner


def _drop_empty(element: Object) -> None:
    """Leave out the elements that hold nothing and mean nothing then."""
    for kid in elements_of(element):
        _drop_empty(kid)
    kept = [kid for kid in kids_of(element) if not _is_empty(kid)]
    put_below(element, kept)


def _is_empty(kid: Object) -> bool:
    return is_element(kid) and kid.S in _EMPTY and not kids_of(kid)


def _mend_kinds(file: Pdf, elements: Sequence[Object], prefix: str, identified: NameTree) -> None:
    for element in elements:
        if element.S == "/L":
            mend_list(file, element)
        elif element.S == "/Figure":
            set_upright(element)
        elif element.S == "/Link":
            drop_twins(element)
    mend_headers((each for each in elements if each.S == "/Table"), prefix, identified)
    for element in elements:
        _name(element, identified)
        if (slot := element.get(f"/{SLOT}")) is not None:
            element.T = String(slot_title(str(slot)))
        for note in NOTES:
            if f"/{note}" in element:
                del element[f"/{note}"]


def _name(element: Object, identified: NameTree) -> None:
    """Let an element that links lead to have their name for it as its identifier."""
    name = str(element.get(f"/{ANCHOR}", ""))
    if name and not is_area(name) and "/ID" not in element and name not in identified:
        element.ID = String(name)
        identified[name] = element


def _tie_to_content(file: Pdf, root: Object) -> None:
    """Say which element all content and annotations belong to, and set aside the rest.

    The Tab key follows the tree as well (ISO 32000-1, table 30), and so do the annotations.
    """
    marked: dict[tuple[int, int], dict[int, Object]] = defaultdict(dict)
    annotations: list[tuple[Object, Object]] = []
    for element in _below(root.K[0]):
        for kid in kids_of(element):
            if not isinstance(kid, Dictionary):
                marked[element.Pg.objgen][int(kid)] = element
            elif "/MCID" in kid:
                marked[kid.Pg.objgen][int(kid.MCID)] = element
            elif "/Obj" in kid:
                annotations.append((kid.Obj, element))
    owners = NumberTree.new(file)
    for i, page in enumerate(file.pages):
        page.obj.StructParents = i
        own = marked[page.obj.objgen]
        owners[i] = Array([own.get(number) for number in range(max(own, default=-1) + 1)])
        _set_aside(page, own)
    order = {}
    for key, (annotation, element) in enumerate(annotations, len(file.pages)):
        annotation.StructParent = key
        owners[key] = element
        order[annotation.objgen] = key
    for page in file.pages:
        if "/Annots" in page.obj:
            tied = [each for each in page.obj.Annots if each.objgen in order]
            page.obj.Annots = Array(sorted(tied, key=lambda each: order[each.objgen]))
    root.ParentTree = owners.obj


def _set_aside(page: Page, owners: Mapping[int, Object]) -> None:
    """Make an artifact of the content of a page that has no owner."""
    content = [
        _ARTIFACT if _number_of(instruction) not in (None, *owners) else instruction
        for instruction in pikepdf.parse_content_stream(page)
    ]
    written = zlib.compress(pikepdf.unparse_content_stream(content))
    page.obj.Contents.write(written, filter=Name.FlateDecode)


def _number_of(instruction: ContentStreamInstruction | ContentStreamInlineImage) -> int | None:
    """The number of the marked content that an instruction begins, if it begins any."""
    if instruction.operator != _BEGIN:
        return None
    properties = instruction.operands[1]
    if not isinstance(properties, Dictionary) or "/MCID" not in properties:
        return None
    return int(properties.MCID)
