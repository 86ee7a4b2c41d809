"""The shell completes commands, options and the names of a project."""

import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import Run

# Bash asks the program for names; here a function answers for it.
PROGRAM = """
cardprint() {
  case "$*" in
    "list --names toolkits") echo "slapen slapeloos eten" ;;
    "list --names layouts") echo "grid-a3 grid-a4 screen" ;;
  esac
}
"""
TYPED = {
    "chec": ["check"],
    "build sl": ["slapen", "slapeloos"],
    "build slapen --layout grid": ["grid-a3", "grid-a4"],
    "handout e": ["eten"],
    "new to": ["toolkit"],
    "new toolkit nieuw --from e": ["eten"],
    "new layout nieuw --from s": ["screen"],
    "new toolkit nieuw --options-as r": ["rows"],
    "check --str": ["--strict"],
}


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash_completes_what_is_typed(cardprint: Run, tmp_path: Path) -> None:
    script = cardprint("completion", "bash")
    assert script.returncode == 0
    asked = "".join(
        f"COMP_WORDS=(cardprint {words}); COMP_CWORD={len(words.split())}; COMPREPLY=()\n"
        '_shtab_cardprint; echo "${COMPREPLY[*]}"\n'
        for words in TYPED
    )
    file = tmp_path / "asked.sh"
    file.write_text(script.stdout + PROGRAM + asked, "utf-8")
    done = subprocess.run(["bash", file], capture_output=True, text=True, check=True)  # noqa: S607
    found = dict(zip(TYPED, map(str.split, done.stdout.splitlines()), strict=True))
    assert found == TYPED


@pytest.mark.parametrize("shell", ["zsh", "fish", "powershell"])
def test_other_shells_ask_the_program_for_names(shell: str, cardprint: Run) -> None:
    script = cardprint("completion", shell)
    assert script.returncode == 0
    for names in ("toolkits", "layouts"):
        assert f"cardprint list --names {names}" in script.stdout


def test_names_are_listed_one_on_each_line(project: Path, cardprint: Run) -> None:
    (project / "toolkits" / "eten").mkdir()
    assert cardprint("list", "--names", "toolkits", cwd=project).stdout == "eten\nslapen\n"
    assert "grid-a4\n" in cardprint("list", "--names", "layouts", cwd=project).stdout


def test_an_unknown_shell_is_a_wrong_command_line(cardprint: Run) -> None:
    assert cardprint("completion", "sh").returncode == 2
