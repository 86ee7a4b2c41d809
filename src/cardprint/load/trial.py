"""Drawings are tried in a process of their own, which can be stopped, before they are used.

Only a trial shows whether WeasyPrint can draw a file: one malformed number deep inside stops it,
and a small file may need endless work. The process reads the length of a drawing and then the
drawing, for each in turn, and writes a line with a verdict for each.
"""

import contextlib
import faulthandler
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from itertools import chain
from pathlib import Path

from cardprint.text.libraries import load_libraries

MAX_SECONDS = 20
"""The longest time in seconds that one drawing may take."""
MAX_MEMORY = 2_000_000_000
"""The most memory in bytes that drawing may take, where the system can limit it."""

_LENGTH = 8
_WHITE = 255
_PAGE = """
<html lang=en><title>-</title>
<style>@page { size: 600px; margin: 0 } img { max-width: 600px; max-height: 600px }</style>
<img src="file:///drawing.svg" alt="-">
"""

_OTHER = re.compile(rb"/(?:lab-d50|lab-d65|DeviceCMYK)\s+(?:cs|CS)\s")
"""A colour in a space other than that of a screen (ISO 32000-1, table 74)."""
_STOPS = re.compile(rb"/C[01]\s*\[([-\d.\s]*)\]")
"""The colour at an end of a gradient (ISO 32000-1, table 40)."""


class Verdict(IntEnum):
    """The outcome of drawing a picture."""

    SOUND = 0
    NOT_DRAWN = 1
    COLOURS = 2
    BLANK = 3
    STOPPED = 4


@lru_cache(maxsize=8)
def verdicts(drawings: tuple[bytes, ...]) -> tuple[Verdict, ...]:
    """The verdict on each drawing; when one has to be stopped, the others still get their turn."""
    found: list[Verdict] = []
    while len(found) < len(drawings):
        rest = drawings[len(found) :]
        found += _said(rest)[: len(rest)]
        if len(found) < len(drawings):
            found.append(Verdict.STOPPED)
    return tuple(found)


def _said(drawings: tuple[bytes, ...]) -> list[Verdict]:
    framed = chain.from_iterable((len(each).to_bytes(_LENGTH), each) for each in drawings)
    # The current folder must not be on the path of modules: a stranger may own it.
    command = [sys.executable, "-P", "-m", __name__, str(MAX_SECONDS), str(MAX_MEMORY)]
    done = subprocess.run(  # noqa: S603  # no shell, and nothing untrusted in the command
        command, input=b"".join(framed), capture_output=True, check=False
    )
    return [Verdict(int(line)) for line in done.stdout.split()]


def _draw(data: bytes) -> Verdict:
    """Draw a picture, and report whether all of it got onto the page."""
    load_libraries()
    import weasyprint
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no type hints
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url == "file:///drawing.svg":
                return URLFetcherResponse(url, data)
            return super().fetch(url, headers)

    logged: list[logging.LogRecord] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = logged.append  # type: ignore[assignment, method-assign]
    logging.getLogger("weasyprint").handlers = [handler]
    html = weasyprint.HTML(string=_PAGE, url_fetcher=Fetcher(allowed_protocols=("data",)))
    pdf = html.write_pdf(uncompressed_pdf=True)
    if logged:
        return Verdict.NOT_DRAWN
    # WeasyPrint mistakes the angle of hsl() for the red part in a gradient.
    stops = [float(value) for stop in _STOPS.findall(pdf) for value in stop.split()]
    if _OTHER.search(pdf) or any(not 0 <= value <= 1 for value in stops):
        return Verdict.COLOURS
    return Verdict.BLANK if _is_white(pdf) else Verdict.SOUND


def _is_white(pdf: bytes) -> bool:
    import pypdfium2

    darkest, _ = pypdfium2.PdfDocument(pdf)[0].render().to_pil().convert("L").getextrema()
    return bool(darkest == _WHITE)


def _main(seconds: int, memory: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with Path(os.devnull).open("w") as nowhere:
        for data in _drawings():
            # This ends even a call that never returns from a library.
            faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
            try:
                verdict = _draw(data)
            except Exception:  # noqa: BLE001  # whatever it is, the drawing caused it
                verdict = Verdict.NOT_DRAWN
            faulthandler.cancel_dump_traceback_later()
            print(int(verdict), flush=True)  # noqa: T201


def _drawings() -> Iterator[bytes]:
    while length := sys.stdin.buffer.read(_LENGTH):
        yield sys.stdin.buffer.read(int.from_bytes(length))


if __name__ == "__main__":
    _main(*map(int, sys.argv[1:]))
