"""The profile of a printing condition, without what only its makers need."""

import struct

MEASURED = frozenset((b"targ", b"CIED", b"DevD", b"CxF "))
"""Tags with the measurements that a profile was made from; the last one as CxF (ISO 17972)."""
_TABLE = 128
"""Where the list of the tags begins (ISO 15076-1, 7.3)."""
_ENTRY = struct.Struct(">4sII")
"""A tag: what it is, where it stands and how long it is."""


def tags_of(profile: bytes) -> dict[bytes, bytes]:
    """What each tag of an ICC profile holds."""
    (count,) = struct.unpack_from(">I", profile, _TABLE)
    entries = _ENTRY.iter_unpack(profile[_TABLE + 4 :][: count * _ENTRY.size])
    return {name: profile[start : start + size] for name, start, size in entries}


def without_measurements(profile: bytes) -> bytes:
    """The same profile without the measurements; colours are computed from the other tags."""
    tags = {name: data for name, data in tags_of(profile).items() if name not in MEASURED}
    table, body = b"", b""
    starts: dict[bytes, int] = {}
    first = _TABLE + 4 + len(tags) * _ENTRY.size
    for name, data in tags.items():
        if data not in starts:  # tags may share what they hold
            starts[data] = first + len(body)
            body += data + bytes(-len(data) % 4)
        table += _ENTRY.pack(name, starts[data], len(data))
    # The size comes first; the digest over the whole (ISO 15076-1, 7.2.18) is left out.
    head = struct.pack(">I", first + len(body)) + profile[4:84] + bytes(16) + profile[100:_TABLE]
    return head + struct.pack(">I", len(tags)) + table + body
