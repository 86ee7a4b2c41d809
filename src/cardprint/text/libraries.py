"""Finds the libraries that WeasyPrint draws with, without starting a compiler."""

import ctypes.util
import sys
from contextlib import redirect_stdout, suppress
from io import StringIO


def load_libraries() -> None:
    """Import WeasyPrint, which loads Pango, HarfBuzz and Fontconfig.

    WeasyPrint tries half a dozen names for each library, those of Linux last. For a name without a
    dot, ``ctypes.util.find_library`` starts a compiler if there is one, which takes more than a
    third of the time of the import. If a signal ends the compiler, its temporary files are left
    behind. Names with a dot are opened directly. If none of them can be, the next import of
    WeasyPrint searches further, and reports what it did not find.
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
