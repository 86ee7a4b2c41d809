"""Names that lead to no picture are refused, and those with any sign in them lead to theirs."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest
from pikepdf import Pdf

from cardprint import Cache, build
from cardprint.errors import Problem
from cardprint.load import images
from cardprint.load.images import check_images
from cardprint.storage.named import address, same_address
from conftest import MINI, ROOT, Run
from pictures import PLACE, plain, png, said, svg

PATHS: dict[str, tuple[str, str]] = {
    "an address": ("https://example.org/a.png", "is an address"),
    "a local address": ("file:///etc/passwd", "is an address"),
    "a picture in a name": ("data:image/png;base64,AAAA", "is an address"),
    "up": ("../a.png", "is outside the toolkit's folder"),
    "from the root": ("/etc/passwd", "is outside the toolkit's folder"),
    "a link out": ("uit.png", "is outside the toolkit's folder"),
    "a link to a device": ("nul.png", "is outside the toolkit's folder"),
    "a link to nothing": ("nergens.png", "is a link to a file that does not exist"),
    "a link to itself": ("kring.png", "is outside the toolkit's folder"),
    "a folder": ("map.png", "is not a file"),
    "a pipe": ("pijp.png", "is not a file"),
    "a name without end": ("a" * 5000 + ".png", "cannot be read"),
    "a nought": ("a\0.png", "is outside the toolkit's folder"),
    "below a file": ("goed.png/a.png", "does not exist"),
    "nothing": ("images/goet.png", "does not exist"),
}


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder with all that is no picture, and one that is."""
    folder = tmp_path / "slapen"
    (folder / "images").mkdir(parents=True)
    (tmp_path / "a.png").write_bytes(png(plain((9, 9, 9))))
    shutil.copy(tmp_path / "a.png", folder / "goed.png")
    shutil.copy(tmp_path / "a.png", folder / "images" / "Goed.PNG")
    (folder / "uit.png").symlink_to(tmp_path / "a.png")
    (folder / "binnen.png").symlink_to("goed.png")
    (folder / "nul.png").symlink_to("/dev/zero")
    (folder / "nergens.png").symlink_to("weg.png")
    (folder / "kring.png").symlink_to("kring.png")
    (folder / "map.png").mkdir()
    os.mkfifo(folder / "pijp.png")
    return folder


@pytest.mark.parametrize("name", PATHS)
def test_a_name_that_leads_to_no_picture_is_refused(name: str, odd: Path) -> None:
    file, message = PATHS[name]
    assert said(odd, file) == [message]


@pytest.mark.parametrize("file", ["goed.png", "binnen.png", "./images/../goed.png"])
def test_a_link_inside_the_folder_is_followed(file: str, odd: Path) -> None:
    assert said(odd, file) == []


@pytest.mark.parametrize("file", ["images/goed.png", "images/goet.png", "images\\Goed.PNG"])
def test_a_wrong_name_names_the_nearest_picture(file: str, odd: Path) -> None:
    found: list[Problem] = []
    check_images(odd, [(file, PLACE)], found.append)
    assert found[0].hint == "did you mean 'images/Goed.PNG'?"


def test_a_pipe_in_the_folder_does_not_hold_up_a_build(project: Path, cardprint: Run) -> None:
    os.mkfifo(project / "toolkits" / "slapen" / "images" / "pijp.png")
    assert cardprint("build", cwd=project).returncode == 0


def test_a_large_file_is_not_even_opened(tmp_path: Path) -> None:
    with (tmp_path / "a.png").open("wb") as file:
        file.truncate(images.MAX_IMAGE_BYTES + 1)
    assert said(tmp_path, "a.png") == ["is larger than 10 MB"]


Form = Literal["NFC", "NFD"]
Spelled = Callable[[Form, Form], Path]

SIGNS = "een #1 100%41 ? & 'x' + é (1) 🌙"
"""Signs that mean something in an address, in a style sheet or in HTML."""


@pytest.fixture
def spelled(tmp_path: Path) -> Spelled:
    """A project with that name for its folder, its toolkit and its pictures.

    The names in the data are spelled in one way, those on the disk in the other.
    """

    def made(in_data: Form, on_disk: Form) -> Path:
        home = tmp_path / normalize(on_disk, f"Mijn {SIGNS}")
        kit = home / "toolkits" / normalize(on_disk, f"kit {SIGNS}")
        shutil.copytree(MINI / "toolkits" / "slapen", kit)
        folder = kit / "images" / normalize(on_disk, f"map {SIGNS}")
        folder.mkdir()
        (kit / "images" / "logo.png").rename(folder / normalize(on_disk, f'"logo" {SIGNS}.PNG'))
        (kit / "cards" / "rust.yaml").rename(kit / "cards" / normalize(on_disk, "rüst.yaml"))
        settings = kit / "toolkit.yaml"
        text = settings.read_text("utf-8").replace("rust.yaml", normalize(in_data, "rüst.yaml"))
        name = normalize(in_data, f'images/map {SIGNS}/"logo" {SIGNS}.PNG')
        quoted = json.dumps(name, ensure_ascii=False)
        settings.write_text(text.replace("images/logo.png", quoted), "utf-8")
        return home

    return made


@pytest.mark.parametrize(("in_data", "on_disk"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_names_with_any_sign_and_in_either_spelling_are_found(
    in_data: Form, on_disk: Form, spelled: Spelled, mini_cache: Cache
) -> None:
    home = spelled(in_data, on_disk)
    slug = normalize(in_data, f"kit {SIGNS}")
    reports = build(home, [slug], layouts=["screen", "grid-a4"], jobs=1, cache=mini_cache)
    assert [Path(report.file).name for report in reports] == [
        normalize("NFC", f"kit {SIGNS}-{layout}.pdf") for layout in ("screen", "grid-a4")
    ]
    with Pdf.open(home / "out" / Path(reports[0].file).name) as pdf:
        pictures = list(pdf.pages[0].get_images())
    assert len(pictures) == 1


def test_a_layout_and_a_font_with_any_sign_in_their_names(project: Path, mini_cache: Cache) -> None:
    name = f"opmaak {SIGNS}".replace("+", "")
    folder = project / "layouts" / normalize("NFD", name)
    folder.mkdir(parents=True)
    quoted = json.dumps(name, ensure_ascii=False)
    (folder / "layout.yaml").write_text(f"base: screen\nfonts: [{quoted}]\n", "utf-8")
    (folder / "teken #1 +.svg").write_bytes(svg('<rect width="60" height="40"/>'))
    (folder / "style.css").write_text(
        ".next_option { background-image: url('teken %231 +.svg') }", "utf-8"
    )
    fonts = project / "fonts" / normalize("NFD", name)
    shutil.copytree(ROOT / "fonts" / "atkinson-hyperlegible-next", fonts)
    (report,) = build(project, layouts=[name], jobs=1, cache=mini_cache)
    assert report.pages > 1
    assert (project / "out" / f"slapen-{normalize('NFC', name)}.pdf").is_file()


@pytest.mark.parametrize(
    "url",
    [
        "file:///layouts/a b+(c)é.svg",
        "file:///layouts/a%20b+(c)%C3%A9.svg",
        "file:///layouts/a%20b%2B%28c%29e%CC%81.svg",
    ],
)
def test_an_address_is_the_same_however_it_is_written(url: str) -> None:
    assert same_address(url) == address("layouts", "a b+(c)é.svg")
    assert address("layouts", "screen", "left.svg") == "file:///layouts/screen/left.svg"
