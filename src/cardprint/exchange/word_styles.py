"""How a Word document looks: its styles, its paper, its language and its foot."""

from collections.abc import Iterable

from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from cardprint.exchange.word_parts import LANGUAGE_STYLE, LINK_STYLE, make, style_id
from cardprint.load.style import house_style
from cardprint.load.toolkit import Toolkit

LABEL, LEAD, NUMBER, SPACE = "FieldLabel", "Lead", "CardNumber", "Space"
"""The ids of the styles of what stands beside a field, of the cover, of the number above the title
of a card, and of the room below a table."""
PAGE_TITLE = "PageTitle"
"""That of the title of a page, which has no number above it."""

_WORD_2013 = "15"
"""The mode of Word from 2013 on; in those of before, it offers less."""


def set_styles(document: Doc, toolkit: Toolkit) -> None:
    """Give the document the looks of the toolkit."""
    looks = house_style(toolkit.layers, is_printed=True)
    accent, muted = (RGBColor.from_string(looks.colour(c)[1:]) for c in ("accent", "muted"))
    _set_page(document)
    styles = document.styles
    normal = _style(document, "Normal", 10.5, after=4)
    normal.paragraph_format.line_spacing = 1.15
    for name, size, before in (
        ("Heading 1", 18, 6),
        ("Heading 2", 13, 14),
        ("Heading 3", 11.5, 8),
        ("Heading 4", 10.5, 6),
    ):
        heading = _style(document, name, size, before=before, after=4)
        heading.font.color.rgb, heading.font.bold, heading.font.cs_bold = accent, True, True
    title = _style(document, "Title", 26, before=0, after=6)
    title.font.color.rgb = accent
    for name in (LABEL, LEAD, NUMBER, SPACE):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = normal
    label = _style(document, LABEL, 9.5, before=1).font
    label.bold = label.cs_bold = True
    _style(document, LEAD, 12, after=10).font.color.rgb = muted
    number = _style(document, NUMBER, 10)
    number.font.color.rgb = muted
    number.paragraph_format.page_break_before = number.paragraph_format.keep_with_next = True
    _style(document, SPACE, 4)
    styles.add_style(PAGE_TITLE, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Heading 1"]
    _style(document, PAGE_TITLE, 18, before=26, after=4)
    link = styles.add_style(LINK_STYLE, WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = accent, True
    _set_language(document, toolkit)


def add_languages(document: Doc, languages: Iterable[str]) -> None:
    """Add a style for the words in each of some languages."""
    for language in sorted(languages):
        name = f"{LANGUAGE_STYLE}{language}"
        style = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.element.set(qn("w:styleId"), style_id(language))
        style.element.get_or_add_rPr().append(make("lang", val=language))


def _style(
    document: Doc, name: str, size: float, before: float = 0, after: float = 0
) -> ParagraphStyle:
    """A style with its size and the room before and after, in points."""
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)  # noqa: S101  # all of these are
    style.font.size = Pt(size)
    # Arabic and Hebrew have sizes and bold of their own (17.3.2.39).
    looks = style.element.rPr
    for old in looks.findall(qn("w:szCs")):
        looks.remove(old)
    looks.find(qn("w:sz")).addnext(make("szCs", val=str(round(2 * size))))
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    return style


def _set_page(document: Doc) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    for each in document.settings.element.iter(qn("w:compatSetting")):
        if each.get(qn("w:name")) == "compatibilityMode":
            each.set(qn("w:val"), _WORD_2013)


def _set_language(document: Doc, toolkit: Toolkit) -> None:
    """The language of the words, in which Word checks the spelling."""
    languages = document.styles.element.findall(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    for each in languages:
        for name in ("val", "bidi"):
            each.set(qn(f"w:{name}"), toolkit.info.language)


def add_footer(document: Doc, toolkit: Toolkit) -> None:
    """The title, the version and the number of the page at the foot of every page."""
    info = toolkit.info
    paragraph = document.sections[0].footer.paragraphs[0]
    version = f"{toolkit.locale.words['version']} {info.version}"
    paragraph.add_run(f"{info.title} · {version} · ").font.size = Pt(8)
    number = paragraph.add_run()
    number.font.size = Pt(8)
    for kind in ("begin", "separate", "end"):
        number.element.append(make("fldChar", fldCharType=kind))
        if kind == "begin":
            instruction = make("instrText")
            instruction.text = "PAGE"
            number.element.append(instruction)
