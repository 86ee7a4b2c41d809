"""Make or renew the translation of a toolkit into a language, all its files in one go."""

from dataclasses import dataclass
from pathlib import Path

from cardprint.errors import InputError, Place, Problem
from cardprint.load.reading import read_files
from cardprint.load.translating import records_of
from cardprint.load.translation import SOURCES, Into, Loaded
from cardprint.messages.catalogue import tell
from cardprint.storage.files import read_text
from cardprint.storage.project import TRANSLATIONS, Project
from cardprint.storage.write import write
from cardprint.translate.po import as_po, from_po
from cardprint.translate.renew import Counts, memory, renewed
from cardprint.translate.units import Parcel, Taken, format_of, taken, units_of
from cardprint.translate.xliff import as_xliff, from_xliff


@dataclass(frozen=True, slots=True)
class Renewed:
    """What was done."""

    files: tuple[str, ...]
    """Those that were written; not those that were already as they should be."""
    done: int
    new: int
    stale: int
    gone: int


def own_files(project: Project, folder: Path, language: str) -> tuple[Loaded, ...]:
    """The files of a toolkit as it was written, without those that it takes from others.

    :raises InputError: when one of them cannot be read, or is already in the language.
    """
    files = read_files(folder, project)
    info, _ = records_of(files)
    if info.language == language:
        message = tell("the toolkit was written in '{language}'", language=language)
        hint = tell("name another language with --to")
        raise InputError([Problem(files[0].source.at(("language",)), message, hint)])
    if language not in project.locales():
        known = [*project.locales()]
        message = tell("there is no language '{language}'", language=language)
        raise InputError([Problem(Place(language), message, tell("known: {names}", names=known))])
    return tuple(each for each in files if each.home == folder)


def renew(project: Project, folder: Path, language: str, take: Taken | None = None) -> Renewed:
    """Make or renew the files of a translation; nothing is written if one of them has a problem.

    :param take: what translators wrote in another file.
    """
    problems: list[Problem] = []
    counts = Counts(dict(take.sources) if take else {})
    into = Into(language, project.shown, problems.append)
    contents = {
        each.file(language): renewed(
            each, into, take.given.get(each.name, {}) if take else {}, counts
        )
        for each in own_files(project, folder, language)
    }
    if problems:
        raise InputError(problems)
    written = [
        project.shown(file) for file, data in contents.items() if _replaced(file, data, project)
    ]
    file = folder / TRANSLATIONS / SOURCES
    texts = memory(folder, counts.used)
    if texts and _replaced(file, texts, project):
        written.append(project.shown(file))
    return Renewed(tuple(written), counts.done, counts.new, counts.stale, counts.gone)


def export(project: Project, folder: Path, language: str, target: Path) -> int:
    """Write a translation for the tools of translators; return its number of texts."""
    kind = _kind(target)
    files = own_files(project, folder, language)
    info, _ = records_of(files)
    units = tuple(units_of(project, files, language))
    languages = info.language, language
    day = info.published.isoformat()
    parcel = Parcel(folder.name, info.version, day, languages, units)
    write((as_po if kind == "po" else as_xliff)(parcel), target, str(target))
    return len(units)


def take(project: Project, folder: Path, language: str, source: Path) -> Taken:
    """What translators wrote in a file, as it is to be put into the translation."""
    kind, problems = _kind(source), list[Problem]()
    text = read_text(source, str(source), problems.append)
    if text is None:
        raise InputError(problems)
    found = (from_po if kind == "po" else from_xliff)(text, str(source))
    now = tuple(units_of(project, own_files(project, folder, language), language))
    return taken(now, found)


def _kind(file: Path) -> str:
    if kind := format_of(file):
        return kind
    hint = tell("call it {name}.po or {name}.xliff", name=file.stem)
    raise InputError([Problem(Place(str(file)), tell("the name says no known format"), hint)])


def _replaced(file: Path, data: bytes, project: Project) -> bool:
    """Write a file, unless it is already so; whether it was written."""
    if file.is_file() and file.read_bytes() == data:
        return False
    write(data, file, project.shown(file))
    return True
