"""The pieces that a Word document is made of, as WordprocessingML (ISO/IEC 29500-1, 17)."""

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml.ns import nsmap
from docx.oxml.parser import OxmlElement

from cardprint.exchange.rich import NUMBER, Paragraph, Rich, Run

W = nsmap["w"]
R = nsmap["r"]
POINT_LIST, NUMBER_LIST = 9001, 9002
"""The ids of the two kinds of list."""
MOST_LEVELS = 9

LANGUAGE_STYLE = "Language "
"""Begins the name of the style of words in another language: ``Language en``."""
LINK_STYLE = "Hyperlink"

Element = Any
"""An element of lxml, of a class of python-docx."""


def make(name: str, /, *children: Element, **attributes: str) -> Element:
    """An element of WordprocessingML, which is ``w:name``, as its attributes are."""
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(f"{{{W}}}{key}", value)
    element.extend(children)
    return element


class Words:
    """Makes paragraphs, and what they need elsewhere in the document: lists and links."""

    def __init__(self, part: Part, places: dict[str, str], *, right_to_left: bool) -> None:
        self.part = part
        self.places = places
        """The bookmark of each place that a link can lead to, by its address."""
        self.right_to_left = right_to_left
        self.ids = count(1)
        self.lists: list[Element] = []
        """The numbered lists, each of which begins at 1."""
        self.languages: set[str] = set()

    def paragraphs(self, rich: Rich) -> Iterator[Element]:
        """A text; an empty paragraph where there is none."""
        open_lists: dict[int, str] = {}
        for each in rich or (Paragraph(()),):
            open_lists = {level: num for level, num in open_lists.items() if level <= each.level}
            properties = self._properties(each, open_lists)
            yield self.paragraph([*self.runs(each.runs)], properties)

    def _properties(self, paragraph: Paragraph, open_lists: dict[int, str]) -> list[Element]:
        level = min(paragraph.level, MOST_LEVELS)
        if not paragraph.mark:
            open_lists.pop(level, None) if not level else None
            name = f"ListContinue{level if level > 1 else ''}"
            return [make("pStyle", val=name)] if 0 < level <= 3 else []  # noqa: PLR2004  # as named
        number = str(POINT_LIST)
        if paragraph.mark == NUMBER:
            number = open_lists.setdefault(level, "") or self._new_list(level)
            open_lists[level] = number
        place = make("numPr", make("ilvl", val=str(level - 1)), make("numId", val=number))
        name = "ListNumber" if paragraph.mark == NUMBER else "ListBullet"
        return [make("pStyle", val=name), place]

    def _new_list(self, level: int) -> str:
        number = str(NUMBER_LIST + 1 + len(self.lists))
        start = make("lvlOverride", make("startOverride", val="1"), ilvl=str(level - 1))
        kind = make("abstractNumId", val=str(NUMBER_LIST))
        self.lists.append(make("num", kind, start, numId=number))
        return number

    def paragraph(self, contents: Iterable[Element], properties: Iterable[Element] = ()) -> Element:
        """A paragraph of some contents."""
        found = [*properties]
        if self.right_to_left:
            found.append(make("bidi"))
        return make("p", make("pPr", *found), *contents)

    def runs(self, runs: Iterable[Run]) -> Iterator[Element]:
        """Words with their looks."""
        for run in runs:
            made = self._run(run)
            yield self._link(run.link, made) if run.link else made

    def _run(self, run: Run) -> Element:
        looks = []
        if run.lang or run.link:
            looks.append(make("rStyle", val=style_id(run.lang) if run.lang else LINK_STYLE))
            self.languages |= {run.lang} - {""}
        if run.bold:
            looks += [make("b"), make("bCs")]
        if self.right_to_left:
            looks.append(make("rtl"))
        return make("r", make("rPr", *looks), text(run.text))

    def _link(self, address: str, run: Element) -> Element:
        place = self.places.get(address)
        if place:
            return make("hyperlink", run, anchor=place)
        element = make("hyperlink", run)
        name = self.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        element.set(f"{{{R}}}id", name)
        return element

    def bookmark(self, name: str) -> Iterator[Element]:
        """A name for the place where it stands."""
        number = str(next(self.ids))
        yield make("bookmarkStart", id=number, name=name)
        yield make("bookmarkEnd", id=number)

    def control(self, key: str, title: str, contents: Iterable[Element]) -> Element:
        """A content control: what is in it can be changed, but the control itself stays."""
        properties = [
            make("alias", val=title), make("tag", val=key),
            make("id", val=str(next(self.ids))), make("lock", val="sdtLocked"),
        ]  # fmt: skip
        return make("sdt", make("sdtPr", *properties), make("sdtContent", *contents))

    def cover(self, contents: Iterable[Element]) -> Element:
        """Content that is a cover, as those that Word makes itself.

        LibreOffice 7 leaves the controls after such a part alone, as long as each holds whole
        paragraphs; in others, it loses bold and writes out the addresses of links.
        """
        kind = make("docPartObj", make("docPartGallery", val="Cover Pages"), make("docPartUnique"))
        properties = make("sdtPr", make("id", val=str(next(self.ids))), kind)
        return make("sdt", properties, make("sdtContent", *contents))

    def group(self, contents: Iterable[Element]) -> Element:
        """Content of which nothing can be changed but what is in the controls inside."""
        properties = [
            make("id", val=str(next(self.ids))), make("lock", val="contentLocked"), make("group"),
        ]  # fmt: skip
        return make("sdt", make("sdtPr", *properties), make("sdtContent", *contents))


def style_id(language: str) -> str:
    """The id of the style of words in a language."""
    return f"Language{''.join(filter(str.isalnum, language))}"


def text(words: str) -> Element:
    """The words of a run."""
    element = make("t")
    element.text = words
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element


def list_kinds() -> Iterator[Element]:
    """What lists of points and numbered lists look like, at each level."""
    shapes: tuple[tuple[int, str, Callable[[int], str]], ...] = (
        (POINT_LIST, "bullet", lambda _: "•"),
        (NUMBER_LIST, "decimal", lambda level: f"%{level + 1}."),
    )
    for number, shape, sign in shapes:
        levels = []
        for level in range(MOST_LEVELS):
            place = make("ind", left=str(284 * (level + 1)), hanging="284")
            levels.append(make(
                "lvl", make("start", val="1"), make("numFmt", val=shape),
                make("lvlText", val=sign(level)), make("lvlJc", val="left"),
                make("pPr", place), ilvl=str(level),
            ))  # fmt: skip
        kind = make("multiLevelType", val="hybridMultilevel")
        yield make("abstractNum", kind, *levels, abstractNumId=str(number))


def add_lists(numbering: Element, lists: Iterable[Element]) -> None:
    """Add the kinds of lists and the lists; all kinds come before all lists (17.9.15)."""
    first = numbering.find(f"{{{W}}}num")
    for kind in list_kinds():
        if first is None:
            numbering.append(kind)
        else:
            first.addprevious(kind)
    points = make("num", make("abstractNumId", val=str(POINT_LIST)), numId=str(POINT_LIST))
    numbering.extend([points, *lists])
