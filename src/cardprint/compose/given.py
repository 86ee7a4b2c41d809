"""The functions that templates may call, and no others."""

from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any

from cardprint.compose.limits import HINT, Refused
from cardprint.messages.catalogue import tell

Function = Callable[..., Any]


class Given:
    """A function that a template may call."""

    def __init__(self, function: Function) -> None:
        self._function = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: D102  # it calls the function
        try:
            return self._function(*args, **kwargs)
        except TypeError:
            _check_values(self._function, args, kwargs)
            raise


def _check_values(function: Function, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
    """Check the number and names of values; the message leaves out the function's inner name.

    :raises Refused: when they do not fit the function.
    """
    try:
        signature(function).bind(*args, **kwargs)
    except TypeError as error:
        message = tell("the function is called with the wrong values: {reason}", reason=str(error))
        raise Refused(message, HINT) from error
    except ValueError:  # a built-in function without a known signature
        return
