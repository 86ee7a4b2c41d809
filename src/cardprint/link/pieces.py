"""Which annotations of a sheet are one link: those of its lines, in any column and on any page."""

from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader

from cardprint.render.origins import FIXED, SOURCE

Owners = dict[int, Any]
"""The structure element of each annotation, by its number."""


def owners_of(reader: PdfReader) -> Owners:
    """What annotations and pages belong to (ISO 32000-1, 14.7.4.4), as WeasyPrint writes it."""
    root: Any = reader.root_object
    numbers = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    return dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))


def source_of(annotation: Any, page: int, owners: Owners) -> object:
    """What the pieces of a link have in common: its element, on one page if it stands on all."""
    above = [*_above(owners[int(annotation["/StructParent"])].get_object())]
    # Words in a link have annotations too.
    link = next((each for each in above if each["/S"] == "/Link"), above[0])
    is_fixed = any(f"/{FIXED}" in each for each in above)
    return link[f"/{SOURCE}"], page if is_fixed else None


def _above(element: Any) -> Iterator[Any]:
    """An element, and all that it is in."""
    while "/S" in element:
        yield element
        element = element["/P"]
