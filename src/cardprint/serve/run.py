"""Starts the server and ends it, with everything that belongs to it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import quote

import uvicorn

from cardprint.errors import InputError, Place, Problem
from cardprint.messages.catalogue import tell
from cardprint.serve import editing
from cardprint.serve.app import create_app
from cardprint.serve.crew import Crew
from cardprint.serve.desk import Desk
from cardprint.serve.safety import TOKEN, Guard, new_token
from cardprint.serve.state import Key
from cardprint.serve.watch import watch
from cardprint.storage.cache import Cache
from cardprint.storage.project import Project, select_toolkits

EDITOR = "vscode://file/{file}:{line}:{column}"
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to show, and how."""

    project: Project
    toolkit: str = ""
    layout: str = ""
    port: int = 0
    """0 for any that is free."""
    edit: bool = False
    """Whether the files may be changed there."""
    poll: bool = False
    language: str = ""
    editor: str = EDITOR
    jobs: int | None = None


Ready = Callable[[str, Callable[[], None]], None]
"""Told the address once the server answers, and what to call to end it."""


def serve(wanted: Wanted, cache: Cache, ready: Ready) -> None:
    """Show the pages until the program is asked to end.

    :raises InputError: when there is no such toolkit or layout, or the port is in use.
    """
    key, token = _first(wanted), new_token()
    with _listening(wanted.port) as door, Crew(wanted.jobs) as crew:
        port = door.getsockname()[1]
        desk = Desk(wanted.project, crew, cache, wanted.language, wanted.edit, wanted.editor)
        settings = uvicorn.Config(
            Guard(create_app(desk, editing.routes() if wanted.edit else ()), port, token),
            log_config=None, access_log=False, lifespan="off", ws="none",
            server_header=False, date_header=False, timeout_graceful_shutdown=0,
        )  # fmt: skip
        path = f"/view/{quote(key.toolkit)}/{quote(key.layout)}"
        address = f"http://{HOST}:{port}{path}?{TOKEN}={token}"
        server = _Server(settings, lambda: ready(address, server.stop))
        asyncio.run(_until_the_end(server, door, desk, poll=wanted.poll))


def _first(wanted: Wanted) -> Key:
    names = (wanted.toolkit,) if wanted.toolkit else ()
    slug = next(iter(select_toolkits(names, wanted.project.toolkits())))
    layout = wanted.layout or "screen"
    wanted.project.layout_chain(layout)
    return Key(slug, layout)


def _listening(port: int) -> socket.socket:
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((HOST, port))
    except OSError as error:
        door.close()
        message = tell("port {port} is in use by another program", port=str(port))
        hint = tell("name another one, or leave --port out")
        raise InputError([Problem(Place("--port"), message, hint)]) from error
    return door


class _Server(uvicorn.Server):
    """A server that tells when it answers, and ends at once: a stream of news has no end."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    def stop(self) -> None:
        """End, as soon as it notices."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for door in sockets or ():
            door.close()
        for connection in [*self.server_state.connections]:
            if connection.transport is not None:
                connection.transport.abort()
        for task in [*self.server_state.tasks]:
            task.cancel()


async def _until_the_end(
    server: uvicorn.Server, door: socket.socket, desk: Desk, *, poll: bool
) -> None:
    async with _beside(watch(desk.project.root, desk.changed, poll=poll)):
        await server.serve([door])


@asynccontextmanager
async def _beside(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
