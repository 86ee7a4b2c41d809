"""``cardprint editions``: make the editions of a toolkit, or audit a folder of them."""

from __future__ import annotations

import argparse
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from cardprint.command.output import Output
from cardprint.command.progress import shown_progress
from cardprint.errors import ExitCode, InputError, Place, Problem
from cardprint.messages.catalogue import plain, tell, tell_count, together
from cardprint.messages.escape import for_one_line
from cardprint.storage.cache import Cache, user_cache

if TYPE_CHECKING:
    from concurrent.futures import Executor


def make(options: argparse.Namespace, output: Output) -> ExitCode:
    """Make editions, or audit those of ``--audit``."""
    cache = Cache(None) if options.no_cache else user_cache()
    if options.audit:
        return _audit(options, output, cache)
    from cardprint.pipeline.editions import editions

    executor = _executor(options.scheduler) if options.scheduler else None
    count = 0
    with shown_progress(output, quiet=options.quiet) as progress:
        several = product(options.layout or ["screen"], options.language or [""])
        for layout, language in several:
            for receipt in editions(
                options.project, options.toolkit, layout=layout, language=language,
                only=options.only,
                shard=options.shard, out=options.out, jobs=options.jobs, cache=cache,
                resume=options.resume, executor=executor, progress=progress,
            ):  # fmt: skip
                count += 1
                if not options.quiet:
                    pages = tell_count("{n} page", "{n} pages", receipt.pages)
                    output.say(together([plain(for_one_line(receipt.file)), pages], "  "))
    if not options.quiet:
        output.say(tell_count("{n} edition made", "{n} editions made", count))
    return ExitCode.OK


def _audit(options: argparse.Namespace, output: Output, cache: Cache) -> ExitCode:
    from cardprint.pipeline.auditing import audit

    folder: Path = options.audit
    if not folder.is_dir():
        raise InputError([Problem(Place(str(folder)), tell("there is no such folder"))])
    found = audit(options.project, options.toolkit, folder, cache=cache, whole=options.whole)
    for problem in found.problems:
        output.say(str(problem))
    told = [
        tell_count("{n} sound", "{n} sound", found.counts["sound"]),
        tell_count("{n} stale", "{n} stale", found.counts["stale"]),
        tell_count("{n} altered", "{n} altered", found.counts["altered"]),
        tell_count("{n} unknown", "{n} unknown", found.counts["unknown"]),
    ]
    output.say(together(told, ", "))
    return ExitCode.OK if found.counts.total() == found.counts["sound"] else ExitCode.DIFFERENT


def _executor(address: str) -> Executor:
    """The workers of a Dask scheduler."""
    try:
        from distributed import Client
    except ImportError as error:
        hint = tell("install cardprint[dask]")
        raise InputError(
            [Problem(Place("--scheduler"), tell("Dask is not installed"), hint)]
        ) from error
    try:
        client = Client(address, timeout=10)
    except (OSError, ValueError) as error:
        message = tell("no scheduler answers at {address}", address=address)
        raise InputError([Problem(Place("--scheduler"), message)]) from error
    executor: Executor = client.get_executor(retries=3)
    return executor
