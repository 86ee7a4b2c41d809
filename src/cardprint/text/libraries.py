"""The libraries that WeasyPrint draws with, found without asking a compiler for them."""

import ctypes.util
import sys
from contextlib import redirect_stdout, suppress
from io import StringIO


def load_libraries() -> None:
    """Import WeasyPrint, which loads Pango, HarfBuzz and Fontconfig.

    It tries each library under half a dozen names, those of Linux last. For a name without a dot,
    ``ctypes.util.find_library`` starts a compiler where there is one. That takes more than a third
    of the time of the import, and a signal to the whole group of processes ends the compiler with
    its temporary files left behind. Names with a dot are opened as they are; when none of them
    can be, the next import of WeasyPrint looks further, and tells what it did not find.
    """
    if sys.platform != "linux" or "weasyprint" in sys.modules:
        return
    find_library = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None  # noqa: ARG005  # its own name for it
    try:
        with suppress(OSError), redirect_stdout(StringIO()):
            import weasyprint  # noqa: F401
    finally:
        ctypes.util.find_library = find_library
