"""Completes what WeasyPrint leaves undone in a sheet's structure tree.

Running heads and page numbers: the margin boxes are marked content whose structure elements it
leaves out of the tree. ISO 14289-1, 7.1 and 7.8 want a pagination artifact instead.

Table headers: their identifiers are unique in a sheet only, and have no tree to find them by
(ISO 32000-1, table 322). Figures: their boxes are in pixels from the top.
"""

import zlib
from collections.abc import Iterator
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

from cardprint.link.hyphens import tell_hyphens_apart
from cardprint.link.inner import drop_inner_links
from cardprint.link.passages import tell_languages
from cardprint.model.geometry import PT_PER_PX

_BEGIN = Operator("BDC")
_ARTIFACT = ContentStreamInstruction([Name.Artifact, Dictionary(Type=Name.Pagination)], _BEGIN)


def mend_structure(pdf: bytes, prefix: str) -> bytes:
    """Mark all content outside the structure tree as an artifact; mend table headers and figures.

    :param prefix: makes the identifiers of the sheet's table headers unique in the toolkit.
    """
    with Pdf.open(BytesIO(pdf)) as file:
        root = file.Root.StructTreeRoot
        elements = {element.objgen: element for element in _below(root)}
        tell_languages(elements.values())
        drop_inner_links(file)
        identified = NameTree.new(file)
        for element in elements.values():
            if element.S == "/Figure":
                _set_upright(element)
            elif element.S in ("/TH", "/TD"):
                _rename_ids(element, prefix)
            if "/ID" in element:
                identified[str(element.ID)] = element
                _add_scope(element)
        if len(identified):
            root.IDTree = identified.obj
        owners = NumberTree(root.ParentTree)
        for page in file.pages:
            tell_hyphens_apart(file, page)
            _set_aside(page, owners[int(page.obj.StructParents)], elements)
        output = BytesIO()
        # The fonts are compressed in the finished file, where there is one copy of each.
        file.save(output, static_id=True, compress_streams=False)
        return output.getvalue()


def _below(root: Object) -> Iterator[Object]:
    """Every structure element below ``root``."""
    waiting = [root]
    while waiting:
        children = waiting.pop().get("/K", Array())
        for child in children if isinstance(children, Array) else (children,):
            if isinstance(child, Dictionary) and child.get("/Type") == Name.StructElem:
                yield child
                waiting.append(child)


def _set_upright(figure: Object) -> None:
    """The box of a figure in points from the bottom left (ISO 32000-1, table 344)."""
    height = float(figure.Pg.MediaBox[3])
    left, top, right, bottom = (float(value) * PT_PER_PX for value in figure.A.BBox)
    corners = left, height - bottom, right, height - top
    figure.A.BBox = Array([round(value, 2) for value in corners])


def _rename_ids(cell: Object, prefix: str) -> None:
    """Make the identifier of a header cell, or those that a data cell names, unique."""
    if "/Headers" in cell.get("/A", Dictionary()):
        cell.A.Headers = Array([String(f"{prefix}:{name}") for name in cell.A.Headers])
    if "/ID" in cell:
        cell.ID = String(f"{prefix}:{cell.ID}")


def _add_scope(header: Object) -> None:
    """Say whether a header cell is over a column or before a row (ISO 14289-1, 7.5)."""
    header.A.Scope = Name.Column if header.P.P.S == "/THead" else Name.Row


def _set_aside(page: Page, owners: Object, elements: dict[tuple[int, int], Object]) -> None:
    """Make an artifact of the content of a page whose element is not in the tree.

    :param owners: the element of each marked content of the page, by its number.
    """
    orphans = {
        number
        for number, owner in enumerate(owners)
        if isinstance(owner, Dictionary) and owner.objgen not in elements
    }
    for number in orphans:
        owners[number] = None
    content = [
        _ARTIFACT if _number_of(instruction) in orphans else instruction
        for instruction in pikepdf.parse_content_stream(page)
    ]
    written = zlib.compress(pikepdf.unparse_content_stream(content))
    page.obj.Contents.write(written, filter=Name.FlateDecode)


def _number_of(instruction: ContentStreamInstruction | ContentStreamInlineImage) -> int:
    """The number of the marked content that an instruction begins; else -1, which none has."""
    if instruction.operator != _BEGIN:
        return -1
    properties = instruction.operands[1]
    return int(properties.get("/MCID", -1)) if isinstance(properties, Dictionary) else -1
