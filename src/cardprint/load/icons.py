"""Icons: one drawing (SVG) each, by name, that takes the colour of what it stands beside."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from cardprint.errors import Place, Problem, nearest
from cardprint.load.images import faults_of_picture
from cardprint.load.raster import Fault
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import Message, tell
from cardprint.model.card import Card
from cardprint.model.page import Page
from cardprint.storage.project import Project, inside
from cardprint.storage.regular import open_regular

COLOUR = "currentColor"
"""What a drawing says where it takes the colour of its surroundings (SVG 2, 13.2)."""

_SQUARE = re.compile(r"""<svg[^>]*\sviewBox=["']\s*0[\s,]+0[\s,]+([\d.]+)[\s,]+\1\s*["']""")
_SHOWN = 6
"""How many names a hint shows of a set that is too large to list."""

Report = Callable[[Problem], None]
Use = tuple[Card | Page | None, tuple[str | int, ...], str]
"""The part that names an icon (nothing for ``toolkit.yaml``), the path there, the name."""


def load_icons(project: Project, toolkit: Toolkit, report: Report) -> dict[str, str]:
    """The drawings of the icons that a toolkit names, by name; each that cannot be is reported."""
    known = project.icons()
    found: dict[str, str] = {}
    for part, path, name in uses_of_icons(toolkit):
        if name not in known:
            message = tell("unknown icon '{icon}'", icon=name)
            report(Problem(toolkit.at(part, *path), message, _near(name, known)))
        elif name not in found:
            found[name] = _read(known[name], name, project, report)
    return found


def uses_of_icons(toolkit: Toolkit) -> Iterator[Use]:
    """Every place that names an icon."""
    for i, question in enumerate(toolkit.info.questions):
        if question.icon:
            yield None, ("questions", i, "icon"), question.icon
    for card in toolkit.cards:
        if card.icon:
            yield card, ("icon",), card.icon
        for i, option in enumerate(card.options):
            if option.icon:
                yield card, ("options", i, "icon"), option.icon


def _near(name: str, known: dict[str, Path]) -> Message:
    """A hint with the nearest name; the whole set is too large to list."""
    hint = nearest(name, known)
    if "name" in hint.values or len(known) <= _SHOWN:
        return hint
    some = sorted(known)[:: len(known) // _SHOWN][:_SHOWN]
    return tell("the guide shows all the names, such as {names}", names=some)


def _read(file: Path, name: str, project: Project, report: Report) -> str:
    """The drawing in a file; empty after what is wrong with it has been reported."""
    place = Place(project.shown(file))
    picture = tell("icon '{icon}'", icon=name)
    if not (inside(file.parent, file)):
        hint = tell("put the file itself there")
        report(Problem(place, tell("{picture} is a link to another folder", picture=picture), hint))
        return ""
    try:
        with open_regular(file) as opened:
            data = opened.read()
    except OSError:
        hint = tell("check its name, and whether you can open it yourself")
        report(Problem(place, tell("{picture} cannot be read", picture=picture), hint))
        return ""
    faults = faults_of_picture(data, picture)
    drawing = data.decode("utf-8-sig", "replace")
    for fault in faults or _faults(drawing, picture):
        report(Problem(place, *fault))
    return drawing


def _faults(drawing: str, picture: Message) -> Iterator[Fault]:
    """Why a sound drawing is no icon."""
    if not _SQUARE.search(drawing):
        message = tell("{picture} is not square", picture=picture)
        yield (
            message,
            tell('begin it with <svg viewBox="0 0 24 24" …>, and draw inside that square'),
        )
    if COLOUR not in drawing:
        message = tell("{picture} has colours of its own", picture=picture)
        yield message, tell("write currentColor for each: an icon takes the colour of its page")
