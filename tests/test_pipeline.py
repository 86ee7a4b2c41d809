"""The whole way: equal bytes, the cache, what a build leaves behind, and the command line."""

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from cardprint import Cache, InputError, OutputError, WriteError, build, verify_file
from cardprint.storage.project import Project
from conftest import MINI, Run


def pdf_of(project: Path) -> bytes:
    return (project / "out" / "slapen-screen.pdf").read_bytes()


@pytest.mark.processes
def test_cold_warm_one_or_two_processes_give_the_same_bytes(
    project: Path, tmp_path: Path, mini_pdf: bytes
) -> None:
    cache = Cache(tmp_path / "cache")
    (cold,) = build(project, jobs=2, cache=cache)
    assert cold.cache_hits == 0
    assert pdf_of(project) == mini_pdf
    (warm,) = build(project, jobs=1, cache=cache)
    assert (warm.cache_hits, warm.changed) == (warm.sheets, False)
    (project / "out" / "slapen-screen.pdf").unlink()
    (again,) = build(project, jobs=1)
    assert again.changed
    assert pdf_of(project) == mini_pdf


def test_one_changed_cell_makes_only_its_own_sheets_again(
    project: Path, mini_cache: Cache, mini_pdf: bytes
) -> None:
    card = project / "toolkits" / "slapen" / "cards" / "rust.yaml"
    card.write_text(card.read_text("utf-8").replace("fel licht", "blauw licht"), "utf-8")
    (report,) = build(project, jobs=1, cache=mini_cache)
    # The overview and the option pages of one card; its choose page does not show the answer.
    assert report.sheets - report.cache_hits == 2
    assert pdf_of(project) != mini_pdf


def test_a_link_to_a_card_leads_to_the_same_option_when_its_sheet_comes_from_the_cache(
    project: Path, tmp_path: Path, mini_cache: Cache
) -> None:
    """Where a card has no page but those of its options, it leads to the first of them."""
    build(project, layouts=["option-sheets"], jobs=1, cache=mini_cache)
    info = project / "toolkits" / "slapen" / "toolkit.yaml"
    info.write_text(info.read_text("utf-8").replace('version: "0.1"', 'version: "0.2"'), "utf-8")
    (warm,) = build(project, layouts=["option-sheets"], jobs=1, cache=mini_cache)
    assert 0 < warm.cache_hits < warm.sheets
    (cold,) = build(project, layouts=["option-sheets"], jobs=1, out=tmp_path)
    assert (project / warm.file).read_bytes() == Path(cold.file).read_bytes()


def test_a_damaged_cache_entry_is_made_again(
    project: Path, tmp_path: Path, mini_pdf: bytes
) -> None:
    folder = tmp_path / "cache"
    build(project, jobs=1, cache=Cache(folder))
    for entry in folder.rglob("*.entry"):
        entry.write_bytes(entry.read_bytes()[:-10])
    (report,) = build(project, jobs=1, cache=Cache(folder))
    assert report.cache_hits == 0
    assert pdf_of(project) == mini_pdf


def test_two_builds_at_once_do_no_harm(project: Path, tmp_path: Path, mini_pdf: bytes) -> None:
    command = [sys.executable, "-m", "cardprint", "build", "--jobs", "1", "--quiet"]
    environment = {**os.environ, "HOME": str(tmp_path)}
    runs = [subprocess.Popen(command, cwd=project, env=environment) for _ in range(2)]
    assert [run.wait(60) for run in runs] == [0, 0]
    assert pdf_of(project) == mini_pdf


def test_a_change_of_the_layout_is_noticed(
    project: Path, mini_pdf: bytes, mini_cache: Cache
) -> None:
    build(project, jobs=1, cache=mini_cache)
    labels = project / "layouts" / "_base" / "labels.nl.yaml"
    labels.parent.mkdir(parents=True)
    labels.write_text("start: Start hier\n", "utf-8")
    (report,) = build(project, jobs=1, cache=mini_cache)
    assert report.changed
    assert pdf_of(project) != mini_pdf


def test_the_report_tells_what_was_made(mini_cache: Cache, project: Path) -> None:
    (report,) = build(project, jobs=1, cache=mini_cache)
    assert (report.pages, report.parts, report.sheets) == (11, 4, 9)
    assert report.links["view"] == 4
    assert report.links["previous"] == report.links["next"] == 10
    assert report.links["navigation"] == 11 * 4 + 3  # the tabs of every page, the cover's list
    assert report.text_pt["card/ritme#2"] == 13  # two columns of short answers
    assert report.bytes == len(pdf_of(project))


def test_a_link_over_lines_is_counted_once(mini_cache: Cache, project: Path) -> None:
    """With bold words in it, for which there are annotations too."""
    guide = project / "toolkits" / "slapen" / "pages" / "gids.yaml"
    words = "[de kaart over ritme](cardprint:card/ritme)"
    longer = f"{words} en [{'de kaart over **rust** en slapen ' * 12}](cardprint:card/rust)"
    text = guide.read_text("utf-8")
    assert words in text
    guide.write_text(text.replace(words, longer), "utf-8")
    (report,) = build(project, jobs=1, cache=mini_cache)
    with pikepdf.open(BytesIO(pdf_of(project))) as pdf:
        to_card = [a for a in pdf.pages[1].Annots if a.Dest == "card/rust"]
    assert len(to_card) > 2  # the tab, and more than one line
    assert report.links["prose"] == 2


def test_an_output_that_does_not_verify_leaves_the_old_file(
    project: Path, monkeypatch: pytest.MonkeyPatch, mini_cache: Cache
) -> None:
    build(project, jobs=1, cache=mini_cache)
    before = pdf_of(project)
    guide = project / "toolkits" / "slapen" / "pages" / "gids.yaml"
    guide.write_text(guide.read_text("utf-8").replace("Slapen,", "Lang slapen,"), "utf-8")
    assemble = "cardprint.assemble.document.assemble"
    monkeypatch.setattr(assemble, lambda *_: before)
    with pytest.raises(OutputError, match=r"gids\.yaml:9:11: .*, page 2: the text is not whole"):
        build(project, jobs=1, cache=mini_cache)
    assert pdf_of(project) == before


def test_an_out_that_is_a_file_is_named(project: Path, mini_cache: Cache) -> None:
    (project / "out").write_text("")
    with pytest.raises(WriteError, match=r"out/slapen-screen\.pdf: cannot be written"):
        build(project, jobs=1, cache=mini_cache)


def test_a_project_without_toolkits_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there are no toolkits here"):
        build(tmp_path)


def a_layout(project: Path, name: str) -> None:
    folder = project / "layouts" / name
    folder.mkdir(parents=True)
    source = Project(project).layouts()["screen"] / "layout.yaml"
    (folder / "layout.yaml").write_text("base: screen\n" + source.read_text("utf-8"), "utf-8")


def test_two_layouts_for_one_file_are_refused_before_anything_is_built(
    project: Path, mini_cache: Cache
) -> None:
    a_layout(project, "screen-mono")
    with pytest.raises(
        InputError,
        match=r"^out/slapen-screen-mono\.pdf: slapen \(screen\+mono\) and slapen \(screen-mono\) "
        r"would both be this file \(build them into different folders",
    ):
        build(project, layouts=["screen", "screen+mono", "screen-mono"], cache=mini_cache, jobs=1)
    assert not (project / "out").exists()


def test_two_toolkits_for_one_file_are_refused(project: Path, mini_cache: Cache) -> None:
    import shutil

    toolkits = project / "toolkits"
    shutil.copytree(toolkits / "slapen", toolkits / "slapen-lang")
    a_layout(project, "lang-screen")
    with pytest.raises(
        InputError, match=r"out/slapen-lang-screen\.pdf: slapen \(lang-screen\) and"
    ):
        build(project, layouts=["screen", "lang-screen"], cache=mini_cache, jobs=1)
    (report,) = build(project, ["slapen"], ["screen", "screen"], cache=mini_cache, jobs=1)
    assert report.file == "out/slapen-screen.pdf"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("grid-a4", "'layouts' should have names with values"),
        ("[grid-a4, screen]", "'layouts' should have names with values"),
        ("[[grid-a4]]", "'layouts' should have names with values"),
        ("{grid-a9: }", "unknown layout 'grid-a9' (did you mean 'grid-a4'?)"),
        ("{screen: , grid-a9: }", "unknown layout 'grid-a9' (did you mean 'grid-a4'?)"),
    ],
)
def test_wrong_layouts_of_a_toolkit_are_one_problem_with_its_place(
    asked: str, told: str, project: Path
) -> None:
    file = project / "toolkits" / "slapen" / "toolkit.yaml"
    lines = [*file.read_text("utf-8").splitlines(), f"layouts: {asked}"]
    file.write_text("\n".join(lines), "utf-8")
    with pytest.raises(InputError) as caught:
        build(project, layouts=["all"], jobs=1)
    (problem,) = caught.value.problems
    assert (problem.place.file, problem.place.line) == (
        "toolkits/slapen/toolkit.yaml",
        len(lines),
    )
    assert problem.advice.startswith(told)


def test_what_a_killed_build_left_beside_the_pdfs_is_deleted(
    project: Path, mini_cache: Cache
) -> None:
    build(project, jobs=1, cache=mini_cache)
    (project / "out" / ".cardprint-ab12_cd3.part").write_bytes(b"half")
    (project / "out" / ".cardprint-mine").write_bytes(b"mine")
    build(project, jobs=1, cache=mini_cache)  # with nothing to write
    assert sorted(path.name for path in (project / "out").iterdir()) == [
        ".cardprint-mine",
        "slapen-screen.pdf",
    ]


def test_a_problem_in_one_toolkit_does_not_stop_the_other(project: Path, mini_cache: Cache) -> None:
    import shutil

    other = shutil.copytree(project / "toolkits" / "slapen", project / "toolkits" / "anders")
    (other / "toolkit.yaml").write_text("", "utf-8")
    with pytest.raises(InputError, match=r"toolkits/anders/toolkit\.yaml:1:1: the file is empty"):
        build(project, jobs=1, cache=mini_cache)
    assert [path.name for path in (project / "out").iterdir()] == ["slapen-screen.pdf"]


def test_html_in_the_data_is_printed_as_text(project: Path, mini_cache: Cache) -> None:
    card = project / "toolkits" / "slapen" / "cards" / "ritme.yaml"
    text = card.read_text("utf-8").replace("Een vast ritme", "Een <script>vast</script> ritme")
    card.write_text(text, "utf-8")
    # The verification finds the tag among the words of the page.
    build(project, jobs=1, cache=mini_cache)
    assert b"/JavaScript" not in pdf_of(project)


@pytest.mark.processes
def test_a_worker_hands_its_problems_over(project: Path) -> None:
    style = project / "layouts" / "kapot"
    style.mkdir(parents=True)
    import shutil

    for file in (Project(project).layouts()["screen"]).iterdir():
        shutil.copy(file, style)
    with (style / "style.css").open("a") as sheet:
        sheet.write("\n.page { colour: red }\n")
    with pytest.raises(InputError, match=r"layouts/kapot/style\.css:\d+:9: Ignored `colour: red"):
        build(project, layouts=["kapot"], jobs=2)


def test_an_existing_file_is_verified_like_a_new_one(
    project: Path, mini_cache: Cache, mini_pdf: bytes
) -> None:
    build(project, jobs=1, cache=mini_cache)
    file = project / "out" / "slapen-screen.pdf"
    assert verify_file(file, Project(project)) == 11
    with pikepdf.open(BytesIO(mini_pdf)) as pdf:
        del pdf.pages[4]
        pdf.save(file)
    with pytest.raises(OutputError, match="option/ritme/opstaan"):
        verify_file(file, Project(project))


def test_a_file_from_elsewhere_asks_for_its_toolkit(tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(file)
    with pytest.raises(InputError, match="--toolkit and --layout"):
        verify_file(file, Project(MINI))


@pytest.mark.processes
def test_the_command_line_builds_reports_and_verifies(project: Path, cardprint: Run) -> None:
    made = cardprint("build", "--report", "r.json", "--jobs", 1, cwd=project)
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("out/slapen-screen.pdf  11 pages")
    assert made.stderr == "slapen-screen: 9 sheets ready\n"
    (report,) = json.loads((project / "r.json").read_text("utf-8"))
    assert {"load", "compose", "render", "assemble", "verify", "write"} <= set(report["seconds"])
    again = cardprint("build", cwd=project)
    assert again.stdout.rstrip().endswith("unchanged")
    assert again.stderr == ""
    assert cardprint("build", "--quiet", cwd=project).stdout == ""
    verified = cardprint("verify", "out/slapen-screen.pdf", cwd=project)
    assert verified.stdout == "out/slapen-screen.pdf: 11 pages, no problems\n"
    checked = cardprint("check", "--today", "2026-02-01", cwd=project)
    assert checked.stdout == "slapen: 2 cards, 4 options, no problems\n"


@pytest.mark.processes
def test_the_command_line_lists_and_clears(cardprint: Run) -> None:
    listed = cardprint("list").stdout
    assert "slapen" in listed
    assert "screen" in listed
    assert cardprint("cache", "--clear").stdout.startswith("0 entries deleted from ")
    assert cardprint("--version").stdout == "cardprint 0.1.0\n"


@pytest.mark.processes
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["build", "--jobs", "0"], 2),
        (["nothing"], 2),
        (["verify", "missing.pdf"], 3),
        (["build", "nergens"], 3),
        (["build", "--out", "/dev/null/out", "--jobs", "1"], 5),
    ],
)
def test_every_failure_has_its_exit_code(words: list[str], code: int, cardprint: Run) -> None:
    result = cardprint(*words)
    assert result.returncode == code
    assert "Traceback" not in result.stderr
