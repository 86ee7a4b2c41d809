"""Logos: on the cover, at its foot, at the foot of every page; left and right."""

import shutil
from pathlib import Path

import pytest
from PIL import Image

from cardprint.verify.reading import read_pages
from conftest import MINI, Run

LOGO = MINI / "toolkits" / "slapen" / "images" / "logo.png"
WIDE = 0.6
"""More of the width of a page than a logo at the left reaches."""


def with_logos(project: Path, *logos: str) -> None:
    toolkit = project / "toolkits" / "slapen" / "toolkit.yaml"
    before, _, _ = toolkit.read_text("utf-8").partition("style:\n")
    lines = [f"    - {{file: images/logo.png, alt: Een halve maan, {each}}}" for each in logos]
    toolkit.write_text("\n".join((f"{before}style:", "  logos:", *lines)) + "\n", "utf-8")


def places(file: Path) -> list[list[tuple[float, float]]]:
    """Of each page, where its pictures begin: shares of its width and height, from the top left."""
    found = []
    for page in read_pages(file.read_bytes()):
        boxes = [mark.whole for mark in page.marks if mark.whole]
        wide, high = page.width_pt, page.height_pt
        found.append([(box.left / wide, 1 - box.top / high) for box in boxes])
    return found


@pytest.mark.parametrize("layout", ["screen", "grid-a4", "large-print", "booklet-a5"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_a_logo_of_every_page_is_at_its_foot_on_no_words(
    layout: str, side: str, project: Path, cardprint: Run
) -> None:
    with_logos(project, f"place: pages, side: {side}")
    made = cardprint("build", "--layout", layout, cwd=project)
    assert made.returncode == 0, made.stderr  # verified: on no words, and nothing at the edge
    pages = places(project / "out" / f"slapen-{layout}.pdf")
    assert len(pages) > 3
    for ((across, down),) in pages:
        assert down > 0.9
        assert (across > WIDE) is (side == "right")


def test_logos_of_the_cover_stand_above_the_title_and_below_it(
    project: Path, cardprint: Run
) -> None:
    with_logos(project, "place: cover", "place: foot", "place: foot, side: right")
    made = cardprint("build", cwd=project)
    assert made.returncode == 0, made.stderr
    cover, *others = places(project / "out" / "slapen-screen.pdf")
    assert others == [[]] * len(others)
    (_, above), (left, below), (right, beside) = sorted(cover, key=lambda spot: spot[::-1])
    assert above < 0.3 < below == pytest.approx(beside)
    assert left < right


def test_a_logo_at_the_right_stands_there_without_another_one(
    project: Path, cardprint: Run
) -> None:
    with_logos(project, "side: right")
    made = cardprint("build", "--layout", "large-print", cwd=project)
    assert made.returncode == 0, made.stderr
    ((across, _),), *_ = places(project / "out" / "slapen-large-print.pdf")
    assert across > WIDE


@pytest.mark.parametrize("layout", ["screen", "booklet-a5"])
def test_a_banner_is_as_wide_as_its_column(layout: str, project: Path, cardprint: Run) -> None:
    images = project / "toolkits" / "slapen" / "images"
    Image.new("RGB", (3000, 150), "navy").save(images / "logo.png")
    with_logos(project, "place: cover")
    made = cardprint("build", "--layout", layout, cwd=project)
    assert made.returncode == 0, made.stderr  # verified: on no words
    file = project / "out" / f"slapen-{layout}.pdf"
    (banner,) = (mark.whole for mark in next(read_pages(file.read_bytes())).marks if mark.whole)
    assert banner.width / banner.height == pytest.approx(20, rel=0.05)


def test_a_logo_of_the_project_is_on_every_toolkit(project: Path, cardprint: Run) -> None:
    with_logos(project)
    toolkit = project / "toolkits" / "slapen" / "toolkit.yaml"
    toolkit.write_text(toolkit.read_text("utf-8").partition("style:")[0], "utf-8")
    shutil.copy(LOGO, project / "vereniging.png")
    words = "style:\n  logos:\n    - {file: vereniging.png, alt: De vereniging}\n"
    (project / "cardprint.yaml").write_text(words, "utf-8")
    made = cardprint("build", cwd=project)
    assert made.returncode == 0, made.stderr
    cover, *_ = places(project / "out" / "slapen-screen.pdf")
    assert len(cover) == 1
