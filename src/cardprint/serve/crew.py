"""Who does the work: processes that stay, and one thread that reads and composes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, ParamSpec, Self, TypeVar

from cardprint.errors import Place
from cardprint.model.names import part_of_sheet
from cardprint.pipeline.workers import Workers
from cardprint.serve import task

if TYPE_CHECKING:
    from cardprint.compose.model import Composed
    from cardprint.serve.task import Made

P = ParamSpec("P")
T = TypeVar("T")


class Crew:
    """Workers for three kinds of work, so that none has to wait for the others.

    One makes only what somebody is looking at, and is nearly always free. Some make everything
    else, and one puts it together; those give way to the first.
    """

    def __init__(self, jobs: int | None = None) -> None:
        self._back = Workers(jobs)
        self._front = Workers(1, self._back)
        self._last = Workers(1, self._back)
        self._reader = ThreadPoolExecutor(1, "reader")

    @property
    def hands(self) -> int:
        """How many sheets that nobody looks at are made at the same time."""
        return self._back.jobs

    async def read(self, function: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Do something in this process, one thing at a time, without stopping the server."""

        def call() -> T:
            return function(*given, **named)

        return await asyncio.get_running_loop().run_in_executor(self._reader, call)

    async def sketch(self, sheet: Composed) -> Made:
        """Make a page that somebody is waiting for."""
        return await self._sheet(self._front, task.sketch, sheet)

    def rest(self) -> None:
        """Nobody is waiting for a sketch now."""
        self._front.submit(Place("preview"), "preview", task.tidy)

    async def make(self, sheet: Composed) -> Made:
        """Make another sheet."""
        return await self._sheet(self._back, task.make, sheet)

    async def _sheet(
        self, workers: Workers, function: Callable[[Composed], Made], sheet: Composed
    ) -> Made:
        place, name = Place(sheet.template), part_of_sheet(sheet.name)
        return await asyncio.wrap_future(workers.submit(place, name, function, sheet))

    async def at_once(self, function: Callable[..., T], *given: object) -> T:
        """Do something small that somebody is waiting for."""
        place = Place("preview")
        return await asyncio.wrap_future(self._front.submit(place, "preview", function, *given))

    async def draw(self, function: Callable[..., T], *given: object) -> T:
        """Draw what has been laid out."""
        place = Place("preview")
        return await asyncio.wrap_future(self._back.submit(place, "preview", function, *given))

    async def finish(self, function: Callable[..., T], *given: object) -> T:
        """Do what comes after all sheets."""
        place = Place("preview")
        return await asyncio.wrap_future(self._last.submit(place, "preview", function, *given))

    def __enter__(self) -> Self:
        self._back.warm_up()
        return self

    def __exit__(self, *_: object) -> None:
        """End all of them, whatever they are doing."""
        self._reader.shutdown(wait=False, cancel_futures=True)
        for workers in (self._back, self._front, self._last):
            workers.__exit__()
