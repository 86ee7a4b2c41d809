"""Booklets folded, cells that are too long, and colours turned into greys and inks."""

import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import yaml

from cardprint import BuildReport, Cache, InputError, build
from cardprint.assemble.imposition import sides
from cardprint.model.layout import points
from cardprint.verify.fold import reading_order
from cardprint.verify.reading import read_pages
from conftest import MINI

WORDS = "Je krijgt hulp die bij je past en je beslist zelf mee over wat je wel en niet wilt doen. "


def read_as_booklet(printed: list[tuple[int, int]]) -> list[int]:
    """Fold the printed sides and turn the leaves: each sheet lies around the ones after it.

    A folded sheet has four faces, from the front of the booklet to its back: the right half of
    its front, the left half of its back, then everything inside it, the right half of its back and
    the left half of its front.
    """
    if not printed:
        return []
    (front_left, front_right), (back_left, back_right), *inside = printed
    return [front_right, back_left, *read_as_booklet(inside), back_right, front_left]


@pytest.mark.parametrize("count", [4, 8, 12, 40])
def test_the_folded_booklet_reads_from_one_to_the_last(count: int) -> None:
    printed = sides(count)
    assert len(printed) == count // 2
    assert read_as_booklet(printed) == list(range(count))
    assert [printed[side][half] for side, half in reading_order(len(printed))] == list(range(count))


def test_the_booklet_has_its_pages_on_the_right_halves_and_allows_for_creep(
    tmp_path: Path, mini_cache: Cache
) -> None:
    layouts = ["booklet-a5", "booklet"]
    plain, imposed = build(MINI, layouts=layouts, out=tmp_path, jobs=1, cache=mini_cache)
    assert plain.pages % 4 == 0
    assert imposed.pages == plain.pages
    pages = list(read_pages((tmp_path / "slapen-booklet-a5.pdf").read_bytes()))
    notes = [number for number, page in enumerate(pages) if "Aantekeningen" in page.letters]
    assert notes == list(range(len(pages) - 1 - len(notes), len(pages) - 1))
    number = re.compile(r"pagina (\d+) van")
    sheets = list(read_pages((tmp_path / "slapen-booklet.pdf").read_bytes()))
    printed, moved = [], []
    for sheet in sheets:
        middle = sheet.width_pt / 2
        foot = [(run.left, number.search(run.text)) for run in sheet.runs]
        left, right = sorted((x, int(found[1])) for x, found in foot if found)
        assert left[0] < middle < right[0]
        printed.append((left[1] - 1, right[1] - 1))
        moved.append(middle - max(run.right for run in sheet.runs if run.right < middle))
    assert read_as_booklet(printed) == list(range(len(pages)))
    # The left half moves towards the fold by the thickness of a sheet for every sheet around it;
    # feet end at the same margin.
    gaps = [round(gap, 1) for gap in moved[::2]]
    step = points("0.1mm")
    assert gaps == [pytest.approx(gaps[0] - step * i, abs=0.2) for i in range(len(gaps))]


def write_long_answer(project: Path, repeat: int, words: int = 0) -> str:
    """Two cards' worth of text in one answer of four options; the words of its longest cell."""
    file = project / "toolkits" / "slapen" / "cards" / "ritme.yaml"
    card = yaml.safe_load(file.read_text("utf-8"))
    card["options"] = [
        {
            "id": f"keuze-{i}",
            "title": f"Keuze {i}",
            "summary": "Een korte zin.",
            "answers": dict.fromkeys(("inhoud", "helpen", "last"), WORDS * 3),
        }
        for i in range(1, 9)
    ]
    long = (WORDS * repeat).split()
    card["options"][2]["answers"]["last"] = " ".join(long[: len(long) - words])
    file.write_text(yaml.safe_dump(card, allow_unicode=True, width=10_000), "utf-8")
    return "Keuze 3 × Waar kan ik last van krijgen?"  # noqa: RUF001


def build_grid(project: Path, *, strict: bool = False) -> BuildReport:
    (report,) = build(project, layouts=["grid-a4"], jobs=1, strict=strict)
    return report


def test_a_cell_that_is_too_long_is_named_and_cutting_it_helps(project: Path) -> None:
    cell = write_long_answer(project, 7)
    report = build_grid(project)
    (problem,) = report.too_long
    found = re.fullmatch(rf"{re.escape(cell)}: (\d+) woorden te lang voor één A4 op 8 pt",
                         problem.message)  # fmt: skip
    assert found
    line = (project / problem.place.file).read_text("utf-8").splitlines()[problem.place.line - 1]
    assert line.strip().startswith("last: Je krijgt hulp")
    assert len(line.split()) > 100
    before = (project / "out" / "slapen-grid-a4.pdf").read_bytes()
    with pytest.raises(InputError, match="woorden te lang"):
        build_grid(project, strict=True)
    assert (project / "out" / "slapen-grid-a4.pdf").read_bytes() == before
    write_long_answer(project, 7, int(found[1]) + 5)
    shorter = build_grid(project, strict=True)
    assert not shorter.too_long
    assert shorter.pages == report.pages - 1


def operators(file: bytes) -> list[tuple[str, list[float]]]:
    """Every operator that sets a colour, on pages and in forms."""
    found: list[tuple[str, list[float]]] = []
    with pikepdf.open(BytesIO(file)) as pdf:
        forms = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == pikepdf.Name.Form
        ]
        for content in (*pdf.pages, *forms):
            for each in pikepdf.parse_content_stream(content):
                name = str(each.operator)
                if name in ("g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "sh"):
                    numbers = [float(value) for value in each.operands if name in "rgRGkK"]
                    found.append((name, numbers))
    return found


@pytest.mark.parametrize(("layout", "allowed"), [("grid-a4+mono", "gG"), ("press", "kK")])
def test_only_greys_or_only_inks(
    layout: str, allowed: str, tmp_path: Path, mini_cache: Cache
) -> None:
    build(MINI, layouts=[layout], out=tmp_path, jobs=1, cache=mini_cache)
    (file,) = tmp_path.glob("*.pdf")
    found = operators(file.read_bytes())
    assert len(found) > 20
    assert {name for name, _ in found} <= set(allowed)
    if layout == "press":
        assert ("k", [0.0, 0.0, 0.0, 1.0]) in found
        assert any(max(inks[:3]) > 0.1 for _, inks in found)
