"""The environment of templates: they see data, and can do only what a page needs.

Jinja2's own sandbox lists what is forbidden; this one lists what is allowed.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, nodes, pass_eval_context
from jinja2.environment import TemplateModule
from jinja2.nodes import EvalContext
from jinja2.parser import Parser
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, TemplateReference
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace

from cardprint.compose.compiled import COMPILED
from cardprint.compose.filters import filters, tests
from cardprint.compose.folders import Folders
from cardprint.compose.given import Function, Given
from cardprint.compose.limits import HINT, LETTERS_OF_AN_ENTRY, Budget, Refused
from cardprint.compose.operations import Operations, text_of
from cardprint.compose.steps import JOIN, READ, SEEN, STEP, counted, too_deep
from cardprint.compose.visible import OF_JINJA, OTHER_METHODS, TEXT_METHODS, VISIBLE
from cardprint.errors import nearest
from cardprint.messages.catalogue import Message, tell

_WITH_ITEMS = (str, list, tuple, dict, range, TemplateReference)

FUNCTIONS: Mapping[str, Function] = {
    "dict": dict, "namespace": Namespace, "cycler": Cycler, "joiner": Joiner,
}  # fmt: skip
"""Functions of Jinja2; ``range`` is ours."""


_CALLABLE = (Given, Macro, LoopContext, BlockReference, Joiner)


class Missing(StrictUndefined):
    """A name that does not exist: an error as soon as it is used."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return self._undefined_hint or _no_such(str(self._undefined_name))


def _no_such(name: str) -> Message:
    return tell("there is no '{name}' here that a template can use", name=name[:60])


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment that gives only what is on its lists, and counts what it does."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(
        self,
        folders: Sequence[Path],
        functions: Mapping[str, Function],
        values: Mapping[str, object],
        own_filters: Mapping[str, Function],
        worked_out: Mapping[tuple[type, str], Callable[[Any], object]],
    ) -> None:
        super().__init__(
            loader=Folders(folders),
            autoescape=True,
            undefined=Missing,
            trim_blocks=True,
            lstrip_blocks=True,
            optimized=False,  # everything must be worked out where it is counted
            cache_size=-1,
            bytecode_cache=COMPILED,
            auto_reload=False,
            finalize=_finalize,
        )
        self.budget = Budget()
        self.operations = Operations(self.budget)
        self.worked_out = worked_out
        given = {**FUNCTIONS, "range": self._range, **functions}
        self.globals = {name: Given(function) for name, function in given.items()} | {**values}
        self.filters: dict[str, Any] = {
            **filters(self.operations, own_filters),
            STEP: self.budget.step,
            SEEN: self.budget.seen,
            READ: self.budget.read,
            JOIN: self.operations.join,
        }
        self.tests: dict[str, Any] = tests(self.operations)

    def _range(self, *args: int) -> range:
        found = range(*args)
        # Even a range that is too long for len().
        self.budget.letter(_length(found) * LETTERS_OF_AN_ENTRY)
        return found

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The template's tree, counting what it does.

        :raises TemplateSyntaxError: also where Jinja2 itself gives up.
        """
        parser = Parser(self, source, name, filename)
        try:
            tree = parser.parse()
        except (RecursionError, ValueError) as error:
            message = tell("there are too many brackets inside each other, or a number is too long")
            raise TemplateSyntaxError(
                message, parser.stream.current.lineno, name, filename
            ) from error
        if deep := too_deep(tree):
            message = tell("too many things are inside each other here; take parts out with 'set'")
            raise TemplateSyntaxError(message, deep.lineno, name, filename)
        return counted(tree)

    def concat(self, pieces: Any) -> str:
        """The pieces of a template's output as one text, counted as they come."""
        found = []
        for piece in pieces:
            try:
                self.budget.letter(len(piece))
            except Refused as error:
                if hasattr(pieces, "throw"):
                    pieces.throw(error)  # raised inside the template, so that its line is known
                raise
            found.append(piece)
        return "".join(found)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """The result of an operator, within the limits."""
        del context
        return self.operations.calculate(operator, left, right)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template may call."""
        if isinstance(obj, Undefined):
            obj()  # raises an error that says what is missing
        if not isinstance(obj, _CALLABLE):
            raise Refused(tell("this is not a function that a template may call"), HINT)
        if not isinstance(obj, Macro):
            self.budget.read(args)
        return self.budget.seen(context.call(obj, *args, **kwargs))

    def getitem(self, obj: Any, argument: Any) -> Any:
        """``obj[argument]``: an item, or else a named value."""
        if isinstance(argument, tuple):
            self.budget.read(argument)
        return self._first(obj, argument, _item, self._named)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """``obj.attribute``: a named value, or else an item."""
        return self._first(obj, attribute, self._named, _item)

    def _first(self, obj: Any, name: Any, *ways: Callable[[Any, Any], Any]) -> Any:
        if isinstance(obj, Undefined):
            return obj.name  # raises an error that says what is missing
        for way in ways:
            with suppress(TypeError, LookupError):
                return way(obj, name)
        known = VISIBLE.get(type(obj), ())
        shown = str(name) if isinstance(name, str | int) else type(name).__name__
        hint = nearest(shown, known) if known else HINT
        refused: Any = partial(Refused, hint=hint)  # called with the message, when it is used
        return self.undefined(_no_such(shown), obj, name, refused)

    def _named(self, obj: Any, name: Any) -> Any:
        """The value of a visible name of an object.

        :raises LookupError: when the object has no such name, or it is not visible.
        """
        kind, name = type(obj), str(name) if isinstance(name, str | int) else ""
        if isinstance(obj, str):
            return self._of_text(obj, name)
        if isinstance(obj, TemplateModule) and not name.startswith("_"):
            return vars(obj)[name]
        if made := self.worked_out.get((kind, name)):
            return made(obj)
        if name not in _NAMES.get(kind, ()) and not _is_in_namespace(obj, name):
            raise LookupError(name)
        if isinstance(obj, list | tuple):
            self.budget.read(obj)  # the methods compare entries
        value = getattr(obj, name)
        return Given(value) if isinstance(value, MethodType | BuiltinMethodType) else value

    def _of_text(self, text: str, name: str) -> Given:
        self.budget.letter(len(text))
        if name == "join":
            return Given(partial(self.operations.join, between=text))
        if name in ("format", "replace"):
            return Given(partial(getattr(self.operations, name), text))
        if name not in TEXT_METHODS:
            raise LookupError(name)
        return Given(getattr(text, name))


_NAMES: Mapping[type, frozenset[str]] = {**VISIBLE, **OTHER_METHODS, **OF_JINJA}


def _is_in_namespace(obj: Any, name: str) -> bool:
    return isinstance(obj, Namespace) and not name.startswith("_") and hasattr(obj, name)


def _item(obj: Any, key: Any) -> Any:
    if isinstance(obj, _WITH_ITEMS):
        return obj[key]
    raise LookupError(key)


@pass_eval_context  # so that nothing is worked out before it can be counted
def _finalize(_context: EvalContext, value: Any) -> Any:
    return text_of(value)


def _length(numbers: range) -> int:
    return max(0, (numbers.stop - numbers.start + numbers.step) // numbers.step)
