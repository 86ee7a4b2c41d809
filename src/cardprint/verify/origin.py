"""Which toolkit and layout a PDF says it was made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from pikepdf import Pdf, PdfError

from cardprint.assemble.metadata import NAMESPACE
from cardprint.verify.damage import refused


_OWN = ("toolkit", "layout", "version")


@dataclass(frozen=True, slots=True)
class Origin:
    """What the metadata of a file tells about where it comes from."""

    toolkit: str | None
    layout: str | None
    pages: int
    version: str | None = None
    """That of the toolkit, when the file was made."""
    published: str | None = None
    """Likewise, as ``2026-01-05``."""


def origin_of(pdf: bytes, shown: str) -> Origin:
    """Read the origin of a PDF from its XMP metadata.

    :raises OutputError: when the bytes are no PDF, or a damaged one.
    """
    with refused(shown), Pdf.open(BytesIO(pdf)) as file:
        packet = described(file)
        toolkit, layout, version, created = (
            None if (value := packet.get(name)) is None else str(value)
            for name in (*(f"{{{NAMESPACE}}}{key}" for key in _OWN), "xmp:CreateDate")
        )
        published = created.partition("T")[0] if created else None
        return Origin(toolkit, layout, len(file.pages), version, published)


def described(file: Pdf) -> Mapping[str, object]:
    """The properties of the XMP metadata of a file; none where they cannot be read."""
    try:
        return file.open_metadata(strict=True)
    except (PdfError, SyntaxError, ValueError):
        return {}
