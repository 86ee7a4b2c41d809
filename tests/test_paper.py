"""Layouts on paper: each is built, and each check of paper has a PDF broken on purpose."""

import warnings
from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, NameTree, NumberTree, Object, Pdf, Stream, String

from cardprint import Cache, Project, build
from cardprint.errors import OutputError
from cardprint.load.inputs import load_inputs
from cardprint.load.layout import Layout
from cardprint.load.selection import choose
from cardprint.load.toolkit import Toolkit
from cardprint.pipeline.handouts import handout
from cardprint.verify.check import verify
from cardprint.verify.page import Run
from cardprint.verify.reading import read_pages
from conftest import MINI, ROOT

Finished = tuple[bytes, Toolkit, Layout]
Make = Callable[[str], Finished]
Break = Callable[[Pdf], None]

HANDOUT, FORM = "handout", "handout-form"
OPTIONS = ("ritme/opstaan", "ritme/licht")
MONO, PRESS, BOTH = "grid-a4+mono", "press", "grid-a3+press+mono"
LAYOUTS = (*Project(MINI).layouts(), MONO, "screen+mono", "booklet+press", BOTH)

# Pages of grid-a4 and of the press, from 0.
COVER, GUIDE, RITME, RUST, COLOPHON = range(5)


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory, mini_cache: Cache) -> Make:
    """The finished PDF of the small toolkit in a layout, with what to compare it with."""
    home, out = Project(MINI), tmp_path_factory.mktemp("paper")
    folder = home.toolkits()["slapen"]

    @cache
    def made(name: str) -> Finished:
        if name not in (HANDOUT, FORM):
            build(MINI, layouts=[name], out=out, jobs=1, cache=mini_cache)
            file = out / f"slapen-{name.replace('+', '-')}.pdf"
            return file.read_bytes(), *load_inputs(home, folder, name)
        toolkit, layout = load_inputs(home, folder, "grid-a4")
        handout(MINI, "slapen", OPTIONS, out=out)
        title, intro = layout.labels["handout"], layout.labels["handout_intro"]
        intro = intro.format(title=toolkit.info.title, version=toolkit.info.version)
        chosen = choose(toolkit, OPTIONS, intro, title)
        return (out / f"slapen-{name}.pdf").read_bytes(), chosen, layout

    return made


def problems(pdf: bytes, toolkit: Toolkit, layout: Layout) -> list[str]:
    try:
        verify(pdf, toolkit, layout, "out/slapen.pdf")
    except OutputError as error:
        return [str(problem) for problem in error.problems]
    return []


@pytest.mark.parametrize("name", [*LAYOUTS, HANDOUT, FORM])
def test_the_small_toolkit_passes_in(name: str, finished: Make) -> None:
    assert problems(*finished(name)) == []


def left_of(runs: Sequence[Run], words: str) -> float:
    return next(run.box.left for run in runs if run.text.startswith(words))


@pytest.mark.parametrize("orientation", ["options-as-columns", "options-as-rows"])
def test_options_stand_as_columns_or_as_rows(
    orientation: str, project: Path, mini_cache: Cache
) -> None:
    settings = project / "toolkits" / "slapen" / "toolkit.yaml"
    settings.write_text(f"{settings.read_text('utf-8')}orientation: {orientation}\n", "utf-8")
    build(project, layouts=["grid-a4"], jobs=1, cache=mini_cache)
    pages = tuple(read_pages((project / "out" / "slapen-grid-a4.pdf").read_bytes()))
    option, question = (left_of(pages[RITME].runs, w) for w in ("Op tijd", "Wat houdt"))
    assert (option < question) == (orientation == "options-as-rows")


def draw(operators: bytes, page: int = RITME) -> Break:
    """Draw something under a page, as an artifact."""

    def change(pdf: Pdf) -> None:
        pdf.pages[page].contents_coalesce()
        stream = pdf.pages[page].obj.Contents
        stream.write(b"/Artifact BMC q %b Q EMC\n" % operators + stream.read_bytes())

    return change


def write(words: str, x: float = 300, y: float = 300) -> Break:
    """Print words that pdfium can read; which glyphs they show does not matter."""

    def change(pdf: Pdf) -> None:
        fonts = pdf.pages[RITME].obj.Resources.Font
        font = next(iter(dict(fonts.items()).values()))
        glyphs = {letter: number for number, letter in enumerate(sorted(set(words)), 40)}
        lines = "\n".join(f"<{n:04x}> <{ord(letter):04x}>" for letter, n in glyphs.items())
        own = Dictionary({key: value for key, value in font.items() if key != "/ToUnicode"})
        own.ToUnicode = pdf.make_stream(
            b"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
            b"%d beginbfchar\n%b\nendbfchar endcmap" % (len(glyphs), lines.encode())
        )
        fonts["/Own"] = pdf.make_indirect(own)
        text = "".join(f"{glyphs[letter]:04x}" for letter in words)
        draw(b"BT /Own 11 Tf 1 0 0 1 %d %d Tm <%b> Tj ET" % (x, y, text.encode()))(pdf)

    return change


def box(name: str, *corners: float) -> Break:
    def change(pdf: Pdf) -> None:
        pdf.pages[RITME].obj[name] = Array(corners)

    return change


def colour_pictures(pdf: Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, Stream) and item.get("/Subtype") == Name.Image:
            item.ColorSpace = Name.DeviceRGB


def turn_sheet(pdf: Pdf) -> None:
    pdf.pages[RITME].obj.Rotate = 180


def screen_group(pdf: Pdf) -> None:
    group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceRGB)
    pdf.pages[RITME].obj.Group = pdf.make_indirect(group)
    form = pdf.make_stream(b"q Q", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
    form.Group = group
    pdf.pages[RITME].obj.Resources.XObject = Dictionary(Own=form)


def leave_trapping_open(pdf: Pdf) -> None:
    pdf.trailer.Info.Trapped = Name.Unknown


def empty_page(pdf: Pdf) -> None:
    pdf.pages[RITME].obj.Contents = pdf.make_stream(b"")


def swap_notes(pdf: Pdf) -> None:
    one, other = pdf.pages[-3].obj, pdf.pages[-2].obj
    one.Contents, other.Contents = other.Contents, one.Contents


def lose_intent(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


def three_inks(pdf: Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile.N = 3


def lose_press_mark(pdf: Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes().replace(b"PDF/X-4", b"PDF/X-1")
    pdf.Root.Metadata = pdf.make_stream(packet)


def set_words(setting: bytes, size: float) -> Break:
    """Print a word; ``setting`` sets its colour."""

    def change(pdf: Pdf) -> None:
        font = next(iter(pdf.pages[RITME].obj.Resources.Font.keys())).encode()
        draw(b"%b BT %b %g Tf 300 300 Td <0024> Tj ET" % (setting, font, size))(pdf)

    return change


def set_state(**settings: Any) -> Break:
    """Change what the pages know as overprinting."""

    def change(pdf: Pdf) -> None:
        pdf.pages[RITME].obj.Resources.ExtGState.Over = Dictionary(**settings)

    return change


def hide(operators: bytes) -> Break:
    def change(pdf: Pdf) -> None:
        pdf.pages[RITME].obj.Resources.ExtGState.Hidden = Dictionary(ca=0)
        draw(b"/Hidden gs " + operators)(pdf)

    return change


def black_marks(pdf: Pdf) -> None:
    page = pdf.pages[RITME]
    page.contents_coalesce()
    stream = page.obj.Contents
    stream.write(stream.read_bytes().replace(b"/All CS 1 SCN", b"0 0 0 1 K"))


def keep_measurements(pdf: Pdf) -> None:
    (file,) = (ROOT / "layouts" / "press").glob("*.icc")
    profile = file.read_bytes()
    assert b"targ" in profile
    pdf.Root.OutputIntents[0].DestOutputProfile.write(profile)


def add_link(pdf: Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([100, 100, 200, 200]))
    link.Contents, link.F, link.Dest = String("Ga naar Rust"), 4, String("page/colofon")
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


def move_card(pdf: Pdf) -> None:
    NameTree(pdf.Root.Names.Dests)["overview/rust"][0] = pdf.pages[COLOPHON].obj


def swap_pages(*places: tuple[int, int]) -> Break:
    """Exchange two half sheets (side, half), each a form that is drawn on its side."""

    def change(pdf: Pdf) -> None:
        spots = []
        for side, half in places:
            forms = pdf.pages[side].obj.Resources.XObject
            content = pikepdf.parse_content_stream(pdf.pages[side])
            drawn = [str(each.operands[0]) for each in content if str(each.operator) == "Do"]
            spots.append((forms, drawn[half]))
        (one, first), (other, second) = spots
        one[first], other[second] = other[second], one[first]

    return change


def halves(pdf: Pdf, side: int) -> list[Object]:
    return list(pdf.pages[side].obj.Resources.XObject.values())


def lose_tags(pdf: Pdf) -> None:
    for half in halves(pdf, 2):
        del half.StructParents


def swap_tags(pdf: Pdf) -> None:
    one, other = halves(pdf, 2)
    one.StructParents, other.StructParents = other.StructParents, one.StructParents


def first_content(pdf: Pdf) -> Object:
    """The first element that names content."""
    element = pdf.Root.StructTreeRoot
    while isinstance(element.K[0], Dictionary) and "/S" in element.K[0]:
        element = element.K[0]
    return element


def name_other_form(pdf: Pdf) -> None:
    first_content(pdf).K[0].Pg = pdf.pages[3].obj


def name_lost_content(pdf: Pdf) -> None:
    first_content(pdf).K = Array([9999])


def lose_tree(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot


def fields(pdf: Pdf) -> list[Object]:
    return [a for a in pdf.pages[0].obj.Annots if a.Subtype == Name.Widget]


def set_field(key: str, value: str) -> Break:
    def change(pdf: Pdf) -> None:
        fields(pdf)[1][key] = String(value)

    return change


def lose_field(key: str) -> Break:
    def change(pdf: Pdf) -> None:
        del fields(pdf)[1][key]

    return change


def turn_tab_order(first: int, second: int) -> Break:
    def change(pdf: Pdf) -> None:
        annotations, (one, other) = (
            pdf.pages[0].obj.Annots,
            (fields(pdf)[i] for i in (first, second)),
        )
        places = [i for i, a in enumerate(annotations) if a.objgen in (one.objgen, other.objgen)]
        annotations[places[0]], annotations[places[1]] = other, one

    return change


def leave_form(pdf: Pdf) -> None:
    del pdf.Root.AcroForm.Fields[1]


def lose_form(pdf: Pdf) -> None:
    del pdf.Root.AcroForm


def draw_anew(pdf: Pdf) -> None:
    pdf.Root.AcroForm.NeedAppearances = True


def scroll(pdf: Pdf) -> None:
    del fields(pdf)[1].Ff


def show(words: bytes) -> Break:
    """Another appearance of a field; glyphs 1 to 20 are signs and digits."""

    def change(pdf: Pdf) -> None:
        fields(pdf)[1].AP.N.write(b"/Tx BMC BT /Field 10 Tf 0 g %b ET EMC" % words)

    return change


def lose_letters(pdf: Pdf) -> None:
    font = pdf.Root.AcroForm.DR.Font.Field
    font.ToUnicode.write(font.ToUnicode.read_bytes().replace(b"> <0142>", b"> <006c>"))


def lose_field_font(pdf: Pdf) -> None:
    del pdf.Root.AcroForm.DR.Font.Field.DescendantFonts[0].FontDescriptor.FontFile2


def other_element(pdf: Pdf) -> None:
    owners = NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    owners[int(fields(pdf)[1].StructParent)].S = Name.Div


BROKEN: dict[str, tuple[str, Break, str]] = {
    "the trim box is moved": (
        "grid-a4", box("/TrimBox", 9, 9, 830, 590), "page 3: the trim box is not 297mm by 210mm",
    ),
    "the sheet is larger than the paper": (
        "grid-a4", box("/MediaBox", 0, 0, 900, 700), "page 3: the sheet is not 297mm by 210mm",
    ),
    "the trim box is moved in a press": (
        PRESS, box("/TrimBox", 9, 9, 830, 590), "page 3: the trim box is not 297mm by 210mm",
    ),
    "the bleed ends at the trim box": (
        PRESS, box("/BleedBox", 0, 0, 841.89, 595.276),
        "page 3: the bleed box is not 3mm around the trim box",
    ),
    "the sheet has no room for the bleed": (
        PRESS, box("/MediaBox", 0, 0, 841.89, 595.276), "page 3: the sheet does not hold the bleed",
    ),
    "words stand at the left edge": (
        "grid-a4", write("rand", 10), "page 3: 'rand' is less than 5 mm from the edge",
    ),
    "words stand at the top edge": (
        PRESS, write("rand", y=580), "page 3: 'rand' is less than 5 mm from the edge",
    ),
    "a line stands at the right edge": (
        "grid-a4", draw(b"0 g 700 300 130 1 re f"), "a line or area is less than 5 mm from",
    ),
    "a line stands at the edge of a half sheet": (
        "booklet", draw(b"0 g 500 8 100 1 re f", 1),
        "page 11: a line or area is less than 5 mm from the edge (at 79, 8 pt)",
    ),
    "a line stands at the edge of a screen page in greys": (
        "screen+mono", draw(b"0 g 300 8 100 1 re f"), "page 3: a line or area is less than 5 mm",
    ),
    "words stand at the edge of a screen page in greys": (
        "screen+mono", write("rand", 10), "page 3: 'rand' is less than 5 mm from the edge",
    ),
    "the bleed is too short": (
        PRESS, draw(b"0 0 0 1 k -3 300 100 9 re f"), "a line or area is less than 5 mm from",
    ),
    "a half of a sheet is not in the tree": (
        "booklet", lose_tags, "page 3: marked content 0 is not in the structure tree",
    ),
    "the tags of two halves are swapped": (
        "booklet", swap_tags, "a structure element names content of another one",
    ),
    "a tag names the form of another sheet": (
        "booklet", name_other_form, "a structure element names content of another one",
    ),
    "a tag names content that there is not": (
        "grid-a4", name_lost_content, "a structure element names content of another one",
    ),
    "a booklet has no tags": ("booklet", lose_tree, "there is no structure tree"),
    "a page is turned": ("booklet", turn_sheet, "page 3: the page is turned or cropped"),
    "a page is cropped": (
        "grid-a4", box("/CropBox", 20, 20, 800, 580), "page 3: the page is turned or cropped",
    ),
    "a group is blended in screen colours": (
        PRESS, screen_group, "not only inks: DeviceRGB in a group or a gradient",
    ),
    "a picture is drawn inside a page": (
        PRESS, draw(b"BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI"), "a picture inside a page",
    ),
    "black has three more inks at 90 percent": (
        PRESS, draw(b"0.75 0.68 0.67 0.9 k"), "black is made of more than one ink",
    ),
    "trapping is left open": (PRESS, leave_trapping_open, "does not say whether it is trapped"),
    "a page number is lost": ("grid-a4", empty_page, "page 3: there is no page number on it"),
    "pages of notes are swapped": ("booklet-a5", swap_notes, "is printed on it"),
    "an area ends at the knife": (
        PRESS, draw(b"0 0 0 1 k 0 300 100 9 re f"), "a line or area is less than 5 mm from",
    ),
    "paper asks for a click": ("grid-a4", write("klik"), "page 3: 'klik' means nothing on paper"),
    "a button is printed": (
        "grid-a4", write("BEKIJK ONDERDEEL"), "page 3: 'BEKIJK ONDERDEEL' means nothing on paper",
    ),
    "a way back is printed": (
        PRESS, write("TERUG NAAR KIEZEN"), "'TERUG NAAR KIEZEN' means nothing on paper",
    ),
    "mono has a colour": (MONO, draw(b"1 0 0 rg"), "not only greys: DeviceRGB"),
    "mono has the line of a colour": (MONO, draw(b"1 0 0 RG"), "not only greys: DeviceRGB"),
    "mono on a screen has a colour": (
        "screen+mono", draw(b"1 0 0 rg"), "not only greys: DeviceRGB",
    ),
    "mono in a press has inks": (BOTH, draw(b"0 0 0 1 k"), "not only greys: DeviceCMYK"),
    "a press gets a colour of a screen": (
        PRESS, draw(b"1 0 0 rg"), "not only inks: DeviceRGB",
    ),
    "a press gets a grey": (PRESS, draw(b"0.5 g"), "not only inks: DeviceGray"),
    "a press gets another colour space": (PRESS, draw(b"/Ander cs 1 sc"), "not only inks: Ander"),
    "paper gets inks": ("grid-a4", draw(b"0 0 0 1 k"), "not only screen colours: DeviceCMYK"),
    "black is made of four inks": (
        PRESS, draw(b"0.5 0.5 0.5 0.95 k"), "black is made of more than one ink",
    ),
    "there is too much ink": (PRESS, draw(b"0.9 0.9 0.9 0.8 K"), "350% of ink on one spot"),
    "a picture in a press has no inks": (
        PRESS, colour_pictures, "not only inks: a picture in DeviceRGB",
    ),
    "a picture in mono has colours": (
        MONO, colour_pictures, "not only greys: a picture in DeviceRGB",
    ),
    "small text has four inks": (
        PRESS, set_words(b"0.7 0.5 0.4 0.2 k", 13.9), "page 3: text of 13.9 pt has more inks than",
    ),
    "small text is drawn around in colour": (
        PRESS, set_words(b"2 Tr 0 0 0 0 k 0.7 0 0 0 K", 12), "page 3: text of 12 pt has more inks",
    ),
    "large text is made small": (
        PRESS, set_words(b"0.5 0 0 0.5 100 100 cm 0 0.9 0 0 k", 24), "text of 12 pt has more inks",
    ),
    "a thin line has colours": (
        PRESS, draw(b"0.9 0.1 0 0 K 0.5 w 300 300 m 400 300 l S"),
        "page 3: a line of 0.5 pt has more inks than black",
    ),
    "a thin bar has colours": (
        PRESS, draw(b"0.9 0.1 0 0 k 300 300 100 0.7 re f"), "a line of 0.7 pt has more inks than",
    ),
    "a thin frame has colours": (
        PRESS, draw(b"0.9 0.1 0 0 k 300 300 90 90 re 300.5 300.5 89 89 re f*"),
        "a line of 0.5 pt has more inks than black",
    ),
    "a line is too thin": (
        PRESS, draw(b"0 0 0 1 K 0.1 w 300 300 m 400 300 l S"), "a line of 0.1 pt is too thin",
    ),
    "a line is as thin as can be": (
        PRESS, draw(b"0 0 0 1 K 0 w 300 300 m 400 300 l S"), "a line of 0 pt is too thin",
    ),
    "a line is made thin": (
        BOTH, draw(b"0.1 0 0 0.1 0 0 cm 0 G 1 w 3000 3000 m 4000 3000 l S"),
        "page 3: a line of 0.1 pt is too thin to print: at least 0.25 pt",
    ),
    "a bar is too thin": (
        PRESS, draw(b"0 0 0 1 k 300 300 100 0.2 re f"), "a line of 0.2 pt is too thin to print",
    ),
    "black text does not overprint": (
        PRESS, set_words(b"/Knock gs 0 0 0 1 k", 11), "black text is cut out of the colour",
    ),
    "large black text does not overprint": (
        PRESS, set_words(b"/Knock gs 0 0 0 1 k", 30), "black text is cut out of the colour",
    ),
    "overprinting leaves no ink below": (
        PRESS, set_state(OP=True, op=True, OPM=0), "black text is cut out of the colour",
    ),
    "an area is drawn without being seen": (
        PRESS, hide(b"0 0 0 1 k 300 300 9 9 re f"), "page 3: something is drawn that cannot",
    ),
    "an area has no height": (
        PRESS, draw(b"0 0 0 1 k 300 300 9 0 re f"), "page 3: something is drawn that cannot",
    ),
    "crop marks are black alone": (PRESS, black_marks, "page 3: the crop marks are not in all"),
    "the profile is that of its makers": (
        PRESS, keep_measurements, "the profile of the printing condition holds what its makers",
    ),
    "the printing condition is gone": (PRESS, lose_intent, "the printing condition is not given"),
    "the printing condition is a screen": (PRESS, three_inks, "is not for four inks"),
    "the mark of PDF/X is gone": (PRESS, lose_press_mark, "does not say that it is PDF/X-4"),
    "a press has a link": (PRESS, add_link, "there are links or fields, which paper cannot have"),
    "a booklet has a link": ("booklet", add_link, "there are links or fields"),
    "a page number is another": ("grid-a4", move_card, "page 1: the text is not whole"),
    "halves of a side are swapped": ("booklet", swap_pages((0, 0), (0, 1)), "is not whole"),
    "sides are swapped": ("booklet", swap_pages((1, 0), (3, 0)), "is not whole"),
    "a field has no name": (FORM, lose_field("/T"), "page 1: the field '' has no name of its own"),
    "two fields have one name": (FORM, set_field("/T", "whom"), "'whom' has no name of its own"),
    "a field has no words": (FORM, set_field("/TU", " "), "'date' has no description"),
    "the Tab key goes up": (
        FORM, turn_tab_order(0, 4), "the Tab key comes to 'questions' before 'date'",
    ),
    "the Tab key goes to the left": (
        FORM, turn_tab_order(0, 1), "the Tab key comes to 'date' before 'whom'",
    ),
    "a field is not in the form": (FORM, leave_form, "the fields are not in the form of the file"),
    "there is no form": (FORM, lose_form, "the fields are not in the form of the file"),
    "readers draw the fields": (FORM, draw_anew, "every reader would draw the fields in its own"),
    "a field scrolls": (FORM, scroll, "page 1: more fits in the field 'date' than is printed"),
    "a field has no appearance": (
        FORM, lose_field("/AP"), "page 1: nothing shows what is in the field 'date'",
    ),
    "a field shows what is not in it": (
        FORM, show(b"<00140015> Tj"), "page 1: the field 'date' shows other words than are in it",
    ),
    "a field does not show what is in it": (
        FORM, set_field("/V", "3 mei"), "page 1: the field 'date' shows other words than are in it",
    ),
    "a field does not show a sign": (
        FORM, set_field("/V", "-"), "page 1: the field 'date' shows other words than are in it",
    ),
    "a field cannot write a letter": (
        FORM, lose_letters, "page 1: the field 'whom' has no font that can write 'ł'",
    ),
    "the font of the fields is not in the file": (
        FORM, lose_field_font, "page 1: the field 'whom' has no font that can write ' '",
    ),
    "a field has no style": (FORM, set_field("/DA", ""), "the field 'date' has no font that can"),
    "a field is not in its element": (FORM, other_element, "'date' is not in a /Form element"),
    "a field is outside the tree": (FORM, lose_field("/StructParent"), "is not in a /Form element"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_when(name: str, finished: Make) -> None:
    layout, change, expected = BROKEN[name]
    pdf, toolkit, loaded = finished(layout)
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as file, warnings.catch_warnings():
        change(file)
        # pikepdf sees, too, that a field is not in the form.
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        file.save(output)
    found = problems(output.getvalue(), toolkit, loaded)
    assert [line for line in found if expected in line], found


def test_a_word_for_screens_is_named_where_it_stands_in_the_data(
    project: Path, mini_cache: Cache
) -> None:
    card = project / "toolkits" / "slapen" / "cards" / "ritme.yaml"
    text = card.read_text("utf-8").replace("op tijd moe", "op tijd moe na een klik op de wekker")
    card.write_text(text, "utf-8")
    with pytest.raises(OutputError) as refused:
        build(project, layouts=["grid-a4"], jobs=1, cache=mini_cache)
    (problem,) = refused.value.problems
    assert str(problem) == (
        "toolkits/slapen/cards/ritme.yaml:12:15: out/slapen-grid-a4.pdf, page 3: "
        "'klik' means nothing on paper"
    )
