"""Files of Word and Excel from strangers: each is refused with a reason, and none does harm."""

import json
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from cardprint.errors import InputError
from cardprint.exchange import package
from cardprint.exchange.carried import Carried, UnreadableError, packed, unpacked
from cardprint.exchange.excel_read import read_excel
from cardprint.exchange.excel_write import excel_workbook
from cardprint.exchange.fields import fields_of
from cardprint.exchange.package import opened
from cardprint.exchange.word_read import read_word
from cardprint.exchange.word_write import word_document
from exchanged import loaded, make_project, with_parts

DOCUMENT = "word/document.xml"
Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    toolkit = loaded(make_project(tmp_path_factory.mktemp("exchange") / "project"))
    fields = fields_of(toolkit, ["ritme"])
    return {"docx": word_document(toolkit, fields), "xlsx": excel_workbook(toolkit, fields)}


def refusal(data: bytes, folder: Path, name: str = "file.docx") -> str:
    file = folder / name
    file.write_bytes(data)
    with pytest.raises(InputError) as caught:
        (read_excel if name.endswith("x.xlsx") else read_word)(opened(file, name))
    (problem,) = caught.value.problems
    return str(problem.message)


def replaced(name: str, old: bytes, new: bytes) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new)

    return change


def entities(parts: Parts) -> None:
    lol = b'<!DOCTYPE d [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    parts[DOCUMENT] = parts[DOCUMENT].replace(b"<w:document", lol + b"<w:document", 1)


def in_utf_16(parts: Parts) -> None:
    """Entities where a search for their letters does not find them."""
    entities(parts)
    text = parts[DOCUMENT].decode().replace("UTF-8", "UTF-16")
    parts[DOCUMENT] = text.encode("utf-16")


def bomb(parts: Parts) -> None:
    parts["word/media/a.png"] = bytes(2_000_000)


def long_xml(parts: Parts) -> None:
    parts["word/other.xml"] = b"<a/>" + str([*range(300_000)]).encode()


def many(parts: Parts) -> None:
    parts.update({f"word/media/{i}.png": b"" for i in range(package.MAX_PARTS)})


def macros(parts: Parts) -> None:
    parts["word/vbaProject.bin"] = b"macro"


def without(name: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        del parts[name]

    return change


STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"

UNSAFE = "'word/document.xml' in the file is damaged, or unsafe to read"
REFUSED = [
    (macros, "the file has macros"),
    (replaced(DOCUMENT, USUAL, STRICT), "the file is saved in the strict form of Word or Excel"),
    (entities, UNSAFE),
    (in_utf_16, UNSAFE),
    (replaced(DOCUMENT, b"</w:body>", b""), UNSAFE),
    (bomb, "'word/media/a.png' in the file is too large when it is unpacked"),
    (long_xml, "'word/other.xml' in the file is too large when it is unpacked"),
    (many, "the file is too large when it is unpacked"),
    (without("customXml/item9.xml"), "the file was not made by 'cardprint export'"),
    (without(DOCUMENT), "the file has no document in it"),
    (
        replaced("customXml/item9.xml", b"wekker", b"wakker"),
        "what the file carries along for the comparison is damaged",
    ),
    (
        replaced("customXml/item9.xml", b'"format": 1', b'"format": 0'),
        "the file was exported by another version of cardprint",
    ),
]


@pytest.mark.parametrize(("change", "message"), REFUSED)
def test_a_strange_document_is_refused_with_its_reason(
    change: Callable[[Parts], None], message: str, files: dict[str, bytes], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(package, "MAX_XML", 2_000_000)
    monkeypatch.setattr(package, "MAX_PARTS", 50)
    assert refusal(with_parts(files["docx"], change), tmp_path) == message


def test_a_workbook_without_what_it_carries_is_refused(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    change = replaced("xl/workbook.xml", b'"_cardprint"', b'"other"')
    found = refusal(with_parts(files["xlsx"], change), tmp_path, "x.xlsx")
    assert found == "the file was not made by 'cardprint export'"


def test_a_workbook_that_openpyxl_cannot_read_is_refused(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    change = replaced("xl/worksheets/sheet2.xml", b'r="A1"', b'r="?!"')
    found = refusal(with_parts(files["xlsx"], change), tmp_path, "x.xlsx")
    assert found == "the file is damaged, or is no file of Word or Excel"


def test_a_password_and_an_old_format_are_told_apart(tmp_path: Path) -> None:
    ole = bytes.fromhex("d0cf11e0a1b11ae1")
    assert refusal(ole + bytes(500), tmp_path) == "the file is of Word or Excel from before 2007"
    protected = ole + bytes(500) + "EncryptedPackage".encode("utf-16-le")
    assert refusal(protected, tmp_path) == "the file is protected with a password"


def test_what_is_no_archive_or_only_a_part_of_one_is_refused(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    damaged = "the file is damaged, or is no file of Word or Excel"
    data = files["docx"]
    assert refusal(b"text", tmp_path) == damaged
    assert refusal(data[: len(data) // 2], tmp_path) == damaged
    at = data.index(b"PK\x01\x02")
    for offset, value in ((20, 99), (24, 99), (8, 1)):  # wrong sizes, and a password
        broken = data[: at + offset] + struct.pack("<H", value) + data[at + offset + 2 :]
        assert refusal(broken, tmp_path) == damaged


def test_a_size_that_lies_does_not_unpack_more(tmp_path: Path) -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.bin", bytes(5_000_000))
    data = bytearray(file.getvalue())
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 1000)
    assert refusal(bytes(data), tmp_path) == "the file is damaged, or is no file of Word or Excel"


def test_a_file_that_is_too_large_or_no_file_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "MAX_FILE", 1000)
    assert refusal(bytes(1001), tmp_path) == "the file has 1,001 bytes"
    with pytest.raises(InputError, match="this is a folder"):
        opened(tmp_path, "folder.docx")
    with pytest.raises(InputError, match="does not exist"):
        opened(tmp_path / "none.docx", "none.docx")


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"format":1}', "1" * 5000, "[" * 100_000, '{"format": 2}']
)
def test_carried_data_that_is_damaged_is_told(text: str) -> None:
    with pytest.raises(UnreadableError):
        unpacked(text)


def test_carried_data_of_the_wrong_shape_is_told() -> None:
    outer = json.loads(packed(Carried("slapen", ())))
    for inner in ("[]", '{"toolkit":"a","fields":[1],"fixed":[],"places":{}}'):
        from cardprint.storage.digest import digest

        with pytest.raises(UnreadableError):
            unpacked(json.dumps({**outer, "data": inner, "digest": digest(inner)}))
