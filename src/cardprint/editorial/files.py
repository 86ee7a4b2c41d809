"""Files in the folder of a toolkit that are on none of its pages."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from cardprint.editorial.model import Remark
from cardprint.errors import Place, Problem
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import tell
from cardprint.storage.named import on_disk
from cardprint.storage.project import TOOLKIT_FILE, TRANSLATIONS, is_foreign


def check_files(toolkit: Toolkit) -> Iterator[Remark]:
    """A remark for every file of a card or page that ``contents`` does not name."""
    yield from _translated(toolkit)
    listed = {on_disk(toolkit.folder, entry).resolve() for entry in toolkit.info.contents}
    home = PurePosixPath(toolkit.sources[0].file).parent
    for folder in ("cards", "pages"):
        for file in sorted((toolkit.folder / folder).rglob("*.y*ml")):
            if is_foreign(file) or file.resolve() in listed:
                continue
            name = file.relative_to(toolkit.folder).as_posix()
            hint = tell("add '- {name}' to contents in toolkit.yaml, or remove the file", name=name)
            place = Place((home / name).as_posix())
            yield Remark(Problem(place, tell("this file is not printed"), hint), "unlisted")


def _translated(toolkit: Toolkit) -> Iterator[Remark]:
    """A remark for every file of a translation whose source is not there."""
    here = f"{TRANSLATIONS}/{toolkit.translation}"
    known = {TOOLKIT_FILE, *toolkit.info.contents}
    files = sorted((toolkit.folder / here).rglob("*.y*ml")) if toolkit.translation else ()
    for file in files:
        name = file.relative_to(toolkit.folder / here).as_posix()
        if name not in known and not is_foreign(file):
            home = PurePosixPath(toolkit.sources[0].file).parent
            place = Place((home / here / name).as_posix())
            message = tell("this file translates none of the toolkit's files")
            yield Remark(Problem(place, message, tell("remove it")), "unlisted")
