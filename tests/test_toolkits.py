"""What a toolkit can be: rows, more choose pages, pages only, steps, places to read more."""

import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import yaml
from pikepdf import Name, Object

from cardprint import Cache, InputError, OutputError, Project, build
from cardprint.load.inputs import load_inputs
from cardprint.verify.check import verify

Change = Callable[[dict[str, Any]], object]

THEMES = "Slapen in thema's"


def edit(project: Path, file: str, change: Change, slug: str = "slapen") -> None:
    """Change a YAML file as data."""
    path = project / "toolkits" / slug / file
    data = yaml.safe_load(path.read_text("utf-8"))
    change(data)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")


def write(project: Path, file: str, data: object, slug: str = "slapen") -> None:
    path = project / "toolkits" / slug / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")


def text_of(project: Path, page: int, slug: str = "slapen") -> str:
    document = pypdfium2.PdfDocument(project / "out" / f"{slug}-screen.pdf")
    text = str(document[page - 1].get_textpage().get_text_range())
    document.close()
    return " ".join(text.split())


def names(project: Path, slug: str = "slapen") -> dict[str, int]:
    """Page, from 1, of each destination."""
    with pikepdf.open(project / "out" / f"{slug}-screen.pdf") as pdf:
        pages = {page.obj.objgen: i for i, page in enumerate(pdf.pages, 1)}
        found = pikepdf.NameTree(pdf.Root.Names.Dests)
        return {str(name): pages[spot[0].objgen] for name, spot in found.items()}


def links(project: Path, page: int, slug: str = "slapen") -> dict[str, str]:
    """Where each link of a page leads, by its description."""
    with pikepdf.open(project / "out" / f"{slug}-screen.pdf") as pdf:
        return {
            str(a.Contents): str(a.get("/Dest", "")) or str(a.A.get("/URI", ""))
            for a in pdf.pages[page - 1].obj.Annots
        }


def test_options_can_stand_from_top_to_bottom(project: Path, mini_cache: Cache) -> None:
    build(project, jobs=1, cache=mini_cache)
    across = text_of(project, 4)
    edit(project, "toolkit.yaml", lambda data: data.update(orientation="options-as-rows"))
    build(project, jobs=1, cache=mini_cache)
    down = text_of(project, 4)
    assert across.index("Licht in de ochtend") < across.index("Wat houdt het in?")
    assert down.index("Wat houdt het in?") < down.index("Op tijd opstaan")
    assert down.index("Waar kan ik last van krijgen?") < down.index("Je zet elke dag de wekker")
    # The first option is read whole before the second begins.
    assert down.index("De eerste dagen ben je") < down.index("Je gaat in de ochtend een half uur")


def test_a_card_can_have_more_choose_pages_each_with_its_own_way_back(
    project: Path, mini_cache: Cache
) -> None:
    edit(
        project,
        "cards/ritme.yaml",
        lambda data: data.update(
            choose_pages=[{"options": ["opstaan"]}, {"options": ["licht"], "intro": "Over licht."}]
        ),
    )
    (report,) = build(project, jobs=1, cache=mini_cache)
    found = names(project)
    assert found["card/ritme/2"] == found["card/ritme"] + 1
    assert "Over licht." in text_of(project, found["card/ritme/2"])
    back = "Terug naar kiezen: Ritme"
    assert links(project, found["option/ritme/licht"])[back] == "card/ritme/2"
    assert links(project, found["option/ritme/opstaan"])[back] == "card/ritme"
    assert report.links["view"] == 4


def test_an_option_without_choose_page_is_named(project: Path) -> None:
    edit(
        project,
        "cards/ritme.yaml",
        lambda data: data.update(choose_pages=[{"options": ["opstaan", "opstaan", "lamp"]}]),
    )
    with pytest.raises(InputError) as caught:
        build(project, jobs=1)
    messages = [problem.message for problem in caught.value.problems]
    assert "option 'licht' is on no choose page" in messages
    assert "option 'opstaan' is already on a choose page" in messages
    assert "unknown option 'lamp'" in messages


def pages_only(project: Path) -> None:
    """A toolkit of its own without cards: a page to choose from, and two themes."""
    shutil.copytree(project / "toolkits" / "slapen", project / "toolkits" / "themas")
    edit(
        project,
        "toolkit.yaml",
        lambda data: data.update(
            contents=["pages/kies.yaml", "pages/een.yaml", "pages/twee.yaml", "pages/colofon.yaml"],
            questions=[],
            title=THEMES,
        ),
        "themas",
    )
    kies = {"id": "kies", "kind": "choose", "title": "Kies een thema", "tiles": ["een", "twee"]}
    write(project, "pages/kies.yaml", kies, "themas")
    for name, title in (("een", "Eerste thema"), ("twee", "Tweede thema")):
        page = {
            "id": name,
            "kind": "text",
            "title": title,
            "summary": f"Dit gaat over het {title.lower()}.",
            "sections": [
                {"heading": "Wat je kunt doen", "checklist": ["Doe **dit**.", "En dat."]},
                {"heading": "Daaronder", "level": "3", "text": "Een kop van niveau 3."},
            ],
        }
        write(project, f"pages/{name}.yaml", page, "themas")


def test_a_toolkit_can_consist_of_pages_only(project: Path, mini_cache: Cache) -> None:
    pages_only(project)
    (report,) = build(project, ["themas"], jobs=1, cache=mini_cache)
    found = names(project, "themas")
    tile = links(project, found["page/kies"], "themas")
    assert tile["Bekijk onderdeel Tweede thema"] == "page/twee"
    assert links(project, found["page/twee"], "themas")["Terug naar kiezen: Kies een thema"] == (
        "page/kies"
    )
    assert "Doe dit. En dat." in text_of(project, found["page/een"], "themas")
    assert report.links["view"] == report.links["back"] == 2


def test_a_tile_needs_a_summary_and_a_page(project: Path) -> None:
    pages_only(project)
    edit(project, "pages/een.yaml", lambda data: data.pop("summary"), "themas")
    edit(project, "pages/kies.yaml", lambda data: data["tiles"].append("drie"), "themas")
    with pytest.raises(InputError) as caught:
        build(project, ["themas"], jobs=1)
    found = {problem.message for problem in caught.value.problems}
    assert found == {"page 'een' has no summary for its tile", "unknown page 'drie'"}


STEPS = {
    "kind": "steps",
    "together": ["Jij", "Je arts"],
    "principles": ["Kies samen."],
    "steps": [
        {"branches": [{"label": "STAP 1", "title": "Een vast ritme", "link": "card/ritme"}]},
        {
            "condition": "Helpt dat niet genoeg? Ga dan verder.",
            "branches": [
                {"label": "STAP 2A", "title": "Rust in de avond", "link": "card/rust"},
                {"label": "STAP 2B", "title": "Naar de dokter"},
            ],
        },
    ],
    "description": "Eerst een vast ritme. Daarna rust in de avond of naar de dokter.",
}


def test_steps_are_drawn_described_and_linked(project: Path, mini_cache: Cache) -> None:
    edit(
        project,
        "pages/gids.yaml",
        lambda data: data["sections"].append({"heading": "In stappen", "diagram": STEPS}),
    )
    build(project, jobs=1, cache=mini_cache)
    page = names(project)["page/gids"]
    text = text_of(project, page)
    for words in ("STAP 2B", "Helpt dat niet genoeg? Ga dan verder.", "Kies samen."):
        assert words in text
    assert links(project, page)["Ga naar Rust"] == "card/rust"


def test_a_step_that_leads_nowhere_is_named(project: Path) -> None:
    steps = {**STEPS, "steps": [{"branches": [{"label": "1", "title": "x", "link": "card/x"}]}] * 2}
    edit(
        project,
        "pages/gids.yaml",
        lambda data: data["sections"].append({"heading": "In stappen", "diagram": steps}),
    )
    with pytest.raises(InputError, match="link to unknown place 'card/x'"):
        build(project, jobs=1)


def add_more(project: Path, *places: str) -> None:
    edit(
        project,
        "cards/ritme.yaml",
        lambda data: data["options"][0].update(more=[{"to": place} for place in places]),
    )


def test_reading_more_goes_there_and_back_and_to_another_file(
    project: Path, mini_cache: Cache
) -> None:
    pages_only(project)
    add_more(project, "option/rust/scherm", "themas:page/twee")
    (report,) = build(project, ["slapen"], jobs=1, cache=mini_cache)
    found = names(project)
    there = links(project, found["option/ritme/opstaan"])
    assert there["Lees meer: Geen scherm in bed"] == "option/rust/scherm"
    elsewhere = "./themas-screen.pdf#nameddest=page/twee"
    assert there["Lees meer in een ander document: Tweede thema"] == elsewhere
    page = text_of(project, found["option/ritme/opstaan"])
    assert f"(ander document: {THEMES})" in " ".join(page.split())
    back = links(project, found["option/rust/scherm"])
    assert back["Terug naar Op tijd opstaan"] == "option/ritme/opstaan"
    assert (report.links["more"], report.links["file"], report.links["referred"]) == (1, 1, 1)


def published(project: Path, address: str) -> None:
    pages_only(project)
    add_more(project, "themas:page/twee")
    edit(project, "toolkit.yaml", lambda data: data.update(published_at=address), "themas")


@pytest.mark.parametrize("address", ["https://example.org/pdf", "https://example.org/pdf/"])
def test_a_toolkit_that_is_published_is_opened_there(
    address: str, project: Path, mini_cache: Cache
) -> None:
    published(project, address)
    build(project, ["slapen"], jobs=1, cache=mini_cache)
    there = links(project, names(project)["option/ritme/opstaan"])
    elsewhere = "https://example.org/pdf/themas-screen.pdf#nameddest=page/twee"
    assert there["Lees meer in een ander document: Tweede thema"] == elsewhere


def test_paper_tells_the_title_and_the_address_of_the_other_toolkit(
    project: Path, mini_cache: Cache
) -> None:
    published(project, "https://example.org/pdf/")
    build(project, ["slapen"], layouts=["option-sheets"], jobs=1, cache=mini_cache)
    document = pypdfium2.PdfDocument(project / "out" / "slapen-option-sheets.pdf")
    text = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    words = f"(ander document: {THEMES}, example.org/pdf/themas-option-sheets.pdf)"
    assert "".join(words.split()) in text


def as_another_file(action: Object) -> None:
    action.S, action.F, action.D = Name.GoToR, "themas-screen.pdf", "page/twee"
    del action.URI


def to_another_place(action: Object) -> None:
    action.URI = "./themas-screen.pdf#nameddest=page/een"


@pytest.mark.parametrize(
    ("change", "title", "message"),
    [
        (as_another_file, THEMES, "in a way that browsers do not follow"),
        (to_another_place, THEMES, "leads nowhere"),
        (lambda _: None, "Heel iets anders", "does not say which document it leads to"),
    ],
)
def test_a_link_to_another_toolkit_that_does_not_work_is_refused(
    change: Callable[[Object], None], title: str, message: str, project: Path, mini_cache: Cache
) -> None:
    pages_only(project)
    add_more(project, "themas:page/twee")
    (report,) = build(project, ["slapen"], jobs=1, cache=mini_cache)
    file, output = project / "out" / Path(report.file).name, BytesIO()
    with pikepdf.open(file) as pdf:
        (link,) = [
            annotation
            for page in pdf.pages
            for annotation in page.obj.Annots
            if "ander document" in str(annotation.Contents)
        ]
        change(link.A)
        pdf.save(output)
    edit(project, "toolkit.yaml", lambda data: data.update(title=title), "themas")
    loaded = load_inputs(Project(project), project / "toolkits" / "slapen", "screen")
    with pytest.raises(OutputError, match=message):
        verify(output.getvalue(), *loaded, "out/slapen-screen.pdf")


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("page/nergens", "link to unknown place 'page/nergens'"),
        ("anders:page/een", "there is no toolkit 'anders' that can be read"),
        ("themas:page/drie", "link to unknown place 'themas:page/drie'"),
    ],
)
def test_reading_more_somewhere_that_is_not_there_is_named(
    place: str, message: str, project: Path
) -> None:
    pages_only(project)
    add_more(project, place)
    with pytest.raises(InputError) as caught:
        build(project, ["slapen"], jobs=1)
    (problem,) = caught.value.problems
    assert problem.message == message
    assert problem.place.file == "toolkits/slapen/cards/ritme.yaml"


def test_a_change_in_the_other_toolkit_is_noticed(project: Path, mini_cache: Cache) -> None:
    pages_only(project)
    add_more(project, "themas:page/twee")
    build(project, ["slapen"], jobs=1, cache=mini_cache)
    edit(project, "pages/twee.yaml", lambda data: data.update(title="Een nieuwe naam"), "themas")
    (report,) = build(project, ["slapen"], jobs=1, cache=mini_cache)
    assert report.changed


def test_two_toolkits_can_share_a_page(project: Path, mini_cache: Cache) -> None:
    pages_only(project)
    edit(
        project,
        "toolkit.yaml",
        lambda data: data["contents"].insert(1, "slapen:pages/gids.yaml"),
        "themas",
    )
    edit(
        project,
        "pages/gids.yaml",
        lambda data: data.update(intro="Lees eerst deze gids."),
    )
    build(project, jobs=1, cache=mini_cache)
    for slug in ("slapen", "themas"):
        page = names(project, slug)["page/gids"]
        assert "Lees eerst deze gids." in text_of(project, page, slug)


def test_the_evidence_can_be_printed_before_the_colophon(project: Path, mini_cache: Cache) -> None:
    edit(project, "toolkit.yaml", lambda data: data.update(print_evidence=True))
    (report,) = build(project, jobs=1, cache=mini_cache)
    text = text_of(project, names(project)["evidence"])
    assert names(project)["evidence"] == report.pages - 1
    assert "Wie het heeft betaald: aanwezig" in text
    assert "Hoe zeker de feiten zijn: ontbreekt" in text
    assert "Dit is geen keurmerk." in text


PLACES = ("option/rust/scherm", "card/rust", "overview/rust", "page/gids")


def prose_links(project: Path) -> None:
    words = " ".join(f"Kijk bij [plek {i}](cardprint:{name})." for i, name in enumerate(PLACES))
    edit(
        project,
        "cards/ritme.yaml",
        lambda data: data["options"][0]["answers"].update(inhoud=words),
    )


@pytest.mark.parametrize("layout", ["screen", "grid-a4", "option-sheets", "booklet-a5"])
def test_a_link_in_prose_leads_to_any_place_in_any_layout(
    layout: str, project: Path, mini_cache: Cache
) -> None:
    prose_links(project)
    (report,) = build(project, layouts=[layout], jobs=1, cache=mini_cache)
    assert report.changed


def test_a_link_in_a_grid_that_leads_to_another_card_is_refused(
    project: Path, mini_cache: Cache
) -> None:
    prose_links(project)
    (report,) = build(project, layouts=["grid-a4"], jobs=1, cache=mini_cache)
    output = BytesIO()
    with pikepdf.open(project / "out" / Path(report.file).name) as pdf:
        for page in pdf.pages:
            for annotation in page.obj.get("/Annots", ()):
                if "Geen scherm" in str(annotation.Contents):
                    annotation.Dest = pikepdf.String("overview/ritme")
        pdf.save(output)
    loaded = load_inputs(Project(project), project / "toolkits" / "slapen", "grid-a4")
    with pytest.raises(OutputError, match="to 'overview/ritme' is described as 'Ga naar Geen"):
        verify(output.getvalue(), *loaded, "out/slapen-grid-a4.pdf")
