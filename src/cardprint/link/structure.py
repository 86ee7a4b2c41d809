"""What WeasyPrint leaves undone in a sheet's structure tree.

Running heads and page numbers: the margin boxes are marked content whose structure elements it
leaves out of the tree. ISO 14289-1, 7.1 and 7.8 want a pagination artifact instead.

Table headers: their identifiers are unique in a sheet only, and have no tree to find them by
(ISO 32000-1, table 322). Figures: their boxes are in pixels from the top.
"""

import re
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
)

from cardprint.model.geometry import PT_PER_PX

_MARKED = re.compile(rb"/[A-Za-z0-9]+\s*<<\s*/MCID (\d+)\s*>>\s*BDC")


def mend_structure(writer: PdfWriter, prefix: str) -> None:
    """Mark all content outside the structure tree as an artifact; mend table headers and figures.

    :param prefix: makes the identifiers of the sheet's table headers unique in the toolkit.
    """
    root: Any = writer.root_object["/StructTreeRoot"]
    elements: dict[int, Any] = {}
    _collect(root["/K"], elements)
    identified = {}
    for number, element in elements.items():
        if element["/S"] == "/Figure":
            _set_upright(element)
        if "/ID" in element:
            identified[_rename_ids(element, prefix)] = IndirectObject(number, 0, writer)
            _add_scope(element)
        elif element["/S"] == "/TD":
            _rename_ids(element, prefix)
    if identified:
        names = ArrayObject()
        for name in sorted(identified):
            names += [ByteStringObject(name), identified[name]]
        root[NameObject("/IDTree")] = DictionaryObject({NameObject("/Names"): names})
    numbers: Any = root["/ParentTree"]["/Nums"]
    by_key = {int(numbers[i]): numbers[i + 1].get_object() for i in range(0, len(numbers), 2)}
    for page in writer.pages:
        key: Any = page["/StructParents"]
        owners = by_key[int(key)]
        orphans = {
            mcid
            for mcid, owner in enumerate(owners)
            if isinstance(owner, IndirectObject) and owner.idnum not in elements
        }
        for mcid in orphans:
            owners[mcid] = NullObject()
        _rewrite(page, orphans, writer)


def _collect(node: object, found: dict[int, Any]) -> None:
    """Every structure element below ``node``, by object number."""
    if isinstance(node, ArrayObject):
        for child in node:
            _collect(child, found)
    elif isinstance(node, IndirectObject):
        element: Any = node.get_object()
        if isinstance(element, DictionaryObject) and element.get("/Type") == "/StructElem":
            found[node.idnum] = element
            _collect(element.get("/K"), found)


def _set_upright(figure: Any) -> None:
    """The box of a figure in points from the bottom left (ISO 32000-1, table 344)."""
    layout = figure["/A"]
    height = float(figure["/Pg"]["/MediaBox"][3])
    left, top, right, bottom = (float(value) * PT_PER_PX for value in layout["/BBox"])
    layout[NameObject("/BBox")] = ArrayObject(
        FloatObject(round(value, 2)) for value in (left, height - bottom, right, height - top)
    )


def _rename_ids(cell: Any, prefix: str) -> bytes:
    """Make the identifier of a header cell, or those that a data cell names, unique."""

    def renamed(name: object) -> ByteStringObject:
        return ByteStringObject(f"{prefix}:{name}".encode())

    headers = cell.get("/A", {}).get("/Headers")
    if headers is not None:
        cell["/A"][NameObject("/Headers")] = ArrayObject(renamed(name) for name in headers)
    if "/ID" in cell:
        cell[NameObject("/ID")] = renamed(cell["/ID"])
        return bytes(cell["/ID"])
    return b""


def _add_scope(header: Any) -> None:
    """Say whether a header cell is over a column or before a row (ISO 14289-1, 7.5)."""
    group = header["/P"]["/P"]["/S"]
    scope = "/Column" if group == "/THead" else "/Row"
    header["/A"][NameObject("/Scope")] = NameObject(scope)


def _rewrite(page: Any, orphans: set[int], writer: PdfWriter) -> None:
    def replaced(found: re.Match[bytes]) -> bytes:
        if int(found[1]) in orphans:
            return b"/Artifact <</Type /Pagination>> BDC"
        return found[0]

    stream = DecodedStreamObject()
    stream.set_data(_MARKED.sub(replaced, page["/Contents"].get_data()))
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())  # noqa: SLF001  # no public way
