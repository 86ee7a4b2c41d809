"""The hooks and the examples for CI run, step by step, on a copy of the small project."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

import pytest
import yaml
from defusedxml.ElementTree import fromstring

from conftest import MINI, ROOT

CARD = Path("toolkits", "slapen", "cards", "rust.yaml")
CALL = re.compile(r"(?:^|\$\()cardprint ", re.MULTILINE)
Result = subprocess.CompletedProcess[str]


def loaded(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory, whole_run: Path) -> dict[str, str]:
    """``cardprint`` on the path, and the cache of the whole run."""
    home, cache = str(tmp_path_factory.mktemp("home")), str(whole_run)
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    return {"PATH": path, "HOME": home, "XDG_CACHE_HOME": cache, "PYTHONUTF8": "1"}


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """The small project with its accepted state, and without the PDF."""
    project = tmp_path_factory.mktemp("accepted") / "project"
    shutil.copytree(MINI, project)
    out = project.parent / "out"
    assert run(["cardprint", "accept", "--out", str(out)], project, environment).returncode == 0
    return project


@pytest.fixture
def copy(accepted: Path, tmp_path: Path) -> Path:
    """A copy of it, to change at will."""
    return Path(shutil.copytree(accepted, tmp_path / "copy"))


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Result:
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def edit(project: Path, old: str, new: str) -> None:
    card = project / CARD
    text = card.read_text("utf-8")
    assert text.count(old) == 1
    card.write_text(text.replace(old, new), "utf-8")


HOOKS: list[dict[str, Any]] = loaded(".pre-commit-hooks.yaml")


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
def test_a_hook_passes_what_is_right_and_stops_what_is_broken(
    hook: dict[str, Any], copy: Path, environment: dict[str, str]
) -> None:
    assert (hook["language"], hook["pass_filenames"]) == ("python", False)
    assert re.search(hook["files"], CARD.as_posix())
    command = shlex.split(hook["entry"])
    assert run(command, copy, environment).returncode == 0
    edit(copy, "inhoud: Je telefoon", "inhout: Je telefoon")
    result = run(command, copy, environment)
    assert result.returncode == 3
    assert "(did you mean 'inhoud'?)" in result.stderr


def test_the_hook_before_a_push_stops_a_changed_page(
    copy: Path, environment: dict[str, str]
) -> None:
    (hook,) = (each for each in HOOKS if each.get("stages") == ["pre-push"])
    edit(copy, "Je hoofd wordt", "Je lijf wordt")
    assert run(shlex.split(hook["entry"]), copy, environment).returncode == 6


def test_the_documentation_names_hooks_that_there_are() -> None:
    text = (ROOT / "docs" / "compare.md").read_text("utf-8")
    assert re.findall(r"- id: ([\w-]+)", text) == [hook["id"] for hook in HOOKS]


def test_the_settings_of_the_documentation_pass_over_another_date(
    copy: Path, environment: dict[str, str]
) -> None:
    text = (ROOT / "docs" / "compare.md").read_text("utf-8")
    (block,) = re.findall(r"```yaml\n(compare:.*?)```", text, re.DOTALL)
    wanted = yaml.safe_load(block)
    file = copy / "toolkits" / "slapen" / "toolkit.yaml"
    info = yaml.safe_load(file.read_text("utf-8")) | {"published": "2026-02-15"}
    for layouts, code in (
        ({}, 6),
        ({"screen": {"compare": wanted["compare"]}}, 0),
        (wanted["layouts"], 0),
    ):
        file.write_text(yaml.safe_dump(info | {"layouts": layouts}, allow_unicode=True), "utf-8")
        result = run(["cardprint", "compare"], copy, environment)
        assert result.returncode == code, result.stdout + result.stderr


@dataclass(frozen=True, slots=True)
class Example:
    """A workflow: its steps that call cardprint, what it sets for them, what it keeps."""

    steps: tuple[str, ...]
    variables: Mapping[str, str]
    kept: tuple[str, ...]


def github() -> Example:
    steps = loaded("examples/ci/github.yml")["jobs"]["toolkits"]["steps"]
    (upload,) = (each for each in steps if "upload-artifact" in each.get("uses", ""))
    assert upload["if"] == "always()"
    scripts = tuple(each["run"] for each in steps if CALL.search(each.get("run", "")))
    variables = {"GITHUB_OUTPUT": "$CI_PROJECT_DIR/../output.txt"}
    return Example(scripts, variables, tuple(upload["with"]["path"].split()))


def gitlab() -> Example:
    job = loaded("examples/ci/gitlab-ci.yml")["toolkits"]
    artifacts = job["artifacts"]
    assert artifacts["when"] == "always"
    kept = (*artifacts["paths"], artifacts["reports"]["junit"], *job["cache"]["paths"])
    scripts = tuple(line for line in job["script"] if CALL.search(line))
    return Example(scripts, job["variables"], kept)


EXAMPLES = {"github": github, "gitlab": gitlab}


def codes(example: Example, project: Path, environment: Mapping[str, str]) -> Iterator[int]:
    """The exit code of each step, up to the first that fails, as in CI."""
    known = {"CI_PROJECT_DIR": str(project)}
    named = {key: Template(text).substitute(known) for key, text in example.variables.items()}
    for step in example.steps:
        result = run(["bash", "-e", "-c", step], project, {**environment, **known, **named})
        yield result.returncode
        if result.returncode:
            return


def failures_in(junit: Path) -> int:
    suites = fromstring(junit.read_text("utf-8"))
    assert suites.tag == "testsuites"
    return len(suites.findall("testsuite/testcase/failure"))


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_for_ci_passes_until_a_word_changes_and_keeps_what_it_says(
    name: str, copy: Path, environment: dict[str, str]
) -> None:
    example = EXAMPLES[name]()
    reports = [copy / path for path in example.kept if path.endswith(".xml")]
    assert [*codes(example, copy, environment)] == [0] * len(example.steps)
    assert all(failures_in(report) == 0 for report in reports)
    edit(copy, "Je hoofd wordt", "Je lijf wordt")
    for place in ("out", "report"):
        shutil.rmtree(copy / place)
    assert [*codes(example, copy, environment)] == [0] * (len(example.steps) - 1) + [6]
    assert "cardprint compare" in example.steps[-1]
    for path in example.kept:
        assert [*copy.glob(path)], path
    assert all(failures_in(report) == 2 for report in reports)
    assert "lijf" in (copy / "report" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_for_ci_takes_every_step(name: str) -> None:
    commands = [re.findall(r"cardprint ([a-z]+)", step) for step in EXAMPLES[name]().steps]
    assert commands == [["cache"], ["check"], ["build"], ["verify"], ["compare"]]
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "examples" / "ci").glob("*.yml"))
    assert text.count("libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0") == len(EXAMPLES)


def test_the_cache_of_the_example_for_github_is_found(
    copy: Path, environment: dict[str, str]
) -> None:
    output = copy / "output.txt"
    step = github().steps[0]
    run(["bash", "-e", "-c", step], copy, environment | {"GITHUB_OUTPUT": str(output)})
    name, _, folder = output.read_text("utf-8").strip().partition("=")
    assert name == "folder"
    assert folder.startswith(environment["XDG_CACHE_HOME"] + os.sep)
