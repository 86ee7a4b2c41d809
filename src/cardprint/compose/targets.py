"""Symbolic link targets: what a template writes in ``href`` and the link stage reads back."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

SCHEME = "cardprint"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads, which kind of link it is, and its description in words."""

    name: str
    kind: str
    say: str

    def href(self) -> str:
        """The target as an address, to be written by a template."""
        query = urlencode({"kind": self.kind, "say": self.say}, quote_via=quote)
        return f"{SCHEME}:{quote(self.name)}?{query}"

    @classmethod
    def parse(cls, href: str) -> "Target":
        """The target that :meth:`href` wrote."""
        parts = urlsplit(href)
        query = parse_qs(parts.query)
        return cls(unquote(parts.path), query.get("kind", [""])[0], query.get("say", [""])[0])


def page_name(number: int) -> str:
    """The destination of a page by its number, from 1."""
    return f"pagina/{number}"


def nearest_destination(name: str, pages: Mapping[str, object]) -> str | None:
    """``name`` itself or, where the layout has none of that name, the destination that is near.

    An option may have a column on the page of its card instead of a page of its own, and a card
    nothing but its options.

    :param pages: the destinations that there are, in the order of their pages.
    """
    kind, _, rest = name.partition("/")
    card = rest.partition("/")[0]
    near = [name]
    if kind in ("option", "overview", "card"):
        near += [f"overview/{card}", f"card/{card}"]
        near += [each for each in pages if each.startswith(f"option/{card}/")]
    return next((each for each in near if each in pages), None)
