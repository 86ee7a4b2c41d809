"""One change at a time in a copy of a toolkit: exactly its verdict, and no other."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from defusedxml import ElementTree

from cardprint import Cache, InputError, WriteError, build
from cardprint.compare.files import FileComparison
from cardprint.compare.formats import FORMATS, as_text
from cardprint.compare.model import Verdict, WordChange
from cardprint.compare.run import BuildSettings, accept, compare, compare_files
from cardprint.compare.state import FileState
from compare_project import CARD, SLUG, Edit, made_with, of_toolkit, replaced, styled
from conftest import ROOT, Run


@pytest.fixture
def copy(accepted: Path, tmp_path: Path) -> Path:
    """A copy of it, to change at will."""
    return Path(shutil.copytree(accepted, tmp_path / "copy"))


@pytest.fixture
def cardprint(cardprint: Run, mini_cache: Cache, tmp_path: Path) -> Run:
    """The command with the cache of all tests: what it builds here has been built before."""
    assert mini_cache.folder is not None
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / "cardprint").symlink_to(mini_cache.folder)
    return cardprint


def wider(project: Path) -> None:
    """The same layout on paper that is 1 mm wider."""
    folder = project / "layouts" / "grid-a4"
    shutil.copytree(ROOT / "layouts" / "grid-a4", folder)
    replaced("layouts/grid-a4/layout.yaml", "width: 297mm", "width: 298mm")(project)


CHANGES: dict[str, tuple[str, Edit, Verdict]] = {
    "a word": ("eigen", replaced(CARD, "Je hoofd wordt", "Je lijf wordt"), Verdict.TEXT),
    "a sign": ("eigen", replaced(CARD, "nodig hebben.", "nodig hebben!"), Verdict.TEXT),
    "two words in turn": (
        "grid-a4",
        replaced(CARD, "rustiger en je ziet", "en rustiger je ziet"),
        Verdict.TEXT,
    ),
    "a colour of text": ("eigen", styled(".kicker { color: #a01010 }"), Verdict.APPEARANCE),
    "a colour of an area": ("eigen", styled(".tile { background: #fde }"), Verdict.APPEARANCE),
    "a moved tile": (
        "eigen",
        styled(".tiles { margin-top: 3mm }"),
        Verdict.MOVED,
    ),
    "a line of 0.25 pt more": (
        "eigen",
        styled(
            ".answer { border-inline-start-width: calc(1mm + .25pt);"
            " padding-inline-start: calc(5mm - .25pt) }"
        ),
        Verdict.APPEARANCE,
    ),
    "a swapped pair of options": (
        "grid-a4",
        of_toolkit(lambda card: card["options"].reverse(), "cards/rust.yaml"),
        Verdict.MOVED,
    ),
    "another font": ("eigen", styled(".kicker { font-weight: 700 }"), Verdict.APPEARANCE),
    "another size of text": (
        "eigen",
        styled(".kicker { font-size: 10.2pt; line-height: 13.3pt }"),
        Verdict.APPEARANCE,
    ),
    "another description of a picture": (
        "eigen",
        replaced(f"toolkits/{SLUG}/toolkit.yaml", "een halve maan", "een hele maan"),
        Verdict.ACCESSIBILITY,
    ),
    "a page more": (
        "eigen",
        of_toolkit(lambda info: info.update(print_evidence=True)),
        Verdict.ADDED,
    ),
    "another picture": (
        "eigen",
        lambda project: shutil.copy(
            ROOT / "docs" / "images" / "choose.png",
            project / "toolkits" / SLUG / "images" / "logo.png",
        ),
        Verdict.APPEARANCE,
    ),
    "a wider page": (
        "grid-a4",
        wider,
        Verdict.SIZE,
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_has_its_own_verdict(name: str, copy: Path, mini_cache: Cache) -> None:
    layout, edit, verdict = CHANGES[name]
    edit(copy)
    (found,) = compare(copy, [SLUG], [layout], made_with(mini_cache))
    print(as_text([found]))
    assert found.verdicts == (verdict,)


def changed_pdf(pdf: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as file:
        change(file)
        output = BytesIO()
        file.save(output)
    return output.getvalue()


def links_of(file: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    yield from (a for page in file.pages for a in page.obj.get("/Annots", ()))


def figures_of(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if kid.S == "/Figure":
                yield kid
            yield from figures_of(kid)


def lose_target(file: pikepdf.Pdf) -> None:
    del next(link for link in links_of(file) if str(link.Contents).startswith("Bekijk"))["/Dest"]


def lead_elsewhere(file: pikepdf.Pdf) -> None:
    first, second = [a for a in links_of(file) if str(a.Contents).startswith("Bekijk")][:2]
    first.Dest = second.Dest


def lose_destination(file: pikepdf.Pdf) -> None:
    names = pikepdf.NameTree(file.Root.Names.Dests)
    del names[next(name for name in map(str, names) if name.startswith("option/"))]


def lose_link(file: pikepdf.Pdf) -> None:
    del file.pages[2].obj.Annots[-1]


def shrink_link(file: pikepdf.Pdf) -> None:
    link = next(link for link in links_of(file) if str(link.Contents).startswith("Bekijk"))
    link.Rect[2] = float(link.Rect[2]) - 20


def lose_alt(file: pikepdf.Pdf) -> None:
    del next(figures_of(file.Root.StructTreeRoot))["/Alt"]


def lose_heading(file: pikepdf.Pdf) -> None:
    waiting = [file.Root.StructTreeRoot]
    while waiting:
        kids = waiting.pop().get("/K", ())
        for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                if kid.S == "/H2":
                    kid.S = pikepdf.Name.P
                    return
                waiting.append(kid)


def rename_bookmark(file: pikepdf.Pdf) -> None:
    file.Root.Outlines.First.Title = "Iets anders"


def paint_over(file: pikepdf.Pdf) -> None:
    """A shading is no object that tells its colours: only the picture shows it."""
    page = file.pages[3]
    shading = pikepdf.Dictionary(
        ShadingType=2, ColorSpace=pikepdf.Name.DeviceRGB, Coords=[300, 0, 500, 0],
        Function=pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1),
    )  # fmt: skip
    page.obj.Resources.Shading = pikepdf.Dictionary(S=shading)
    file_stream = pikepdf.Stream(file, b"q 300 20 200 10 re W n /S sh Q")
    page.contents_add(file_stream)


def named_places(file: pikepdf.Pdf) -> list[pikepdf.Object]:
    names = file.Root.Names.Dests.Names
    return [names[i + 1] for i in range(0, len(names), 2) if str(names[i]).startswith("option/")]


def lower_destination(file: pikepdf.Pdf) -> None:
    place = named_places(file)[0]
    place[3] = float(place[3]) - 20


def turn_destination_to_another_page(file: pikepdf.Pdf) -> None:
    named_places(file)[0][0] = file.pages[0].obj


def add_note(file: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[10, 10, 30, 30], Contents="Let op"
    )
    file.pages[1].obj.Annots.append(file.make_indirect(note))


def crop(file: pikepdf.Pdf) -> None:
    left, bottom, right, top = map(float, file.pages[1].mediabox)
    file.pages[1].obj.TrimBox = file.pages[1].mediabox
    file.pages[1].obj.CropBox = [left, bottom, right - 90, top]


def tags_of(file: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    waiting = [file.Root.StructTreeRoot]
    while waiting:
        kids = waiting.pop(0).get("/K", ())
        for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid
                waiting.append(kid)


def swap_entries(file: pikepdf.Pdf) -> None:
    """Two entries of a list in the other order, with the same tags and on the same places."""
    kids = next(tag for tag in tags_of(file) if tag.S == "/L").K
    first, second = kids[0], kids[1]
    kids[0], kids[1] = second, first


def swap_bookmarks(file: pikepdf.Pdf) -> None:
    first = file.Root.Outlines.First
    first.Title, first.Next.Title = first.Next.Title, first.Title


def label(*styles: str) -> Callable[[pikepdf.Pdf], object]:
    """Each style of numbers for four pages."""
    numbers: list[object] = []
    for i, style in enumerate(styles):
        numbers += [i * 4, pikepdf.Dictionary(S=pikepdf.Name(style))]
    return lambda file: file.Root.update({"/PageLabels": pikepdf.Dictionary(Nums=numbers)})


def say_of_tag(**facts: str) -> Callable[[pikepdf.Pdf], object]:
    return lambda file: next(tag for tag in tags_of(file) if tag.S == "/P").update(
        {f"/{key}": pikepdf.String(value) for key, value in facts.items()}
    )


def say_otherwise(key: str, value: object) -> Callable[[pikepdf.Pdf], object]:
    """In the metadata for other programs alone."""

    def change(file: pikepdf.Pdf) -> None:
        with file.open_metadata(update_docinfo=False, set_pikepdf_as_editor=False) as metadata:
            metadata[key] = value

    return change


def lead_the_web_elsewhere(file: pikepdf.Pdf) -> None:
    next(a.A for a in links_of(file) if "/A" in a and "/URI" in a.A).URI = "https://example.com/"


DAMAGES: dict[str, tuple[Callable[[pikepdf.Pdf], object], Verdict]] = {
    "a link without a target": (lose_target, Verdict.LINK),
    "a link to another place": (lead_elsewhere, Verdict.LINK),
    "a destination less": (lose_destination, Verdict.LINK),
    "a link less": (lose_link, Verdict.LINK),
    "a smaller link": (shrink_link, Verdict.LINK),
    "another bookmark": (rename_bookmark, Verdict.LINK),
    "a lost description": (lose_alt, Verdict.ACCESSIBILITY),
    "a lost heading": (lose_heading, Verdict.ACCESSIBILITY),
    "another language": (
        lambda file: file.Root.update({"/Lang": pikepdf.String("fr")}),
        Verdict.ACCESSIBILITY,
    ),
    "another title": (
        lambda file: file.docinfo.update({"/Title": pikepdf.String("Iets")}),
        Verdict.ACCESSIBILITY,
    ),
    "a lower destination": (lower_destination, Verdict.LINK),
    "a destination on another page": (turn_destination_to_another_page, Verdict.LINK),
    "a turned page": (lambda file: file.pages[1].rotate(90, relative=True), Verdict.SIZE),
    "a part of a page": (crop, Verdict.SIZE),
    "a note": (add_note, Verdict.FORM),
    "page labels": (label("/r", "/D"), Verdict.LINK),
    "another order of reading": (swap_entries, Verdict.ACCESSIBILITY),
    "words to read instead": (say_of_tag(ActualText="Iets"), Verdict.ACCESSIBILITY),
    "an abbreviation in full": (say_of_tag(E="Iets"), Verdict.ACCESSIBILITY),
    "a text in another language": (say_of_tag(Lang="fr"), Verdict.ACCESSIBILITY),
    "bookmarks in another order": (swap_bookmarks, Verdict.LINK),
    "a link to another website": (lead_the_web_elsewhere, Verdict.LINK),
    "another title for other programs": (say_otherwise("dc:title", "X"), Verdict.ACCESSIBILITY),
    "another language for other programs": (
        say_otherwise("dc:language", {"fr"}),
        Verdict.ACCESSIBILITY,
    ),
    "another standard": (say_otherwise("pdfuaid:part", "2"), Verdict.ACCESSIBILITY),
    "another author": (
        lambda file: file.docinfo.update({"/Author": pikepdf.String("X")}),
        Verdict.ACCESSIBILITY,
    ),
    "other keywords": (
        lambda file: file.docinfo.update({"/Keywords": pikepdf.String("X")}),
        Verdict.ACCESSIBILITY,
    ),
    "no mark of tags": (lambda file: file.Root.__delitem__("/MarkInfo"), Verdict.ACCESSIBILITY),
    "a window without the title": (
        lambda file: file.Root.__delitem__("/ViewerPreferences"),
        Verdict.ACCESSIBILITY,
    ),
    "another order of the keyboard": (
        lambda file: file.pages[1].obj.update({"/Tabs": pikepdf.Name.R}),
        Verdict.ACCESSIBILITY,
    ),
    "another begin": (
        lambda file: file.Root.update(
            {"/OpenAction": pikepdf.Array([file.pages[3].obj, pikepdf.Name.Fit])}
        ),
        Verdict.LINK,
    ),
    "an attachment": (lambda file: file.attachments.__setitem__("a.txt", b"a"), Verdict.LINK),
    "a page less": (lambda file: file.pages.__delitem__(8), Verdict.REMOVED),
    "a shading more": (paint_over, Verdict.APPEARANCE),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_to_a_file_has_its_own_verdict(
    name: str, mini_pdf: bytes, tmp_path: Path
) -> None:
    change, verdict = DAMAGES[name]
    before, after = tmp_path / "before.pdf", tmp_path / "after.pdf"
    before.write_bytes(mini_pdf)
    after.write_bytes(changed_pdf(mini_pdf, change))
    found = compare_files(before, after)
    print(as_text([found]))
    assert verdict in found.verdicts
    # A page that is gone takes the way to it along.
    assert set(found.verdicts) <= {verdict, *([Verdict.LINK] if "page" in name else [])}


def test_swapped_page_labels_are_a_difference(mini_pdf: bytes, tmp_path: Path) -> None:
    files = tmp_path / "before.pdf", tmp_path / "after.pdf"
    for file, styles in zip(files, (("/r", "/D", "/D"), ("/D", "/r", "/D")), strict=True):
        file.write_bytes(changed_pdf(mini_pdf, label(*styles)))
    (finding,) = compare_files(*files).findings
    assert finding.message == "the page label 'i' became '1', on 8 pages: 1–8"
    assert finding.pages == (1, 2, 3, 4, 5, 6, 7, 8)


def test_what_is_on_the_page_and_no_longer_read_is_told(mini_pdf: bytes, tmp_path: Path) -> None:
    def silence(file: pikepdf.Pdf) -> None:
        heading = next(tag for tag in tags_of(file) if tag.S == "/H1")
        heading.K = pikepdf.Array()

    files = tmp_path / "before.pdf", tmp_path / "after.pdf"
    files[0].write_bytes(mini_pdf)
    files[1].write_bytes(changed_pdf(mini_pdf, silence))
    ((_, finding),) = compare_files(*files).found()
    assert finding.message == ("'Zo gebruik je deze toolkit' is on the page, and no longer read")


def test_a_page_that_the_data_no_longer_asks_for_is_removed(
    copy: Path, mini_cache: Cache, tmp_path: Path
) -> None:
    without = copy / "baseline" / f"{SLUG}-eigen" / "accepted.pdf"
    of_toolkit(lambda info: info.update(print_evidence=True))(copy)
    build(copy, [SLUG], ["eigen"], out=tmp_path, jobs=1, cache=mini_cache)
    found = compare_files(tmp_path / f"{SLUG}-eigen.pdf", without)
    assert found.verdicts == (Verdict.REMOVED,)
    assert [page.before for page in found.pages if page.after is None] == [11]


def test_a_date_under_a_mask_may_change(copy: Path, mini_cache: Cache) -> None:
    toolkit = f"toolkits/{SLUG}/toolkit.yaml"
    replaced(toolkit, "published: 2026-01-05", "published: 2026-11-28")(copy)
    (found,) = compare(copy, [SLUG], ["eigen"], made_with(mini_cache))
    assert found.verdicts == (Verdict.TEXT,)
    layout = "layouts/eigen/layout.yaml"
    replaced(layout, "base: screen", "base: screen\ncompare: {ignore: [date]}")(copy)
    (found,) = compare(copy, [SLUG], ["eigen"], made_with(mini_cache))
    assert found.is_same


def test_a_toolkit_asks_for_a_mask_of_its_own(copy: Path, mini_cache: Cache) -> None:
    settings = {"eigen": {"compare": {"ignore": ["version", "date"]}}}
    of_toolkit(lambda info: info.update(version="10.25", layouts=settings))(copy)
    (found,) = compare(copy, [SLUG], ["eigen"], made_with(mini_cache))
    print(as_text([found]))
    assert found.is_same


def test_a_mask_that_masks_nothing_is_refused(copy: Path, mini_cache: Cache) -> None:
    layout = "layouts/eigen/layout.yaml"
    replaced(layout, "base: screen", "base: screen\ncompare:\n  ignore: [datum]")(copy)
    with pytest.raises(InputError, match=r"eigen/layout.yaml:3:12: no element is named 'datum'"):
        compare(copy, [SLUG], ["eigen"], made_with(mini_cache))


def test_a_region_has_limits_of_its_own(copy: Path, mini_cache: Cache) -> None:
    styled(".logos { position: relative; left: 2pt }")(copy)
    (found,) = compare(copy, [SLUG], ["eigen"], made_with(mini_cache))
    assert found.verdicts == (Verdict.MOVED,)
    layout = "layouts/eigen/layout.yaml"
    replaced(layout, "base: screen", "base: screen\ncompare: {regions: {logo: {move: 3pt}}}")(copy)
    (found,) = compare(copy, [SLUG], ["eigen"], made_with(mini_cache))
    assert found.is_same


@pytest.mark.processes
def test_the_same_build_is_the_same_however_it_is_made(copy: Path, tmp_path: Path) -> None:
    """Cold and warm, with one process and with two: no false alarm."""
    for jobs in (1, 2):
        settings = BuildSettings(jobs=jobs, cache=Cache(tmp_path / f"cache-{jobs}"))
        for _ in ("cold", "warm"):
            found = compare(copy, [SLUG], ["eigen", "grid-a4"], settings)
            assert [each.verdicts for each in found] == [(), ()]
            assert [len(each.pages) for each in found] == [11, 5]


def test_another_environment_is_told_and_is_no_difference(copy: Path, mini_cache: Cache) -> None:
    manifest = copy / "baseline" / f"{SLUG}-eigen" / "manifest.json"
    facts = json.loads(manifest.read_text("utf-8"))
    made = {"weasyprint", "pango", "harfbuzz", "pypdf", "pypdfium2"}
    assert made | {"font atkinson-hyperlegible-next"} <= facts["environment"].keys()
    facts["environment"]["pango"] = "1.2.3"
    manifest.write_text(json.dumps(facts), "utf-8")
    (found,) = compare(copy, [SLUG], ["eigen"], made_with(mini_cache))
    assert found.verdicts == (Verdict.ENVIRONMENT,)
    assert found.is_same
    assert "pango 1.2.3 became" in found.environment[0]


def test_a_change_names_the_line_that_it_comes_from(copy: Path, mini_cache: Cache) -> None:
    replaced(CARD, "Je hoofd wordt", "Je lijf wordt")(copy)
    (found,) = compare(copy, [SLUG], ["eigen"], made_with(mini_cache))
    changes = [(page.number, finding) for page, finding in found.found() if page]
    assert [number for number, _ in changes] == [8, 9]
    for _, finding in changes:
        assert finding.words == (WordChange("hoofd", "lijf"),)
        assert [str(place) for place in finding.places] == [f"{CARD}:11:15"]
        assert finding.before
        assert finding.after


def damaged(name: str, data: bytes) -> Edit:
    return lambda project: (project / "baseline" / f"{SLUG}-eigen" / name).write_bytes(data)


UNSOUND: dict[str, tuple[Edit, str]] = {
    "no baseline": (
        lambda project: shutil.rmtree(project / "baseline" / f"{SLUG}-eigen"),
        f"(build the PDF, look at it, and then run: cardprint accept {SLUG} --layout eigen)",
    ),
    "a truncated PDF": (
        damaged("accepted.pdf", b"%PDF-1.7\n"),
        f"baseline/{SLUG}-eigen/accepted.pdf: the file is damaged or missing",
    ),
    "a file that is elsewhere": (
        damaged("accepted.pdf", b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n"),
        (
            "this is only a pointer to a file that Git LFS keeps elsewhere "
            "(fetch it with: git lfs pull)"
        ),
    ),
    "a damaged picture": (
        damaged("page-002.webp", b"RIFF"),
        f"baseline/{SLUG}-eigen/page-002.webp: the file is damaged or missing",
    ),
    "a text less": (
        lambda project: (project / "baseline" / f"{SLUG}-eigen" / "page-001.txt").unlink(),
        f"baseline/{SLUG}-eigen/page-001.txt: the file is damaged or missing",
    ),
    "a damaged manifest": (
        damaged("manifest.json", b"{"),
        f"baseline/{SLUG}-eigen/manifest.json: the file is damaged",
    ),
    "that of another toolkit": (
        replaced(
            f"baseline/{SLUG}-eigen/manifest.json", '"toolkit": "slapen"', '"toolkit": "eten"'
        ),
        "this is the accepted state of eten in eigen, not of slapen in eigen",
    ),
}


def test_texts_with_other_ends_of_lines_are_the_same_texts(copy: Path, mini_cache: Cache) -> None:
    folder = copy / "baseline" / f"{SLUG}-eigen"
    texts = [file for file in folder.iterdir() if file.suffix in {".txt", ".json"}]
    assert len(texts) == 13
    for file in texts:
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    (found,) = compare(copy, [SLUG], ["eigen"], made_with(mini_cache))
    assert found.is_same


def test_an_accepted_state_survives_a_clone_that_changes_the_ends_of_lines(
    copy: Path, tmp_path: Path
) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    folder = Path("baseline", f"{SLUG}-eigen")
    before = {file.name: file.read_bytes() for file in (copy / folder).iterdir()}
    as_someone = ["-c", "user.name=x", "-c", "user.email=x", "-c", "core.autocrlf=true"]
    for words in (
        ["init", "-q"], ["add", "."], ["commit", "-q", "-m", "x"],
        ["clone", "-q", "-c", "core.autocrlf=true", ".", tmp_path / "clone"],
    ):  # fmt: skip
        subprocess.run([git, *as_someone, *words], cwd=copy, check=True, capture_output=True)
    cloned = tmp_path / "clone"
    assert b"\r\n" in (cloned / "toolkits" / SLUG / "toolkit.yaml").read_bytes()
    assert {file.name: file.read_bytes() for file in (cloned / folder).iterdir()} == before


@pytest.mark.parametrize("name", UNSOUND)
def test_nothing_sound_to_compare_with_is_an_error(name: str, copy: Path, cardprint: Run) -> None:
    edit, message = UNSOUND[name]
    edit(copy)
    done = cardprint("compare", SLUG, "--layout", "eigen", cwd=copy)
    assert done.returncode == 7
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    for line in done.stderr.splitlines():  # nobody is invited to accept what they have not seen
        assert "accept " not in line or "look at it, and then" in line


def test_a_damaged_pdf_cannot_be_compared(tmp_path: Path, mini_pdf: bytes, cardprint: Run) -> None:
    whole, broken = tmp_path / "whole.pdf", tmp_path / "broken.pdf"
    whole.write_bytes(mini_pdf)
    for data in (b"", b"no PDF", mini_pdf[: len(mini_pdf) // 3]):
        broken.write_bytes(data)
        done = cardprint("compare", whole, broken)
        assert done.returncode == 7
        assert f"{broken}: the file cannot be read as a PDF" in done.stderr
        assert "Traceback" not in done.stderr
    assert cardprint("compare", whole, tmp_path / "missing.pdf").returncode == 7
    assert cardprint("compare", whole).returncode == 3


def test_a_pdf_that_is_not_right_is_not_accepted(copy: Path, cardprint: Run) -> None:
    before = (copy / "baseline" / f"{SLUG}-eigen" / "accepted.pdf").read_bytes()
    styled(".summary { font-size: 3pt !important }")(copy)
    done = cardprint("accept", SLUG, "--layout", "eigen", cwd=copy)
    assert done.returncode == 4
    assert (copy / "baseline" / f"{SLUG}-eigen" / "accepted.pdf").read_bytes() == before


def test_the_command_tells_by_its_exit_code(copy: Path, cardprint: Run, tmp_path: Path) -> None:
    done = cardprint("compare", SLUG, "--layout", "eigen", cwd=copy)
    assert (done.returncode, done.stdout) == (0, "slapen-eigen: 11 pages, the same\n")
    replaced(CARD, "Je hoofd wordt", "Je lijf wordt")(copy)
    report = tmp_path / "report"
    done = cardprint("compare", SLUG, "--layout", "eigen", "--report", report, cwd=copy)
    assert done.returncode == 6
    line = f"  page 8: text changed: 'hoofd' became 'lijf' ({CARD}:11:15)"
    assert done.stdout.splitlines()[:2] == ["slapen-eigen: 2 of 11 pages changed", line]
    assert "lijf" in (report / "index.html").read_text("utf-8")
    done = cardprint("accept", SLUG, "--layout", "eigen", cwd=copy)
    assert (done.returncode, done.stdout) == (0, f"baseline/{SLUG}-eigen\n")
    assert cardprint("compare", SLUG, "--layout", "eigen", cwd=copy).returncode == 0


def test_a_report_that_cannot_be_written_is_an_error(
    copy: Path, cardprint: Run, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_text("", "utf-8")
    done = cardprint("compare", SLUG, "--layout", "eigen", "--report", file / "x", cwd=copy)
    assert done.returncode == 5
    assert "cannot be written" in done.stderr


def test_a_baseline_is_the_same_each_time_and_small(accepted: Path, tmp_path: Path) -> None:
    folder = accepted / "baseline" / f"{SLUG}-eigen"
    files = {file.name: file.read_bytes() for file in folder.iterdir()}
    again = Path(shutil.copytree(accepted, tmp_path / "again"))
    accept(again, [SLUG], ["eigen"], BuildSettings(jobs=1, cache=Cache(None)))
    written = again / "baseline" / f"{SLUG}-eigen"
    assert {file.name: file.read_bytes() for file in written.iterdir()} == files
    pages = sum(name.endswith(".webp") for name in files)
    assert pages == 11
    assert sum(map(len, files.values())) / pages < 40_000


def test_programs_read_the_outcome(copy: Path, mini_cache: Cache) -> None:
    replaced(CARD, "Je hoofd wordt", "Je lijf wordt")(copy)
    found = compare(copy, [SLUG], ["eigen"], made_with(mini_cache))
    (as_data,) = json.loads(FORMATS["json"](found))
    assert as_data["same"] is False
    assert as_data["verdicts"] == ["text changed"]
    suite = ElementTree.fromstring(FORMATS["junit"](found)).find("testsuite")
    assert suite is not None
    counts = {"tests": "12", "failures": "2", "errors": "0"}
    assert suite.attrib == {"name": "slapen-eigen"} | counts
    (failed, _) = (case for case in suite if len(case))
    assert failed.attrib["name"] == "page 8"
    (first, *_) = FORMATS["github"](found).splitlines()
    assert first == (
        f"::error file={CARD},line=11,col=15,title=text changed::"
        "slapen-eigen, page 8: 'hoofd' became 'lijf'"
    )


def test_the_old_state_stays_when_the_new_one_cannot_take_its_place(
    copy: Path, mini_cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy / "baseline" / f"{SLUG}-eigen"
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if self.name.startswith(".cardprint-") and self.is_dir():
            raise OSError(28, "No space left on device")
        return replace(self, target)

    replaced(CARD, "Je hoofd wordt", "Je lijf wordt")(copy)
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(WriteError, match="No space left on device"):
        accept(copy, [SLUG], ["eigen"], made_with(mini_cache))
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    assert [each.name for each in folder.parent.iterdir() if each.name.startswith(".")] == []


@pytest.mark.parametrize("name", ["json", "junit", "github"])
def test_a_program_learns_why_nothing_was_compared(
    name: str, copy: Path, cardprint: Run, tmp_path: Path
) -> None:
    shutil.rmtree(copy / "baseline" / f"{SLUG}-eigen")
    words = ("compare", SLUG, "--layout", "eigen", "--format", name)
    done = cardprint(*words, "--report", tmp_path / "report", cwd=copy)
    assert done.returncode == 7
    why, place = "there is no accepted state to compare with", f"baseline/{SLUG}-eigen"
    if name == "json":
        (found,) = json.loads(done.stdout)
        assert found["same"] is False
        assert found["problems"][0]["message"] == why
        assert found["problems"][0]["place"]["file"] == place
    elif name == "junit":
        suite = ElementTree.fromstring(done.stdout)[0]
        assert (suite.attrib["errors"], suite.attrib["failures"]) == ("1", "0")
        (error,) = suite.iter("error")
        assert why in error.attrib["message"]
    else:
        assert done.stdout.startswith(f"::error file={place}::{why}")
    (found,) = json.loads((tmp_path / "report" / "report.json").read_text("ascii"))
    assert found["problems"][0]["message"] == why
    assert not (tmp_path / "report" / "index.html").exists()


def test_a_program_learns_why_nothing_was_checked(cardprint: Run) -> None:
    done = cardprint("check", "slape", "--format", "json")
    (found,) = json.loads(done.stdout)
    assert done.returncode == 3
    assert found["problems"][0]["hint"] == "did you mean 'slapen'?"
    done = cardprint("check", "slape", "--format", "github")
    assert done.stdout == "::error file=slape::unknown toolkit 'slape' (did you mean 'slapen'?)\n"


def test_a_state_that_was_moved_when_the_program_was_killed_comes_back(
    copy: Path, mini_cache: Cache
) -> None:
    folder = copy / "baseline" / f"{SLUG}-eigen"
    before = {file.name for file in folder.iterdir()}
    folder.rename(folder.with_name(f".old-{folder.name}"))
    (folder.with_name(".cardprint-ab12cd34.part")).mkdir()
    accept(copy, [SLUG], ["eigen"], made_with(mini_cache))
    assert {file.name for file in folder.iterdir()} == before
    assert [each.name for each in folder.parent.iterdir() if each.name.startswith(".")] == []


def test_a_file_that_is_as_it_was_is_known_without_comparing(
    copy: Path, mini_cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = (copy / "baseline" / f"{SLUG}-eigen" / "accepted.pdf").read_bytes()
    states = FileState(pdf, "before"), FileState(pdf, "after")
    read = FileComparison("same", *states).compare().pages
    monkeypatch.delattr(FileComparison, "compare")
    (found,) = compare(copy, [SLUG], ["eigen"], made_with(mini_cache))
    assert found.is_same
    assert [page.links_after for page in found.pages] == [page.links_after for page in read]
    for one, other in zip(found.pages, read, strict=True):
        assert (one.before, one.after, one.seen) == (other.before, other.after, ())
        assert one.size_after == pytest.approx(other.size_after)
        assert [*(one.shown[0] or ())] == pytest.approx([*(other.shown[0] or ())])
