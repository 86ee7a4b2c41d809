"""A preview as its user has it: the command in a process, and its page in a browser."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

_SEEN = """([ids, before]) => new Promise((done) => {
  const sheets = ids.map((id) => document.querySelector(`[data-id="${id}"] .sheet`));
  const isNew = (sheet) => {
    const picture = sheet?.querySelector("img.now");
    return picture && picture.complete && !before.includes(picture.dataset.digest);
  };
  const look = () => {
    if (!sheets.every(isNew)) return;
    seen.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now())));
  };
  const seen = new MutationObserver(look);
  seen.observe(document.getElementById("pages"), { childList: true, subtree: true });
  look();
})"""
_DIGESTS = """(ids) => ids.map((id) =>
  document.querySelector(`[data-id="${id}"] img.now`)?.dataset.digest ?? "")"""


@contextmanager
def running(
    project: Path, *words: str, environment: Mapping[str, str] | None = None
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address that the command prints, and its process, which is ended as by Ctrl-C."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cardprint", "preview", *words],
        cwd=project,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
        if process.stdout is not None:
            process.stdout.close()


def verified(page: Page) -> None:
    """Wait until everything has been made and checked."""
    page.wait_for_selector('#status[data-status="verified"]', timeout=180_000)


def look_at(page: Page, page_id: str) -> None:
    """Scroll to a page, and wait until its picture is there."""
    shown = page.locator(f'[data-id="{page_id}"]')
    shown.evaluate("(element) => element.scrollIntoView({ block: 'start' })")
    shown.locator("img.now").wait_for(timeout=60_000)


def seconds_until_new(page: Page, ids: list[str], file: Path, text: str) -> float:
    """Seconds from saving a file until other pictures of some pages are on the screen."""
    before = page.evaluate(_DIGESTS, ids)
    seen = page.evaluate_handle(f"(given) => ({{ seen: ({_SEEN})(given) }})", [ids, before])
    start = time.time()
    file.write_text(text, "utf-8")
    shown = seen.evaluate("(it) => it.seen")
    return float(shown) / 1000 - start
