"""Changed objects stand after a file that stays as it is (ISO 32000-1, 7.5.6)."""

from collections.abc import Iterable
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, NameObject, NumberObject, PdfObject


def revised(pdf: bytes, reader: PdfReader, changed: Iterable[PdfObject]) -> bytes:
    """The file with the new state of some of its objects.

    :param reader: what has read ``pdf``, and the objects from it.
    """
    output = BytesIO()
    output.write(pdf)
    places = {}
    for item in changed:
        number = item.indirect_reference.idnum  # type: ignore[union-attr]  # read from a file
        places[number] = output.tell()
        output.write(b"%d 0 obj\n" % number)
        item.write_to_stream(output)
        output.write(b"\nendobj\n")
    start, before = output.tell(), pdf.rpartition(b"startxref")[2].split()[0]
    output.write(b"xref\n")
    for number, place in places.items():
        output.write(b"%d 1\n%010d 00000 n \n" % (number, place))
    trailer = DictionaryObject(reader.trailer)
    trailer[NameObject("/Prev")] = NumberObject(int(before))
    output.write(b"trailer\n")
    trailer.write_to_stream(output)
    output.write(b"\nstartxref\n%d\n%%%%EOF\n" % start)
    return output.getvalue()
