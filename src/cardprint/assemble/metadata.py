"""Title, language, author and dates, from the data; as XMP and as the older dictionary."""

from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Pdf, String

from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit

NAMESPACE = "https://cardprint.example/ns/1/"

# ISO 14289-1, 5: the identification of a PDF/UA file; ISO 16684-1 for the packet around it.
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
    xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
    xmlns:cardprint="{namespace}">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq>{creators}</rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{licence}</rdf:li></rdf:Alt></dc:rights>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:CreatorTool>cardprint</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer>
{standard}
<cardprint:toolkit>{toolkit}</cardprint:toolkit>
<cardprint:layout>{layout}</cardprint:layout>
<cardprint:version>{version}</cardprint:version>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
# ISO 15930-7, 6.7.3: what the packet of a PDF/X-4 file must hold.
_PDF_X = """<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
<pdf:Trapped>False</pdf:Trapped>
<xmp:MetadataDate>{date}</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>"""
_PDF_UA = "<pdfuaid:part>1</pdfuaid:part>"

PRODUCER = "cardprint (WeasyPrint, pypdf, pikepdf)"


def add_metadata(pdf: Pdf, toolkit: Toolkit, layout: Layout) -> None:
    """Describe the file; every date is the toolkit's own date of publication."""
    info = toolkit.info
    creators = [info.publisher.name]
    subject = " ".join(info.decision.split())
    values = {
        "title": info.title,
        "subject": subject,
        "language": info.language,
        "licence": info.licence.name,
        "date": f"{info.published.isoformat()}T00:00:00Z",
        "producer": PRODUCER,
        "toolkit": toolkit.slug,
        "layout": toolkit.recorded_layout(layout.name),
        "version": info.version,
    }
    packet = _XMP.format(
        namespace=NAMESPACE,
        standard=_standard(layout, values),
        creators="".join(f"<rdf:li>{escape(name)}</rdf:li>" for name in creators),
        **{key: escape(value) for key, value in values.items()},
    )
    # The packet is never compressed, so that tools that search a file for it can find it.
    pdf.Root.Metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
    date = String(f"D:{info.published:%Y%m%d}000000Z")
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(info.title),
            Author=String(", ".join(creators)),
            Subject=String(subject),
            Creator=String("cardprint"),
            Producer=String(PRODUCER),
            CreationDate=date,
            ModDate=date,
        )
    )
    pdf.Root.Lang = String(info.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if toolkit.locale.direction == "rtl":
        pdf.Root.ViewerPreferences.Direction = Name.R2L
    pdf.Root.PageLayout = Name.SinglePage
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))


def _standard(layout: Layout, values: dict[str, str]) -> str:
    """The standard that the file keeps to; pages out of order keep to none."""
    if layout.info.press:
        name = " ".join(values[key] for key in ("toolkit", "layout", "version"))
        document = uuid5(NAMESPACE_URL, f"{NAMESPACE}{name}")
        return _PDF_X.format(date=values["date"], document=document)
    return "" if layout.info.imposition else _PDF_UA
