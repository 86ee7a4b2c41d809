"""The words of a language: ``locales/LANGUAGE.yaml``, and what a layout words otherwise."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from cardprint.errors import InputError, Place, Problem, nearest
from cardprint.load.validate import validate
from cardprint.messages.catalogue import tell
from cardprint.model.locale import Locale, SomeLabels
from cardprint.storage.project import Project
from cardprint.storage.source import read_source


def load_locale(project: Project, language: str, asked: Place) -> Locale:
    """Load a language; the project's own file goes before the built-in one.

    :param asked: where the language is named.
    :raises InputError: when there is no such language, or its file has problems.
    """
    known = project.locales()
    if language not in known:
        message = tell("there is no language '{language}'", language=language)
        raise InputError([Problem(asked, message, nearest(language, known))])
    problems: list[Problem] = []
    file = known[language]
    source = read_source(file, project.shown(file), problems.append)
    locale = source and validate(Locale, source, problems.append)
    if not locale:
        raise InputError(problems)
    return locale.model_copy(update={"language": language})


def load_labels(
    locale: Locale,
    folders: Sequence[Path],
    project: Project,
    report: Callable[[Problem], None],
) -> Mapping[str, str]:
    """The labels of a language, with those that the folders of a layout word otherwise.

    :param folders: the nearest first.
    """
    labels = dict(locale.words)
    for folder in reversed(folders):
        file = folder / f"labels.{locale.language}.yaml"
        if file.is_file():
            source = read_source(file, project.shown(file), report)
            found = source and validate(SomeLabels, source, report)
            if found:
                labels |= {name: words for name, words in found if words is not None}
    return labels
