"""A translation as units for the tools of translators: each text with its source and its state."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cardprint.load.translation import Loaded, OwnWords, earlier_texts, read_entries
from cardprint.messages.catalogue import Message, tell
from cardprint.model.texts import keyed_texts
from cardprint.storage.project import Project
from cardprint.storage.source import read_source
from cardprint.text.marks import DOUBTFUL, Key, key_of, mark_of


@dataclass(frozen=True, slots=True)
class Unit:
    """One text to translate."""

    file: str
    """That has its source, from the folder of the toolkit: ``cards/ritme.yaml``."""
    name: str
    source: str
    words: str = ""
    is_done: bool = True
    """Whether the words are said to be a translation of that source."""
    previous: str = ""
    """The source that the words were made from, where it was another one and is known."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """All units of a toolkit in a language."""

    toolkit: str
    version: str
    published: str
    """A day, as ``2026-01-05``."""
    languages: tuple[str, str]
    """That of the sources, and that of the words."""
    units: tuple[Unit, ...]


def units_of(project: Project, files: Sequence[Loaded], language: str) -> Iterator[Unit]:
    """Every text of some files with its translation, as far as there is one."""
    for loaded in files:
        path = loaded.file(language)
        source = read_source(path, project.shown(path), lambda _: None)
        entries = read_entries(source, [*OwnWords.model_fields], lambda _: None) if source else {}
        was = earlier_texts(loaded.home)
        for name, _, text, _ in keyed_texts(loaded.record):
            written, words = entries.get(name, ("", ""))
            mark = key_of(written).mark
            is_done = bool(words) and mark == mark_of(text)
            yield Unit(
                loaded.name, name, text, words, is_done, "" if is_done else was.get(mark, "")
            )


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken over from a file of translators."""

    given: Mapping[str, Mapping[str, tuple[Key, str]]]
    sources: Mapping[str, str]
    """The sources of those texts, by their marks."""
    left: tuple[Message, ...]
    """What the toolkit no longer has, or has in a newer form."""


def taken(now: Sequence[Unit], found: Sequence[Unit]) -> Taken:
    """What translators wrote, as texts to put in.

    A text belongs to the source that stood beside it. If that has changed since, it is out of date.

    :param now: the units as the toolkit has them.
    :param found: those of the file.
    """
    known = {(unit.file, unit.name): unit for unit in now}
    given: dict[str, dict[str, tuple[Key, str]]] = {}
    sources: dict[str, str] = {}
    left: list[Message] = []
    for unit in found:
        old = known.get((unit.file, unit.name))
        if old is None:
            left.append(tell("'{name}' is no text of '{file}'", name=unit.name, file=unit.file))
        elif old.is_done and mark_of(unit.source) != mark_of(old.source):
            left.append(
                tell("'{name}' was translated anew since that file was written", name=unit.name)
            )
        elif unit.words and (unit.is_done or unit.words != old.words):
            made_from = unit.source if unit.is_done else old.previous
            mark = mark_of(made_from) if made_from else DOUBTFUL
            sources[mark] = made_from
            given.setdefault(unit.file, {})[unit.name] = Key(unit.name, mark), unit.words.strip()
    return Taken(given, sources, tuple(left))


def format_of(file: Path) -> str:
    """``po`` or ``xliff``, by the ending of a file; nothing for any other."""
    return {".po": "po", ".xlf": "xliff", ".xliff": "xliff"}.get(file.suffix.lower(), "")
