"""The workers of a build behind the interface of the standard library, and a cache that stays."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

from cardprint.errors import Place
from cardprint.pipeline.workers import Workers
from cardprint.storage.cache import Cache, Entry

T = TypeVar("T")


class Pool(Executor):
    """The worker processes of a build, with their limits, as an executor."""

    def __init__(self, workers: Workers) -> None:
        self.workers = workers

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Have a worker do it."""
        del kwargs
        return self.workers.submit(Place("editions"), "editions", fn, *args)


class ReadOnly(Cache):
    """A cache that keeps nothing new: what is one organisation's own is not needed again."""

    def put(self, key: str, entry: Entry) -> None:
        """Leave it as it is."""
