"""A file of Word or Excel (ISO/IEC 29500-2) from a stranger, unpacked within limits."""

import zipfile
import zlib
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn

from defusedxml import DefusedXmlException, ElementTree
from lxml import etree

from cardprint.errors import NO_HINT, InputError, Place, Problem
from cardprint.messages.catalogue import Message, tell
from cardprint.storage.files import read_bytes

MAX_FILE = 20_000_000
"""The largest file, in bytes; a toolkit without pictures has about 100,000."""
MAX_UNPACKED = 100_000_000
MAX_XML = 20_000_000
"""The largest of its parts that are read, in bytes."""
MAX_PARTS = 2_000
MAX_RATIO = 200
"""How many times a part may be larger than when it is packed; text is at most about 40 times."""
_SMALL = 100_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STRICT = b"http://purl.oclc.org/ooxml/"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

_AGAIN = tell("open it, save it under another name, and try that one")


class Package:
    """The parts of a file."""

    def __init__(self, data: bytes, shown: str, parts: dict[str, bytes]) -> None:
        self.data = data
        self.shown = shown
        """The name of the file in messages."""
        self.parts = parts

    def xml(self, name: str) -> Any:
        """The root of a part; nothing if there is no such part."""
        if name not in self.parts:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        return etree.fromstring(self.parts[name], parser)

    def related(self, name: str = "") -> dict[str, tuple[str, str]]:
        """What a part refers to, by the name of the reference: the kind, and the part or address.

        :param name: the part; default: the file as a whole.
        """
        home = PurePosixPath(name)
        root = self.xml(str(home.parent / "_rels" / f"{home.name}.rels").removeprefix("./"))
        found = {}
        for each in () if root is None else root.iter(_RELATIONSHIP):
            target, kind = each.get("Target", ""), each.get("Type", "").rpartition("/")[2]
            if each.get("TargetMode") != "External":
                target = _resolved(home.parent, target)
            found[each.get("Id", "")] = kind, target
        return found

    def first(self, kind: str, name: str = "") -> str:
        """The first part of a kind that a part refers to, or nothing."""
        targets = (target for each, target in self.related(name).values() if each == kind)
        return next(targets, "")


def _resolved(folder: PurePosixPath, target: str) -> str:
    """The name of a part that is named from a folder."""
    steps: list[str] = []
    for step in (folder / target).parts:
        if step == "..":
            del steps[-1:]
        elif step not in ("/", "."):
            steps.append(step)
    return "/".join(steps)


def opened(path: Path, shown: str) -> Package:
    """Unpack a file.

    :raises InputError: when it cannot be read, is protected, has macros, or exceeds a limit.
    """
    problems: list[Problem] = []
    data = read_bytes(path, shown, problems.append, limit=MAX_FILE)
    if data is None:
        raise InputError(problems)
    if data.startswith(_OLE):
        _refuse_ole(data, shown)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_sizes(archive, shown)
            parts = {each.filename: archive.read(each) for each in archive.infolist()}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError):
        _refuse(shown, tell("the file is damaged, or is no file of Word or Excel"), _AGAIN)
    _check_parts(parts, shown)
    return Package(data, shown, parts)


def _refuse(shown: str, message: Message, hint: Message = NO_HINT) -> NoReturn:
    raise InputError([Problem(Place(shown), message, hint)])


def _refuse_ole(data: bytes, shown: str) -> NoReturn:
    if _ENCRYPTED in data:
        hint = tell("open it, take the password off, and save it")
        _refuse(shown, tell("the file is protected with a password"), hint)
    hint = tell("open it, and save it as .docx or .xlsx")
    _refuse(shown, tell("the file is of Word or Excel from before 2007"), hint)


def _check_sizes(archive: zipfile.ZipFile, shown: str) -> None:
    found = archive.infolist()
    if len(found) > MAX_PARTS or sum(each.file_size for each in found) > MAX_UNPACKED:
        _refuse(shown, tell("the file is too large when it is unpacked"), tell("use a smaller one"))
    for each in found:
        grows = each.file_size > max(_SMALL, MAX_RATIO * each.compress_size)
        if grows or (_is_xml(each.filename) and each.file_size > MAX_XML):
            message = tell("'{part}' in the file is too large when it is unpacked",
                           part=each.filename)  # fmt: skip
            _refuse(shown, message, _AGAIN)


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _check_parts(parts: dict[str, bytes], shown: str) -> None:
    kinds = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in kinds or any(name.endswith("vbaProject.bin") for name in parts):
        hint = tell("save it without macros, as .docx or .xlsx")
        _refuse(shown, tell("the file has macros"), hint)
    for name, data in parts.items():
        if not _is_xml(name):
            continue
        if _STRICT in data:
            hint = tell("save it as an ordinary .docx or .xlsx")
            _refuse(shown, tell("the file is saved in the strict form of Word or Excel"), hint)
        try:
            ElementTree.fromstring(data, forbid_dtd=True)
        except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError):
            message = tell("'{part}' in the file is damaged, or unsafe to read", part=name)
            _refuse(shown, message, _AGAIN)
