"""The filters and tests that templates have: the safe ones of Jinja2, and ours.

Left out is what reaches into objects (``attr``), pads or indents (``center``, ``indent``,
``wordwrap``), differs from run to run (``random``), or writes what no page needs (``pprint``,
``tojson``, ``urlize``, ``xmlattr``, ``striptags``, ``filesizeformat``, ``forceescape``).
"""

from collections.abc import Mapping
from functools import wraps
from typing import Any

from jinja2 import Environment, pass_environment
from jinja2.filters import FILTERS, do_batch, make_attrgetter, sync_do_slice
from jinja2.tests import TESTS as ALL_TESTS

from cardprint.compose.given import Function
from cardprint.compose.limits import LETTERS_OF_AN_ENTRY
from cardprint.compose.operations import Operations, text_of

ANY = (
    "abs", "count", "d", "default", "dictsort", "first", "float", "groupby", "items", "last",
    "length", "list", "map", "max", "min", "reject", "rejectattr", "reverse", "select",
    "selectattr", "sort", "unique",
)  # fmt: skip
"""Filters of Jinja2 for any value."""

OF_TEXT = (
    "capitalize", "e", "escape", "lower", "safe", "string", "title", "trim", "truncate", "upper",
    "urlencode", "wordcount",
)  # fmt: skip
"""Filters of Jinja2 for texts only; anything else would be written as Python shows it."""

TESTS = (
    "defined", "undefined", "none", "boolean", "true", "false", "integer", "float", "number",
    "string", "lower", "upper", "mapping", "sequence", "iterable", "odd", "even", "divisibleby",
    "sameas", "in", "==", "eq", "equalto", "!=", "ne", ">", "gt", "greaterthan", ">=", "ge",
    "<", "lt", "lessthan", "<=", "le",
)  # fmt: skip


def tests(operations: Operations) -> dict[str, Function]:
    """The tests; each counts what it reads."""
    known: dict[str, Any] = {**ALL_TESTS}
    return {name: _counted(known[name], operations) for name in TESTS}


def filters(operations: Operations, ours: Mapping[str, Function]) -> dict[str, Function]:
    """The filters; each counts what it reads and what it makes.

    :param ours: the filters of this program.
    """
    known: dict[str, Function] = {name: FILTERS[name] for name in ANY}
    known |= {name: _of_text(FILTERS[name]) for name in OF_TEXT}
    known |= _limited(operations) | {**ours}
    return {name: _counted(function, operations) for name, function in known.items()}


def _counted(function: Function, operations: Operations) -> Function:
    read, seen = operations.budget.read, operations.budget.seen

    @wraps(function)  # keeps the marks of Jinja2 on the function
    def run(*args: Any, **kwargs: Any) -> Any:
        return seen(function(*map(read, args), **kwargs))

    return run


def _of_text(function: Function) -> Function:
    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        # Jinja2 puts the environment or the context before the text.
        first = int(hasattr(function, "jinja_pass_arg"))
        return function(*args[:first], text_of(args[first]), *args[first + 1 :], **kwargs)

    return run


def _limited(operations: Operations) -> dict[str, Function]:
    """Filters that could make something huge out of something small."""
    return {
        **_of_lists(operations),
        "batch": _in_groups(do_batch, operations),
        "slice": _in_groups(sync_do_slice, operations),
        **_of_numbers(operations),
        "replace": operations.replace,
    }


def _of_lists(operations: Operations) -> dict[str, Function]:
    @pass_environment
    def join(
        environment: Environment, values: Any, between: Any = "", attribute: str | None = None
    ) -> Any:
        return operations.join(_each(environment, values, attribute), between)

    @pass_environment
    def total(
        environment: Environment, values: Any, attribute: str | None = None, start: Any = 0
    ) -> Any:
        for each in _each(environment, values, attribute):
            start = operations.calculate("+", start, each)
        return start

    return {"join": join, "sum": total}


def _each(environment: Environment, values: Any, attribute: str | None) -> Any:
    return values if attribute is None else map(make_attrgetter(environment, attribute), values)


def _in_groups(groups: Function, operations: Operations) -> Function:
    def run(values: Any, count: int, fill_with: Any = None) -> Any:
        operations.budget.letter(operations.number(count) * LETTERS_OF_AN_ENTRY)
        return groups(values, count, fill_with)

    return run


def _of_numbers(operations: Operations) -> dict[str, Function]:
    def formatted(template: Any, *args: Any, **kwargs: Any) -> str:
        return operations.percent(text_of(template), kwargs or args)

    def rounded(value: Any, precision: int = 0, method: str = "common") -> Any:
        operations.calculate("**", 10, abs(precision))
        return FILTERS["round"](value, precision, method)

    def whole(value: Any, default: int = 0, base: int = 10) -> Any:
        return operations.number(FILTERS["int"](value, default, base))

    return {"format": formatted, "round": rounded, "int": whole}
