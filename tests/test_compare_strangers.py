"""PDFs that other programs made, or made badly: a comparison ends, and says what is wrong."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Encryption, Name, Pdf

from cardprint.command.main import main
from cardprint.compare.formats import as_text
from cardprint.compare.matching import changed_parts
from cardprint.compare.model import Verdict
from cardprint.compare.run import compare_files
from cardprint.errors import CompareError
from conftest import Run

DEPTH = 20_000
# The files are odd on purpose.
pytestmark = pytest.mark.filterwarnings("ignore:This document has . form widget")


def blank(pages: int = 2) -> Pdf:
    file = pikepdf.new()
    for _ in range(pages):
        file.add_blank_page(page_size=(300, 200))
    return file


def saved(file: Pdf, path: Path, **options: object) -> Path:
    file.save(path, **options)  # type: ignore[arg-type]
    return path


def bookmarks_in_a_circle(file: Pdf) -> None:
    one, other = (file.make_indirect(Dictionary(Title=name)) for name in ("een", "twee"))
    one.Next, other.Next, other.First = other, one, one
    file.Root.Outlines = Dictionary(First=one, Last=other)


def bookmarks_that_are_deep(file: Pdf) -> None:
    first = item = file.make_indirect(Dictionary(Title="0"))
    for level in range(1, DEPTH):
        item.First = file.make_indirect(Dictionary(Title=str(level)))
        item = item.First
    file.Root.Outlines = Dictionary(First=first)


def tags_in_a_circle(file: Pdf) -> None:
    one, other = (file.make_indirect(Dictionary(S=Name.P)) for _ in range(2))
    one.K, other.K = other, Array([one, other])
    file.Root.StructTreeRoot = file.make_indirect(Dictionary(K=one))


def tags_that_are_deep(file: Pdf) -> None:
    first = element = file.make_indirect(Dictionary(S=Name.Div))
    for _ in range(DEPTH):
        element.K = file.make_indirect(Dictionary(S=Name.Div))
        element = element.K
    file.Root.StructTreeRoot = file.make_indirect(Dictionary(K=first))


def tags_that_multiply(file: Pdf) -> None:
    """Each level twice in the one above: two to the power of fifty elements on thirty lines."""
    element = file.make_indirect(Dictionary(S=Name.P))
    for _ in range(50):
        element = file.make_indirect(Dictionary(S=Name.Div, K=Array([element, element])))
    file.Root.StructTreeRoot = file.make_indirect(Dictionary(K=element))


def names_in_a_circle(file: Pdf) -> None:
    node = file.make_indirect(Dictionary(Limits=Array(["a", "z"])))
    node.Kids = Array([node])
    file.Root.Names = Dictionary(Dests=node)


def fields_in_a_circle(file: Pdf) -> None:
    field = file.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="veld", Rect=[0, 0, 9, 9])
    )
    field.Parent = field
    file.pages[0].obj.Annots = Array([field])


def forms_in_a_circle(file: Pdf) -> None:
    form = file.make_stream(
        b"/F Do 0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 99, 99]
    )
    form.Resources = Dictionary(XObject=Dictionary(F=form))
    file.pages[0].obj.Resources = Dictionary(XObject=Dictionary(F=form))
    file.pages[0].Contents = file.make_stream(b"/F Do")


def annotations_of_all_kinds(file: Pdf) -> None:
    odd = [
        Dictionary(Subtype=Name.Link),
        Dictionary(Subtype=Name.Link, Rect=[1, 2], Dest=Array([])),
        Dictionary(Subtype=Name.Link, Rect=["a", 1, 2, 3], Dest=Array([5, Name.Fit])),
        Dictionary(Subtype=Name.Link, A=Array([])),
        Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.GoToR, F=Dictionary(F="b.pdf"), D="x")),
        Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.Named, N=Name.NextPage)),
        Dictionary(Subtype=Name.Widget, V=Array(["a", "b"]), Opt=Array([Array(["a", "b"])])),
        Dictionary(),
    ]
    file.pages[0].obj.Annots = Array([*odd, 3, Name.X])


def metadata_that_is_no_xml(file: Pdf) -> None:
    file.Root.Metadata = file.make_stream(b"<<<", Type=Name.Metadata, Subtype=Name.XML)


def metadata_that_multiplies(file: Pdf) -> None:
    entities = b"".join(b'<!ENTITY e%d "%s">' % (i, b"&e%d;" % (i - 1) * 9) for i in range(1, 20))
    text = b'<!DOCTYPE x [<!ENTITY e0 "a">%s]><x>&e19;</x>' % entities
    file.Root.Metadata = file.make_stream(text, Type=Name.Metadata, Subtype=Name.XML)


def facts_of_all_kinds(file: Pdf) -> None:
    attached = Dictionary(Names=["a.txt", 5, "b.txt", Dictionary(EF=Dictionary())])
    file.Root.Names = Dictionary(EmbeddedFiles=attached)
    file.Root.PageLabels = Dictionary(Nums=[0, 7, "a", Dictionary(S=Name.Q), 1])
    file.Root.MarkInfo, file.Root.ViewerPreferences, file.Root.OpenAction = 5, Array([]), 5
    roles = Dictionary(A=5, B=Name.B, C=Dictionary())
    kids = [5, Array([-6, Array([Dictionary(MCID="a")])]), Name.X, Dictionary(S=Name.P, Pg=5)]
    file.Root.StructTreeRoot = Dictionary(RoleMap=roles, K=Array(kids))
    file.pages[0].obj.Tabs = Array([1])
    file.docinfo.update({"/Author": Name.X, "/Keywords": Array([1])})


ODD: dict[str, Callable[[Pdf], None]] = {
    "bookmarks in a circle": bookmarks_in_a_circle,
    "bookmarks that are deep": bookmarks_that_are_deep,
    "tags in a circle": tags_in_a_circle,
    "tags that are deep": tags_that_are_deep,
    "tags that multiply": tags_that_multiply,
    "names in a circle": names_in_a_circle,
    "fields in a circle": fields_in_a_circle,
    "forms in a circle": forms_in_a_circle,
    "annotations of all kinds": annotations_of_all_kinds,
    "metadata that is no XML": metadata_that_is_no_xml,
    "metadata that multiplies": metadata_that_multiplies,
    "facts of all kinds": facts_of_all_kinds,
}


@pytest.mark.parametrize("name", ODD)
def test_a_comparison_with_a_strange_file_ends(
    name: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In this process, where a traceback would fail the test."""
    monkeypatch.setenv("CARDPRINT_LANG", "en")
    with blank() as file:
        before = saved(file, tmp_path / "before.pdf")
        ODD[name](file)
        after = saved(file, tmp_path / "after.pdf")
    for one, other, codes in ((after, after, {0}), (before, after, {0, 6})):
        code, told = main(["compare", str(one), str(other)]), capsys.readouterr()
        assert code in codes, told.err
        assert told.err == ""


def test_parts_that_come_back_often_take_no_longer_than_others() -> None:
    """A hundred thousand tags of one kind, with others at both ends and in the middle."""
    many = ["Div"] * 50_000
    before, after = ["P", *many, "H1", *many, "P"], ["L", *many, "H2", *many, "L"]
    begins = perf_counter()
    parts = [(before[gone], after[new]) for gone, new in changed_parts(before, after)]
    assert perf_counter() - begins < 5
    assert (parts[0][0][0], parts[0][1][0]) == ("P", "L")
    assert (parts[-1][0][-1], parts[-1][1][-1]) == ("P", "L")
    assert [*changed_parts(many, ["Div", *many])] == [
        (slice(50_000, 50_000), slice(50_000, 50_001))
    ]


def test_pages_in_a_circle_are_refused(tmp_path: Path, cardprint: Run) -> None:
    with blank() as file:
        before = saved(file, tmp_path / "before.pdf")
    circle = tmp_path / "circle.pdf"
    circle.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 2/Kids[2 0 R 2 0 R]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )
    done = cardprint("compare", before, circle)
    assert done.returncode == 7
    assert f"{circle}: the file cannot be read as a PDF" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_without_pages_is_refused(tmp_path: Path) -> None:
    with blank() as one, blank(0) as other:
        files = saved(one, tmp_path / "one.pdf"), saved(other, tmp_path / "other.pdf")
    with pytest.raises(CompareError, match=r"other\.pdf: the file cannot be read as a PDF"):
        compare_files(*files)


def test_a_password_is_named(tmp_path: Path) -> None:
    with blank() as file:
        plain = saved(file, tmp_path / "plain.pdf")
        locked = saved(file, tmp_path / "locked.pdf", encryption=Encryption(user="a", owner="b"))
        free = saved(file, tmp_path / "free.pdf", encryption=Encryption(user="", owner="b"))
    with pytest.raises(CompareError, match=r"locked\.pdf: the file is protected with a password"):
        compare_files(plain, locked)
    assert compare_files(plain, free).is_same


# What other programs write otherwise


def link(file: Pdf, **target: Any) -> None:
    annotation = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 50, 50], Contents="verder", **target
    )
    file.pages[0].obj.Annots = Array([file.make_indirect(annotation)])


def compared(
    tmp_path: Path, before: Callable[[Pdf], object], after: Callable[[Pdf], object]
) -> tuple[tuple[Verdict, ...], str]:
    files = []
    for name, change in (("before", before), ("after", after)):
        with blank(3) as file:
            change(file)
            files.append(saved(file, tmp_path / f"{name}.pdf"))
    found = compare_files(*files)
    return found.verdicts, as_text([found])


def test_names_in_a_tree_and_in_the_older_dictionary_are_known(tmp_path: Path) -> None:
    def with_tree(file: Pdf) -> None:
        link(file, Dest="b")
        place = Dictionary(D=Array([file.pages[2].obj, Name.XYZ, 0, 100, 0]))
        leaf = Dictionary(Limits=Array(["b", "b"]), Names=Array(["b", place]))
        file.Root.Names = Dictionary(Dests=Dictionary(Kids=Array([file.make_indirect(leaf)])))

    def with_dictionary(file: Pdf) -> None:
        link(file, Dest=Name.b)
        file.Root.Dests = Dictionary(b=Array([file.pages[2].obj, Name.XYZ, 0, 100, 0]))

    for build in (with_tree, with_dictionary):
        assert compared(tmp_path, build, build)[0] == ()
        assert "nowhere" not in compared(tmp_path, lambda _: None, build)[1]
        assert "is new" in compared(tmp_path, lambda _: None, build)[1]


def test_a_link_to_another_place_of_a_page_is_a_difference(tmp_path: Path) -> None:
    def leads_to(height: float) -> Callable[[Pdf], object]:
        return lambda file: link(file, Dest=Array([file.pages[2].obj, Name.XYZ, 0, height, 0]))

    verdicts, text = compared(tmp_path, leads_to(100), leads_to(20))
    assert verdicts == (Verdict.LINK,)
    assert "led to a place on page 3 lead to another one on it" in text


def on_larger_paper(left: float, *, turned: int = 0) -> Callable[[Pdf], object]:
    """A black square, on paper that begins to the left of and below the page, as for a press."""

    def change(file: Pdf) -> None:
        page = file.pages[0]
        page.obj.MediaBox = Array([-90, -60, 390, 260])
        page.obj.TrimBox = Array([0, 0, 300, 200])
        page.rotate(turned, relative=False)
        page.Contents = file.make_stream(f"{left} 20 30 30 re f".encode())

    return change


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_what_moved_on_larger_paper_is_told_once(turned: int, tmp_path: Path) -> None:
    """And not once more as a picture that differs."""
    one, other = (on_larger_paper(left, turned=turned) for left in (10, 200))
    verdicts, text = compared(tmp_path, one, other)
    assert verdicts == (Verdict.MOVED,), text


def field(file: Pdf, **facts: Any) -> None:
    widget = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="naam", Rect=[9, 9, 99, 29], **facts
    )
    file.pages[0].obj.Annots = Array([file.make_indirect(widget)])
    file.Root.AcroForm = Dictionary(Fields=file.pages[0].obj.Annots)


FIELDS: dict[str, tuple[dict[str, object], dict[str, object], str]] = {
    "filled": ({}, {"V": "An"}, "the field 'naam' was empty, and now holds 'An'"),
    "emptied": ({"V": "An"}, {}, "the field 'naam' held 'An', and is empty now"),
    "another value": ({"V": "An"}, {"V": "Jo"}, "the field 'naam' held 'An', and now holds 'Jo'"),
    "ticked": (
        {"AS": Name.Off}, {"AS": Name.Ja}, "the field 'naam' held '/Off', and now holds '/Ja'"
    ),
    "read only": ({}, {"Ff": 1}, "the field 'naam' accepts something else"),
    "another description": (
        {"TU": "Je naam"}, {"TU": "Naam"}, "the field 'naam' said 'Je naam', and now says 'Naam'"
    ),
    "another name": ({}, {"T": "wie"}, "the field 'wie' is new"),
    "another place": ({}, {"Rect": Array([9, 9, 99, 49])}, "the field 'naam' has moved"),
}  # fmt: skip


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_is_compared_with_all_that_it_says_and_takes(name: str, tmp_path: Path) -> None:
    before, after, message = FIELDS[name]

    def build(facts: dict[str, object]) -> Callable[[Pdf], object]:
        def change(file: Pdf) -> None:
            field(file)
            for key, value in facts.items():
                file.pages[0].obj.Annots[0][f"/{key}"] = value

        return change

    verdicts, text = compared(tmp_path, build(before), build(after))
    assert Verdict.FORM in verdicts
    assert message in text
    assert compared(tmp_path, build(after), build(after))[0] == ()
