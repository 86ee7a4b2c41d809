"""What leaves the program: safe for where it goes, in any encoding, and never lost in silence."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from defusedxml import ElementTree

from cardprint.command import findings
from cardprint.command.findings import Checked
from cardprint.command.listing import listing
from cardprint.compare.formats import FORMATS
from cardprint.compare.model import Compared, Comparison, Finding, PagePair, Verdict, WordChange
from cardprint.compare.report import write_report
from cardprint.editorial.model import Evidence, Remark
from cardprint.errors import Place, Problem
from cardprint.messages.catalogue import plain
from cardprint.pipeline.outcome import BuildReport
from cardprint.pytest_plugin import AcceptedPdf, BuiltPdf, Folders, pytest_assertrepr_compare
from cardprint.storage.project import Project
from conftest import MINI, Run

# A colour of a terminal, its title, text from right to left, a workflow command in two ways, the
# end of CDATA, nothing, half a pair, a name of a file in another encoding, and no character.
EVIL = [
    "\x1b[31mred", "\x1b]0;title\x07", "\u202egnp.exe", "%0A::error::x", "\n::error::x",
    "\r::stop::x", "]]>", "\x00", "\ud800", os.fsdecode(b"\xff"), "\ufffe", "\x9b31m",
    "\u2028::error::x", "##[error]x", "<script>alert(1)</script>",
]  # fmt: skip
UNSAFE = {"\x1b", "\x07", "\u202e", "\r", "\x00", "\ud800", os.fsdecode(b"\xff"), "\ufffe", "\x9b"}
COMMANDS = ("::error file=", "::notice file=", "::warning file=")


def compared(evil: str) -> Comparison:
    finding = Finding(
        Verdict.TEXT, plain(evil), words=(WordChange(evil, evil),), places=(Place(evil, 1, 2),)
    )
    page = PagePair(1, 1, (100.0, 100.0), (100.0, 100.0), (finding,))
    problem = Problem(Place(evil, 3), plain(evil), plain(evil))
    return Comparison(evil, evil, evil, (page,), (finding,), (plain(evil),), (problem,))


def checked(evil: str) -> Checked:
    problem = Problem(Place(evil, 1, 2), plain(evil), plain(evil))
    evidence = Evidence("date", plain(evil), "qualifying", (evil,))
    return Checked(evil, 1, 1, (), (Remark(problem, "style"),), {evil: 1.0}, (evidence,))


def is_safe(text: str) -> bool:
    return not UNSAFE & {*text} and "\u2028" not in text


def assert_no_strange_command(text: str) -> None:
    """No line is a workflow command, but for those that were written as such."""
    for line in text.splitlines():
        assert not line.lstrip().startswith("::") or line.startswith(COMMANDS), line
        assert "##[" not in line or line.startswith(COMMANDS), line


@pytest.mark.parametrize("evil", EVIL, ids=ascii)
@pytest.mark.parametrize("name", FORMATS)
def test_a_comparison_is_safe_in_every_format(name: str, evil: str) -> None:
    text = FORMATS[name]([compared(evil)])
    assert is_safe(text)
    text.encode()
    if name == "json":
        assert text.isascii()
        (found,) = json.loads(text)
        assert found["name"] == evil
        return
    if name == "junit":
        assert text.isascii()
        assert len(ElementTree.fromstring(text).findall("testsuite/testcase/failure")) == 2
        return
    assert_no_strange_command(text)
    # A line for the comparison, one each for its problem, its two findings and its note.
    assert len(text.splitlines()) == 5


@pytest.mark.parametrize("evil", EVIL, ids=ascii)
@pytest.mark.parametrize("name", findings.FORMATS)
def test_a_check_is_safe_in_every_format(name: str, evil: str) -> None:
    text = findings.FORMATS[name]([checked(evil)], evidence=True)
    assert is_safe(text)
    if name == "json":
        assert text.isascii()
        assert json.loads(text)[0]["toolkit"] == evil
        return
    assert_no_strange_command(text)
    assert len(text.splitlines()) == (3 if name == "text" else 1)


@pytest.mark.parametrize("evil", EVIL, ids=ascii)
def test_the_report_for_people_is_safe(evil: str, tmp_path: Path, mini_pdf: bytes) -> None:
    file = tmp_path / "index.html"
    write_report([Compared(compared(evil), mini_pdf, mini_pdf)], file, [MINI])
    html = file.read_text("utf-8")
    assert is_safe(html)
    assert "<script>alert" not in html


@pytest.mark.parametrize("evil", EVIL, ids=ascii)
def test_what_pytest_shows_is_safe(evil: str, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    if "\x00" in evil:
        evil = evil.replace("\x00", "")  # no file has such a name
    report = BuildReport("slapen", "screen", "x.pdf", True, 1, 1, 1, 1, 0, 1)  # noqa: FBT003
    folders = Folders(tmp_path, tmp_path / evil, tmp_path)
    built = BuiltPdf("slapen", "screen", Path("x.pdf"), report, folders)
    built.__dict__["comparison"] = compared(evil)
    accepted = AcceptedPdf("slapen", "screen", Path("x.pdf"))
    lines = pytest_assertrepr_compare(pytestconfig, "==", built, accepted)
    assert lines is not None
    assert len(lines) == 6
    assert all(is_safe(line) and "\n" not in line for line in lines)


def test_names_of_folders_are_safe_in_the_list(project: Path) -> None:
    for name in (b"\xff", b"a\n::error::b", b"\x1b[31m"):
        folder = project / "toolkits" / os.fsdecode(name)
        folder.mkdir()
        (folder / "toolkit.yaml").write_text("title: 'x'\n", "utf-8")
    text = listing(Project(project))
    assert is_safe(text)
    assert_no_strange_command(text)
    assert "  \\udcff\n" in text


# Encodings


Streams = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def run(tmp_path: Path) -> Streams:
    """Run the command in a shell that says where its streams lead."""

    def run(
        command: str, variables: Mapping[str, str] = {}, cwd: Path = MINI
    ) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            [
                "/bin/bash",
                "-c",
                f'cardprint() {{ "{sys.executable}" -m cardprint "$@"; }}; {command}',
            ],
            cwd=cwd,
            env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), **variables},
            capture_output=True,
            timeout=120,
            check=False,
        )

    return run


def strange(project: Path) -> None:
    """A problem with letters that few encodings have."""
    card = project / "toolkits" / "slapen" / "cards" / "rust.yaml"
    text = card.read_text("utf-8").replace("inhoud: Je telefoon", "in→hôud日: Je telefoon")
    card.write_text(text, "utf-8")


ENCODINGS = {
    "utf-8": "in→hôud",
    "cp1252": "in->hôud",
    "latin-1": "in->hôud",
    "ascii": "in->houd",
    "cp437": "in->hôud",
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_shows_what_it_can(encoding: str, project: Path, run: Streams) -> None:
    strange(project)
    for command in ("check", "check --format github", "check --format json"):
        done = run(f"cardprint {command}", {"PYTHONIOENCODING": encoding}, project)
        assert done.returncode == 3
        errors = done.stderr.decode(encoding)
        assert ENCODINGS[encoding] in errors
        assert "Traceback" not in errors
        done.stdout.decode(encoding)
    assert "日" in errors or "\\u65e5" in errors


def test_a_system_without_a_language_is_no_trouble(project: Path, run: Streams) -> None:
    strange(project)
    for variables in (
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ):
        done = run("cardprint check; cardprint list; cardprint --help", variables, project)
        assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


# Streams that take nothing

FULL = b"the results cannot be written: No space left on device"
STREAMS: dict[str, tuple[str, int, bytes]] = {
    "a full disk": ("cardprint check --today 2026-02-01 > /dev/full", 5, FULL),
    "a full disk, for help": ("cardprint --help > /dev/full", 5, FULL),
    "a full disk, for the version": ("cardprint --version > /dev/full", 5, FULL),
    "a full disk, for a list": ("cardprint list > /dev/full", 5, FULL),
    "a full disk, and problems": ("cardprint check nowhere > /dev/full", 3, b"unknown toolkit"),
    "a full disk, and nothing to say": ("cardprint build --quiet > /dev/full", 0, b""),
    "a full disk for messages": ("cardprint check nowhere 2> /dev/full", 3, b""),
    "no output": ("cardprint check >&-", 5, b"the results cannot be written"),
    "no messages": ("cardprint check nowhere 2>&-", 3, b""),
    "no streams": ("cardprint build --quiet <&- >&- 2>&-", 0, b""),
    "no streams, and a result": ("cardprint build <&- >&- 2>&-", 5, b""),
    "a reader that is gone": (
        "cardprint check --format json | true; exit ${PIPESTATUS[0]}", 5, b""
    ),
    "a reader that is gone, and problems": (
        "cardprint check nowhere --format json | true; exit ${PIPESTATUS[0]}", 3, b"unknown toolkit"
    ),
    "a reader of messages that is gone": (
        "cardprint check nowhere 2>&1 >/dev/null | true; exit ${PIPESTATUS[0]}", 3, b""
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STREAMS)
def test_a_result_that_cannot_be_written_is_no_success(
    name: str, project: Path, run: Streams
) -> None:
    command, code, message = STREAMS[name]
    done = run(command, cwd=project)
    assert done.returncode == code, done.stderr
    assert message in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr
    if not message:
        assert done.stderr == b""


# Reports


def test_a_report_is_a_file_by_its_name_and_a_folder_otherwise(
    project: Path, cardprint: Run, tmp_path: Path
) -> None:
    assert cardprint("accept", cwd=project).returncode == 0
    for command, names in (
        ("build", ["report.json"]),
        ("compare", ["index.html", "report.json"]),
    ):
        folder, file = tmp_path / command / "deep", tmp_path / f"{command}.json"
        assert cardprint(command, "--report", folder, cwd=project).returncode == 0
        assert sorted(each.name for each in folder.iterdir()) == names
        assert cardprint(command, "--report", file, cwd=project).returncode == 0
        assert json.loads(file.read_text("ascii"))[0].keys() == (
            json.loads((folder / "report.json").read_text("ascii"))[0].keys()
        )
    page = tmp_path / "page.html"
    assert cardprint("compare", "--report", page, cwd=project).returncode == 0
    assert "<!doctype html>" in page.read_text("utf-8")
    wrong = cardprint("build", "--report", page, cwd=project)
    assert wrong.returncode == 2
    assert "a build is reported as JSON" in wrong.stderr


def test_a_report_goes_through_pipes_devices_and_symbolic_links(
    project: Path, run: Streams, tmp_path: Path
) -> None:
    build = "cardprint build --quiet --report"
    json.loads(run(f"{build} /dev/stdout", cwd=project).stdout)
    json.loads(run(f"{build} /dev/stdout > a.txt; cat a.txt", cwd=project).stdout)
    json.loads(run(f"{build} >(cat) | cat", cwd=project).stdout)
    assert run(f"{build} /dev/null && test -c /dev/null", cwd=project).returncode == 0
    pipe = f"mkfifo p; cat p > b.txt & {build} p; wait; test -p p && cat b.txt"
    json.loads(run(f"{pipe}", cwd=project).stdout)
    (tmp_path / "link.json").symlink_to("real.json")
    assert run(f"{build} '{tmp_path}/link.json'", cwd=project).returncode == 0
    assert (tmp_path / "link.json").is_symlink()
    assert not (tmp_path / "real.json").is_symlink()
    json.loads((tmp_path / "real.json").read_text("ascii"))
    full = run(f"{build} /dev/full", cwd=project)
    assert (full.returncode, b"/dev/full: cannot be written" in full.stderr) == (5, True)


@pytest.mark.parametrize("command", ["build", "compare"])
def test_a_report_without_a_place_stops_before_the_work_begins(
    command: str, project: Path, cardprint: Run
) -> None:
    (project / "file").write_text("", "utf-8")
    (project / "folder.json").mkdir()
    for place in ("file", "file/x", "file/x.json", "folder.json", "/proc/none/x"):
        done = cardprint(command, "--report", place, cwd=project)
        assert done.returncode == 5, place
        assert f"{place}: cannot be written" in done.stderr
        assert done.stdout == ""
        assert not (project / "out").exists()
