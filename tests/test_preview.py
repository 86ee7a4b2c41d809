"""The preview in a real browser: a change is shown, a mistake stands beside the last good page."""

import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from cardprint import Cache, Project
from cardprint.serve.run import Wanted, serve
from preview_pages import running

CARD = Path("toolkits", "slapen", "cards", "ritme.yaml")
OPTION, OVERVIEW = "card/ritme#3:0", "card/ritme#2:0"
PATIENCE_MS = 60_000

DIGESTS = """(pages) => Object.fromEntries(
  [...pages].map((page) => [page.dataset.id, page.querySelector("img.now")?.dataset.digest]))"""


@contextmanager
def served(project: Path, cache: Cache) -> Iterator[str]:
    """The address of a preview in a thread of this process."""
    told = threading.Event()
    found: list[tuple[str, object]] = []

    def ready(address: str, stop: object) -> None:
        found.append((address, stop))
        told.set()

    wanted = Wanted(Project(project), "slapen", jobs=1)
    thread = threading.Thread(target=serve, args=(wanted, cache, ready))
    thread.start()
    try:
        assert told.wait(60)
        address, stop = found[0]
        yield address
    finally:
        stop()  # type: ignore[operator]
        thread.join(60)
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def project(accepted: Path, mini_pdf: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project whose pages are in the cache, with an accepted state."""
    assert mini_pdf
    return Path(shutil.copytree(accepted, tmp_path_factory.mktemp("preview") / "project"))


@pytest.fixture(scope="module")
def address(project: Path, mini_cache: Cache) -> Iterator[str]:
    """The address of the one preview that these tests look at."""
    with served(project, mini_cache) as found:
        yield found


@pytest.fixture
def page(address: str, browser: Browser) -> Iterator[Page]:
    """The preview, with everything made and checked, and nothing wrong in the browser."""
    errors: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    is_verified(page)
    yield page
    context.close()
    assert errors == []


def is_verified(page: Page) -> None:
    expect(page.locator("#status")).to_have_attribute(
        "data-status", "verified", timeout=PATIENCE_MS
    )


def shown(page: Page, page_id: str, *, other_than: str = "") -> str:
    """The digest of the picture that is shown of a page, once there is one, or another one."""
    unlike = f':not([data-digest="{other_than}"])' if other_than else ""
    picture = page.locator(f'[data-id="{page_id}"] img.now{unlike}')
    return picture.get_attribute("data-digest") or ""


def go_to(page: Page, page_id: str) -> str:
    page.locator(f'[data-id="{page_id}"]').evaluate("(page) => page.scrollIntoView()")
    return shown(page, page_id)


def test_a_saved_answer_is_shown_and_the_place_stays(page: Page, project: Path) -> None:
    before = go_to(page, OPTION)
    overview = shown(page, OVERVIEW)
    rest = page.locator("article.page").evaluate_all(DIGESTS)
    place = page.locator("#pages").evaluate("(main) => main.scrollTop")
    text = (project / CARD).read_text("utf-8")
    (project / CARD).write_text(text.replace("de wekker", "een luide wekker"), "utf-8")
    assert shown(page, OPTION, other_than=before)
    assert shown(page, OVERVIEW, other_than=overview)
    now = page.locator("article.page").evaluate_all(DIGESTS)
    assert {each for each in rest if rest[each] and rest[each] != now[each]} == {OPTION, OVERVIEW}
    assert page.locator("#pages").evaluate("(main) => main.scrollTop") == place > 0
    (project / CARD).write_text(text, "utf-8")
    shown(page, OPTION, other_than=now[OPTION])
    is_verified(page)


def test_a_mistake_stands_beside_the_last_good_page_until_it_is_mended(
    page: Page, project: Path
) -> None:
    before = go_to(page, OPTION)
    text = (project / CARD).read_text("utf-8")
    (project / CARD).write_text(text.replace("      last:", "      lasten:", 1), "utf-8")
    mistake = page.locator("#problems li", has_text="antwoord op onbekende vraag 'lasten'")
    expect(mistake).to_contain_text("bedoel je 'last'?")
    excerpt, caret = (mistake.locator("pre").text_content() or "").split("\n")
    assert excerpt[caret.index("^") :].startswith("lasten: De eerste dagen")
    assert mistake.locator("a").get_attribute("href") == (
        f"vscode://file/{str(project)[1:]}/{CARD.as_posix()}:13:7"
    )
    assert shown(page, OPTION) == before
    expect(page.locator("#status")).to_have_attribute("data-status", "wrong")
    expect(page.locator("#count")).not_to_have_text("0")
    (project / CARD).write_text(text, "utf-8")
    expect(page.locator("#problems")).to_be_hidden()
    is_verified(page)


def test_links_lead_to_their_page_or_to_a_new_tab(page: Page) -> None:
    go_to(page, "card/ritme#1:0")
    page.locator('[data-id="card/ritme#1:0"] a.link[href="#option/ritme/opstaan"]').first.click()
    expect(page.locator(f'[data-id="{OPTION}"]')).to_be_focused()
    expect(page.locator('#thumbnails a[aria-current="page"]')).to_have_text("5")
    go_to(page, "card/ritme#3:1")
    outside = page.locator('[data-id="card/ritme#3:1"] a.link[target="_blank"]').first
    assert outside.get_attribute("href") == "https://example.org/licht"
    assert outside.get_attribute("rel") == "noopener noreferrer"


def test_a_click_tells_what_stands_there(page: Page) -> None:
    is_verified(page)
    go_to(page, OPTION)
    page.evaluate(
        "document.addEventListener('page-click', (event) => {"
        " document.title = event.detail.boxes[0]?.path.join('/') })"
    )
    box = page.evaluate(
        "async (id) => (await (await fetch('/boxes/slapen/screen?page=' + encodeURIComponent(id)))"
        ".json())[id].find((each) => each.path?.join() === 'options,0,answers,helpen').box",
        OPTION,
    )
    sheet = page.locator(f'[data-id="{OPTION}"] .sheet')
    frame = sheet.bounding_box()
    assert frame is not None
    spot = (box[0] + box[2] / 3) * frame["width"], (box[1] + box[3] / 2) * frame["height"]
    sheet.click(position={"x": spot[0], "y": spot[1]})
    expect(page).to_have_title("options/0/answers/helpen")


def test_the_keys_turn_pages_zoom_and_show_what_was_accepted(page: Page, address: str) -> None:
    page.keyboard.press("j")
    expect(page.locator('#thumbnails a[aria-current="page"]')).to_have_text("2")
    page.keyboard.press("+")
    expect(page.locator("#zoom")).to_have_text("120%")
    page.keyboard.press("0")
    page.keyboard.press("b")
    expect(page.locator("#spoken")).to_contain_text("nog niets goedgekeurd")
    page.goto(address.replace("/screen", "/grid-a4"))
    is_verified(page)
    page.keyboard.press("b")
    expect(page.locator("img.was").first).to_be_visible()
    expect(page.locator("#accepted")).to_have_attribute("aria-pressed", "true")


def test_everybody_can_use_it_on_a_small_screen_too(page: Page) -> None:
    for width, scheme in ((1280, "light"), (360, "dark")):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page)
        assert found.response["violations"] == [], found.generate_report()


def test_another_layout_begins_at_the_same_place(page: Page) -> None:
    go_to(page, "card/rust#1:0")
    page.locator("select[name=layout]").select_option("grid-a4")
    page.wait_for_url("**/grid-a4#*")
    is_verified(page)
    card = page.locator('#thumbnails a[aria-current="page"]')
    expect(card).to_have_accessible_name("Pagina 4: Rust")


@pytest.mark.processes
@pytest.mark.skipif(sys.platform != "linux", reason="signals as on Linux")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_it_ends_at_once_and_leaves_nothing_running(
    project: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    variables = {"XDG_CACHE_HOME": str(tmp_path), "HOME": os.environ.get("HOME", "")}
    with running(project, "slapen", "--jobs", "1", environment=variables) as (address, process):
        home, _, token = address.partition("/view/slapen/screen?")
        answer = urlopen(Request(f"{home}/events/slapen/screen?{token}"), timeout=60)  # noqa: S310
        while not answer.readline().startswith(b"data:"):
            pass
        below = psutil.Process(process.pid).children(recursive=True)
        assert below, "it has workers"
        process.send_signal(number)
        assert process.wait(10) == code
        assert psutil.wait_procs(below, 10)[1] == []
        answer.close()
