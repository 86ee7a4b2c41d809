"""The commands: a toolkit goes out, corrections come back, and nothing is written by surprise."""

import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from cardprint.exchange.fields import Field
from cardprint.exchange.word_write import word_document
from cardprint.storage.edits import Edits
from conftest import Run
from exchanged import Desk, field_at, files_of, lines_changed, loaded, make_project

Corrected = Callable[..., Path]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


@pytest.fixture
def corrected(project: Path, tmp_path: Path, cardprint: Run) -> Corrected:
    """A document in which somebody has typed other words: field, old words, new words."""

    def corrected(*changes: tuple[Field, str, str]) -> Path:
        file = tmp_path / "review.docx"
        if not file.exists():
            assert cardprint("export", "slapen", "--to", file, cwd=project).returncode == 0
        desk = Desk(file.read_bytes())
        for field, old, new in changes:
            desk.write(field, old, new)
        file.write_bytes(desk.saved())
        return file

    return corrected


@pytest.fixture
def answer(project: Path) -> Field:
    return field_at(loaded(project), "card/rust", "options", "scherm", "answers", "inhoud")


@pytest.fixture
def title(project: Path) -> Field:
    return field_at(loaded(project), "page/gids", "title")


def replace_in(project: Path, file: str, old: str, new: str) -> None:
    path = project / "toolkits" / "slapen" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_one_change_changes_only_its_lines(
    project: Path, corrected: Corrected, answer: Field, title: Field, cardprint: Run
) -> None:
    before = files_of(project)
    file = corrected((answer, "Je telefoon", "Jouw telefoon"), (title, "deze", "de hele"))
    done = cardprint("import", file, "--yes", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        title.where,
        "    Zo gebruik je [-deze-]{+de hele+} toolkit",
        answer.where,
        "    [-Je-]{+Jouw+} telefoon en je e-mail blijven buiten …",
        "2 changed texts",
        "toolkits/slapen/pages/gids.yaml",
        "toolkits/slapen/cards/rust.yaml",
    ]
    assert lines_changed(before, files_of(project)) == [
        (
            f"toolkits/slapen/cards/rust.yaml: {' ' * 8}Jouw telefoon en je e-mail blijven buiten"
            " de slaapkamer. Zo’n apparaat houdt je"
        ),
        f"toolkits/slapen/cards/rust.yaml: {' ' * 8}wakker, ook als je er niets mee doet.",
        "toolkits/slapen/pages/gids.yaml: title: Zo gebruik je de hele toolkit",
    ]
    again = cardprint("import", file, "--yes", cwd=project)
    assert again.stdout == "no changes to take over\n"


def test_an_excel_workbook_goes_the_same_way(project: Path, tmp_path: Path, cardprint: Run) -> None:
    file = tmp_path / "cards.xlsx"
    done = cardprint("export", "slapen", "--to", file, "--only", "ritme", cwd=project)
    assert (done.stdout, done.stderr) == (f"{file}\n", "14 texts to correct\n")
    assert cardprint("import", file, cwd=project).stdout == "no changes to take over\n"


def test_nothing_is_written_without_yes_or_a_person(
    project: Path,
    corrected: Corrected,
    answer: Field,
    cardprint: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = files_of(project)
    file = corrected((answer, "Je telefoon", "Jouw telefoon"))
    dry = cardprint("import", file, "--dry-run", "--yes", cwd=project)
    assert (dry.returncode, dry.stderr) == (0, "")
    assert "{+Jouw+}" in dry.stdout
    refused = cardprint("import", file, cwd=project)
    assert refused.returncode == 3
    assert "nothing was written (look at the changes, and write --yes" in refused.stderr
    for typed in ("no\n", ""):
        terminal = StringIO(typed)
        monkeypatch.setattr(terminal, "isatty", lambda: True)
        monkeypatch.setattr(sys, "stdin", terminal)
        assert cardprint("import", file, cwd=project).returncode == 0
        assert files_of(project) == before
    terminal = StringIO("yes\n")
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)
    assert cardprint("import", file, cwd=project).returncode == 0
    assert files_of(project) != before


def test_what_was_changed_on_both_sides_is_left_to_a_person(
    project: Path, corrected: Corrected, answer: Field, title: Field, cardprint: Run
) -> None:
    file = corrected((answer, "houdt je wakker", "maakt je wakker"), (title, "deze", "de"))
    replace_in(project, "cards/rust.yaml", "houdt je wakker", "houdt jou wakker")
    before = files_of(project)
    done = cardprint("import", file, "--yes", cwd=project)
    assert done.returncode == 3
    assert f"'{answer.where}' was changed in the file and in the toolkit" in done.stderr
    assert "{+maakt+}" in done.stdout
    assert "{+jou+}" in done.stdout
    assert lines_changed(before, files_of(project)) == [
        "toolkits/slapen/pages/gids.yaml: title: Zo gebruik je de toolkit"
    ]


def test_the_same_change_on_both_sides_is_no_conflict(
    project: Path, corrected: Corrected, answer: Field, cardprint: Run
) -> None:
    file = corrected((answer, "houdt je wakker", "maakt je wakker"))
    replace_in(project, "cards/rust.yaml", "houdt je wakker", "maakt je wakker")
    assert cardprint("import", file, cwd=project).stdout == "no changes to take over\n"


def test_a_change_here_alone_stays(project: Path, corrected: Corrected, cardprint: Run) -> None:
    file = corrected()
    replace_in(project, "cards/rust.yaml", "houdt je wakker", "maakt je wakker")
    assert cardprint("import", file, cwd=project).stdout == "no changes to take over\n"


def test_a_text_is_found_where_it_has_moved_to_and_named_where_it_is_gone(
    project: Path, corrected: Corrected, answer: Field, cardprint: Run
) -> None:
    file = corrected((answer, "houdt je wakker", "maakt je wakker"))
    path = project / "toolkits/slapen/cards/rust.yaml"
    text = path.read_text("utf-8")
    start, second = text.index("  - id: scherm"), text.index("  - id: schrijven")
    path.write_text(text[:start] + text[second:] + text[start:second], "utf-8")
    assert cardprint("import", file, "--yes", cwd=project).returncode == 0
    assert "maakt je wakker" in path.read_text("utf-8")
    path.write_text(text[:start] + text[second:], "utf-8")
    done = cardprint("import", file, "--yes", cwd=project)
    assert "it was changed, but is no longer in the toolkit" in done.stderr
    assert done.returncode == 3


def test_an_import_that_would_break_the_toolkit_is_refused_by_the_fields(
    project: Path, corrected: Corrected, answer: Field, title: Field, cardprint: Run
) -> None:
    before = files_of(project)
    long = "a" * 61
    file = corrected((answer, "Je telefoon", long), (title, "deze", "de"))
    done = cardprint("import", file, "--yes", cwd=project)
    assert done.returncode == 3
    assert f"'{answer.where}': a word of 61 letters does not fit in a column" in done.stderr
    assert files_of(project) == before


def test_all_files_are_written_or_none(
    project: Path, corrected: Corrected, answer: Field, cardprint: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    before = files_of(project)
    title = field_at(loaded(project), "page/gids", "title")
    file = corrected((answer, "Je telefoon", "Jouw telefoon"), (title, "deze", "de"))
    written: list[str] = []
    real = Edits._write

    def fail(self: Edits, name: str, data: bytes | None) -> None:
        written.append(name)
        if len(written) == 2:
            raise OSError(28, "No space left on device")
        real(self, name, data)

    monkeypatch.setattr(Edits, "_write", fail)
    done = cardprint("import", file, "--yes", cwd=project)
    assert done.returncode == 5
    assert "No space left on device" in done.stderr
    assert files_of(project) == before


def test_tracked_changes_are_refused_unless_it_is_told_what_to_do(
    project: Path, corrected: Corrected, answer: Field, cardprint: Run
) -> None:
    from test_exchange_word import BY, element, run

    file = corrected()
    desk = Desk(file.read_bytes())
    paragraph = desk.texts(answer)[0].getparent().getparent()
    paragraph.append(element(f"<w:ins {BY}>{run(' En meer.')}</w:ins>"))
    file.write_bytes(desk.saved())
    refused = cardprint("import", file, "--yes", cwd=project)
    assert refused.returncode == 3
    assert f"'{answer.where}' has tracked changes (accept or reject them in Word" in refused.stderr
    assert "Sam de Vries" in refused.stderr
    original = cardprint("import", file, "--changes", "original", cwd=project)
    assert original.stdout == "no changes to take over\n"
    accepted = cardprint("import", file, "--changes", "accept", "--dry-run", cwd=project)
    assert "{+En meer.+}" in accepted.stdout


def test_remarks_get_a_file_of_their_own(
    project: Path, corrected: Corrected, answer: Field, cardprint: Run
) -> None:
    file = corrected()
    desk = Desk(file.read_bytes())
    comments = desk.document.part._comments_part.comments
    number = comments.add_comment("Klopt dit?\nEcht?", "An de Boer", "AdB").comment_id
    from test_exchange_word import element

    paragraph = desk.texts(answer)[0].getparent().getparent()
    paragraph.append(element(f'<w:r><w:commentReference w:id="{number}"/></w:r>'))
    file.write_bytes(desk.saved())
    dry = cardprint("import", file, "--dry-run", cwd=project)
    target = file.with_suffix(".remarks.md")
    assert dry.stdout.splitlines()[0] == "1 remark"
    assert not target.exists()
    done = cardprint("import", file, cwd=project)
    assert done.stdout.splitlines()[0] == f"1 remark: {target}"
    assert target.read_text("utf-8") == (
        f"# Remarks\n\n## {answer.where}\n\n- **AdB**: Klopt dit?\n  Echt?\n"
    )


def test_a_file_that_exists_is_never_overwritten(
    project: Path, tmp_path: Path, cardprint: Run
) -> None:
    file = tmp_path / "review.docx"
    file.write_text("corrections", "utf-8")
    done = cardprint("export", "slapen", "--to", file, cwd=project)
    assert done.returncode == 3
    assert "the file exists, and may hold corrections" in done.stderr
    assert file.read_text("utf-8") == "corrections"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("slapen", "--to", "x.odt"), "ends neither in .docx nor in .xlsx"),
        (("slapen", "--to", "x.docx", "--only", "ritm"), "'ritm' here (did you mean 'ritme'?)"),
        (("slaap", "--to", "x.docx"), "unknown toolkit 'slaap'"),
    ],
)
def test_a_wrong_export_says_why(
    words: tuple[str, ...], message: str, project: Path, cardprint: Run
) -> None:
    done = cardprint("export", *words, cwd=project)
    assert done.returncode == 3
    assert message in done.stderr
    assert not [*project.glob("x.*")]


def test_a_file_of_a_toolkit_that_is_not_here_says_so(
    project: Path, corrected: Corrected, cardprint: Run
) -> None:
    file = corrected()
    (project / "toolkits" / "slapen").rename(project / "toolkits" / "waken")
    done = cardprint("import", file, cwd=project)
    assert "it is a file of the toolkit 'slapen', which is not here" in done.stderr
    assert done.returncode == 3


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_toolkit_in_another_language_has_its_own_words(language: str, project: Path) -> None:
    path = project / "toolkits" / "slapen" / "toolkit.yaml"
    path.write_text(
        path.read_text("utf-8").replace("language: nl", f"language: {language}"), "utf-8"
    )
    toolkit = loaded(project)
    from cardprint.exchange.fields import fields_of

    desk = Desk(word_document(toolkit, fields_of(toolkit)))
    words = [text.text for text in desk.document.element.body.iter() if text.text]
    assert toolkit.locale.exchanged["fill_in"] in words
    bidi = any(each.tag.endswith("}bidi") for each in desk.document.element.body.iter())
    assert bidi == (language == "ar")
