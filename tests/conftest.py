"""Shared pieces: the small toolkit of ``mini/``, copied where a test may change it."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

import here
from cardprint import Cache, Project, build
from cardprint.compare.run import BuildSettings, accept
from cardprint.load.inputs import load_inputs
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import ENGLISH, speak
from cardprint.pipeline.workers import Workers
from pdf_js import PDFJS, PdfJs

# How fast a machine is decides no test.
settings.register_profile("cardprint", deadline=None)
settings.load_profile("cardprint")

TESTS = Path(__file__).parent
ROOT = TESTS.parent
MINI = TESTS / "mini"
TRANSLATED = TESTS / "translated"

Run = Callable[..., here.Done]
WORKERS = {name: getattr(Workers, name) for name in ("submit", "warm_up")}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the small project, to change at will."""
    return Path(shutil.copytree(MINI, tmp_path / "project"))


@pytest.fixture
def translated(project: Path) -> Path:
    """A copy of the small project that is in English, too, to change at will."""
    shutil.copytree(TRANSLATED, project, dirs_exist_ok=True)
    return project


@pytest.fixture(scope="session")
def in_both(
    tmp_path_factory: pytest.TempPathFactory, mini_cache: Cache, once: here.Once
) -> dict[str, Path]:
    """The PDFs of the small project in Dutch and in English, for a screen, by their language."""
    project = tmp_path_factory.mktemp("both") / "project"
    for folder in (MINI, TRANSLATED):
        shutil.copytree(folder, project, dirs_exist_ok=True)
    with once("both"):
        dutch, english = build(project, languages=["all"], jobs=1, cache=mini_cache)
    return {"nl": project / dutch.file, "en": project / english.file}


@pytest.fixture(scope="session", autouse=True)
def _in_this_process() -> Iterator[None]:
    """Whatever is built for a test or by it is laid out in its process."""
    with here.no_workers():
        yield


@pytest.fixture(autouse=True)
def _in_processes(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests with the mark ``processes`` have workers, as users have.

    A test that undoes its own changes does not undo this one.
    """
    with pytest.MonkeyPatch.context() as patch:
        if request.node.get_closest_marker("processes"):
            for name, function in WORKERS.items():
                patch.setattr(Workers, name, function)
        yield


@pytest.fixture
def cardprint(tmp_path: Path, whole_run: Path, request: pytest.FixtureRequest) -> Run:
    """Run the command, with the cache of the whole run; output is text.

    It runs in this process, and ``cache`` never touches that cache. For a test with the mark
    ``processes`` it has a process and a cache of its own, as the first command of a user has.
    """
    variables = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PYTHONUTF8": "1"}
    shared = {**variables, "XDG_CACHE_HOME": str(whole_run)}
    in_a_process = request.node.get_closest_marker("processes")

    def run(*arguments: object, cwd: Path = MINI) -> here.Done:
        words = [*map(str, arguments)]
        if in_a_process:
            return here.run_there(words, cwd, variables)
        return here.run_here(words, cwd, variables if words[:1] == ["cache"] else shared)

    return run


@pytest.fixture(scope="session")
def mini() -> tuple[Toolkit, Layout]:
    """The small toolkit and the screen layout, loaded."""
    project = Project(MINI)
    return load_inputs(project, MINI / "toolkits" / "slapen", "screen")


@pytest.fixture(scope="session")
def whole_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the whole run, of all the processes that run tests."""
    own = tmp_path_factory.getbasetemp()
    found = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "whole-run"
    found.mkdir(exist_ok=True)
    return found


@pytest.fixture(scope="session")
def mini_cache(whole_run: Path) -> Cache:
    """One cache for the whole run."""
    return Cache(whole_run / "cardprint")


@pytest.fixture(scope="session")
def once(whole_run: Path) -> here.Once:
    """What only one process makes at a time: the next one then finds it in the cache."""
    return lambda name: here.alone(whole_run / f"{name}.lock")


@pytest.fixture(scope="session")
def mini_pdf(tmp_path_factory: pytest.TempPathFactory, mini_cache: Cache, once: here.Once) -> bytes:
    """The finished PDF of the small toolkit."""
    out = tmp_path_factory.mktemp("mini")
    with once("mini"):
        (report,) = build(MINI, out=out, jobs=1, cache=mini_cache)
    return (out / Path(report.file).name).read_bytes()


@pytest.fixture(scope="session")
def accepted(tmp_path_factory: pytest.TempPathFactory, mini_cache: Cache, once: here.Once) -> Path:
    """The small project with a layout of its own, and its accepted states."""
    project = tmp_path_factory.mktemp("accepted") / "project"
    shutil.copytree(MINI, project)
    folder = project / "layouts" / "eigen"
    folder.mkdir(parents=True)
    (folder / "layout.yaml").write_text("base: screen\ndescription: Met eigen regels\n", "utf-8")
    (folder / "style.css").write_text("/* eigen regels */\n", "utf-8")
    with once("accepted"):
        accept(project, ["slapen"], ["eigen", "grid-a4"], BuildSettings(jobs=1, cache=mini_cache))
    return project


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    path = path or shutil.which("google-chrome")
    if path is None:
        stop = pytest.fail if "CI" in os.environ else pytest.skip
        stop("no Chromium to look at pages with; install the package chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def pdf_js(browser: Browser) -> PdfJs:
    """pdf.js, where ``make readers`` could put it."""
    if not PDFJS.is_dir():
        pytest.skip("pdf.js is missing: make readers")
    return PdfJs(browser)


def pytest_collection_finish() -> None:
    """What is there before the first test stays: no look for garbage goes through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """These tests read English, whatever cardprint's own plugin takes from the system."""
    speak(ENGLISH)


@pytest.fixture(scope="session")
def demanding(
    tmp_path_factory: pytest.TempPathFactory, mini_cache: Cache, once: here.Once
) -> dict[str, Path]:
    """The PDFs of a toolkit that asks much of the tags, by their layout."""
    from demanding import make_demanding

    project = tmp_path_factory.mktemp("demanding") / "project"
    shutil.copytree(MINI, project)
    make_demanding(project)
    layouts = ["screen", "grid-a4", "large-print"]
    with once("demanding"):
        reports = build(project, layouts=layouts, jobs=1, cache=mini_cache)
    return {name: project / each.file for name, each in zip(layouts, reports, strict=True)}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--refresh", action="store_true", help="write the expected messages anew, to be reviewed"
    )
