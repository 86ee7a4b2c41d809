"""One text, many local files: each has its own words in its slots, and the same text elsewhere."""

import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from openpyxl import Workbook

import here
from cardprint import Cache, Project
from cardprint.compose.codes import published
from cardprint.compose.model import Composed
from cardprint.compose.sheets import compose
from cardprint.errors import CardprintError, InputError, OutputError, Problem
from cardprint.link.model import Linked
from cardprint.load import table
from cardprint.load.edited import edited
from cardprint.load.editions import load_editions
from cardprint.load.inputs import load_inputs, with_layout
from cardprint.load.layout import Layout
from cardprint.load.reading import load_toolkit
from cardprint.load.toolkit import Toolkit
from cardprint.model import names
from cardprint.model.edition import Edition
from cardprint.model.page import Page
from cardprint.pipeline import editions as pipeline
from cardprint.pipeline import one, quick
from cardprint.pipeline.auditing import audit
from cardprint.pipeline.editions import editions
from cardprint.pipeline.receipts import Receipt, read_receipts
from cardprint.pipeline.workers import Workers
from cardprint.storage.temporary import replace_file
from cardprint.verify.file import FinishedFile
from cardprint.verify.parity import plain, read
from regions import HEAD, ROWS, SLUG, make_regions, write_table

QUICK = ["noord", "zuid"]
"""The editions whose words fit the lines of the base."""


@pytest.fixture(scope="session")
def regions(
    tmp_path_factory: pytest.TempPathFactory, mini_cache: Cache, once: here.Once
) -> tuple[Path, dict[str, Receipt]]:
    """The project with its editions made, and their receipts."""
    project = make_regions(tmp_path_factory.mktemp("regions") / "project")
    with once("regions"):
        made = {each.edition: each for each in editions(project, SLUG, jobs=1, cache=mini_cache)}
    return project, made


@pytest.fixture
def own(regions: tuple[Path, dict[str, Receipt]], tmp_path: Path) -> Path:
    """A copy of that project, to change at will."""
    return Path(shutil.copytree(regions[0], tmp_path / "project"))


@pytest.fixture(scope="session")
def loaded(regions: tuple[Path, dict[str, Receipt]]) -> tuple[Toolkit, Layout]:
    return load_inputs(Project(regions[0]), regions[0] / "toolkits" / SLUG, "screen")


def folder_of(project: Path) -> Path:
    return project / "out" / "editions"


def file_of(project: Path, edition: str) -> Path:
    return folder_of(project) / f"{SLUG}-{edition}-screen.pdf"


def edition_of(project: Path, name: str) -> Edition:
    toolkit = load_toolkit(project / "toolkits" / SLUG, Project(project))
    told = load_editions(toolkit, Project(project))
    return next(each.edition for each in told if each.edition.id == name)


def problems_of(project: Path) -> list[str]:
    toolkit = load_toolkit(project / "toolkits" / SLUG, Project(project))
    with pytest.raises(InputError) as caught:
        load_editions(toolkit, Project(project))
    return [str(problem) for problem in caught.value.problems]


def with_other_glyphs(pdf: bytes, words: str) -> bytes:
    """The file with the first letter of some words of its text replaced by the second."""
    with pikepdf.open(BytesIO(pdf)) as file:
        finished = FinishedFile(pdf)
        told = read(finished)
        page, key = next(
            (page, key)
            for page, texts in told.texts.items()
            for key, text in texts.items()
            if words in text
        )
        owners = finished.owners[int(finished.pdf.pages[page].obj.StructParents)]
        numbers = [each.objgen for each in owners.as_list()]
        content = file.pages[page].Contents.read_bytes()
        begin = content.index(b"/MCID %d >>" % numbers.index(key))
        start = content.index(b"<", content.index(b"[", begin))
        other = content.index(b"<", start + 1)
        changed = content[:start] + content[other : other + 6] + content[start + 6 :]
        file.pages[page].Contents.write(changed)
        output = BytesIO()
        file.save(output)
        return output.getvalue()


def test_all_editions_have_the_same_shared_text(
    regions: tuple[Path, dict[str, Receipt]], loaded: tuple[Toolkit, Layout]
) -> None:
    project, made = regions
    assert [*made] == ["noord", "zuid", "lang", "zonder"]
    read_back = {
        name: read(FinishedFile(file_of(project, name).read_bytes())).digest(loaded[1])
        for name in ("noord", "zuid", "lang")
    }
    assert len(set(read_back.values())) == 1
    assert read_back == {name: made[name].shared for name in read_back}
    assert made["zonder"].shared != made["noord"].shared  # it offers less


def test_a_word_that_was_altered_changes_the_shared_text(
    regions: tuple[Path, dict[str, Receipt]], loaded: tuple[Toolkit, Layout]
) -> None:
    project, made = regions
    altered = with_other_glyphs(file_of(project, "noord").read_bytes(), "Een vast ritme")
    assert read(FinishedFile(altered)).digest(loaded[1]) != made["noord"].shared


def test_a_slot_is_no_shared_text_and_is_read_back(
    regions: tuple[Path, dict[str, Receipt]], loaded: tuple[Toolkit, Layout]
) -> None:
    told = read(FinishedFile(file_of(regions[0], "zuid").read_bytes()))
    assert told.filled()["telefoon"] == ("098-7654321",) * 2
    assert told.filled()["naam"] == ("Voorbeeld-regioZuid",) * 3
    text = told.shared_text(loaded[1])
    assert "Zuid" not in text
    assert "Hulpindebuurt" not in text
    assert "Eenvastritme" in text


def test_an_edition_made_quickly_is_the_one_made_sheet_by_sheet(
    regions: tuple[Path, dict[str, Receipt]], mini_cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All operators, links and metadata; coordinates to a hundredth of a point."""
    project = regions[0]
    out = project.parent / "whole"
    monkeypatch.setattr(pipeline, "SAMPLE", 1)
    (made,) = editions(project, SLUG, only=["zuid"], jobs=1, cache=mini_cache, out=out)
    assert made.verdict == "whole"
    with (
        pikepdf.open(file_of(project, "zuid")) as quickly,
        pikepdf.open(out / made.file) as whole,
    ):
        for one_page, other in zip(quickly.pages, whole.pages, strict=True):
            assert _rounded(one_page) == _rounded(other)
            for link, same in zip(one_page.Annots, other.Annots, strict=True):
                assert link.get("/A") == same.get("/A")
                assert link.Contents == same.Contents
                assert [*map(float, link.Rect)] == pytest.approx([*map(float, same.Rect)], abs=0.02)
        assert quickly.Root.Metadata.read_bytes() == whole.Root.Metadata.read_bytes()
        assert quickly.docinfo.Title == whole.docinfo.Title


def _rounded(page: pikepdf.Page) -> bytes:
    content = page.Contents.read_bytes()
    return re.sub(rb"\d+\.\d+", lambda found: b"%.2f" % float(found[0]), content)


def test_what_is_quick_is_seen_by_every_check(
    regions: tuple[Path, dict[str, Receipt]], loaded: tuple[Toolkit, Layout]
) -> None:
    from cardprint.verify.check import verify

    assert [name for name, each in regions[1].items() if each.verdict == "slots"] == ["zuid"]
    toolkit = edited(loaded[0], edition_of(regions[0], "zuid"))
    verify(file_of(regions[0], "zuid").read_bytes(), toolkit, loaded[1], "zuid")


def test_the_base_holds_nothing_of_an_organisation_and_stays_byte_for_byte(
    regions: tuple[Path, dict[str, Receipt]],
) -> None:
    one_file, other = (file_of(regions[0], name).read_bytes() for name in QUICK)
    base = other[: other.rindex(b"%%EOF", 0, -10) + 6]
    assert one_file.startswith(base)
    told = read(FinishedFile(base))
    assert told.filled()["telefoon"] == ("00000",) * 2
    assert told.filled()["naam"] == ("Uitgavevan",) * 3
    assert len(other) - len(base) < 20_000


def test_a_slot_that_was_altered_is_refused(
    regions: tuple[Path, dict[str, Receipt]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    mini_cache: Cache,
) -> None:  # fmt: skip
    """The words of one edition in the file of another are seen, and no file is written."""
    words = quick._words
    monkeypatch.setattr(
        quick,
        "_words",
        lambda toolkit, recipe: [each._replace(text="fout") for each in words(toolkit, recipe)],
    )
    with pytest.raises(OutputError, match="'Telefoon' does not say what it should"):
        [*editions(regions[0], SLUG, only=QUICK, jobs=1, cache=mini_cache, out=tmp_path)]
    assert [*tmp_path.glob("*.pdf")] == []


def test_words_that_do_not_fit_their_line_are_set_anew(
    regions: tuple[Path, dict[str, Receipt]],
) -> None:
    project, made = regions
    assert made["lang"].verdict == "whole"
    told = read(FinishedFile(file_of(project, "lang").read_bytes()))
    assert told.filled()["adres"] == (plain("Een heel lange straatnaam " * 5),)


def test_only_what_differs_is_made(
    own: Path, mini_cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an edition with a logo only the cover is laid out; of one with words alone nothing is."""
    write_table(own, ROWS[0], ROWS[1].replace(",,,", ",,images/logo.png,Logo van Zuid"))
    made: list[str] = []
    begin = one.begin

    def noted(workers: Workers, sheet: Composed) -> Future[Linked]:
        made.append(sheet.name)
        return begin(workers, sheet)

    monkeypatch.setattr(one, "begin", noted)
    receipts = [*editions(own, SLUG, jobs=1, cache=mini_cache)]
    assert len(receipts) == 2
    slots = {"cover#1", "page/gids#1", "page/colofon#1"}
    assert set(made) <= slots
    assert "cover#1" in made
    write_table(own, *ROWS[:2])
    made.clear()
    assert len([*editions(own, SLUG, jobs=1, cache=mini_cache)]) == 2
    assert made == []


def test_an_edition_with_a_logo_and_a_colour_has_the_shared_text(
    own: Path, mini_cache: Cache, regions: tuple[Path, dict[str, Receipt]]
) -> None:
    row = ROWS[0].replace(",,,", ",,images/logo.png,Logo van Noord")
    write_table(own, f"{row},#1f6f3b", head=f"{HEAD},accent")
    (made,) = editions(own, SLUG, jobs=1, cache=mini_cache)
    assert made.shared == regions[1]["noord"].shared
    pdf = file_of(own, "noord").read_bytes()
    with pikepdf.open(BytesIO(pdf)) as file:
        figures = [str(each.Alt) for each in _figures(file.Root.StructTreeRoot.K)]
        assert "Logo van Noord" in figures
        assert b"0.121569 0.435294 0.231373" in file.pages[0].Contents.read_bytes()


def _figures(kids: pikepdf.Object) -> list[pikepdf.Object]:
    found: list[pikepdf.Object] = []
    for kid in kids.as_list() if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += [kid] if kid.S == "/Figure" else _figures(kid.get("/K", pikepdf.Array()))
    return found


def test_a_colour_that_cannot_be_read_is_told_at_its_cell(own: Path) -> None:
    write_table(own, f"{ROWS[0]},#ffff00", head=f"{HEAD},accent")
    assert any("organisations.csv:2:10: '#ffff00' has too little" in x for x in problems_of(own))


def test_what_is_left_out_is_left_out_everywhere(
    regions: tuple[Path, dict[str, Receipt]], loaded: tuple[Toolkit, Layout]
) -> None:
    """A card that is not offered: its pages, its links, and what other places say of it."""
    project, _ = regions
    file = FinishedFile(file_of(project, "zonder").read_bytes())
    assert not [name for name in file.destinations if names.card_of(name) == "ritme"]
    text = read(file).shared_text(loaded[1])
    for words in ("Op tijd opstaan", "Licht in de ochtend", "Een vast ritme"):
        assert plain(words) not in text
    assert plain("Kijk daarna op de kaart over ritme") in text  # in words, and no link
    assert plain("Wie erg somber is, belt eerst de huisarts.") in text


def test_one_option_less(loaded: tuple[Toolkit, Layout]) -> None:
    """References go, and a caution about that option alone; the places of others stay theirs."""
    toolkit = loaded[0]
    made = Edition.model_validate(
        {"id": "x", "name": "X", "leaves_out": ["option/rust/schrijven", "option/ritme/licht"]}
    )
    less = edited(toolkit, made)
    ritme, rust = less.cards
    assert [each.id for each in ritme.options] == ["opstaan"]
    assert [each.text for each in rust.cautions] == ["Wie erg somber is, belt eerst de huisarts."]
    assert rust.options[0].more == ()
    assert toolkit.cards[1].options[0].more
    assert "option/ritme/licht" not in less.titles
    whole = toolkit.at(toolkit.cards[0], "options", 1, "title")
    other = edited(toolkit, made.model_copy(update={"leaves_out": ("option/ritme/opstaan",)}))
    assert other.at(other.cards[0], "options", 0, "title") == whole


def test_nothing_is_printed_while_slots_are_empty(loaded: tuple[Toolkit, Layout]) -> None:
    """The toolkit itself looks as if it had none."""
    toolkit, layout = loaded
    page, *others = toolkit.parts
    assert isinstance(page, Page)
    without = page.model_copy(update={"sections": page.sections[:-1]})
    bare = replace(
        toolkit,
        info=toolkit.info.model_copy(update={"slots": ()}),
        parts=(without, *others),
    )
    told, other = (compose(each, layout) for each in (toolkit, bare))
    assert [sheet.html.split() for sheet in told] == [sheet.html.split() for sheet in other]


def test_a_mistake_in_a_table_has_its_row_and_column(own: Path) -> None:
    write_table(
        own,
        "noord,Noord,bel ons,geen adres,,example.org,card/ritm,,",
        "noord,,,x@example.org,Straat\t2,,,,",
        "zuid,Zuid,,x@example.org,Straat 2,,,weg.png,Logo",
    )
    found = problems_of(own)
    where = "toolkits/slapen/editions/organisations.csv"
    assert f"{where}:3:2: 'name' is missing" in found
    assert any(x.startswith(f"{where}:2:3: 'bel ons' is not right for 'Telefoon'") for x in found)
    assert any(x.startswith(f"{where}:2:4: 'geen adres' is not right for 'E-mail'") for x in found)
    assert any(x.startswith(f"{where}:2:6: 'example.org' is not right") for x in found)
    assert (
        f"{where}:2:7: there is no 'card/ritm' to leave out (did you mean 'card/ritme'?)" in found
    )
    assert any(x.startswith(f"{where}:4:3: 'Telefoon' is missing for Zuid") for x in found)
    assert any(x.startswith(f"{where}:4:8: ") for x in found)


def test_an_unknown_column_names_the_nearest_one(own: Path) -> None:
    write_table(own, "noord;Noord;1234567;Straat 1", head="id;name;telefoon;adress")
    (problem,) = problems_of(own)
    where, _, advice = problem.partition(": ")
    assert where == "toolkits/slapen/editions/organisations.csv:1:4"
    assert advice == "unknown column 'adress' (did you mean 'adres'?)"


def test_an_id_that_is_used_twice_names_both_rows(own: Path) -> None:
    write_table(own, ROWS[0], ROWS[1].replace("zuid,", "noord,", 1))
    assert "organisations.csv:3:1: id 'noord' is used twice" in problems_of(own)[0]
    assert "organisations.csv:2:1" in problems_of(own)[0]


def test_without_a_name_in_the_colophon_there_are_no_editions(own: Path) -> None:
    info = own / "toolkits" / SLUG / "toolkit.yaml"
    text = info.read_text("utf-8").replace("at: [cover, colophon]", "at: [cover]")
    info.write_text(text, "utf-8")
    assert "nothing in the colophon would say whose edition it is" in problems_of(own)[0]


def test_a_section_names_only_slots_that_there_are(own: Path) -> None:
    guide = own / "toolkits" / SLUG / "pages" / "gids.yaml"
    guide.write_text(guide.read_text("utf-8").replace("[naam, telefoon", "[naam, telefon"), "utf-8")
    with pytest.raises(InputError, match=r"gids.yaml:\d+:\d+: unknown slot 'telefon'"):
        load_toolkit(own / "toolkits" / SLUG, Project(own))


def test_a_workbook_is_read_like_a_table(own: Path) -> None:
    file = write_table(own)
    file.unlink()
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["ID", "Name", "Telefoon", "Leaves out"])
    sheet.append(["noord", "Noord", "012345678", "card/ritme"])
    sheet.append(["zuid", "Zuid", 12345678, None])
    book.save(file.with_suffix(".xlsx"))
    (problem,) = problems_of(own)
    where, _, advice = problem.partition(": ")
    assert where == "toolkits/slapen/editions/organisations.xlsx:3:3"
    assert advice.startswith("'12345678' is a number here, and may have lost a zero (set the")
    sheet["C3"] = "012345678"
    book.save(file.with_suffix(".xlsx"))
    assert edition_of(own, "noord").leaves_out == ("card/ritme",)
    assert edition_of(own, "zuid").slots == {"telefoon": "012345678"}


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("x.xlsx", b"PK\x03\x04 and no more", "this is no table that can be read"),
        ("x.csv", b"id,name\nnoord,\xff\n", "this is no table that can be read"),
        ("x.csv", b"id,id\nnoord,zuid\n", "there are two columns 'id'"),
        ("x.csv", b"id,name\nnoord,Noord,meer\n", "this column has no name"),
        ("x.csv", b"id\n" + b"n\n" * 30, "the table is too large"),
    ],
)
def test_what_is_no_table_is_told(
    name: str, data: bytes, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "MAX_ROWS", 20)
    (tmp_path / name).write_bytes(data)
    problems: list[Problem] = []
    table.read_table(tmp_path / name, name, problems.append)
    assert told in str(problems[0])


def test_editions_may_be_written_as_yaml(own: Path) -> None:
    file = write_table(own).with_suffix(".yaml")
    file.with_suffix(".csv").unlink()
    file.write_text("editions:\n  - {id: noord, name: Noord, slots: {telefon: 1234567}}\n", "utf-8")
    assert [each.partition(" (")[0] for each in problems_of(own)] == [
        "toolkits/slapen/editions/organisations.yaml:2:30: 'Telefoon' is missing for Noord",
        "toolkits/slapen/editions/organisations.yaml:2:47: unknown slot 'telefon'",
    ]


def test_a_file_says_which_edition_it_is(
    regions: tuple[Path, dict[str, Receipt]], loaded: tuple[Toolkit, Layout]
) -> None:
    with pikepdf.open(file_of(regions[0], "noord")) as file, file.open_metadata() as packet:
        assert packet["dc:title"].endswith(" · Voorbeeld-regio Noord")
        assert str(file.docinfo.Title) == packet["dc:title"]
        assert packet["{https://cardprint.example/ns/1/}edition"] == "noord"
    project = Project(regions[0])
    made = edition_of(regions[0], "noord").model_copy(
        update={"published_at": "https://example.org/pdf/"}
    )
    toolkit, layout = with_layout(project, edited(loaded[0], made), "grid-a4")
    address = published(toolkit, layout, "card/rust")
    assert address == "https://example.org/pdf/slapen-noord-screen.pdf#nameddest=card/rust"


@pytest.mark.parametrize("parts", [1, 2, 3, 7])
def test_shards_are_parts_of_the_whole_and_none_twice(
    parts: int, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_table(own, *(f"e{i},E {i},012-345 67 89,,,,,," for i in range(10)))
    seen: list[str] = []

    def noted(_self: object, *given: object, **_rest: object) -> tuple[()]:
        seen.extend(told.edition.id for told, _ in given[2])  # type: ignore[attr-defined]
        return ()

    monkeypatch.setattr(pipeline._Run, "_group", noted)
    for part in range(1, parts + 1):
        assert [*editions(own, SLUG, jobs=1, shard=(part, parts))] == []
    assert sorted(seen) == [f"e{i}" for i in range(10)]


def test_what_is_there_is_not_made_again(own: Path, mini_cache: Cache) -> None:
    def made() -> list[str]:
        again = editions(own, SLUG, only=QUICK, jobs=1, cache=mini_cache, resume=True)
        return [each.edition for each in again]

    assert made() == []
    file_of(own, "zuid").unlink()
    assert made() == ["zuid"]
    file_of(own, "noord").write_bytes(file_of(own, "noord").read_bytes()[:-1])
    assert made() == ["noord"]
    write_table(own, ROWS[0], ROWS[1].replace("098-765", "098-766"))
    assert made() == ["zuid"]
    assert made() == []


def test_a_run_that_is_stopped_leaves_whole_files_and_goes_on(
    own: Path, mini_cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(folder_of(own))
    write = replace_file
    written: list[Path] = []

    def stopped(target: Path, data: bytes, *, lasting: bool) -> None:
        if written:
            raise KeyboardInterrupt
        write(target, data, lasting=lasting)
        written.append(target)

    monkeypatch.setattr(pipeline, "CHUNK", 1)
    monkeypatch.setattr(quick, "replace_file", stopped)
    with pytest.raises(KeyboardInterrupt):
        [*editions(own, SLUG, only=QUICK, jobs=1, cache=mini_cache)]
    monkeypatch.setattr(quick, "replace_file", write)
    there = [file.name for file in folder_of(own).glob("*.pdf")]
    assert there == ["slapen-noord-screen.pdf"]
    with (folder_of(own) / "receipts.jsonl").open("a") as table:
        table.write('{"toolkit": "sla')  # a line that a kill cut off
    again = editions(own, SLUG, only=QUICK, jobs=1, cache=mini_cache, resume=True)
    rest = {each.edition for each in again}
    assert "zuid" in rest
    known = read_receipts(folder_of(own))
    assert "slapen-zuid-screen.pdf" in known
    assert [*editions(own, SLUG, only=QUICK, jobs=1, cache=mini_cache, resume=True)] == []


def verdicts(project: Path, cache: Cache, *, whole: bool = False) -> tuple[dict[str, int], str]:
    found = audit(project, SLUG, folder_of(project), cache=cache, whole=whole)
    return dict(found.counts), "\n".join(map(str, found.problems))


@pytest.mark.parametrize("whole", [False, True])
def test_an_audit_of_what_was_just_made_finds_all_sound(
    *, whole: bool, own: Path, mini_cache: Cache
) -> None:
    assert verdicts(own, mini_cache, whole=whole) == ({"sound": 4}, "")


def test_an_audit_names_what_was_made_from_an_older_row(own: Path, mini_cache: Cache) -> None:
    write_table(own, ROWS[0].replace("Straat 1", "Straat 11"), *ROWS[1:])
    for whole in (False, True):
        counts, told = verdicts(own, mini_cache, whole=whole)
        assert counts == {"sound": 3, "stale": 1}
        assert "slapen-noord-screen.pdf: stale" in told


def alter(project: Path, words: str) -> None:
    file = file_of(project, "noord")
    file.write_bytes(with_other_glyphs(file.read_bytes(), words))


def test_an_audit_names_a_file_that_was_altered(own: Path, mini_cache: Cache) -> None:
    alter(own, "Een vast ritme")
    for whole in (False, True):
        counts, told = verdicts(own, mini_cache, whole=whole)
        assert counts == {"sound": 3, "altered": 1}
        assert "slapen-noord-screen.pdf: " in told
        assert "caution" not in told


def test_an_audit_names_a_file_without_a_caution(own: Path, mini_cache: Cache) -> None:
    """Wherever it stands: a reader sees one page and not the next."""
    pdf = file_of(own, "noord").read_bytes()
    for _ in range(20):
        try:
            pdf = with_other_glyphs(pdf, "Wie erg somber")
        except StopIteration:
            break
    file_of(own, "noord").write_bytes(pdf)
    for whole in (False, True):
        counts, told = verdicts(own, mini_cache, whole=whole)
        assert counts == {"sound": 3, "altered": 1}
        assert "a caution of 'Rust' is missing: Wie erg somber" in told


def test_an_audit_names_a_file_that_lost_a_slot(own: Path, mini_cache: Cache) -> None:
    """Its tag is gone, and so is what it said: the shared text is whole."""
    file = file_of(own, "noord")
    with pikepdf.open(BytesIO(file.read_bytes())) as pdf:
        slot = next(each for each in _slots(pdf.Root.StructTreeRoot.K) if each.T == "slot mail")
        del slot.K
        del slot.T
        pdf.save(file)
    counts, told = verdicts(own, mini_cache, whole=True)
    assert counts == {"sound": 3, "altered": 1}
    assert "slapen-noord-screen.pdf: 'E-mail' does not say what it should" in told


def _slots(kids: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for kid in kids.as_list() if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if "/T" in kid:
                yield kid
            yield from _slots(kid.get("/K", pikepdf.Array()))


def test_an_audit_names_a_file_with_the_words_of_another_edition(
    own: Path, mini_cache: Cache
) -> None:
    shutil.copy(file_of(own, "zuid"), file_of(own, "noord"))
    counts, told = verdicts(own, mini_cache)
    assert counts == {"sound": 3, "altered": 1}
    assert "slapen-noord-screen.pdf: altered" in told


def test_an_audit_names_what_is_no_edition_any_more(own: Path, mini_cache: Cache) -> None:
    write_table(own, *ROWS[:3])
    (folder_of(own) / "leeg.pdf").write_bytes(b"")
    counts, told = verdicts(own, mini_cache)
    assert counts == {"sound": 3, "altered": 1, "unknown": 1}
    assert "there is no edition 'zonder' any more" in told


def test_the_command_makes_editions_and_audits_them(
    own: Path, cardprint: Callable[..., here.Done]
) -> None:
    done = cardprint("editions", SLUG, "--resume", cwd=own)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "0 editions made"
    done = cardprint("editions", SLUG, "--only", "noor", cwd=own)
    assert (done.returncode, done.stderr.partition("\n")[0]) == (
        3, "noor: there is no such edition (did you mean 'noord'?)",
    )  # fmt: skip
    file_of(own, "zuid").unlink()
    alter(own, "Een vast ritme")
    done = cardprint("editions", SLUG, "--audit", folder_of(own), cwd=own)
    assert done.returncode == 6
    assert done.stdout.splitlines()[-1] == "2 sound, 0 stale, 1 altered, 0 unknown"
    done = cardprint("editions", SLUG, "--shard", "3/2", cwd=own)
    assert done.returncode == 2
    assert "'3/2' is no part of a whole" in done.stderr


def test_a_translated_toolkit_has_editions_too(translated: Path, mini_cache: Cache) -> None:
    """The labels of slots are translated; what fills them is not."""
    info = translated / "toolkits" / SLUG / "toolkit.yaml"
    slot = "slots:\n  - {id: naam, kind: name, label: Uitgave van, at: [colophon]}\ncontents:\n"
    info.write_text(info.read_text("utf-8").replace("contents:\n", slot), "utf-8")
    words = info.parent / "translations" / "en" / "toolkit.yaml"
    words.write_text(
        f"{words.read_text('utf-8')}\nslots/naam/label ~4b5b8084: Edition of\n", "utf-8"
    )
    write_table(translated, "noord,Regio Noord", "zuid,Regio Zuid", head="id,name")
    made = [*editions(translated, SLUG, language="en", jobs=1, cache=mini_cache)]
    assert [(each.file, each.verdict) for each in made] == [
        ("slapen-noord-en-screen.pdf", "whole"),
        ("slapen-zuid-en-screen.pdf", "slots"),
    ]
    assert len({each.shared for each in made}) == 1
    for whole in (False, True):
        assert verdicts(translated, mini_cache, whole=whole) == ({"sound": 2}, "")


def test_an_edition_is_verified_and_checked_like_a_toolkit(
    own: Path, cardprint: Callable[..., here.Done]
) -> None:
    done = cardprint("verify", file_of(own, "zuid"), cwd=own)
    assert (done.returncode, done.stderr) == (0, "")
    write_table(own, "noord,Noord,bel ons,,,,,,")
    done = cardprint("check", "--today", "2026-11-25", cwd=own)
    assert done.returncode == 3
    assert "organisations.csv:2:3: 'bel ons' is not right for 'Telefoon'" in done.stderr


def test_one_edition_that_fails_does_not_stop_the_others(
    own: Path, mini_cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify = quick._Maker.verify

    def failing(self: quick._Maker, pdf: bytes, toolkit: Toolkit, order: quick.Order) -> str:
        if order.edition.id == "noord":
            raise OutputError([])
        return verify(self, pdf, toolkit, order)

    monkeypatch.setattr(quick._Maker, "verify", failing)
    made: list[Receipt] = []
    with pytest.raises(CardprintError):
        made.extend(editions(own, SLUG, only=QUICK, jobs=1, cache=mini_cache))
    assert [each.edition for each in made] == ["zuid"]
