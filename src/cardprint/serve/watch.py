"""Notices that files of a project have changed, however they were saved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from watchfiles import Change, DefaultFilter, awatch

from cardprint.storage.project import PROJECT_FILE

FOLDERS = ("toolkits", "layouts", "themes", "locales", "icons", "fonts")
"""What pages are made from."""
SETTLED_MS = 15
"""Saving one file makes several events; after this pause they count as one."""
AT_MOST_MS = 200
POLL_MS = 300
"""How often the files are looked at where the system does not tell of changes."""

_ignored = DefaultFilter()


async def watch(root: Path, changed: Callable[[], None], *, poll: bool = False) -> None:
    """Call ``changed`` after every change, until cancelled.

    The folder of the project is watched by itself and the folders in it with everything below, so
    that nothing watches an environment or a repository that is there, too.

    :param poll: whether to look at the files again and again, as on a network folder.
    """
    while True:
        try:
            await _until_other_folders(root, changed, poll=poll)
        except* (OSError, RuntimeError):
            # A folder is gone, or the system cannot watch so many: looking again always works.
            poll = True
            await asyncio.sleep(POLL_MS / 1000)


async def _until_other_folders(root: Path, changed: Callable[[], None], *, poll: bool) -> None:
    async with asyncio.TaskGroup() as both:
        below = both.create_task(_folders(root, changed, poll=poll))
        async for changes in _changes([root], recursive=False, poll=poll):
            touched = {Path(path).name for _, path in changes}
            if touched & {PROJECT_FILE, *FOLDERS}:
                changed()
            if touched & {*FOLDERS}:
                below.cancel()
                return


async def _folders(root: Path, changed: Callable[[], None], *, poll: bool) -> None:
    if folders := [root / name for name in FOLDERS if (root / name).is_dir()]:
        async for _ in _changes(folders, recursive=True, poll=poll):
            changed()


def _changes(paths: list[Path], *, recursive: bool, poll: bool):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return awatch(
        *paths,
        watch_filter=_counts,
        debounce=AT_MOST_MS,
        step=SETTLED_MS,
        rust_timeout=1000,
        recursive=recursive,
        force_polling=poll or None,
        poll_delay_ms=POLL_MS,
    )


def _counts(change: Change, path: str) -> bool:
    """Whether a changed file can matter: not the files that editors keep for themselves."""
    return _ignored(change, path) and not Path(path).name.startswith(".")
