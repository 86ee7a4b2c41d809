"""Which toolkit and layout a PDF says it was made from."""

import re
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import unescape

from pikepdf import Pdf, PdfError

from cardprint.errors import OutputError, Place, Problem
from cardprint.messages.catalogue import tell


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
    try:
        with Pdf.open(BytesIO(pdf)) as file:
            packet = file.Root.Metadata.read_bytes().decode() if "/Metadata" in file.Root else ""
            return Origin(
                _value(packet, "cardprint:toolkit"),
                _value(packet, "cardprint:layout"),
                len(file.pages),
                _value(packet, "cardprint:version"),
                (_value(packet, "xmp:CreateDate") or "").partition("T")[0] or None,
            )
    except (PdfError, AttributeError, KeyError, ValueError, TypeError) as error:
        message = tell("the file cannot be read as a PDF: {error}", error=error)
        raise OutputError([Problem(Place(shown), message, tell("build it again"))]) from error


def _value(packet: str, name: str) -> str | None:
    found = re.search(rf"<{name}>([^<]+)</{name}>", packet)
    return unescape(found[1]) if found else None
