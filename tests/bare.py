"""Workers that import nothing to lay out pages with: they begin at once, and do any other task."""

import sys
from multiprocessing.connection import Connection
from types import ModuleType
from typing import Any

from cardprint.pipeline import server

PRELOAD = "cardprint.pipeline.preload"


def import_nothing() -> None:
    """Let what workers import before their first task be an empty module."""
    sys.modules[PRELOAD] = ModuleType(PRELOAD)


def start(connection: "Connection[Any, Any]", temporary: str) -> None:
    """Be such a worker, in a new process."""
    import_nothing()
    _start(connection, temporary)


_start = server.start
