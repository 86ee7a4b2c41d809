"""Measure how long the preview takes from saving a file to the new pictures on the screen."""

import re
import shutil
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from preview_pages import look_at, running, seconds_until_new, verified

GOALS = {
    "one changed answer, the overview": (0.5, 1.0),
    "one changed answer, the option": (0.5, 1.0),
    "a changed style, all in sight": (2.0, 2.0),
}
_COLOUR = re.compile("#[0-9a-f]{6}")
PAUSE_SECONDS = 3.0
"""Between two changes, as between two sentences that somebody writes."""


def measure_preview(
    project: Path, environment: dict[str, str], toolkit: str, card: Path, rounds: int
) -> dict[str, list[float]]:
    """Seconds of each change, in the order of the goals."""
    found: dict[str, list[float]] = {name: [] for name in GOALS}
    with (
        running(project, toolkit, environment=environment) as (address, _),
        sync_playwright() as playwright,
    ):
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(address)
        verified(page)
        _change_answers(page, card, rounds, found)
        _change_style(page, card.parents[1] / "toolkit.yaml", rounds, found)
        browser.close()
    return found


def _change_answers(page: Page, card: Path, rounds: int, found: dict[str, list[float]]) -> None:
    original = card.read_text("utf-8")
    head, answers, rest = original.partition("inhoud: >-\n        ")
    part = re.search(r"^id: (\S+)$", original, re.MULTILINE)
    assert part is not None
    for name, sheet in zip(GOALS, (f"card/{part[1]}#2:0", f"card/{part[1]}#3:0"), strict=False):
        look_at(page, sheet)
        for number in range(rounds):
            time.sleep(PAUSE_SECONDS)
            text = f"{head}{answers}Keer {number} {name[-3:]}. {rest}"
            found[name].append(seconds_until_new(page, [sheet], card, text))
    card.write_text(original, "utf-8")
    time.sleep(PAUSE_SECONDS)
    verified(page)


def _change_style(page: Page, style: Path, rounds: int, found: dict[str, list[float]]) -> None:
    original = style.read_text("utf-8")
    page.evaluate("document.getElementById('smaller').click()")
    page.evaluate("document.getElementById('smaller').click()")
    page.wait_for_timeout(1000)
    sight = page.evaluate("""() => {
      const frame = document.getElementById("pages").getBoundingClientRect();
      return [...document.querySelectorAll("article.page")].filter((each) => {
        const { top, bottom } = each.getBoundingClientRect();
        return bottom > frame.top && top < frame.bottom;
      }).map((each) => each.dataset.id);
    }""")
    for number in range(rounds):
        time.sleep(PAUSE_SECONDS)
        text = (
            f"{original}\nstyle:\n  ink: '#17{40 + number}6b'\n"
            if "style:" not in original
            else (_COLOUR.sub(f"#1750{40 + number}", original))
        )
        found["a changed style, all in sight"].append(seconds_until_new(page, sight, style, text))
        verified(page)
    style.write_text(original, "utf-8")


def show_preview(found: dict[str, list[float]]) -> None:
    """Print the median and the 95th percentile of each, with their goals."""
    print(f"{'preview':34}{'median':>8}{'goal':>8}{'p95':>8}{'goal':>8}")
    for name, seconds in found.items():
        last = sorted(seconds)[min(round(0.95 * len(seconds)), len(seconds) - 1)]
        middle, most = GOALS[name]
        print(f"{name:34}{median(seconds):8.2f}{middle:8.2f}{last:8.2f}{most:8.2f}")
