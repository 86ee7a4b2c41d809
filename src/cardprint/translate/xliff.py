"""A translation as XLIFF 1.2: stale texts ask for review, with their previous source."""

from xml.etree import ElementTree as ET

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from cardprint.errors import InputError, Place, Problem
from cardprint.messages.catalogue import tell
from cardprint.translate.units import Parcel, Unit

_SPACE = "urn:oasis:names:tc:xliff:document:1.2"
_XML = "http://www.w3.org/XML/1998/namespace"
_NEW, _REVIEW, _DONE = "new", "needs-review-translation", "translated"


def as_xliff(parcel: Parcel) -> bytes:
    """The file for translators."""
    ET.register_namespace("", _SPACE)
    root = ET.Element(f"{{{_SPACE}}}xliff", version="1.2")
    bodies: dict[str, ET.Element] = {}
    for unit in parcel.units:
        if unit.file not in bodies:
            bodies[unit.file] = _body(root, unit.file, parcel)
        _add(bodies[unit.file], unit)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _body(root: ET.Element, file: str, parcel: Parcel) -> ET.Element:
    facts = {
        "original": file,
        "source-language": parcel.languages[0],
        "target-language": parcel.languages[1],
        "datatype": "plaintext",
        "product-name": parcel.toolkit,
        "product-version": parcel.version,
    }
    home = ET.SubElement(root, f"{{{_SPACE}}}file", facts)
    return ET.SubElement(home, f"{{{_SPACE}}}body")


def _add(body: ET.Element, unit: Unit) -> None:
    facts = {"id": unit.name, f"{{{_XML}}}space": "preserve"}
    made = ET.SubElement(body, f"{{{_SPACE}}}trans-unit", facts)
    ET.SubElement(made, f"{{{_SPACE}}}source").text = unit.source
    state = _DONE if unit.is_done else _REVIEW if unit.words else _NEW
    ET.SubElement(made, f"{{{_SPACE}}}target", state=state).text = unit.words
    if unit.previous and unit.words:
        other = ET.SubElement(made, f"{{{_SPACE}}}alt-trans", alttranstype="previous-version")
        ET.SubElement(other, f"{{{_SPACE}}}source").text = unit.previous
        ET.SubElement(other, f"{{{_SPACE}}}target").text = unit.words


def from_xliff(text: str, shown: str) -> tuple[Unit, ...]:
    """The units of a file of translators.

    :param shown: its name in messages.
    :raises InputError: when it is no XLIFF file.
    """
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ET.ParseError, DefusedXmlException, ValueError) as error:
        line, column = getattr(error, "position", (0, 0))
        place = Place(shown, line, column + 1) if line else Place(shown)
        message = tell("the file is no XLIFF file that can be read")
        raise InputError([Problem(place, message)]) from error
    return tuple(
        _unit(str(file.get("original", "")), each)
        for file in root.iter(f"{{{_SPACE}}}file")
        for each in file.iter(f"{{{_SPACE}}}trans-unit")
    )


def _unit(file: str, found: ET.Element) -> Unit:
    target = found.find(f"{{{_SPACE}}}target")
    state = "" if target is None else target.get("state", "")
    is_doubtful = state == _NEW or state.startswith("needs-")
    approved = found.get("approved", "")
    is_done = approved == "yes" or (approved != "no" and not is_doubtful)
    return Unit(
        file,
        str(found.get("id", "")),
        _words(found.find(f"{{{_SPACE}}}source")),
        _words(target),
        is_done,
    )


def _words(element: ET.Element | None) -> str:
    """The text of an element, also of what a tool has put inside it."""
    return "" if element is None else "".join(element.itertext())
