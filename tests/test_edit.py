"""``cardprint edit``, used in a browser as a person does who has never seen the files."""

import base64
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from cardprint.storage.cache import Cache

MINI = Path(__file__).parent / "mini"
PICTURE = Path(__file__).parents[1] / "docs" / "images"
CARD = "toolkits/slapen/cards/ritme.yaml"
SHOTS = os.environ.get("CARDPRINT_SHOTS")
"""A folder for a picture of every step, to look at."""

pytestmark = pytest.mark.processes
expect.set_options(timeout=30_000)


class Window:
    """The command that runs, the project that it changes, and the page in the browser."""

    def __init__(self, project: Path, process: subprocess.Popen[str], address: str) -> None:
        self.project, self.process, self.address = project, process, address

    def text(self, file: str) -> str:
        return (self.project / file).read_text("utf-8")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)


@contextmanager
def running(project: Path, cache: Cache, *words: str) -> Iterator[Window]:
    assert cache.folder is not None
    process = subprocess.Popen(
        [sys.executable, "-m", "cardprint", "edit", "--no-open", "--jobs", "1", *words],
        cwd=project,
        env={**os.environ, "XDG_CACHE_HOME": str(cache.folder.parent)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield Window(project, process, process.stdout.readline().strip())
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
        if process.stdout is not None:
            process.stdout.close()


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory, mini_cache: Cache) -> Iterator[Window]:
    project = tmp_path_factory.mktemp("edit") / "project"
    shutil.copytree(MINI, project)
    with running(project, mini_cache, "slapen") as window:
        yield window


@pytest.fixture
def page(browser: Browser, window: Window) -> Iterator[Page]:
    """The window with the files as they were."""
    for path in sorted((MINI / "toolkits").rglob("*.yaml")):
        target = window.project / path.relative_to(MINI)
        if not target.is_file() or target.read_bytes() != path.read_bytes():
            shutil.copyfile(path, target)
    with opened(browser, window) as page:
        yield page


@contextmanager
def opened(browser: Browser, window: Window, **more: object) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 860}, **more)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(30_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(window.address)
    page.locator("#fields .field").first.wait_for()
    yield page
    context.close()
    assert errors == []


def choose(page: Page, part: str) -> None:
    """Choose a part of the toolkit by its name."""
    option = page.locator("#part option", has_text=part).first
    page.locator("#part").select_option(str(option.get_attribute("value")))
    file = option.get_attribute("value")
    page.wait_for_function("(file) => document.querySelector('#part').value === file", arg=file)
    page.wait_for_load_state("networkidle") if not page.url else None


def field(page: Page, path: list[str | int]) -> Locator:
    """The control of a field, unfolded."""
    key = json.dumps(path, separators=(",", ":"), ensure_ascii=False)
    found = page.locator(f".field[data-path='{key}']")
    found.wait_for(state="attached")
    found.evaluate(
        "(e) => { for (let x = e; x; x = x.parentElement) if (x.tagName === 'DETAILS') x.open = true; }"
    )
    return found.locator("input, textarea, select").first


def write(page: Page, path: list[str | int], words: str) -> None:
    """Write in a field, leave it, and wait until it is saved."""
    control = field(page, path)
    control.fill(words)
    control.blur()
    saved(page)


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")


def press(page: Page, name: str) -> None:
    page.locator("#form").get_by_role("button", name=name).first.click()


def fill_in(page: Page, **words: str) -> None:
    """Answer what a dialog asks."""
    dialog = page.get_by_role("dialog")
    for label, text in words.items():
        dialog.get_by_label(label.replace("_", " ")).fill(text)
    dialog.get_by_role("button", name="Toevoegen").click()
    expect(dialog).to_have_count(0)


def drop(page: Page, name: str, data: bytes) -> None:
    """Drop a file on the place for it, as from a folder."""
    held = page.evaluate_handle(
        """([name, data]) => {
          const bytes = Uint8Array.from(atob(data), (each) => each.charCodeAt(0));
          const held = new DataTransfer();
          held.items.add(new File([bytes], name, { type: "image/png" }));
          return held;
        }""",
        [name, base64.b64encode(data).decode()],
    )
    page.locator(".drop").dispatch_event("drop", {"dataTransfer": held})


def a_picture() -> bytes:
    return min(PICTURE.glob("*.png"), key=lambda path: path.stat().st_size).read_bytes()


def test_somebody_makes_a_toolkit_of_two_cards_with_a_picture(
    page: Page, window: Window, tmp_path: Path
) -> None:
    shots = Path(SHOTS or tmp_path)
    steps = iter(range(1, 100))

    def look() -> None:
        page.screenshot(path=shots / f"edit-{next(steps):02}.png")

    look()
    press(page, "Nieuwe toolkit")
    page.get_by_role("dialog").get_by_label("Titel van de toolkit").fill("Beter eten")
    look()
    page.get_by_role("dialog").get_by_role("button", name="Toevoegen").click()
    page.wait_for_url("**/view/beter-eten/**")
    page.locator("#fields .field").first.wait_for()
    write(page, ["decision"], "Hoe wil je gezonder eten?")
    look()
    first = page.locator("#part option").nth(1)
    cards = [
        each
        for each in page.locator("#part option").all()
        if "/cards/" in str(each.get_attribute("value"))
    ]
    assert len(cards) == 1
    choose(page, str(cards[0].inner_text()).partition(" (")[0])
    write(page, ["title"], "Eten op een dag")
    write(page, ["options", 0, "title"], "Drie maaltijden")
    write(page, ["options", 0, "summary"], "Je eet ’s ochtends, ’s middags en ’s avonds.")
    look()
    press(page, "Nieuwe kaart")
    fill_in(page, Titel_van_de_kaart="Samen eten", Titel_van_het_eerste_onderdeel="Met vrienden")
    expect(page.locator("#part")).to_have_value("toolkits/beter-eten/cards/samen-eten.yaml")
    look()
    left = page.get_by_placeholder("nog te schrijven")
    count = left.count()
    assert count >= 4
    for i in range(count):
        path = json.loads(str(left.first.locator("xpath=..").get_attribute("data-path")))
        write(page, path, f"Dit is tekst {i + 1} over samen eten.")
        expect(left).to_have_count(count - i - 1)
    look()
    field(page, ["nav_title"])
    page.locator("[data-add='[\"picture\"]']").click()
    drop(page, "Tafel.png", a_picture())
    page.get_by_role("dialog").get_by_label("Wat de afbeelding laat zien").fill(
        "Een gedekte tafel."
    )
    look()
    page.get_by_role("dialog").get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator('#status[data-status="verified"]').wait_for(timeout=120_000)
    look()
    made = window.project / "toolkits/beter-eten"
    assert (made / "images/tafel.png").read_bytes() == a_picture()
    assert "title: Samen eten" in (made / "cards/samen-eten.yaml").read_text("utf-8")
    words = [sys.executable, "-m", "cardprint", "check", "beter-eten"]
    check = subprocess.run(words, cwd=window.project, capture_output=True, text=True, check=False)
    assert (
        check.returncode,
        "…" in "".join(p.read_text("utf-8") for p in made.rglob("*.yaml")),
    ) == (0, False)
