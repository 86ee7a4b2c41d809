"""The report of a comparison, used in a browser as a person does."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from hashlib import shake_128
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page

from cardprint.compare.model import (
    Compared,
    Comparison,
    DrawnLink,
    Finding,
    PagePair,
    Verdict,
    WordChange,
)
from cardprint.compare.pictures import RUNGS
from cardprint.compare.report import write_report
from cardprint.errors import Place, WriteError
from cardprint.messages.catalogue import plain
from cardprint.model.geometry import Box

SIZE = (400.0, 300.0)
LEFT = Box(40, 100, 120, 200)
RIGHT = Box(280, 100, 360, 200)
BOTH = Box(180, 100, 220, 200)
EVIL = "<script>alert(1)</script>"
RED, CYAN, BLACK, WHITE = (255, 0, 0), (0, 255, 255), (0, 0, 0), (255, 255, 255)
RGB = tuple[int, ...]

Open = Callable[..., Page]


def pdf(*pages: tuple[Box, ...], size: tuple[float, float] = SIZE) -> bytes:
    """A file with black rectangles on its pages."""
    file = pikepdf.new()
    for boxes in pages:
        content = " ".join(f"{x} {y} {r - x} {t - y} re f" for x, y, r, t in boxes)
        page = file.add_blank_page(page_size=size)
        page.Contents = file.make_stream(content.encode())
    target = BytesIO()
    file.save(target)
    return target.getvalue()


def same(number: int) -> PagePair:
    return PagePair(number, number, SIZE, SIZE)


def changed(number: int, *findings: Finding) -> PagePair:
    return PagePair(
        number, number, SIZE, SIZE, findings or (Finding(Verdict.TEXT, plain("other")),)
    )


MOVED = Finding(Verdict.MOVED, plain("the block moved to the right"), (LEFT,), (RIGHT,))
WORDS = Finding(
    Verdict.TEXT,
    plain(f"'sport' became '{EVIL}'"),
    (BOTH,),
    (BOTH,),
    (WordChange("sport", EVIL),),
    (Place("toolkits/a b/card.yaml", 13, 7),),
)
NEXT = DrawnLink(Box(10, 10, 60, 30), "Next page", "page/3")
LINKS_AFTER = (DrawnLink(Box(10, 10, 60, 30), "Next page", "page/9"),)
HOME = DrawnLink(Box(340, 10, 390, 30), "Home", "cover")
BEFORE = pdf((), (LEFT, BOTH), (BOTH,), (), (LEFT,), ())
AFTER = pdf((), (RIGHT, BOTH), (BOTH,), (), (RIGHT,), ())
PAGES = (
    same(1),
    PagePair(2, 2, SIZE, SIZE, (MOVED, WORDS), (NEXT, HOME), (*LINKS_AFTER, HOME)),
    same(3),
    PagePair(None, 4, None, SIZE, (Finding(Verdict.ADDED, plain("this page is new")),)),
    changed(5),
    PagePair(4, None, SIZE, None, (Finding(Verdict.REMOVED, plain("this page is gone")),)),
    same(6),
)
TITLE = Finding(
    Verdict.ACCESSIBILITY, plain("the title changed"), words=(WordChange("Old", "New"),)
)
TRIP = Comparison("trip-screen", "main", EVIL, PAGES, (TITLE,), (plain("WeasyPrint 69 became 70"),))
FULL = Compared(TRIP, BEFORE, AFTER)
CALM = Compared(Comparison("calm", "old.pdf", "new.pdf", (same(1), same(2))), BEFORE, AFTER)


def written(compared: Sequence[Compared], folder: Path, **options: int) -> Path:
    """The report in a folder."""
    file = folder / "index.html"
    write_report(compared, file, **options)  # type: ignore[arg-type]
    return file


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written([FULL], tmp_path_factory.mktemp("report"))


@pytest.fixture
def opened(browser: Browser, report: Path) -> Iterator[Open]:
    """Open a report; a mistake in its script fails the test."""
    mistakes: list[str] = []
    contexts = []

    def open_(file: Path = report, fragment: str = "", **options: object) -> Page:
        context = browser.new_context(viewport={"width": 1400, "height": 900}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: mistakes.append(str(error)))
        page.on("console", lambda said: mistakes.append(said.text))
        page.on("dialog", lambda dialog: mistakes.append(dialog.message))
        page.goto(file.as_uri() + fragment)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert mistakes == []


def current(page: Page) -> str:
    ids: list[str] = page.locator("article.page").evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => one.id)"
    )
    (one,) = ids
    return one


def words(place: Locator) -> str:
    return " ".join(place.inner_text().split())


def visible(page: Page) -> list[str]:
    """The sides whose pictures can be seen."""
    sides = (side for side in ("before", "after"))
    return [side for side in sides if page.locator(f".current .{side} img").is_visible()]


def look(page: Page, *boxes: Box, side: str = "before") -> list[RGB]:
    """The colours in the middle of some boxes of a page, as they are on the screen."""
    paper = page.locator(f".current .{side} .paper")
    paper.scroll_into_view_if_needed()
    place = paper.bounding_box()
    assert place
    shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
    colours = []
    for left, bottom, right, top in boxes:
        across, down = (left + right) / 2 / SIZE[0], 1 - (bottom + top) / 2 / SIZE[1]
        x, y = place["x"] + across * place["width"], place["y"] + down * place["height"]
        colour = shot.getpixel((round(x), round(y)))
        assert isinstance(colour, tuple)
        colours.append(colour)
    return colours


# What is written


def test_nothing_compared_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one"):
        written([], tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(WriteError, match=r"index\.html: cannot be written"):
        written([CALM], tmp_path / "out")


def test_the_same_comparison_is_the_same_file(tmp_path: Path, report: Path) -> None:
    assert written([FULL], tmp_path).read_bytes() == report.read_bytes()


def noise(pages: int) -> bytes:
    """Pages that cannot be compressed well."""
    grain = Image.frombytes("RGB", (100, 100), shake_128(b"grain").digest(30_000))
    target = BytesIO()
    sheets = [grain.rotate(90 * turn) for turn in range(pages)]
    sheets[0].save(target, "PDF", save_all=True, append_images=sheets[1:], resolution=75)
    return target.getvalue()


def pictures(page: Page) -> list[int]:
    """The width in pixels of every picture; 0 for one that cannot be seen."""
    return list(
        page.locator("img").evaluate_all("""all => Promise.all(all.map(
        one => one.decode().then(() => one.naturalWidth, () => 0)))""")
    )


def test_fifty_changed_pages_stay_under_five_megabytes(tmp_path: Path, opened: Open) -> None:
    file, square = noise(50), (96.0, 96.0)
    found = (Finding(Verdict.APPEARANCE, plain("grain")),)
    pages = tuple(PagePair(n, n, square, square, found) for n in range(1, 51))
    made = written([Compared(Comparison("grain", "a", "b", pages), file, file)], tmp_path)
    assert 1_000_000 < made.stat().st_size <= 5_000_000
    widths = pictures(opened(made))
    assert len(widths) == 100
    assert min(widths) >= 96 * RUNGS[-1].dpi // 72


def test_pictures_get_smaller_and_never_missing(tmp_path: Path, opened: Open) -> None:
    file, square = noise(2), (96.0, 96.0)
    found = (Finding(Verdict.APPEARANCE, plain("grain")),)
    pages = tuple(PagePair(n, n, square, square, found) for n in (1, 2))
    grain = Compared(Comparison("grain", "a", "b", pages), file, file)
    widths = {}
    for budget in (5_000_000, 100_000, 1):
        made = written([grain], tmp_path / str(budget), max_bytes=budget)
        assert budget == 1 or made.stat().st_size <= budget
        widths[budget] = pictures(opened(made))
    best, last = (96 * RUNGS[index].dpi // 72 for index in (0, -1))
    assert widths[5_000_000] == [best] * 4
    assert widths[1] == [last] * 4
    assert last < min(widths[100_000]) <= max(widths[100_000]) < best


# What a person sees


def test_the_first_look_tells_what_changed(opened: Open) -> None:
    page = opened()
    assert page.locator("h1").all_inner_texts() == ["4 of 7 pages changed"]
    assert words(page.locator("header .versions")) == f"compared: main → with {EVIL}"
    kinds = page.locator(".verdicts li")
    assert [words(kind) for kind in kinds.all()] == [
        "page added 1 time",
        "page removed 1 time",
        "text changed 2 times",
        "layout moved 1 time",
        "accessibility changed 1 time",
        "environment differs 1 time",
    ]
    icons = kinds.locator("svg use").evaluate_all("all => all.map(e => e.getAttribute('href'))")
    assert len(set(icons)) == kinds.count()
    assert page.locator("nav .same").inner_text() == "Pages 1, 3, 6 are the same"
    assert page.locator(".note").inner_text().endswith("WeasyPrint 69 became 70")
    assert words(page.locator("header .words")) == "was Old is New"


def test_words_and_places_are_marked_and_escaped(report: Path, opened: Open) -> None:
    page = opened()
    finding = page.locator(".current .finding", has_text="text changed")
    assert words(finding.locator("del")) == "was sport"
    assert words(finding.locator("ins")) == f"is {EVIL}"
    place = finding.locator(".places a")
    assert place.inner_text() == "toolkits/a b/card.yaml:13:7"
    assert place.get_attribute("href") == "toolkits/a%20b/card.yaml#L13"
    assert EVIL not in report.read_text("utf-8")
    assert page.locator("script").count() == 1


def test_nothing_leaves_the_page(browser: Browser, report: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.as_uri())
    for key in "123456lr?":
        page.keyboard.press(key)
    assert {url for url in asked if not url.startswith("data:image/webp;base64,")} - {"data:,"} == {
        report.as_uri()
    }
    page.evaluate("fetch('https://example.org').catch(() => {})")
    assert not [url for url in asked if url.startswith("http")]
    page.close()


def test_nothing_changed_is_said_calmly(tmp_path: Path, opened: Open) -> None:
    page = opened(written([CALM], tmp_path))
    assert page.locator("h1").inner_text() == "Nothing changed: all 2 pages are the same"
    assert "calm (2 pages)" in page.locator("main").inner_text()
    assert page.locator("article, .toolbar, img").count() == 0


def test_two_files_of_one_name_have_pages_of_their_own(tmp_path: Path, opened: Open) -> None:
    page = opened(written([FULL, FULL, CALM], tmp_path), "#trip-screen-2-5")
    assert page.locator("h1").inner_text() == "8 of 16 pages changed, in 3 files"
    assert current(page) == "trip-screen-2-5"
    ids = page.locator("[id]").evaluate_all("all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))


# Pages and keys


def test_the_address_opens_a_page(opened: Open) -> None:
    page = opened(fragment="#trip-screen-5")
    assert current(page) == "trip-screen-5"
    assert page.locator("nav [aria-current]").get_attribute("href") == "#trip-screen-5"
    page.locator("nav a").first.click()
    assert current(page) == "trip-screen-2"


def test_keys_move_between_changed_pages(opened: Open) -> None:
    page = opened()
    order = ["trip-screen-2", "trip-screen-4", "trip-screen-5", "trip-screen-4-removed"]
    seen = [current(page)]
    for key in "jnjj":
        page.keyboard.press(key)
        seen.append(current(page))
    assert seen == [*order, order[-1]]
    assert page.url.endswith("#trip-screen-4-removed")
    for key in "kpk":
        page.keyboard.press(key)
    assert current(page) == order[0]
    page.get_by_label("Next changed page").click()
    assert current(page) == order[1]


def test_keys_are_left_alone_while_typing_and_with_modifiers(opened: Open) -> None:
    page = opened()
    for keys in ("Control+j", "Alt+j", "Meta+j"):
        page.keyboard.press(keys)
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    field = page.locator("main > input")
    field.press("j")
    field.press("1")
    assert field.input_value() == "j1"
    assert (current(page), visible(page)) == ("trip-screen-2", ["before", "after"])


def test_a_question_mark_shows_the_keys(opened: Open) -> None:
    page = opened()
    page.keyboard.press("?")
    assert page.locator("dialog").is_visible()
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    assert page.locator("dialog").is_hidden()
    assert current(page) == "trip-screen-2"


def test_added_and_removed_pages_have_one_picture(opened: Open) -> None:
    page = opened(fragment="#trip-screen-4")
    page.keyboard.press("5")
    assert page.locator(".current img").evaluate_all("all => all.map(one => one.alt)") == [
        "Page 4 after"
    ]
    assert visible(page) == ["after"]
    assert page.get_by_role("button", name="Overlay").is_disabled()
    page.goto(page.url.replace("screen-4", "screen-4-removed"))
    assert visible(page) == ["before"]
    assert page.get_by_role("button", name="After", exact=True).is_disabled()


# Modes


def test_before_after_and_side_by_side(opened: Open) -> None:
    page = opened()
    shown = {}
    for key in "123":
        page.keyboard.press(key)
        pressed = page.locator(".modes [aria-pressed=true]").all_inner_texts()
        shown[key] = (pressed, visible(page))
    assert shown == {
        "1": (["Before"], ["before"]),
        "2": (["After"], ["after"]),
        "3": (["Side by side"], ["before", "after"]),
    }
    places = [page.locator(f".current .{side} img").bounding_box() for side in ("before", "after")]
    left, right = (place for place in places if place)
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_overlay_is_red_before_cyan_after_and_black_where_equal(opened: Open, scheme: str) -> None:
    page = opened(color_scheme=scheme)
    page.keyboard.press("r")
    page.keyboard.press("4")
    empty = Box(380, 280, 390, 290)
    assert look(page, LEFT, RIGHT, BOTH, empty) == [RED, CYAN, BLACK, WHITE]


def test_the_slider_reveals_the_other_picture(opened: Open) -> None:
    page = opened()
    page.keyboard.press("r")
    page.get_by_role("button", name="Slider").click()
    assert look(page, LEFT, RIGHT) == [BLACK, BLACK]
    slider = page.locator(".current .slider")
    slider.press("Home")
    assert look(page, LEFT, RIGHT) == [WHITE, BLACK]
    slider.press("End")
    assert look(page, LEFT, RIGHT) == [BLACK, WHITE]
    for _ in range(3):
        slider.press("ArrowLeft")
    assert slider.input_value() == "97"
    place = slider.bounding_box()
    assert place
    page.mouse.click(place["x"] + 0.2 * place["width"] + 3, place["y"] + 5)
    assert int(slider.input_value()) in range(18, 23)


def test_blinking_alternates_the_pictures_once_it_is_asked_for(opened: Open) -> None:
    page = opened()
    page.clock.install(time=0)
    page.clock.pause_at(10_000)
    page.keyboard.press("r")
    page.clock.run_for(3000)
    assert visible(page) == ["before", "after"]
    page.keyboard.press("6")
    seen = []
    for _ in range(4):
        seen.append((visible(page), look(page, LEFT)))
        page.clock.run_for(700)
    after, before = (["after"], [WHITE]), (["before"], [BLACK])
    assert seen == [after, before, after, before]
    page.get_by_role("button", name="Pause").click()
    held = visible(page)
    page.clock.run_for(3000)
    assert visible(page) == held


def test_with_reduced_motion_blinking_is_done_by_hand(opened: Open) -> None:
    page = opened(reduced_motion="reduce")
    page.clock.install(time=0)
    page.clock.pause_at(10_000)
    page.keyboard.press("6")
    page.clock.run_for(3000)
    assert visible(page) == ["before"]
    page.get_by_role("button", name="Show after").click()
    assert visible(page) == ["after"]
    page.get_by_role("button", name="Show before").click()
    assert visible(page) == ["before"]


# Outlines and links


def test_outlines_lie_where_the_change_is_and_can_be_put_away(opened: Open) -> None:
    page = opened()
    paper = page.locator(".current .after .paper").bounding_box()
    outline = page.locator(".current .after .region").first.bounding_box()
    assert paper
    assert outline
    scale = paper["width"] / SIZE[0]
    found = ((outline["x"] - paper["x"]) / scale, (outline["y"] - paper["y"]) / scale)
    assert found == pytest.approx((RIGHT[0], SIZE[1] - RIGHT[3]), abs=0.5)
    extent = (outline["width"] / scale, outline["height"] / scale)
    assert extent == pytest.approx((80, 100), abs=0.5)
    page.keyboard.press("r")
    assert page.locator(".current .region >> visible=true").count() == 0


def test_outlines_lie_right_on_paper_that_is_larger_than_the_page(
    tmp_path: Path, opened: Open
) -> None:
    """As that for a press, which begins to the left of and below the page."""
    around = Box(-40, -30, 440, 330)
    pair = replace(PAGES[1], shown_before=around, shown_after=around)
    found = Compared(Comparison("press", "a", "b", (pair,)), BEFORE, AFTER)
    page = opened(written([found], tmp_path))
    sheet = page.locator(".sheet.after .paper").bounding_box()
    region = page.locator(".sheet.after .region").first.bounding_box()
    assert sheet
    assert region
    assert (region["x"] - sheet["x"]) / sheet["width"] == pytest.approx((280 + 40) / 480, abs=0.01)
    share = (330 - 200) / 360
    assert (region["y"] - sheet["y"]) / sheet["height"] == pytest.approx(share, abs=0.01)


def test_a_finding_and_its_outline_light_up_together(opened: Open) -> None:
    page = opened()

    def lit() -> list[str]:
        found = page.locator(".current .lit")
        return sorted(found.evaluate_all("all => all.map(e => e.classList[0] + e.dataset.finding)"))

    page.locator(".current .after .region[data-finding='2']").hover()
    assert lit() == ["finding2", "region2", "region2"]
    page.locator(".current .finding").first.hover()
    assert lit() == ["finding1", "region1", "region1"]
    page.locator(".current .finding .message").nth(1).focus()
    assert lit() == ["finding2", "region2", "region2"]
    page.locator(".current .before .region").first.click()
    focused = page.evaluate("document.activeElement.textContent")
    assert focused == MOVED.message


def test_links_are_shown_on_request_with_where_they_lead(opened: Open) -> None:
    page = opened()
    links = page.locator(".current .after .link")
    assert links.first.is_hidden()
    page.keyboard.press("l")
    assert page.get_by_role("button", name="Links").get_attribute("aria-pressed") == "true"
    marked = page.locator(".current .link.differs").evaluate_all(
        "all => all.map(one => one.getAttribute('aria-label'))"
    )
    assert marked == [
        "Link that differs: Next page, leads to page/3",
        "Link that differs: Next page, leads to page/9",
    ]
    label = links.nth(1).locator(".target")
    assert label.is_hidden()
    links.nth(1).focus()
    assert label.inner_text() == "Home → cover"
    links.nth(0).hover()
    assert links.nth(0).locator(".target").inner_text() == "Differs: Next page → page/9"


# For everyone

CONTRASTS = """() => {
  const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const backs = (element) => element ? [...backs(element.parentElement), element] : [];
  const paint = (colours) => {
    pen.clearRect(0, 0, 1, 1);
    for (const colour of colours) { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); }
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => rgb.map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const texts = [...document.body.querySelectorAll("*")].filter((one) =>
    one.checkVisibility({ visibilityProperty: true }) && !one.matches("script, :disabled") &&
    [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  return texts.map((one) => {
    const behind = backs(one).map((each) => getComputedStyle(each).backgroundColor);
    const [back, front] = [behind, [...behind, getComputedStyle(one).color]].map(paint).map(light);
    const ratio = (Math.max(back, front) + 0.05) / (Math.min(back, front) + 0.05);
    return [ratio, `${one.className}: ${one.textContent.trim()}`];
  });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_enough_contrast(opened: Open, scheme: str) -> None:
    page = opened(color_scheme=scheme)
    found: list[tuple[float, str]] = []
    page.keyboard.press("l")
    page.locator(".current .finding").nth(1).hover()
    page.locator(".current .link").first.focus()
    found += page.evaluate(CONTRASTS)
    for key in "46jjj?":
        page.keyboard.press(key)
        found += page.evaluate(CONTRASTS)
    assert len(found) > 100
    assert [text for ratio, text in found if ratio < 4.5] == []
    (back,) = {page.evaluate("getComputedStyle(document.body).backgroundColor")}
    assert back == {"light": "rgb(247, 246, 243)", "dark": "rgb(22, 24, 27)"}[scheme]


def check_all_pages_side_by_side(page: Page) -> None:
    assert page.locator("article.page >> visible=true").count() == 4
    assert page.locator("article img >> visible=true").count() == 6
    for number in (2, 5):
        article = page.locator(f"#trip-screen-{number}")
        before, after = (article.get_by_alt_text(f"Page {number} {side}").bounding_box()
                         for side in ("before", "after"))  # fmt: skip
        assert before
        assert after
        assert before["y"] == after["y"]
        assert before["x"] + before["width"] <= after["x"]
    assert page.locator(".toolbar, .slider, .blinker").locator("visible=true").count() == 0


def test_all_changed_pages_are_printed_with_both_pictures(opened: Open) -> None:
    page = opened(color_scheme="dark")
    page.keyboard.press("6")
    page.emulate_media(media="print")
    check_all_pages_side_by_side(page)
    assert page.locator(".finding >> visible=true").count() == 6
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_without_javascript_all_changed_pages_are_there(opened: Open) -> None:
    check_all_pages_side_by_side(opened(java_script_enabled=False))


def test_it_can_be_used_with_the_keyboard_alone(opened: Open) -> None:
    page = opened()
    names = []
    for _ in range(60):
        page.keyboard.press("Tab")
        focus = page.evaluate("""() => {
          const one = document.activeElement, style = getComputedStyle(one);
          return [one.className + one.id, style.outlineStyle, one === document.body
                  ? null : one.getAttribute("aria-label") ?? one.textContent.trim()];
        }""")
        if focus[2] is None:  # past the last one
            break
        assert focus[1] != "none", focus
        assert focus[2], focus
        names.append(focus[2])
    for name in ("Skip to the changed pages", "Slider", "Links", "Keys", MOVED.message):
        assert name in names
    assert page.locator("html").get_attribute("lang") == "en"
    assert [page.locator(mark).count() for mark in ("h1", "header", "nav", "main")] == [1] * 4
