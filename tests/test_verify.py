"""Every check of the verification, with a PDF that was broken on purpose."""

import re
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, NameTree, NumberTree, Object, Pdf, String

from cardprint.errors import OutputError
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.pipeline.verifying import prepare_to_verify, verify_in_two
from cardprint.pipeline.workers import Workers
from cardprint.verify.check import verify
from mutations import lines

Loaded = tuple[Toolkit, Layout]

# Pages of the small toolkit, from 0.
COVER, GUIDE, CHOOSE, OVERVIEW, OPTION = 0, 1, 2, 3, 4


def problems(pdf: bytes, loaded: Loaded) -> list[str]:
    try:
        verify(pdf, *loaded, "out/slapen-screen.pdf")
    except OutputError as error:
        return [str(problem) for problem in error.problems]
    return []


def edit_content(pdf: Pdf, page: int, change: Callable[[bytes], bytes]) -> None:
    stream = pdf.pages[page].obj.Contents
    before = stream.read_bytes()
    after = change(before)
    assert after != before
    stream.write(after)


def links(pdf: Pdf, page: int, words: str) -> list[Object]:
    found = [a for a in pdf.pages[page].obj.Annots if words in str(a.get("/Contents", ""))]
    assert found
    return found


def elements(pdf: Pdf, kind: str, root: Object | None = None) -> list[Object]:
    def below(node: Object) -> Iterator[Object]:
        children = node.get("/K", Array([]))
        for child in children if isinstance(children, Array) else Array([children]):
            if isinstance(child, Dictionary) and "/S" in child:
                yield child
                yield from below(child)

    return [each for each in below(root or pdf.Root.StructTreeRoot.K[0]) if kind == each.S]


def drop_words(pdf: Pdf) -> None:
    # The longest run of the option page is a line of an answer.
    def drop(content: bytes) -> bytes:
        longest = max(re.findall(rb"\[[^\]]*\] TJ", content), key=len)
        return content.replace(longest, b"")

    edit_content(pdf, OPTION, drop)


def clip(pdf: Pdf) -> None:
    edit_content(pdf, OPTION, lambda content: b"0 0 400 595 re W n\n" + content)


def shrink_text(pdf: Pdf) -> None:
    edit_content(pdf, OVERVIEW, lambda content: re.sub(rb" [\d.]+ Tf", b" 9 Tf", content, count=1))


def overlap(pdf: Pdf) -> None:
    edit_content(
        pdf, OPTION, lambda content: b"q\n%b\nQ q 1 0 0 1 3 3 cm\n%b\nQ\n" % (content, content)
    )


def cover(pdf: Pdf) -> None:
    edit_content(pdf, OPTION, lambda content: b"q\n%b\nQ q 1 1 1 rg 0 0 400 300 re f Q" % content)


def repeat_page_before(pdf: Pdf) -> None:
    content = pdf.pages[OPTION].obj.Contents.read_bytes()
    pdf.pages[OPTION + 1].obj.Contents.write(content)


def larger_paper(pdf: Pdf) -> None:
    pdf.pages[OPTION].obj.MediaBox = Array([0, 0, 900, 595.28])


def fonts(pdf: Pdf) -> Iterator[Object]:
    for page in pdf.pages:
        yield from (font for _, font in page.obj.Resources.Font.items())


def take_font_out(pdf: Pdf) -> None:
    for font in fonts(pdf):
        descriptor = font.DescendantFonts[0].FontDescriptor
        if "/FontFile2" in descriptor:
            del descriptor.FontFile2


def rename_font(pdf: Pdf) -> None:
    for font in fonts(pdf):
        font.BaseFont = Name("/ABCDEF+Elders")
        font.DescendantFonts[0].BaseFont = Name("/ABCDEF+Elders")
        font.DescendantFonts[0].FontDescriptor.FontName = Name("/ABCDEF+Elders")


def dead_link(pdf: Pdf) -> None:
    links(pdf, CHOOSE, "Bekijk onderdeel")[0].Dest = String("option/ritme/weg")


def swap_tiles(pdf: Pdf) -> None:
    one, other = links(pdf, CHOOSE, "Bekijk onderdeel")
    one.Dest, other.Dest = other.Dest, one.Dest


def back_elsewhere(pdf: Pdf) -> None:
    links(pdf, OPTION, "Terug naar kiezen")[0].Dest = String("card/rust")


def next_elsewhere(pdf: Pdf) -> None:
    links(pdf, OPTION, "Volgende pagina")[0].Dest = String("number/9")


def navigation_elsewhere(pdf: Pdf) -> None:
    links(pdf, OPTION, "Ga naar Rust")[0].Dest = String("card/ritme")


def part_of_a_card(pdf: Pdf) -> None:
    """One of the two links on the cover leads into its card, not to the beginning of it."""
    links(pdf, COVER, "Ga naar Ritme")[0].Dest = String("option/ritme/licht")


def swap_words_of_tab(pdf: Pdf) -> None:
    """Two lines of one font: a tab and what stands above the text."""
    stream = pdf.pages[OPTION].obj.Contents
    found = {each.text: each for each in lines(pdf) if each.stream.objgen == stream.objgen}
    one, other = sorted(
        (found["Colofon"], found["Keuzekaart 1 | Ritme"]), key=lambda each: each.start
    )
    assert one.font.objgen == other.font.objgen
    other.write(one.glyphs)
    one.write(other.glyphs)


def say(page: int, before: str, after: str) -> Callable[[Pdf], None]:
    """Describe a link in other words."""

    def change(pdf: Pdf) -> None:
        for link in links(pdf, page, before):
            link.Contents = String(str(link.Contents).replace(before, after))

    return change


def lose_link(pdf: Pdf) -> None:
    annotations = pdf.pages[OPTION].obj.Annots
    index = next(i for i, a in enumerate(annotations) if "Terug" in str(a.Contents))
    del annotations[index]


def lose_description(pdf: Pdf) -> None:
    links(pdf, OPTION, "Terug naar kiezen")[0].Contents = String(" ")


def lose_print_flag(pdf: Pdf) -> None:
    links(pdf, OPTION, "Terug naar kiezen")[0].F = 0


def lose_area(pdf: Pdf) -> None:
    links(pdf, OPTION, "Terug naar kiezen")[0].Rect = Array([10, 10, 10, 10])


def strange_address(pdf: Pdf) -> None:
    links(pdf, OPTION + 1, "example.org")[0].A.URI = String("file:///etc/passwd")


def lose_coordinates(pdf: Pdf) -> None:
    names = NameTree(pdf.Root.Names.Dests)
    for name, spot in list(names.items()):
        names[name] = Array([spot[0], Name.XYZ, None, None, None])


def move_destination(pdf: Pdf) -> None:
    spot = Array([pdf.pages[COVER].obj, Name.XYZ, 0, 595, 0])
    NameTree(pdf.Root.Names.Dests)["option/ritme/licht"] = spot


def bookmark_elsewhere(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        first, second = outline.root[2].children[1:]
        first.destination, second.destination = second.destination, first.destination


def lose_owner(pdf: Pdf) -> None:
    del links(pdf, OPTION, "Terug naar kiezen")[0].StructParent


def lose(where: str, key: str) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        holder = {"Root": pdf.Root, "Info": pdf.trailer.Info}[where]
        del holder[key]

    return change


def wrong_language(pdf: Pdf) -> None:
    pdf.Root.Lang = String("en")


def no_ua_mark(pdf: Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes().replace(b"pdfuaid:part", b"pdfuaid:deel")
    pdf.Root.Metadata = pdf.make_stream(packet)


def two_first_headings(pdf: Pdf) -> None:
    elements(pdf, "/H2")[0].S = Name.H1


def skip_heading(pdf: Pdf) -> None:
    elements(pdf, "/H2")[-1].S = Name.H4


def lose_alternative(pdf: Pdf) -> None:
    del elements(pdf, "/Figure")[1]["/Alt"]


def other_alternative(pdf: Pdf) -> None:
    elements(pdf, "/Figure")[1].Alt = String("iets anders")


def lose_header_id(pdf: Pdf) -> None:
    del elements(pdf, "/TH")[0]["/ID"]


def unknown_header(pdf: Pdf) -> None:
    cell = next(each for each in elements(pdf, "/TD") if len(each.A.Headers))
    cell.A.Headers = Array([String("nergens")])


def no_headers(pdf: Pdf) -> None:
    for cell in elements(pdf, "/TD"):
        cell.A.Headers = Array([])


def untag_text(pdf: Pdf) -> None:
    tagged = re.compile(rb"/\w+\s*<<\s*/MCID \d+\s*>>\s*BDC(.*?)EMC", re.DOTALL)
    edit_content(pdf, OPTION, lambda content: tagged.sub(rb"\1", content, count=1))


def lose_parent(pdf: Pdf) -> None:
    owners = NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    owners[int(pdf.pages[OPTION].obj.StructParents)][3] = None


def paragraph_in_item(pdf: Pdf) -> None:
    elements(pdf, "/LBody")[0].S = Name.P


def lose_numbering(pdf: Pdf) -> None:
    del elements(pdf, "/L")[0]["/A"]


def deny_signs(pdf: Pdf) -> None:
    bulleted = next(each for each in elements(pdf, "/L") if each.A.ListNumbering == Name.Disc)
    bulleted.A.ListNumbering = Name("/None")


def cut_link(pdf: Pdf) -> None:
    """Make two elements of a link over two lines, each with an annotation of its own."""
    whole = next(each for each in elements(pdf, "/Link") if len(each.K) > 2)
    annotation, piece = copy(whole.K[0]), pdf.make_indirect(copy(whole))
    annotation.Obj = pdf.make_indirect(copy(annotation.Obj))
    annotation.Pg.Annots.append(annotation.Obj)
    piece.K = Array([annotation, *list(whole.K)[2:]])
    whole.K = Array(list(whole.K)[:2])
    around = whole.P.K
    at = next(i for i, kid in enumerate(around) if kid.objgen == whole.objgen)
    around.insert(at + 1, piece)


def lose_scope(pdf: Pdf) -> None:
    del elements(pdf, "/TH")[0].A["/Scope"]


def corner_is_no_header(pdf: Pdf) -> None:
    elements(pdf, "/TH")[0].S = Name.TD


def corner_without_rows(pdf: Pdf) -> None:
    del elements(pdf, "/Table")[0].K[1].K[0].K[0].A["/Headers"]


def cut_table(pdf: Pdf) -> None:
    table = elements(pdf, "/Table")[0]
    rest = pdf.make_indirect(copy(table))
    rest.Pg = pdf.pages[OPTION].obj
    rest.K = Array([])
    around = table.P.K
    at = next(i for i, kid in enumerate(around) if kid.objgen == table.objgen)
    around.insert(at + 1, rest)


def navigation_first(pdf: Pdf) -> None:
    part = pdf.Root.StructTreeRoot.K[0].K[0]
    part.K = Array([*part.K[1:], part.K[0]])


def way_back_first(pdf: Pdf) -> None:
    whole = next(each for each in elements(pdf, "/Sect") if pdf.pages[OPTION].obj == each.Pg)
    whole.K = Array([whole.K[-1], *whole.K[:-1]])


def lose_meaning(pdf: Pdf) -> None:
    for font in fonts(pdf):
        font.ToUnicode.write(
            re.sub(rb"(<[0-9a-f]{4}>) <0065>", rb"\1 <e065>", font.ToUnicode.read_bytes())
        )


def copy_font(pdf: Pdf) -> None:
    page = pdf.pages[OPTION].obj
    page.Resources = pdf.make_indirect(copy(page.Resources))
    page.Resources.Font = copy(page.Resources.Font)
    for name, font in page.Resources.Font.items():
        page.Resources.Font[name] = pdf.make_indirect(copy(font))


BROKEN: dict[str, tuple[Callable[[Pdf], None], str]] = {
    "a word is gone": (drop_words, "12:15: out/slapen-screen.pdf, page 5: the text is not whole"),
    "text is clipped": (clip, "'VOLGENDE' is cut off"),
    "an answer is clipped": (
        clip, "cards/ritme.yaml:12:15: out/slapen-screen.pdf, page 5: 'Je lichaam went aan",
    ),
    "text is too small": (shrink_text, "at least 8pt"),
    "text lies on text": (overlap, "lies on"),
    "an area lies on text": (cover, "page 5: something is drawn over 'Toolkit Samen"),
    "a page has nothing of its own": (repeat_page_before, "page 6: the page is empty"),
    "a page has another size": (larger_paper, "page 5: the sheet is not 297mm by 210mm"),
    "a font is not embedded": (take_font_out, "is not embedded"),
    "a font is from elsewhere": (rename_font, "'Elders', which is not a font of the layout"),
    "a link is dead": (dead_link, "is dead: there is no 'option/ritme/weg'"),
    "two tiles are swapped": (swap_tiles, "'BEKIJK ONDERDEEL' (Bekijk onderdeel Op tijd opstaan)"),
    "back leads to another card": (back_elsewhere, "'TERUG NAAR KIEZEN'"),
    "next skips pages": (next_elsewhere, "'VOLGENDE' (Volgende pagina) leads to 'number/9'"),
    "navigation leads elsewhere": (navigation_elsewhere, "page 5: there is no link 'Rust'"),
    "a link to a card leads to one of its options": (
        part_of_a_card, "page 1: a link to 'option/ritme/licht' is described as 'Ga naar Ritme'",
    ),
    "a tab has the words of another thing": (
        swap_words_of_tab, "page 5: there is no link 'Colofon'",
    ),
    "a link is described as one of another kind": (
        say(OPTION, "Volgende pagina", "Vorige pagina"),
        "page 5: a link to 'number/6' is described as 'Vorige pagina'",
    ),
    "a description lost its signs": (
        say(CHOOSE, "(lichttherapie)", "lichttherapie"),
        "is described as 'Bekijk onderdeel Licht in de ochtend lichttherapie'",
    ),
    "a description has another digit": (
        say(OPTION + 1, "Website example.org/licht", "Website example.org/1icht"),
        "is described as 'Website example.org/1icht'",
    ),
    "a link is missing": (lose_link, "page 5: there is no link 'TERUG NAAR KIEZEN'"),
    "a link has no words": (lose_description, "has no description"),
    "a link does not print": (lose_print_flag, "has no print flag"),
    "a link has no area": (lose_area, "no area on the page that can be clicked"),
    "a link leads to a file": (strange_address, "leads nowhere"),
    "destinations have no coordinates": (lose_coordinates, "the destination has no coordinates"),
    "a destination is elsewhere": (move_destination, "at option/ritme/licht"),
    "a link is outside the tree": (lose_owner, "is not in a /Link element"),
    "there is no tree": (lose("Root", "/StructTreeRoot"), "there is no structure tree"),
    "the language is wrong": (wrong_language, "the language is not 'nl'"),
    "the title is gone": (lose("Info", "/Title"), "the title of the file"),
    "the metadata is gone": (lose("Root", "/Metadata"), "does not say that it is PDF/UA-1"),
    "the mark of PDF/UA is gone": (no_ua_mark, "does not say that it is PDF/UA-1"),
    "the bookmarks are gone": (
        lose("Root", "/Outlines"), "ritme.yaml:3:8: out/slapen-screen.pdf: there is no bookmark",
    ),
    "a bookmark leads elsewhere": (
        bookmark_elsewhere, "there is no bookmark 'Licht in de ochtend (lichttherapie)' to page 6",
    ),
    "it is not marked as tagged": (lose("Root", "/MarkInfo"), "is not marked as tagged"),
    "the title is not shown": (lose("Root", "/ViewerPreferences"), "would show the file's name"),
    "two headings of level one": (two_first_headings, "has 2 headings of level 1"),
    "a heading level is skipped": (skip_heading, "skips from heading"),
    "a figure has no words": (lose_alternative, "1 figure has no words"),
    "a figure has other words": (other_alternative, "pages/gids.yaml:19:20: out/"),
    "a header has no identifier": (lose_header_id, "a table header has no identifier"),
    "a cell names unknown headers": (unknown_header, "names 1 header that does not exist"),
    "cells have no headers": (no_headers, "table cells without headers"),
    "text is not tagged": (untag_text, "text is neither tagged nor an artifact"),
    "tagged text has no element": (lose_parent, "is not in the structure tree"),
    "an item of a list has no body": (paragraph_in_item, "holds more than its sign and its body"),
    "a list has no numbering": (lose_numbering, "does not say how its items are numbered"),
    "a list with signs says it has none": (deny_signs, "does not say how its items are numbered"),
    "a link is cut in two": (cut_link, "' is cut in two, and would be announced twice"),
    "a header has no scope": (lose_scope, "whether it is over a column or before a row"),
    "the corner is no header": (corner_is_no_header, "the corner above the headers of rows is no"),
    "rows do not name the corner": (corner_without_rows, "do not name the header of their column"),
    "a table is cut in two": (cut_table, "page 5: the table goes on without a heading"),
    "the navigation is read first": (navigation_first, "page 1: the navigation is read before"),
    "a link is read before the heading": (
        way_back_first, "page 5: the link 'Terug naar kiezen: Ritme' is read before the heading",
    ),
    "a letter has no meaning": (lose_meaning, "page 5: 1 letter of 'Atkinson-Hyperlegible-Next' "),
    "a font is there twice": (copy_font, "Hyperlegible-Next-Bold' is in the file 2 times"),
}  # fmt: skip


def test_the_file_that_was_built_passes(mini_pdf: bytes, mini: Loaded) -> None:
    assert problems(mini_pdf, mini) == []


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_when(name: str, mini_pdf: bytes, mini: Loaded) -> None:
    change, expected = BROKEN[name]
    output = BytesIO()
    with pikepdf.open(BytesIO(mini_pdf)) as pdf:
        change(pdf)
        pdf.save(output)
    found = problems(output.getvalue(), mini)
    assert [line for line in found if expected in line], found


@pytest.mark.parametrize("size", [0, 100, 20_000])
def test_a_truncated_file_is_refused(size: int, mini_pdf: bytes, mini: Loaded) -> None:
    assert problems(mini_pdf[:size], mini)


def test_a_file_of_another_toolkit_is_refused(mini_pdf: bytes, mini: Loaded) -> None:
    toolkit, layout = mini
    fewer = toolkit.cards[0].model_copy(update={"title": "Een andere kaart"})
    parts = tuple(fewer if part is toolkit.cards[0] else part for part in toolkit.parts)
    other = replace(toolkit, parts=parts)
    assert any("Een andere kaart" in line for line in problems(mini_pdf, (other, layout)))


def test_two_processes_find_all_that_one_finds(mini_pdf: bytes, mini: Loaded) -> None:
    output = BytesIO()
    with pikepdf.open(BytesIO(mini_pdf)) as pdf:
        drop_words(pdf)  # is seen on the page
        lose_scope(pdf)  # is read in the tags
        pdf.save(output)
    broken, shown = output.getvalue(), "out/slapen-screen.pdf"
    found = problems(broken, mini)
    assert len(found) > 1
    with Workers(2) as workers:
        prepare_to_verify(workers, shown)
        verify_in_two(workers, mini_pdf, *mini, shown)
        with pytest.raises(OutputError) as raised:
            verify_in_two(workers, broken, *mini, shown)
        with pytest.raises(OutputError, match="damaged") as damaged:
            verify_in_two(workers, b"%PDF-1.7", *mini, shown)
    assert [str(problem) for problem in raised.value.problems] == found
    assert len(damaged.value.problems) == 1
