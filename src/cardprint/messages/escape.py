"""Untrusted text made safe for each place that it goes to.

Card data, file names and the words of a damaged PDF end up on terminals and in annotations. No part
of them may act as a command there (ECMA-48 control sequences; workflow commands of GitHub).
"""

import re
import unicodedata

# Control characters, format characters such as those that change the direction of text, lone
# surrogates, and the two separators that some programs break lines at.
_CONTROL = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_KEPT = frozenset("\n\t")
# Arabic, Persian and Indic words are spelled with these.
_JOINERS = frozenset("\u200c\u200d\u00ad")
# Never a part of a text (Unicode 16, 23.7), nor of XML (XML 1.0, 2.2).
_NO_CHARACTERS = frozenset("\ufffe\uffff")
# A workflow command of GitHub begins with "::" at the start of a line, or "##[" anywhere in it.
_COMMAND = re.compile(r"^\s*:(?=:)|##(?=\[)")


def for_terminal(text: str) -> str:
    """The text with every control and format character written as its code."""
    return "".join(_coded(each) for each in text)


def _coded(character: str) -> str:
    if character in _KEPT or character in _JOINERS:
        return character
    if unicodedata.category(character) in _CONTROL or character in _NO_CHARACTERS:
        return f"\\u{ord(character):04x}"
    return character


def for_one_line(text: str) -> str:
    """Likewise, on one line, and never a workflow command."""
    line = re.sub(r"[\n\t]+", " ", for_terminal(text))
    return _COMMAND.sub(lambda found: found[0][:-1] + f"\\u{ord(found[0][-1]):04x}", line)


_DATA = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_PROPERTY = (*_DATA, (":", "%3A"), (",", "%2C"))


def for_command(text: str) -> str:
    """The text as the message of a workflow command."""
    return _replaced(for_terminal(text), _DATA)


def for_property(text: str) -> str:
    """The text as a property of a workflow command, such as a file's name."""
    return _replaced(for_terminal(text), _PROPERTY)


def _replaced(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for sign, code in pairs:
        text = text.replace(sign, code)
    return text
