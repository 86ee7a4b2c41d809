"""A toolkit in another language: the same records, with the words of ``translations/LANGUAGE/``.

Each file there has the texts of the file of the same name, under keys that tell what they were made
from (:mod:`cardprint.text.marks`). A missing text is a problem: no page mixes languages. One whose
source has changed since is printed with a mark in words.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from cardprint.errors import Place, Problem, nearest
from cardprint.load.pairs import Pair, TranslatedSource
from cardprint.load.validate import validate
from cardprint.messages.catalogue import Message, tell
from cardprint.model.card import Card
from cardprint.model.fields import Record, Text, TextKind, Title
from cardprint.model.page import Page
from cardprint.model.texts import keyed_texts, with_texts
from cardprint.model.toolkit import KnownLanguage, ToolkitInfo
from cardprint.storage.project import TRANSLATIONS, inside
from cardprint.storage.source import NodePath, Source, read_source
from cardprint.text import prose
from cardprint.text.marks import Key, key_of, mark_of

Report = Callable[[Problem], None]

SOURCES = "sources.yaml"
"""The texts that translations were made from, by their marks: to tell what has changed in them."""


class OwnWords(Record):
    """What a translated ``toolkit.yaml`` has beside its texts."""

    terms_in: dict[KnownLanguage, tuple[Title, ...]] = Field(default={})
    instead_of: dict[str, tuple[Text, ...]] = Field(default={})
    """By the translated term: other ways of writing it, to avoid."""


def has_room(pairs: Sequence[Pair]) -> bool:
    """Whether a file can say itself that texts of it may be out of date, if they are."""
    is_stale = any(pair.is_stale for pair in pairs)
    return not is_stale or any(pair.kind is TextKind.PROSE for pair in pairs)


class Loaded(NamedTuple):
    """One file of a toolkit, and where its translations are."""

    record: ToolkitInfo | Card | Page
    source: Source
    home: Path
    """The folder of the toolkit that the file belongs to."""
    name: str
    """From that folder: ``cards/ritme.yaml``."""

    def file(self, language: str) -> Path:
        """The file of its translation."""
        return self.home / TRANSLATIONS / language / self.name


@dataclass(frozen=True, slots=True)
class Into:
    """What a toolkit is to be read in, and who is told of what is missing."""

    language: str
    shown: Callable[[Path], str]
    report: Report
    outdated: str = ""
    """What is printed with a text whose source has changed."""

    def report_at(self, place: Place, message: Message, hint: Message) -> None:
        """Report a problem."""
        self.report(Problem(place, message, hint))


def in_language(
    loaded: Loaded, into: Into, *, is_stale: bool = False
) -> tuple[Loaded, tuple[Pair, ...]]:
    """A file with the words of a language, and each of its texts beside its translation.

    :param is_stale: whether it says so for another file, which has no room for that.
    """
    file, record = loaded.file(into.language), loaded.record
    if not file.is_file() or not inside(loaded.home, file):
        message = tell("the translation of '{name}' is missing", name=loaded.name)
        into.report_at(Place(into.shown(file)), message, _run(loaded, into))
        return loaded, ()
    words = read_source(file, into.shown(file), into.report)
    if words is None:
        return loaded, ()
    own_keys = [*OwnWords.model_fields] if isinstance(record, ToolkitInfo) else []
    entries = read_entries(words, own_keys, into.report)
    wanted = [*keyed_texts(record)]
    pairs = {
        path: _pair(loaded, into, words, entries.pop(key, None), (key, text, kind))
        for key, path, text, kind in wanted
    }
    for name, (key, _) in entries.items():
        message = tell("'{name}' is no text of '{file}'", name=name, file=loaded.name)
        hint = nearest(name, [each for each, *_ in wanted])
        into.report_at(words.at((key,), key=True), message, hint)
    found = {path: pair for path, (_, pair) in pairs.items() if pair}
    texts = {path: pair.words for path, pair in found.items()}
    stale = [path for path, pair in found.items() if pair.is_stale] + [()] * is_stale
    texts |= _marked(found, stale, into.outdated)
    new = with_texts(record, texts)
    if isinstance(new, ToolkitInfo):
        new = _with_own_words(new, words, into)
    written = {path: key for path, (key, _) in pairs.items() if key}
    source = loaded.source
    view = TranslatedSource(
        source.file, source.data, source.lines, source.values, source.keys, source.comments,
        source.notes, words, written,
    )  # fmt: skip
    return loaded._replace(record=new, source=view), tuple(found.values())


def _run(loaded: Loaded, into: Into) -> Message:
    command = f"cardprint translate {loaded.home.name} --to {into.language}"
    return tell("run: {command}", command=command)


def read_entries(
    words: Source, own_keys: Sequence[str], report: Report
) -> dict[str, tuple[str, str]]:
    """The texts of a translated file: by name, the key as it is written, and the words.

    :param own_keys: what is no text; it is left out.
    """
    data = words.data if isinstance(words.data, dict) else {}
    if not isinstance(words.data, dict):
        message = tell("the file should have names with texts")
        report(Problem(words.at(), message, tell("write 'name: text' on lines of their own")))
    found: dict[str, tuple[str, str]] = {}
    for written, text in data.items():
        name = key_of(written).name
        if written in own_keys:
            continue
        if name in found:
            place = words.at((written,), key=True)
            report(Problem(place, tell("'{name}' is used twice", name=name), tell("keep one")))
        elif not isinstance(text, str | None):
            place = words.at((written,), key=True)
            message = tell("'{name}' should be a text", name=name)
            report(Problem(place, message, tell("put it in quotes")))
        else:
            found[name] = written, (text or "").strip()
    return found


def _pair(
    loaded: Loaded,
    into: Into,
    words: Source,
    entry: tuple[str, str] | None,
    wanted: tuple[str, str, TextKind],
) -> tuple[str, Pair | None]:
    """The key of a translation as it is written, and the pair; nothing if it is missing."""
    name, source, kind = wanted
    written, text = entry or ("", "")
    place = words.at((written,), key=True) if entry else Place(words.file)
    if not text:
        message = tell("'{name}' is not translated: {text}", name=name, text=source[:60])
        into.report_at(
            place, message, tell("write the text after it") if entry else _run(loaded, into)
        )
        return written, None
    key = key_of(written)
    if not key.mark:
        message = tell("'{name}' does not say which text it was made from", name=name)
        into.report_at(place, message, _run(loaded, into))
    made_from = None if key.mark in ("", mark_of(source)) else earlier(loaded.home, key)
    return written, Pair(place, name, kind, source, text, made_from)


def earlier(home: Path, key: Key) -> str:
    """The text that has a mark, as it was when it was translated; empty where nobody knows."""
    return earlier_texts(home).get(key.mark, "")


def earlier_texts(home: Path) -> dict[str, str]:
    """The texts that translations of a toolkit were made from, by their marks."""
    file = home / TRANSLATIONS / SOURCES
    source = read_source(file, file.name, lambda _: None) if file.is_file() else None
    data = source.data if source and isinstance(source.data, dict) else {}
    return {mark: text for mark, text in data.items() if isinstance(text, str)}


def _marked(
    pairs: Mapping[NodePath, Pair], stale: Sequence[NodePath], outdated: str
) -> dict[NodePath, str]:
    """The prose that says, for itself or for what stands near it, that it may be out of date.

    A title has no room for those words: the text of the thing that it names has them.
    """
    all_prose = [path for path, pair in pairs.items() if pair.kind is TextKind.PROSE]
    where = (next(_near(path, all_prose), None) for path in stale)
    return {path: marked(pairs[path].words, outdated) for path in where if path}


def _near(path: NodePath, all_prose: Sequence[NodePath]) -> Iterator[NodePath]:
    """The prose at a path, and then that of the things that hold it, from the inside out."""
    for length in range(len(path), -1, -1):
        # A list of things is none of them: what stands in it is about another one.
        if not _is_list(path, length):
            yield from (each for each in all_prose if each[:length] == path[:length])


def _is_list(path: NodePath, length: int) -> bool:
    return length < len(path) and isinstance(path[length], int)


def marked(text: str, outdated: str) -> str:
    """A text with those words at its beginning."""
    begins_list = prose.list_markers(text) or prose.numbered_lists(text)
    is_list = begins_list and text[:1] in "-*0123456789"
    between = "\n\n" if is_list else " "
    return f"**{outdated}**{between}{text}"


def _with_own_words(info: ToolkitInfo, words: Source, into: Into) -> ToolkitInfo:
    """The facts of a toolkit in a language, with the spelling of terms that it has of its own."""
    data = words.data if isinstance(words.data, dict) else {}
    said = {key: value for key, value in data.items() if key in OwnWords.model_fields}
    part = replace(words, data=said)
    own = validate(OwnWords, part, into.report) or OwnWords()
    known = [each.term for each in info.glossary]
    for term in own.instead_of:
        if term not in known:
            place = words.at(("instead_of", term), key=True)
            message = tell("'{term}' is no term of the glossary", term=term)
            into.report_at(place, message, nearest(term, known))
    kept = {key: each for key, each in info.terms_in.items() if key != into.language}
    glossary = tuple(
        each.model_copy(update={"instead_of": own.instead_of.get(each.term, ())})
        for each in info.glossary
    )
    found = {"language": into.language, "glossary": glossary, "terms_in": kept | own.terms_in}
    return info.model_copy(update=found)
