"""What decides how a build looks is in its digest, and nothing else is."""

import dataclasses
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cardprint import Project
from cardprint.compose.model import Composed, Setting
from cardprint.compose.sheets import compose
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.pipeline.fingerprint import digest_of_build
from cardprint.storage.digest import Part, digest
from cardprint.storage.named import NamedFile

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")

DIFFERENT: list[tuple[Part, ...]] = [
    (),
    ((),),
    ("",),
    (b"",),
    (None,),
    ("None",),
    ("a", "b"),
    ("ab",),
    ("a", "", "b"),
    (("a",), "b"),
    ("a", ("b",)),
    (("a", "b"),),
    (("a",), ("b",)),
    ("str:1:a",),
    (1,),
    (1.0,),
    ("1",),
    (b"1",),
    (bool(1),),
    ("True",),
    (Path("a"),),
    ("a",),
    (b"a",),
    ("\udcff",),
]


def test_different_values_have_different_digests() -> None:
    assert len({digest(*parts) for parts in DIFFERENT}) == len(DIFFERENT)


def test_a_digest_is_the_same_in_every_process_and_version() -> None:
    assert digest("a", 1, None, (2.5, b"x", Path("y/z")), bool(1)) == (
        "f9f0c2562eedb93476aa6bed0073735d911fb3377c8d6e5d59380ed715dba6bd"
    )


@pytest.mark.parametrize("value", [{"a"}, {"a": 1}, ["a"], object(), 1j, bytearray(b"a")])
@pytest.mark.parametrize("wrap", [lambda value: value, lambda value: ("a", (value,))])
def test_what_has_no_fixed_form_has_no_digest(value: Any, wrap: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError, match="no digest of"):
        digest(wrap(value))


# Every field of a sheet with another value for it.
OTHERWISE: dict[str, Any] = {
    "name": "card/x#9",
    "template": "layouts/x/x.html.j2",
    "html": "<p>",
    "styles": (("a", "b", "c"),),
    "paper_pt": (1.0, 2.0),
    "fit_pt": (1.0, 2.0),
    "first_page": 99,
    "files": (NamedFile("file:///x", "digest", Path("x")),),
    "columns": (2, 3),
    "tightest": 1.2,
    "setting": Setting(2, 1.2),
    "one_page_pt": 1.5,
    "form": True,
    "colours": "cmyk",
    "profile": NamedFile("file:///y", "digest", Path("y")),
}
# These decide in which order sheets are made and whether they are made again, but nothing of them.
WITHOUT_EFFECT = {"letters_per_page", "references"}


def test_every_field_of_a_sheet_is_known_here() -> None:
    fields = {field.name for field in dataclasses.fields(Composed)}
    assert fields == OTHERWISE.keys() | WITHOUT_EFFECT


@pytest.mark.parametrize("name", OTHERWISE)
def test_every_field_that_changes_a_sheet_changes_its_digest(
    name: str, mini: tuple[Toolkit, Layout]
) -> None:
    sheet = compose(*mini)[0]
    changed: Composed = dataclasses.replace(sheet, **{name: OTHERWISE[name]})
    assert digest(*changed.identity) != digest(*sheet.identity)


def test_where_the_files_of_a_sheet_lie_does_not_matter(mini: tuple[Toolkit, Layout]) -> None:
    sheet = compose(*mini)[0]
    moved = tuple(NamedFile(file.url, file.digest, Path("elsewhere")) for file in sheet.files)
    assert moved
    assert digest(*dataclasses.replace(sheet, files=moved).identity) == digest(*sheet.identity)


@pytest.fixture
def fingerprint(project: Path) -> Callable[[], str]:
    return lambda: digest_of_build(Project(project), project / "toolkits" / "slapen", "screen")


def test_the_place_of_a_project_does_not_matter(
    project: Path, fingerprint: Callable[[], str]
) -> None:
    before = fingerprint()
    moved = project.rename(project.with_name("elsewhere"))
    assert digest_of_build(Project(moved), moved / "toolkits" / "slapen", "screen") == before


def test_the_style_of_the_project_and_its_themes_count(
    project: Path, fingerprint: Callable[[], str]
) -> None:
    seen = [fingerprint()]
    for file in ("cardprint.yaml", "themes/huis/theme.yaml"):
        for words in ("style: {theme: warm}\n", "style: {theme: calm}\n"):
            (project / file).parent.mkdir(parents=True, exist_ok=True)
            (project / file).write_text(words, "utf-8")
            seen.append(fingerprint())
    assert len(set(seen)) == len(seen)


@posix
@pytest.mark.parametrize("of", ["file", "folder"])
def test_a_link_counts_by_what_it_leads_to(
    of: str, project: Path, fingerprint: Callable[[], str]
) -> None:
    cards = project / "toolkits" / "slapen" / "cards"
    shared = project / "shared"
    if of == "folder":
        cards.rename(shared)
        cards.symlink_to(shared)
        file = shared / "rust.yaml"
    else:
        shared.mkdir()
        file = (cards / "rust.yaml").rename(shared / "rust.yaml")
        (cards / "rust.yaml").symlink_to("../../../shared/rust.yaml")
    before = fingerprint()
    file.write_bytes(file.read_bytes() + b"# changed\n")
    assert fingerprint() != before


@posix
def test_the_address_of_a_link_to_the_same_does_not_count(
    project: Path, fingerprint: Callable[[], str]
) -> None:
    cards = project / "toolkits" / "slapen" / "cards"
    before = fingerprint()
    (cards / "rust.yaml").rename(project / "a.yaml")
    (cards / "rust.yaml").symlink_to("../../../a.yaml")
    assert fingerprint() == before


@posix
def test_a_link_out_of_the_project_counts_by_its_address_and_its_age(
    project: Path, tmp_path: Path, fingerprint: Callable[[], str]
) -> None:
    link = project / "toolkits" / "slapen" / "link"
    outside = [tmp_path / "one", tmp_path / "two"]
    for file in outside:
        file.write_text("same")
        os.utime(file, (1000, 1000))
    found = set()
    targets: list[str | Path] = [*outside, "nowhere", "link"]  # the last one leads to itself
    for target in targets:
        link.symlink_to(target)
        found.add(fingerprint())
        link.unlink()
    os.utime(outside[0], (2000, 2000))
    link.symlink_to(outside[0])
    found.add(fingerprint())
    assert len(found) == 5


@posix
def test_what_is_no_file_is_not_read(project: Path, fingerprint: Callable[[], str]) -> None:
    toolkit = project / "toolkits" / "slapen"
    os.mkfifo(toolkit / "cards" / "pipe.yaml")  # to read it would wait for ever
    (toolkit / "endless.yaml").symlink_to("/dev/zero")
    (toolkit / "folder.yaml").mkdir()
    assert fingerprint()


@posix
def test_folders_that_link_to_each_other_come_to_an_end(
    project: Path, fingerprint: Callable[[], str]
) -> None:
    toolkit = project / "toolkits" / "slapen"
    for level in range(30):  # each with two ways to the next one: a billion ways in all
        folder = toolkit / f"level-{level}"
        folder.mkdir()
        for way in ("left", "right"):
            (folder / way).symlink_to(f"../level-{level + 1}")
    (toolkit / "up").symlink_to("..")
    before = fingerprint()
    (toolkit / "level-29" / "file").write_text("")
    assert fingerprint() != before
