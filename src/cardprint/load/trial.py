"""One drawing, drawn alone in a process that can be stopped: ``… -m cardprint.load.trial < x.svg``.

Only drawing it tells whether WeasyPrint can: a number that is none, deep inside, stops it.
"""

import contextlib
import logging
import re
import sys
from enum import IntEnum

MAX_MEMORY = 2_000_000_000
"""The most memory in bytes that drawing may take, where the system can keep to it."""

_OTHER = re.compile(rb"/(?:lab-d50|lab-d65|DeviceCMYK)\s+(?:cs|CS)\s")
"""A colour in another space than that of a screen (ISO 32000-1, table 74)."""
_STOPS = re.compile(rb"/C[01]\s*\[([-\d.\s]*)\]")
"""The colour at an end of a gradient (ISO 32000-1, table 40)."""


class Verdict(IntEnum):
    """What became of a drawing; the exit code of the process."""

    SOUND = 0
    NOT_DRAWN = 11
    COLOURS = 12
    SLOW = 13


def draw(data: bytes) -> Verdict:
    """Draw it, and say whether everything of it came onto the page."""
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
    page = "<html lang=en><title>-</title><img src='file:///drawing.svg' alt='-'>"
    html = weasyprint.HTML(string=page, url_fetcher=Fetcher(allowed_protocols=("data",)))
    pdf = html.write_pdf(uncompressed_pdf=True)
    if logged:
        return Verdict.NOT_DRAWN
    # WeasyPrint takes the angle of hsl() for the red of a gradient.
    stops = [float(value) for stop in _STOPS.findall(pdf) for value in stop.split()]
    strange = _OTHER.search(pdf) or any(not 0 <= value <= 1 for value in stops)
    return Verdict.COLOURS if strange else Verdict.SOUND


def main() -> Verdict:
    """Draw what comes in, with a limit on memory."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    try:
        return draw(sys.stdin.buffer.read())
    except Exception:  # noqa: BLE001  # whatever it was, this drawing brought it about
        return Verdict.NOT_DRAWN


if __name__ == "__main__":
    sys.exit(main())
