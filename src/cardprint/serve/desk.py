"""All that is being looked at: one view for each toolkit, layout and theme."""

from __future__ import annotations

import asyncio
import traceback
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cardprint.edit.session import Session, open_session
from cardprint.errors import CardprintError, InputError
from cardprint.messages.catalogue import ENGLISH, languages
from cardprint.model.names import part_of_sheet
from cardprint.pipeline.many import wanted_layouts
from cardprint.serve import task
from cardprint.serve.boxes import wanted_in
from cardprint.serve.building import Building
from cardprint.serve.state import Key, View
from cardprint.storage.project import Project, language_said

if TYPE_CHECKING:
    from cardprint.serve.boxes import Found
    from cardprint.serve.crew import Crew
    from cardprint.serve.pictures import PageLink, Picture
    from cardprint.serve.state import Page
    from cardprint.serve.task import Accepted
    from cardprint.storage.cache import Cache


@dataclass(eq=False)
class Desk:
    """Everything that the server shows, and who makes it."""

    project: Project
    crew: Crew
    cache: Cache
    language: str = ""
    """Of every word and message; that of each toolkit where none is given."""
    is_editing: bool = False
    """Whether the files may be changed here."""
    editor: str = ""
    """The address that opens a file in an editor, with ``{file}``, ``{line}`` and ``{column}``."""
    views: dict[Key, View] = field(default_factory=dict)
    accepted: dict[tuple[str, int], tuple[Accepted, ...]] = field(default_factory=dict)
    """The accepted pages, by the name of their folder and the time of their file."""
    _buildings: dict[Key, Building] = field(default_factory=dict)
    _sessions: dict[str, Session] = field(default_factory=dict)
    _updates: dict[Key, asyncio.Task[None]] = field(default_factory=dict)

    def view(self, key: Key) -> View:
        """What is shown of a toolkit in a layout.

        :raises KeyError: when there is no such toolkit, layout or theme.
        """
        if key not in self.views:
            self._refuse_unknown(key)
            view = self.views[key] = View(key)
            origin = self.session(key.toolkit).origin if self.is_editing else None
            self._buildings[key] = Building(view, self.project, self.crew, self.cache, origin)
        return self.views[key]

    def session(self, toolkit: str) -> Session:
        """Who edits a toolkit, in all tabs together."""
        if toolkit not in self._sessions:
            self._sessions[toolkit] = open_session(self.project, toolkit)
        return self._sessions[toolkit]

    def _refuse_unknown(self, key: Key) -> None:
        if key.toolkit not in self.project.toolkits():
            raise KeyError(key.toolkit)
        if key.theme and key.theme not in self.project.themes():
            raise KeyError(key.theme)
        try:
            self.project.layout_chain(key.layout)
        except InputError as error:
            raise KeyError(key.layout) from error

    def first(self) -> Key:
        """What is shown when nothing is asked for.

        :raises KeyError: when the project has no toolkits.
        """
        slug, folder = next(iter(self.project.toolkits().items()), ("", None))
        if folder is None:
            raise KeyError(slug)
        return Key(slug, wanted_layouts(self.project, folder, ("all",))[0])

    def spoken(self, key: Key) -> str:
        """The language in which a view is shown."""
        said = self.language
        if not said and (folder := self.project.toolkits().get(key.toolkit)):
            said = language_said(self.project, folder).partition("-")[0]
        return said if said in languages() else ENGLISH

    def renew(self, view: View) -> None:
        """Make the pages of a view anew; what is outdated is left."""
        if before := self._updates.get(view.key):
            before.cancel()
        self._updates[view.key] = asyncio.create_task(self._update(view, before))

    async def _update(self, view: View, before: asyncio.Task[None] | None) -> None:
        if before:
            # To be cancelled while waiting ends this one, too: a newer one waits for it.
            await asyncio.wait([before])
        try:
            await self._buildings[view.key].update()
        except Exception:  # noqa: BLE001  # a bug must not end the server
            traceback.print_exc()
            view.break_down()

    def changed(self) -> None:
        """Files have changed: renew what somebody is looking at."""
        for view in self.views.values():
            if view.is_watched:
                self.renew(view)

    def picture(self, digest: str) -> Picture | None:
        """A picture that is shown now."""
        shown = (page.picture for view in self.views.values() for page in view.pages)
        kept = (each.picture for pages in self.accepted.values() for each in pages)
        return next((each for each in (*shown, *kept) if each and each.digest == digest), None)

    def links(self, digest: str) -> tuple[PageLink, ...] | None:
        """The links of a page that is shown now, by the digest of them all."""
        shown = (page.picture for view in self.views.values() for page in view.pages)
        return next((each.links for each in shown if each and each.linked == digest), None)

    async def texts_on(self, view: View, page: Page) -> tuple[Found, ...]:
        """Where the texts of the data stand on a page."""
        if page.picture is None or view.toolkit is None:
            return ()
        wanted = wanted_in(view.toolkit, part_of_sheet(page.sheet))
        return await self.crew.at_once(task.find_texts, page.picture, wanted)

    async def accepted_pages(self, key: Key) -> tuple[Accepted, ...]:
        """The pages as they were accepted; none where nothing was."""
        from cardprint.compare.baseline import PDF, baseline_folder

        file = baseline_folder(self.project, key.toolkit, key.layout) / PDF
        try:
            time = file.stat().st_mtime_ns
            if (file.parent.name, time) not in self.accepted:
                pdf = await asyncio.to_thread(file.read_bytes)
                pages = await self.crew.draw(task.draw_accepted, pdf, self.project.shown(file))
                self.accepted[file.parent.name, time] = pages
        except (OSError, CardprintError):
            return ()
        return self.accepted[file.parent.name, time]
