"""The words of a paragraph of a Word document, with those looks that the small Markdown knows."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cardprint.exchange.package import Package
from cardprint.exchange.rich import NUMBER, POINT, Paragraph, Run
from cardprint.exchange.word_parts import LANGUAGE_STYLE
from cardprint.messages.catalogue import Message, tell

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_INSIDE = {W + name for name in ("smartTag", "customXml", "dir", "bdo", "ins", "moveTo")}
_LOST = {
    W + "i": tell("italics"),
    W + "strike": tell("words that are struck through"),
    W + "dstrike": tell("words that are struck through"),
    W + "u": tell("underlining"),
    W + "highlight": tell("highlighting"),
    W + "vertAlign": tell("raised or lowered letters"),
    W + "drawing": tell("a picture"),
    W + "pict": tell("a picture"),
    W + "object": tell("a picture"),
    W + "footnoteReference": tell("a footnote"),
    W + "endnoteReference": tell("a footnote"),
}
_FOREIGN = {
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath": tell("a formula"),
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMathPara": tell("a formula"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent":
        tell("a picture"),
}  # fmt: skip
_LOST |= _FOREIGN
_LETTERS = {W + "tab": " ", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_ADDRESS = re.compile(r"""^\s*HYPERLINK\s+(?:\\l\s+"([^"]*)"|"([^"]*)"(?:\s+\\l\s+"([^"]*)")?)""")
_CONTINUED = re.compile(r"list ?continue ?(\d?)", re.IGNORECASE)

Element = Any


def is_on(element: Element) -> bool:
    """Whether a property is set: it may say so, or that it is not."""
    return element is not None and element.get(W + "val") not in ("0", "false", "off", "none",
                                                                  "baseline")  # fmt: skip


@dataclass(frozen=True)
class Styles:
    """What is said elsewhere in a document of words and lists."""

    styles: Mapping[str, Element]
    lists: Mapping[str, Mapping[str, str]]
    """The kind of number of each level of each list."""
    addresses: Mapping[str, str]
    """The address of each link that leads out of the document, by its reference."""
    places: Mapping[str, str]
    """The address of each bookmark."""
    lost: dict[Message, None] = field(default_factory=dict)
    """What a paragraph has that a toolkit cannot show; emptied by who reads it."""

    def chain(self, name: str) -> Iterator[Element]:
        """A style and those that it is based on."""
        seen = set()
        while name in self.styles and name not in seen:
            seen.add(name)
            yield self.styles[name]
            base = self.styles[name].find(W + "basedOn")
            name = base.get(W + "val") if base is not None else ""

    def name(self, style: str) -> str:
        """The name of a style, by its id."""
        found = self.styles.get(style)
        element = None if found is None else found.find(W + "name")
        return str(element.get(W + "val")) if element is not None else style


def read_styles(package: Package, main: str, places: Mapping[str, str]) -> Styles:
    """The styles, the lists and the links of a document."""
    styles = package.xml(package.first("styles", main))
    numbering = package.xml(package.first("numbering", main))
    links = package.related(main).items()
    known = () if styles is None else styles.iter(W + "style")
    return Styles(
        {each.get(W + "styleId"): each for each in known},
        {} if numbering is None else _lists(numbering),
        {name: target for name, (kind, target) in links if kind == "hyperlink"},
        places,
    )


def _lists(numbering: Element) -> dict[str, dict[str, str]]:
    kinds = {
        each.get(W + "abstractNumId"): {
            level.get(W + "ilvl"): shape.get(W + "val")
            for level in each.iter(W + "lvl")
            if (shape := level.find(W + "numFmt")) is not None
        }
        for each in numbering.iter(W + "abstractNum")
    }
    found = {}
    for each in numbering.iter(W + "num"):
        kind = each.find(W + "abstractNumId")
        found[each.get(W + "numId")] = (
            kinds.get(kind.get(W + "val"), {}) if kind is not None else {}
        )
    return found


def paragraphs_of(element: Element, styles: Styles) -> Iterator[Paragraph]:
    """A paragraph; one with line breaks is several."""
    mark, level = _place(element, styles)
    lines: list[list[Run]] = [[]]
    for run in _Reader(styles).runs(element):
        first, *others = run.text.split("\n")
        lines[-1].append(run._replace(text=first))
        lines += [[run._replace(text=each)] for each in others]
    for i, line in enumerate(lines):
        yield Paragraph(tuple(line), "" if i else mark, level)


def _place(element: Element, styles: Styles) -> tuple[str, int]:
    """The mark and the level of a paragraph."""
    style = _value(element, f"{W}pPr/{W}pStyle")
    sources = [element, *styles.chain(style)]
    number = _first_value(sources, f"{W}pPr/{W}numPr/{W}numId")
    level = _first_value(sources, f"{W}pPr/{W}numPr/{W}ilvl") or "0"
    shape = styles.lists.get(number, {}).get(level, "none")
    if number not in ("", "0") and shape != "none":
        return POINT if shape == "bullet" else NUMBER, int(level) + 1
    continued = _CONTINUED.fullmatch(styles.name(style))
    return "", int(continued[1] or 1) if continued else 0


def _value(element: Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else str(found.get(W + "val"))


def _first_value(elements: list[Element], path: str) -> str:
    return next(filter(None, (_value(each, path) for each in elements)), "")


class _Reader:
    """Reads the runs of one paragraph."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.fields: list[str] = []
        """The instruction of each field that is open, the innermost last."""
        self.shows = [True]
        """Whether a field shows what comes now, for each field that is open."""

    def runs(self, element: Element, link: str = "") -> Iterator[Run]:
        """The runs in a paragraph, or in a part of it."""
        for child in element:
            if child.tag == W + "r":
                yield from self._run(child, link)
            elif child.tag == W + "hyperlink":
                yield from self.runs(child, self._target(child))
            elif child.tag == W + "fldSimple":
                yield from self.runs(child, self._instructed(child.get(W + "instr", "")) or link)
            elif child.tag == W + "sdt":
                for content in child.iterchildren(W + "sdtContent"):
                    if not shows_placeholder(child):
                        yield from self.runs(content, link)
            elif child.tag in _INSIDE:
                yield from self.runs(child, link)
            elif child.tag in _FOREIGN:
                self.styles.lost[_FOREIGN[child.tag]] = None

    def _run(self, run: Element, link: str) -> Iterator[Run]:
        bold, lang = self._looks(run)
        for child in run:
            if child.tag == W + "fldChar":
                self._field(child.get(W + "fldCharType"))
            elif child.tag == W + "instrText" and self.fields:
                self.fields[-1] += child.text or ""
            elif child.tag in _LOST:
                self.styles.lost[_LOST[child.tag]] = None
            elif all(self.shows):
                text = (child.text or "") if child.tag == W + "t" else _letter(child)
                inner = next(filter(None, map(self._instructed, reversed(self.fields))), "")
                if text:
                    yield Run(text, bold, link or inner, lang)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append("")
            self.shows.append(False)
        elif kind == "separate" and self.fields:
            self.shows[-1] = True
        elif kind == "end" and self.fields:
            self.fields.pop()
            self.shows.pop()

    def _looks(self, run: Element) -> tuple[bool, str]:
        style = _value(run, f"{W}rPr/{W}rStyle")
        name = self.styles.name(style)
        own = run.find(W + "rPr")
        sources = [own, *(each.find(W + "rPr") for each in self.styles.chain(style))]
        found = [each for each in sources if each is not None]
        bold = next((b for each in found if (b := each.find(W + "b")) is not None), None)
        for look in found[: 1 if own is not None else 0]:
            self.styles.lost.update(
                {_LOST[each.tag]: None for each in look if each.tag in _LOST and is_on(each)}
            )
        is_language = name.casefold().startswith(LANGUAGE_STYLE.casefold())
        return is_on(bold), name[len(LANGUAGE_STYLE) :] if is_language else ""

    def _target(self, element: Element) -> str:
        anchor = element.get(W + "anchor")
        address = self.styles.addresses.get(element.get(R + "id", ""), "")
        return address or self._inside(anchor or "")

    def _inside(self, anchor: str) -> str:
        """The address of a place in the document; a place of Word's own has none."""
        return self.styles.places.get(anchor, "")

    def _instructed(self, instruction: str) -> str:
        """The address that a field leads to."""
        found = _ADDRESS.match(instruction)
        if not found:
            return ""
        return self._inside(found[1]) if found[1] else found[2]


def _letter(element: Element) -> str:
    if element.tag == W + "sym":
        code = int(element.get(W + "char", "F0B7"), 16)
        return "•" if code >= 0xE000 else chr(code)  # noqa: PLR2004  # a sign of a symbol font
    return _LETTERS.get(element.tag, "")


def shows_placeholder(control: Element) -> bool:
    """Whether a content control is empty, and shows what to do with it."""
    return is_on(control.find(f"{W}sdtPr/{W}showingPlcHdr"))
