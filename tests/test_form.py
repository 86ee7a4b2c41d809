"""The form of a toolkit: its fields, and what a change of one does to the files."""

import shutil
from pathlib import Path

import pytest

from cardprint.edit.actions import free_id
from cardprint.edit.fields import TO_WRITE, every
from cardprint.edit.gauge import readability_of, words_of
from cardprint.edit.reflow import flowing, in_lines
from cardprint.edit.session import Asked, Outcome, Session
from cardprint.edit.starting import new_toolkit
from cardprint.edit.trial import new_trial
from cardprint.edit.words import LABELS
from cardprint.storage.edits import Edits
from cardprint.storage.nodes import NodePath
from cardprint.storage.project import Project

MINI = Path(__file__).parent / "mini"
HOME = "toolkits/slapen"
CARD, OTHER, MAIN = f"{HOME}/cards/ritme.yaml", f"{HOME}/cards/rust.yaml", f"{HOME}/toolkit.yaml"
PNG = (Path(__file__).parents[1] / "docs" / "images").glob("*.png")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    shutil.copytree(MINI, tmp_path / "project")
    project = Project(tmp_path / "project")
    edits = Edits(project, tmp_path / "saves")
    return Session(
        project, "slapen", edits, new_trial(project, "slapen"), new_trial(project, "slapen")
    )


def text(session: Session, file: str) -> str:
    return (session.project.root / file).read_text("utf-8")


def do(session: Session, what: str, file: str = "", path: NodePath = (), **more: object) -> Outcome:
    if what == "set":
        field = session.files().field(file, path)
        more = {"old": field and field.value, **more}
    return session.save(Asked(what, file, path, **more), "screen")  # type: ignore[arg-type]


def done(session: Session, what: str, file: str = "", path: NodePath = (), **more: object) -> None:
    outcome = do(session, what, file, path, **more)
    assert [str(problem) for problem, _ in outcome.problems] == []
    assert outcome.is_done


def refused(
    session: Session, what: str, file: str = "", path: NodePath = (), **more: object
) -> list[str]:
    before = {file: text(session, file) for file in session.files().held}
    outcome = do(session, what, file, path, **more)
    assert not outcome.is_done
    assert {file: text(session, file) for file in session.files().held} == before
    return [
        f"{'/'.join(map(str, found or ()))}: {each.message}" for each, found in outcome.problems
    ]


def test_every_field_of_every_file_has_a_name_that_is_told(session: Session) -> None:
    files = session.files()
    known = {*LABELS.values(), *files.questions.values()}
    for file in files.held:
        fields = [*every(files.fields(file))]
        assert len(fields) > 5
        named = [each for each in fields if isinstance(each.path[-1], str)]
        assert [each.path for each in named if each.label not in known] == []


def test_a_field_says_what_it_is_and_what_the_file_says(session: Session) -> None:
    files = session.files()
    kinds = {
        (MAIN, ("published",)): "date", (MAIN, ("orientation",)): "choice",
        (MAIN, ("style", "colours", "accent")): "colour", (MAIN, ("questions",)): "list",
        (CARD, ("title",)): "line", (CARD, ("intro",)): "prose", (CARD, ("icon",)): "choice",
        (CARD, ("options", 0, "answers", "helpen")): "prose", (CARD, ("picture",)): "group",
    }  # fmt: skip
    for (file, path), kind in kinds.items():
        field = files.field(file, path)
        assert field is not None
        assert (path, field.kind) == (path, kind)
    title = files.field(CARD, ("title",))
    assert title is not None
    assert (title.value, title.required) == ("Ritme", True)


def test_a_changed_text_changes_its_line_alone(session: Session) -> None:
    before = text(session, CARD)
    done(session, "set", CARD, ("title",), value="Nieuw: ja")
    assert text(session, CARD) == before.replace("title: Ritme", 'title: "Nieuw: ja"')
    assert do(session, "undo").what == "Nieuw: ja"
    assert text(session, CARD) == before
    done(session, "redo")
    assert "Nieuw: ja" in text(session, CARD)


def test_an_optional_text_comes_in_its_place_and_goes_with_its_group(session: Session) -> None:
    before = text(session, CARD)
    done(session, "set", CARD, ("subtitle",), value="")
    assert "subtitle" not in text(session, CARD)
    done(session, "set", CARD, ("subtitle",), value="Elke dag hetzelfde")
    assert text(session, CARD) == before
    main = text(session, MAIN)
    accent = ("style", "colours", "accent")
    done(session, "set", MAIN, accent, value="#123456")
    assert "#123456" in text(session, MAIN)
    done(session, "set", MAIN, accent, value="")
    assert text(session, MAIN) == main


@pytest.mark.parametrize(
    ("file", "path", "value", "problem"),
    [
        (CARD, ("title",), "", "title: 'title' is empty"),
        (CARD, ("intro",), "[weg](cardprint:card/weg)", "intro: link to unknown place 'card/weg'"),
        (CARD, ("options", 0, "answers", "helpen"), "- a", "options/0/answers/helpen: "),
        (MAIN, ("published",), "morgen", "published: 'published' is not a date"),
        (MAIN, ("review_by",), "2020-01-01", "review_by: 'review_by' is not after 'published'"),
        (MAIN, ("language",), "xx", "language: "),
    ],
)
def test_what_would_break_the_toolkit_is_told_at_its_field(
    session: Session, file: str, path: NodePath, value: str, problem: str
) -> None:
    if value == "- a":
        value = "x" * 70
    (found, *_) = refused(session, "set", file, path, value=value)
    assert found.startswith(problem)


def test_two_fields_that_need_each_other_are_saved_together(session: Session) -> None:
    done(session, "add", CARD, ("options", 0, "evidence"), told={"level": "unknown"})
    level, source = ("options", 0, "evidence", "level"), ("options", 0, "evidence", "source")
    session.draft(Asked("draft", CARD, level, "some"), "screen")
    assert refused(session, "set", CARD, level, value="some")
    done(session, "set", CARD, source, value="Een onderzoek")
    assert "level: some" in text(session, CARD)
    assert session.drafts == {}


def test_a_text_that_is_typed_is_on_the_pages_and_not_in_the_files(session: Session) -> None:
    before = text(session, CARD)
    session.draft(Asked("draft", CARD, ("title",), "Halverw"), "screen")
    shown = session.origin().root / CARD
    assert shown.read_text("utf-8") == before.replace("title: Ritme", "title: Halverw")
    assert text(session, CARD) == before
    session.forget(Asked("forget", CARD, ("title",)))
    session.origin()
    assert shown.read_text("utf-8") == before


def test_a_text_that_somebody_else_changed_is_not_written_over(session: Session) -> None:
    path = session.project.root / CARD
    path.write_text(path.read_text("utf-8").replace("Ritme", "Van een ander"), "utf-8")
    outcome = do(session, "set", CARD, ("title",), value="Van mij", old="Ritme")
    assert (outcome.is_conflict, outcome.theirs) == (True, "Van een ander")
    assert "Van een ander" in text(session, CARD)
    # Another text of the same file is no conflict.
    done(session, "set", CARD, ("intro",), value="Nieuw.")
    stale = do(session, "remove", CARD, ("options", 0), digest="0" * 64)
    assert stale.is_conflict


def test_an_option_comes_with_answers_that_are_still_to_be_written(session: Session) -> None:
    done(session, "add", CARD, ("options", 2), told={"title": "Één nieuwe optie"})
    files = session.files()
    option = files.data[CARD]["options"][2]
    assert option["id"] == "een-nieuwe-optie"
    assert {*option["answers"].values()} == {TO_WRITE}
    assert len(files.unwritten(CARD)) == 4
    # On the pages it has words; in the files it has none, so it cannot be printed by accident.
    assert "nog te schrijven" in (session.origin().root / CARD).read_text("utf-8")
    done(session, "move", CARD, ("options", 2), to=0)
    assert session.files().data[CARD]["options"][0]["id"] == "een-nieuwe-optie"
    done(session, "remove", CARD, ("options", 0))
    assert text(session, CARD) == (MINI / CARD).read_text("utf-8")


def test_a_question_is_asked_of_every_option_and_goes_with_its_answers(session: Session) -> None:
    done(session, "add", MAIN, ("questions", 3), told={"label": "Wat kost het?"})
    for file, count in ((CARD, 2), (OTHER, 2)):
        assert text(session, file).count("wat-kost-het: …") == count
    done(session, "set", MAIN, ("questions", 3, "label"), value="Wat kost dat?")
    done(session, "remove", MAIN, ("questions", 3))
    for file in (CARD, OTHER, MAIN):
        assert text(session, file) == (MINI / file).read_text("utf-8")


def test_cards_and_pages_come_before_the_colophon_and_go(session: Session) -> None:
    done(session, "add-card", told={"title": "Dutjes", "option": "Kort slapen"})
    done(session, "add-page", told={"title": "Meer weten"})
    contents = session.files().info["contents"]
    assert contents[-3:] == ["cards/dutjes.yaml", "pages/meer-weten.yaml", "pages/colofon.yaml"]
    done(session, "move-part", f"{HOME}/cards/dutjes.yaml", to=0)
    assert session.files().info["contents"][0] == "cards/dutjes.yaml"
    done(session, "remove-part", f"{HOME}/cards/dutjes.yaml")
    assert not (session.project.root / HOME / "cards/dutjes.yaml").exists()
    done(session, "undo")
    assert "Kort slapen" in text(session, f"{HOME}/cards/dutjes.yaml")


def test_what_leads_to_a_card_is_told_before_it_goes(session: Session) -> None:
    found = refused(session, "remove-part", CARD)
    assert any("link to unknown place 'card/ritme'" in each for each in found)


def test_a_caution_of_some_options_forgets_one_that_goes(session: Session) -> None:
    done(session, "add", CARD, ("cautions", 0), told={"text": "Pas op."})
    ids = [each["id"] for each in session.files().data[CARD]["options"]]
    done(session, "choose", CARD, ("cautions", 0, "applies_to"), chosen=(*ids,))
    done(session, "remove", CARD, ("options", 0))
    assert session.files().data[CARD]["cautions"][0]["applies_to"] == ids[1:]


def test_a_picture_is_kept_with_the_toolkit_and_needs_words(session: Session) -> None:
    picture = next(PNG).read_bytes()
    more = {"value": "Mijn Foto.PNG", "picture": picture}
    assert refused(session, "picture", CARD, ("picture",), told={"alt": ""}, **more)
    assert not (session.project.root / HOME / "images/mijn-foto.png").exists()
    done(session, "picture", CARD, ("picture",), told={"alt": "Een maan"}, **more)
    assert (session.project.root / HOME / "images/mijn-foto.png").read_bytes() == picture
    assert session.files().data[CARD]["picture"] == {
        "file": "images/mijn-foto.png",
        "alt": "Een maan",
    }
    wrong = {"value": "a.png", "picture": b"GIF89a"}
    (found,) = refused(session, "picture", CARD, ("picture",), told={"alt": "x"}, **wrong)
    assert "is no picture that can be printed" in found


def test_in_a_toolkit_that_is_wrong_already_other_texts_can_be_mended(session: Session) -> None:
    path = session.project.root / CARD
    path.write_text(path.read_text("utf-8").replace("title: Ritme", "title: ''"), "utf-8")
    done(session, "set", CARD, ("intro",), value="Beter.")
    done(session, "set", CARD, ("title",), value="Ritme")
    assert session.loaded("screen")[2] == ()


def test_prose_is_one_line_for_a_paragraph_in_the_form_and_in_lines_in_the_file() -> None:
    lines = "Een zin die\nverder gaat.\n\n- een punt dat\n  verder gaat\n- twee\n"
    assert flowing(lines) == "Een zin die verder gaat.\n\n- een punt dat verder gaat\n- twee"
    assert in_lines(flowing(lines), 60, lines) == lines.rstrip()
    changed = flowing(lines).replace("twee", "drie")
    assert in_lines(changed, 60, lines) == lines.rstrip().replace("twee", "drie")
    dash = "woord " * 3 + "- woord"
    assert in_lines(dash, 18) == dash  # in lines, it would begin a list


def test_ids_are_made_of_titles_and_never_twice() -> None:
    assert free_id("Één dag: à la carte!", []) == "een-dag-a-la-carte"
    assert free_id("Dag", ["dag", "dag-2"]) == "dag-3"
    assert free_id("日本", []) == "a"
    assert len(free_id("lang " * 40, [])) <= 60


def test_a_text_is_measured_as_it_is_printed(session: Session) -> None:
    _, toolkit, _ = session.loaded("screen")
    assert toolkit is not None
    assert words_of("- **een** twee\n- [drie](https://x.nl)") == 3
    assert readability_of("Kort.", toolkit) is None
    found = readability_of("Dit is een heel gewone zin met korte woorden. " * 8, toolkit)
    assert found is not None
    assert found.startswith("readability 8")


def test_a_new_toolkit_is_one_that_can_be_made(session: Session) -> None:
    slug = new_toolkit(session.project, "Beter  eten", "nl")
    assert slug == "beter-eten"
    trial = new_trial(session.project, slug)
    trial.renew()
    toolkit, problems = trial.load("screen")
    assert problems == ()
    assert toolkit is not None
    assert toolkit.info.title == "Beter eten"
    assert new_toolkit(session.project, "Beter eten", "nl") == "beter-eten-2"


@pytest.mark.parametrize(
    ("what", "file", "path"),
    [
        ("set", CARD, ("options", 9, "title")), ("set", "", ("title",)), ("set", CARD, ()),
        ("add", CARD, ()), ("remove", CARD, ()), ("remove", CARD, ("options", 9)),
        ("move", CARD, ("title",)), ("remove-part", MAIN, ()),
        ("move-part", "", ()), ("remove", MAIN, ("questions", "x")), ("set", "weg.yaml", ("a",)),
    ],
)  # fmt: skip
def test_what_is_not_there_any_more_is_told_and_nothing_changes(
    session: Session, what: str, file: str, path: NodePath
) -> None:
    assert refused(session, what, file, path, old=None, value="x")
    draft = session.draft(Asked("draft", file, path, "x"), "screen")
    assert draft.problems or what != "set"


def test_what_is_typed_stays_when_something_else_is_undone(session: Session) -> None:
    done(session, "set", CARD, ("title",), value="Nieuw")
    session.draft(Asked("draft", CARD, ("intro",), "Half"), "screen")
    done(session, "undo")
    assert session.drafts == {(CARD, ("intro",)): "Half"}


def test_a_question_that_does_not_apply_has_a_reason_and_may_apply_again(session: Session) -> None:
    path = ("options", 0, "answers", "inhoud")
    before = session.files().data[CARD]["options"][0]["answers"]
    done(session, "answer", CARD, path, value="Dat hoeft niet.")
    after = session.files().data[CARD]["options"][0]["answers"]
    assert after == {**before, "inhoud": {"not_applicable": "Dat hoeft niet."}}
    assert [*after] == [*before]
    done(session, "set", CARD, (*path, "not_applicable"), value="Dat is bekend.")
    done(session, "answer", CARD, path)
    assert session.files().unwritten(CARD) == (path,)
