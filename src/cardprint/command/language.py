"""The language of a command's messages."""

import argparse
import re
from collections.abc import Mapping
from pathlib import Path

from cardprint.messages.catalogue import ENGLISH, languages
from cardprint.storage.project import Project, language_said

TOOLKIT = "toolkit"
"""The name for the language of the toolkit itself."""
VARIABLE = "CARDPRINT_LANG"
# POSIX 8.2: the first of these that is set and not empty decides.
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_option(text: str) -> str:
    """The value of ``--lang``, if it is known.

    :raises argparse.ArgumentTypeError: when there are no messages in that language.
    """
    known = (*languages(), TOOLKIT)
    if text not in known:
        raise argparse.ArgumentTypeError(f"unknown language '{text}' (known: {', '.join(known)})")
    return text


def chosen_language(options: argparse.Namespace, environment: Mapping[str, str]) -> str:
    """The language of ``--lang``, or else of the environment, or else English."""
    wanted: str = getattr(options, "lang", "") or environment.get(VARIABLE, "")
    wanted = wanted or next(filter(None, map(environment.get, _LOCALE)), "") or ENGLISH
    if wanted == TOOLKIT:
        wanted = _language_of_toolkit(options)
    language = re.split(r"[-_.@]", wanted)[0].lower()
    return language if language in languages() else ENGLISH


def _language_of_toolkit(options: argparse.Namespace) -> str:
    """The language of the first toolkit in the command, or of the first in the project."""
    project = Project(Path(options.project).resolve())
    known = project.toolkits()
    named = getattr(options, "toolkits", None) or [getattr(options, "toolkit", None)]
    folder = known.get(named[0] or "") or next(iter(known.values()), None)
    if folder is None:
        return ENGLISH
    return language_said(project, folder) or ENGLISH
