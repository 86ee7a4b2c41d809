"""Joins linked sheets into one PDF: pages, structure tree, destinations, outline, metadata."""

import warnings
from collections.abc import Mapping, Sequence
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, Pdf, String

from cardprint.assemble.fonts import SharedFonts
from cardprint.assemble.forms import add_form
from cardprint.assemble.imposition import impose
from cardprint.assemble.metadata import add_metadata
from cardprint.assemble.press import prepare_for_press
from cardprint.assemble.structure import StructureTree
from cardprint.assemble.ua_2 import follow_ua_2
from cardprint.compose.targets import EXTERNAL, FILE
from cardprint.errors import InputError, Place, Problem
from cardprint.link.model import Linked
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import tell
from cardprint.model import names
from cardprint.model.card import Card


def assemble(toolkit: Toolkit, layout: Layout, sheets: Sequence[Linked]) -> bytes:
    """One PDF of all the sheets, in their order; the same bytes for the same sheets.

    :raises InputError: when a link leads to a destination that no sheet has.
    """
    destinations = _destinations(sheets)
    if layout.info.interactive:
        near = {name: name for name in destinations}
    else:
        near = _nearest(sheets, destinations)
    _refuse_dead_links(sheets, near)
    pdf = pikepdf.new()
    tree = StructureTree(pdf)
    fonts = SharedFonts(pdf)
    for sheet in sheets:
        with Pdf.open(BytesIO(sheet.pdf)) as source:
            shared = fonts.take_out(source)
            first = len(pdf.pages)
            with warnings.catch_warnings():
                # pikepdf warns about the destinations, but they are made for the whole file below.
                warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
                pdf.pages.extend(source.pages)
            fonts.put_back(pdf.pages[first].obj, shared)
            tree.add(source, names.part_of_sheet(sheet.name), first, len(source.pages))
    tree.finish()
    fonts.finish()
    _lead_to(pdf, near)
    _add_destinations(pdf, destinations)
    _add_outline(pdf, toolkit, layout, destinations)
    add_metadata(pdf, toolkit, layout)
    if layout.info.pdf == "ua-2":
        follow_ua_2(pdf)
    if layout.info.press:
        prepare_for_press(pdf, layout)
    is_rtl = layout.locale.direction == "rtl"
    if layout.info.imposition:
        pdf = impose(pdf, layout.info.imposition, right_to_left=is_rtl)
    add_form(pdf, layout, toolkit.slug)
    output = BytesIO()
    pikepdf.settings.set_flate_compression_level(9)
    pdf.save(
        output,
        deterministic_id=True,
        recompress_flate=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        min_version=_version(layout),
    )
    return output.getvalue()


def _version(layout: Layout) -> str:
    """The version of PDF that the standard of a layout is about."""
    if layout.info.press:
        return "1.6"
    return "2.0" if layout.info.pdf == "ua-2" else "1.7"


HEAD_PT = 100
"""A destination closer to the top of the page than this, in points, is the page itself."""

Spot = tuple[int, float, float | None]
"""Page from 0, left and top in points; None for the top of the page."""


def _destinations(sheets: Sequence[Linked]) -> dict[str, Spot]:
    found: dict[str, Spot] = {}
    first = 0
    for sheet in sheets:
        for i in range(sheet.page_count):
            found[names.numbered(first + i + 1)] = (first + i, 0.0, None)
        for name, spot in sheet.places.items():
            found[name] = (first + spot.page, spot.box.left, spot.box.top)
        first += sheet.page_count
    return found


def _nearest(sheets: Sequence[Linked], destinations: Mapping[str, Spot]) -> dict[str, str]:
    """Where each link leads in a layout that does not have a page for everything."""
    targets = {link.target for sheet in sheets for link in sheet.links}
    found = {name: names.nearest_destination(name, destinations) for name in targets}
    return {name: to for name, to in found.items() if to}


def _lead_to(pdf: Pdf, near: Mapping[str, str]) -> None:
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            if name := str(annotation.get("/Dest", "")):
                annotation.Dest = String(near[name])


def _refuse_dead_links(sheets: Sequence[Linked], destinations: Mapping[str, str]) -> None:
    problems = {
        Problem(
            Place(sheet.template),
            tell(
                "{name}: link '{say}' leads to '{target}', which no page defines",
                name=sheet.name,
                say=link.say,
                target=link.target,
            ),
            tell('give an element the id "{target}"', target=link.target),
        )
        for sheet in sheets
        for link in sheet.links
        if link.kind not in (EXTERNAL, FILE) and link.target not in destinations
    }
    if problems:
        raise InputError(problems)


def _explicit(pdf: Pdf, spot: Spot) -> Array:
    """A destination with all its coordinates; some readers ignore one without them."""
    number, left, top = spot
    page = pdf.pages[number].obj
    height = float(page.MediaBox[3])
    # If a page begins with its heading, show the navigation above it too.
    at_start = top is None or height - top < HEAD_PT
    return Array([page, Name.XYZ, 0 if at_start else left, height if at_start else top, 0])


def _add_destinations(pdf: Pdf, destinations: Mapping[str, Spot]) -> None:
    """Named destinations (ISO 32000-1, 12.3.2.3)."""
    tree = NameTree.new(pdf)
    for name, spot in sorted(destinations.items()):
        tree[name] = _explicit(pdf, spot)
    pdf.Root.Names = Dictionary(Dests=tree.obj)


def _add_outline(
    pdf: Pdf, toolkit: Toolkit, layout: Layout, destinations: Mapping[str, Spot]
) -> None:
    """Bookmarks, two levels deep: the parts, and below a card its overview and options."""

    def item(title: str, name: str) -> pikepdf.OutlineItem | None:
        if name not in destinations:
            return None
        # Only a name leads to an element as well as to a page.
        by_name = layout.info.pdf == "ua-2"
        spot = String(name) if by_name else _explicit(pdf, destinations[name])
        return pikepdf.OutlineItem(title, spot)

    with pdf.open_outline() as outline:
        if cover := item(toolkit.info.title, names.COVER):
            outline.root.append(cover)
        for part in toolkit.parts:
            begins = names.nearest_destination(part.name, destinations)
            entry = item(toolkit.bookmark(part), begins) if begins else None
            if entry is None:
                continue
            outline.root.append(entry)
            if isinstance(part, Card):
                overview = names.overview(part.id)
                inner = [(layout.labels["overview"], overview)] if overview != begins else []
                inner += [(o.title, names.option(part.id, o.id)) for o in part.options]
                entry.children.extend(filter(None, (item(*each) for each in inner)))
                entry.is_closed = True
