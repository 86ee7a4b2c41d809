"""The form of a toolkit for the page, and what the page asks to change."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cardprint.edit.fields import Field
from cardprint.edit.gauge import readability_of, words_of
from cardprint.edit.session import ACTIONS, Asked, Found, Outcome, Session
from cardprint.edit.starting import new_toolkit
from cardprint.edit.trial import placed
from cardprint.errors import CardprintError
from cardprint.load.images import MAX_IMAGE_BYTES
from cardprint.messages.catalogue import ENGLISH
from cardprint.messages.escape import for_terminal
from cardprint.model.card import Card
from cardprint.model.page import Page
from cardprint.serve.app import desk_of, json_of, view_of
from cardprint.storage.edits import digest_of

if TYPE_CHECKING:
    from cardprint.edit.files import Files
    from cardprint.serve.state import View


def routes() -> Sequence[Route]:
    """What the server answers as well when the files may be changed."""
    return (
        Route("/form/{toolkit}/{layout}", _form),
        Route("/edit/{toolkit}/{layout}", _edit, methods=["POST"]),
        Route("/upload/{toolkit}/{layout}", _upload, methods=["POST"]),
    )


async def _form(request: Request) -> Response:
    view, desk = view_of(request), desk_of(request)
    session, language = desk.session(view.key.toolkit), desk.spoken(view.key)
    wanted = request.query_params.get("file", "")
    told = await asyncio.to_thread(told_form, session, view, wanted, language)
    return JSONResponse(told)


async def _edit(request: Request) -> Response:
    """Do what is asked; everybody who looks sees it."""
    return await _answer(request, _asked(await json_of(request)))


async def _upload(request: Request) -> Response:
    """Keep a picture and show it."""
    asked = request.query_params
    data = b""
    async for piece in request.stream():
        data += piece
        if len(data) > MAX_IMAGE_BYTES:
            raise HTTPException(413)
    said = {
        "do": "picture", "file": asked.get("file"), "value": asked.get("name"),
        "path": _loaded(asked.get("path", "")), "told": {"alt": asked.get("alt", "")},
    }  # fmt: skip
    return await _answer(request, _asked(said, data))


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise HTTPException(400) from error


async def _answer(request: Request, asked: Asked) -> Response:
    view, desk = view_of(request), desk_of(request)
    session, language = desk.session(view.key.toolkit), desk.spoken(view.key)
    go = ""
    if asked.do == "new-toolkit":
        outcome, go = await asyncio.to_thread(_new_toolkit, session, asked)
    elif asked.do == "forget":
        await asyncio.to_thread(session.forget, asked)
        outcome = Outcome()
    else:
        doing = session.draft if asked.do == "draft" else session.save
        outcome = await asyncio.to_thread(doing, asked, view.key.layout)
    desk.changed()
    answer: dict[str, Any] = {
        "done": outcome.is_done,
        "conflict": outcome.is_conflict,
        "theirs": outcome.theirs,
        "what": outcome.what,
        "made": outcome.made,
        "saved": [{"file": file, "path": path} for file, path in outcome.saved],
        "go": f"/view/{quote(go)}/{quote(view.key.layout)}" if go else "",
        "problems": [told_problem(each, language) for each in outcome.problems],
    }
    if asked.do in ("draft", "set"):
        answer["gauge"] = told_gauge(session, asked.value, language)
    return JSONResponse(answer)


def _new_toolkit(session: Session, asked: Asked) -> tuple[Outcome, str]:
    """Begin a toolkit in the language of this one; the name of its folder."""
    language = str(session.files().info.get("language", ENGLISH))
    try:
        return Outcome(), new_toolkit(session.project, asked.told.get("title", ""), language)
    except CardprintError as error:
        return Outcome(tuple((each, None) for each in error.problems)), ""


def _asked(said: Mapping[str, Any], picture: bytes = b"") -> Asked:
    """What is asked, if it has the right form.

    :raises HTTPException: when it has not.
    """
    path, told = said.get("path", []), said.get("told", {})
    chosen, old = said.get("chosen", []), said.get("old")
    texts = [said.get(key, "") for key in ("do", "file", "value", "digest")]
    is_right = (
        isinstance(path, list) and all(type(step) in (str, int) for step in path)
        and isinstance(told, dict) and all(isinstance(each, str) for each in told.values())
        and isinstance(chosen, list) and all(isinstance(each, str) for each in chosen)
        and all(isinstance(each, str) for each in texts)
        and isinstance(old, str | None) and type(said.get("to", 0)) is int
        and texts[0] in ACTIONS
    )  # fmt: skip
    if not is_right:
        raise HTTPException(400)
    do, file, value, digest = texts
    return Asked(
        do, file, (*path,), value, old, said.get("to", 0), told, (*chosen,), digest, picture
    )


def told_form(session: Session, view: View, wanted: str, language: str) -> dict[str, Any]:
    """The parts of a toolkit, and the form of one of its files."""
    files, _, problems = session.loaded(view.key.layout)
    file = wanted if wanted in files.held else files.main
    here = [each for each in placed(problems, files.held) if each[0].place.file == file]
    remarks = [found for _, found in session.remarks(view.key.layout)]
    remarks += placed([each.problem for each in view.notes if each.kind == "too-long"], files.held)
    undo, redo = session.edits.possible()
    return {
        "files": [_part(files, each, problems) for each in files.held],
        "file": file,
        "digest": digest_of(files.held.get(file)),
        "fields": [told_field(each, language) for each in files.fields(file)],
        "unwritten": [[*path] for path in files.unwritten(file)],
        "problems": [told_problem(each, language) for each in here],
        "remarks": [told_problem(each, language) for each in remarks if each[0].place.file == file],
        "drafts": [
            {"path": path, "value": value}
            for (name, path), value in session.drafts.items()
            if name == file
        ],
        "undo": undo,
        "redo": redo,
    }


def _part(files: Files, file: str, problems: Iterable[Any]) -> dict[str, Any]:
    data, model = files.data.get(file, {}), files.model(file)
    kind = "card" if model is Card else "page" if model is Page else "toolkit"
    name = f"{kind}/{data.get('id', '')}" if kind != "toolkit" else ""
    return {
        "file": file,
        "kind": kind,
        "name": name,
        "title": str(data.get("title") or file),
        "unwritten": len(files.unwritten(file)),
        "wrong": sum(each.place.file == file for each in problems),
    }


def told_field(field: Field, language: str) -> dict[str, Any]:
    """A field with all that are in it."""
    return {
        "path": field.path,
        "kind": field.kind,
        "label": field.label.in_language(language),
        "help": field.help.in_language(language),
        "value": field.value,
        "required": field.required,
        "choices": [[value, label.in_language(language)] for value, label in field.choices],
        "chosen": field.chosen,
        "fields": [told_field(each, language) for each in field.fields],
        "entry": field.entry.in_language(language),
        "asks": [told_field(each, language) for each in field.asks],
    }


def told_problem(found: Found, language: str) -> dict[str, Any]:
    """A problem or remark with the path of its field."""
    problem, path = found
    return {
        "file": problem.place.file,
        "path": path,
        "message": for_terminal(problem.message.in_language(language)),
        "hint": for_terminal(problem.hint.in_language(language)),
    }


def told_gauge(session: Session, text: str, language: str) -> dict[str, Any]:
    """How long a text is, and how easy to read."""
    toolkit = session.toolkit
    score = readability_of(text, toolkit) if toolkit else None
    return {"words": words_of(text), "reads": score.in_language(language) if score else ""}
