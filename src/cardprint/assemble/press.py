"""Makes the file for a print shop: PDF/X-4 with boxes for trim and bleed (ISO 15930-7)."""

from hashlib import sha256

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from cardprint.assemble.profile import without_measurements
from cardprint.load.layout import Layout
from cardprint.model.layout import MARKS_MM, points

REGISTRY = "http://www.color.org"


def prepare_for_press(pdf: Pdf, layout: Layout) -> None:
    """Set the boxes of every page, and record the printing condition of the inks.

    The pages have their colours already: the link stage separates them.
    """
    press = layout.info.press
    if press is None:
        raise ValueError(f"{layout.name} is not for a press")
    width, height = points(layout.info.paper.width), points(layout.info.paper.height)
    bleed = points(press.bleed)
    marks = pdf.make_indirect(_all_inks(pdf))
    for page in pdf.pages:
        # ISO 15930-7, 6.11: the trim lies in the bleed, and that in the media.
        page.obj.TrimBox = _box(0, 0, width, height)
        page.obj.BleedBox = _box(-bleed, -bleed, width + bleed, height + bleed)
        page.obj.Resources = _with_marks(page.obj.Resources, marks)
        # First, while lengths are in points from the bottom left.
        page.contents_add(_crop_marks(width, height, bleed), prepend=True)
    file = layout.file(press.profile)
    if file is None:
        raise ValueError(f"{press.profile} does not exist")
    profile = without_measurements(file.read_bytes())
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(press.condition),
        RegistryName=String(REGISTRY),
        Info=String(f"{press.condition}, profile {sha256(profile).hexdigest()[:12]}"),
        DestOutputProfile=pdf.make_stream(profile, N=4, Alternate=Name.DeviceCMYK),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    pdf.trailer.Info.Trapped = Name("/False")


_MARKS = "/All"
_MARK_PT = 0.25
_GAP_MM = 1.0
"""Between the bleed and the marks, so that they cannot be left on the page."""


def _all_inks(pdf: Pdf) -> Array:
    """The colour space of what every plate must have (ISO 32000-1, 8.6.6.4)."""
    all_of_it = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return Array([Name.Separation, Name.All, Name.DeviceCMYK, pdf.make_indirect(all_of_it)])


def _with_marks(resources: Object, space: Object) -> Dictionary:
    """The resources of a page, which others may share, and the colour of its marks."""
    return Dictionary({**dict(resources.items()), "/ColorSpace": Dictionary({_MARKS: space})})


def _crop_marks(width: float, height: float, bleed: float) -> bytes:
    """Two lines at each corner of the trimmed page, from beside the bleed outwards."""
    near = bleed + points(f"{_GAP_MM}mm")
    far = bleed + points(f"{MARKS_MM}mm")
    lines = [
        line
        for x, outwards in ((0, -1), (width, 1))
        for y, upwards in ((0, -1), (height, 1))
        for line in (
            (x + outwards * near, y, x + outwards * far, y),
            (x, y + upwards * near, x, y + upwards * far),
        )
    ]
    drawn = b"".join(b"%.3f %.3f m %.3f %.3f l\n" % line for line in lines)
    return b"/Artifact BMC q %b CS 1 SCN %g w\n%bS Q EMC\n" % (_MARKS.encode(), _MARK_PT, drawn)


def _box(*corners: float) -> Array:
    return Array([round(value, 3) for value in corners])
