"""A person without a project gets one in one command, and a toolkit in another."""

import io
import shutil
import sys
from argparse import Namespace
from datetime import date
from pathlib import Path

import pytest

from cardprint import Cache, Project, build
from cardprint.command import asking
from cardprint.command.meant import complete
from cardprint.errors import InputError, WriteError
from cardprint.load.starters import Wanted, as_scalar, load_starter
from cardprint.storage import begin
from cardprint.storage.source import read_source
from cardprint.storage.temporary import replace_file
from conftest import ROOT, Run

STARTERS = sorted(file.stem for file in (ROOT / "starters").glob("*.yaml"))
TODAY = date(2026, 11, 25)


def files(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def test_there_is_an_example_in_each_of_these_languages() -> None:
    assert {"nl", "en", "de", "fr", "ar", "he"} <= {*STARTERS} <= {*Project(ROOT).locales()}


@pytest.mark.parametrize("language", STARTERS)
def test_an_empty_folder_is_a_project_in_one_command(
    language: str, tmp_path: Path, cardprint: Run
) -> None:
    made = cardprint("init", "--language", language, cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    (folder,) = (tmp_path / "toolkits").iterdir()
    checked = cardprint("check", "--strict", cwd=tmp_path)
    assert checked.stdout == f"{folder.name}: 1 card, 2 options, no problems\n", checked.stderr
    assert (tmp_path / ".gitignore").read_text("utf-8") == "/out/\n"
    for file in tmp_path.rglob("*.yaml"):
        first = file.read_text("utf-8").partition("\n")[0]
        schema = first.removeprefix("# yaml-language-server: $schema=")
        assert (file.parent / schema).resolve().is_file(), file


def test_the_first_toolkit_builds_at_once_on_screens_and_on_paper(
    tmp_path: Path, cardprint: Run, mini_cache: Cache
) -> None:
    words = ["--language", "en", "--title", "Sleep: a choice", "--options-as", "rows"]
    assert cardprint("init", "new", *words, cwd=tmp_path).returncode == 0
    reports = build(tmp_path / "new", layouts=["screen", "grid-a4"], jobs=1, cache=mini_cache)
    assert [report.file for report in reports] == [
        "out/sleep-a-choice-screen.pdf",
        "out/sleep-a-choice-grid-a4.pdf",
    ]
    assert [report.too_long for report in reports] == [(), ()]


def test_a_folder_that_is_not_here_is_made_and_named(tmp_path: Path, cardprint: Run) -> None:
    made = cardprint("init", "a/b", "--language", "en", "--name", "first", cwd=tmp_path)
    assert made.stdout.startswith("toolkits/first: a toolkit to write over, ")
    assert made.stderr == "go there first: cd a/b\n"
    assert (tmp_path / "a" / "b" / "cardprint.yaml").is_file()


@pytest.mark.parametrize("where", [".", "toolkits", "toolkits/slapen", "elsewhere"])
def test_a_project_is_not_begun_in_a_project(where: str, project: Path, cardprint: Run) -> None:
    (project / "elsewhere").mkdir()
    before = files(project)
    made = cardprint("init", cwd=project / where)
    assert made.returncode == 3
    assert f"this folder is in a project already: {project} (add a toolkit to it" in made.stderr
    assert files(project) == before


def test_settings_without_toolkits_are_a_project_to_begin_in(
    tmp_path: Path, cardprint: Run
) -> None:
    (tmp_path / "cardprint.yaml").write_text("style:\n  theme: warm\n", "utf-8")
    assert cardprint("init", cwd=tmp_path).returncode == 0
    assert (tmp_path / "cardprint.yaml").read_text("utf-8") == "style:\n  theme: warm\n"


# A toolkit


def test_a_new_toolkit_has_its_title_and_today(project: Path, cardprint: Run) -> None:
    words = ["toolkit", "hulp", "--title", "“Hulp”: nu", "--language", "nl", "--options-as", "rows"]
    made = cardprint("new", *words, cwd=project)
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout == (
        "toolkits/hulp: a toolkit to write over, with: cardprint edit hulp; make its PDF with: "
        "cardprint build hulp\n"
    )
    text = (project / "toolkits" / "hulp" / "toolkit.yaml").read_text("utf-8")
    assert '\ntitle: "“Hulp”: nu"\nlanguage: nl\n' in text
    assert "\norientation: options-as-rows\n" in text
    assert (project / "schema" / "card.json").is_file()
    # It is a project already, so there are no settings that nobody asked for.
    assert not (project / "cardprint.yaml").exists()


def test_a_new_toolkit_without_flags_has_the_language_of_the_messages_and_its_name_as_title(
    project: Path, cardprint: Run
) -> None:
    assert cardprint("--lang", "nl", "new", "toolkit", "mijn-keuze", cwd=project).returncode == 0
    text = (project / "toolkits" / "mijn-keuze" / "toolkit.yaml").read_text("utf-8")
    assert "\ntitle: Mijn keuze\nlanguage: nl\n" in text


def test_a_language_without_an_example_says_so(project: Path, cardprint: Run) -> None:
    made = cardprint("new", "toolkit", "sen", "--language", "pl", cwd=project)
    assert made.returncode == 0
    assert made.stderr == (
        "there is no example in the language 'pl' yet, so its words are in 'en'\n"
    )
    checked = cardprint("check", "sen", cwd=project)
    assert checked.returncode == 0, checked.stderr


def test_a_region_has_the_example_of_its_language(project: Path, cardprint: Run) -> None:
    made = cardprint("new", "toolkit", "sleep", "--language", "en-US", cwd=project)
    assert (made.returncode, made.stderr) == (0, "")
    text = (project / "toolkits" / "sleep" / "toolkit.yaml").read_text("utf-8")
    assert "\nlanguage: en-US\n" in text


WRONG = {
    "a name with a capital": (["Één ding"], "digits and hyphens, such as 'een-ding'"),
    "a path": (["../x"], "digits and hyphens, such as 'x'"),
    "a name of other letters": (["שינה"], "use small letters, digits and hyphens"),
    "one that is there": (["slapen"], "toolkits/slapen: the folder exists already"),
    "an unknown language": (["x", "--language", "dutch"], "there is no language 'dutch'"),
    "an empty title": (["x", "--title", " "], "--title: the title is empty"),
    "a title that is no text": (["x", "--title", "a\x07"], "has a sign that cannot be printed"),
    "half a letter": (["x", "--title", "a\udcff"], "has a sign that cannot be printed"),
    "an unknown shape": (["x", "--from", "slaap"], "did you mean 'slapen'?"),
    "a shape in another language": (
        ["x", "--from", "slapen", "--language", "en"],
        "the questions of 'slapen' are in 'nl' (leave out --language)",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_begun_is_told_and_leaves_nothing(
    case: str, project: Path, cardprint: Run
) -> None:
    words, message = WRONG[case]
    before = files(project)
    made = cardprint("new", "toolkit", *words, cwd=project)
    assert made.returncode == 3
    assert message in made.stderr
    assert files(project) == before


@pytest.mark.parametrize("stop", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("after", [1, 2, 12])
def test_a_failure_leaves_nothing_half_written(
    stop: BaseException, after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stops after so many files beside the toolkit, or (after all of them) in the toolkit."""
    root = tmp_path / "deep" / "project"
    written: list[Path] = []

    def replace(target: Path, data: bytes, *, lasting: bool) -> None:
        if len(written) == after:
            raise stop
        written.append(target)
        replace_file(target, data, lasting=lasting)

    def rename(_self: Path, _target: Path) -> Path:
        raise stop

    monkeypatch.setattr(begin, "replace_file", replace)
    monkeypatch.setattr(Path, "rename", rename)
    beside = {root / "schema" / f"{number}.json": b"{}" for number in range(10)}
    with pytest.raises((WriteError, KeyboardInterrupt)):
        begin.begin(root / "toolkits" / "x", {"cards/a.yaml": b"id: a\n"}, beside)
    assert len(written) == min(after, 10)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, cardprint: Run) -> None:
    (tmp_path / "x").write_text("a file", "utf-8")
    done = cardprint("init", "x/y", cwd=tmp_path)
    assert done.returncode == 5
    assert "cannot be written: " in done.stderr
    assert (tmp_path / "x").read_text("utf-8") == "a file"


# The shape of another toolkit


def test_a_shape_has_the_questions_and_settings_of_the_other_without_its_texts(
    project: Path, cardprint: Run
) -> None:
    old = project / "toolkits" / "slapen" / "toolkit.yaml"
    text = old.read_text("utf-8").replace("questions:", "# Zelf bedacht\nquestions:")
    old.write_text(f"{text}layouts:\n  grid-a4: {{minimum: 9pt}}\n", "utf-8")
    made = cardprint("new", "toolkit", "eten", "--from", "toolkits/slapen", cwd=project)
    assert (made.returncode, made.stderr) == (0, "")
    folder = project / "toolkits" / "eten"
    assert files(folder) == [
        "cards/zelf-doen.yaml",
        "images/logo.png",
        "pages/colofon.yaml",
        "pages/uitleg.yaml",
        "toolkit.yaml",
    ]
    new = (folder / "toolkit.yaml").read_text("utf-8")
    before, after = (
        read_source(file, file.name, lambda _: None) for file in (old, folder / "toolkit.yaml")
    )
    assert before
    assert after
    assert isinstance(before.data, dict)
    assert isinstance(after.data, dict)
    for kept in ("questions", "style", "layouts", "publisher", "licence", "language"):
        assert after.data[kept] == before.data[kept]
    for other in ("title", "decision", "based_on", "contents"):
        assert after.data[other] != before.data[other]
    assert "contributors" not in after.data
    assert "# Zelf bedacht\nquestions:" in new
    card = (folder / "cards" / "zelf-doen.yaml").read_text("utf-8")
    asked = [question["id"] for question in before.data["questions"]]
    assert [f"      {name}: Schrijf hier het antwoord." in card for name in asked] == [True] * 3
    checked = cardprint("check", "--strict", "eten", "--today", "2026-11-25", cwd=project)
    assert checked.returncode == 0, checked.stderr


def test_a_shape_without_questions_has_cards_without_answers(project: Path, cardprint: Run) -> None:
    toolkit = project / "toolkits" / "kaal"
    shutil.copytree(project / "toolkits" / "slapen", toolkit)
    text = (toolkit / "toolkit.yaml").read_text("utf-8")
    head, _, rest = text.partition("questions:")
    contents = "contents:\n  - pages/colofon.yaml\n"
    (toolkit / "toolkit.yaml").write_text(head + contents, "utf-8")
    assert rest
    assert cardprint("new", "toolkit", "eten", "--from", "kaal", cwd=project).returncode == 0
    checked = cardprint("check", "eten", cwd=project)
    assert checked.returncode == 0, checked.stderr


# Questions at a terminal


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What a person types at the terminal, to be filled by the test."""
    lines = io.StringIO()
    monkeypatch.setattr(sys, "stdin", lines)
    monkeypatch.setattr(asking, "can_ask", lambda: True)
    return lines


def test_at_a_terminal_what_is_left_out_is_asked_until_it_will_do(
    typed: io.StringIO, tmp_path: Path, cardprint: Run
) -> None:
    typed.write("dutch\nnl\nGoed: eten & drinken\nGoed Eten\ngoed-eten\n")
    typed.seek(0)
    made = cardprint("init", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    asked = made.stderr
    assert asked.startswith("In which language (ar, cs, de, ")
    assert "there is no language 'dutch' (known: ar, " in asked
    assert "What is the title of the toolkit? [Beter slapen]: " in asked
    assert "What is the short name of its folder? [goed-eten-drinken]: " in asked
    assert "this cannot be the name of a toolkit (small letters, digits and hyphens, such" in asked
    text = (tmp_path / "toolkits" / "goed-eten" / "toolkit.yaml").read_text("utf-8")
    assert '\ntitle: "Goed: eten & drinken"\nlanguage: nl\n' in text


def test_who_types_nothing_gets_what_is_suggested(
    typed: io.StringIO, tmp_path: Path, cardprint: Run
) -> None:
    typed.write("\n\n")  # and then the end of the input
    typed.seek(0)
    assert cardprint("init", cwd=tmp_path).returncode == 0
    assert (tmp_path / "toolkits" / "better-sleep").is_dir()


def test_the_name_that_is_suggested_is_free(project: Path, cardprint: Run) -> None:
    for _ in range(3):
        assert cardprint("new", "toolkit", "--title", "Slapen", cwd=project).returncode == 0
    names = sorted(folder.name for folder in (project / "toolkits").iterdir())
    assert names == ["slapen", "slapen-2", "slapen-3", "slapen-4"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Beter slapen", "Beter slapen"),
        ("Één dag, of twee?", '"Één dag, of twee?"'),
        ("null", '"null"'),
        ("No", '"No"'),
        ("2 keer", '"2 keer"'),
        ('Zeg "ja"', '"Zeg \\"ja\\""'),
        ("# kop", '"# kop"'),
    ],
)
def test_a_title_is_written_so_that_it_is_read_as_typed(
    text: str, written: str, tmp_path: Path
) -> None:
    assert as_scalar(text) == written
    (tmp_path / "a.yaml").write_text(f"a: {written}\n", "utf-8")
    source = read_source(tmp_path / "a.yaml", "a.yaml", lambda _: None)
    assert source
    assert source.data == {"a": text}


def test_the_review_of_a_toolkit_from_a_leap_day_is_on_a_day_that_exists() -> None:
    wanted = Wanted("x", "nl", "options-as-rows", date(2028, 2, 29))
    assert wanted.review_by == date(2030, 2, 28)


def test_a_starter_of_the_project_comes_first_and_its_mistakes_are_told(project: Path) -> None:
    folder = project / "starters"
    folder.mkdir()
    text = (ROOT / "starters" / "nl.yaml").read_text("utf-8")
    (folder / "nl.yaml").write_text(text.replace("Beter slapen", "Samen eten"), "utf-8")
    assert load_starter(Project(project), "nl")[0].title == "Samen eten"
    (folder / "nl.yaml").write_text(text.replace("{published}", "{gisteren}"), "utf-8")
    with pytest.raises(InputError, match=r"toolkit\.yaml must have \{title\}, \{language\}, "):
        load_starter(Project(project), "nl")


# The project is found from any folder in it, and its toolkits by their folders


@pytest.mark.parametrize("below", ["toolkits", "toolkits/slapen/cards", "out"])
def test_the_project_is_found_from_a_folder_in_it(
    below: str, project: Path, cardprint: Run
) -> None:
    (project / "out").mkdir()
    done = cardprint("check", "--today", "2026-02-01", cwd=project / below)
    assert done.stdout == "slapen: 2 cards, 4 options, no problems\n"


@pytest.mark.parametrize(
    ("below", "name"),
    [
        (".", "toolkits/slapen"),
        (".", "toolkits/slapen/"),
        (".", "./toolkits/../toolkits/slapen"),
        (".", "toolkits/slapen/cards/ritme.yaml"),
        ("toolkits", "slapen/"),
        ("toolkits/slapen", "."),
        ("toolkits/slapen/cards", "../../slapen"),
        ("toolkits/slapen", "toolkits/slapen"),
    ],
)
def test_a_toolkit_may_be_named_by_its_folder(
    below: str, name: str, project: Path, cardprint: Run
) -> None:
    shutil.copytree(project / "toolkits" / "slapen", project / "toolkits" / "eten")
    done = cardprint("check", name, "--today", "2026-02-01", cwd=project / below)
    assert done.stdout == "slapen: 2 cards, 4 options, no problems\n", done.stderr


def test_a_pdf_in_the_folder_of_a_toolkit_is_no_toolkit(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    names = ["toolkits/slapen/a.pdf", "toolkits/slapen/b.PDF"]
    for name in names:
        Path(name).write_bytes(b"")
    options = Namespace(toolkits=[*names, "toolkits/slapen/toolkit.yaml"])
    complete(options)
    assert options.toolkits == [*names, "slapen"]


def test_a_name_comes_before_a_folder_of_that_name(project: Path, cardprint: Run) -> None:
    shutil.copytree(project / "toolkits" / "slapen", project / "toolkits" / "cards")
    done = cardprint("check", "cards", "--today", "2026-02-01", cwd=project / "toolkits" / "slapen")
    assert done.stdout.startswith("cards: ")


@pytest.mark.parametrize("name", ["toolkits", "x" * 300, ".."])
def test_a_folder_that_is_no_toolkit_is_an_unknown_one(
    name: str, project: Path, cardprint: Run
) -> None:
    done = cardprint("check", name, cwd=project)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(f"{name}: unknown toolkit '{name}' (known: slapen)\n")


def test_a_named_project_comes_before_the_one_that_is_found(
    project: Path, cardprint: Run, tmp_path: Path
) -> None:
    shutil.copytree(project / "toolkits" / "slapen", tmp_path / "other" / "toolkits" / "eten")
    done = cardprint("check", "eten", "--project", tmp_path / "other", cwd=project)
    assert done.returncode == 0, done.stderr
    made = cardprint("new", "--project", tmp_path / "other", "toolkit", "x", cwd=project)
    again = cardprint("new", "toolkit", "y", "--project", tmp_path / "other", cwd=project)
    assert (made.returncode, again.returncode) == (0, 0)
    names = sorted(folder.name for folder in (tmp_path / "other" / "toolkits").iterdir())
    assert names == ["eten", "x", "y"]


def test_outside_of_a_project_a_person_is_told_how_to_begin_one(
    tmp_path: Path, cardprint: Run
) -> None:
    done = cardprint("build", cwd=tmp_path)
    assert done.returncode == 3
    assert "begin one with: cardprint init" in done.stderr


def test_the_list_names_themes_and_the_languages_of_examples(cardprint: Run) -> None:
    told = cardprint("list").stdout
    assert "\nthemes:\n  calm            Deep blue on white" in told
    assert f"\nexamples for a new toolkit: {', '.join(STARTERS)}\n" in told
