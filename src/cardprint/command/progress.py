"""The progress of a build: a bar on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from cardprint.command.output import Output
from cardprint.messages.catalogue import tell_count
from cardprint.pipeline.one import Progress


@contextmanager
def shown_progress(output: Output, *, quiet: bool) -> Iterator[Progress]:
    """A function to call with the name of the build, the sheets done, and their total."""
    if quiet:
        yield _nothing
    elif sys.stderr is not None and sys.stderr.isatty():
        with _bar() as progress:
            yield progress
    else:
        yield _lines(output)


def _nothing(what: str, done: int, total: int) -> None:
    """Show nothing."""


def _lines(output: Output) -> Progress:
    def progress(what: str, done: int, total: int) -> None:
        if done == total:
            message = tell_count(
                "{toolkit}: {n} sheet ready", "{toolkit}: {n} sheets ready", total, toolkit=what
            )
            output.warn(message)

    return progress


@contextmanager
def _bar() -> Iterator[Progress]:
    from tqdm import tqdm

    with tqdm(unit="sheet", leave=False, file=sys.stderr) as bar:

        def update(what: str, done: int, total: int) -> None:
            bar.set_description(what, refresh=False)
            bar.total, bar.n = total, done
            bar.refresh()

        yield update
