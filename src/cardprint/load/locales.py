"""The words of a language: ``locales/LANGUAGE.yaml``, and the labels that a layout changes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, product
from pathlib import Path
from typing import Any

from cardprint.errors import InputError, Place, Problem, nearest
from cardprint.load.validate import validate
from cardprint.messages.catalogue import Message, tell
from cardprint.model.labels import SomeLabels
from cardprint.model.locale import Locale, LocaleFile, cldr
from cardprint.storage.project import Project
from cardprint.storage.source import Source, read_source

Report = Callable[[Problem], None]


def load_locale(project: Project, language: str, asked: Place) -> Locale:
    """Load a language; the project's own file comes before the built-in one.

    :param asked: the place that names the language.
    :raises InputError: when there is no such language, or a file of a language has problems.
    """
    problems = [*_check_names(project)]
    found = _load(project, language, asked, (), problems.append)
    if problems or not found:
        raise InputError(problems)
    return Locale(**dict(found[0]), language=language)


def _check_names(project: Project) -> list[Problem]:
    """Problems for files that are not named after a language, and so would never be used."""
    files = project.locales().items()
    return [_misnamed(project, file, name) for name, file in files if not _is_language(name)]


def _misnamed(project: Project, file: Path, name: str) -> Problem:
    """The problem of a file that is not named after a language."""
    return Problem(
        Place(project.shown(file)),
        tell("'{name}' is not a language code", name=name),
        tell("use one such as nl, en or nl-BE in the name of the file"),
    )


def _is_language(name: str) -> bool:
    try:
        cldr(name)
    except ValueError:
        return False
    return True


def _load(
    project: Project, language: str, asked: Place, above: tuple[Path, ...], report: Report
) -> tuple[LocaleFile, Source] | None:
    """The file of a language merged over its base, and both of them as one source.

    A project's own file may be based on the built-in one of the same name.

    :param above: the files that are based on this one, so that they cannot be its base.
    """
    homes = [root / "locales" / f"{language}.yaml" for root in project.roots]
    file = next((each for each in homes if each.is_file() and each not in above), None)
    if not file:
        report(Problem(asked, *_no_such(language, project)))
        return None
    source = read_source(file, project.shown(file), report)
    if source and isinstance(source.data, dict) and isinstance(source.data.get("base"), str):
        below = _load(project, source.data["base"], source.at(("base",)), (*above, file), report)
        if not below:
            return None
        source = replace(source, data=_laid_over(below[1].data, source.data))
    found = source and validate(LocaleFile, source, report)
    return (found, source) if source and found else None


def _no_such(language: str, project: Project) -> tuple[Message, Message]:
    known = project.locales()
    if language in known:
        return (
            tell("'{language}' is its own base", language=language),
            tell("name another language, or write this one in full"),
        )
    return tell("there is no language '{language}'", language=language), nearest(language, known)


def _laid_over(below: Any, above: Any) -> Any:
    """The data ``below`` with the data ``above`` merged over it, key by key."""
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    return below | {key: _laid_over(below.get(key), value) for key, value in above.items()}


def load_labels(
    locale: Locale,
    folders: Sequence[Path],
    project: Project,
    report: Report,
) -> Mapping[str, str]:
    """The labels of a language, with those that the folders of a layout change.

    :param folders: the folders of the layout, the nearest first.
    """
    labels = dict(locale.words)
    for file in (file for folder in folders for file in sorted(folder.glob("labels.*.yaml"))):
        name = file.name.removeprefix("labels.").removesuffix(".yaml")
        if not _is_language(name):
            report(_misnamed(project, file, name))
    for folder, language in product(reversed(folders), _from_general(locale.language)):
        file = folder / f"labels.{language}.yaml"
        if file.is_file():
            source = read_source(file, project.shown(file), report)
            found = source and validate(SomeLabels, source, report)
            if found:
                labels |= found.model_dump(exclude_unset=True)
    return labels


def _from_general(language: str) -> list[str]:
    """``nl`` and ``nl-BE``, for ``nl-BE``."""
    return [*accumulate(language.split("-"), "{}-{}".format)]
