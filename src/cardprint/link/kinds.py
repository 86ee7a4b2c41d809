"""Tags that WeasyPrint makes otherwise than the standards want: lists, links, tables, figures."""

from collections.abc import Iterable, Sequence

from pikepdf import Array, Dictionary, Name, NameTree, Object, Pdf, String

from cardprint.link.fragments import elements_of, kids_of, put_below
from cardprint.model.geometry import PT_PER_PX
from cardprint.render.origins import SIGN

# ISO 32000-1, table 347, by the names that CSS has for the signs.
_NUMBERING = {
    "none": "/None",
    "disc": "/Disc",
    "circle": "/Circle",
    "square": "/Square",
    "decimal": "/Decimal",
    "upper-roman": "/UpperRoman",
    "lower-roman": "/LowerRoman",
    "upper-alpha": "/UpperAlpha",
    "upper-latin": "/UpperAlpha",
    "lower-alpha": "/LowerAlpha",
    "lower-latin": "/LowerAlpha",
}


def mend_list(file: Pdf, given: Object) -> None:
    """Say how a list is numbered, and give each item a body.

    An item holds its sign and its body and nothing else (ISO 14289-1, 7.2, by ISO 32000-1, table
    336); a list in a list belongs to the body of the item before it.
    """
    items: list[Object] = []
    for kid in elements_of(given):
        if kid.S == "/L" and items:
            _add_to_body(file, items[-1], [kid])
            continue
        if loose := [part for part in kids_of(kid) if not _is_part(part)]:
            put_below(kid, [part for part in kids_of(kid) if _is_part(part)])
            _add_to_body(file, kid, loose)
        items.append(kid)
    put_below(given, items)
    signs = (str(item.get(f"/{SIGN}", "/none"))[1:] for item in items)
    has_sign = any(kid.S == "/Lbl" for item in items for kid in elements_of(item))
    sign = next(signs, "none") if has_sign else "none"
    numbering = _NUMBERING.get(sign, "/Disc")
    given.A = Dictionary(O=Name.List, ListNumbering=Name(numbering))


def _is_part(kid: Object) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/S") in ("/Lbl", "/LBody")


def _add_to_body(file: Pdf, item: Object, kids: Sequence[Object]) -> None:
    body = next((kid for kid in elements_of(item) if kid.S == "/LBody"), None)
    if body is None:
        body = Dictionary(Type=Name.StructElem, S=Name.LBody, P=item, Pg=item.Pg, K=Array())
        body = file.make_indirect(body)
        put_below(item, [*kids_of(item), body])
    put_below(body, [*kids_of(body), *kids])


def set_upright(figure: Object) -> None:
    """The box of a figure in points from the bottom left (ISO 32000-1, table 344)."""
    height = float(figure.Pg.MediaBox[3])
    left, top, right, bottom = (float(value) * PT_PER_PX for value in figure.A.BBox)
    corners = left, height - bottom, right, height - top
    figure.A.BBox = Array([round(value, 2) for value in corners])


def drop_twins(link: Object) -> None:
    """Of a link over several lines that fills an area, keep one annotation of the same place."""
    kept: dict[object, Object] = {}
    for kid in kids_of(link):
        is_annotation = isinstance(kid, Dictionary) and "/Obj" in kid
        place = (kid.Pg.objgen, kid.Obj.Rect.unparse()) if is_annotation else len(kept)
        kept.setdefault(place, kid)
    put_below(link, [*kept.values()])


def mend_headers(tables: Iterable[Object], prefix: str, identified: NameTree) -> None:
    """Give the headers of tables identifiers that are unique in the toolkit, and a scope.

    :param prefix: what makes those of the sheet unique.
    :param identified: every header by its identifier (ISO 32000-1, table 322).
    """
    for table in tables:
        for part in elements_of(table):
            # Over a column or before a row (ISO 14289-1, 7.5).
            scope = Name.Column if part.S == "/THead" else Name.Row
            for cell in (cell for row in elements_of(part) for cell in elements_of(row)):
                _rename(cell, prefix)
                if "/ID" in cell:
                    cell.A.Scope = scope
                    identified[str(cell.ID)] = cell
        _name_corner(table)


def _rename(cell: Object, prefix: str) -> None:
    if "/Headers" in cell.get("/A", Dictionary()):
        cell.A.Headers = Array([String(f"{prefix}:{name}") for name in cell.A.Headers])
    if "/ID" in cell:
        cell.ID = String(f"{prefix}:{cell.ID}")


def _name_corner(table: Object) -> None:
    """The headers of rows stand in a column that may have, in the corner, a header of its own."""
    parts = elements_of(table)
    firsts = [row.K[0] for part in parts for row in elements_of(part) if elements_of(row)]
    if firsts and firsts[0].get("/A", Dictionary()).get("/Scope") == Name.Column:
        for cell in firsts[1:]:
            if "/ID" in cell:
                cell.A.Headers = Array([firsts[0].ID])
