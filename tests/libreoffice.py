"""LibreOffice opens files, changes them as a person would, and saves them.

It runs in the Python that LibreOffice comes with (``python3-uno``), never in that of the tests:
``python3 libreoffice.py JOBS.json``, with for each file its name, that of the copy, and changes.
"""

import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

BOLD = 150.0
DESKTOP = "com.sun.star.frame.Desktop"


def main(jobs: list[dict[str, Any]]) -> None:
    uno = importlib.import_module("uno")  # which the Python of the tests does not have
    with tempfile.TemporaryDirectory() as profile:
        pipe = Path(profile).name
        words = ["soffice", "--headless", "--norestore", "--nologo"]
        words += [f"-env:UserInstallation={Path(profile).as_uri()}"]
        words += [f"--accept=pipe,name={pipe};urp;"]
        office = subprocess.Popen(words, start_new_session=True)
        try:
            context = connected(uno, pipe, office)
            desktop = context.ServiceManager.createInstanceWithContext(DESKTOP, context)
            for job in jobs:
                work(uno, desktop, job)
            desktop.terminate()
            office.wait(60)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(office.pid, signal.SIGKILL)  # it has processes of its own


def connected(uno: Any, pipe: str, office: subprocess.Popen[bytes]) -> Any:
    """Wait for LibreOffice to be there."""
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    while office.poll() is None:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception as error:  # of a kind that is its own
            if "NoConnect" not in type(error).__name__:
                raise
            time.sleep(0.1)
    raise SystemExit("LibreOffice does not start")


def work(uno: Any, desktop: Any, job: dict[str, Any]) -> None:
    hidden = named(uno, "Hidden", True)  # noqa: FBT003  # what it is set to
    document = desktop.loadComponentFromURL(Path(job["file"]).as_uri(), "_blank", 0, (hidden,))
    try:
        for change in job["changes"]:
            ACTIONS[change[0]](document, *change[1:])
        kind = "MS Word 2007 XML" if job["copy"].endswith(".docx") else "Calc MS Excel 2007 XML"
        document.storeToURL(Path(job["copy"]).as_uri(), (named(uno, "FilterName", kind),))
    finally:
        document.close(True)  # noqa: FBT003  # as it is called


def named(uno: Any, name: str, value: object) -> Any:
    """A setting of LibreOffice."""
    found = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    found.Name, found.Value = name, value
    return found


def found(document: Any, words: str) -> Any:
    search = document.createSearchDescriptor()
    search.SearchString, search.SearchCaseSensitive = words, True
    place = document.findFirst(search)
    if place is None:
        raise SystemExit(f"not found: {words}")
    return place


def write(document: Any, old: str, new: str) -> None:
    found(document, old).setString(new)


def bold(document: Any, words: str) -> None:
    found(document, words).CharWeight = BOLD


def add_paragraph(document: Any, after: str, words: str) -> None:
    """Press Enter at the end of the paragraph with some words, and type."""
    place = found(document, after)
    cursor = place.Text.createTextCursorByRange(place)
    cursor.gotoEndOfParagraph(False)  # noqa: FBT003  # as it is called
    cursor.Text.insertControlCharacter(cursor, 0, False)  # noqa: FBT003  # likewise
    cursor.Text.insertString(cursor, words, False)  # noqa: FBT003  # likewise


def set_cell(document: Any, sheet: str, cell: str, words: str) -> None:
    """Type into a cell, as at a keyboard: its format says what Calc makes of it."""
    place = document.Sheets.getByName(sheet)
    place.unprotect("")
    place.getCellRangeByName(cell).setFormula(words)


def bold_in_cell(document: Any, sheet: str, cell: str, words: str) -> None:
    place = document.Sheets.getByName(sheet)
    place.unprotect("")
    text = place.getCellRangeByName(cell)
    start = text.String.index(words)
    cursor = text.createTextCursor()
    cursor.gotoStart(False)  # noqa: FBT003  # as it is called
    cursor.goRight(start, False)  # noqa: FBT003  # likewise
    cursor.goRight(len(words), True)  # noqa: FBT003  # likewise
    cursor.CharWeight = BOLD


ACTIONS: dict[str, Callable[..., None]] = {
    "write": write,
    "bold": bold,
    "add paragraph": add_paragraph,
    "set cell": set_cell,
    "bold in cell": bold_in_cell,
}

if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text("utf-8")))
