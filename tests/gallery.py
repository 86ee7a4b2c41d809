"""Every kind of page of every layout in every theme, side by side, for people to look at.

    make gallery                        every sheet, also in grey and for colour-blind eyes
    .venv/bin/python tests/gallery.py themes --layout grid-a4 --toolkit warm

``themes`` shows the small toolkit with all that a page can have, ``shapes`` cards of 1 to 12
options, ``texts`` short and long texts in three languages. The sheets are in ``out/gallery/``, and
the PDFs that they show in ``out/gallery/files/``. ``documented.py`` takes those of the README.
"""

import argparse
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image

from cardprint import Cache, CardprintError, build, handout, user_cache
from cardprint.model.names import file_stem
from contact_sheet import Eyes, Pages, contact_sheet, in_colour, in_grey, with_deuteranopia
from shown import COLLECTIONS, FORM, HANDOUT, HANDOUTS, Collection

WIDTH_PX = 560
_PRESS = "+press"
_EYES = {"": in_colour, "-grey": in_grey, "-deficiency": with_deuteranopia}


def show(collection: Collection, out: Path, eyes: Mapping[str, Eyes], width_px: int) -> bool:
    """Build the toolkits of a collection, and write a contact sheet of each layout.

    What does not build is told, and has an empty place; its files are kept, too.

    :param eyes: how each sheet is seen, by what the name of its file ends with.
    :param width_px: of a page.
    :return: whether everything was built.
    """
    project = out / "files" / collection.name
    shutil.rmtree(project, ignore_errors=True)
    for name in collection.toolkits:
        collection.make(name, project)
    is_whole = _is_done(build_pages, project, collection.toolkits, collection.layouts, user_cache())
    for layout in collection.layouts:
        if collection.chosen and layout in HANDOUTS:
            for name in collection.toolkits:
                is_whole &= _is_done(build_handout, project, name, layout, collection.chosen)
        sheet = _sheet(project, collection, layout, width_px)
        for ending, see in eyes.items():
            file = out / f"{collection.name}-{layout}{ending}.png"
            see(sheet).save(file)
            print(file, flush=True)
    return is_whole


def _is_done(work: Callable[..., None], *given: object) -> bool:
    try:
        work(*given)
    except CardprintError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr, flush=True)
        return False
    return True


def build_pages(
    project: Path, toolkits: Sequence[str], layouts: Sequence[str], cache: Cache
) -> None:
    """The toolkits in the layouts, and in those that the layouts for a print shop lie over."""
    bases = (layout.removesuffix(_PRESS) for layout in layouts)
    build(project, toolkits, [*dict.fromkeys((*bases, *layouts))], cache=cache)


def build_handout(project: Path, toolkit: str, layout: str, chosen: Sequence[str]) -> None:
    """A handout; its files have the same names in each layout, so each has a folder."""
    out = project / "out" / layout
    handout(project, toolkit, chosen, layout=layout, whom="Robin", notes=True, out=out)


def pages_of(project: Path, toolkit: str, layout: str) -> dict[str, tuple[Pages, int]]:
    """What each name leads to: a file, and a page of it from 0."""
    return dict(_pages_of(project / "out", toolkit, layout))


def _pages_of(out: Path, toolkit: str, layout: str) -> Iterator[tuple[str, tuple[Pages, int]]]:
    pages = Pages(out / f"{file_stem(toolkit, layout)}.pdf")
    # A file for a print shop has no names; its pages are those of the layout that it lies over.
    named = Pages(out / f"{file_stem(toolkit, layout.removesuffix(_PRESS))}.pdf")
    if pages.file.exists() and named.file.exists():
        for name, page in named.places().items():
            yield name, (pages, page)
    for kind, ending in ((HANDOUT, ""), (FORM, "-form")):
        file = out / layout / f"{toolkit}-handout{ending}.pdf"
        if file.exists():
            yield kind, (Pages(file), 0)


def _sheet(project: Path, collection: Collection, layout: str, width_px: int) -> Image.Image:
    """The contact sheet of a layout; a page with more than one name is shown once."""
    cells = {}
    for toolkit in collection.toolkits:
        found = pages_of(project, toolkit, layout)
        shown = set()
        for row, name in collection.rows.items():
            if name in found and found[name] not in shown:
                shown.add(found[name])
                pages, index = found[name]
                cells[row, toolkit] = pages.drawn(index, width_px)
    rows = [row for row in collection.rows if any(at[0] == row for at in cells)]
    return contact_sheet(rows, collection.toolkits, cells)


def _asked_for(options: argparse.Namespace) -> Iterator[Collection]:
    for name in options.collections or COLLECTIONS:
        whole = COLLECTIONS[name]
        yield replace(
            whole,
            layouts=options.layout or whole.layouts,
            toolkits=options.toolkit or whole.toolkits,
        )


def main(words: Sequence[str] | None = None) -> int:
    """Show what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("collections", nargs="*", metavar=" | ".join(COLLECTIONS))
    parser.add_argument("--layout", action="append", help="only this one; may be repeated")
    parser.add_argument("--toolkit", action="append", help="only this column; may be repeated")
    parser.add_argument("--grey", action="store_true", help="also without colours")
    parser.add_argument("--deficiency", action="store_true", help="also with red as green")
    parser.add_argument("--width", type=int, default=WIDTH_PX, help="of a page, in pixels")
    parser.add_argument("--out", type=Path, default=Path("out/gallery"))
    options = parser.parse_args(words)
    if unknown := {*options.collections} - {*COLLECTIONS}:
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    eyes = {
        ending: see
        for ending, see in _EYES.items()
        if not ending or getattr(options, ending.removeprefix("-"))
    }
    whole = [show(each, options.out, eyes, options.width) for each in _asked_for(options)]
    return int(not all(whole))


if __name__ == "__main__":
    sys.exit(main())
