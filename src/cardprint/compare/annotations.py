"""What lies on top of the content of a page: form fields, notes, stamps."""

from collections.abc import Iterator, Sequence

from pikepdf import Array, Object, Pdf, Stream

from cardprint.compare.model import DrawnNote, Finding, Verdict
from cardprint.compare.navigation import box_of
from cardprint.compare.walk import chain, items
from cardprint.messages.catalogue import Message, plain, tell
from cardprint.model.geometry import Box

FIELD = "Widget"
# Links are compared elsewhere, by their targets; a popup belongs to its note.
_OTHERS = frozenset({"/Link", "/Popup"})
_SETTINGS = ("/FT", "/Ff", "/MaxLen", "/Opt", "/Q")


def notes_by_page(pdf: Pdf) -> dict[int, tuple[DrawnNote, ...]]:
    """The fields and notes of every page (from 0) that has any."""
    found = {
        i: tuple(
            _note(each)
            for each in items(page.obj.get("/Annots"))
            if each.get("/Subtype") not in _OTHERS
        )
        for i, page in enumerate(pdf.pages)
    }
    return {page: notes for page, notes in found.items() if notes}


def _note(annotation: Object) -> DrawnNote:
    lines = [*chain(annotation, "/Parent")]
    names = [words_of(each.get("/T")) for each in reversed(lines) if "/T" in each]
    settings = (f"{key[1:]} {words_of(_inherited(lines, key))}" for key in _SETTINGS)
    value, state = words_of(_inherited(lines, "/V")), words_of(annotation.get("/AS"))
    return DrawnNote(
        box_of(annotation),
        str(annotation.get("/Subtype", ""))[1:],
        ".".join(names),
        words_of(annotation.get("/TU", annotation.get("/Contents"))),
        value if value or not state else state,
        ", ".join(settings),
    )


def _inherited(lines: Sequence[Object], key: str) -> Object | None:
    """The nearest value of a field or of those above it (ISO 32000-1, 12.7.3.1)."""
    return next((each.get(key) for each in lines if key in each), None)


def words_of(value: Object | None) -> str:
    """A name, a text, a number, or several of them."""
    if isinstance(value, Array):
        return ", ".join(words_of(each) for each in value if not isinstance(each, Array))
    if isinstance(value, Stream):
        return value.read_bytes().decode("utf-8", "replace")
    return "" if value is None else str(value)


def compare_notes(
    before: Sequence[DrawnNote], after: Sequence[DrawnNote], move_pt: float, *, settled: bool
) -> Iterator[Finding]:
    """What changed about fields and notes.

    :param settled: whether the page is otherwise the same, so that they must not have moved.
    """
    lost, new = list(before), list(after)
    for alike in (_exactly, _by_name):
        for one in tuple(lost):
            other = next((each for each in new if alike(one, each)), None)
            if other:
                lost.remove(one)
                new.remove(other)
                messages = [*_changes(one, other)]
                if settled and _distance(one.box, other.box) > move_pt:
                    messages.append(tell("{field} has moved", field=_called(one)))
                for message in messages:
                    yield Finding(Verdict.FORM, message, (one.box,), (other.box,))
    for one in lost:
        yield Finding(Verdict.FORM, tell("{field} is gone", field=_called(one)), before=(one.box,))
    for one in new:
        yield Finding(Verdict.FORM, tell("{field} is new", field=_called(one)), after=(one.box,))


def _exactly(one: DrawnNote, other: DrawnNote) -> bool:
    return one[1:] == other[1:]


def _by_name(one: DrawnNote, other: DrawnNote) -> bool:
    return (one.kind, one.name) == (other.kind, other.name)


def _called(note: DrawnNote) -> Message:
    name = note.name or note.say or note.value
    if note.kind == FIELD:
        return tell("the field '{name}'", name=name)
    return tell("the note '{name}' ({kind})", name=name, kind=plain(note.kind))


def _changes(one: DrawnNote, other: DrawnNote) -> Iterator[Message]:
    field = _called(one)
    if one.value != other.value and not one.value:
        yield tell("{field} was empty, and now holds '{content}'", field=field, content=other.value)
    elif one.value != other.value and not other.value:
        yield tell("{field} held '{content}', and is empty now", field=field, content=one.value)
    elif one.value != other.value:
        yield tell(
            "{field} held '{before}', and now holds '{after}'",
            field=field,
            before=one.value,
            after=other.value,
        )
    if one.say != other.say:
        yield tell(
            "{field} said '{before}', and now says '{after}'",
            field=field,
            before=one.say,
            after=other.say,
        )
    if one.settings != other.settings:
        yield tell(
            "{field} accepts something else: {before} became {after}",
            field=field,
            before=one.settings,
            after=other.settings,
        )


def _distance(one: Box, other: Box) -> float:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))
