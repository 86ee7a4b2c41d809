"""A Word document: what is in it, and what is read of it when it comes back."""

import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from cardprint.exchange.carried import Carried, exported
from cardprint.exchange.comparing import Comparison, compared
from cardprint.exchange.fields import Field, fields_of
from cardprint.exchange.package import opened
from cardprint.exchange.returned import Returned
from cardprint.exchange.rich import parsed
from cardprint.exchange.word_read import read_word
from cardprint.exchange.word_write import word_document
from cardprint.load.toolkit import Toolkit
from cardprint.storage.project import Project
from conftest import ROOT
from exchanged import Desk, Element, field_at, loaded, make_project, with_parts

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BY = 'w:id="900" w:author="Sam de Vries" w:date="2026-11-01T10:00:00Z"'
SCHERM = ("card/rust", "options", "scherm", "answers")


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Toolkit:
    return loaded(make_project(tmp_path_factory.mktemp("exchange") / "project"))


@pytest.fixture(scope="module")
def document(toolkit: Toolkit) -> bytes:
    return word_document(toolkit, fields_of(toolkit))


@pytest.fixture
def desk(document: bytes) -> Desk:
    return Desk(document)


Reader = Callable[..., tuple[Returned, Comparison]]


@pytest.fixture
def read(tmp_path: Path, toolkit: Toolkit) -> Reader:
    def read(data: bytes, *, accept: bool = True) -> tuple[Returned, Comparison]:
        file = tmp_path / "review.docx"
        file.write_bytes(data)
        returned = read_word(opened(file, "review.docx"), accept=accept)
        return returned, compared(returned, toolkit, "review.docx")

    return read


def of(toolkit: Toolkit, question: str) -> Field:
    return field_at(toolkit, *SCHERM, question)


def texts(comparison: Comparison) -> dict[str, str]:
    return {change.field.where: change.new for change in comparison.changes}


def messages(comparison: Comparison) -> list[str]:
    return [str(each.message) for each in (*comparison.problems, *comparison.notes)]


def run(words: str, looks: str = "") -> str:
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def element(xml: str) -> Element:
    return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {NS}", xml))


def add_after(neighbour: Element, xml: str) -> None:
    neighbour.addnext(element(xml))


@pytest.mark.parametrize("slug", sorted(Project(ROOT).toolkits()))
def test_nothing_has_changed_in_a_document_that_nobody_touched(slug: str, tmp_path: Path) -> None:
    ours = loaded(ROOT, slug)
    file = tmp_path / "review.docx"
    file.write_bytes(word_document(ours, fields_of(ours)))
    returned = read_word(opened(file, "review.docx"))
    assert [each.key for each in returned.found] == [each.key for each in fields_of(ours)]
    assert compared(returned, ours, "review.docx") == Comparison()


def test_every_kind_of_text_comes_back_as_it_was(document: bytes, read: Reader) -> None:
    returned, comparison = read(document)
    assert comparison == Comparison()
    assert returned.outside == returned.carried.fixed
    assert len(returned.found) > 60


def test_everything_but_the_fields_is_locked(desk: Desk, toolkit: Toolkit) -> None:
    (group, *others) = desk.document.element.body
    assert [each.tag for each in others] == [qn("w:sectPr")]
    locks = [each.get(qn("w:val")) for each in group.find(qn("w:sdtPr")).iter(qn("w:lock"))]
    assert locks == ["contentLocked"]
    tags = [each.get(qn("w:val")) for each in group.iter(qn("w:tag"))]
    assert tags == [field.key for field in fields_of(toolkit)]
    assert max(map(len, tags)) <= 64
    assert {each.get(qn("w:val")) for each in group.iter(qn("w:lock"))} == {
        "contentLocked", "sdtLocked",
    }  # fmt: skip


def test_the_document_speaks_the_language_of_the_toolkit(desk: Desk) -> None:
    words = " ".join(text.text for text in desk.document.element.body.iter(qn("w:t")))
    assert "Lees de tekst en verbeter wat niet klopt." in words
    languages = {each.get(qn("w:val")) for each in desk.document.styles.element.iter(qn("w:lang"))}
    assert languages == {"nl", "nl-BE"}  # the last is that of some words


def test_a_link_inside_the_toolkit_leads_to_its_place_in_the_document(desk: Desk) -> None:
    body = desk.document.element.body
    anchors = {each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))} - {None}
    marks = {each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))}
    assert len(anchors) == 2
    assert anchors <= marks


def test_a_changed_word_is_found_and_nothing_else(
    desk: Desk, toolkit: Toolkit, read: Reader
) -> None:
    desk.write(of(toolkit, "helpen"), "fel licht", "fel blauw licht")
    _, comparison = read(desk.saved())
    (change,) = comparison.changes
    wanted = of(toolkit, "helpen").text.replace("fel licht", "fel blauw licht")
    assert change.new.split() == wanted.split()
    assert parsed(change.new) == parsed(wanted)
    assert (comparison.conflicts, comparison.problems, comparison.notes) == ([], [], [])


def test_bold_links_and_lists_that_are_new_become_markdown(
    desk: Desk, toolkit: Toolkit, read: Reader
) -> None:
    field = of(toolkit, "inhoud")
    cell = next(desk.control(field).iter(qn("w:tc")))
    relation = desk.document.part.relate_to(
        "https://example.org/nieuw",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    (old,) = cell.findall(qn("w:p"))
    old.append(element(run(" Let ") + ""))
    old.append(element(run("echt ", "<w:b/>")))
    old.append(element(
        '<w:hyperlink xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships" r:id="{relation}">{run("hierop")}</w:hyperlink>'
    ))  # fmt: skip
    item = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="9001"/></w:numPr></w:pPr>'
    cell.append(element(f"{item}{run('een')}</w:p>"))
    cell.append(element(f"<w:p>{run('• twee')}</w:p>"))
    (new,) = texts(read(desk.saved())[1]).values()
    assert new.endswith(
        "er niets mee doet. Let **echt** [hierop](https://example.org/nieuw)\n\n- een\n- twee"
    )


def test_a_link_that_is_a_field_of_word_is_read_too(
    desk: Desk, toolkit: Toolkit, read: Reader
) -> None:
    paragraph = next(desk.control(of(toolkit, "inhoud")).iter(qn("w:p")))
    parts = [
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> HYPERLINK "https://example.org/veld"</w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>veld</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ]
    for part in parts:
        paragraph.append(element(f"<w:r>{part}</w:r>"))
    (new,) = texts(read(desk.saved())[1]).values()
    assert new.endswith("mee doet.[veld](https://example.org/veld)")


def test_what_only_word_put_in_is_no_change(desk: Desk, toolkit: Toolkit, read: Reader) -> None:
    desk.write(of(toolkit, "inhoud"), "Zo’n", "Zo\u00adn".replace("\u00adn", "'n"))
    (text,) = desk.texts(of(toolkit, "inhoud"))
    text.text = text.text.replace(" en ", "\u00a0en ", 1)
    before, after = text.text.split("e-mail")
    text.text = before + "e"
    around = text.getparent()
    add_after(around, f"<w:r><w:noBreakHyphen/><w:t xml:space='preserve'>mail{after}</w:t></w:r>")
    assert read(desk.saved())[1] == Comparison()


def test_a_field_that_is_gone_doubled_or_moved_is_named(
    desk: Desk, toolkit: Toolkit, read: Reader
) -> None:
    page = [f for f in fields_of(toolkit) if f.part == "page/gids"]
    gone, moved = (next(f for f in page if f.path[-1] == name) for name in ("intro", "subheading"))
    doubled = of(toolkit, "inhoud")
    control = desk.control(gone)
    control.getparent().remove(control)
    heading = desk.control(moved)
    heading.getparent().append(heading)
    row = next(desk.control(doubled).iterancestors(qn("w:tr")))
    copied = deepcopy(row)
    row.addnext(copied)
    text = [*copied.iter(qn("w:t"))][-1]
    text.text = text.text.replace("Je telefoon", "Jouw telefoon")
    _, comparison = read(desk.saved())
    assert messages(comparison) == [
        f"'{gone.where}': the field is gone",
        f"'{doubled.where}': the field is there more than once, with different texts",
        f"'{moved.where}': the field stands elsewhere in the file",
        "words outside the fields are not taken over: 'Wat houdt het in?'",
    ]
    assert comparison.changes == []


def test_an_emptied_field_is_named_and_not_written(
    desk: Desk, toolkit: Toolkit, read: Reader
) -> None:
    field = of(toolkit, "inhoud")
    properties = desk.control(field).find(qn("w:sdtPr"))
    properties.append(element("<w:showingPlcHdr/>"))
    desk.texts(field)[0].text = "Klik of tik om tekst in te voeren."
    comparison = read(desk.saved())[1]
    assert messages(comparison) == [f"'{field.where}': the text is empty"]
    assert comparison.changes == []


def test_looks_that_a_toolkit_does_not_have_are_named(
    desk: Desk, toolkit: Toolkit, read: Reader
) -> None:
    field = of(toolkit, "inhoud")
    paragraph = next(desk.control(field).iter(qn("w:p")))
    paragraph.append(element(run(" schuin", "<w:i/>")))
    paragraph.append(element(run(" weg", "<w:strike/>")))
    maths = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    paragraph.append(parse_xml(f'<m:oMath xmlns:m="{maths}"><m:r><m:t>x</m:t></m:r></m:oMath>'))
    comparison = read(desk.saved())[1]
    assert messages(comparison) == [
        f"'{field.where}': italics cannot be taken over",
        f"'{field.where}': words that are struck through cannot be taken over",
        f"'{field.where}': a formula cannot be taken over",
    ]
    assert texts(comparison)[field.where].endswith("mee doet. schuin weg")


def test_words_outside_the_fields_are_named(desk: Desk, read: Reader) -> None:
    labels = (each for each in desk.document.element.body.iter(qn("w:t")))
    [*(each for each in labels if each.text == "Wat houdt het in?")][-1].text = "Wat is het?"
    assert messages(read(desk.saved())[1]) == [
        "words outside the fields are not taken over: 'Wat is het?'"
    ]


TRACKED = {
    "a word that is new": (
        f"<w:ins {BY}>{run(' En meer.')}</w:ins>", " En meer.", "",
    ),
    "a word that is gone": (
        f"<w:del {BY}><w:r><w:delText xml:space='preserve'> Weg.</w:delText></w:r></w:del>",
        "", " Weg.",
    ),
    "a word that came from elsewhere": (
        f"<w:moveTo {BY}>{run(' Hier.')}</w:moveTo>", " Hier.", "",
    ),
    "a word that went elsewhere": (
        f"<w:moveFrom {BY}>{run(' Daar.')}</w:moveFrom>", "", " Daar.",
    ),
    "a word that got bold": (
        run(" vet", f"<w:b/><w:rPrChange {BY}><w:rPr/></w:rPrChange>"), " **vet**", " vet",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TRACKED)
def test_tracked_changes_are_found_and_can_be_accepted_or_not(
    name: str, desk: Desk, toolkit: Toolkit, read: Reader
) -> None:
    xml, accepted, original = TRACKED[name]
    field = of(toolkit, "inhoud")
    next(desk.control(field).iter(qn("w:p"))).append(element(xml))
    data = desk.saved()
    for accept, more in ((True, accepted), (False, original)):
        returned, comparison = read(data, accept=accept)
        assert returned.tracked == (field.key,)
        assert returned.authors == ("Sam de Vries",)
        new = texts(comparison).get(field.where, field.text)
        assert new == field.text + more


def test_a_tracked_end_of_a_paragraph_joins_it_with_the_next(
    desk: Desk, toolkit: Toolkit, read: Reader
) -> None:
    field = field_at(toolkit, "card/rust", "intro")
    first = next(desk.control(field).iter(qn("w:p")))
    first.pPr.append(element(f"<w:rPr><w:del {BY}/></w:rPr>"))
    data = desk.saved()
    (joined,) = texts(read(data)[1]).values()
    assert "helpt wel.Je kiest zelf" in joined.replace("\n", " ")
    assert texts(read(data, accept=False)[1]) == {}


def test_a_tracked_row_of_a_table_is_a_field_that_is_gone(
    desk: Desk, toolkit: Toolkit, read: Reader
) -> None:
    field = of(toolkit, "inhoud")
    row = next(desk.control(field).iterancestors(qn("w:tr")))
    row.find(qn("w:trPr")).append(element(f"<w:del {BY}/>"))
    data = desk.saved()
    assert messages(read(data)[1]) == [f"'{field.where}': the field is gone"]
    assert read(data, accept=False)[1] == Comparison()


def test_comments_come_back_with_their_place_and_their_words(
    desk: Desk, toolkit: Toolkit, read: Reader
) -> None:
    field = of(toolkit, "helpen")
    (first, *_) = desk.control(field).iter(qn("w:p"))
    comment = desk.document.part._comments_part.comments.add_comment("Klopt dit?", "An", "A")
    number = str(comment.comment_id)
    text = next(first.iter(qn("w:r")))
    text.addprevious(element(f'<w:commentRangeStart w:id="{number}"/>'))
    add_after(text, f'<w:commentRangeEnd w:id="{number}"/>')
    first.append(element(f'<w:r><w:commentReference w:id="{number}"/></w:r>'))
    (remark,) = read(desk.saved())[0].remarks
    assert (remark.initials, remark.text, remark.where) == ("A", "Klopt dit?", field.where)
    assert remark.words == "Het gaat om deze dingen:"


def without_tags(parts: dict[str, bytes]) -> None:
    """What some programs make of a document: controls around first paragraphs, without tags."""
    xml = parts["word/document.xml"].decode()
    parts["word/document.xml"] = re.sub(
        r"<w:sdt>|</w:sdt>|<w:sdtPr>.*?</w:sdtPr>|</?w:sdtContent>", "", xml
    ).encode()


def test_fields_are_found_by_their_bookmarks_where_a_program_loses_the_controls(
    document: bytes, desk: Desk, toolkit: Toolkit, read: Reader
) -> None:
    assert read(with_parts(document, without_tags))[1] == Comparison()
    desk.write(of(toolkit, "helpen"), "fel licht", "fel blauw licht")
    assert [*texts(read(with_parts(desk.saved(), without_tags))[1])] == [
        of(toolkit, "helpen").where
    ]


def test_a_field_whose_end_is_lost_is_named_and_not_written(
    document: bytes, toolkit: Toolkit, read: Reader
) -> None:
    sections = [f for f in fields_of(toolkit) if f.part == "page/gids" and "sections" in f.path]
    intro = field_at(toolkit, "page/gids", "intro")
    heading = sections[0]

    def lose(parts: dict[str, bytes]) -> None:
        without_tags(parts)
        xml = parts["word/document.xml"]
        parts["word/document.xml"] = xml.replace(heading.key.encode(), b"other")

    comparison = read(with_parts(document, lose))[1]
    assert messages(comparison) == [
        f"'{intro.where}': where it ends cannot be told: the field after it is gone",
        f"'{heading.where}': the field is gone",
    ]
    assert comparison.changes == []


def test_what_is_carried_along_says_which_texts_there_were(
    document: bytes, toolkit: Toolkit, read: Reader
) -> None:
    carried: Any = read(document)[0].carried
    assert isinstance(carried, Carried)
    assert carried.fields == exported(fields_of(toolkit))
    assert carried.toolkit == "slapen"


def test_a_table_in_a_field_is_named_and_its_words_are_kept(
    desk: Desk, toolkit: Toolkit, read: Reader
) -> None:
    field = of(toolkit, "inhoud")
    cell = next(desk.control(field).iter(qn("w:tc")))
    row = "<w:tr>" + "".join(f"<w:tc><w:p>{run(word)}</w:p></w:tc>" for word in "ab") + "</w:tr>"
    cell.append(element(f"<w:tbl><w:tblPr/><w:tblGrid/>{row}</w:tbl>"))
    cell.append(element(f"<w:p>{run('Daarna.')}</w:p>"))
    comparison = read(desk.saved())[1]
    assert messages(comparison) == [f"'{field.where}': a table cannot be taken over"]
    assert texts(comparison)[field.where].endswith("mee doet.\n\na\n\nb\n\nDaarna.")


def test_a_text_without_end_is_named_and_not_written(
    desk: Desk, toolkit: Toolkit, read: Reader
) -> None:
    field = of(toolkit, "inhoud")
    desk.write(field, "Je telefoon", "[" * 30_000)
    comparison = read(desk.saved())[1]
    assert messages(comparison) == [f"'{field.where}': the text is too long"]
    assert comparison.changes == []


def test_no_property_is_said_twice(desk: Desk) -> None:
    """Word takes such a document for damaged."""
    roots = (desk.document.element, desk.document.styles.element, desk.document.settings.element)
    properties = {qn(f"w:{name}") for name in ("rPr", "pPr", "sdtPr", "tblPr", "tcPr", "compat")}
    for element in (each for root in roots for each in root.iter(*properties)):
        said = [(child.tag, child.get(qn("w:name"))) for child in element]
        assert len(said) == len({*said})
