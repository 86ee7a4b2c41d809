"""The document that a template writes, looked through before it is laid out.

Templates may come from strangers. What stands here decides what a page can be made of: elements
that show text, tables and pictures, and nothing that leads out of the page, runs, or sends.
"""

import re
from collections.abc import Iterator
from math import prod
from xml.etree.ElementTree import Element

from cardprint.errors import Place, Problem
from cardprint.load.svg import faults_of_inline_svg
from cardprint.messages.catalogue import Message, tell
from cardprint.render.styles import problems_of_style

MAX_ELEMENTS = 50_000
"""The most elements of a sheet, a cell counted for every place that it takes; the 200 pages that a
sheet may have hold about 20,000."""
MAX_SPAN = 1_000
"""The most columns or rows of one cell; the limit of the HTML standard for ``colspan``."""

_ELEMENTS = {
    "html", "head", "title", "meta", "style", "body",
    "article", "aside", "footer", "header", "main", "nav", "section", "hgroup", "address",
    "h1", "h2", "h3", "h4", "h5", "h6",
    "blockquote", "div", "dl", "dt", "dd", "figure", "figcaption", "hr", "li", "ol", "p", "pre",
    "ul",
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i", "ins",
    "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup",
    "time", "u", "var", "wbr",
    "caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "img", "input", "label", "textarea",
}  # fmt: skip
_SPANS = ("colspan", "rowspan", "span")
_DRAWING = "{http://www.w3.org/2000/svg}"
_FIELDS = {"", "text"}
"""The kinds of ``input`` that a PDF can have without a form to send."""

# A number as WeasyPrint reads it from the beginning of an attribute.
_COUNT = re.compile(r"[ \t\n\f\r]*\+?0*(\d+)")


def problems_of_page(page: Element, shown: str) -> list[Problem]:
    """What must be mended in a document.

    :param page: its root.
    :param shown: the template, for messages.
    """
    found: dict[Problem, None] = {}
    places = 0
    for element in page.iter():
        places += _places(element)
        if places > MAX_ELEMENTS:
            message = tell(
                "the page has more than {limit} elements, with all that its cells span",
                limit=MAX_ELEMENTS,
            )
            found[Problem(Place(shown), message, tell("take elements out"))] = None
            break
        found |= {Problem(Place(shown), *fault): None for fault in _faults(element)}
        found |= dict.fromkeys(_problems_of_styles(element, shown))
    for drawing in _drawings(page):
        faults = faults_of_inline_svg(drawing, tell("a drawing in the page"))
        found |= {Problem(Place(shown), *fault): None for fault in faults}
    return [*found]


def _places(element: Element) -> int:
    """How many elements it makes in a layout; no more is counted than it may have."""
    return prod(min(max(_count(element, key), 1), MAX_SPAN) for key in _SPANS)


def _count(element: Element, key: str) -> int:
    value = element.get(key)
    found = _COUNT.match(value) if value else None
    # Python reads no numbers without measure.
    return int(found[1][:9]) if found else 0


def _faults(element: Element) -> Iterator[tuple[Message, Message]]:
    if not isinstance(element.tag, str):  # a comment
        return
    for key in _SPANS:
        if _count(element, key) > MAX_SPAN:
            value = element.get(key, "").strip()[:40]
            message = tell('{key}="{value}" is too much', key=key, value=value)
            yield message, tell("at most {limit}", limit=MAX_SPAN)
    if not element.tag.startswith(_DRAWING) and (refused := _refused(element)):
        hint = tell("take it out; pictures belong in <img>, rules of style in the style sheet")
        yield tell("<{element}> cannot be used on a page", element=refused), hint


def _refused(element: Element) -> str | None:
    """What of an element no page can have, as it is written in a template."""
    name = str(element.tag)
    if name not in _ELEMENTS:
        return name.rpartition("}")[2][:40]
    if name == "meta" and "http-equiv" in element.attrib:
        return "meta http-equiv"
    if name == "input" and (kind := element.get("type", "text").strip().lower()) not in _FIELDS:
        return f"input type={kind[:40]}"
    return None


def _problems_of_styles(element: Element, shown: str) -> Iterator[Problem]:
    if style := element.get("style"):
        yield from problems_of_style(style, shown, whole=False)
    if element.tag in ("style", f"{_DRAWING}style"):
        yield from problems_of_style("".join(element.itertext()), shown, whole=False)


def _drawings(page: Element) -> Iterator[Element]:
    """The drawings of a page, without those inside another one."""
    waiting = [page]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_DRAWING}svg":
            yield element
        else:
            waiting += element
