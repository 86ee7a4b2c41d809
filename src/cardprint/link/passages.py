"""Passages in another language, in the structure tree (ISO 14289-1, 7.2)."""

from collections.abc import Iterable

from pikepdf import Name, Object

from cardprint.render.boxes import PASSAGE


def tell_languages(elements: Iterable[Object]) -> None:
    """Make a ``/Span`` with its language of every element that the render stage has marked."""
    for element in elements:
        mark = str(element.get("/Alt", ""))
        if mark.startswith(PASSAGE):
            element.S, element.Lang = Name.Span, mark.removeprefix(PASSAGE)
            del element.Alt, element.A
