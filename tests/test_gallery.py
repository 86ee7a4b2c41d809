"""The gallery: kinds of pages beside each other, as different eyes see them."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops

import gallery
from contact_sheet import DEUTERANOPIA, contact_sheet, in_colour, in_grey, with_deuteranopia
from shapes import Shape, write_project
from shown import COLLECTIONS, Collection

RED, GREEN, BLUE = (200, 60, 40), (95, 110, 40), (30, 60, 200)


def seen(colour: tuple[int, int, int]) -> tuple[int, ...]:
    pixel = with_deuteranopia(Image.new("RGB", (1, 1), colour)).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return pixel


def distance(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def test_red_and_green_are_alike_without_green_cones_and_blue_and_grey_stay() -> None:
    assert distance(RED, GREEN) > 100
    assert distance(seen(RED), seen(GREEN)) < 40
    assert distance(seen(RED), seen(BLUE)) > 100
    for grey in (0, 90, 255):
        assert distance(seen((grey,) * 3), (grey,) * 3) <= 2
    assert [sum(row) for row in DEUTERANOPIA] == pytest.approx([1, 1, 1], abs=1e-5)


def test_a_sheet_has_each_picture_in_its_row_and_column_and_leaves_places_empty() -> None:
    red, blue = Image.new("RGB", (60, 40), RED), Image.new("RGB", (30, 90), BLUE)
    sheet = contact_sheet(["a", "b"], ["x", "y"], {("a", "x"): red, ("b", "y"): blue})
    places = {colour: places_of(sheet, colour) for colour in (RED, BLUE)}
    assert [at[2] - at[0] for at in places.values()] == [60, 30]
    assert [at[3] - at[1] for at in places.values()] == [40, 90]
    assert places[RED][2] < places[BLUE][0]
    assert places[RED][3] < places[BLUE][1]


def places_of(sheet: Image.Image, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    other = ImageChops.difference(sheet, Image.new("RGB", sheet.size, colour)).convert("L")
    found = other.point([255, *[0] * 255]).getbbox()
    assert found
    return found


def test_the_printed_card_is_shown_in_one_theme_in_colour_and_grey(
    tmp_path: Path, whole_run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(whole_run))
    words = ["themes", "--layout", "grid-a4", "--toolkit", "warm", "--grey", "--width", "400"]
    assert gallery.main([*words, "--out", str(tmp_path)]) == 0
    colour, grey = (opened(tmp_path / f"themes-grid-a4{ending}.png") for ending in ("", "-grey"))
    kinds = gallery.pages_of(tmp_path / "files" / "themes", "warm", "grid-a4")
    wanted = ["cover", "page/gids", "overview/ritme", "evidence", "page/colofon", "handout", "form"]
    assert {*wanted} <= {*kinds}
    # Of the card, no page is shown twice: all its names lead to its grid.
    height = 400 * 210 / 297
    assert colour.height // height == len(wanted)
    assert ImageChops.difference(colour, in_grey(colour)).getbbox()
    assert not ImageChops.difference(grey, in_grey(colour)).getbbox()


def test_what_does_not_build_is_told_and_the_rest_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], whole_run: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("XDG_CACHE_HOME", str(whole_run))

    def make(name: str, project: Path) -> None:
        write_project(Shape("", options=1, questions=1, words=1), project, name)
        if name == "wrong":
            (project / "toolkits" / name / "cards" / "k0.yaml").unlink()

    shown = Collection("few", ["wrong", "right"], make, ["grid-a4"], {"overview": "overview/k0"})
    assert not gallery.show(shown, tmp_path, {"": in_colour}, 100)
    assert "toolkits/wrong" in capsys.readouterr().err
    sheet = opened(tmp_path / "few-grid-a4.png")
    left, _, right, _ = places_of(sheet, (255, 255, 255))
    assert right - left == 100


def opened(file: Path) -> Image.Image:
    with Image.open(file) as image:
        return image.convert("RGB")


def test_what_there_is_no_collection_of_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        gallery.main(["shape"])
    assert "there is no shape" in capsys.readouterr().err


@pytest.mark.parametrize("name", COLLECTIONS)
def test_each_toolkit_of_the_gallery_is_made(name: str, tmp_path: Path) -> None:
    collection = COLLECTIONS[name]
    for toolkit in collection.toolkits:
        collection.make(toolkit, tmp_path)
        assert (tmp_path / "toolkits" / toolkit / "toolkit.yaml").is_file()
