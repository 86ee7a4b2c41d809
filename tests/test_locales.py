"""Languages are data: each built-in one is whole, and a project adds or changes one with a file."""

import re
import shutil
import unicodedata
from datetime import date
from itertools import combinations
from pathlib import Path
from string import Formatter
from typing import NamedTuple, get_args

import pikepdf
import pypdfium2
import pyphen  # type: ignore[import-untyped]  # it comes without types
import pytest
from babel.dates import format_date

from cardprint import Project, build, handout
from cardprint.editorial.readability import FORMULAS
from cardprint.editorial.review import review
from cardprint.errors import InputError, Place, Problem
from cardprint.load.locales import load_labels, load_locale
from cardprint.load.reading import load_toolkit
from cardprint.model.locale import Formula, Locale, LocaleFile
from cardprint.storage.cache import Cache
from cardprint.text.fonts import missing_characters
from conftest import MINI, ROOT, TESTS

BUILT_IN = sorted(file.stem for file in (ROOT / "locales").glob("*.yaml"))
ASKED = Place("toolkit.yaml", 3, 11)


def built_in(language: str) -> Locale:
    return load_locale(Project(MINI), language, ASKED)


def written(project: Path, name: str, text: str) -> None:
    (project / "locales").mkdir(exist_ok=True)
    (project / "locales" / f"{name}.yaml").write_text(text, "utf-8")


def test_there_are_languages_of_several_scripts_and_both_directions() -> None:
    assert {"nl", "en", "de", "fr", "pl", "tr", "cs", "el", "uk", "ar", "he"} <= {*BUILT_IN}
    assert {built_in(language).direction for language in BUILT_IN} == {"ltr", "rtl"}


@pytest.mark.parametrize("language", BUILT_IN)
def test_a_language_is_named_by_its_own_name(language: str) -> None:
    locale = built_in(language)
    assert str(locale.babel.get_language_name()).casefold() in locale.name.casefold()


@pytest.mark.parametrize("language", BUILT_IN)
def test_every_label_can_be_filled_in(language: str) -> None:
    for name, label in built_in(language).words.items():
        blanks = {blank for _, blank, _, _ in Formatter().parse(label) if blank is not None}
        filled = label.format(**dict.fromkeys(blanks, "⟨filled⟩"))
        assert filled.count("⟨filled⟩") == len(blanks), name
        assert filled == filled.strip(), name


def test_no_language_was_copied_from_another() -> None:
    words = {language: built_in(language).words for language in BUILT_IN if "-" not in language}
    for one, other in combinations(words, 2):
        same = [name for name in words[one] if words[one][name] == words[other][name]]
        assert len(same) <= 6, (one, other, same)


@pytest.mark.parametrize("language", BUILT_IN)
def test_what_stands_beside_texts_to_correct_is_told_apart(language: str) -> None:
    words = built_in(language).exchanged
    names = ("title", "subtitle", "short_title", "summary", "intro", "heading", "subheading")
    assert len({words[name] for name in names}) == len(names)


@pytest.mark.parametrize("language", BUILT_IN)
def test_labels_that_lead_elsewhere_are_told_apart(language: str) -> None:
    words = built_in(language).words
    buttons = ("view", "back", "again", "next", "previous", "view_overview")
    assert len({words[name] for name in buttons}) == len(buttons)
    spoken = ("next_say", "previous_say", "again_say", "next_option_say", "previous_option_say")
    assert len({words[name] for name in spoken}) == len(spoken)


@pytest.mark.parametrize("language", BUILT_IN)
def test_the_bundled_fonts_can_show_every_label(language: str) -> None:
    locale = built_in(language)
    fonts = sorted((ROOT / "fonts").glob("*/*.ttf"))
    script = unicodedata.name(locale.name[0]).split()[0]
    if script != "LATIN" and missing_characters(locale.name, fonts):
        pytest.skip(f"no bundled font has {script} letters")
    words = (*locale.words.values(), *locale.exchanged.values())
    shown = "".join((*words, *locale.style.quotes, locale.style.apostrophe))
    assert missing_characters(shown, fonts) == []


@pytest.mark.parametrize("language", BUILT_IN)
def test_the_words_of_the_checks_are_there(language: str) -> None:
    style = built_in(language).style
    assert len(style.numbers) == len({*style.numbers}) >= 9
    assert style.explains
    assert style.screen_words
    assert all(len(sign) == 1 for sign in (*style.quotes, style.apostrophe))


def test_each_formula_that_a_file_can_name_is_known_to_the_checks() -> None:
    assert [*FORMULAS] == [*get_args(Formula)]


def test_the_model_and_the_schema_ask_for_the_same_keys() -> None:
    schema = LocaleFile.model_json_schema()
    style = LocaleFile.model_fields["style"].annotation
    assert style is not None
    needed = [name for name, field in style.model_fields.items() if field.is_required()]
    assert schema["then"]["properties"]["style"]["required"] == needed
    assert schema["then"]["properties"]["labels"]["required"] == [*built_in("nl").words]
    assert schema["then"]["properties"]["exchange"]["required"] == [*built_in("nl").exchanged]


# A language of one's own


def test_a_project_adds_a_language_with_one_file(project: Path) -> None:
    text = (ROOT / "locales" / "en.yaml").read_text("utf-8")
    text = text.replace("name: English", "name: Svenska").replace("conventions: en-GB\n", "")
    written(project, "sv", text)
    locale = load_locale(Project(project), "sv", ASKED)
    assert (locale.language, locale.name) == ("sv", "Svenska")
    assert str(locale.babel.months["format"]["wide"][1]) == "januari"


def test_a_regional_language_has_only_what_differs(project: Path) -> None:
    written(project, "nl-BE", "base: nl\nlabels:\n  licence: Gebruiksrecht\n")
    locale = load_locale(Project(project), "nl-BE", ASKED)
    plain = built_in("nl")
    differing = {name for name in plain.words if locale.words[name] != plain.words[name]}
    assert differing == {"licence"}
    assert locale.words["licence"] == "Gebruiksrecht"
    assert (locale.language, locale.style, locale.name) == ("nl-BE", plain.style, plain.name)


def test_a_project_changes_some_words_of_a_built_in_language(project: Path) -> None:
    written(project, "nl", "base: nl\nlabels:\n  card: Kaart\n")
    locale = load_locale(Project(project), "nl", ASKED)
    assert (locale.words["card"], locale.words["view"]) == ("Kaart", "BEKIJK ONDERDEEL")


def test_a_region_writes_its_own_dates() -> None:
    day = date(2026, 3, 5)
    shown = [
        format_date(day, "long", locale=built_in(language).babel)
        for language in ("nl", "en", "en-US", "fr")
    ]
    assert shown == ["5 maart 2026", "5 March 2026", "March 5, 2026", "5 mars 2026"]


@pytest.mark.parametrize("language", BUILT_IN)
def test_dates_have_the_digits_that_page_numbers_have(language: str) -> None:
    shown = format_date(date(2026, 3, 15), "long", locale=built_in(language).babel)
    assert "15" in shown
    assert "2026" in shown


def test_a_base_may_have_a_base(project: Path) -> None:
    written(project, "nl-NL", "base: nl\nlabels:\n  card: Kaart\n  again: Nog eens\n")
    written(project, "nl-BE", "base: nl-NL\nlabels:\n  card: Keuzefiche\n")
    words = load_locale(Project(project), "nl-BE", ASKED).words
    assert (words["card"], words["again"]) == ("Keuzefiche", "Nog eens")


def test_two_languages_are_not_each_other_s_base(project: Path) -> None:
    written(project, "sv", "base: da\n")
    written(project, "da", "base: sv\n")
    with pytest.raises(InputError) as caught:
        load_locale(Project(project), "sv", ASKED)
    (problem,) = caught.value.problems
    assert str(problem).startswith("locales/da.yaml:1:7: 'sv' is its own base (")


def test_what_is_wrong_in_a_base_is_told_at_its_own_place(project: Path) -> None:
    written(project, "nl-NL", "base: nl\nlabels:\n  view_say: Bekijk\n")
    written(project, "nl-BE", "base: nl-NL\nlabels:\n  card: Keuzefiche\n")
    with pytest.raises(InputError) as caught:
        load_locale(Project(project), "nl-BE", ASKED)
    assert [str(problem.place) for problem in caught.value.problems] == ["locales/nl-NL.yaml:3:13"]


def test_the_labels_of_a_layout_go_from_the_language_to_the_region(project: Path) -> None:
    written(project, "nl-BE", "base: nl\n")
    folder = project / "layouts" / "poster"
    folder.mkdir(parents=True)
    (folder / "labels.nl.yaml").write_text("card: Kaart\nagain: Nog eens\n", "utf-8")
    (folder / "labels.nl-BE.yaml").write_text("card: Fiche\n", "utf-8")
    (folder / "labels.nl-NL.yaml").write_text("again: Opnieuw\n", "utf-8")
    found = Project(project)
    problems: list[Problem] = []
    words = load_labels(load_locale(found, "nl-BE", ASKED), [folder], found, problems.append)
    assert problems == []
    assert (words["card"], words["again"]) == ("Fiche", "Nog eens")


# Whole toolkits


class Example(NamedTuple):
    """A small toolkit in a language, and what its pages should say."""

    slug: str
    guide: str
    options: tuple[str, str]
    date: str
    page: str
    links: tuple[str, str]
    """The descriptions of the links to an option, and from there back to the card."""
    handout: tuple[str, ...]
    long_word: str


EXAMPLES = {
    "en": Example(
        "sleep", "guide", ("rhythm/rise", "rest/writing"), "5 March 2026", "page 2 of 5",
        ("View option Getting up on time", "Back to choosing: Rhythm"),
        ("Chosen options side by side", "Does not apply: this has not been studied",
         "What appeals to me?", "What we agreed", "Deciding together about sleep, version 0.1."),
        "overenthusiastically",
    ),
    "de": Example(
        "schlaf", "anleitung", ("rhythmus/aufstehen", "ruhe/schreiben"), "5. März 2026",
        "Seite 2 von 5",
        ("Möglichkeit ansehen: Pünktlich aufstehen", "Zurück zur Auswahl: Rhythmus"),
        ("Ausgewählte Möglichkeiten nebeneinander", "Trifft nicht zu: das ist nicht untersucht",
         "Was spricht mich an?", "Was wir vereinbart haben", "über den Schlaf, Version 0.1."),
        "Aufmerksamkeitsschwierigkeiten",
    ),
    "fr": Example(
        "sommeil", "guide", ("rythme/lever", "calme/ecrire"), "5 mars 2026", "page 2 sur 5",
        ("Voir l’option\u00a0: Se lever à l’heure", "Retour au choix\u00a0: Rythme"),
        ("Les options choisies côte à côte", "Ne s’applique pas : cela n’a pas été étudié",
         "Qu’est-ce qui me plaît ?", "Ce que nous avons décidé", "de son sommeil, version 0.1."),
        "intergouvernementalement",
    ),
}  # fmt: skip


class Built(NamedTuple):
    """What was made of an example, in which its long word stands many times."""

    language: str
    example: Example
    folder: Path

    def file(self, layout: str) -> Path:
        return self.folder / f"{self.example.slug}-{layout}.pdf"

    def words(self, layout: str) -> str:
        document = pypdfium2.PdfDocument(self.file(layout))
        found = " ".join(page.get_textpage().get_text_range() for page in document)
        document.close()
        return " ".join(found.split())


@pytest.fixture(scope="module", params=EXAMPLES)
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, mini_cache: Cache
) -> Built:
    language, folder = request.param, tmp_path_factory.mktemp(request.param)
    example = EXAMPLES[language]
    project = Path(shutil.copytree(TESTS / "languages" / language, folder / "project"))
    guide = project / "toolkits" / example.slug / "pages" / f"{example.guide}.yaml"
    # Lines end at another place of the word each time, whatever their length.
    words = " ".join(f"{'o' * size} {example.long_word}" for size in range(1, 13))
    section = f"  - heading: '…'\n    text: {words}.\n"
    guide.write_text(guide.read_text("utf-8") + section, "utf-8")
    build(project, layouts=("screen", "grid-a4"), out=folder, jobs=1, cache=mini_cache)
    handout(project, example.slug, example.options, out=folder, jobs=1)
    return Built(language, example, folder)


@pytest.mark.parametrize("language", EXAMPLES)
def test_the_example_of_a_language_has_no_remarks(language: str) -> None:
    project = Project(TESTS / "languages" / language)
    toolkit = load_toolkit(project.toolkits()[EXAMPLES[language].slug], project)
    assert review(toolkit, date(2026, 4, 1)) == ()


def test_a_file_says_which_language_it_is_in(built: Built) -> None:
    for layout in ("screen", "grid-a4", "handout", "handout-form"):
        with pikepdf.open(built.file(layout)) as pdf:
            assert str(pdf.Root.Lang) == built.language


def test_dates_and_page_numbers_are_written_as_in_the_language(built: Built) -> None:
    words = built.words("grid-a4")
    assert built.example.date in words
    assert built.example.page in words


def test_links_are_described_in_the_language(built: Built) -> None:
    with pikepdf.open(built.file("screen")) as pdf:
        said = {str(link.Contents) for page in pdf.pages for link in page.get("/Annots", ())}
    assert {*built.example.links} <= said


def test_a_handout_speaks_the_language(built: Built) -> None:
    words = built.words("handout")
    for expected in built.example.handout:
        assert expected in words


def test_long_words_are_hyphenated_as_the_language_does(built: Built) -> None:
    word, words = built.example.long_word, built.words("screen")
    allowed = pyphen.Pyphen(lang=pyphen.language_fallback(built.language)).positions(word)
    broken = {
        at
        for at in range(1, len(word))
        if re.search(rf"{word[:at]}[-\x02\ufffe] ?{word[at:]}", words)
    }
    assert broken
    assert broken <= {*allowed}


FRENCH = [
    ("Notez vos questions.", "Qui êtes-vous?", "nothing keeps '?' on its line"),
    ("Notez vos questions.", "Qui êtes-vous ?", "nothing keeps '?' on its line"),
    ("Notez vos questions.", "Faites ceci: notez.", "nothing keeps ':' on its line"),
    ("Notez vos questions.", "Dites «\u202foui », bon.", "nothing keeps '»' on its line"),
    ("Notez vos questions.", "Dites « oui\u202f», bon.", "nothing keeps '«' on its line"),
    ("Notez vos questions.", "Notez cela .", "a space before a punctuation mark: '.'"),
    ("Notez vos questions.", 'Notez "cela".', "a straight quote: '\"'"),
]


@pytest.mark.parametrize(("old", "new", "message"), FRENCH, ids=[each[1] for each in FRENCH])
def test_french_has_its_own_spaces_before_signs(
    old: str, new: str, message: str, tmp_path: Path
) -> None:
    project = Path(shutil.copytree(TESTS / "languages" / "fr", tmp_path / "project"))
    guide = project / "toolkits" / "sommeil" / "pages" / "guide.yaml"
    text = guide.read_text("utf-8")
    assert old in text
    guide.write_text(text.replace(old, new), "utf-8")
    found = Project(project)
    toolkit = load_toolkit(found.toolkits()["sommeil"], found)
    assert [remark.problem.message for remark in review(toolkit, date(2026, 4, 1))] == [message]


def test_a_label_may_have_its_blanks_in_another_order(
    project: Path, tmp_path: Path, mini_cache: Cache
) -> None:
    """What is printed is verified, so the verification knows it too; quotes end no style sheet."""
    label = """'van de {total} "pagina\u2019s" is dit {number}'"""
    written(project, "nl", f"base: nl\nlabels:\n  page_of: {label}\n")
    (report,) = build(project, layouts=("grid-a4",), out=tmp_path, jobs=1, cache=mini_cache)
    document = pypdfium2.PdfDocument(report.file)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    assert report.pages == len(pages) == 5
    for number, page in enumerate(pages, 1):
        assert f'van de 5 "pagina\u2019s" is dit {number}' in page


@pytest.mark.parametrize("language", BUILT_IN)
def test_no_label_of_paper_is_a_word_of_screens(language: str) -> None:
    locale = built_in(language)
    words = (re.escape(word).replace(r"\*", r"\w*") for word in locale.style.screen_words)
    pattern = re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
    assert not [label for label in locale.words.values() if pattern.search(label)]
