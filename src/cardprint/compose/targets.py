"""Symbolic link targets: what a template writes in ``href`` and the link stage reads back."""

from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

SCHEME = "cardprint"

EXTERNAL = "external"
"""The kind of a link to the web."""
FILE = "file"
"""The kind of a link to a destination in another file, beside this one or on the web."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads, what kind of link it is, and its description."""

    name: str
    kind: str
    say: str

    def href(self) -> str:
        """The target as an address, for a template to write."""
        query = urlencode({"kind": self.kind, "say": self.say}, quote_via=quote)
        return f"{SCHEME}:{quote(self.name)}?{query}"

    @classmethod
    def parse(cls, href: str) -> "Target":
        """The target in an address from :meth:`href`."""
        parts = urlsplit(href)
        query = parse_qs(parts.query)
        return cls(unquote(parts.path), query.get("kind", [""])[0], query.get("say", [""])[0])
