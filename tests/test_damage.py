"""Files that are damaged, or made to mislead their readers: a message and an end, no crash."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Encryption, Name, NameTree, Object, Pdf, String

from cardprint.errors import OutputError
from cardprint.pipeline.many import verify_file
from cardprint.storage.project import Project
from conftest import MINI, Run

Damage = Callable[[Pdf], None]
DEEP = 5000
"""Deeper than Python's stack."""


def pages_in_a_circle(pdf: Pdf) -> None:
    pdf.Root.Pages.Kids[3] = pdf.Root.Pages


def tags_in_a_circle(pdf: Pdf) -> None:
    document = pdf.Root.StructTreeRoot.K[0]
    document.K[2].K.append(document)


def tags_in_themselves(pdf: Pdf) -> None:
    part = pdf.Root.StructTreeRoot.K[0].K[2]
    part.K = part


def deep_tags(pdf: Pdf) -> None:
    above = pdf.Root.StructTreeRoot.K[0].K[2]
    for _ in range(DEEP):
        below = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Div, P=above))
        above.K = below
        above = below
    above.K = pdf.Root.StructTreeRoot.K[0].K[3]


def owners_in_a_circle(pdf: Pdf) -> None:
    tree = pdf.Root.StructTreeRoot.ParentTree
    circle(tree, "/Nums")


def destinations_in_a_circle(pdf: Pdf) -> None:
    circle(pdf.Root.Names.Dests, "/Names")


def circle(tree: Object, leaves: str) -> None:
    if leaves in tree:
        del tree[leaves]
    tree.Kids = Array([tree])


def deep_destinations(pdf: Pdf) -> None:
    below = pdf.make_indirect(Dictionary(Kids=Array([])))
    for _ in range(DEEP):
        below = pdf.make_indirect(Dictionary(Kids=Array([below])))
    pdf.Root.Names.Dests = below


def destinations_out_of_order(pdf: Pdf) -> None:
    names = list(NameTree(pdf.Root.Names.Dests).items())
    turned = [each for name, spot in reversed(names) for each in (String(name), spot)]
    pdf.Root.Names.Dests = pdf.make_indirect(Dictionary(Names=Array(turned)))


def bookmarks_in_a_circle(pdf: Pdf) -> None:
    first = pdf.Root.Outlines.First
    first.Next = first


def forms_in_a_circle(pdf: Pdf) -> None:
    form = pdf.make_stream(b"/Own Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    form.Resources = Dictionary(XObject=Dictionary(Own=form))
    page = pdf.pages[3]
    page.add_resource(form, Name.XObject, Name("/Own"))
    page.contents_add(b"/Artifact BMC /Own Do EMC")


def nested_operands(pdf: Pdf) -> None:
    pdf.pages[3].contents_add(b"[" * 100_000)


def words_without_end(pdf: Pdf) -> None:
    pdf.pages[3].contents_add(b"BT (woorden")


def operators_without_operands(pdf: Pdf) -> None:
    pdf.pages[3].contents_add(b"BDC k rg cs")


def metadata_of_entities(pdf: Pdf) -> None:
    levels = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "x">{levels}]><x>&e11;</x>'
    pdf.Root.Metadata = pdf.make_stream(text.encode())


def metadata_that_is_no_stream(pdf: Pdf) -> None:
    pdf.Root.Metadata = Dictionary()


def numbers_as_words(pdf: Pdf) -> None:
    for page in pdf.pages:
        page.obj.StructParents = String("veel")


def nothing_on_a_link(pdf: Pdf) -> None:
    pdf.pages[3].obj.Annots = Array([None, 7, Dictionary()])


def no_pages(pdf: Pdf) -> None:
    del pdf.pages[:]


DAMAGED: dict[str, tuple[Damage, str]] = {
    "the pages go in a circle": (pages_in_a_circle, "is damaged"),
    "the structure goes in a circle": (tags_in_a_circle, "in each other without an end"),
    "a structure element is in itself": (tags_in_themselves, "in each other without an end"),
    "the structure is deeper than the stack": (deep_tags, "in each other without an end"),
    "the owners of content go in a circle": (owners_in_a_circle, "is not in the structure tree"),
    "the destinations go in a circle": (destinations_in_a_circle, "is dead"),
    "the destinations are deeper than the stack": (deep_destinations, "is dead"),
    "the destinations are out of order": (destinations_out_of_order, "is dead"),
    "the bookmarks go in a circle": (bookmarks_in_a_circle, "reoccurred in structure"),
    "a form is drawn in itself": (forms_in_a_circle, "in each other without an end"),
    "operands are nested without end": (nested_operands, "is damaged"),
    "words have no end": (words_without_end, "is damaged"),
    "operators have no operands": (operators_without_operands, "is damaged"),
    "the metadata is a heap of entities": (metadata_of_entities, "that it is PDF/UA-1"),
    "the metadata is no stream": (metadata_that_is_no_stream, "that it is PDF/UA-1"),
    "numbers are words": (numbers_as_words, "is damaged"),
    "an annotation is nothing": (nothing_on_a_link, "is damaged"),
    "there is no page": (no_pages, "is damaged"),
}


def refusal(pdf: bytes, folder: Path) -> list[str]:
    file = folder / "slapen-screen.pdf"
    file.write_bytes(pdf)
    with pytest.raises(OutputError) as refused:
        verify_file(file, Project(MINI), "slapen", "screen")
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_refused_when(name: str, mini_pdf: bytes, tmp_path: Path) -> None:
    change, expected = DAMAGED[name]
    output = BytesIO()
    with pikepdf.open(BytesIO(mini_pdf)) as pdf:
        change(pdf)
        pdf.save(output, fix_metadata_version=False)
    found = refusal(output.getvalue(), tmp_path)
    assert any(expected in line for line in found), found


@pytest.mark.parametrize("size", [0, 1, 1000, 60_000, 100_000])
def test_a_file_that_ends_too_early_is_refused(size: int, mini_pdf: bytes, tmp_path: Path) -> None:
    (line,) = refusal(mini_pdf[:size], tmp_path)
    assert "the file is damaged" in line


def locked(pdf: bytes, user: str, owner: str) -> bytes:
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as file:
        file.save(output, encryption=Encryption(user=user, owner=owner))
    return output.getvalue()


def test_a_file_with_a_password_is_refused_by_that_name(mini_pdf: bytes, tmp_path: Path) -> None:
    (line,) = refusal(locked(mini_pdf, user="geheim", owner="geheim"), tmp_path)
    assert "the file can be opened with a password only (save it without a password" in line


def test_a_file_that_is_only_locked_against_changes_is_refused(
    mini_pdf: bytes, tmp_path: Path
) -> None:
    (line,) = refusal(locked(mini_pdf, user="", owner="geheim"), tmp_path)
    assert "programs that read aloud may be kept out" in line


def test_the_command_says_so_in_one_line_for_each_file(
    cardprint: Run, mini_pdf: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "half.pdf"
    file.write_bytes(mini_pdf[:60_000])
    done = cardprint("verify", file)
    assert done.returncode == 4
    first, _ = done.stderr.splitlines()
    assert first == (
        f"{file}: the file is damaged, or no PDF of this program: "
        "unable to find trailer dictionary while recovering damaged file (build it again)"
    )
