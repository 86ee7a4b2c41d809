"""For pytest: ``assert toolkit_pdf == baseline``, page by page, with a report of what changed.

pytest imports this module whenever it starts. The code that builds and compares is imported by the
first test that needs it.
"""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from cardprint.command.language import TOOLKIT, VARIABLE, chosen_language, language_option
from cardprint.errors import CardprintError, Place, Problem
from cardprint.messages.catalogue import speak, spoken, spoken_language, tell
from cardprint.messages.escape import for_one_line
from cardprint.storage.project import Project

if TYPE_CHECKING:
    from cardprint.compare.model import Comparison
    from cardprint.pipeline.outcome import BuildReport

__all__ = ["AcceptedPdf", "BuildPdf", "BuiltPdf"]

MARKER = "cardprint"
_EXAMPLE = '@pytest.mark.cardprint(toolkit="ptss", layout="screen")'


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the settings; no option of our own has a name that another plugin may have, too."""
    parser.getgroup(MARKER).addoption(
        "--cardprint-lang",
        type=language_option,
        metavar="LANG",
        help=f"language of what cardprint says; {TOOLKIT}: that of the toolkit "
        f"(default: {VARIABLE}, or that of the system)",
    )
    parser.addini("cardprint_project", "folder with toolkits/ (default: rootdir)", default=".")
    parser.addini(
        "cardprint_report",
        "folder for reports on what changed (default: cardprint-report below rootdir)",
        default="cardprint-report",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known, and speak the language of the session until it ends."""
    meaning = "the PDF that toolkit_pdf and baseline stand for"
    config.addinivalue_line("markers", f"{MARKER}(toolkit, layout='screen'): {meaning}")
    options = Namespace(lang=config.getoption("cardprint_lang"), project=_project(config))
    config.add_cleanup(partial(speak, spoken_language()))
    speak(chosen_language(options, os.environ))


def _project(config: pytest.Config) -> Path:
    """The folder of the project, as it is set."""
    return config.rootpath / str(config.getini("cardprint_project"))


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a session reads and writes."""

    project: Path
    reports: Path
    made: Path
    """The folder for files that are deleted after the session."""


@dataclass(frozen=True, slots=True)
class AcceptedPdf:
    """The accepted state of a toolkit in a layout."""

    toolkit: str
    layout: str
    file: Path


@dataclass(frozen=True, eq=False)
class BuiltPdf:
    """A finished, verified PDF; equal to its accepted state when nothing on its pages changed."""

    toolkit: str
    layout: str
    file: Path
    report: BuildReport = field(repr=False)
    """What the build did."""
    folders: Folders = field(repr=False)

    def __eq__(self, other: object) -> bool:
        __tracebackhide__ = True
        if not isinstance(other, AcceptedPdf):
            return NotImplemented
        return self.is_of(other) and self.comparison.is_same

    __hash__ = None  # type: ignore[assignment]  # it equals objects of another type

    def is_of(self, accepted: AcceptedPdf) -> bool:
        """Whether ``accepted`` belongs to the same toolkit and layout."""
        return (self.toolkit, self.layout) == (accepted.toolkit, accepted.layout)

    @property
    def html(self) -> Path:
        """The report for people, which exists if something changed."""
        return self.folders.reports / self.file.stem / "index.html"

    @cached_property
    def comparison(self) -> Comparison:
        """What changed since the accepted state; the report of an earlier session is replaced."""
        __tracebackhide__ = True
        from cardprint.compare.run import BuildSettings, compare
        from cardprint.storage.cache import user_cache

        settings = BuildSettings(self.folders.made, jobs=1, cache=user_cache())
        with _told():
            wanted = [self.toolkit], [self.layout], settings
            (found,) = compare(self.folders.project, *wanted, report=self.html)
            if found.is_same:
                self._forget_report()
        return found

    def _forget_report(self) -> None:
        """Delete the report when nothing changed, and the folders that it leaves empty."""
        self.html.unlink(missing_ok=True)
        with suppress(OSError):
            self.html.parent.rmdir()
            self.folders.reports.rmdir()


class BuildPdf(Protocol):
    """The type of the fixture :func:`cardprint_build`."""

    def __call__(self, toolkit: str, layout: str = "screen") -> BuiltPdf:
        """Build a PDF, or return the one that was built before in this session.

        :raises CardprintError: when the input is wrong, or the PDF does not pass verification.
        """


@contextmanager
def _told() -> Iterator[None]:
    """Make a user's mistake fail the test with its message, and without a traceback."""
    __tracebackhide__ = True
    try:
        yield
    except CardprintError as error:
        raise pytest.fail.Exception(str(error), pytrace=False) from None


@pytest.fixture(scope="session")
def cardprint_build(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> BuildPdf:
    """Build the PDF of a toolkit in a layout, once in a session, with the user's cache."""
    project = _project(pytestconfig)
    reports = pytestconfig.rootpath / str(pytestconfig.getini("cardprint_report"))
    if not Project(project).toolkits():
        message = tell("there are no toolkits here")
        hint = tell("name the folder of the project: {setting}", setting="cardprint_project")
        pytest.fail(str(Problem(Place(str(project)), message, hint)), pytrace=False)
    folders = Folders(project.resolve(), reports, tmp_path_factory.mktemp("cardprint"))

    @cache
    def built(toolkit: str, layout: str) -> BuiltPdf:
        return _built(folders, toolkit, layout)

    def build(toolkit: str, layout: str = "screen") -> BuiltPdf:
        return built(toolkit, layout)

    return build


def _built(folders: Folders, toolkit: str, layout: str) -> BuiltPdf:
    from cardprint.pipeline.many import build
    from cardprint.storage.cache import user_cache

    Project(folders.project).layout_chain(layout)  # an error for 'all', or for an unknown layout
    # With one job, everything happens in this process: a test run starts no others.
    (report,) = build(
        folders.project, [toolkit], [layout], out=folders.made, jobs=1, cache=user_cache()
    )
    file = folders.made / Path(report.file).name
    return BuiltPdf(toolkit, layout, file, report, folders)


@pytest.fixture
def toolkit_pdf(request: pytest.FixtureRequest, cardprint_build: BuildPdf) -> BuiltPdf:
    """The PDF that the marker of the test names."""
    toolkit, layout = _named(request)
    with _told():
        return cardprint_build(toolkit, layout)


@pytest.fixture
def baseline(request: pytest.FixtureRequest, toolkit_pdf: BuiltPdf) -> AcceptedPdf:
    """The accepted state of that PDF; the test fails if it is missing or damaged."""
    from cardprint.compare.baseline import PDF, baseline_folder, read_baseline

    toolkit, layout = _named(request)
    home = Project(toolkit_pdf.folders.project)
    folder = baseline_folder(home, toolkit, layout)
    with _told():
        read_baseline(folder, home.shown(folder), toolkit, layout)
    return AcceptedPdf(toolkit, layout, folder / PDF)


def _named(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Toolkit and layout of the test's marker."""

    def read(toolkit: str, layout: str = "screen") -> tuple[str, str]:
        return toolkit, layout

    marker = request.node.get_closest_marker(MARKER)
    if marker is None:
        message = tell("the test does not say which PDF it is about: {example}", example=_EXAMPLE)
        pytest.fail(spoken(message), pytrace=False)
    try:
        return read(*marker.args, **marker.kwargs)
    except TypeError:
        message = tell(
            "the marker names a toolkit and, if need be, a layout: {example}", example=_EXAMPLE
        )
        raise pytest.fail.Exception(spoken(message), pytrace=False) from None


def pytest_assertrepr_compare(
    config: pytest.Config, op: str, left: object, right: object
) -> list[str] | None:
    """Explain what changed; the report comes first, since pytest cuts long explanations."""
    if isinstance(left, AcceptedPdf):
        left, right = right, left
    if op != "==" or not isinstance(left, BuiltPdf) or not isinstance(right, AcceptedPdf):
        return None
    if not left.is_of(right):
        message = tell(
            "the PDF is {toolkit} in {layout}, "
            "the accepted state is that of {other_toolkit} in {other_layout}",
            toolkit=left.toolkit,
            layout=left.layout,
            other_toolkit=right.toolkit,
            other_layout=right.layout,
        )
        return [for_one_line(spoken(message))]
    from cardprint.compare.formats import as_text

    headline, *findings = as_text([left.comparison]).split("\n")
    report = tell("report: {file}", file=_shown(config, left.html))
    return [headline, for_one_line(spoken(report)), *findings]


def _shown(config: pytest.Config, path: Path) -> str:
    here = config.invocation_params.dir
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
