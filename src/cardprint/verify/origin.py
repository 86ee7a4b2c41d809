"""Which toolkit and layout a PDF says it was made from."""

import re
from dataclasses import dataclass
from io import BytesIO

from pikepdf import Pdf, PdfError

from cardprint.errors import OutputError, Place, Problem
from cardprint.messages.catalogue import tell


@dataclass(frozen=True, slots=True)
class Origin:
    """What the metadata of a file tells about where it comes from."""

    toolkit: str | None
    layout: str | None
    pages: int


def origin_of(pdf: bytes, shown: str) -> Origin:
    """Read the origin of a PDF from its XMP metadata.

    :raises OutputError: when the bytes are no PDF.
    """
    try:
        with Pdf.open(BytesIO(pdf)) as file:
            packet = file.Root.Metadata.read_bytes().decode() if "/Metadata" in file.Root else ""
            return Origin(_value(packet, "toolkit"), _value(packet, "layout"), len(file.pages))
    except PdfError as error:
        message = tell("the file cannot be read as a PDF: {error}", error=error)
        raise OutputError([Problem(Place(shown), message, tell("build it again"))]) from error


def _value(packet: str, name: str) -> str | None:
    found = re.search(rf"<cardprint:{name}>([^<]+)</cardprint:{name}>", packet)
    return found[1] if found else None
