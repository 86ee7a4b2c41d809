"""Links and bookmarks of a PDF, with where they lead."""

from collections.abc import Iterator, Mapping

from pikepdf import Array, Dictionary, Object, Pdf

from cardprint.compare.model import DrawnLink
from cardprint.model.geometry import Box, upright
from cardprint.model.names import is_numbered

PageNumbers = Mapping[tuple[int, int], int]
NOWHERE = "nowhere"


def links_by_page(
    pdf: Pdf, destinations: Mapping[str, int], pages: PageNumbers
) -> dict[int, tuple[DrawnLink, ...]]:
    """The links of every page (from 0) that has any."""
    found: dict[int, tuple[DrawnLink, ...]] = {}
    for i, page in enumerate(pdf.pages):
        links = [
            DrawnLink(
                _box(each), str(each.get("/Contents", "")), _target(each, i, destinations, pages)
            )
            for each in page.obj.get("/Annots", ())
            if each.get("/Subtype") == "/Link"
        ]
        if links:
            found[i] = tuple(links)
    return found


def _box(annotation: Object) -> Box:
    return upright(*(float(value) for value in annotation.Rect))


def _target(link: Object, here: int, destinations: Mapping[str, int], pages: PageNumbers) -> str:
    """Where a link leads, in words that stay the same when pages come before it."""
    action = link.get("/A", Dictionary())
    if "/URI" in action:
        return str(action.URI)
    wanted = link.get("/Dest", action.get("/D"))
    if "/F" in action:
        return f"{action.F}#{wanted or ''}"
    page = _page(wanted, destinations, pages)
    if wanted is None or page is None:
        return NOWHERE if wanted is None else f"{NOWHERE} ({wanted})"
    if not isinstance(wanted, Array) and not is_numbered(str(wanted)):
        return str(wanted)
    # The page before and after stay that, whatever comes between; others are known by a name.
    names = (name for name, number in sorted(destinations.items()) if number == page)
    name = next((name for name in names if not is_numbered(name)), None)
    return f"{page - here:+d} pages" if name is None or abs(page - here) <= 1 else name


def _page(wanted: Object | None, destinations: Mapping[str, int], pages: PageNumbers) -> int | None:
    if isinstance(wanted, Array):
        return pages.get(wanted[0].objgen)
    return None if wanted is None else destinations.get(str(wanted))


def bookmarks(
    pdf: Pdf, destinations: Mapping[str, int], pages: PageNumbers
) -> Iterator[tuple[int, str, int | None]]:
    """Level, title and page (from 0) of every bookmark."""
    if "/Outlines" not in pdf.Root:
        return
    waiting = [(1, pdf.Root.Outlines.get("/First"))]
    while waiting:
        level, item = waiting.pop()
        if item is None:
            continue
        wanted = item.get("/Dest", item.get("/A", Dictionary()).get("/D"))
        yield level, str(item.get("/Title", "")), _page(wanted, destinations, pages)
        waiting += [(level, item.get("/Next")), (level + 1, item.get("/First"))]
