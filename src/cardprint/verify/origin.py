"""The toolkit and the layout that a PDF says it was made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from pikepdf import Pdf, PdfError

from cardprint.assemble.metadata import NAMESPACE
from cardprint.verify.damage import refused

_CREATED = "xmp:CreateDate"


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of a file, by its metadata."""

    toolkit: str | None
    layout: str | None
    pages: int
    version: str | None = None
    """The version of the toolkit when the file was made."""
    published: str | None = None
    """Its date of publication at that time, as ``2026-01-05``."""
    language: str | None = None
    edition: str | None = None
    """Whose edition it is, by its id."""


def origin_of(pdf: bytes, shown: str) -> Origin:
    """Read the origin of a PDF from its XMP metadata.

    :raises OutputError: when the bytes are no PDF, or a damaged one.
    """
    with refused(shown), Pdf.open(BytesIO(pdf)) as file:
        packet = described(file)
        own = (f"{{{NAMESPACE}}}{key}" for key in ("toolkit", "layout", "version", "edition"))
        toolkit, layout, version, edition, created = (
            str(packet.get(key) or "") or None for key in (*own, _CREATED)
        )
        published = (created or "").partition("T")[0] or None
        language = str(file.Root.get("/Lang", "")) or None
        return Origin(toolkit, layout, len(file.pages), version, published, language, edition)


def described(file: Pdf) -> Mapping[str, object]:
    """The properties of the XMP metadata of a file; none where they cannot be read."""
    try:
        return file.open_metadata(strict=True)
    except (PdfError, SyntaxError, ValueError):
        return {}
