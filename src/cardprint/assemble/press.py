"""Makes the file for a print shop: PDF/X-4 with boxes for trim and bleed (ISO 15930-7)."""

from hashlib import sha256

from pikepdf import Array, Dictionary, Name, Pdf, String

from cardprint.load.layout import Layout
from cardprint.model.layout import points

REGISTRY = "http://www.color.org"


def prepare_for_press(pdf: Pdf, layout: Layout) -> None:
    """Set the boxes of every page, and record the printing condition of the inks.

    The pages have their marks and their colours already: the layout draws the first, the link stage
    separates the second.
    """
    press = layout.info.press
    if press is None:
        raise ValueError(f"{layout.name} is not for a press")
    width, height = points(layout.info.paper.width), points(layout.info.paper.height)
    bleed = points(press.bleed)
    for page in pdf.pages:
        # ISO 15930-7, 6.11: the trim lies in the bleed, and that in the media.
        page.obj.TrimBox = _box(0, 0, width, height)
        page.obj.BleedBox = _box(-bleed, -bleed, width + bleed, height + bleed)
    file = layout.file(press.profile)
    if file is None:
        raise ValueError(f"{press.profile} does not exist")
    profile = file.read_bytes()
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


def _box(*corners: float) -> Array:
    return Array([round(value, 3) for value in corners])
