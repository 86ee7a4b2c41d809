"""The files of a translation follow their source: what is new is asked for, what is gone put away.

Every text of a translation is found again by the mark of what it was made from, also where it has
another name now, because a section was put before it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from cardprint.load.translation import Into, Loaded, earlier_texts
from cardprint.messages.catalogue import Message, spoken, tell
from cardprint.model.texts import keyed_texts
from cardprint.storage.project import TRANSLATIONS
from cardprint.text.marks import Key, changes, mark_of
from cardprint.translate.entries import NOTE, Entry, Written, noted, read_written, written_text

_MARK = re.compile(r"~([0-9a-f]{8})\b")


@dataclass
class Counts:
    """How many texts are in which state."""

    used: dict[str, str] = field(default_factory=dict)
    """The sources that translations were made from, by their marks."""
    done: int = 0
    new: int = 0
    stale: int = 0
    gone: int = 0


def renewed(
    loaded: Loaded, into: Into, given: Mapping[str, tuple[Key, str]], counts: Counts
) -> bytes:
    """The new content of the file that translates another.

    :param given: texts to put in, by name, with the marks that they get.
    """
    path = loaded.file(into.language)
    old = read_written(path, into.shown(path), into.report)
    was = earlier_texts(loaded.home) | counts.used
    wanted = {key: text for key, _, text, _ in keyed_texts(loaded.record)}
    placed, left = _placed(old, wanted)
    lines = [*old.head, ""] if old.head else _head(loaded, into.language)
    group = ""
    for name, source in wanted.items():
        before, group = group, "/".join(name.split("/")[:2])
        lines += [""] if group != before and "/" in f"{before}{group}" else []
        entry = placed.get(name, Entry(Key(name), ""))
        if name in given:
            entry = _given(entry, *given[name])
        lines += _lines(_marked(entry, source), source, was, counts)
    for entry in old.entries.values():
        if not entry.is_text:
            lines += ["", *entry.comments, *entry.lines]
    gone = [entry for entry in left if entry.text]
    counts.gone += len(gone)
    tail = [*old.tail, *(line for entry in gone for line in _put_away(entry))]
    return ("\n".join([*lines, *tail]) + "\n").encode()


def _put_away(entry: Entry) -> list[str]:
    """The lines of a text that its source no longer has, as a comment: nothing is lost."""
    return [*entry.comments, *(f"# {line}".rstrip() for line in entry.lines)]


def _head(loaded: Loaded, language: str) -> list[str]:
    told = tell(
        "The texts of {file}, translated into '{language}'. Behind the name of each text is the "
        "mark (~) of the text that it was made from. Have you changed a text to follow that again? "
        "Then take away its mark, and run: {command}",
        language=language,
        file=loaded.name,
        command=f"cardprint translate {loaded.home.name} --to {language}",
    )
    return _above(told)


def _placed(old: Written, wanted: Mapping[str, str]) -> tuple[dict[str, Entry], list[Entry]]:
    """Each entry under the name that its text has now, and those of no text."""
    texts = {name: entry for name, entry in old.entries.items() if entry.is_text}
    marks = {name: mark_of(text) for name, text in wanted.items()}
    found = {
        name: texts.pop(name)
        for name, mark in marks.items()
        if name in texts and texts[name].key.mark in ("", mark)
    }
    for name in marks.keys() - found.keys():
        same = (old for old, each in texts.items() if each.key.mark == marks[name] and each.text)
        if moved := next(same, None):
            entry = texts.pop(moved)
            found[name] = replace(entry, key=entry.key._replace(name=name))
    # What is left under its own name was made from something else: it stays, and is out of date.
    for name in wanted.keys() - found.keys():
        if name in texts:
            found[name] = texts.pop(name)
    return found, [*texts.values()]


def _given(entry: Entry, key: Key, text: str) -> Entry:
    """An entry with other words; as it was written, if they are the same."""
    if text == entry.text and key.mark == entry.key.mark:
        return entry
    lines = entry.lines if text == entry.text else ()
    return replace(entry, key=key, text=text, lines=lines)


def _marked(entry: Entry, source: str) -> Entry:
    """An entry whose words somebody has just written gets the mark of what it says."""
    if not entry.text or entry.key.mark:
        return entry
    return replace(entry, key=entry.key._replace(mark=mark_of(source)))


def _lines(entry: Entry, source: str, was: Mapping[str, str], counts: Counts) -> list[str]:
    """An entry as it is to be written, below what has to be done."""
    mark = entry.key.mark
    if not entry.text:
        counts.new += 1
        note = noted(spoken(tell("TO DO: {text}", text=source)))
        return [*entry.comments, *note, f"{entry.key.name}:"]
    counts.used[mark] = source if mark == mark_of(source) else was.get(mark, "")
    if mark == mark_of(source):
        counts.done += 1
        note = list[str]()
    else:
        counts.stale += 1
        note = _changed(was.get(mark, ""), source)
    return [*entry.comments, *note, *_as_written(entry)]


def _as_written(entry: Entry) -> list[str]:
    """The lines of an entry, with its present key."""
    if not entry.lines:
        return written_text(entry.key, entry.text)
    first, *rest = entry.lines
    _, colon, after = first.partition(":")
    return [f"{entry.key}{colon}{after}", *rest]


def _changed(before: str, source: str) -> list[str]:
    """What changed in the source of a translation, and how it is now."""
    told = [f"[{a}] → [{b}]" for a, b in changes(before, source)] if before else []
    note = noted(spoken(tell("CHANGED: {changes}", changes=told))) if told else []
    return [*note, *noted(spoken(tell("IT IS NOW: {text}", text=source)))]


def memory(home: Path, used: dict[str, str]) -> bytes:
    """The texts that the translations of a toolkit were made from, by their marks.

    :param used: those of the translations that have just been renewed.
    :return: nothing, where there are none.
    """
    files = sorted((home / TRANSLATIONS).glob("*/**/*.yaml"))
    kept = {mark for file in files for mark in _MARK.findall(file.read_text("utf-8"))}
    texts = {mark: text for mark, text in earlier_texts(home).items() if mark in kept} | used
    told = tell(
        "The texts that the translations were made from, by their marks; cardprint translate keeps "
        "this file. It shows what has changed since."
    )
    lines = _above(told)
    for mark, text in sorted(texts.items()):
        lines += written_text(Key(mark), text) if text else []
    return ("\n".join(lines) + "\n").encode() if texts else b""


def _above(told: Message) -> list[str]:
    """Words at the head of a file, which stay, and an empty line."""
    return [line.replace(NOTE, "#", 1) for line in noted(spoken(told))] + [""]
