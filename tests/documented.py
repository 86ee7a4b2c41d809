"""Take the pictures of the documentation anew: pages of our own first toolkit, and the themes.

    .venv/bin/python tests/documented.py [--out docs/images] [NAME...]

Each is as wide as it is shown and has few colours, because it is downloaded with the sources.
"""

import argparse
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import sync_playwright

from cardprint import user_cache
from cardprint.model import names
from gallery import build_handout, build_pages, pages_of
from preview_pages import look_at, running, verified
from shown import COLLECTIONS, HANDOUT

ROOT = Path(__file__).parents[1]
TOOLKIT = "persoonlijkheidsstoornissen"
CHOSEN = (
    "zelfmanagement/crisisplan", "psychotherapie-2/mbt", "ondersteunende-interventies/medicatie",
)  # fmt: skip
THEMES, PREVIEW = "themes", "preview"
_COLOURS = 64
_EDGE = "#9a9a9a"


@dataclass(frozen=True, slots=True)
class Picture:
    """Pages of a layout beside each other."""

    layout: str
    places: Sequence[str]
    """The names that lead to the pages."""
    width_px: int
    """Of each page."""


PICTURES = {
    "choose": Picture("screen", [names.card("zelfmanagement")], 1000),
    "overview": Picture("screen", [names.overview("zelfmanagement")], 1000),
    "layout-grid-a4": Picture("grid-a4", [names.overview("zelfmanagement")], 600),
    "layout-grid-a3": Picture("grid-a3", [names.overview("ondersteunende-interventies")], 600),
    "layout-mono": Picture("grid-a4+mono", [names.overview("psychotherapie-2")], 600),
    "layout-press": Picture("grid-a4+press", [names.overview("herstel-en-re-integratie")], 640),
    "layout-booklet": Picture("booklet", [names.COVER], 700),
    "layout-booklet-a5": Picture(
        "booklet-a5",
        [names.card("zelfmanagement"), names.option("zelfmanagement", "zelfzorg")],
        350,
    ),
    "layout-option-sheets": Picture(
        "option-sheets",
        [
            names.option("zelfmanagement", "crisisplan"),
            names.option("ondersteunende-interventies", "psychosociaal"),
        ],
        350,
    ),
    "layout-large-print": Picture("large-print", [names.option("zelfmanagement", "zelfzorg")], 420),
    "layout-handout": Picture("grid-a4", [HANDOUT], 700),
}
_OF_THEMES = Picture("screen", [names.card("ritme")], 500)


def take_pictures(wanted: Sequence[str], out: Path) -> None:
    """Build what the pictures show, and write them."""
    pictures = {name: PICTURES[name] for name in wanted if name in PICTURES}
    with TemporaryDirectory() as temporary:
        project = Path(temporary)
        shutil.copytree(ROOT / "toolkits", project / "toolkits")
        layouts = [*dict.fromkeys(picture.layout for picture in pictures.values())]
        if layouts:
            build_pages(project, [TOOLKIT], layouts, user_cache())
        if "layout-handout" in pictures:
            build_handout(project, TOOLKIT, "grid-a4", CHOSEN)
        for name, picture in pictures.items():
            _write(_taken(project, TOOLKIT, picture), out / f"{name}.png")
    if THEMES in wanted:
        _write(_themes(), out / f"{THEMES}.png")
    if PREVIEW in wanted:
        _write(_preview(), out / f"{PREVIEW}.png")


def _taken(project: Path, toolkit: str, picture: Picture) -> Image.Image:
    found = pages_of(project, toolkit, picture.layout)
    pages = [found[place] for place in picture.places]
    return _beside([file.drawn(index, picture.width_px) for file, index in pages])


def _beside(drawn: Sequence[Image.Image]) -> Image.Image:
    """Pages in a row, with a thin line around each."""
    width = sum(each.width + 1 for each in drawn) + 1
    picture = Image.new("RGB", (width, drawn[0].height + 2), _EDGE)
    x = 1
    for each in drawn:
        picture.paste(each, (x, 1))
        x += each.width + 1
    return picture


def _themes() -> Image.Image:
    """The same page in each theme, two in a row."""
    collection = COLLECTIONS[THEMES]
    with TemporaryDirectory() as temporary:
        project = Path(temporary)
        for theme in collection.toolkits:
            collection.make(theme, project)
        build_pages(project, collection.toolkits, [_OF_THEMES.layout], user_cache())
        pages = [_taken(project, theme, _OF_THEMES) for theme in collection.toolkits]
    width, height = pages[0].size
    picture = Image.new("RGB", (width * 2, height * ((len(pages) + 1) // 2)), "white")
    for i, page in enumerate(pages):
        picture.paste(page, (i % 2 * width, i // 2 * height))
    return picture


def _preview() -> Image.Image:
    """The preview, with a mistake that has just been saved."""
    with TemporaryDirectory() as temporary:
        project = Path(temporary)
        shutil.copytree(ROOT / "toolkits", project / "toolkits")
        card = min((project / "toolkits" / TOOLKIT / "cards").glob("*.yaml"))
        with running(project, TOOLKIT) as (address, _), sync_playwright() as playwright:
            chromium = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 760})
            page.goto(address)
            verified(page)
            look_at(page, "card/zelfmanagement#2:0")
            text = card.read_text("utf-8")
            card.write_text(text.replace("      wanneer:", "      waneer:", 1), "utf-8")
            page.locator("#problems li").first.wait_for()
            page.wait_for_timeout(2000)  # until what has changed is marked no longer
            shot = page.screenshot()
            browser.close()
    return Image.open(BytesIO(shot)).convert("RGB")


def _write(picture: Image.Image, file: Path) -> None:
    picture.quantize(_COLOURS).save(file, optimize=True)
    print(file, flush=True)


def main() -> None:
    """Take the pictures that are asked for, or all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", help="all unless named")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images")
    options = parser.parse_args()
    known = [*PICTURES, THEMES, PREVIEW]
    if unknown := {*options.names} - {*known}:
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    take_pictures(options.names or known, options.out)


if __name__ == "__main__":
    main()
