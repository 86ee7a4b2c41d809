"""A text as it is written in a YAML file, in the style that it had or the nearest that can hold it.

What is written is always read back: no rule here says what YAML can hold.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import yaml

from cardprint.storage.filling import filled, refilled
from cardprint.storage.tree import Style

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER = yaml.SafeLoader("")
_TEXT = "tag:yaml.org,2002:str"
_ESCAPES = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\t": r"\t", "\r": r"\r", "\x85": r"\N",
            "\u2028": r"\L", "\u2029": r"\P", "\ufeff": r"\uFEFF"}  # fmt: skip
_UNSAFE = re.compile('[\\\\"\\x00-\\x1f\\x7f-\\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]')
_SINGLE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a text stands, and how it was written; columns count from 0."""

    column: int = 0
    """Where it begins on its line."""
    parent: int = 0
    """The column of its key or dash."""
    inner: int = 2
    """The column of its further lines."""
    width: int = 100
    newline: str = "\n"
    in_list: bool = False
    in_flow: bool = False
    style: Style = ""
    old: tuple[str, ...] = ()
    """Its lines, without their indentation; those of a block begin after the sign."""
    value: str = ""
    """What it said."""
    comment: str = ""
    """What follows on its (first) line, with the space before it."""
    is_last: bool = False
    """Whether the file ends with it, without an end of the line."""
    quote: Style = '"'
    """The quotes that its file prefers."""

    @property
    def room(self) -> int:
        """The letters that fit on one of its further lines."""
        return max(self.width - self.inner, 20)

    @property
    def first(self) -> int:
        """The letters that fit on its first line; at least one word is there anyway."""
        return self.width - self.column


def written(text: str, setting: Setting) -> str:
    """The text in the style it had, or the nearest that can hold it; with its comment.

    :raises ValueError: when no style can hold it: half of a surrogate pair.
    """
    for style in _styles(text, setting):
        found = style(text, setting)
        if found is not None and _says(found, text, setting):
            return found
    raise ValueError(text)


_Writer = Callable[[str, Setting], str | None]


def _styles(text: str, setting: Setting) -> Iterator[_Writer]:
    """The ways to write a text, the best first."""
    has_lines = "\n" in text.strip("\n")
    blocks: list[_Writer] = [_literal, _folded] if has_lines else [_folded, _literal]
    if setting.style == ">" and has_lines and not _SINGLE_BREAK.search(text.strip("\n")):
        blocks = [_folded, _literal]
    if setting.style == "|":
        blocks = [_literal, _folded]
    outgrown = has_lines or (
        len(setting.old) < 2  # noqa: PLR2004
        and " " in text
        and len(text) > max(setting.first, len(setting.value))
    )
    own = {"": _plain, "'": _single, '"': _double}.get(setting.style)
    if own and not (outgrown and not setting.style):
        yield own
    if setting.style in ("|", ">") or outgrown:
        yield from blocks
    if own:
        yield own
    quotes: list[_Writer] = [_single, _double] if setting.quote == "'" else [_double, _single]
    if setting.style == "" and any(sign in text for sign in '\\"') and "'" not in text:
        quotes.reverse()
    yield from quotes
    yield lambda text, setting: _double(text, replace(setting, old=()))


def _plain(text: str, setting: Setting) -> str | None:
    if "\n" in text or _tag(text) not in (_TEXT, _tag(setting.value)) or not _shown(text):
        return None
    return _over_lines(text, setting)


def _single(text: str, setting: Setting) -> str | None:
    if "\n" in text or not _shown(text):
        return None
    return _over_lines("'" + text.replace("'", "''") + "'", setting)


def _double(text: str, setting: Setting) -> str:
    escaped = _UNSAFE.sub(lambda found: _escape(found[0]), text)
    return _over_lines(f'"{escaped}"', setting)


def _shown(text: str) -> bool:
    """Whether every letter can be written as it is."""
    return not _UNSAFE.search(re.sub(r'[\\"\n\t]', "", text))


def _escape(sign: str) -> str:
    code = ord(sign)
    return _ESCAPES.get(sign) or (f"\\x{code:02X}" if code < 256 else f"\\u{code:04X}")  # noqa: PLR2004


def _tag(text: str) -> str:
    """What YAML takes a text without quotes for: a text, a number, a date, yes or no."""
    resolve: Any = _RESOLVER.resolve
    return str(resolve(yaml.ScalarNode, text, (True, False)))


def _over_lines(text: str, setting: Setting) -> str:
    """A text on one line, or on as many as it had more than one before."""
    lines = [text]
    if len(setting.old) > 1 and setting.style not in ("|", ">"):
        old = [line for line in setting.old if line]
        lines = refilled(text, old, setting.room, setting.first)
    indented = setting.newline + " " * setting.inner
    return indented.join(lines) + setting.comment


def _literal(text: str, setting: Setting) -> str | None:
    return _block("|", text, text.rstrip("\n").split("\n"), setting)


def _folded(text: str, setting: Setting) -> str | None:
    lines: list[str] = []
    old = _paragraphs(setting.old)
    new = text.rstrip("\n").split("\n")
    for i, paragraph in enumerate(new):
        before = [each for each in new[:i] if each]
        if paragraph and before and not paragraph[0].isspace() and not before[-1][0].isspace():
            lines.append("")  # the first line break between two paragraphs is read as a space
        alike = [each for each in old if " ".join(each) == paragraph]
        if not alike and len(old) == len([each for each in new if each]):
            alike = [old[len(before)]] if paragraph else []
        room = setting.room
        if paragraph[:1].isspace() or not paragraph:
            lines.append(paragraph)
        else:
            lines += refilled(paragraph, alike[0], room) if alike else filled(paragraph, room)
    return _block(">", text, lines, setting)


def _paragraphs(lines: Sequence[str]) -> list[list[str]]:
    """The lines between empty ones."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [each for each in found if each]


def _block(sign: str, text: str, lines: list[str], setting: Setting) -> str | None:
    ends = len(text) - len(text.rstrip("\n"))
    if setting.in_flow or ends > 1 or not text.strip() or not _shown(text):
        return None
    depth = str(setting.inner - setting.parent) if lines[0][:1] == " " or not lines[0] else ""
    head = sign + depth + ("" if ends else "-") + setting.comment
    space = " " * setting.inner
    return setting.newline.join([head, *(space + line if line else "" for line in lines)])


def _says(found: str, text: str, setting: Setting) -> bool:
    """Whether what is written is read as the text, and ends where it should."""
    after = "" if setting.is_last else setting.newline
    if setting.in_flow:
        document = f"[{found.removesuffix(setting.comment)}, z]{after}"
    else:
        sign = "- " if setting.in_list else "k: "
        parent = " " * max(setting.parent, 0)
        document = f"{parent}{sign}{found}{after}" + ("" if setting.is_last else f"{parent}{sign}")
        document = document if setting.is_last or setting.in_list else f"{document[:-3]}z: "
    try:
        events = [*yaml.parse(document, Loader=_LOADER)]
    except (yaml.YAMLError, UnicodeEncodeError):
        return False
    scalars = [each for each in events if isinstance(each, yaml.ScalarEvent)]
    keys = 0 if setting.in_flow or setting.in_list else 1
    wanted = keys + 1 + (0 if setting.is_last and not setting.in_flow else 1 + keys)
    return (
        len(scalars) == wanted
        and scalars[keys].value == text
        and not (scalars[keys].style is None and text in ("", "~", "null"))
    )
