"""A file that cannot be read leads to a message, wherever the damage is."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from pikepdf import PasswordError, PikepdfError
from pypdfium2 import PdfiumError

from cardprint.errors import OutputError, Place, Problem
from cardprint.messages.catalogue import plain, tell

DAMAGE = (
    PikepdfError,
    PdfiumError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    ArithmeticError,
    RuntimeError,
    UserWarning,
)
"""The errors that reading a damaged file can cause."""


@contextmanager
def refused(shown: str) -> Iterator[None]:
    """Report a file as damaged when reading it causes an error or a warning.

    :param shown: the file's name in messages.
    :raises OutputError: with the one problem.
    """
    try:
        with warnings.catch_warnings(action="error", category=UserWarning):
            yield
    except PasswordError as error:
        message = tell("the file can be opened with a password only")
        hint = tell("save it without a password, or build it again")
        raise OutputError([Problem(Place(shown), message, hint)]) from error
    except DAMAGE as error:
        # Libraries begin with the name of the source, which is an address in memory here.
        reason = plain(str(error).rpartition(">: ")[2])
        if isinstance(error, RecursionError):
            reason = tell("its parts lie in each other without an end")
        message = tell("the file is damaged, or no PDF of this program: {reason}", reason=reason)
        raise OutputError([Problem(Place(shown), message, tell("build it again"))]) from error
