"""The server of the preview: who may ask, what is told, what is seen of the files."""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from watchfiles import awatch

from cardprint import Project
from cardprint.compose.sheets import compose
from cardprint.edit.words import FORM_WORDS
from cardprint.errors import Place, Problem
from cardprint.load.inputs import load_inputs
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import languages, plain
from cardprint.pipeline.task import make_sheet
from cardprint.serve import watch as watching
from cardprint.serve.app import STATIC, create_app, news_of
from cardprint.serve.boxes import boxes_of, wanted_in
from cardprint.serve.crew import Crew
from cardprint.serve.desk import Desk
from cardprint.serve.notes import subject_of
from cardprint.serve.pictures import pictures_of
from cardprint.serve.run import EDITOR
from cardprint.serve.safety import Guard
from cardprint.serve.sketch import one_page
from cardprint.serve.state import Key
from cardprint.serve.task import sketch
from cardprint.serve.telling import told_problem
from cardprint.serve.watch import watch
from cardprint.serve.words import WORDS, words_in
from cardprint.storage.cache import Cache
from conftest import MINI, ROOT

PORT, TOKEN = 4711, "secret"
HERE = {"host": f"127.0.0.1:{PORT}", "cookie": f"cardprint-{PORT}={TOKEN}"}
SOME_SECONDS = 20
"""Until a busy machine has certainly seen a change."""

Answer = tuple[int, Mapping[str, str], bytes]
T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Do it in a thread of its own: a browser that is open has the loop of this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


async def asked(
    app: Any, path: str, headers: Mapping[str, str], method: str = "GET", body: bytes = b""
) -> Answer:
    """What a server answers to one request."""
    path, _, query = path.partition("?")
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(),
        "query_string": query.encode(), "root_path": "", "scheme": "http", "http_version": "1.1",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "server": ("127.0.0.1", PORT), "client": ("127.0.0.1", 5), "asgi": {"version": "3.0"},
    }  # fmt: skip
    told: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    await app(scope, receive, send)
    found = {name.decode(): value.decode() for name, value in told[0]["headers"]}
    return told[0]["status"], found, b"".join(each.get("body", b"") for each in told[1:])


@pytest.fixture
def desk() -> Desk:
    return Desk(Project(MINI), Crew(1), Cache(None), editor=EDITOR)


@pytest.fixture
def ask(desk: Desk) -> Callable[..., Answer]:
    """Ask the server, with its guard before it."""
    guard = Guard(create_app(desk), PORT, TOKEN)

    def ask(path: str, headers: Mapping[str, str] = HERE, **more: Any) -> Answer:
        return run(asked(guard, path, headers, **more))

    return ask


def test_the_token_is_given_once_and_then_kept_in_a_cookie(ask: Callable[..., Answer]) -> None:
    path = "/view/slapen/screen"
    host = {"host": f"127.0.0.1:{PORT}"}
    assert ask(path, host)[0] == 403
    status, headers, _ = ask(f"{path}?token={TOKEN}", host)
    assert status == 200
    assert headers["set-cookie"].startswith(f"cardprint-{PORT}={TOKEN};")
    assert "HttpOnly" in headers["set-cookie"]
    assert "SameSite=Strict" in headers["set-cookie"]
    assert ask(path)[0] == 200
    assert ask(f"{path}?token=guessed", host)[0] == 403
    assert "set-cookie" not in ask(f"{path}?token=guessed", host)[1]


@pytest.mark.parametrize(
    "headers",
    [
        {**HERE, "host": f"evil.example:{PORT}"},
        {**HERE, "host": "127.0.0.1:80"},
        {**HERE, "origin": "https://evil.example"},
        {**HERE, "origin": "http://127.0.0.1:9999"},
        {**HERE, "origin": "null"},
        {**HERE, "sec-fetch-site": "cross-site"},
        {**HERE, "sec-fetch-site": "same-site"},
        {**HERE, "cookie": "cardprint-4711=other"},
        {**HERE, "cookie": f"cardprint-1={TOKEN}"},
    ],
)
def test_what_comes_from_elsewhere_is_refused(
    ask: Callable[..., Answer], headers: Mapping[str, str]
) -> None:
    assert ask("/view/slapen/screen", headers)[0] == 403


def test_a_change_says_where_it_comes_from(ask: Callable[..., Answer]) -> None:
    said = json.dumps({"tab": "1", "pages": ["cover#1:0"]}).encode()
    path, own = "/look/slapen/screen", {**HERE, "origin": f"http://127.0.0.1:{PORT}"}
    assert ask(path, HERE, method="POST", body=said)[0] == 403
    assert ask(path, own, method="POST", body=said)[0] == 204
    for wrong in (b"", b"[]", b'{"pages": [1]}', b"{" * 200_000):
        assert ask(path, own, method="POST", body=wrong)[0] in (400, 413)


def test_every_answer_forbids_what_comes_from_elsewhere(ask: Callable[..., Answer]) -> None:
    for path, headers in (("/view/slapen/screen", HERE), ("/nowhere", HERE), ("/", {})):
        policy = ask(path, headers)[1]["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize(
    "path",
    [
        "/static/../run.py", "/static/..%2Frun.py", "/static/run.py", "/static/%2Fetc%2Fpasswd",
        "/view/slapen/unknown", "/view/unknown/screen", "/view/slapen/_paper",
        "/view/slapen/screen?theme=unknown", "/view/../screen", "/picture/nothing.png",
        "/links/nothing.json", "/picture/../../etc/passwd.png",
    ],
)  # fmt: skip
def test_nothing_else_is_served(ask: Callable[..., Answer], path: str) -> None:
    assert ask(path)[0] == 404


def test_the_page_loads_its_own_files_alone(ask: Callable[..., Answer]) -> None:
    page = ask("/view/slapen/screen")[2].decode()
    assert "http" not in page
    assert "style=" not in page
    for file in STATIC.iterdir():
        status, headers, body = ask(f"/static/{file.name}")
        assert (status, body) == (200, file.read_bytes())
        assert headers["x-content-type-options"] == "nosniff"
    script = "".join(file.read_text("utf-8") for file in STATIC.glob("*.js"))
    assert "innerHTML" not in script


def test_the_page_is_in_the_language_of_the_toolkit_or_the_one_asked_for(desk: Desk) -> None:
    assert desk.spoken(Key("slapen", "screen")) == "nl"
    desk.language = "en"
    assert desk.spoken(Key("slapen", "screen")) == "en"
    for language in languages():
        assert "{number}" in words_in(language)["page"]


def test_every_word_of_the_page_is_shown_and_known(ask: Callable[..., Answer]) -> None:
    page = ask("/view/slapen/screen")[2].decode()
    assert "<built-in" not in page
    assert not {*dir(dict)} & {*WORDS, *FORM_WORDS}, "a template would find the method instead"
    used = {*re.findall(r"words\.(\w+)", (STATIC.parent / "page.html.j2").read_text("utf-8"))}
    for file in STATIC.glob("*.js"):
        used |= {*re.findall(r"\bsay\(\"(\w+)\"", file.read_text("utf-8"))}
    assert used <= {*WORDS, *FORM_WORDS}


def test_a_mistake_is_told_with_its_line_and_the_way_to_it(project: Path) -> None:
    home = Project(project)
    place = Place("toolkits/slapen/cards/ritme.yaml", 13, 7)
    told = told_problem(Problem(place, plain("wrong")), home, "nl", EDITOR)
    assert told["line"] == {
        "number": 13,
        "before": "",
        "after": "last: De eerste dagen ben je misschien moe en heb je minder …",
    }
    assert told["open"] == f"vscode://file/{str(project)[1:]}/{place.file}:13:7"
    far = told_problem(Problem(replace(place, column=75), plain("")), home, "nl", EDITOR)["line"]
    assert far["before"] == "… eerste dagen ben je misschien moe en heb je minder geduld."
    assert far["after"] == ""


def test_no_line_of_a_file_outside_the_project_is_told(project: Path) -> None:
    secret = project.parent / "secret.yaml"
    secret.write_text("secret: text\n", "utf-8")
    (project / "link.yaml").symlink_to(secret)
    for name in ("../secret.yaml", str(secret), "link.yaml"):
        told = told_problem(
            Problem(Place(name, 1, 1), plain("wrong")), Project(project), "en", EDITOR
        )
        assert (told["line"], told["open"]) == (None, "")


def test_a_theme_is_tried_without_a_change_of_the_toolkit(project: Path) -> None:
    home, folder = Project(project), project / "toolkits" / "slapen"
    before = {file: file.read_bytes() for file in folder.rglob("*.*")}
    _, own = load_inputs(home, folder, "screen")
    _, other = load_inputs(home, folder, "screen", "contrast")
    assert own.variables != other.variables
    assert {file: file.read_bytes() for file in folder.rglob("*.*")} == before


def test_a_page_alone_is_the_page_of_its_sheet(mini: tuple[Toolkit, Layout]) -> None:
    (sheet,) = compose(*mini, only={"card/ritme#3"})
    whole = make_sheet(sheet)
    pages = pictures_of(whole.pdf)
    assert len(pages) == 2
    assert whole.size_pt is not None
    alone = one_page(sheet, 1)
    assert alone is not None
    sized = replace(alone, fit_pt=(whole.size_pt, whole.size_pt), setting=whole.setting)
    assert [each.digest for each in sketch(sized).pages] == [pages[1].digest]
    assert one_page(sheet, 2) is None


def test_a_page_with_steps_on_some_pages_only_is_not_sketched(
    mini: tuple[Toolkit, Layout],
) -> None:
    (cover,) = compose(*mini, only={"cover#1"})
    assert one_page(cover, 0) is None


def test_one_sheet_alone_is_composed_as_among_the_others(mini: tuple[Toolkit, Layout]) -> None:
    every = compose(*mini)
    counts = {sheet.name: sheet.expected_pages for sheet in every}
    assert compose(*mini, counts, only={every[-1].name}) == every[-1:]


def test_the_texts_of_a_page_are_found_where_they_stand(
    mini: tuple[Toolkit, Layout], mini_pdf: bytes
) -> None:
    wanted = wanted_in(mini[0], "card/ritme")
    pages = boxes_of(mini_pdf, wanted)
    card = "toolkits/slapen/cards/ritme.yaml"
    answer = ("options", 0, "answers", "helpen")
    here = [i for i, page in enumerate(pages) for each in page if each[:2] == (card, answer)]
    assert len(here) == 2, "in the overview and on the page of the option"
    (box,) = (each.box for each in pages[here[1]] if each.path == answer)
    left, top, width, height = box
    assert 0 < left < left + width < 1
    assert 0 < top < top + height < 1
    title = [each for each in pages[here[1]] if each.path == ("options", 0, "title")]
    assert min(each.box[1] for each in title) < top, "the title stands above the answer"
    assert all(each.path != answer for each in pages[0])
    # "Kijk daarna op de kaart over ritme": a short text inside another one is not meant.
    assert len([each for each in pages[1] if each[:2] == (card, ("title",))]) == 1


def test_who_connects_gets_the_newest_state_and_leaves_nothing_behind(desk: Desk) -> None:
    view = desk.view(Key("slapen", "screen"))

    async def first_news() -> str:
        stream = news_of(view, desk, "tab")
        assert await anext(stream) == "retry: 500\n\n"
        told = await anext(stream)
        assert view.is_watched
        await stream.aclose()
        assert not view.is_watched
        return told

    async def twice() -> None:
        view.refuse([Problem(Place("toolkits"), plain("before"))])
        assert "before" in await first_news()
        view.refuse([Problem(Place("toolkits"), plain("while asleep"))])
        assert "while asleep" in await first_news()

    run(twice())


def test_what_is_said_of_a_file_is_about_the_page_of_its_part(
    mini: tuple[Toolkit, Layout],
) -> None:
    card, guide = "toolkits/slapen/cards/ritme.yaml", "toolkits/slapen/pages/gids.yaml"
    told = {
        Place(card, 13, 7): "option/ritme/opstaan",
        Place(card, 24, 7): "option/ritme/licht",
        Place(card, 3, 1): "card/ritme",
        Place(guide, 5, 1): "page/gids",
        Place("toolkits/slapen/toolkit.yaml", 6, 1): "cover",
    }
    assert {place: subject_of(mini[0], place) for place in told} == told


async def seen(root: Path, change: Callable[[], object], *, poll: bool = False) -> None:
    """Wait until a change of the files has been seen."""
    news = asyncio.Event()
    watching = asyncio.create_task(watch(root, news.set, poll=poll))
    try:
        async with asyncio.timeout(SOME_SECONDS):
            while not news.is_set():  # until the watch has begun, nothing is seen
                (root / "toolkits" / "slapen" / "begun.yaml").write_text(f"{id(object())}", "utf-8")
                await asyncio.wait([asyncio.create_task(news.wait())], timeout=0.1)
            await quiet(news)
            change()
            await news.wait()
    finally:
        watching.cancel()


async def quiet(news: asyncio.Event) -> None:
    """Wait until nothing more is told of earlier changes."""
    while news.is_set():
        news.clear()
        await asyncio.wait([asyncio.create_task(news.wait())], timeout=0.3)


def atomically(file: Path) -> None:
    other = file.with_name("other.tmp")
    other.write_text("id: other\n", "utf-8")
    other.replace(file)


@pytest.mark.parametrize(
    "change",
    [
        lambda card: card.write_text("id: other\n", "utf-8"),
        atomically,
        lambda card: card.rename(card.with_name("renamed.yaml")),
        lambda card: card.unlink(),
        lambda card: (card.parents[3] / "cardprint.yaml").write_text("style: {}\n", "utf-8"),
        lambda card: (card.parents[3] / "layouts").mkdir(),
    ],
    ids=["saved", "replaced", "renamed", "deleted", "new file", "new folder"],
)
def test_a_change_is_seen_however_it_is_made(
    project: Path, change: Callable[[Path], object]
) -> None:
    card = project / "toolkits" / "slapen" / "cards" / "ritme.yaml"
    run(seen(project, lambda: change(card)))


def test_a_change_is_seen_where_the_system_does_not_tell(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []

    def as_told(*paths: Path, **how: Any) -> Any:
        told.append(how["force_polling"])
        return awatch(*paths, **how)

    monkeypatch.setattr(watching, "awatch", as_told)
    card = project / "toolkits" / "slapen" / "cards" / "ritme.yaml"
    run(seen(project, lambda: card.write_text("id: other\n", "utf-8"), poll=True))
    assert {*told} == {True}


def test_files_are_looked_at_again_and_again_where_they_cannot_be_watched(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_watches(*paths: Path, **how: Any) -> Any:
        if not how["force_polling"]:
            raise OSError(28, "no space left on device")
        return awatch(*paths, **how)

    monkeypatch.setattr(watching, "awatch", without_watches)
    card = project / "toolkits" / "slapen" / "cards" / "ritme.yaml"
    run(seen(project, card.unlink))


def test_the_command_line_starts_without_the_libraries_of_the_server() -> None:
    code = (
        "import sys, cardprint.command.main\n"
        "print(sorted({'starlette', 'uvicorn', 'watchfiles', 'jinja2'} & {*sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"
