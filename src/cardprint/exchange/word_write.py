"""A toolkit as a Word document to read and correct: each text is a field, the rest is fixed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from itertools import count, groupby
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape  # it writes, and reads nothing

from babel.dates import format_date
from docx import Document
from docx.document import Document as Doc
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from cardprint.exchange.carried import NAMESPACE, Carried, control_title, exported, packed
from cardprint.exchange.fields import Field
from cardprint.exchange.rich import parsed, plain
from cardprint.exchange.word_parts import Element, Words, add_lists, make
from cardprint.exchange.word_styles import (
    LABEL,
    LEAD,
    NUMBER,
    PAGE_TITLE,
    SPACE,
    add_footer,
    add_languages,
    set_styles,
)
from cardprint.load.style import house_style
from cardprint.load.toolkit import Toolkit
from cardprint.model import names
from cardprint.model.card import Card
from cardprint.model.colour import tint
from cardprint.model.page import Page
from cardprint.text.blanks import filled

_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"

LABEL_WIDTH, FIELD_WIDTH = 2600, 7038
"""Of the columns of a table, in twentieths of a point: A4 between margins of 20 mm."""


def word_document(toolkit: Toolkit, fields: Sequence[Field]) -> bytes:
    """The document for some texts of a toolkit."""
    document = Document()
    set_styles(document, toolkit)
    body = _Body(document, toolkit, fields)
    contents = [body.words.cover(body.cover()), *body.all()]
    inside = document.element.body
    inside.insert(0, body.words.group(contents))
    add_lists(document.part.numbering_part.element, body.words.lists)
    add_languages(document, body.words.languages)
    add_footer(document, toolkit)
    places = {name: address for address, name in body.words.places.items()}
    found = exported(tuple(fields))
    carried = Carried(toolkit.slug, found, tuple(body.fixed), toolkit.translation, places)
    _carry(document, carried)
    _set_properties(document, toolkit)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _carry(document: Doc, carried: Carried) -> None:
    data = f'<exchange xmlns="{NAMESPACE}">{escape(packed(carried))}</exchange>'
    package = document.part.package
    part = Part(PackURI("/customXml/item9.xml"), CONTENT_TYPE.XML, data.encode(), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
    name = f"{{{str(uuid5(NAMESPACE_URL, NAMESPACE)).upper()}}}"
    about = (
        f'<ds:datastoreItem xmlns:ds="{_STORE}" ds:itemID="{name}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    kind, place = CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES, PackURI("/customXml/itemProps9.xml")
    part.relate_to(Part(place, kind, about.encode(), package), RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)


def _set_properties(document: Doc, toolkit: Toolkit) -> None:
    properties = document.core_properties
    day = datetime.combine(toolkit.info.published, time(), UTC)
    properties.title, properties.author = toolkit.info.title, toolkit.info.publisher.name
    properties.language, properties.comments = toolkit.info.language, ""
    properties.created = properties.modified = day
    properties.last_modified_by = ""


class _Body:
    """Makes the contents of a document."""

    def __init__(self, document: Doc, toolkit: Toolkit, fields: Sequence[Field]) -> None:
        self.toolkit, self.fields = toolkit, fields
        style = house_style(toolkit.layers, is_printed=True)
        self.line = tint(style.colour("muted"), 0.5)[1:]
        self.surface = style.colour("surface")[1:]
        self.right_to_left = toolkit.locale.direction == "rtl"
        shown = {field.part for field in fields}
        targets = [name for name in toolkit.titles if _part_of(name, toolkit) in shown]
        places = {f"cardprint:{name}": f"to_{i}" for i, name in enumerate(targets)}
        self.words = Words(document.part, places, right_to_left=self.right_to_left)
        self.fixed: list[str] = []
        self.numbers = count(1)

    def cover(self) -> Iterator[Element]:
        """What the document is, and what to do with it."""
        info, labels, words = self.toolkit.info, self.toolkit.locale.words, self.toolkit.locale
        day = format_date(info.published, format="long", locale=words.babel)
        yield self._fixed(info.title, "Title")
        version = f"{labels['version']} {info.version} · {day} · {info.publisher.name}"
        yield self._fixed(version, LEAD)
        for name in ("fill_in", "ask", "send"):
            yield self._fixed(words.exchanged[name], "ListBullet")

    def all(self) -> Iterator[Element]:
        """Everything that can be corrected, in reading order."""
        for name, group in groupby(self.fields, key=lambda field: field.part):
            fields = [*group]
            part = next((each for each in self.toolkit.parts if each.name == name), None)
            if part is None:
                yield self._fixed(self.toolkit.locale.words["about"], PAGE_TITLE)
                yield from self._table(fields)
            elif isinstance(part, Card):
                number = filled(
                    self.toolkit.locale.words["card_number"], {"number": self.toolkit.number(part)}
                )
                yield self._fixed(number, NUMBER)
                yield from self._card(part, fields)
            else:
                yield from self._page(part, fields)

    def _card(self, card: Card, fields: list[Field]) -> Iterator[Element]:
        own = [field for field in fields if field.path[0] != "options"]
        yield from self._opening(own, "Heading1", [*card.choices, names.overview(card.id)])
        for i, option in enumerate(card.options):
            of_option = [field for field in fields if field.path[:2] == ("options", i)]
            title, *others = of_option
            yield from self._heading(title, "Heading2", [names.option(card.id, option.id)])
            yield from self._table(others)

    def _page(self, page: Page, fields: list[Field]) -> Iterator[Element]:
        own = [field for field in fields if field.path[0] != "sections"]
        yield from self._opening(own, PAGE_TITLE, [page.name])
        for i, section in enumerate(page.sections):
            level = int(section.level)
            of_section = (field for field in fields if field.path[:2] == ("sections", i))
            for name, group in groupby(of_section, key=lambda field: field.path[2]):
                match name:
                    case "heading":
                        yield from self._heading(next(group), f"Heading{level}", [])
                    case "subheading":
                        yield from self._heading(next(group), f"Heading{level + 1}", [])
                    case "text":
                        yield from self._running([*group])
                    case _:
                        yield from self._table([*group])

    def _opening(self, fields: list[Field], style: str, targets: list[str]) -> Iterator[Element]:
        """The title of a card or page, its short texts, and its introduction."""
        title, *others = fields
        intro = [field for field in others if field.path == ("intro",)]
        yield from self._heading(title, style, targets)
        yield from self._table([f for f in others if f not in intro and f.path[0] != "cautions"])
        yield from self._running(intro)
        yield from self._table([field for field in others if field.path[0] == "cautions"])

    def _heading(self, field: Field, style: str, targets: Iterable[str]) -> Iterator[Element]:
        marks = [
            mark
            for name in (field.key, *(self.words.places[f"cardprint:{each}"] for each in targets))
            for mark in self.words.bookmark(name)
        ]
        runs = self.words.runs(plain(field.text)[0].runs)
        inside = self.words.paragraph([*marks, *runs], [make("pStyle", val=style)])
        yield self._control(field, [inside])

    def _control(self, field: Field, contents: Iterable[Element]) -> Element:
        title = control_title(self.fields.index(field) + 1, field.where)
        return self.words.control(field.key, title, contents)

    def _running(self, fields: list[Field]) -> Iterator[Element]:
        for field in fields:
            inside = [*self.words.paragraphs(parsed(field.text))]
            for mark in (*self.words.bookmark(field.key),)[::-1]:
                inside[0].pPr.addnext(mark)
            yield self._control(field, inside)

    def _table(self, fields: list[Field]) -> Iterator[Element]:
        """Fields with what they are beside them, and room below."""
        if not fields:
            return
        lines = [
            make(edge, val="single", sz="4", space="0", color=self.line)
            for edge in ("top", "bottom", "insideH")
        ]
        looks = [make("tblW", w=str(LABEL_WIDTH + FIELD_WIDTH), type="dxa")]
        if self.right_to_left:
            looks.insert(0, make("bidiVisual"))
        edges = [
            make(edge, w=width, type="dxa")
            for edge, width in (("top", "40"), ("left", "100"), ("bottom", "20"), ("right", "100"))
        ]
        looks += [
            make("tblBorders", *lines), make("tblLayout", type="fixed"),
            make("tblCellMar", *edges),
        ]  # fmt: skip
        columns = (make("gridCol", w=str(width)) for width in (LABEL_WIDTH, FIELD_WIDTH))
        rows = (self._row(field) for field in fields)
        yield make("tbl", make("tblPr", *looks), make("tblGrid", *columns), *rows)
        yield self.words.paragraph([], [make("pStyle", val=SPACE)])

    def _row(self, field: Field) -> Element:
        marks = [*self.words.bookmark(field.key)]
        label = []
        for line in field.label.split("\n"):
            run = plain(line)[0].runs
            style = [make("pStyle", val=LABEL)]
            label.append(self.words.paragraph([*marks, *self.words.runs(run)], style))
            self.fixed.append(line)
            marks = []
        rich = parsed(field.text) if field.is_prose else plain(field.text)
        inside = _cell(FIELD_WIDTH, self.words.paragraphs(rich))
        control = self._control(field, [inside])
        properties = make("trPr", make("cantSplit"))
        return make("tr", properties, _cell(LABEL_WIDTH, label, fill=self.surface), control)

    def _fixed(self, text: str, style: str) -> Element:
        """Words that stay as they are; a bookmark ends the field before them."""
        self.fixed.append(text)
        marks = self.words.bookmark(f"fixed_{next(self.numbers)}")
        runs = self.words.runs(plain(text)[0].runs)
        return self.words.paragraph([*marks, *runs], [make("pStyle", val=style)])


def _cell(width: int, contents: Iterable[Element], fill: str = "") -> Element:
    looks = [make("tcW", w=str(width), type="dxa")]
    if fill:
        looks.append(make("shd", val="clear", color="auto", fill=fill))
    return make("tc", make("tcPr", *looks), *contents)


def _part_of(name: str, toolkit: Toolkit) -> str:
    """The destination of the card or page that a destination is in."""
    for card in toolkit.cards:
        inner = {*card.choices, names.overview(card.id)}
        if name in inner | {names.option(card.id, option.id) for option in card.options}:
            return card.name
    return name
