"""Joins linked sheets to one PDF: pages, structure tree, destinations, outline, metadata."""

import warnings
from collections.abc import Mapping, Sequence
from hashlib import sha256
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, Object, Pdf, String

from cardprint.assemble.forms import add_form
from cardprint.assemble.glyphs import add_meanings, drawn_glyphs
from cardprint.assemble.imposition import impose
from cardprint.assemble.metadata import add_metadata
from cardprint.assemble.press import prepare_for_press
from cardprint.assemble.structure import StructureTree
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
    fonts: dict[str, Object] = {}
    for sheet in sheets:
        with Pdf.open(BytesIO(sheet.pdf)) as source:
            shared = _take_fonts_out(source, fonts, pdf)
            first = len(pdf.pages)
            with warnings.catch_warnings():
                # pikepdf warns about the destinations, but they are made for the whole file below.
                warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
                pdf.pages.extend(source.pages)
            _put_fonts_back(pdf.pages[first].obj, shared)
            tree.add(source, names.part_of_sheet(sheet.name), first, len(source.pages))
    tree.finish()
    _lead_to(pdf, near)
    _add_destinations(pdf, destinations)
    _add_outline(pdf, toolkit, layout, destinations)
    add_metadata(pdf, toolkit, layout)
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
        min_version="1.6" if layout.info.press else "1.7",
    )
    return output.getvalue()


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


def _fonts(page: Object) -> list[tuple[str, Object, Object]]:
    """The composite fonts of a page: name, font and descriptor."""
    fonts = page.Resources.get("/Font", Dictionary())
    return [
        (name, font, font.DescendantFonts[0].FontDescriptor)
        for name, font in sorted(fonts.items())
        if "/DescendantFonts" in font
    ]


def _take_fonts_out(source: Pdf, fonts: dict[str, Object], pdf: Pdf) -> list[Object | None]:
    """Remove the font files of a sheet; return the one copy of each that the file shares.

    While a font has its file beside it, it is told what its glyphs mean.

    All the pages of a sheet share one set of resources, so the first page has them all.
    """
    shared: list[Object | None] = []
    drawn = drawn_glyphs(source.pages)
    for name, font, descriptor in _fonts(source.pages[0].obj):
        if "/FontFile2" not in descriptor:
            shared.append(None)
            continue
        data = descriptor.FontFile2.read_bytes()
        add_meanings(font, data, drawn.get(name, frozenset()))
        digest = sha256(data).hexdigest()
        if digest not in fonts:
            fonts[digest] = pdf.make_stream(data, Length1=len(data))
        shared.append(fonts[digest])
        del descriptor.FontFile2
    return shared


def _put_fonts_back(page: Object, shared: list[Object | None]) -> None:
    for (_, _, descriptor), file in zip(_fonts(page), shared, strict=True):
        if file is not None:
            descriptor.FontFile2 = file


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
        return pikepdf.OutlineItem(title, _explicit(pdf, destinations[name]))

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
