"""A translation is corrected in Word or Excel like any toolkit, in its own files."""

from pathlib import Path

import pytest

from cardprint.load.reading import load_toolkit
from cardprint.storage.project import Project
from conftest import Run
from exchanged import Desk, field_at, files_of, lines_changed


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_a_translation_goes_out_and_comes_back_to_its_own_files(
    ending: str, translated: Path, tmp_path: Path, cardprint: Run
) -> None:
    file = tmp_path / f"review.{ending}"
    done = cardprint("export", "slapen", "--to", file, "--language", "en", cwd=translated)
    assert done.returncode == 0, done.stderr
    same = cardprint("import", file, cwd=translated)
    assert (same.stdout, same.stderr) == ("no changes to take over\n", "")
    if ending == "docx":
        desk = Desk(file.read_bytes())
        english = load_toolkit(translated / "toolkits" / "slapen", Project(translated), "en")
        title = field_at(english, "card/ritme", "title")
        desk.write(title, "Rhythm", "A rhythm")
        file.write_bytes(desk.saved())
        before = files_of(translated)
        assert cardprint("import", file, "--yes", cwd=translated).returncode == 0
        assert lines_changed(before, files_of(translated)) == [
            "toolkits/slapen/translations/en/cards/ritme.yaml: title ~2d1f6f77: A rhythm"
        ]


def test_a_translation_that_is_out_of_date_is_not_sent_out(
    translated: Path, tmp_path: Path, cardprint: Run
) -> None:
    file = translated / "toolkits" / "slapen" / "cards" / "ritme.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("title: Ritme", "title: Vast ritme"), "utf-8")
    done = cardprint("export", "slapen", "--to", tmp_path / "a.docx", "--language", "en",
                     cwd=translated)  # fmt: skip
    assert done.returncode == 3
    assert "the source of 'title' has changed since it was translated" in done.stderr
