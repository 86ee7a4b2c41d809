"""Title, language, author and dates, from the data; as XMP and as the older dictionary."""

from uuid import NAMESPACE_URL, UUID, uuid5

from pikepdf import Dictionary, Name, NumberTree, Pdf, String
from pikepdf.models import PdfMetadata

from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.storage.digest import digest

NAMESPACE = "https://cardprint.example/ns/1/"

PRODUCER = "cardprint (WeasyPrint, pypdf, pikepdf)"


def add_metadata(pdf: Pdf, toolkit: Toolkit, layout: Layout) -> None:
    """Describe the file; every date is the toolkit's own date of publication."""
    info = toolkit.info
    authors, subject = [info.publisher.name], " ".join(info.decision.split())
    date = f"{info.published.isoformat()}T00:00:00Z"
    PdfMetadata.register_xml_namespace(NAMESPACE, "cardprint")
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as packet:
        packet["dc:title"] = toolkit.recorded_title
        packet["dc:creator"] = authors
        packet["dc:description"] = subject
        packet["dc:language"] = {info.language}
        packet["dc:rights"] = info.licence.name
        packet["xmp:CreateDate"] = packet["xmp:ModifyDate"] = date
        packet["xmp:CreatorTool"] = "cardprint"
        packet["pdf:Producer"] = PRODUCER
        packet["cardprint:toolkit"] = toolkit.slug
        packet["cardprint:layout"] = toolkit.recorded_layout(layout.name)
        packet["cardprint:version"] = info.version
        if toolkit.edition:
            packet["cardprint:edition"] = toolkit.edition.id
            packet["cardprint:own"] = own_words(toolkit)
        _add_standard(packet, layout, date)
    pdf.Root.Lang = String(info.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if toolkit.locale.direction == "rtl":
        pdf.Root.ViewerPreferences.Direction = Name.R2L
    pdf.Root.PageLayout = Name.SinglePage
    labels = NumberTree.new(pdf)
    labels[0] = Dictionary(S=Name.D)
    pdf.Root.PageLabels = labels.obj


def own_words(toolkit: Toolkit) -> str:
    """The digest of what an edition fills in, which tells an older row of a table."""
    return digest(*((slot.id, slot.label, toolkit.slot_lines(slot)) for slot in toolkit.info.slots))


def _add_standard(packet: PdfMetadata, layout: Layout, date: str) -> None:
    """The standard that the file follows."""
    if layout.info.press:  # ISO 15930-7, 6.7.3
        packet["pdfxid:GTS_PDFXVersion"] = "PDF/X-4"
        packet["pdf:Trapped"] = "False"
        packet["xmp:MetadataDate"] = date
        packet["xmpMM:DocumentID"] = f"uuid:{_identifier(packet)}"
        packet["xmpMM:VersionID"] = "1"
        packet["xmpMM:RenditionClass"] = "default"
    elif layout.info.pdf == "ua-2":  # ISO 14289-2, 5
        packet["pdfuaid:part"] = "2"
        packet["pdfuaid:rev"] = "2024"
    else:  # ISO 14289-1, 5
        packet["pdfuaid:part"] = "1"


def _identifier(packet: PdfMetadata) -> UUID:
    """An id that is the same for the same version of a toolkit in the same layout."""
    keys = ("toolkit", "edition", "layout", "version")
    name = " ".join(packet[key] for each in keys if (key := f"cardprint:{each}") in packet)
    return uuid5(NAMESPACE_URL, f"{NAMESPACE}{name}")
