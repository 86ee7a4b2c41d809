"""Links, bookmarks and destinations of a PDF, and where they lead."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from cardprint.compare.model import DrawnLink
from cardprint.compare.walk import items, walk
from cardprint.model.geometry import Box, upright
from cardprint.model.names import is_numbered

PageNumbers = Mapping[tuple[int, int], int]
NOWHERE = "nowhere"
_NO_BOX = Box(0, 0, 0, 0)


class View(NamedTuple):
    """Where a destination leads (ISO 32000-1, 12.3.2.2)."""

    page: int
    """From 0."""
    fit: str
    """How the page is shown: ``XYZ``, ``Fit`` and so on."""
    numbers: tuple[float | None, ...]
    """The place on the page in points, and the zoom."""


def page_numbers(pdf: Pdf) -> PageNumbers:
    """The index of each page by its object."""
    return {page.obj.objgen: i for i, page in enumerate(pdf.pages)}


def named_views(pdf: Pdf, pages: PageNumbers) -> dict[str, View]:
    """Where each name leads, from the name tree and the older dictionary."""
    found: dict[str, View] = {}
    old = pdf.Root.get("/Dests")
    pairs = [*old.items()] if isinstance(old, Dictionary) else []
    names = pdf.Root.get("/Names")
    root = names.get("/Dests") if isinstance(names, Dictionary) else None
    for node, _ in walk(
        [(root, None)], lambda it, _: [(kid, None) for kid in items(it.get("/Kids"))]
    ):
        leaves = node.get("/Names")
        if isinstance(leaves, Array):
            flat = [*leaves]
            pairs += [(str(name), spot) for name, spot in zip(flat[::2], flat[1::2], strict=False)]
    for name, spot in pairs:
        view = view_of(spot.get("/D") if isinstance(spot, Dictionary) else spot, pages)
        if view:
            found[name] = view
    return found


def view_of(spot: Object | None, pages: PageNumbers) -> View | None:
    """Where a destination leads that is not a name; nothing where it leads nowhere."""
    if not isinstance(spot, Array) or not len(spot) or not isinstance(spot[0], Dictionary):
        return None
    page = pages.get(spot[0].objgen)
    if page is None:
        return None
    fit, *numbers = [*spot][1:] or [Name.Fit]
    return View(page, str(fit)[1:], tuple(map(_number, numbers)))


def _number(value: Object | float | None) -> float | None:
    try:
        return round(float(value), 2)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None


def links_by_page(
    pdf: Pdf, views: Mapping[str, View], pages: PageNumbers
) -> dict[int, tuple[DrawnLink, ...]]:
    """The links of every page (from 0) that has any."""
    found: dict[int, tuple[DrawnLink, ...]] = {}
    for i, page in enumerate(pdf.pages):
        links = [
            DrawnLink(box_of(each), str(each.get("/Contents", "")), _target(each, i, views, pages))
            for each in items(page.obj.get("/Annots"))
            if each.get("/Subtype") == "/Link"
        ]
        if links:
            found[i] = tuple(links)
    return found


def box_of(annotation: Object) -> Box:
    """The rectangle of an annotation; an empty box if it has none."""
    edges = annotation.get("/Rect")
    numbers = [*map(_number, edges)] if isinstance(edges, Array) else []
    known = [each for each in numbers if each is not None]
    return upright(*known) if len(known) == len(_NO_BOX) else _NO_BOX


def _target(link: Object, here: int, views: Mapping[str, View], pages: PageNumbers) -> str:
    """Where a link leads, in words that stay the same when pages are added before it."""
    action = link.get("/A")
    action = action if isinstance(action, Dictionary) else Dictionary()
    if "/URI" in action:
        return str(action.URI)
    wanted = link.get("/Dest", action.get("/D"))
    if "/F" in action:
        return f"{_file(action.F)}#{wanted or ''}"
    view = _found(wanted, views, pages)
    if view is None:
        if "/S" in action and action.S != "/GoTo":
            return " ".join(str(action[key]) for key in ("/S", "/N", "/JS") if key in action)
        return NOWHERE if wanted is None else f"{NOWHERE} ({_named(wanted)})"
    if not isinstance(wanted, Array) and not is_numbered(str(wanted)):
        return str(wanted)
    # The next and the previous page are named as such; other pages by a destination.
    names = (name for name, each in sorted(views.items()) if each.page == view.page)
    name = next((name for name in names if not is_numbered(name)), None)
    distance = view.page - here
    return f"{distance:+d} pages" if name is None or abs(distance) <= 1 else name


def _file(wanted: Object) -> str:
    return (
        str(wanted.get("/UF", wanted.get("/F", "")))
        if isinstance(wanted, Dictionary)
        else str(wanted)
    )


def _named(wanted: Object) -> str:
    return str(wanted) if isinstance(wanted, String | Name | str) else "?"


def _found(wanted: Object | None, views: Mapping[str, View], pages: PageNumbers) -> View | None:
    if isinstance(wanted, Array):
        return view_of(wanted, pages)
    return None if wanted is None else views.get(str(wanted))


def direct_views(pdf: Pdf, pages: PageNumbers) -> tuple[View, ...]:
    """Where links and bookmarks lead that go to a place without a name."""
    annotations = (each for page in pdf.pages for each in items(page.obj.get("/Annots")))
    found = [
        view_of(_wanted(each), pages) for each in (*annotations, *(it for it, _ in _outline(pdf)))
    ]
    return tuple(sorted((view for view in found if view), key=repr))


def _wanted(item: Object) -> Object | None:
    action = item.get("/A")
    return item.get("/Dest", action.get("/D") if isinstance(action, Dictionary) else None)


def bookmarks(
    pdf: Pdf, views: Mapping[str, View], pages: PageNumbers
) -> Iterator[tuple[int, str, int | None]]:
    """Level, title and page (from 0) of every bookmark."""
    for item, level in _outline(pdf):
        view = _found(_wanted(item), views, pages)
        yield level, str(item.get("/Title", "")), None if view is None else view.page


def _outline(pdf: Pdf) -> Iterator[tuple[Object, int]]:
    """Every bookmark with its level, from 1."""
    root = pdf.Root.get("/Outlines")
    first = root.get("/First") if isinstance(root, Dictionary) else None
    return walk(
        [(first, 1)],
        lambda item, level: [(item.get("/First"), level + 1), (item.get("/Next"), level)],
    )
