"""A translation as a PO file of gettext: stale texts are fuzzy, with their previous source."""

import re
from datetime import UTC, datetime
from io import BytesIO, StringIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from cardprint.errors import InputError, Place, Problem
from cardprint.messages.catalogue import tell
from cardprint.translate.units import Parcel, Unit

_BETWEEN = "|"
"""Between the file and the name of a text, in its context."""

_LINE = re.compile(r'(#.*|(msgctxt|msgid|msgid_plural|msgstr(\[\d\])?)?\s*"(?:[^"\\]|\\.)*")?')
"""A comment, or a string in quotes, perhaps after a word that says what it is."""


def as_po(parcel: Parcel) -> bytes:
    """The file for translators; its dates are those of the toolkit."""
    day = datetime.fromisoformat(parcel.published).replace(tzinfo=UTC)
    catalog = Catalog(
        locale=parcel.languages[1].replace("-", "_"), project=parcel.toolkit,
        version=parcel.version, creation_date=day, revision_date=day, fuzzy=False,
        header_comment=f"# {parcel.toolkit}: {parcel.languages[0]} → {parcel.languages[1]}",
    )  # fmt: skip
    for unit in parcel.units:
        catalog.add(
            unit.source,
            unit.words,
            flags=["fuzzy"] if unit.words and not unit.is_done else [],
            previous_id=[unit.previous] if unit.previous and unit.words else [],
            context=f"{unit.file}{_BETWEEN}{unit.name}",
        )
    written = BytesIO()
    write_po(written, catalog, width=0, include_previous=True)
    return written.getvalue()


def from_po(text: str, shown: str) -> tuple[Unit, ...]:
    """The units of a file of translators.

    :param shown: its name in messages.
    :raises InputError: when it is no PO file.
    """
    for number, line in enumerate(text.splitlines(), 1):
        # Babel would take what is there of a string that does not end, without its last letter.
        if not _LINE.fullmatch(line.strip()):
            raise _unreadable(Place(shown, number, 1))
    try:
        catalog = read_po(StringIO(text), abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise _unreadable(Place(shown)) from error
    units: list[Unit] = []
    for message in catalog:
        file, between, name = (message.context or "").partition(_BETWEEN)
        if message.id and between:
            words = str(message.string or "")
            units.append(Unit(file, name, str(message.id), words, not message.fuzzy))
    return tuple(units)


def _unreadable(place: Place) -> InputError:
    return InputError([Problem(place, tell("the file is no PO file that can be read"))])
