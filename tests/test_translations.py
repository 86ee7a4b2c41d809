"""A toolkit in another language: whole, in step with its source, and linked to the others."""

import re
import shutil
from datetime import date
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pikepdf import Dictionary, Object, Pdf

from cardprint import (
    Cache,
    CardprintError,
    CompareError,
    InputError,
    Project,
    build,
    handout,
    verify_file,
)
from cardprint.compare.run import BuildSettings, accept, compare
from cardprint.compose.sheets import compose
from cardprint.editorial.review import review
from cardprint.load.edited import edited
from cardprint.load.inputs import load_inputs
from cardprint.load.toolkit import Toolkit
from cardprint.model.edition import Edition
from cardprint.model.names import file_stem, in_file
from cardprint.model.texts import keyed_texts, with_texts
from cardprint.pipeline.fingerprint import digest_of_build
from cardprint.pipeline.many import wanted_translations
from cardprint.text.marks import Key, changes, key_of, mark_of
from conftest import ROOT, Run

OUTDATED = "This text may be out of date."
DUTCH, ENGLISH = "cards/ritme.yaml", "translations/en/cards/ritme.yaml"
GUIDE = "pages/gids.yaml"


def edit(project: Path, name: str, old: str, new: str) -> None:
    """Change words in a file of the small toolkit; they must be there."""
    file = project / "toolkits" / "slapen" / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def english(project: Path, layout: str = "screen") -> Toolkit:
    home = Project(project)
    return load_inputs(home, home.toolkits()["slapen"], layout, translation="en")[0]


def html(project: Path, translation: str = "en") -> dict[str, str]:
    """The documents of each sheet for a screen, by its name."""
    home = Project(project)
    inputs = load_inputs(home, home.toolkits()["slapen"], "screen", translation=translation)
    return {sheet.name: sheet.html for sheet in compose(*inputs)}


def problems(project: Path, layout: str = "screen") -> list[str]:
    with pytest.raises(InputError) as error:
        english(project, layout)
    return [str(problem) for problem in error.value.problems]


def stale(project: Path) -> list[str]:
    """The remarks on texts whose source has changed."""
    remarks = review(english(project), date(2026, 2, 1))
    return [str(each.problem) for each in remarks if each.rule == "stale"]


def words_of(file: Path) -> str:
    document = pdfium.PdfDocument(file)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def test_one_command_makes_all_languages_each_with_its_name(in_both: dict[str, Path]) -> None:
    assert in_both["nl"].name == "slapen-screen.pdf"
    assert in_both["en"].name == "slapen-en-screen.pdf"
    assert "Getting up on time" in words_of(in_both["en"])
    assert "Op tijd opstaan" in words_of(in_both["nl"])


def test_a_translation_has_the_words_the_dates_and_the_language_of_its_locale(
    in_both: dict[str, Path],
) -> None:
    with Pdf.open(in_both["en"]) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert str(pdf.open_metadata()["dc:title"]).startswith("Toolkit for deciding")
    words = words_of(in_both["en"])
    assert "5 January 2026" in words
    assert "Option card 1" in words
    assert "Wat houdt het in" not in words


def test_a_place_has_the_same_name_in_every_language(in_both: dict[str, Path]) -> None:
    names = []
    for file in in_both.values():
        with Pdf.open(file) as pdf:
            names.append({*map(str, pdf.Root.Names.Dests.Names[::2])})
    assert names[0] == names[1]
    assert "option/ritme/licht" in names[0]


@pytest.mark.parametrize(
    ("language", "other", "address", "said"),
    [
        ("nl", "en", "./slapen-en-screen.pdf#nameddest=cover", "In een andere taal: English"),
        ("en", "nl", "./slapen-screen.pdf#nameddest=cover", "In another language: Nederlands"),
    ],
)
def test_the_cover_leads_to_the_other_language_in_its_own_words(
    in_both: dict[str, Path], language: str, other: str, address: str, said: str
) -> None:
    with Pdf.open(in_both[language]) as pdf:
        (link,) = [each for each in pdf.pages[0].Annots if "/A" in each]
        assert (str(link.A.URI), str(link.Contents)) == (address, said)
        spans = [each for each in pdf.objects if _is_span(each)]
        assert [str(each.Lang) for each in spans] == [other]
    first = pdfium.PdfDocument(in_both[language])[0].get_textpage().get_text_range()
    assert said.partition(": ")[2] in first


def _is_span(found: Object) -> bool:
    return isinstance(found, Dictionary) and found.get("/S") == "/Span" and "/Lang" in found


def test_a_published_toolkit_leads_to_its_other_language_on_the_web(translated: Path) -> None:
    address = "published_at: https://example.org/pdf"
    edit(translated, "toolkit.yaml", 'version: "0.1"', f'version: "0.1"\n{address}')
    assert "https%3A//example.org/pdf/slapen-screen.pdf" in html(translated)["cover#1"]
    assert "https%3A//example.org/pdf/slapen-en-screen.pdf" in html(translated, "")["cover#1"]


def test_nothing_leads_to_a_language_that_cannot_be_built(translated: Path) -> None:
    edit(translated, ENGLISH, "title ~2d1f6f77: Rhythm", "title:")
    home = Project(translated)
    toolkit, _ = load_inputs(home, home.toolkits()["slapen"], "screen")
    assert toolkit.languages == ()
    assert 'class="languages"' not in html(translated, "")["cover#1"]


def test_an_edition_leads_to_no_language_that_it_is_not_made_in(translated: Path) -> None:
    home = Project(translated)
    toolkit, _ = load_inputs(home, home.toolkits()["slapen"], "screen")
    assert [other.language for other in toolkit.languages] == ["en"]
    edition = Edition.model_validate({"id": "noord", "name": "Slaap Noord"})
    assert edited(toolkit, edition).languages == ()


def test_a_file_says_which_language_it_is_to_be_verified_in(
    in_both: dict[str, Path], tmp_path: Path
) -> None:
    home = Project(in_both["en"].parents[1])
    other = Path(shutil.copy(in_both["en"], tmp_path / "x.pdf"))
    assert verify_file(other, home) == 11
    with pytest.raises(CardprintError, match="Op tijd opstaan"):
        verify_file(other, home, language="nl")


def test_a_language_that_a_toolkit_is_not_in_names_those_that_it_is_in(translated: Path) -> None:
    with pytest.raises(InputError, match=r"no translation into 'de' \(known: en, nl\)"):
        build(translated, languages=["de"], jobs=1)


def test_the_own_language_may_be_named_and_all_are_built_once(translated: Path) -> None:
    home = Project(translated)
    folder = home.toolkits()["slapen"]
    found = wanted_translations(home, [folder], ["nl", "all", "en"])
    assert found == ((folder, ""), (folder, "en"))
    assert wanted_translations(home, [folder], []) == ((folder, ""),)


def test_the_name_of_a_file_has_the_language_of_a_translation() -> None:
    assert file_stem("ptss", "grid-a3+press", "nl-BE") == "ptss-nl-BE-grid-a3-press"
    assert file_stem("ptss", "screen") == "ptss-screen"
    assert in_file("./", "ptss", "screen", "cover", "en") == "./ptss-en-screen.pdf#nameddest=cover"


def test_a_changed_source_is_named_with_the_words_that_differ(translated: Path) -> None:
    edit(translated, DUTCH, "zet elke dag de wekker", "zet op werkdagen de klok")
    (remark,) = stale(translated)
    assert remark.startswith("toolkits/slapen/translations/en/cards/ritme.yaml:11:1: ")
    assert "'elke dag' became 'op werkdagen', 'wekker' became 'klok'" in remark


def test_where_lines_are_broken_is_no_change(translated: Path) -> None:
    edit(translated, DUTCH, "intro: Een vast ritme kan", "intro: |\n  Een vast\n  ritme kan")
    assert stale(translated) == []


def test_a_stale_text_says_so_wherever_it_is_printed(translated: Path) -> None:
    edit(translated, DUTCH, "de wekker op", "de klok op")
    sheets = html(translated)
    assert sum(page.count(OUTDATED) for page in sheets.values()) == 2
    assert f"<strong>{OUTDATED}</strong> You set the alarm" in sheets["card/ritme#2"]
    assert OUTDATED not in "".join(html(translated, "").values())


def test_a_stale_list_has_those_words_above_it(translated: Path) -> None:
    was, now = "  Light tells your body that the day begins:\n\n", "  - Light\n"
    edit(translated, ENGLISH, was, now)
    edit(translated, DUTCH, "slaapt later beter in", "slaapt eerder in")
    assert f"<p><strong>{OUTDATED}</strong></p>\n<ul>" in html(translated)["card/ritme#2"]


@pytest.mark.parametrize(
    ("change", "sheet", "begins"),
    [
        ((DUTCH, "title: Op tijd", "title: Vroeg"), "card/ritme#1", "You get up at the same"),
        ((DUTCH, "title: Ritme", "title: Maat"), "card/ritme#1", "A fixed rhythm"),
        ((GUIDE, "Elke nacht", "Iedere nacht"), "page/gids#1", "Sleeping, moving"),
        ((GUIDE, "title: Lezen", "title: Leren"), "page/gids#1", "First read"),
        (("toolkit.yaml", "Niemand", "Nooit iemand"), "cover#1", "What helps you"),
    ],
)
def test_what_has_no_room_for_those_words_has_them_in_the_text_beside_it(
    translated: Path, change: tuple[str, str, str], sheet: str, begins: str
) -> None:
    edit(translated, *change)
    assert f"<strong>{OUTDATED}</strong> {begins}" in html(translated)[sheet]


def test_a_page_without_any_text_for_those_words_has_them_on_the_cover(translated: Path) -> None:
    prose = r"(?m)^(intro|    text|intro ~\w+|sections/1/text ~\w+):.*\n(  \S.*\n)?"
    for name in (GUIDE, f"translations/en/{GUIDE}"):
        file = translated / "toolkits" / "slapen" / name
        text, count = re.subn(prose, "", file.read_text("utf-8"))
        assert count == 2
        file.write_text(text, "utf-8")
    edit(translated, "pages/gids.yaml", "title: Lezen", "title: Leren")
    assert f"<strong>{OUTDATED}</strong> What helps you" in html(translated)["cover#1"]


def test_a_stale_file_passes_verification(translated: Path, mini_cache: Cache) -> None:
    edit(translated, DUTCH, "de wekker op", "de klok op")
    build(translated, layouts=["grid-a4"], languages=["en"], jobs=1, cache=mini_cache)
    assert OUTDATED in words_of(translated / "out" / "slapen-en-grid-a4.pdf")


@pytest.mark.parametrize("layout", ["press", "grid-a4+press"])
def test_a_press_gets_no_stale_text(translated: Path, layout: str) -> None:
    english(translated, layout)
    edit(translated, DUTCH, "de wekker op", "de klok op")
    edit(translated, DUTCH, "title: Ritme", "title: Maat")
    found = problems(translated, layout)
    assert [each.partition("'")[2].partition("'")[0] for each in found] == [
        "title",
        "options/opstaan/answers/inhoud",
    ]


def test_what_is_missing_is_named_text_by_text_and_never_in_the_other_language(
    translated: Path, cardprint: Run
) -> None:
    addition = "      licht: Je ziet meer.\n"
    edit(translated, "toolkit.yaml", "contents:", "  - {id: licht, label: En licht?, "
         "role: benefit}\ncontents:")  # fmt: skip
    for old in ("      last: De eerste", "      last: Van een", "      last: Je mist",
                "      last: Schrijven"):  # fmt: skip
        name = "rust" if "mist" in old or "Schr" in old else "ritme"
        edit(translated, f"cards/{name}.yaml", old, addition + old)
    result = cardprint("build", "--language", "en", cwd=translated)
    assert result.returncode == 3
    assert result.stderr.count("is not translated: Je ziet meer.") == 4
    assert "'questions/licht/label' is not translated: En licht?" in result.stderr
    assert not (translated / "out" / "slapen-en-screen.pdf").exists()


def test_a_doubtful_text_is_out_of_date_whatever_its_source(translated: Path) -> None:
    edit(translated, ENGLISH, "subtitle ~e9545cdc", "subtitle ~?")
    (remark,) = stale(translated)
    assert "the translation of 'subtitle' is marked as doubtful" in remark


def test_a_mistake_in_a_translated_text_is_told_at_its_place_there(
    translated: Path, cardprint: Run
) -> None:
    edit(translated, ENGLISH, "the same time every day, and", "the same  time every day, and")
    done = cardprint("check", "--today", "2026-02-01", cwd=translated)
    assert done.stdout.count("two spaces") == 1
    assert "toolkits/slapen/translations/en/cards/ritme.yaml:12:37: remark: two spa" in done.stdout
    assert "slapen: 2 cards, 4 options, no problems" in done.stdout
    assert "slapen (en): 2 cards, 4 options, 1 remark" in done.stdout


def test_what_is_wrong_with_the_source_itself_is_told_once(
    translated: Path, cardprint: Run
) -> None:
    result = cardprint("check", "--today", "2030-01-01", cwd=translated)
    assert result.stdout.count("the review date has passed") == 1


def test_terms_and_names_in_another_language_are_those_of_the_translation(
    translated: Path,
) -> None:
    edit(translated, "toolkit.yaml", "contents:", "glossary: [{term: ritme, instead_of: [maat]}]\n"
         "terms_in: {en: [tablet], de: [Wecker]}\ncontents:")  # fmt: skip
    own = f"glossary/1/term ~{mark_of('ritme')}: rhythm\nterms_in: {{nl: [Voorbeeldstichting]}}\n"
    file = translated / "toolkits/slapen/translations/en/toolkit.yaml"
    file.write_text(file.read_text("utf-8") + own + "instead_of: {rhythm: [beat]}\n", "utf-8")
    info = english(translated).info
    assert info.terms_in == {"de": ("Wecker",), "nl": ("Voorbeeldstichting",)}
    assert [(each.term, each.instead_of) for each in info.glossary] == [("rhythm", ("beat",))]


def test_a_link_to_a_toolkit_in_another_language_has_a_title_of_its_own(translated: Path) -> None:
    toolkits = translated / "toolkits"
    shutil.copytree(toolkits / "slapen", toolkits / "ander")
    place = "    more: [{to: 'ander:option/ritme/licht'}]\n"
    answers = "    answers:\n      inhoud: Je zet"
    edit(translated, DUTCH, answers, place + answers)
    (more,) = english(translated).cards[0].options[0].more
    toolkit = english(translated)
    assert toolkit.title_of(more) == "Light in the morning (light therapy)"
    assert "ander-en-screen.pdf" in html(translated)["card/ritme#3"]
    shutil.rmtree(toolkits / "ander" / "translations")
    (found,) = problems(translated)
    assert "the title of 'ander:option/ritme/licht' is in another language ('nl')" in found


def test_a_build_is_made_again_after_a_change_of_its_translation_alone(translated: Path) -> None:
    home = Project(translated)
    folder = home.toolkits()["slapen"]
    before = digest_of_build(home, folder, "screen", "en")
    assert before != digest_of_build(home, folder, "screen")
    edit(translated, ENGLISH, "Rhythm", "Pace")
    assert before != digest_of_build(home, folder, "screen", "en")


def test_a_translation_is_accepted_and_compared_beside_its_source(
    translated: Path, mini_cache: Cache
) -> None:
    settings = BuildSettings(jobs=1, cache=mini_cache)
    accept(translated, layouts=["grid-a4"], settings=settings, languages=["all"])
    edit(translated, ENGLISH, "alarm clock", "timer")
    dutch, other = compare(translated, settings=settings)
    assert dutch.is_same
    assert not other.is_same
    assert (translated / "baseline" / "slapen-en-grid-a4" / "accepted.pdf").is_file()
    with pytest.raises(CompareError, match="accept slapen --layout screen --language en"):
        compare(translated, layouts=["screen"], settings=settings, languages=["en"])


def test_a_handout_may_be_in_a_translation(translated: Path) -> None:
    options = ["ritme/licht", "rust/scherm"]
    paper, _ = handout(translated, "slapen", options, language="en", jobs=1)
    assert paper.file == "out/slapen-en-handout.pdf"
    assert "No screen in bed" in words_of(translated / paper.file)


def test_a_list_of_toolkits_says_which_languages_they_are_in(
    translated: Path, cardprint: Run
) -> None:
    assert "  slapen (also in en)\n" in cardprint("list", cwd=translated).stdout


def test_a_key_is_read_as_it_is_written() -> None:
    assert key_of("options/x/title ~0123abcd") == Key("options/x/title", "0123abcd")
    assert key_of("title ~?") == Key("title", "?")
    assert key_of("title ~") == key_of("title") == Key("title")
    assert str(Key("title", "0123abcd")) == "title ~0123abcd"


def test_changes_are_words_that_came_went_or_became_others() -> None:
    assert changes("a b c", "a x c d") == (("b", "x"), ("", "d"))
    assert changes("a b", "a") == (("b", ""),)
    assert changes("same", "same") == ()


@pytest.mark.parametrize("slug", ["persoonlijkheidsstoornissen", "ptss"])
def test_texts_put_back_under_their_keys_make_the_same_toolkit(slug: str) -> None:
    home = Project(ROOT)
    toolkit, _ = load_inputs(home, home.toolkits()[slug], "screen")
    for record in (toolkit.info, *toolkit.parts):
        found = [*keyed_texts(record)]
        assert len({key for key, *_ in found}) == len(found)
        assert with_texts(record, {path: text for _, path, text, _ in found}) == record
        shouted = with_texts(record, {path: text.upper() for _, path, text, _ in found})
        assert [text for *_, text, _ in keyed_texts(shouted)] == [t.upper() for *_, t, _ in found]


def test_the_english_toolkit_of_this_project_is_in_step_with_its_dutch_one() -> None:
    home = Project(ROOT)
    folder = home.toolkits()["persoonlijkheidsstoornissen"]
    toolkit, _ = load_inputs(home, folder, "screen", translation="en")
    assert len(toolkit.pairs) > 250
    assert review(toolkit, date(2026, 11, 25)) == ()
