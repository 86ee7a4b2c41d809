"""A press can print a file: what is small has one ink, black lies over colours, marks have all."""

from collections.abc import Iterator
from typing import Any

from pikepdf import Dictionary, Name, Object, parse_content_stream

from cardprint.assemble.profile import MEASURED, tags_of
from cardprint.link.graphics import Graphics, Painting, State, is_invisible
from cardprint.link.paint import LEAST_LINE_PT, SMALL_TEXT_PT, THIN_LINE_PT
from cardprint.load.layout import Layout
from cardprint.messages.catalogue import Message, tell
from cardprint.verify.colours import all_inks
from cardprint.verify.file import FinishedFile

_TOLERANCE_PT = 0.01
_BLACK = (0.0, 0.0, 0.0, 1.0)


def check_press(file: FinishedFile, layout: Layout) -> Iterator[Message]:
    """What ISO 15930-7 asks, and what plates that do not fit exactly would spoil."""
    yield from _check_file(file)
    for number, page in enumerate(file.pdf.pages, 1):
        found = [*_check_marks(page.obj), *_check_page(page.obj, has_inks=not layout.info.mono)]
        for message in dict.fromkeys(found):
            yield tell("page {page}: {message}", page=number, message=message)


def _check_file(file: FinishedFile) -> Iterator[Message]:
    root = file.pdf.Root
    intents = [each for each in root.get("/OutputIntents", ()) if each.get("/S") == Name.GTS_PDFX]
    if not intents or "/DestOutputProfile" not in intents[0]:
        yield tell("the printing condition is not given (ISO 15930-7, 6.2)")
    elif intents[0].DestOutputProfile.get("/N") != len("CMYK"):
        yield tell("the profile of the printing condition is not for four inks")
    elif MEASURED & tags_of(intents[0].DestOutputProfile.read_bytes()).keys():
        yield tell("the profile of the printing condition holds what its makers have measured")
    trapped = file.pdf.trailer.get("/Info", Dictionary()).get("/Trapped", "")
    if trapped not in ("/True", "/False"):
        yield tell("the file does not say whether it is trapped (ISO 15930-7, 6.13)")
    if file.description.get("pdfxid:GTS_PDFXVersion") != "PDF/X-4":
        yield tell("the file does not say that it is PDF/X-4 (ISO 15930-7, 6.7)")


def _check_marks(page: Object) -> Iterator[Message]:
    """Whether the crop marks, by which the plates are aligned, are on every plate."""
    names = set(all_inks(page))
    used = {
        str(each.operands[0]).lstrip("/")
        for each in parse_content_stream(page, "CS")
        if each.operands
    }
    if not names & used:
        yield tell("the crop marks are not in all inks")


def _check_page(page: Object, *, has_inks: bool) -> Iterator[Message]:
    resources = page.get("/Resources", Dictionary())
    for painting, state in _drawn(page, resources, State(), set()):
        if is_invisible(state, painting):
            yield tell("something is drawn that cannot be seen, but might be printed")
            continue
        yield from _check_thickness(painting)
        if has_inks:
            yield from _check_inks(painting, state)


def _check_thickness(painting: Painting) -> Iterator[Message]:
    for thickness in (painting.line_pt, painting.area_pt if painting.is_bar else None):
        if thickness is not None and thickness < LEAST_LINE_PT - _TOLERANCE_PT:
            yield tell(
                "a line of {width} pt is too thin to print: at least {least} pt",
                width=round(thickness, 2),
                least=LEAST_LINE_PT,
            )


def _check_inks(painting: Painting, state: State) -> Iterator[Message]:
    if painting.text_pt is not None:
        if painting.fills and state.fill == _BLACK and not state.overprints:
            yield tell("black text is cut out of the colour below it")
        if painting.text_pt < SMALL_TEXT_PT - _TOLERANCE_PT and _is_mixed(painting, state):
            yield tell(
                "text of {size} pt has more inks than black", size=round(painting.text_pt, 1)
            )
        return
    for thickness, inks in ((painting.line_pt, state.stroke), (painting.area_pt, state.fill)):
        if thickness is not None and thickness < THIN_LINE_PT - _TOLERANCE_PT and _is_colour(inks):
            yield tell("a line of {width} pt has more inks than black", width=round(thickness, 2))


def _is_mixed(painting: Painting, state: State) -> bool:
    filled = painting.fills and _is_colour(state.fill)
    return filled or (painting.strokes and _is_colour(state.stroke))


def _is_colour(inks: tuple[float, ...] | None) -> bool:
    """Whether there is another ink than black; patterns and the like have no single one."""
    return inks is not None and any(inks[:-1])


def _drawn(
    content: Any, resources: Object, state: State, within: set[tuple[int, int]]
) -> Iterator[tuple[Painting, State]]:
    """What is drawn by a page or a form, and by the forms in it."""
    graphics = Graphics(resources, state)
    forms = resources.get("/XObject", Dictionary())
    for each in parse_content_stream(content):
        if painting := graphics.read(each):
            yield painting, graphics.state
        elif str(each.operator) == "Do":
            form = forms.get(str(each.operands[0]), Dictionary())
            if form.get("/Subtype") == Name.Form and form.objgen not in within:
                own, inner = form.get("/Resources", resources), graphics.state.within(form)
                yield from _drawn(form, own, inner, within | {form.objgen})
