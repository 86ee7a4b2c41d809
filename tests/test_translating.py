"""The files of a translation are made, renewed, and exchanged with translators; nothing is lost."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardprint import InputError, Project
from cardprint.load.inputs import load_inputs
from cardprint.messages.catalogue import speak
from cardprint.storage.nodes import read_nodes
from cardprint.text.marks import Key, mark_of
from cardprint.translate.entries import written_text
from cardprint.translate.po import from_po
from cardprint.translate.run import export, own_files, renew, take
from cardprint.translate.units import units_of
from cardprint.translate.xliff import from_xliff
from conftest import Run

ENDINGS = ("po", "xliff")


def file_of(project: Path, name: str = "cards/ritme.yaml", language: str = "en") -> Path:
    return project / "toolkits" / "slapen" / "translations" / language / name


def source_of(project: Path, name: str = "cards/ritme.yaml") -> Path:
    return project / "toolkits" / "slapen" / name


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def translate(project: Path, language: str = "en") -> tuple[int, int, int, int]:
    """Renew the translation: how many texts are done, new, stale and gone."""
    home = Project(project)
    found = renew(home, home.toolkits()["slapen"], language)
    return found.done, found.new, found.stale, found.gone


def all_files(project: Path) -> dict[str, str]:
    folder = project / "toolkits" / "slapen" / "translations"
    return {str(each): each.read_text("utf-8") for each in sorted(folder.rglob("*.yaml"))}


def test_a_new_translation_asks_for_every_text(project: Path, cardprint: Run) -> None:
    result = cardprint("translate", "slapen", "--to", "de", cwd=project)
    assert "0 texts in step, 55 to translate, 0 out of date, 0 no longer needed" in result.stdout
    text = file_of(project, language="de").read_text("utf-8")
    assert "\n#~ TO DO: Elke dag hetzelfde\nsubtitle:\n" in text
    assert "\n#~ - je wordt **wakker**\n" in text
    checked = cardprint("check", cwd=project)
    assert checked.stderr.count("is not translated") == 55
    assert not (project / "toolkits/slapen/translations/sources.yaml").exists()


def test_what_somebody_writes_gets_the_mark_of_its_source(project: Path) -> None:
    translate(project)
    edit(file_of(project), "subtitle:", "subtitle: Every day the same")
    assert translate(project) == (1, 54, 0, 0)
    mark = mark_of("Elke dag hetzelfde")
    text = file_of(project).read_text("utf-8")
    assert f"subtitle ~{mark}: Every day the same\n" in text
    assert "Elke dag hetzelfde" not in text
    sources = (project / "toolkits/slapen/translations/sources.yaml").read_text("utf-8")
    assert f"\n{mark}: Elke dag hetzelfde\n" in sources


def test_what_is_in_step_stays_as_it_is_to_the_letter(translated: Path) -> None:
    before = all_files(translated)
    assert translate(translated) == (55, 0, 0, 0)
    assert all_files(translated) == before


def test_a_changed_source_is_told_above_the_old_words(translated: Path) -> None:
    edit(source_of(translated), "elke dag de wekker", "elke dag de klok")
    assert translate(translated) == (54, 0, 1, 0)
    once = file_of(translated).read_text("utf-8")
    assert "#~ CHANGED: [wekker] → [klok]\n#~ IT IS NOW: Je zet elke dag de klok op" in once
    assert "\noptions/opstaan/answers/inhoud ~0e01c6f1: >-\n  You set the alarm clock" in once
    assert translate(translated) == (54, 0, 1, 0)
    assert file_of(translated).read_text("utf-8") == once
    edit(file_of(translated), "inhoud ~0e01c6f1: >-\n  You set the alarm clock",
         "inhoud: >-\n  You set the clock")  # fmt: skip
    assert translate(translated) == (55, 0, 0, 0)
    text = file_of(translated).read_text("utf-8")
    assert "#~" not in text
    assert mark_of("Je zet elke dag de klok op dezelfde tijd en staat dan ook op.") in text


def test_notes_and_words_of_their_own_stay(translated: Path) -> None:
    edit(file_of(translated), "subtitle ~", "# Seen by Ann\nsubtitle ~")
    toolkit = file_of(translated, "toolkit.yaml")
    own = "\n# Names in Dutch\nterms_in:\n  nl: [Voorbeeldstichting]\n"
    toolkit.write_text(toolkit.read_text("utf-8") + own, "utf-8")
    edit(source_of(translated), "Elke dag hetzelfde", "Iedere dag hetzelfde")
    assert translate(translated) == (54, 0, 1, 0)
    told = "# Seen by Ann\n#~ CHANGED: [Elke] → [Iedere]\n#~ IT IS NOW: Iedere dag hetzelfde\n"
    assert told + "subtitle ~e9545cdc: The same every day\n" in file_of(translated).read_text()
    assert toolkit.read_text("utf-8").endswith(own)


def test_a_text_is_found_again_where_another_was_put_before_it(translated: Path) -> None:
    new = "sections:\n  - heading: Nieuw\n    text: Dit is nieuw.\n"
    edit(source_of(translated, "pages/gids.yaml"), "sections:\n", new)
    assert translate(translated) == (55, 2, 0, 0)
    text = file_of(translated, "pages/gids.yaml").read_text("utf-8")
    assert "\nsections/2/heading ~10feb0e8: Sleep and rhythm\n" in text
    assert "\nsections/3/diagram/steps/2/text ~" in text


def test_a_text_without_a_source_becomes_a_note_and_stays_one(translated: Path) -> None:
    edit(source_of(translated), "subtitle: Elke dag hetzelfde\n", "")
    assert translate(translated) == (54, 0, 0, 1)
    text = file_of(translated).read_text("utf-8")
    assert text.endswith("\n# subtitle ~e9545cdc: The same every day\n")
    assert translate(translated) == (54, 0, 0, 0)
    assert file_of(translated).read_text("utf-8") == text


def test_nothing_is_written_when_a_file_cannot_be_read(translated: Path) -> None:
    edit(file_of(translated), "subtitle ~e9545cdc: The", "subtitle ~e9545cdc: 'The")
    edit(source_of(translated, "cards/rust.yaml"), "title: Rust", "title: Kalmte")
    before = all_files(translated)
    with pytest.raises(InputError, match=r"translations/en/cards/ritme\.yaml"):
        translate(translated)
    assert all_files(translated) == before


def test_only_sources_that_a_translation_was_made_from_are_kept(translated: Path) -> None:
    sources = translated / "toolkits/slapen/translations/sources.yaml"
    edit(source_of(translated), "Elke dag hetzelfde", "Iedere dag hetzelfde")
    translate(translated)
    assert "Elke dag hetzelfde" in sources.read_text("utf-8")
    edit(file_of(translated), "subtitle ~e9545cdc", "subtitle")
    translate(translated)
    assert "Elke dag hetzelfde" not in sources.read_text("utf-8")
    assert ": Iedere dag hetzelfde\n" in sources.read_text("utf-8")


@pytest.mark.parametrize(
    ("language", "message"),
    [("nl", "the toolkit was written in 'nl'"), ("xx", "there is no language 'xx'")],
)
def test_a_toolkit_is_translated_into_another_language_that_exists(
    project: Path, language: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        translate(project, language)
    assert not (project / "toolkits/slapen/translations").exists()


def test_notes_for_editors_are_in_the_language_of_the_messages(project: Path) -> None:
    speak("nl")
    try:
        translate(project)
    finally:
        speak("en")
    assert "#~ TE DOEN: Elke dag hetzelfde" in file_of(project).read_text("utf-8")


LINE = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1).map(
    lambda text: " ".join(text.split(" ")).strip()
)
TEXT = st.lists(LINE, min_size=1, max_size=4).map("\n".join).map(str.strip).filter(bool)


@given(TEXT, st.sampled_from(["title", "options/licht/answers/inhoud"]))
def test_a_text_is_read_as_it_was_written(text: str, name: str) -> None:
    key = Key(name, "0123abcd")
    told: list[object] = []
    nodes = read_nodes("\n".join(written_text(key, text)) + "\n", "x.yaml", told.append)
    assert told == []
    assert nodes is not None
    assert isinstance(nodes.data, dict)
    (read,) = nodes.data.values()
    assert mark_of(read) == mark_of(text)
    assert read.split() == text.split()


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_goes_to_translators_comes_back_as_it_was(translated: Path, ending: str) -> None:
    edit(source_of(translated), "elke dag de wekker", "elke dag de klok")
    edit(source_of(translated, "cards/rust.yaml"), "intro: Wie", "intro: Iedereen die")
    translate(translated)
    before = all_files(translated)
    home, file = Project(translated), translated / f"slapen.{ending}"
    folder = home.toolkits()["slapen"]
    assert export(home, folder, "en", file) == 55
    taken = take(home, folder, "en", file)
    assert len(taken.given["cards/ritme.yaml"]) == 13
    assert taken.left == ()
    renew(home, folder, "en", taken)
    assert all_files(translated) == before


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_whole_translation_comes_from_translators(
    translated: Path, cardprint: Run, ending: str
) -> None:
    file = translated / f"slapen.{ending}"
    cardprint("translate", "slapen", "--to", "en", "--export", file, cwd=translated)
    before = all_files(translated)
    for each in before:
        Path(each).unlink()
    result = cardprint("translate", "slapen", "--to", "en", "--import", file, cwd=translated)
    assert "55 texts in step" in result.stdout
    home = Project(translated)
    toolkit, _ = load_inputs(home, home.toolkits()["slapen"], "screen", translation="en")
    assert not any(pair.is_stale for pair in toolkit.pairs)
    assert toolkit.cards[0].options[1].answers["helpen"] == (
        "Light tells your body that the day begins:\n\n- you become **awake**\n"
        "- you fall asleep more easily later"
    )


def test_a_stale_text_is_fuzzy_with_its_previous_source(translated: Path) -> None:
    edit(source_of(translated), "Elke dag hetzelfde", "Iedere dag hetzelfde")
    home, file = Project(translated), translated / "slapen.po"
    export(home, home.toolkits()["slapen"], "en", file)
    assert (
        '#, fuzzy\n#| msgid "Elke dag hetzelfde"\nmsgctxt "cards/ritme.yaml|subtitle"\n'
        'msgid "Iedere dag hetzelfde"\nmsgstr "The same every day"\n'
    ) in file.read_text("utf-8")
    export(home, home.toolkits()["slapen"], "en", file.with_suffix(".xlf"))
    text = file.with_suffix(".xlf").read_text("utf-8")
    assert '<target state="needs-review-translation">The same every day</target>' in text
    assert "<source>Elke dag hetzelfde</source>" in text


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_for_translators_is_the_same_each_time(translated: Path, ending: str) -> None:
    home = Project(translated)
    written = []
    for name in ("a", "b"):
        export(home, home.toolkits()["slapen"], "en", translated / f"{name}.{ending}")
        written.append((translated / f"{name}.{ending}").read_bytes())
    assert written[0] == written[1]


def test_what_translators_write_is_of_the_source_that_they_had(translated: Path) -> None:
    home, file = Project(translated), translated / "slapen.po"
    folder = home.toolkits()["slapen"]
    edit(file_of(translated), "subtitle ~e9545cdc: The same every day", "subtitle:")
    export(home, folder, "en", file)
    edit(file, 'msgid "Elke dag hetzelfde"\nmsgstr ""',
         'msgid "Elke dag hetzelfde"\nmsgstr "Every day"')  # fmt: skip
    edit(source_of(translated), "Elke dag hetzelfde", "Op werkdagen hetzelfde")
    found = renew(home, folder, "en", take(home, folder, "en", file))
    assert (found.done, found.new, found.stale) == (54, 0, 1)
    text = file_of(translated).read_text("utf-8")
    assert "#~ CHANGED: [Elke dag] → [Op werkdagen]\n" in text
    assert "\nsubtitle ~e9545cdc: Every day\n" in text


def test_an_old_file_of_translators_undoes_nothing_newer(translated: Path, cardprint: Run) -> None:
    file = translated / "slapen.po"
    cardprint("translate", "slapen", "--to", "en", "--export", file, cwd=translated)
    edit(source_of(translated), "Elke dag hetzelfde", "Iedere dag hetzelfde")
    edit(file_of(translated), "subtitle ~e9545cdc: The same", "subtitle: Alike")
    translate(translated)
    edit(source_of(translated, "cards/rust.yaml"), "id: scherm", "id: telefoon")
    result = cardprint("translate", "slapen", "--to", "en", "--import", file, cwd=translated)
    assert "not taken over: 'subtitle' was translated anew since that file" in result.stderr
    gone = "not taken over: 'options/scherm/title' is no text of 'cards/rust.yaml'"
    assert gone in result.stderr
    assert ": Alike every day\n" in file_of(translated).read_text("utf-8")


def test_what_a_translator_doubts_stays_in_doubt(translated: Path) -> None:
    home = Project(translated)
    folder = home.toolkits()["slapen"]
    text = (
        '#, fuzzy\nmsgctxt "cards/ritme.yaml|subtitle"\n'
        'msgid "Elke dag hetzelfde"\nmsgstr "Every day?"\n'
    )
    (translated / "a.po").write_text(text, "utf-8")
    found = renew(home, folder, "en", take(home, folder, "en", translated / "a.po"))
    assert found.stale == 1
    assert "\nsubtitle ~?: Every day?\n" in file_of(translated).read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.po", 'msgid "a"\nmsgstr "b', "the file is no PO file that can be read"),
        ("a.po", "<xliff/>", "a.po:1:1: the file is no PO file that can be read"),
        ("a.xliff", "<xliff>", "the file is no XLIFF file that can be read"),
        (
            "a.xlf",
            '<!DOCTYPE x [<!ENTITY a "b">]><xliff>&a;</xliff>',
            "the file is no XLIFF file that can be read",
        ),
        ("a.docx", "", "the name says no known format"),
    ],
)
def test_a_file_that_is_not_from_translators_is_refused(
    translated: Path, name: str, text: str, message: str
) -> None:
    (translated / name).write_text(text, "utf-8")
    home = Project(translated)
    before = all_files(translated)
    with pytest.raises(InputError, match=message):
        take(home, home.toolkits()["slapen"], "en", translated / name)
    assert all_files(translated) == before


def test_both_formats_have_the_same_units(translated: Path) -> None:
    home = Project(translated)
    folder = home.toolkits()["slapen"]
    files = own_files(home, folder, "en")
    wanted = {
        (unit.file, unit.name, unit.source, unit.words) for unit in units_of(home, files, "en")
    }
    for ending, read in (("po", from_po), ("xliff", from_xliff)):
        file = translated / f"x.{ending}"
        export(home, folder, "en", file)
        found = read(file.read_text("utf-8"), file.name)
        assert {(each.file, each.name, each.source, each.words) for each in found} == wanted
        assert all(each.is_done for each in found)
