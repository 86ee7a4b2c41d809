"""A whole toolkit in another language, and the languages that it is whole in."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cardprint.errors import CardprintError, InputError, Place, Problem
from cardprint.load.locales import load_locale
from cardprint.load.pairs import Pair
from cardprint.load.parity import check_parity
from cardprint.load.toolkit import OtherLanguage
from cardprint.load.translation import Into, Loaded, has_room, in_language
from cardprint.messages.catalogue import tell
from cardprint.model.card import Card
from cardprint.model.locale import Locale
from cardprint.model.page import Page
from cardprint.model.toolkit import ToolkitInfo
from cardprint.storage.project import TRANSLATIONS, Project, translations_of

Report = Callable[[Problem], None]
Shown = Callable[[Path], str]


@dataclass(frozen=True, slots=True)
class View:
    """A toolkit in one of its languages."""

    files: tuple[Loaded, ...]
    """``toolkit.yaml`` first."""
    locale: Locale
    pairs: tuple[Pair, ...] = ()
    """Each text beside its translation; nothing in the language that it was written in."""


def in_translation(project: Project, view: View, language: str, report: Report) -> View:
    """A toolkit in a language that it was translated into; whatever is lost in that is reported.

    :param view: as it was written.
    :raises InputError: when there is no such language, or it is that of the toolkit itself.
    """
    info, _ = records_of(view.files)
    folder = Place(project.shown(view.files[0].home / TRANSLATIONS / language))
    if language == info.language:
        message = tell("the toolkit was written in '{language}'", language=language)
        raise InputError([Problem(folder, message, tell("remove this folder"))])
    locale = load_locale(project, language, folder)
    into = Into(language, project.shown, report, locale.words["outdated"])
    files, pairs = translated(view.files, into)
    kept = records_of(files)[0].terms_in.get(info.language, ())
    check_parity(pairs, (view.locale, locale), kept, report)
    return View(files, locale, pairs)


def records_of(files: Sequence[Loaded]) -> tuple[ToolkitInfo, tuple[Card | Page, ...]]:
    """The facts of a toolkit and its parts."""
    records = [each.record for each in files]
    (info,) = [each for each in records if isinstance(each, ToolkitInfo)]
    return info, tuple(each for each in records if not isinstance(each, ToolkitInfo))


def translated(files: Sequence[Loaded], into: Into) -> tuple[tuple[Loaded, ...], tuple[Pair, ...]]:
    """The files of a toolkit in a language, and each text beside its translation.

    :param files: ``toolkit.yaml`` first.
    """
    parts = [in_language(each, into) for each in files[1:]]
    has_no_room = not all(has_room(pairs) for _, pairs in parts)
    views = (in_language(files[0], into, is_stale=has_no_room), *parts)
    return tuple(view for view, _ in views), tuple(pair for _, pairs in views for pair in pairs)


def is_whole(files: Sequence[Loaded], language: str, shown: Shown) -> bool:
    """Whether a toolkit has every text in a language, so that it can be built in it."""
    if language not in translations_of(files[0].home):
        return False
    problems: list[Problem] = []
    translated(files, Into(language, shown, problems.append))
    return not problems


def other_languages(
    project: Project, files: Sequence[Loaded], translation: str
) -> tuple[OtherLanguage, ...]:
    """The other languages that a toolkit can be built in; the one it was written in comes first.

    :param files: as it was written.
    :param translation: the language that it is now built in; nothing for its own.
    """
    own, _ = records_of(files)
    others = [each for each in translations_of(files[0].home) if each != translation]
    whole = (each for each in others if is_whole(files, each, project.shown))
    known = ([(own.language, "")] if translation else []) + [(each, each) for each in whole]
    return tuple(_named(project, known))


def _named(project: Project, known: Sequence[tuple[str, str]]) -> Iterator[OtherLanguage]:
    for language, translation in known:
        try:
            locale = load_locale(project, language, Place(language))
        except CardprintError:
            continue  # loading the toolkit in that language reports it
        yield OtherLanguage(language, locale.name, translation)
