"""Pages in the order of a saddle-stitched booklet: two on each side of every sheet."""

from pikepdf import Array, Dictionary, Name, NameTree, Object, Pdf, String

from cardprint.assemble.imposed import Placed, move_structure
from cardprint.model.layout import Imposition, points


def sides(count: int, *, right_to_left: bool = False) -> list[tuple[int, int]]:
    """The left and right page (from 0) on each side of the sheets, front and back by turns.

    The outermost sheet holds the last and the first page on its front, the second and the last but
    one on its back; the sheets inside it go on from there. What is read from right to left opens
    at the other side. ``count`` is a multiple of four.
    """
    return [
        (count - 1 - side, side) if (side % 2 == 0) != right_to_left else (side, count - 1 - side)
        for side in range(count // 2)
    ]


def impose(pdf: Pdf, imposition: Imposition, *, right_to_left: bool = False) -> Pdf:
    """The pages of ``pdf`` side by side on larger sheets, in printing order.

    Sheets inside others stick out at the open side, so their pages move towards the fold by the
    thickness of the paper for every sheet around them (creep). Named destinations lead to the half
    sheet that holds their page, and the tree of tags to the content of their page, so that it is
    read in its order. Links and bookmarks are left out.
    """
    wide, high = points(imposition.paper.width), points(imposition.paper.height)
    creep = points(imposition.creep)
    made = Pdf.new()
    order = sides(len(pdf.pages), right_to_left=right_to_left)
    spots: dict[int, tuple[int, float]] = {}
    placed: dict[int, Placed] = {}
    for number, pair in enumerate(order):
        made.add_blank_page(page_size=(wide, high))
        sheet = made.pages[-1]
        inwards = creep * (number // 2)
        for half, page in enumerate(pair):
            form = made.copy_foreign(pdf.pages[page].as_form_xobject())
            own = float(form.BBox[2]) - float(form.BBox[0])
            left = wide / 2 - own + inwards if half == 0 else wide / 2 - inwards
            for key in ("/StructParents", "/StructParent"):
                if key in form:
                    del form[key]
            # If we give no name, pikepdf makes up a random one.
            name = sheet.add_resource(form, Name.XObject, Name(f"/Page{page + 1}"))
            up = _up(form, high)
            sheet.contents_add(b"q 1 0 0 1 %.3f %.3f cm %s Do Q\n" % (left, up, str(name).encode()))
            spots[page] = number, left
            placed[page] = Placed(sheet.obj, form, left, up)
    _move_destinations(pdf, made, spots)
    move_structure(pdf, made, placed)
    made.trailer.Info = made.copy_foreign(pdf.trailer.Info)
    made.Root.Metadata = made.copy_foreign(pdf.Root.Metadata)
    made.Root.Lang = String(str(pdf.Root.Lang))
    made.Root.PageLayout = Name.SinglePage
    made.Root.ViewerPreferences = Dictionary(
        DisplayDocTitle=True, Duplex=Name.DuplexFlipShortEdge, PrintScaling=Name("/None")
    )
    if right_to_left:
        made.Root.ViewerPreferences.Direction = Name.R2L
    return made


def _up(form: Object, high: float) -> float:
    """How far a page is moved up, to the middle of a sheet that is ``high``."""
    _, bottom, _, top = (float(value) for value in form.BBox)
    return (high - (top - bottom)) / 2 - bottom


def _move_destinations(pdf: Pdf, made: Pdf, spots: dict[int, tuple[int, float]]) -> None:
    """Every named destination at its place on the sheets."""
    numbers = {page.obj.objgen: i for i, page in enumerate(pdf.pages)}
    moved = NameTree.new(made)
    for name, spot in NameTree(pdf.Root.Names.Dests).items():
        side, left = spots[numbers[spot[0].objgen]]
        across = round(left + float(spot[2]), 2)
        moved[name] = Array([made.pages[side].obj, Name.XYZ, across, spot[3], 0])
    made.Root.Names = Dictionary(Dests=moved.obj)
