"""The file of a translation as a list of entries, each as it is written, with its comments.

It is changed line by line, so that what nobody changed stays as it was, down to its line breaks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import wrap

import yaml

from cardprint.errors import Problem
from cardprint.load.translation import OwnWords, read_entries
from cardprint.messages.catalogue import tell
from cardprint.storage.source import Source, read_source
from cardprint.text.marks import Key, key_of

NOTE = "#~"
"""What the lines begin with that ``cardprint translate`` writes and takes away again."""

_WIDTH = 100
"""The letters of a line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of a translation, or something else that stands at the left edge of its file."""

    key: Key
    text: str
    lines: tuple[str, ...] = ()
    """As it is written, from its key on; nothing for one that is new."""
    comments: tuple[str, ...] = ()
    """The lines above it, but for those of the program."""
    is_text: bool = True


@dataclass(frozen=True, slots=True)
class Written:
    """A file that exists: what stands above its entries, they by name, and what stands below."""

    head: tuple[str, ...] = ()
    entries: Mapping[str, Entry] = field(default_factory=dict)
    tail: tuple[str, ...] = ()


def read_written(path: Path, shown: str, report: Callable[[Problem], None]) -> Written:
    """The entries of a file; none, where it does not exist or is empty."""
    if not path.is_file() or not path.read_text("utf-8").strip():
        return Written()
    source = read_source(path, shown, report)
    if source is None or not isinstance(source.data, dict):
        return Written()
    read_entries(source, [*OwnWords.model_fields], report)  # for its problems
    starts = [source.keys[(written,)].line for written in source.data]
    if len({*starts}) < len(starts):
        message = tell("two texts stand on one line")
        report(Problem(source.at(), message, tell("write each on a line of its own")))
        return Written()
    return _split(source, source.data)


def _split(source: Source, data: dict[str, object]) -> Written:
    starts = [source.keys[(written,)].line - 1 for written in data]
    ends = [*starts[1:], len(source.lines)]
    head, above = _parted(source.lines[: starts[0]]) if starts else (source.lines, ())
    entries: dict[str, Entry] = {}
    for (written, text), start, end in zip(data.items(), starts, ends, strict=True):
        lines, below = _own(source.lines[start:end])
        is_text = isinstance(text, str | None)
        key = key_of(written) if is_text else Key(written)
        words = (text or "").strip() if isinstance(text, str | None) else ""
        entries[key.name] = Entry(key, words, lines, _kept(above), is_text)
        above = below
    return Written(head, entries, _kept(above))


def _parted(lines: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The head of a file, which ends with an empty line, and the comments of its first entry."""
    last = max((i for i, line in enumerate(lines) if not line.strip()), default=len(lines) - 1)
    return _kept(lines[: last + 1]), lines[last + 1 :]


def _own(lines: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines of an entry, and those at the end that are about the next one."""
    end = len(lines)
    while end > 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return lines[:end], lines[end:]


def _kept(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for line in lines if not line.startswith(NOTE) and line.strip())


def written_text(key: Key, text: str) -> list[str]:
    """The lines of an entry: one, or a block of text below its key."""
    if not text:
        return [f"{key}:"]
    plain = yaml.safe_dump(text, allow_unicode=True, width=10**6).splitlines()
    if "\n" not in text and len(plain[0]) + len(str(key)) + 2 <= _WIDTH:
        return [f"{key}: {plain[0]}"]
    if "\n" not in text and "  " not in text:
        return [f"{key}: >-", *_indented(wrap(text, _WIDTH - 2, break_long_words=False,
                                             break_on_hyphens=False))]  # fmt: skip
    return [f"{key}: |", *_indented(text.splitlines())]


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}".rstrip() for line in lines]


def noted(words: str) -> list[str]:
    """Lines that the program writes above an entry, and takes away again."""
    width = _WIDTH - len(NOTE) - 1
    return [f"{NOTE} {line}" for each in words.splitlines() for line in wrap(each, width)]
