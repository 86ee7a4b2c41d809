"""Tags of one element that runs on in a next line, column or page become one tag.

WeasyPrint makes a tag for each piece. A sentence over two pages would then be read as two, with the
navigation between them, and a link over two lines announced twice.

A table is cut between its rows only, and each piece has the headers of its columns. So its pieces
stay tables of their own where a heading above the next page says what goes on; else they are one.
"""

from collections.abc import Callable, Iterator, Sequence

from pikepdf import Array, Dictionary, Name, Object

from cardprint.render.origins import SOURCE

Key = tuple[str, int]
Heads = Callable[[Object], Object | None]
"""The heading that says what goes on with a piece, if its page has one."""


def elements_of(element: Object) -> list[Object]:
    """The structure elements right below one."""
    return [each for each in kids_of(element) if is_element(each)]


def kids_of(element: Object) -> list[Object]:
    """Everything right below an element: elements, numbers of marked content, annotations."""
    kids = element.get("/K", Array())
    return list(kids.as_list()) if isinstance(kids, Array) else [kids]


def is_element(kid: object) -> bool:
    """Whether it is a structure element, and not content."""
    return isinstance(kid, Dictionary) and "/S" in kid


def put_below(element: Object, kids: Sequence[Object]) -> None:
    """Make ``kids`` all that is right below an element."""
    element.K = Array(kids)
    for kid in filter(is_element, kids):
        kid.P = element


def join_pieces(element: Object, head_of: Heads) -> None:
    """Make one tag of all that came from one element, everywhere below ``element``."""
    put_below(element, _joined([*_unwrapped(element)], head_of))
    for each in elements_of(element):
        join_pieces(each, head_of)


def _unwrapped(element: Object) -> Iterator[Object]:
    """What is below an element, without the boxes of its own that its columns and lines are in."""
    for kid in kids_of(element):
        if _key(kid) is not None and _key(kid) == _key(element):
            yield from (_on_its_page(each, element, kid) for each in kids_of(kid))
        else:
            yield kid


def _joined(kids: Sequence[Object], head_of: Heads) -> list[Object]:
    found: list[Object] = []
    for kid in kids:
        if not found or _key(kid) is None or _key(kid) != _key(found[-1]):
            found.append(kid)
        elif kid.S == "/Table" and (head := head_of(kid)) is not None:
            found += (head, kid)
        else:
            _absorb(found[-1], kid)
    return found


def _key(kid: Object) -> Key | None:
    """What the pieces of an element have in common."""
    noted = kid.get(f"/{SOURCE}") if is_element(kid) else None
    return None if noted is None else (str(kid.S), int(noted))


def _absorb(one: Object, other: Object) -> None:
    """Everything below ``other`` comes below ``one``, whose element goes on in it."""
    before, after = kids_of(one), [_on_its_page(kid, one, other) for kid in kids_of(other)]
    if one.S == "/Table":
        after = _without_repeated_head(before, after)
    if _go_on_beside(before, after):
        keys = [_key(kid) for kid in before]
        for kid in after:
            _absorb(before[keys.index(_key(kid))], kid)
    else:
        put_below(one, before + after)


def _go_on_beside(before: Sequence[Object], after: Sequence[Object]) -> bool:
    """Whether all that comes goes on with what there is already, like the cells of a row."""
    keys, more = [_key(kid) for kid in before], {_key(kid) for kid in after}
    whole = any(key is None or key[0] == "/Table" for key in (*keys, *more))
    return not whole and len(set(keys)) == len(keys) and more <= set(keys)


def _on_its_page(kid: Object, one: Object, other: Object) -> Object:
    """Marked content that is named by its number alone is that of the page of its element."""
    if isinstance(kid, Dictionary) or one.Pg.objgen == other.Pg.objgen:
        return kid
    return Dictionary(Type=Name.MCR, Pg=other.Pg, MCID=int(kid))


def _without_repeated_head(before: Sequence[Object], after: Sequence[Object]) -> list[Object]:
    """The rows of a next piece; their cells name the headers of the first, which has the same."""
    heads = {_key(kid): kid for kid in before if kid.S == "/THead"}
    names: dict[bytes, Object] = {}
    for again in (kid for kid in after if _key(kid) in heads):
        cells = zip(_cells(again), _cells(heads[_key(again)]), strict=True)
        names |= {bytes(cell.ID): first.ID for cell, first in cells if "/ID" in cell}
    rows = [kid for kid in after if _key(kid) not in heads]
    for cell in (cell for part in rows for cell in _cells(part)):
        if "/Headers" in cell.get("/A", Dictionary()):
            headers = cell.A.Headers.as_list()
            cell.A.Headers = Array([names.get(bytes(name), name) for name in headers])
    return rows


def _cells(part: Object) -> Iterator[Object]:
    return (cell for row in elements_of(part) for cell in elements_of(row))
