"""A finished file is verified by two processes at once, each with half of the checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cardprint.errors import Place, Problem
from cardprint.pipeline.workers import Workers

if TYPE_CHECKING:
    from cardprint.load.layout import Layout
    from cardprint.load.toolkit import Toolkit


def prepare_to_verify(workers: Workers, shown: str) -> None:
    """Have a worker import the checks while this process puts the sheets together."""
    if workers.jobs > 1:
        workers.submit(Place(shown), shown, _import_checks)


def verify_in_two(
    workers: Workers, pdf: bytes, toolkit: Toolkit, layout: Layout, shown: str
) -> None:
    """Verify a finished file, with one half of the checks in a worker if there is another core.

    :param shown: the file's name in messages.
    :raises OutputError: with everything that is wrong.
    """
    from cardprint.verify.check import refuse, verify, wrong_to_see

    if workers.jobs == 1:
        verify(pdf, toolkit, layout, shown)
        return
    rest = workers.submit(Place(shown), shown, _wrong_to_read, pdf, toolkit, layout, shown)
    seen = wrong_to_see(pdf, toolkit, layout, shown)
    refuse((*seen, *rest.result()))


def _import_checks() -> None:
    import cardprint.verify.check  # noqa: F401


def _wrong_to_read(pdf: bytes, toolkit: Toolkit, layout: Layout, shown: str) -> tuple[Problem, ...]:
    from cardprint.verify.check import wrong_to_read

    return wrong_to_read(pdf, toolkit, layout, shown)
