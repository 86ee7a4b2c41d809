"""What goes on a sheet: the pages of a booklet, cells that are too long, and the right colours."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from shutil import which

import pdfua
import pikepdf
import pytest
import yaml
from pikepdf import Dictionary, Object, Page, Pdf, Stream, String

from cardprint import Cache, InputError, Project, build
from cardprint.assemble.imposition import impose, sides
from cardprint.compose.sheets import compose
from cardprint.errors import Problem
from cardprint.load.inputs import load_inputs
from cardprint.model.layout import points
from cardprint.text.prose import letters
from cardprint.verify.fold import LEFT, RIGHT, reading_order
from cardprint.verify.reading import read_pages
from conftest import MINI

Side = tuple[int, int]
Sheet = tuple[Side, Side]

COUNTS = (4, 8, 12, 40)
CARD = "card/ritme#1"


def printed(count: int) -> list[Sheet]:
    """Front and back of each sheet as it leaves the printer, the outermost first."""
    flat = sides(count)
    return list(zip(flat[::2], flat[1::2], strict=True))


def read(sheets: Sequence[Sheet]) -> list[int]:
    """What a reader comes to in a sheet that is folded around the others."""
    if not sheets:
        return []
    (front, back), *inside = sheets
    return [front[1], back[0], *read(inside), back[1], front[0]]


@pytest.mark.parametrize("count", COUNTS)
def test_a_folded_booklet_reads_from_the_first_page_to_the_last(count: int) -> None:
    assert read(printed(count)) == list(range(count))


@pytest.mark.parametrize("count", COUNTS)
def test_every_page_is_printed_once_and_on_the_back_of_its_neighbour(count: int) -> None:
    sheets = printed(count)
    assert len(sheets) == count // 4
    assert sorted(page for sheet in sheets for side in sheet for page in side) == [*range(count)]
    # A sheet is turned about its short edge: the left half lies on the right half.
    for front, back in sheets:
        assert (back[LEFT] - front[RIGHT], front[LEFT] - back[RIGHT]) == (1, 1)


@pytest.mark.parametrize("count", COUNTS)
def test_the_verification_folds_as_a_reader_does(count: int) -> None:
    flat = sides(count)
    assert [flat[side][half] for side, half in reading_order(len(flat))] == [*range(count)]


@pytest.fixture(scope="session")
def booklet(tmp_path_factory: pytest.TempPathFactory, mini_cache: Cache) -> Path:
    """The folder with the booklet, imposed and as it is read."""
    out = tmp_path_factory.mktemp("booklet")
    build(MINI, layouts=["booklet", "booklet-a5"], out=out, jobs=1, cache=mini_cache)
    return out


def placed(page: Page) -> list[float]:
    """The left edge of each half of a side."""
    found, left = [], 0.0
    for each in pikepdf.parse_content_stream(page, "q cm Do"):
        if str(each.operator) == "cm":
            left = float(each.operands[4])
        elif str(each.operator) == "Do":
            found.append(left)
    return found


def test_inner_sheets_stand_nearer_to_the_fold(booklet: Path) -> None:
    info = load_inputs(Project(MINI), MINI / "toolkits" / "slapen", "booklet")[1].info
    assert info.imposition
    width, fold = points(info.paper.width), points(info.imposition.paper.width) / 2
    with pikepdf.open(booklet / "slapen-booklet.pdf") as pdf:
        lefts = [placed(page) for page in pdf.pages]
    # How far each page lies over the fold, the left one from the left.
    over = [(left + width - fold, fold - right) for left, right in lefts]
    assert all(left == pytest.approx(right, abs=0.01) for left, right in over)
    of_sheets = [left for left, _ in over[::2]]
    assert [left for left, _ in over[1::2]] == of_sheets
    assert of_sheets[0] == pytest.approx(0, abs=0.01)
    creep = points(info.imposition.creep)
    assert [b - a for a, b in pairwise(of_sheets)] == pytest.approx([creep] * 2, abs=0.01)


def page_letters(file: Path) -> list[str]:
    """The letters of each page or side, in the order in which they are drawn."""
    pages = read_pages(file.read_bytes())
    return ["".join(run.letters for run in page.runs) for page in pages]


def test_the_imposed_pages_are_those_of_the_booklet(booklet: Path) -> None:
    pages = page_letters(booklet / "slapen-booklet-a5.pdf")
    imposed = page_letters(booklet / "slapen-booklet.pdf")
    assert imposed == [pages[left] + pages[right] for left, right in sides(len(pages))]


def read_aloud(file: Path) -> str:
    """The letters of a file in the order of its tags, as Poppler reads it."""
    program = which("pdfinfo")
    if not program:
        pytest.skip("pdfinfo is not installed")
    found = subprocess.run(
        [program, "-struct-text", file], check=True, capture_output=True, text=True, timeout=60
    )
    return letters("".join(re.findall(r'^ *"(.*)"$', found.stdout, re.MULTILINE)))


def test_an_imposed_booklet_is_read_aloud_in_its_order(booklet: Path) -> None:
    aloud = read_aloud(booklet / "slapen-booklet.pdf")
    assert len(aloud) > 500
    assert aloud == read_aloud(booklet / "slapen-booklet-a5.pdf")


def test_an_independent_checker_finds_nothing_but_forms(booklet: Path) -> None:
    report = pdfua.validate(str(booklet / "slapen-booklet.pdf"))
    found = {(each.rule_id, each.evidence["unmarked_text_operators"]) for each in report.findings}
    # It does not look into forms, whose content is tagged (ISO 32000-1, 14.7.4.2).
    assert found == {("UA-01-003", 0)}
    with pikepdf.open(booklet / "slapen-booklet.pdf") as pdf:
        assert b">1</pdfuaid:part>" in pdf.Root.Metadata.read_bytes()


def figure_boxes(file: Path) -> list[list[float]]:
    with pikepdf.open(file) as pdf:
        figures = [item for item in pdf.objects
                   if isinstance(item, Dictionary) and item.get("/S") == "/Figure"]  # fmt: skip
        return sorted([float(edge) for edge in figure.A.BBox] for figure in figures)


def _in_rows(boxes: list[list[float]]) -> list[list[float]]:
    return sorted(boxes, key=lambda box: [round(edge) for edge in (box[1], *box)])


def test_the_boxes_of_figures_move_with_their_page(booklet: Path) -> None:
    alone, imposed = (
        figure_boxes(booklet / f"slapen-{name}.pdf") for name in ("booklet-a5", "booklet")
    )
    assert len(alone) == len(imposed) > 0
    info = load_inputs(Project(MINI), MINI / "toolkits" / "slapen", "booklet")[1].info
    assert info.imposition
    width = points(info.paper.width)
    middle = points(info.imposition.paper.width) / 2
    assert any(box[0] > middle for box in imposed)
    back = [
        [box[0] % middle, box[1], box[2] - middle * (box[0] > middle), box[3]] for box in imposed
    ]
    # Half a sheet of A4 is half a millimetre wider than A5.
    for one, other in zip(_in_rows(alone), _in_rows(back), strict=True):
        assert other == pytest.approx(one, abs=1.45)
        assert other[2] - other[0] == pytest.approx(one[2] - one[0], abs=0.02)
        assert other[1::2] == pytest.approx(one[1::2], abs=0.02)
    assert all(box[2] <= middle + width for box in imposed)


def test_the_same_booklet_has_the_same_bytes(booklet: Path) -> None:
    info = load_inputs(Project(MINI), MINI / "toolkits" / "slapen", "booklet")[1].info
    assert info.imposition
    made = []
    for _ in range(2):
        output = BytesIO()
        with pikepdf.open(booklet / "slapen-booklet-a5.pdf") as pdf:
            impose(pdf, info.imposition).save(output, deterministic_id=True)
        made.append(output.getvalue())
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("change", "total", "notes"),
    [
        (("", ""), 12, 2),
        (("  - cards/rust.yaml\n", ""), 8, 1),
        (("  - cards/rust.yaml\n", "print_evidence: true\n"), 8, 0),
    ],
    ids=["two cards", "one card", "one card and evidence"],
)
def test_blank_room_is_for_notes_before_the_colophon(
    change: tuple[str, str], total: int, notes: int, project: Path, mini_cache: Cache
) -> None:
    without, more = change
    settings = project / "toolkits" / "slapen" / "toolkit.yaml"
    settings.write_text(settings.read_text("utf-8").replace(without, "", 1) + more, "utf-8")
    (report,) = build(project, layouts=["booklet-a5"], jobs=1, cache=mini_cache)
    pages = page_letters(project / "out" / "slapen-booklet-a5.pdf")
    assert len(pages) == report.pages == total
    filled = [i for i, text in enumerate(pages) if text.startswith("Aantekeningen")]
    (colophon,) = (i for i, text in enumerate(pages) if text.startswith("Colofon"))
    assert filled == list(range(colophon - notes, colophon))
    # Each of them has a heading of its own, and goes on from no other.
    assert [i for i in filled if "vervolg" in pages[i]] == []


def test_notes_that_nobody_expected_fill_up_what_short_lines_take(
    project: Path, mini_cache: Cache
) -> None:
    """By their letters the pages are eight, so that no room is left; the short lines take more."""
    settings = project / "toolkits" / "slapen" / "toolkit.yaml"
    text = settings.read_text("utf-8").replace("  - cards/rust.yaml\n", "", 1)
    settings.write_text(f"{text}print_evidence: true\n", "utf-8")
    guide = project / "toolkits" / "slapen" / "pages" / "gids.yaml"
    lines = "".join(f"      - dag {i}\n" for i in range(1, 100))
    with guide.open("a", encoding="utf-8") as end:
        end.write(f"  - heading: Dagen\n    text: |\n{lines}")
    toolkit, layout = load_inputs(Project(project), settings.parent, "booklet-a5")
    assert "notes#1" not in {sheet.name for sheet in compose(toolkit, layout)}
    (report,) = build(project, layouts=["booklet-a5"], jobs=1, cache=mini_cache)
    pages = page_letters(project / "out" / "slapen-booklet-a5.pdf")
    notes = [i for i, text in enumerate(pages) if text.startswith("Aantekeningen")]
    assert notes
    assert report.pages == len(pages) == 12


SENTENCE = (
    "Je krijgt hulp die bij je past en je beslist zelf mee over wat je wel en niet wilt doen."
)
LONG = 150
TIMES = "\N{MULTIPLICATION SIGN}"


def answer(count: int) -> str:
    return " ".join((SENTENCE.split() * count)[:count])


def write_card(project: Path, options: int) -> Path:
    """Options with 75 words in each cell, but for one; each answer is a line of the file."""
    file = project / "toolkits" / "slapen" / "cards" / "ritme.yaml"
    card = yaml.safe_load(file.read_text("utf-8"))
    card["options"] = [
        {
            "id": f"keuze-{i}",
            "title": f"Keuze {i}",
            "summary": f"Dit is keuze {i}.",
            "answers": {
                name: answer(LONG if (i, name) == (2, "helpen") else 75)
                for name in ("inhoud", "helpen", "last")
            },
        }
        for i in range(1, options + 1)
    ]
    file.write_text(yaml.safe_dump(card, width=10_000, sort_keys=False), "utf-8")
    return file


def shorten(file: Path, problems: Sequence[Problem]) -> None:
    """Take away the words that are told, and five more, on the lines that are told."""
    lines = file.read_text("utf-8").splitlines()
    for problem in problems:
        found = re.search(r": (\d+) words too long", problem.message)
        assert found
        line = lines[problem.place.line - 1]
        lines[problem.place.line - 1] = " ".join(line.split(" ")[: -int(found[1]) - 5])
    file.write_text("\n".join(lines), "utf-8")


def cell_sizes(file: Path) -> set[float]:
    """The sizes of the text in the cells of a card."""
    text = letters(SENTENCE * 2)
    runs = [run for page in read_pages(file.read_bytes()) for run in page.runs]
    sizes = {round(run.size_pt, 2) for run in runs if len(run.letters) > 8 and run.letters in text}
    assert sizes
    return sizes


@pytest.mark.parametrize(
    ("orientation", "options", "cells"), [("options-as-columns", 6, 1), ("options-as-rows", 8, 24)]
)
def test_a_card_fits_once_its_cells_are_as_much_shorter_as_was_told(
    orientation: str, options: int, cells: int, project: Path, mini_cache: Cache
) -> None:
    settings = project / "toolkits" / "slapen" / "toolkit.yaml"
    settings.write_text(f"{settings.read_text('utf-8')}orientation: {orientation}\n", "utf-8")
    file = write_card(project, options)
    made = project / "out" / "slapen-grid-a4.pdf"

    (report,) = build(project, layouts=["grid-a4"], jobs=1, cache=mini_cache)
    assert (report.pages, len(report.too_long)) == (6, cells)
    assert cell_sizes(made) == {report.text_pt[CARD]}
    lines = file.read_text("utf-8").splitlines()
    longest = max(report.too_long, key=lambda problem: len(lines[problem.place.line - 1]))
    assert lines[longest.place.line - 1].strip() == f"helpen: {answer(LONG)}"
    assert longest.place.file == "toolkits/slapen/cards/ritme.yaml"
    told = rf"Keuze 2 {TIMES} Waarmee kan het me helpen\?: \d+ words too long for one A4 at 8 pt"
    assert re.fullmatch(told, longest.message)

    shorten(file, report.too_long)
    (report,) = build(project, layouts=["grid-a4"], jobs=1, cache=mini_cache)
    assert (report.pages, report.too_long) == (5, ())
    assert cell_sizes(made) == {report.text_pt[CARD]}


def test_a_strict_build_refuses_a_cell_that_is_too_long(project: Path, mini_cache: Cache) -> None:
    build(project, layouts=["grid-a4"], jobs=1, cache=mini_cache)
    made = project / "out" / "slapen-grid-a4.pdf"
    before = made.read_bytes()
    write_card(project, 6)
    for _ in range(2):  # the second time from the cache
        with pytest.raises(InputError, match=rf"ritme.yaml:\d+:\d+: Keuze 2 {TIMES} .* too long"):
            build(project, layouts=["grid-a4"], jobs=1, cache=mini_cache, strict=True)
        assert made.read_bytes() == before


COLOURS = {
    *["g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN", "sh"],
    "INLINE IMAGE",
}


MARKS = {"CS", "SCN"}
"""What sets the colour of crop marks."""


def content(pdf: Pdf) -> Iterator[Page | Object]:
    yield from pdf.pages
    for item in pdf.objects:
        if isinstance(item, Stream) and ("/BBox" in item or "/PatternType" in item):
            yield item


@pytest.mark.parametrize(
    ("layout", "operators", "space"),
    [
        ("grid-a4+mono", {"g", "G"}, "/DeviceGray"),
        ("grid-a3+press+mono", {"g", "G", *MARKS}, "/DeviceGray"),
        ("press", {"k", "K", *MARKS}, "/DeviceCMYK"),
    ],
)
def test_there_is_one_space_of_colours(
    layout: str, operators: set[str], space: str, tmp_path: Path, mini_cache: Cache
) -> None:
    (report,) = build(MINI, layouts=[layout], out=tmp_path, jobs=1, cache=mini_cache)
    with pikepdf.open(report.file) as pdf:
        used = {str(i.operator) for c in content(pdf) for i in pikepdf.parse_content_stream(c)}
        items = [item for item in pdf.objects if isinstance(item, Dictionary | Stream)]
        spaces = {str(item.ColorSpace) for item in items if "/BitsPerComponent" in item}
        groups = {str(item.Group.CS) for item in items if "/Group" in item}
    assert used & COLOURS == operators
    assert spaces == groups == {space}


def test_crop_marks_stand_at_the_trim_and_outside_the_bleed(
    tmp_path: Path, mini_cache: Cache
) -> None:
    (report,) = build(MINI, layouts=["press"], out=tmp_path, jobs=1, cache=mini_cache)
    with pikepdf.open(report.file) as pdf:
        page = pdf.pages[1]
        width, height = (float(edge) for edge in page.obj.TrimBox[2:])
        bleed = float(page.obj.BleedBox[2]) - width
        media = [float(edge) for edge in page.obj.MediaBox]
        drawn = pikepdf.parse_content_stream(page)
        ends = [str(each.operator) for each in drawn].index("S")
        path = [each for each in drawn[:ends] if str(each.operator) in ("m", "l")]
        spots = [(float(each.operands[0]), float(each.operands[1])) for each in path]
        operators = {str(each.operator) for each in drawn[:ends]}
    assert "cm" not in operators
    lines = list(zip(spots[::2], spots[1::2], strict=True))
    assert len(lines) == 8
    for (x, y), (to_x, to_y) in lines:
        across = y == to_y
        along, edge = ((x, to_x), y) if across else ((y, to_y), x)
        size, other = (width, height) if across else (height, width)
        assert min(abs(edge), abs(edge - other)) < 0.01
        assert all(each <= -bleed - 2 or each >= size + bleed + 2 for each in along)
        low, high = (media[0], media[2]) if across else (media[1], media[3])
        assert low - 0.01 <= min(along) < max(along) <= high + 0.01


def text_inks(page: Page) -> Counter[tuple[float, ...]]:
    """How many glyphs are drawn in each ink."""
    found: Counter[tuple[float, ...]] = Counter()
    ink: tuple[float, ...] = ()
    kept: list[tuple[float, ...]] = []
    for each in pikepdf.parse_content_stream(page, "q Q k TJ"):
        match str(each.operator):
            case "q":
                kept.append(ink)
            case "Q":
                ink = kept.pop()
            case "k":
                ink = tuple(float(value) for value in each.operands)
            case "TJ":
                strings = (part for part in each.operands[0] if isinstance(part, String))
                found[ink] += sum(len(bytes(part)) // 2 for part in strings)
    return found


def test_body_text_in_a_press_is_black_ink_alone(tmp_path: Path, mini_cache: Cache) -> None:
    (report,) = build(MINI, layouts=["press"], out=tmp_path, jobs=1, cache=mini_cache)
    with pikepdf.open(report.file) as pdf:
        inks = text_inks(pdf.pages[2])
    assert inks[0, 0, 0, 1] > 0.6 * inks.total()
