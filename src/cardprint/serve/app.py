"""What the server answers: the page, its pictures, and a stream of what is new."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from cardprint.messages.catalogue import tell
from cardprint.serve import task
from cardprint.serve.pictures import SHARPEST
from cardprint.serve.safety import TOKEN
from cardprint.serve.state import Key, View
from cardprint.serve.telling import told, told_boxes, told_links
from cardprint.serve.words import words_in

if TYPE_CHECKING:
    from cardprint.serve.desk import Desk

STATIC = Path(__file__).parent / "static"
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_FOREVER = {"Cache-Control": "private, max-age=31536000, immutable"}
"""What has a digest for a name never changes."""
BEAT_SECONDS = 15
"""After this long without news the stream says so, and notices who has gone."""
MOST_BYTES = 100_000
MOST_PAGES = 60
"""The most pages that a tab says are in sight."""


def create_app(desk: Desk, more: Sequence[Route] = ()) -> Starlette:
    """The server, without the guard that stands before it."""
    app = Starlette(
        routes=[
            Route("/", _first),
            Route("/view/{toolkit}/{layout}", _page),
            Route("/static/{name}", _static),
            Route("/events/{toolkit}/{layout}", _events),
            Route("/look/{toolkit}/{layout}", _look, methods=["POST"]),
            Route("/picture/{digest}.png", _picture),
            Route("/links/{digest}.json", _links),
            Route("/boxes/{toolkit}/{layout}", _boxes),
            Route("/accepted/{toolkit}/{layout}", _accepted),
            *more,
        ]
    )
    app.state.desk = desk
    return app


def desk_of(request: Request) -> Desk:
    """What the server shows."""
    desk: Desk = request.app.state.desk
    return desk


def view_of(request: Request) -> View:
    """What a request is about.

    :raises HTTPException: when there is no such thing.
    """
    path = request.path_params
    key = Key(path["toolkit"], path["layout"], request.query_params.get("theme", ""))
    try:
        return desk_of(request).view(key)
    except KeyError as error:
        raise HTTPException(404) from error


async def _first(request: Request) -> Response:
    try:
        key = desk_of(request).first()
    except KeyError as error:
        raise HTTPException(404) from error
    return RedirectResponse(f"/view/{quote(key.toolkit)}/{quote(key.layout)}")


async def _page(request: Request) -> Response:
    view, desk = view_of(request), desk_of(request)
    language = desk.spoken(view.key)
    project = desk.project
    html = _template("page.html.j2").render(
        key=view.key,
        language=language,
        words=words_in(language),
        editing=desk.is_editing,
        token_name=TOKEN,
        toolkits=[*project.toolkits()],
        layouts=_layouts(desk, view.key),
        themes=[*project.themes()],
    )
    return HTMLResponse(html)


def _layouts(desk: Desk, key: Key) -> list[str]:
    return [*dict.fromkeys((*desk.project.layouts(), key.layout))]


@cache
def _template(name: str) -> Any:
    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent, encoding="utf-8"), autoescape=True,
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    env.globals["tell"] = tell
    return env.get_template(name)


async def _static(request: Request) -> Response:
    known = {file.name: file for file in STATIC.iterdir() if file.suffix in KINDS}
    file = known.get(request.path_params["name"])
    if file is None:
        raise HTTPException(404)
    return Response(file.read_bytes(), media_type=KINDS[file.suffix])


async def _events(request: Request) -> Response:
    view, desk = view_of(request), desk_of(request)
    tab = request.query_params.get("tab", "")[:40]
    headers = {"X-Accel-Buffering": "no"}
    return StreamingResponse(news_of(view, desk, tab), 200, headers, "text/event-stream")


async def news_of(view: View, desk: Desk, tab: str) -> AsyncGenerator[str, None]:
    """What is shown, again whenever it has changed; versions that nobody waits for are skipped."""
    news = view.listen()
    desk.renew(view)
    language = desk.spoken(view.key)
    try:
        yield "retry: 500\n\n"
        while True:
            news.clear()
            yield f"data: {json.dumps(told(view, desk.project, language, desk.editor))}\n\n"
            while not news.is_set():
                try:
                    async with asyncio.timeout(BEAT_SECONDS):
                        await news.wait()
                except TimeoutError:
                    yield ": still here\n\n"
    finally:
        view.leave(news, tab)


async def _look(request: Request) -> Response:
    """A tab says which pages are in sight."""
    view = view_of(request)
    said = await json_of(request)
    pages = said.get("pages")
    if not isinstance(pages, list) or not all(isinstance(each, str) for each in pages):
        raise HTTPException(400)
    view.looking[str(said.get("tab", ""))[:40]] = tuple(pages[:MOST_PAGES])
    return Response(status_code=204)


async def json_of(request: Request) -> dict[str, Any]:
    """What a request says.

    :raises HTTPException: when it is too long, or no JSON object.
    """
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise HTTPException(413)
    try:
        said = json.loads(body)
    except ValueError as error:
        raise HTTPException(400) from error
    if not isinstance(said, dict):
        raise HTTPException(400)
    return said


async def _picture(request: Request) -> Response:
    desk = desk_of(request)
    picture = desk.picture(request.path_params["digest"])
    times = request.query_params.get("times", "1")
    if picture is None or not times.isdecimal() or not 1 <= int(times) <= SHARPEST:
        raise HTTPException(404)
    png = picture.png
    if times != "1":
        png = await desk.crew.at_once(task.draw_sharper, picture, int(times))
    return Response(png, headers=_FOREVER, media_type="image/png")


async def _links(request: Request) -> Response:
    links = desk_of(request).links(request.path_params["digest"])
    if links is None:
        raise HTTPException(404)
    return JSONResponse(told_links(links), headers=_FOREVER)


async def _boxes(request: Request) -> Response:
    """By page, what stands where: texts of the data, and the elements that templates name."""
    view, wanted = view_of(request), request.query_params.get("page")
    pages = [page for page in view.pages if wanted in (None, page.id)]
    found = await asyncio.gather(*(desk_of(request).texts_on(view, page) for page in pages))
    told = zip(pages, found, strict=True)
    return JSONResponse({page.id: told_boxes(page, view.shown, texts) for page, texts in told})


async def _accepted(request: Request) -> Response:
    """The pages as they were accepted: their pictures, and the names by which they are known."""
    pages = await desk_of(request).accepted_pages(view_of(request).key)
    return JSONResponse([{"digest": each.picture.digest, "names": each.names} for each in pages])
