"""Operations of templates on texts, lists and numbers, within the limits."""

import operator
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from jinja2 import Undefined
from markupsafe import Markup, escape

from cardprint.compose.limits import MAX_NUMBER, Budget, Refused
from cardprint.messages.catalogue import tell
from cardprint.text.blanks import MAX_WIDTH, check_percent, filled

_PLAIN = str | int | float | date | None | Undefined

# The most letters that one escaped sign takes: &amp; &#34;
_LONGEST_ESCAPE = 5

MAX_POWER = 64
"""The largest exponent."""


def text_of(value: Any) -> Any:
    """The value to write, which must be a text or a number.

    :raises Refused: for lists, and for records with texts in them.
    """
    if not isinstance(value, _PLAIN):
        hint = tell("use one value of it, or loop over it with 'for'")
        raise Refused(tell("only a text or a number can be written"), hint)
    return value


def _written(value: Any) -> str:
    """The text for a page; markup stays markup, so that it is not escaped again."""
    text = text_of(value)
    return text if isinstance(text, str) else str(text)


class Operations:
    """Operations that count their results before they make them."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget

    def calculate(self, sign: str, left: Any, right: Any) -> Any:
        """The result of ``+ - * / // % **``.

        :raises Refused: when it is too large.
        """
        if sign == "%" and isinstance(left, str):
            return self.percent(left, right)
        _check_number(left, right)
        if sign == "*":
            self._repeated(left, right)
            self._repeated(right, left)
        if sign == "**" and abs(right) > MAX_POWER:
            raise _too_large()
        result = _CALCULATE[sign](left, right)
        _check_number(result)
        return self.budget.seen(result)

    def _repeated(self, whole: Any, times: Any) -> None:
        if isinstance(times, int) and isinstance(whole, str | list | tuple):
            for _ in range(min(1, times)):
                self.budget.letter(len(whole) * times)

    def percent(self, template: str, values: Any) -> str:
        """A text with blanks such as ``%d`` or ``%.1f``, filled in."""
        check_percent(template)
        if isinstance(values, dict):
            given = [*values.values()]
        else:
            given = [*values] if isinstance(values, tuple) else [values]
        self._count_blanks(template, "%", given)
        result: str = template % values
        return result

    def format(self, template: str, *args: Any, **kwargs: Any) -> str:
        """A text with blanks in braces, filled in."""
        values = {str(i): each for i, each in enumerate(args)} | kwargs
        self._count_blanks(template, "{", [*values.values()])
        if isinstance(template, Markup):
            words = {name: _escaped(value) for name, value in values.items()}
            return Markup(filled(template, words))  # noqa: S704  # escaped one by one
        return filled(template, values)

    def _count_blanks(self, template: str, sign: str, values: list[Any]) -> None:
        longest = max((len(_written(each)) for each in values), default=0)
        blanks = template.count(sign)
        self.budget.letter(
            len(template) + blanks * (MAX_WIDTH + longest * _longer(template, *values))
        )

    def join(self, values: Any, between: Any = "") -> Any:
        """Texts joined into one; if one of them is markup, the others are escaped."""
        words = [_written(each) for each in self.budget.seen(values)]
        between = _written(between)
        longer = _longer(between, *words)
        length = sum(map(len, words)) + len(between) * len(words)
        self.budget.letter(length * longer)
        if longer == 1:
            return between.join(words)
        return escape(between).join(words)

    def replace(self, text: Any, old: Any, new: Any, count: int = -1) -> str:
        """A text with ``old`` replaced by ``new``."""
        text, old, new = _written(text), _written(old), _written(new)
        longer = _longer(text, old, new)
        if longer > 1:
            self.budget.letter(len(text) * longer)
            text = escape(text)
        self.budget.letter(len(text) + text.count(old) * len(new) * longer)
        result: str = text.replace(old, new, count)
        return result

    def number(self, value: Any) -> Any:
        """The value as a number for calculations."""
        _check_number(value)
        return value


_CALCULATE: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
}


def _check_number(*values: Any) -> None:
    if any(isinstance(each, int) and abs(each) > MAX_NUMBER for each in values):
        raise _too_large()


def _too_large() -> Refused:
    return Refused(tell("the number is too large"), tell("at most {limit}", limit=MAX_NUMBER))


def _escaped(value: Any) -> Any:
    return escape(value) if isinstance(value, str) else value


def _longer(*values: Any) -> int:
    """How many times longer texts can become when some are escaped beside markup."""
    return _LONGEST_ESCAPE if any(isinstance(each, Markup) for each in values) else 1
