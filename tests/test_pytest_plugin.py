"""pytest with the plugin, run as a user does, on the example of the documentation."""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import MINI, ROOT

Pytest = Callable[..., "subprocess.CompletedProcess[str]"]
SETTINGS = "[pytest]\naddopts = --strict-config --strict-markers\nfilterwarnings = error\n"
HEAVY = {"weasyprint", "pypdf", "pikepdf", "pypdfium2", "PIL", "jinja2", "pydantic", "yaml"}
CARD = Path("toolkits", "slapen", "cards", "rust.yaml")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory, whole_run: Path) -> dict[str, str]:
    """The cache of the whole run; not in CI, where pytest tells more."""
    home, cache = str(tmp_path_factory.mktemp("home")), str(whole_run)
    cleared = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    cleared |= {"HOME": home, "XDG_CACHE_HOME": cache, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    # The plugin is loaded by its module, whether it is installed or not.
    return cleared | {"CI": "", "BUILD_NUMBER": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


@pytest.fixture(scope="module")
def run_pytest(environment: dict[str, str]) -> Pytest:
    def run(folder: Path, *more: str, language: str = "") -> "subprocess.CompletedProcess[str]":
        options = ["-p", "cardprint.pytest_plugin", "-p", "no:cacheprovider", "--color=no"]
        return subprocess.run(
            [sys.executable, "-m", "pytest", *options, *more],
            cwd=folder,
            env=environment | ({"CARDPRINT_LANG": language} if language else {}),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """The small project with its accepted state and the tests of the documentation."""
    project = tmp_path_factory.mktemp("accepted") / "project"
    shutil.copytree(MINI, project)
    made = ["--jobs", "1", "--out", str(project.parent / "out")]
    command = [sys.executable, "-m", "cardprint", "accept", *made]
    subprocess.run(command, cwd=project, env=environment, check=True, capture_output=True)
    (project / "pytest.ini").write_text(SETTINGS, "utf-8")
    text = (ROOT / "docs" / "compare.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    tests = example.replace("persoonlijkheidsstoornissen", "slapen")
    (project / "test_toolkits.py").write_text(tests, "utf-8")
    return project


@pytest.fixture
def copy(accepted: Path, tmp_path: Path) -> Path:
    """A copy of it, to change at will."""
    return Path(shutil.copytree(accepted, tmp_path / "copy"))


def change_a_word(project: Path) -> None:
    card = project / CARD
    card.write_text(card.read_text("utf-8").replace("Je hoofd wordt", "Je lijf wordt"), "utf-8")


def report_in(folder: Path, output: str) -> Path:
    """The report that the output names, from the folder where pytest was run."""
    (named,) = re.findall(r"report: (.+)", output)
    return folder / str(named)


def test_what_was_accepted_passes_and_leaves_no_report(copy: Path, run_pytest: Pytest) -> None:
    result = run_pytest(copy)
    assert result.returncode == 0, result.stdout
    assert "2 passed" in result.stdout
    assert not (copy / "cardprint-report").exists()
    assert not (copy / "out").exists()


def test_a_changed_word_fails_with_its_verdict_and_a_report(copy: Path, run_pytest: Pytest) -> None:
    change_a_word(copy)
    result = run_pytest(copy)
    assert result.returncode == 1
    assert "1 failed, 1 passed" in result.stdout
    assert "slapen-screen: 2 of 11 pages changed" in result.stdout
    assert "page 8: text changed: 'hoofd' became 'lijf'" in result.stdout
    assert "page 9: text changed: 'hoofd' became 'lijf'" in result.stdout
    report = report_in(copy, result.stdout)
    assert report == copy / "cardprint-report" / "slapen-screen" / "index.html"
    assert "lijf" in report.read_text("utf-8")


@pytest.mark.parametrize(
    ("option", "variable", "said"),
    [
        ("", "nl", "pagina 8: tekst veranderd: 'hoofd' is 'lijf' geworden"),
        ("nl", "", "pagina 8: tekst veranderd: 'hoofd' is 'lijf' geworden"),
        ("toolkit", "", "pagina 8: tekst veranderd: 'hoofd' is 'lijf' geworden"),
        ("en", "nl", "page 8: text changed: 'hoofd' became 'lijf'"),
    ],
)
def test_it_speaks_the_language_that_is_asked_for(
    option: str, variable: str, said: str, copy: Path, run_pytest: Pytest
) -> None:
    change_a_word(copy)
    chosen = [f"--cardprint-lang={option}"] if option else []
    result = run_pytest(copy, *chosen, "-k", "no_page_changed", language=variable)
    assert said in result.stdout
    html = (copy / "cardprint-report" / "slapen-screen" / "index.html").read_text("utf-8")
    assert f'<html lang="{"nl" if said.startswith("pagina") else "en"}">' in html


def test_a_language_without_messages_is_refused(copy: Path, run_pytest: Pytest) -> None:
    result = run_pytest(copy, "--cardprint-lang=xx")
    assert result.returncode == pytest.ExitCode.USAGE_ERROR
    assert "unknown language 'xx' (known: en, nl, toolkit)" in result.stderr


def test_a_report_goes_when_what_it_shows_is_gone(copy: Path, run_pytest: Pytest) -> None:
    report = copy / "cardprint-report" / "slapen-screen" / "index.html"
    report.parent.mkdir(parents=True)
    report.write_text("of an earlier session", "utf-8")
    assert run_pytest(copy).returncode == 0
    assert not report.exists()


def test_the_settings_name_the_project_and_the_reports(
    copy: Path, tmp_path: Path, run_pytest: Pytest
) -> None:
    change_a_word(copy)
    root = tmp_path / "root"
    root.mkdir()
    shutil.move(copy / "test_toolkits.py", root)
    settings = "cardprint_project = ../copy\ncardprint_report = seen\n"
    (root / "pytest.ini").write_text(SETTINGS + settings, "utf-8")
    result = run_pytest(root)
    assert "1 failed, 1 passed" in result.stdout
    assert report_in(root, result.stdout) == root / "seen" / "slapen-screen" / "index.html"
    assert report_in(root, result.stdout).is_file()
    assert not (copy / "cardprint-report").exists()


def test_a_folder_without_toolkits_is_named_with_the_setting(
    tmp_path: Path, accepted: Path, run_pytest: Pytest
) -> None:
    shutil.copy(accepted / "test_toolkits.py", tmp_path)
    (tmp_path / "pytest.ini").write_text(SETTINGS, "utf-8")
    result = run_pytest(tmp_path)
    assert "2 errors" in result.stdout
    assert f"{tmp_path}: there are no toolkits here" in result.stdout
    assert "cardprint_project" in result.stdout


def without_baseline(project: Path) -> None:
    shutil.rmtree(project / "baseline")


def with_damaged_baseline(project: Path) -> None:
    (project / "baseline" / "slapen-screen" / "page-003.txt").write_text("other", "utf-8")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (without_baseline, "there is no accepted state to compare with"),
        (with_damaged_baseline, "page-003.txt: the file is damaged or missing"),
    ],
)
def test_without_a_sound_baseline_a_test_fails_with_the_command(
    spoil: Callable[[Path], None], reason: str, copy: Path, run_pytest: Pytest
) -> None:
    spoil(copy)
    result = run_pytest(copy)
    assert result.returncode == 1
    assert "1 passed, 1 error" in result.stdout  # the other test needs no baseline
    assert reason in result.stdout
    assert "cardprint accept slapen --layout screen" in result.stdout
    assert "another exception" not in result.stdout
    assert ".py:" not in result.stdout.partition("short test summary")[0]


WRONG = '''
import pytest

def test_no_marker(toolkit_pdf):
    """Not about any PDF."""

@pytest.mark.cardprint(toolkits="slapen")
def test_wrong_words(toolkit_pdf):
    """Not what the marker takes."""

@pytest.mark.cardprint("slaapen")
def test_unknown_toolkit(toolkit_pdf, baseline):
    assert toolkit_pdf == baseline

@pytest.mark.cardprint("slapen", layout="scren")
def test_unknown_layout(toolkit_pdf, baseline):
    assert toolkit_pdf == baseline

@pytest.mark.cardprint("slapen", layout="all")
def test_many_layouts(toolkit_pdf, baseline):
    assert toolkit_pdf == baseline

@pytest.mark.cardprint("slapen")
def test_another_baseline(cardprint_build, baseline):
    assert baseline == cardprint_build("slapen", "grid-a4")
'''


def test_what_a_user_gets_wrong_is_said_in_the_language_that_is_asked_for(
    copy: Path, run_pytest: Pytest
) -> None:
    (copy / "test_toolkits.py").write_text(WRONG, "utf-8")
    said = run_pytest(copy, language="nl").stdout
    for message in (
        "de test zegt niet over welke PDF het gaat: @pytest.mark.cardprint(toolkit=",
        "de markering noemt een toolkit en, als dat nodig is, een lay-out: @pytest.mark",
        "onbekende toolkit 'slaapen' (bedoel je 'slapen'?)",
        "de PDF is slapen in grid-a4, de goedgekeurde versie is die van slapen in screen",
    ):
        assert message in said
    shutil.rmtree(copy / "toolkits")
    said = run_pytest(copy, language="nl").stdout
    assert "er zijn hier geen toolkits (noem de map van het project: cardprint_project)" in said


@pytest.fixture(scope="module")
def wrong(
    tmp_path_factory: pytest.TempPathFactory, accepted: Path, run_pytest: Pytest
) -> "subprocess.CompletedProcess[str]":
    """All that a user may get wrong, in one run."""
    project = tmp_path_factory.mktemp("wrong") / "project"
    shutil.copytree(accepted, project)
    (project / "test_toolkits.py").write_text(WRONG, "utf-8")
    return run_pytest(project)


@pytest.mark.parametrize(
    "message",
    [
        'the test does not say which PDF it is about: @pytest.mark.cardprint(toolkit="ptss", ',
        "the marker names a toolkit and, if need be, a layout: @pytest.mark.cardprint(",
        "unknown toolkit 'slaapen' (did you mean 'slapen'?)",
        "unknown layout 'scren' (did you mean 'screen'?)",
        "unknown layout 'all'",
        "the PDF is slapen in grid-a4, the accepted state is that of slapen in screen",
    ],
)
def test_what_a_user_gets_wrong_is_named(
    message: str, wrong: "subprocess.CompletedProcess[str]"
) -> None:
    assert "1 failed, 5 errors" in wrong.stdout
    assert message in wrong.stdout


def test_the_marker_and_the_settings_are_described(
    accepted: Path, environment: dict[str, str]
) -> None:
    command = [sys.executable, "-m", "pytest", "-p", "cardprint.pytest_plugin"]
    told = [
        subprocess.run(
            [*command, option],
            cwd=accepted, env=environment, capture_output=True, text=True, check=True,
        ).stdout
        for option in ("--markers", "--help", "--fixtures")
    ]  # fmt: skip
    assert "@pytest.mark.cardprint(toolkit, layout='screen')" in told[0]
    assert "cardprint_project (string)" in told[1]
    assert "toolkit_pdf -- " in told[2]


def test_pytest_starts_without_the_libraries_that_build_and_compare(
    environment: dict[str, str],
) -> None:
    code = f"import sys, cardprint.pytest_plugin; print({HEAVY!r} & sys.modules.keys())"
    result = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "set()"


def test_pytest_finds_the_plugin_of_an_installed_cardprint() -> None:
    found = importlib.metadata.entry_points(group="pytest11", name="cardprint")
    assert [each.value for each in found] == ["cardprint.pytest_plugin"]
