"""The command that shows the pages while somebody writes."""

from __future__ import annotations

import argparse
import os
import webbrowser
from collections.abc import Callable

from cardprint.command.language import VARIABLE, chosen_language
from cardprint.command.output import Output
from cardprint.messages.catalogue import tell
from cardprint.serve.run import EDITOR, Wanted, serve
from cardprint.storage.cache import Cache, user_cache
from cardprint.storage.project import Project


def preview(options: argparse.Namespace, output: Output, *, edit: bool = False) -> None:
    """Show the pages until Ctrl-C.

    :param edit: whether the files may be changed there.
    """
    is_asked_for = getattr(options, "lang", "") or os.environ.get(VARIABLE)
    wanted = Wanted(
        Project(options.project.resolve()),
        options.toolkit,
        options.layout,
        options.port,
        edit,
        options.poll,
        chosen_language(options, os.environ) if is_asked_for else "",
        EDITOR if options.editor is None else options.editor,
        options.jobs,
    )

    def ready(address: str, _stop: Callable[[], None]) -> None:
        output.say(address)
        output.warn(tell("this is for you alone; Ctrl-C ends it"))
        if options.open:
            webbrowser.open(address)

    try:
        serve(wanted, Cache(None) if options.no_cache else user_cache(), ready)
    except KeyboardInterrupt:
        output.warn(tell("the preview has ended"))
