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
from io import BytesIO
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from cardprint.edit.fields import TO_WRITE
from cardprint.load.inputs import load_inputs
from cardprint.storage.cache import Cache
from cardprint.storage.project import Project

MINI = Path(__file__).parent / "mini"
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
    page.locator(".part-buttons [data-do=remove-part]", has_text=part).wait_for()


def field(page: Page, path: list[str | int]) -> Locator:
    """The control of a field, unfolded."""
    key = json.dumps(path, separators=(",", ":"), ensure_ascii=False)
    page.wait_for_function(
        """(key) => {
          const found = document.querySelector(`.field[data-path='${key}']`);
          for (let above = found; above; above = above.parentElement) {
            if (above.tagName === "DETAILS") above.open = true;
          }
          return found?.checkVisibility();
        }""",
        arg=key,
    )
    found = page.locator(f".field[data-path='{key}']")
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
    stored = BytesIO()
    Image.new("RGB", (320, 120), "teal").save(stored, "PNG")
    return stored.getvalue()


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
    cards = [
        each
        for each in page.locator("#part option").all()
        if "/cards/" in str(each.get_attribute("value"))
    ]
    assert len(cards) == 1
    choose(page, str(cards[0].inner_text()).partition(" (")[0].partition(". ")[2])
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
    assert TO_WRITE not in "".join(path.read_text("utf-8") for path in made.rglob("*.yaml"))
    toolkit, _ = load_inputs(Project(window.project), made, "grid-a4")
    assert [card.title for card in toolkit.cards] == ["Eten op een dag", "Samen eten"]


def on_page(page: Page, path: list[str | int]) -> tuple[str, float, float]:
    """The page on which a text stands, and the place of its middle on the screen."""
    found = page.evaluate(
        """async (path) => {
          const { toolkit, layout } = document.body.dataset;
          const pages = await (await fetch(`/boxes/${toolkit}/${layout}`)).json();
          for (const [id, boxes] of Object.entries(pages)) {
            const box = boxes.find((each) => each.path && JSON.stringify(each.path) === path);
            if (!box) continue;
            const sheet = document.querySelector(`[data-id="${id}"] .sheet`);
            sheet.scrollIntoView({ block: "center" });
            const { left, top, width, height } = sheet.getBoundingClientRect();
            const [x, y, w, h] = box.box;
            return [id, left + (x + w / 2) * width, top + (y + h / 2) * height];
          }
        }""",
        json.dumps(path, separators=(",", ":")),
    )
    assert found, f"{path} is on no page"
    return found[0], found[1], found[2]


def test_a_clicked_text_is_typed_on_its_page_saved_undone_and_shown_in_another_tab(
    page: Page, browser: Browser, window: Window
) -> None:
    path: list[str | int] = ["options", 0, "answers", "helpen"]
    before = window.text(CARD)
    page.locator('#status[data-status="verified"]').wait_for(timeout=120_000)
    page_id, x, y = on_page(page, path)
    picture = page.locator(f'[data-id="{page_id}"] img.now')
    digest = str(picture.get_attribute("data-digest"))
    page.mouse.click(x, y)
    control = field(page, path)
    expect(control).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type(" En je slaapt beter.")
    expect(page.locator("#saved")).to_have_attribute("data-state", "not_saved")
    expect(page.locator(f'[data-id="{page_id}"] img.now')).not_to_have_attribute(
        "data-digest", digest
    )
    assert window.text(CARD) == before
    expect(page.locator(".gauge").filter(has_text="woorden")).to_have_text("17 woorden")
    page.keyboard.press("Tab")
    saved(page)
    answer = "Je lichaam went aan de vaste tijd en je wordt op tijd moe."
    assert window.text(CARD) == before.replace(answer, f"{answer} En je slaapt beter.")
    with opened(browser, window) as other:
        choose(other, "Ritme")
        expect(field(other, path)).to_have_value(f"{answer} En je slaapt beter.")
        press(page, "Ongedaan maken")
        expect(field(other, path)).to_have_value(answer)
    assert window.text(CARD) == before
    press(page, "Opnieuw doen")
    expect(field(page, path)).to_have_value(f"{answer} En je slaapt beter.")


def test_a_mistake_is_told_at_its_field_and_nothing_is_saved(page: Page, window: Window) -> None:
    choose(page, "Ritme")
    before = window.text(CARD)
    control = field(page, ["intro"])
    control.fill("Lees [dit](cardprint:card/weg).")
    control.blur()
    expect(page.locator(".field.wrong .messages")).to_contain_text("card/weg")
    expect(control).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#saved")).to_have_attribute("data-state", "not_saved")
    assert window.text(CARD) == before
    write(page, ["intro"], "Een vast ritme kan je helpen om beter te slapen.")


@pytest.mark.parametrize("kept", ["mine", "theirs"])
def test_both_versions_are_shown_when_somebody_else_changed_the_same_text(
    page: Page, window: Window, kept: str
) -> None:
    choose(page, "Ritme")
    control = field(page, ["title"])
    control.fill("Van mij")
    text = window.text(CARD).replace("title: Ritme", "title: Van een ander")
    (window.project / CARD).write_text(text, "utf-8")
    control.blur()
    box = page.locator(".conflict")
    expect(box).to_contain_text("Van mij")
    expect(box).to_contain_text("Van een ander")
    assert window.text(CARD) == text
    is_mine = kept == "mine"
    button = "Bewaar wat ik schreef" if is_mine else "Laat staan wat in het bestand staat"
    box.get_by_role("button", name=button).click()
    expect(box).to_have_count(0)
    expect(field(page, ["title"])).to_have_value("Van mij" if is_mine else "Van een ander")
    saved(page)
    assert window.text(CARD) == (text.replace("Van een ander", "Van mij") if is_mine else text)


def test_options_come_move_and_go_by_the_keyboard(page: Page, window: Window) -> None:
    choose(page, "Ritme")
    page.locator("[data-add='[\"options\",2]']").press("Enter")
    page.keyboard.type("Een dutje")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Omhoog: Een dutje").press("Enter")
    expect(page.locator(".entry > details > summary").nth(1)).to_contain_text("Een dutje")
    page.get_by_role("button", name="Verwijder: Een dutje").press("Enter")
    page.keyboard.press("Tab")
    page.get_by_role("dialog").get_by_role("button", name="Ja, verwijderen").press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert window.text(CARD) == (MINI / CARD).read_text("utf-8")


@pytest.mark.parametrize("wide", [1280, 360])
def test_nothing_stands_in_the_way_of_people_who_see_or_move_less(
    page: Page, wide: int, tmp_path: Path
) -> None:
    page.set_viewport_size({"width": wide, "height": 800})
    if not page.locator("#panel").is_visible():
        page.locator("#remarks").click()
    choose(page, "Ritme")
    page.eval_on_selector_all(
        "#fields details", "(all) => all.forEach((each) => { each.open = true; })"
    )
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.screenshot(path=Path(SHOTS or tmp_path) / f"edit-{scheme}-{wide}.png")
        assert obstacles(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= wide
    page.locator("[data-add='[\"picture\"]']").click()
    assert obstacles(page) == []


def obstacles(page: Page) -> list[str]:
    """What axe finds."""
    found = Axe().run(page)
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found.response["violations"]]


def test_an_answer_that_does_not_apply_gets_a_reason(page: Page, window: Window) -> None:
    choose(page, "Ritme")
    path: list[str | int] = ["options", 0, "answers", "inhoud"]
    field(page, path).locator("xpath=..").locator("[data-do=not_applicable]").click()
    fill_in(page, Niet_van_toepassing="Dat weet je al.")
    expect(field(page, [*path, "not_applicable"])).to_have_value("Dat weet je al.")
    assert "not_applicable: Dat weet je al." in window.text(CARD)


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"Origin": ""}, {"do": "undo"}, 403),
        ({"Origin": "http://evil.example"}, {"do": "undo"}, 403),
        ({"Cookie": ""}, {"do": "undo"}, 403),
        ({}, {"do": "format"}, 400),
        ({}, {"do": "set", "path": [1.5]}, 400),
        (
            {},
            {"do": "set", "file": "toolkits/slapen/../../x.yaml", "path": ["a"]},
            200,
        ),
        ({}, {"do": "remove-part", "file": "cardprint.yaml"}, 200),
    ],
)
def test_only_the_page_itself_can_change_files_and_only_those_of_the_toolkit(
    window: Window, headers: dict[str, str], body: dict[str, object], status: int
) -> None:
    before = {p: p.read_bytes() for p in window.project.rglob("*") if p.is_file()}
    address = urlsplit(window.address)
    origin = f"http://{address.netloc}"
    token = address.query.removeprefix("token=")
    given = {"Origin": origin, "Cookie": f"cardprint-{address.port}={token}", **headers}
    request = Request(  # noqa: S310  # our own server
        f"{origin}/edit/slapen/screen",
        json.dumps(body).encode(),
        {name: value for name, value in given.items() if value},
    )
    try:
        with urlopen(request, timeout=30) as answer:  # noqa: S310
            found, said = answer.status, json.load(answer)
    except HTTPError as error:
        found, said = error.code, {"done": False}
    assert (found, said["done"]) == (status, False)
    assert {p: p.read_bytes() for p in window.project.rglob("*") if p.is_file()} == before


def test_when_the_program_is_killed_the_typed_text_stays_on_the_screen(
    page: Page, window: Window
) -> None:
    """The last of these tests, since it ends the program; what is on the disk is as it was."""
    choose(page, "Ritme")
    before = window.text(CARD)
    control = field(page, ["title"])
    control.fill("Nog niet bewaard")
    window.kill()
    control.blur()
    expect(page.locator("#saved")).to_have_attribute("data-state", "not_sent")
    expect(control).to_have_value("Nog niet bewaard")
    assert window.text(CARD) == before
    assert [path.name for path in window.project.rglob("*.part")] == []
