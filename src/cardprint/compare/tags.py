"""The structure tree of a PDF in short: the tags of each page in reading order."""

from collections.abc import Mapping

from pikepdf import Dictionary, Object, Pdf

from cardprint.compare.walk import items, walk

NO_PAGE = -1
"""The page number for the tags of pages that the file does not have."""
# Screen readers ignore tags that only group letters.
_SILENT = frozenset({"/Span", "/NonStruct"})
# ISO 32000-1, 14.9: a description, words to read instead, an abbreviation in full, a language.
_SAID = {"/Alt": "", "/ActualText": "read ", "/E": "short for ", "/Lang": "in "}


def tags_by_page(pdf: Pdf, pages: Mapping[tuple[int, int], int]) -> dict[int, tuple[str, ...]]:
    """The tags of every page (from 0) that has any: ``H1``, ``TH Column``, ``Figure 'words'``."""
    found: dict[int, list[str]] = {}
    begins = _Beginnings(pages)

    def below(element: Object, page: int) -> list[tuple[Object, int]]:
        return [(kid, begins.of(kid, page)) for kid in _kids(element)]

    root = pdf.Root.get("/StructTreeRoot")
    for element, page in walk(below(root, 0) if isinstance(root, Dictionary) else (), below):
        if element.S not in _SILENT or any(key in element for key in _SAID):
            found.setdefault(page, []).append(_short(element))
    return {page: tuple(tags) for page, tags in found.items()}


def _kids(element: Object) -> list[Object]:
    """The structure elements directly below an element."""
    return [kid for kid in items(element.get("/K")) if "/S" in kid]


class _Beginnings:
    """The page that an element begins on: its own, or that of the first element in it."""

    def __init__(self, pages: Mapping[tuple[int, int], int]) -> None:
        self._pages = pages
        self._known: dict[tuple[int, int], int | None] = {}

    def of(self, element: Object, above: int) -> int:
        """The page of an element, from 0.

        :param above: the page to use when nothing in the element gives one.
        """
        passed, page = [], None
        for each, _ in walk(
            [(element, None)], lambda it, _: [(kid, None) for kid in _kids(it)[:1]]
        ):
            if each.objgen in self._known:
                page = self._known[each.objgen]
                break
            own = each.get("/Pg")
            if isinstance(own, Dictionary):
                page = self._pages.get(own.objgen, NO_PAGE)
                break
            passed.append(each)
        # Otherwise the time would grow with the square of the number of levels.
        self._known |= {each.objgen: page for each in passed if each.is_indirect}
        return above if page is None else page


def _short(element: Object) -> str:
    words = [str(element.S)[1:]]
    attributes = element.get("/A")
    words += [str(each.Scope)[1:] for each in items(attributes) if "/Scope" in each]
    words += [f"{name}'{element[key]}'" for key, name in _SAID.items() if key in element]
    return " ".join(words)
