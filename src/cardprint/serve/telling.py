"""A view as data for the script of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from cardprint.errors import Place, Problem
from cardprint.messages.escape import for_terminal
from cardprint.storage.files import read_text
from cardprint.storage.project import Project, inside

if TYPE_CHECKING:
    from pathlib import Path

    from cardprint.serve.boxes import Found
    from cardprint.serve.pictures import PageLink
    from cardprint.serve.state import Page, View
    from cardprint.serve.task import Made

AROUND = 60
"""How many letters of a long line are shown before the place of a problem, and after it."""


def told(view: View, project: Project, language: str, editor: str) -> dict[str, Any]:
    """Everything that the page shows, but for the pictures and their links."""

    def problem(each: Problem) -> dict[str, Any]:
        return told_problem(each, project, language, editor)

    return {
        "version": view.version,
        "status": view.status,
        "title": view.title,
        "language": view.language,
        "pages": [_page(page) for page in view.pages],
        "problems": [problem(each) for each in view.problems],
        "notes": [
            {**problem(note.problem), "rule": note.kind, "page": note.page} for note in view.notes
        ],
    }


def _page(page: Page) -> dict[str, Any]:
    drawn = page.picture
    return {
        "id": page.id,
        "title": page.title,
        "names": page.names,
        "digest": drawn.digest if drawn else "",
        "links": drawn.linked if drawn else "",
        "width": drawn.width_pt if drawn else 0,
        "height": drawn.height_pt if drawn else 0,
    }


def told_links(links: Iterable[PageLink]) -> list[dict[str, Any]]:
    """The links that lie on a page."""
    return [{"box": link.box, "to": link.to, "web": link.is_web, "say": link.say} for link in links]


def told_boxes(
    page: Page, shown: Mapping[str, Made], texts: Iterable[Found]
) -> list[dict[str, Any]]:
    """What stands where on a page: each with its name, and a text with its file and path."""
    found: list[dict[str, Any]] = [
        {
            "name": "/".join(map(str, (*text.file.split("/")[2:], *text.path))),
            "file": text.file,
            "path": text.path,
            "box": text.box,
        }
        for text in texts
    ]
    if page.picture and (made := shown.get(page.sheet)):
        wide, high = page.picture.width_pt, page.picture.height_pt
        for name, spot in made.sheet.named:
            if spot.page == page.index:
                left, _, _, top = box = spot.box
                shares = (left / wide, 1 - top / high, box.width / wide, box.height / high)
                found.append({"name": name, "box": [round(each, 5) for each in shares]})
    return found


def told_problem(problem: Problem, project: Project, language: str, editor: str) -> dict[str, Any]:
    """A problem with its line of the file, and the address that opens it in an editor."""
    place, file = problem.place, _file(problem.place, project)
    return {
        "message": for_terminal(problem.message.in_language(language)),
        "hint": for_terminal(problem.hint.in_language(language)),
        "place": for_terminal(str(place)),
        "line": _line(file, place) if file else None,
        "open": _address(file, place, editor) if file and editor else "",
    }


def _file(place: Place, project: Project) -> Path | None:
    """The file of a place, if it is one of the project's own or built in."""
    files = ((root, root / place.file) for root in project.roots)
    return next((file for root, file in files if file.is_file() and inside(root, file)), None)


def _line(file: Path, place: Place) -> dict[str, Any] | None:
    """The line of a place: what is before the column, and what begins there."""
    lines = (read_text(file, place.file, lambda _: None) or "").splitlines()
    if not 0 < place.line <= len(lines):
        return None
    line, at = lines[place.line - 1].replace("\t", " "), max(place.column - 1, 0)
    indent = min(len(line) - len(line.lstrip()), at)
    first, last = max(at - AROUND, indent), at + AROUND
    before = ("…" if first > indent else "") + line[first:at]
    after = line[at:last] + ("…" if len(line) > last else "")
    return {"number": place.line, "before": for_terminal(before), "after": for_terminal(after)}


def _address(file: Path, place: Place, editor: str) -> str:
    path = quote(file.resolve().as_posix().lstrip("/"))
    return (
        editor.replace("{file}", path)
        .replace("{line}", str(max(place.line, 1)))
        .replace("{column}", str(max(place.column, 1)))
    )
