"""The boxes of a diagram lead where the words below it lead, in the colour of that card."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import NumberTree

from cardprint import Cache, build
from cardprint.errors import InputError
from test_toolkits import STEPS, edit

LED = {
    "Dagritme": "Ritme",
    "2 Kiezen samen": "Rust",
    "STAP 1 Een vast ritme": "Ritme",
    "STAP 2A Rust in de avond": "Rust",
}
"""The words of each box that leads somewhere, and the title of the card that it leads to."""


def lead(data: dict[str, Any]) -> None:
    """Give a circle, a box and steps a link."""
    venn, pathway = (section["diagram"] for section in data["sections"][:2])
    venn["circles"][1] |= {"title": "Dagritme", "link": "card/ritme"}
    pathway["steps"][1]["link"] = "card/rust"
    data["sections"].append({"heading": "In stappen", "diagram": STEPS})


def links(file: Path) -> list[list[str]]:
    """The words inside each place of a link, for every link that has more than one."""
    found: dict[object, list[str]] = defaultdict(list)
    with pikepdf.open(file) as pdf, pdfium.PdfDocument(file) as drawn:
        owners = NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        for number, page in enumerate(pdf.pages):
            text = drawn[number].get_textpage()
            for link in page.obj.get("/Annots", ()):
                words = text.get_text_bounded(*(float(edge) for edge in link.Rect.as_list()))
                found[owners[int(link.StructParent)].objgen].append(" ".join(words.split()))
    return [places for places in found.values() if len(places) > 1]


@pytest.mark.parametrize("layout", ["screen", "grid-a4"])
def test_each_link_of_a_diagram_is_drawn_on_its_box(
    layout: str, project: Path, mini_cache: Cache
) -> None:
    """One link, which is read aloud once: on its words below the diagram and on the box."""
    edit(project, "pages/gids.yaml", lead)
    build(project, layouts=[layout], jobs=1, cache=mini_cache)
    found = links(project / "out" / f"slapen-{layout}.pdf")
    for box, title in LED.items():
        assert [title, box] in found, (box, found)


@pytest.mark.parametrize(("section", "boxes"), [(0, "circles"), (1, "steps")])
def test_a_box_that_leads_nowhere_is_named(section: int, boxes: str, project: Path) -> None:
    def mislead(data: dict[str, Any]) -> None:
        data["sections"][section]["diagram"][boxes][1]["link"] = "card/rsut"

    edit(project, "pages/gids.yaml", mislead)
    with pytest.raises(InputError, match="link to unknown place 'card/rsut'"):
        build(project, jobs=1)
