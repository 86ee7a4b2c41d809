"""What is printed is what was said: templates and files that say something else are refused."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from pikepdf import Name, Object, Pdf, Stream, String
from PIL import Image

from cardprint import Cache, build
from cardprint.errors import OutputError
from cardprint.verify.check import verify
from cardprint.verify.tiles import Phrases
from mutations import (
    Finished,
    Mutation,
    elements,
    finished,
    is_caught,
    lines,
    mutated,
    project_with_signs,
    swap_cells,
    swap_contents,
    swap_headers,
    swap_lines,
    swap_paragraphs,
    swap_rows,
)

ALL = ("screen", "grid-a4", "large-print", "option-sheets", "booklet")


@pytest.fixture(scope="session")
def signs(tmp_path_factory: pytest.TempPathFactory, mini_cache: Cache) -> dict[str, Finished]:
    """The small toolkit with signs, digits, a short answer and a numbered list, in each layout."""
    folder = project_with_signs(tmp_path_factory.mktemp("signs") / "project")
    made = finished(folder, ALL, mini_cache)
    return dict(zip(ALL, made, strict=True))


def refused(project: Path, cache: Cache, layout: str = "grid-a4") -> list[str]:
    """What the verification says of a project."""
    try:
        build(project, layouts=[layout], out=project / "out", jobs=1, cache=cache)
    except OutputError as error:
        return [str(problem) for problem in error.problems]
    return []


def with_template(project: Path, base: str, name: str, change: tuple[str, str]) -> str:
    """A layout of the project's own, with one template changed; its name."""
    root = Path(__file__).parents[1] / "layouts"
    source = next(
        file for folder in (base, "_paper", "_base") if (file := root / folder / name).is_file()
    )
    own = project / "layouts" / "eigen"
    own.mkdir(parents=True)
    (own / "layout.yaml").write_text(f"base: {base}\ndescription: eigen\n", "utf-8")
    (own / "style.css").write_text("", "utf-8")
    text = source.read_text("utf-8")
    before, after = change
    assert before in text
    (own / name).write_text(text.replace(before, after), "utf-8")
    return "eigen"


ANSWER = "toolkit.answer(option, question.id)|prose"
TEMPLATES: dict[str, tuple[str, str, tuple[str, str], str]] = {
    "signs are taken out": (
        "grid-a4", "grid.html.j2",
        ("{{ answer|prose }}", "{{ answer|replace('-', '')|replace('%', '')|prose }}"),
        "cards/ritme.yaml:11:15",
    ),
    "two answers change places": (
        "grid-a4", "grid.html.j2",
        ("{% set answer = option.texts[question.id] %}",
         "{% set answer = (part.options|reject('sameas', option)|first).texts[question.id] %}"),
        "stands at 'Licht in de ochtend (lichttherapie) / Wat houdt het in?'",
    ),
    "questions change places": (
        "grid-a4", "grid.html.j2",
        ('<tr><th scope="row">{{ icon(question, ink_of(part)) }}{{ question.label }}',
         '<tr><th scope="row">{{ info.questions[2 - loop.index0].label }}'),
        "stands at 'Op tijd opstaan / Waar kan ik last van krijgen?'",
    ),
    "columns change places": (
        "grid-a4", "grid.html.j2",
        (
            "{{ head(option, option.title) }}",
            "{{ head(option, (part.options|reject('sameas', option)|first).title) }}",
        ),
        "stands at 'Licht in de ochtend (lichttherapie) / Wat houdt het in?'",
    ),
    "an answer stands there twice": (
        "option-sheets", "options.html.j2",
        ("{{ " + ANSWER + " }}", "{{ " + ANSWER + " }}{{ " + ANSWER + " }}"),
        "more than once",
    ),
    "an answer of one word is gone": (
        "large-print", "options.html.j2",
        ("{{ " + ANSWER + " }}",
         "{{ toolkit.answer(option, question.id)|replace('Nee.', 'Neem')|prose }}"),
        "cards/ritme.yaml:13:13",
    ),
    "the cover has another date": (
        "large-print", "cover.html.j2", ("info.published|", "info.review_by|"),
        "page 1: 'Versie 0.1, 5 januari 2026' is missing",
    ),
    "the date on the cover is gone": (
        "booklet", "cover.html.j2", ("{{ info.published|long_date }}", ""),
        "page 1: 'Versie 0.1, 5 januari 2026' is missing",
    ),
    "one of two cards has no number in a tab": (
        "screen", "_frame.html.j2",
        ("if is_card(each) else",
         "if is_card(each) and (not part or part.nav ~ each.nav != 'GidsRust') else"),
        "page 2: '2 Rust' is missing",
    ),
    "numbers of a list become points": (
        "grid-a4", "grid.html.j2",
        ("{{ answer|prose }}", "{{ answer|prose|replace('<ol>', '<ul>') }}"),
        "the number before 'Leg je telefoon weg.' is wrong or missing",
    ),
    "a sentence comes from nowhere": (
        "grid-a4", "grid.html.j2",
        ("{{ answer|prose }}", "{{ answer|prose }}{{ (option.title ~ ' werkt.')|prose }}"),
        "is in no text of the data",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_refused_when(name: str, tmp_path: Path, mini_cache: Cache) -> None:
    project = project_with_signs(tmp_path / "project")
    base, file, change, expected = TEMPLATES[name]
    layout = with_template(project, base, file, change)
    found = refused(project, mini_cache, layout)
    assert any(expected in line for line in found), found


@pytest.mark.parametrize("layout", ALL)
def test_signs_digits_and_numbers_of_lists_pass_as_they_are(
    layout: str, signs: dict[str, Finished]
) -> None:
    assert not is_caught(*signs[layout])


def drop(text: str) -> Callable[[Pdf, Random], str]:
    """Take some characters out of the line that has them."""

    def change(pdf: Pdf, _chance: Random) -> str:
        line = next(line for line in lines(pdf) if text in line.text)
        at = line.text.index(text)
        line.write(line.glyphs[:at] + line.glyphs[at + len(text) :])
        return text

    return change


@pytest.mark.parametrize("layout", ALL)
@pytest.mark.parametrize("sign", ["%", "<", "½", "2x", "2."])
def test_a_lost_sign_is_noticed(sign: str, layout: str, signs: dict[str, Finished]) -> None:
    pdf, toolkit, design = signs[layout]
    changed, _ = mutated(pdf, drop(sign), 0)
    assert is_caught(changed, toolkit, design)


@pytest.mark.parametrize("sign", ["3", "-", "<", "½", " %", "lezen, "])
def test_a_sign_that_is_lost_in_the_words_of_a_figure_is_noticed(
    sign: str, signs: dict[str, Finished]
) -> None:
    def change(pdf: Pdf, _chance: Random) -> str:
        figure = next(each for each in elements(pdf, "/Figure") if "3-5 weken" in str(each.Alt))
        figure.Alt = String(str(figure.Alt).replace(sign, "", 1))
        return str(figure.Alt)

    pdf, toolkit, design = signs["screen"]
    changed, told = mutated(pdf, change, 0)
    assert is_caught(changed, toolkit, design), told


@pytest.mark.parametrize(
    ("layout", "change"),
    [
        *(("grid-a4", each) for each in (swap_cells, swap_contents, swap_headers, swap_rows)),
        *((layout, swap_paragraphs) for layout in ALL),
    ],
)
def test_what_changes_places_in_the_tags_is_noticed(
    layout: str, change: Mutation, signs: dict[str, Finished]
) -> None:
    """In a booklet too, whose pages are in the order of printing."""
    pdf, toolkit, design = signs[layout]
    changed, told = mutated(pdf, change, 1)
    assert is_caught(changed, toolkit, design), told


@pytest.mark.parametrize("layout", ALL)
def test_lines_that_change_places_are_noticed(layout: str, signs: dict[str, Finished]) -> None:
    pdf, toolkit, design = signs[layout]
    changed, told = mutated(pdf, swap_lines, 3)
    assert is_caught(changed, toolkit, design), told


def test_a_paragraph_may_run_over_many_pages(project: Path, mini_cache: Cache) -> None:
    page = project / "toolkits" / "slapen" / "pages" / "gids.yaml"
    words = " ".join(f"woord{i} staat op zijn plaats, {i}-{i + 1} keer." for i in range(150))
    text = page.read_text("utf-8")
    assert "Slapen, bewegen en eten horen bij elkaar." in text
    page.write_text(text.replace("Slapen, bewegen en eten horen bij elkaar.", words), "utf-8")
    (report,) = build(
        project, layouts=["large-print"], out=project / "out", jobs=1, cache=mini_cache
    )
    assert report.pages > 12


def test_page_numbers_that_are_missing_everywhere_are_noticed(
    project: Path, mini_cache: Cache
) -> None:
    own = project / "layouts" / "eigen"
    own.mkdir(parents=True)
    (own / "layout.yaml").write_text("base: grid-a4\ndescription: eigen\n", "utf-8")
    (own / "style.css").write_text("@page { @bottom-right { content: none !important } }", "utf-8")
    found = refused(project, mini_cache, "eigen")
    assert any("page 1: there is no page number on it" in line for line in found), found


def test_a_picture_that_lies_on_words_is_noticed(project: Path, mini_cache: Cache) -> None:
    own = project / "layouts" / "eigen"
    own.mkdir(parents=True)
    (own / "layout.yaml").write_text("base: screen\ndescription: eigen\n", "utf-8")
    (own / "style.css").write_text(
        ".logos img { position: absolute; width: 200mm; height: 60mm; max-width: none }", "utf-8"
    )
    found = refused(project, mini_cache, "eigen")
    assert any("a picture lies on '" in line for line in found), found


def is_photograph(each: Object) -> bool:
    return isinstance(each, Stream) and each.get("/Subtype") == Name.Image


def test_a_photograph_that_was_cut_off_is_noticed(project: Path) -> None:
    logo = project / "toolkits" / "slapen" / "images" / "logo.jpg"
    Image.effect_noise((400, 200), 60).convert("RGB").save(logo, quality=90)
    data = project / "toolkits" / "slapen" / "toolkit.yaml"
    data.write_text(data.read_text("utf-8").replace("logo.png", "logo.jpg"), "utf-8")
    ((pdf, toolkit, layout),) = finished(project, ("grid-a4",))

    def cut(file: Pdf, _chance: Random) -> str:
        (image,) = (each for each in file.objects if is_photograph(each))
        image.write(image.read_raw_bytes()[:-9000], filter=Name.DCTDecode)
        return "the logo"

    changed, _ = mutated(pdf, cut, 0)
    with pytest.raises(OutputError, match="a picture is broken off"):
        verify(changed, toolkit, layout, "out.pdf")


def test_an_answer_that_runs_into_the_next_cell_is_noticed(
    project: Path, mini_cache: Cache
) -> None:
    layout = with_template(project, "grid-a4", "grid.html.j2", ("<tbody>", "<tbody>"))
    style = project / "layouts" / layout / "style.css"
    style.write_text(
        ".grid td p { white-space: nowrap; word-spacing: 3em }\n.grid td { overflow: visible }",
        "utf-8",
    )
    found = [line for line in refused(project, mini_cache, layout) if " lies on " in line]
    assert any("'Je lichaam went aan" in line for line in found), found


@pytest.mark.parametrize(
    ("known", "lines"),
    [
        ("En pagina 7", ("2", "En", "pagina 7")),
        ("A b c", ("2", "A", "b c")),
        ("e-mail aan ons", ("2", "e-", "mail aan ons")),
    ],
)
def test_a_phrase_may_begin_with_a_word_of_one_or_two_letters_that_ends_its_line(
    known: str, lines: tuple[str, ...]
) -> None:
    tiles, strays = Phrases([known]).tiles(lines)
    assert [tile.text for tile in tiles] == ["2", known]
    assert strays == []


@pytest.mark.parametrize(
    ("line", "is_said"),
    [
        ("Licht (lichttherapie)", True),
        ("Licht (lichttherapie))", False),
        ("Rust (Licht (lichttherapie)):", True),
        ("Rust, Licht (lichttherapie)", True),
        ("Rust,, Licht (lichttherapie)", False),
        ("Licht (lichttherapie),", False),
        ("Rust,", False),
    ],
)
def test_a_sign_between_phrases_separates_two_of_them(line: str, *, is_said: bool) -> None:
    _, strays = Phrases(["Rust", "Licht (lichttherapie)"]).tiles([line])
    assert (strays == []) is is_said
