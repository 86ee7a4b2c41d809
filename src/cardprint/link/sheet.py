"""A rendered sheet becomes a linked one: its annotations lead to named destinations."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from cardprint.compose.model import Composed
from cardprint.compose.targets import EXTERNAL, FILE, SCHEME, Target
from cardprint.link.model import PRINT_FLAG, Link, Linked
from cardprint.link.pieces import owners_of, source_of
from cardprint.link.revision import revised
from cardprint.link.structure import mend_structure
from cardprint.model.geometry import Box, upright
from cardprint.model.names import numbered
from cardprint.render.model import Rendered


def link(sheet: Rendered, composed: Composed, *, tagged: bool = True) -> Linked:
    """Make every symbolic target in ``sheet`` a link, and its colours those of its layout.

    WeasyPrint's own annotations are changed instead of new ones made, because they are tied into
    the structure tree (ISO 14289-1, 7.18.5). Nothing else of the sheet is read or copied.

    :param composed: what it was rendered from; the pages before and after are named by number.
    :param tagged: whether its tags are mended; a picture of it does not show them.
    """
    reader = PdfReader(BytesIO(sheet.pdf))
    owners = owners_of(reader)
    links: dict[object, Link] = {}
    changed = []
    for i, page in enumerate(reader.pages):
        areas = [area.box for area in sheet.areas if area.page == i]
        references: Any = page.get("/Annots", ())
        for reference in references:
            annotation = reference.get_object()
            if annotation.get("/Subtype") == "/Widget":
                _mend_field(annotation)
            elif annotation.get("/Subtype") == "/Link":
                made = _make_link(annotation, areas, i, composed.first_page + i)
                links.setdefault(source_of(annotation, i, owners), made)
            changed.append(annotation)
    pdf = revised(sheet.pdf, reader, changed)
    if tagged:
        pdf = mend_structure(pdf, sheet.name)
    if composed.colours:
        from cardprint.link.colour import convert

        pdf = convert(pdf, composed.profile.path if composed.profile else None)
    return Linked(
        sheet.name,
        sheet.template,
        pdf,
        sheet.page_count,
        sheet.size_pt,
        sheet.places,
        tuple(links.values()),
        sheet.too_long,
        sheet.named,
        sheet.setting,
        sheet.fill,
    )


def _make_link(annotation: Any, areas: list[Box], page: int, page_number: int) -> Link:
    """Change one annotation in place."""
    target = _target(str(annotation["/A"]["/URI"]), page_number)
    # Browsers do not follow a link to a file of its own kind (ISO 32000-1, 12.6.4.3).
    if target.kind in (EXTERNAL, FILE):
        annotation["/A"][NameObject("/URI")] = TextStringObject(target.name)
    else:
        del annotation["/A"]
        annotation[NameObject("/Dest")] = TextStringObject(target.name)
    annotation[NameObject("/Contents")] = TextStringObject(target.say)
    annotation[NameObject("/F")] = NumberObject(PRINT_FLAG)
    _set_box(annotation, _widened(_box(annotation), areas))
    return Link(target.name, target.kind, target.say, page)


def _mend_field(field: Any) -> None:
    """A field's rectangle the right way up, its appearance without a state that it cannot have."""
    _set_box(field, _box(field))
    appearance = str(field["/DA"]).rpartition("gs ")[2]
    field[NameObject("/DA")] = TextStringObject(appearance)


def _box(annotation: Any) -> Box:
    return upright(*(float(value) for value in annotation["/Rect"]))


def _set_box(annotation: Any, box: Box) -> None:
    annotation[NameObject("/Rect")] = ArrayObject(map(FloatObject, box.rounded()))


def _target(uri: str, page_number: int) -> Target:
    if not uri.startswith(f"{SCHEME}:"):
        return Target(uri, EXTERNAL, uri)
    target = Target.parse(uri)
    steps = {"previous": -1, "next": 1}
    if target.name in steps:
        return Target(numbered(page_number + steps[target.name]), target.kind, target.say)
    return target


def _widened(box: Box, areas: list[Box]) -> Box:
    """The smallest area around the middle of ``box``, or ``box`` itself."""
    around = [area for area in areas if area.holds(*box.middle)]
    return min(around, key=lambda area: area.width * area.height, default=box)
