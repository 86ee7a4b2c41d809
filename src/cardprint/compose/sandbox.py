"""The environment of templates: they see data, and can do no more than a page needs.

Jinja2's own sandbox names what is forbidden; this one names what is allowed.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    nodes,
    pass_eval_context,
)
from jinja2.environment import TemplateModule
from jinja2.loaders import split_template_path
from jinja2.nodes import EvalContext
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, TemplateReference
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace

from cardprint.compose.filters import Function, filters, tests
from cardprint.compose.limits import LETTERS_OF_AN_ENTRY, MAX_TEMPLATE_BYTES, Budget, Refused
from cardprint.compose.operations import OTHER_METHODS, TEXT_METHODS, Operations, text_of
from cardprint.compose.steps import JOIN, SEEN, STEP, counted
from cardprint.compose.visible import VISIBLE
from cardprint.errors import nearest
from cardprint.messages.catalogue import tell
from cardprint.storage.project import inside

_OF_JINJA: Mapping[type, frozenset[str]] = {
    LoopContext: frozenset({
        "index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem",
        "nextitem", "depth", "depth0", "cycle", "changed",
    }),
    Cycler: frozenset({"current", "next", "reset"}),
    BlockReference: frozenset({"super"}),
}  # fmt: skip

_WITH_ITEMS = (str, list, tuple, dict, range, TemplateReference)

FUNCTIONS: Mapping[str, Function] = {
    "dict": dict, "namespace": Namespace, "cycler": Cycler, "joiner": Joiner,
}  # fmt: skip
"""Functions of Jinja2; ``range`` is ours."""


class Given:
    """A function that a template was given, and may call."""

    def __init__(self, function: Function) -> None:
        self._function = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._function(*args, **kwargs)


HINT = tell("docs/architecture.md lists what a template can use")

_CALLABLE = (Given, Macro, LoopContext, BlockReference, Joiner)


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment that hands out what is on its lists, and counts what it does."""

    intercepted_binops = frozenset("+ - * / // % **".split())

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
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            optimized=False,  # all is worked out while it is counted
            cache_size=-1,
            auto_reload=False,
            finalize=_finalize,
        )
        self.budget = Budget()
        self.operations = Operations(self.budget)
        self.worked_out = worked_out
        given = {**FUNCTIONS, "range": self._range, **functions}
        self.globals = {name: Given(function) for name, function in given.items()} | {**values}
        self.filters = {
            **filters(self.operations, own_filters),
            STEP: self.budget.step,
            SEEN: self.budget.seen,
            JOIN: self.operations.join,
        }
        self.tests = tests(self.operations)

    def _range(self, *args: int) -> range:
        found = range(*args)
        # Also a range that is too long for len().
        self.budget.letter(_length(found) * LETTERS_OF_AN_ENTRY)
        return found

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return counted(super()._parse(source, name, filename))

    def compile(self, source: Any, name: Any = None, filename: Any = None, *args: Any) -> Any:
        """Compile a template.

        :raises TemplateSyntaxError: also where Python gives up.
        """
        try:
            return super().compile(source, name, filename, *args)
        except TemplateError:
            raise
        except (RecursionError, MemoryError, SyntaxError, ValueError) as error:
            message = tell("the template has too much inside each other, or a number too long")
            raise TemplateSyntaxError(message, 1, name, filename) from error

    def concat(self, pieces: Any) -> str:  # type: ignore[override]  # a function in Jinja2
        """The pieces of a template's output as one text, counted as they come."""
        found = []
        for piece in pieces:
            try:
                self.budget.letter(len(piece))
            except Refused as error:
                if hasattr(pieces, "throw"):
                    pieces.throw(error)  # where the template stands, so that its line is told
                raise
            found.append(piece)
        return "".join(found)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """The result of an operator, within the limits."""
        del context
        return self.operations.calculate(operator, left, right)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """Call what a template may call; the names leave all others to keywords."""
        if isinstance(__obj, Undefined):
            __obj()  # tells what is missing
        if not isinstance(__obj, _CALLABLE):
            raise Refused(tell("this is no function that a template may call"), HINT)
        return __self.budget.seen(__context.call(__obj, *args, **kwargs))

    def getitem(self, obj: Any, argument: Any) -> Any:
        """``obj[argument]``, of what has items or names."""
        return self._first(obj, argument, _item, self._named)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """``obj.attribute``, of what has names or items."""
        return self._first(obj, attribute, self._named, _item)

    def _first(self, obj: Any, name: Any, *ways: Callable[[Any, Any], Any]) -> Any:
        if isinstance(obj, Undefined):
            return obj.name  # an error that tells what is missing
        for way in ways:
            try:
                return way(obj, name)
            except (TypeError, LookupError):
                pass
        known = VISIBLE.get(type(obj), ())
        hint = nearest(str(name), known) if known else HINT
        message = tell("there is no '{name}' here that a template can use", name=str(name)[:60])
        return self.undefined(message, obj, name, partial(Refused, hint=hint))

    def _named(self, obj: Any, name: Any) -> Any:
        """The value of a name that can be read of an object.

        :raises LookupError: when there is none.
        """
        kind = type(obj)
        if isinstance(obj, str):
            return self._of_text(obj, name)
        if isinstance(obj, Namespace | TemplateModule) and not name.startswith("_"):
            return getattr(obj, name, None) if isinstance(obj, Namespace) else vars(obj)[name]
        if made := self.worked_out.get((kind, name)):
            return made(obj)
        if name not in _NAMES.get(kind, ()):
            raise LookupError(name)
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


_NAMES: Mapping[type, frozenset[str]] = {**VISIBLE, **OTHER_METHODS, **_OF_JINJA}


def _item(obj: Any, key: Any) -> Any:
    if not isinstance(obj, _WITH_ITEMS):
        raise LookupError(key)
    return obj[key]


@pass_eval_context  # so that nothing is worked out before it can be counted
def _finalize(_context: EvalContext, value: Any) -> Any:
    return text_of(value)


def _length(numbers: range) -> int:
    return max(0, (numbers.stop - numbers.start + numbers.step) // numbers.step)


class Folders(BaseLoader):
    """The templates in the folders of a layout, the nearest first; nothing outside them."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool] | None]:
        """The text of a template, and its file.

        :raises TemplateNotFound: when there is none that may be read.
        :raises TemplateSyntaxError: when it cannot be read.
        """
        del environment
        pieces = split_template_path(template)
        for folder in self.folders:
            file = folder.joinpath(*pieces)
            # A link may lead to a file that is nobody's business.
            if file.is_file() and inside(folder, file):
                return _text(file, template), str(file), None
        raise TemplateNotFound(template)

    def known(self) -> list[str]:
        """The names of all templates."""
        return [file.name for folder in self.folders for file in sorted(folder.glob("*.j2"))]


def _text(file: Path, name: str) -> str:
    if file.stat().st_size > MAX_TEMPLATE_BYTES:
        message = tell("the template has more than {n} bytes", n=MAX_TEMPLATE_BYTES)
        raise TemplateSyntaxError(message, 1, name, str(file))
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        message = tell("the template is not in UTF-8; save it as such")
        raise TemplateSyntaxError(message, line, name, str(file)) from error
