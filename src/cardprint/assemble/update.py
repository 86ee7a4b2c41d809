"""A new state of some objects of a finished file, added after its end (ISO 32000-1, 7.5.6).

The bytes of the file stay as they are, so whatever was verified in it and is not replaced is still
as it was.
"""

import re
import zlib
from collections.abc import Mapping
from hashlib import sha256

from pikepdf import Array, Dictionary, Name, Pdf, String

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")


def start_of_table(pdf: bytes) -> int:
    """Where the last table of the objects begins."""
    found = _START.search(pdf[-100:])
    if found is None:
        raise ValueError("the file does not end as pikepdf ends one")
    return int(found[1])


def stream(content: bytes, more: str = "", *, level: int = 6) -> bytes:
    """A stream as it stands in a file.

    :param level: how hard to compress it; 0 for not at all.
    """
    data = zlib.compress(content, level) if level else content
    filtered = " /Filter /FlateDecode" if level else ""
    return f"<< /Length {len(data)}{filtered}{more} >>\nstream\n".encode() + data + b"\nendstream"


class Base:
    """What an update needs to know of the file that it is added to."""

    def __init__(self, pdf: bytes, opened: Pdf) -> None:
        self.size = len(pdf)
        self.start = start_of_table(pdf)
        trailer = opened.trailer
        self.count = int(trailer.Size)
        self.root, self.info = trailer.Root.objgen, trailer.Info.objgen
        self.first_id = bytes(trailer.ID[0])

    def update(self, objects: Mapping[int, bytes]) -> bytes:
        """What comes after the file.

        :param objects: the new state of objects of the file, by number; all are of generation 0.
        """
        pieces, places, at = [], {}, self.size
        for number, body in sorted(objects.items()):
            piece = b"\n%d 0 obj\n%b\nendobj" % (number, body)
            places[number] = at + 1
            pieces.append(piece)
            at += len(piece)
        own = self.count
        places[own] = at + 1
        written = b"".join(pieces)
        rows = b"".join(
            b"\x01" + place.to_bytes(5, "big") + b"\x00" for _, place in sorted(places.items())
        )
        trailer = Dictionary(
            Type=Name.XRef,
            Size=own + 1,
            Prev=self.start,
            W=Array([1, 5, 1]),
            Index=Array([each for number in sorted(places) for each in (number, 1)]),
            ID=Array([String(self.first_id), String(sha256(written).digest()[:16])]),
        )
        known = trailer.unparse().rstrip()[:-2].decode("latin-1")
        more = f" /Root {self.root[0]} {self.root[1]} R /Info {self.info[0]} {self.info[1]} R"
        head = f"\n{own} 0 obj\n{known}{more} /Length {len(rows)} >>\nstream\n".encode("latin-1")
        return b"".join((
            written, head, rows, b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % places[own],
        ))  # fmt: skip
