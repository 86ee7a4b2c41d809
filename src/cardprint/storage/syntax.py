"""What is wrong with the syntax of a YAML file, for people who do not know YAML."""

import re
from typing import Any

from yaml import AliasEvent, CollectionStartEvent, Mark, MarkedYAMLError, ScalarEvent

from cardprint.errors import Place, Problem
from cardprint.messages.catalogue import Message, tell

QUOTE_IT = tell("put the whole text in quotes, or on a new line after >-")
"""The remedy for a text with a sign that has a meaning in YAML."""

OTHER_SPACE = (
    tell("a space before this name is not an ordinary one"),
    tell("delete it and type it again; it may come from Word or a web page"),
)
"""For a line whose first space is a letter to YAML."""

NO_SPACE = (
    tell("there is no space after the dash"),
    tell("put a space after the dash: '- name: value'"),
)
"""For an entry of a list whose dash is a letter of its name to YAML."""

_ALIGN = tell("lines that belong together begin with the same number of spaces")
# The parsers in C and in Python word it differently.
_ENDED = ("expected key", "expected ','", "expected '-'", "expected <block end>")
_OTHER_SPACE = re.compile(r"[ \t]*[^\S \t]")
# A name of the models with its colon; the value is after a space.
_NAMED = re.compile(r" *(- +)?[a-z_-]+: ")
_CROWDED = re.compile(r" *(- +)?[a-z_-]+:(?=[^\s/:])")
_DASHED = re.compile(r" *-(?=[a-z_]+:)")
_SIGNS = "@`%*&!?,]}|>-"


def explain(error: MarkedYAMLError, last: Any, text: str, shown: str) -> Problem:
    """The problem behind an error of the parser, at the place of its cause.

    :param last: the last event before the error: a text that ends too early is no error itself.
    """
    mark: Any = error.problem_mark
    for rule in (
        _quoted,
        _tab,
        _space,
        _ends_early,
        _sign,
        _backslash,
        _bracket,
        _crowded,
        _colon,
        _line,
    ):
        if found := rule(error, mark, last, text):
            cause, message, hint = found
            return Problem(_place(shown, text, cause), message, hint)
    message = tell("from here on the file cannot be read")
    hint = tell("compare the line with those around it: 'name: value', spaces, quotes, dashes")
    return Problem(_place(shown, text, mark), message, hint)


def _place(shown: str, text: str, mark: Any) -> Place:
    """The place of a mark; if it is after the last line, the end of that line."""
    lines = text.rstrip().splitlines() or [""]
    if mark.line < len(lines):
        return Place(shown, mark.line + 1, mark.column + 1)
    return Place(shown, len(lines), len(lines[-1]) + 1)


_Found = tuple[Mark, Message, Message] | None


def _at(text: str, mark: Mark) -> str:
    """The character at a mark; an empty text at the end of the file."""
    return text[mark.index : mark.index + 1]


def _quoted(error: MarkedYAMLError, _mark: Mark, _last: Any, _text: str) -> _Found:
    """A quotation mark that is never closed, such as that of a text beginning with ’s."""
    opens = error.context_mark
    unclosed = ("unexpected end of stream", "unexpected document indicator")
    if not opens or not any(each in str(error.problem) for each in unclosed):
        return None
    hint = tell(
        "close the text with the same mark; put a text that begins with an apostrophe on a "
        "new line after >-"
    )
    return opens, tell("the quotation mark that opens here is never closed"), hint


def _tab(error: MarkedYAMLError, mark: Mark, _last: Any, text: str) -> _Found:
    if _at(text, mark) != "\t" and "tab character" not in str(error.problem):
        return None
    return mark, tell("there is a tab here"), tell("indent with spaces, never with tabs")


def _space(_error: MarkedYAMLError, mark: Mark, _last: Any, text: str) -> _Found:
    """A line that begins with spaces of another kind, which YAML takes for letters."""
    for number, line in enumerate(text.splitlines()[: mark.line + 1]):
        if found := _OTHER_SPACE.match(line):
            return _mark(number, found.end() - 1), *OTHER_SPACE
    return None


def _ends_early(error: MarkedYAMLError, mark: Mark, last: Any, text: str) -> _Found:
    """A text that a quotation mark, bracket or star ends before its last word."""
    if not any(each in str(error.problem) for each in _ENDED) or last is None:
        return None
    begins: Any = last.start_mark
    ends: Any = last.end_mark
    if isinstance(last, AliasEvent):
        return begins, tell("a text cannot begin with '{sign}'", sign="*"), QUOTE_IT
    if isinstance(last, ScalarEvent) and last.style in ("'", '"'):
        line = ends.line + 1
        message = tell("the quotation mark that opens here is closed on line {line}, "
                       "before the end of the text", line=line)  # fmt: skip
        hint = tell("use ‘ and ’ inside the text, or put it on a new line after >-")
        return begins, message, hint
    closing = _at(text, begins)
    if closing in ("]", "}") and begins.line == mark.line:
        message = tell("there are words after the closing '{bracket}'", bracket=closing)
        return mark, message, QUOTE_IT
    return None


def _sign(error: MarkedYAMLError, mark: Mark, _last: Any, text: str) -> _Found:
    """A text that begins with a sign that YAML uses for itself."""
    begins = error.context_mark if "scanning" in str(error.context) else mark
    sign = _at(text, begins or mark)
    if sign not in _SIGNS or not sign or "expected ':'" in str(error.problem):
        return None
    if sign in "|>" and "block scalar" in str(error.context):
        message = tell("the text after '{sign}' must begin on the next line", sign=sign)
        hint = tell("put the text there, after more spaces; or put all of it in quotes")
        return begins or mark, message, hint
    if sign == "-" and "sequence entries" in str(error.problem):
        message = tell("a list must begin on a line of its own")
        hint = tell("put each dash on a new line, after more spaces; put a text that begins with "
                    "a dash in quotes")  # fmt: skip
        return begins or mark, message, hint
    if sign == "-":
        return None
    return begins or mark, tell("a text cannot begin with '{sign}'", sign=sign), QUOTE_IT


def _backslash(error: MarkedYAMLError, mark: Mark, _last: Any, _text: str) -> _Found:
    if not any(each in str(error.problem) for each in ("escape", "hexadecimal", "hexdecimal")):
        return None
    message = tell("a backslash has a special meaning between double quotation marks")
    return mark, message, tell("use single quotation marks, or put the text on a new line after >-")


def _bracket(error: MarkedYAMLError, _mark: Mark, last: Any, text: str) -> _Found:
    """A bracket that is not closed."""
    opens: Any = error.context_mark
    if isinstance(last, CollectionStartEvent) and last.flow_style:
        opens = last.start_mark
    elif not opens or "expected ','" not in str(error.problem):
        return None
    message = tell(
        "the '{bracket}' that opens here is not closed, or a comma is missing",
        bracket=_at(text, opens),
    )
    hint = tell(
        "put commas between the entries and close the bracket; put a text that begins with a "
        "bracket in quotes, or on a new line after >-"
    )
    return opens, message, hint


def _crowded(error: MarkedYAMLError, mark: Mark, _last: Any, text: str) -> _Found:
    """``name:value`` or ``-name: value`` on the line of the error, or on the one above it."""
    if not any(each in str(error.problem) for each in ("expected ':'", "mapping values")):
        return None
    if _NAMED.match(_line_at(text, mark.line)[: mark.column]):
        return None
    at = error.context_mark or mark
    for line in (at.line, mark.line - 1):
        shown = _line_at(text, line)
        if found := _CROWDED.match(shown):
            hint = tell("put a space after the colon: 'name: value'")
            return _mark(line, found.end()), tell("there is no space after the colon"), hint
        if found := _DASHED.match(shown):
            return _mark(line, found.end()), *NO_SPACE
    return None


def _mark(line: int, column: int) -> Mark:
    return Mark("", 0, line, column, None, 0)


def _colon(error: MarkedYAMLError, mark: Mark, _last: Any, text: str) -> _Found:
    """A colon where a text already began."""
    if "mapping values" not in str(error.problem):
        return None
    if _NAMED.match(_line_at(text, mark.line)[: mark.column]):
        hint = tell("put a text with ': ' or ' #' in it in quotes, or on a new line after >-")
        return mark, tell("there is a colon in the text"), hint
    message = tell("this line has too many spaces before it, or there is a colon in the text")
    line = _line_at(text, mark.line)
    return _mark(mark.line, len(line) - len(line.lstrip())), message, tell(
        "begin it below the first letter of the name above; put a text with a colon in quotes, or "
        "on a new line after >-"
    )  # fmt: skip


def _line(error: MarkedYAMLError, mark: Mark, _last: Any, text: str) -> _Found:
    """A line that is not ``name: value``, or is in the wrong place."""
    problem = str(error.problem)
    if "expected ':'" in problem and error.context_mark:
        message = tell("this line has no name with a colon, and does not continue a text")
        hint = tell("write 'name: value', or put more spaces before a line that belongs to the "
                    "text above it")  # fmt: skip
        return error.context_mark, message, hint
    ended = any(each in problem for each in _ENDED)
    if ended and _at(text, mark) == ":":
        return mark, tell("a name is missing before the colon"), tell("write 'name: value'")
    if ended:
        return mark, tell("this line does not line up with the lines that it belongs to"), _ALIGN
    return None


def _line_at(text: str, number: int) -> str:
    """A line of the file, by its number from 0; nothing before the first or after the last."""
    lines = text.splitlines()
    return lines[number] if 0 <= number < len(lines) else ""
