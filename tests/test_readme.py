"""Every command in the documentation runs, and every relative link leads to a file."""

import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from conftest import ROOT, Run

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands(document: Path) -> list[list[str]]:
    """The ``cardprint`` commands in the shell blocks of a document."""
    blocks = re.findall(r"```sh\n(.*?)```", document.read_text("utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    words = [shlex.split(line, comments=True) for line in lines]
    return [each[1:] for each in words if each and Path(each[0]).name == "cardprint"]


CASES = [(doc.name, words) for doc in DOCUMENTS for words in commands(doc)]


@pytest.mark.parametrize(
    ("name", "words"), CASES, ids=[f"{name}: {' '.join(words)}" for name, words in CASES]
)
def test_a_command_of_the_documentation_runs(
    name: str, words: list[str], project: Path, mini_pdf: bytes, cardprint: Run
) -> None:
    assert name
    # The commands look at today's date, which must not come near the date to review.
    settings = project / "toolkits" / "slapen" / "toolkit.yaml"
    text = settings.read_text("utf-8")
    if words[0] != "verify":  # of the file that is there
        settings.write_text(text.replace("2027-01-05", "2999-01-05"), "utf-8")
    (project / "out").mkdir()
    (project / "out" / "slapen-screen.pdf").write_bytes(mini_pdf)
    known = {"persoonlijkheidsstoornissen": "slapen", "out/*.pdf": "out/slapen-screen.pdf"}
    known |= {"zelfmanagement/naasten": "ritme/licht", "zelfmanagement/crisisplan": "rust/scherm"}
    known["out/persoonlijkheidsstoornissen-screen.pdf"] = "out/slapen-screen.pdf"
    if words[0] == "compare":
        cardprint("accept", cwd=project)
    if "init" in words:  # a project is not begun in a project
        shutil.rmtree(project)
        project.mkdir()
    result = cardprint(*(known.get(word, word) for word in words), cwd=project)
    assert result.returncode == 0, result.stderr


def test_the_readme_begins_with_a_command_and_is_short() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert any(line.startswith("make build") for line in lines[:15])
    assert len(lines) < 150
    assert len(CASES) >= 8


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_relative_links_lead_to_files(document: Path) -> None:
    # A document may show a link of the card data as an example: those stand in code.
    text = re.sub(r"```.*?```|`[^`]*`", "", document.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if "://" not in target:
            assert (document.parent / target).exists(), target


def test_the_example_for_python_runs(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    monkeypatch.chdir(project)
    monkeypatch.setenv("XDG_CACHE_HOME", str(project / "cache"))
    monkeypatch.setattr(sys, "argv", ["example"])
    code = example.replace("persoonlijkheidsstoornissen", "slapen").replace(
        '["slapen"]', '["slapen"], jobs=1'
    )
    exec(compile(code, "README.md", "exec"), {"__name__": "__main__"})  # noqa: S102
    assert (project / "out" / "slapen-screen.pdf").is_file()
