"""The order in which a page is read out: that of the structure tree, not that of drawing."""

import ctypes
from collections.abc import Mapping, Sequence
from contextlib import closing

import pypdfium2 as pdfium
from pikepdf import Array, Dictionary, Object, Pdf
from pypdfium2 import raw

from cardprint.compare.text import normal


def order_by_page(pdf: Pdf, pages: Mapping[tuple[int, int], int]) -> dict[int, tuple[int, ...]]:
    """The numbers of marked content on each page (from 0), as the tree has them in order."""
    found: dict[int, list[int]] = {}
    seen: set[tuple[int, int]] = set()
    root = pdf.Root.get("/StructTreeRoot")
    waiting: list[tuple[object, int]] = []
    if isinstance(root, Dictionary):
        waiting.append((root.get("/K"), 0))
    while waiting:
        item, page = waiting.pop()
        if isinstance(item, int):
            found.setdefault(page, []).append(item)
        elif isinstance(item, Array):
            waiting += [(kid, page) for kid in item][::-1]
        elif isinstance(item, Dictionary) and item.objgen not in seen:
            if item.is_indirect:
                seen.add(item.objgen)
            waiting.append((_content(item), _page(item, page, pages)))
    return {page: tuple(numbers) for page, numbers in found.items()}


def _content(item: Object) -> object:
    """What is in an element, or the number that a reference stands for (ISO 32000-1, 14.7.4.2)."""
    if "/MCID" in item and "/Stm" not in item:
        return item.get("/MCID")
    return item.get("/K") if "/S" in item else None


def _page(item: Object, above: int, pages: Mapping[tuple[int, int], int]) -> int:
    own = item.get("/Pg")
    return pages.get(own.objgen, above) if isinstance(own, Dictionary) else above


def read_in_order(
    document: pdfium.PdfDocument, index: int, order: Sequence[int]
) -> tuple[str, ...]:
    """The texts of a page in the order of the tree, without what a line break may add.

    :param index: from 0.
    :param order: as :func:`order_by_page` has it.
    """
    texts: dict[int, str] = {}
    with closing(document[index]) as page, closing(page.get_textpage()) as text:
        for i in range(raw.FPDFPage_CountObjects(page)):
            item = raw.FPDFPage_GetObject(page, i)
            if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_TEXT:
                number = raw.FPDFPageObj_GetMarkedContentID(item)
                texts[number] = texts.get(number, "") + _words(item, text)
    return tuple(said for number in order if (said := normal(texts.get(number, ""))))


def _words(item: object, text: pdfium.PdfTextPage) -> str:
    length = raw.FPDFTextObj_GetText(item, text, None, 0)
    buffer = (ctypes.c_ushort * (length // 2))()
    raw.FPDFTextObj_GetText(item, text, buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
