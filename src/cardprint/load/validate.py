"""Plain data becomes a model; pydantic's errors become problems with a place and a remedy.

Pydantic's own words and the names of our classes are for programmers, so users never see them.
"""

from collections.abc import Callable, Mapping
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from cardprint.errors import NO_HINT, Place, Problem, nearest
from cardprint.messages.catalogue import Message, plain, tell, tell_count
from cardprint.storage.source import NodePath, Source

M = TypeVar("M", bound=BaseModel)

_SHOWN = 40
"""How many letters of a wrong value a message shows."""


def validate(model: type[M], source: Source, report: Callable[[Problem], None]) -> M | None:
    """The file's data as ``model``, or None after every problem in it has been reported."""
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        wrong = [detail["loc"] for detail in details]
        for detail in details:
            here = detail["loc"]
            # A list is only too short here because its wrong entries were left out.
            if not any(len(each) > len(here) and each[: len(here)] == here for each in wrong):
                report(_problem(model, source, detail))
        return None


def _problem(model: type[BaseModel], source: Source, detail: ErrorDetails) -> Problem:
    spot, kind = _trace(model, detail["loc"]), detail["type"]
    at_kind = kind.startswith("union_tag") and (*spot.path, "kind") in source.values
    path = (*spot.path, "kind") if at_kind else spot.path
    place = source.at(path, key=kind == "extra_forbidden" or spot.is_key)
    if detail["input"] is None and (comment := source.comment(path)):
        return lost(*comment)
    return Problem(place, *_advice(detail, spot))


def lost(comment: str, place: Place) -> Problem:
    """The problem of words that are a comment to YAML, after a text or instead of it."""
    hint = tell("put the text in quotes; put a note of your own on a separate line")
    return Problem(place, tell("'{comment}' would not be printed", comment=comment), hint)


class _Spot(NamedTuple):
    """The place of an error in the data, and what the model expects there."""

    path: NodePath
    wanted: Any
    """The annotation."""
    owner: type[BaseModel] | None
    """The model that has the last step as a key."""
    is_key: bool = False

    @property
    def called(self) -> Message:
        """Its name in a message."""
        if not self.path:
            return tell("the file")
        last = self.path[-1]
        if isinstance(last, int):
            return tell("entry {number} of '{list}'", number=last + 1, list=self.path[-2])
        return plain(f"'{last}'")


def _trace(model: type[BaseModel], location: tuple[str | int, ...]) -> _Spot:
    """Follow a location of pydantic, without the names that it gives to branches of a union."""
    spot = _Spot((), model, None)
    for step in location:
        branches = _branches(spot.wanted)
        if step == "[key]":
            return _Spot(spot.path, get_args(_bare(spot.wanted))[:1], spot.owner, is_key=True)
        if len(branches) > 1:
            chosen = next((each for each in branches if step in _tags(each)), None)
            spot = _Spot(spot.path, chosen, spot.owner, spot.is_key)
            continue
        inner = _bare(spot.wanted)
        owner = inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None
        spot = _Spot((*spot.path, step), _below(inner, step), owner)
    return spot


def _branches(annotation: Any) -> list[Any]:
    """The types of a union, without None; any other type alone."""
    if get_origin(annotation) is Annotated:
        inner = _branches(get_args(annotation)[0])
        return inner if len(inner) > 1 else [annotation]
    if get_origin(annotation) in (Union, UnionType):
        kept = [each for each in get_args(annotation) if each is not type(None)]
        return _branches(kept[0]) if len(kept) == 1 else kept
    return [annotation]


def _bare(annotation: Any) -> Any:
    """The type without its annotations."""
    (found,) = _branches(annotation)[:1]
    return _bare(get_args(found)[0]) if get_origin(found) is Annotated else found


def _tags(branch: Any) -> tuple[str, ...]:
    """The names of a branch of a union: its tag, or the values of its ``kind``."""
    noted = getattr(branch, "__metadata__", ())
    if tags := tuple(each.tag for each in noted if isinstance(each, Tag)):
        return tags
    return get_args(branch.model_fields["kind"].annotation)


def _below(annotation: Any, step: str | int) -> Any:
    """The type that is expected one step further into a value."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        known = annotation.model_fields.get(str(step))
        return known and known.annotation
    inner = get_args(annotation)
    if get_origin(annotation) is dict:
        return inner[1]
    if isinstance(step, int) and step < len(inner) and ... not in inner:
        return inner[step]
    return next(iter(inner), None)


_Advice = tuple[Message, Message]


def _advice(detail: ErrorDetails, spot: _Spot) -> _Advice:
    """What is wrong and how to mend it."""
    kind, given, facts = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "missing":
        return tell("{field} is missing", field=spot.called), _why_needed(spot)
    if kind == "extra_forbidden":
        owner = spot.owner.model_fields if spot.owner else {}
        known = [name for name, field in owner.items() if not field.exclude]
        return tell("unknown key {key}", key=spot.called), _known_key(
            str(spot.path[-1]), known, owner
        )
    if kind.startswith("union_tag"):
        return _of_kind(given, spot)
    if given in (None, ""):
        return _empty(spot)
    if kind == "value_error":
        reason = facts["error"].args[0]
        reason = reason if isinstance(reason, Message) else plain(reason)
        return tell("{field}: {reason}", field=spot.called, reason=reason), NO_HINT
    return (
        _of_shape(kind, spot) or _of_size(kind, facts, spot) or _of_form(kind, given, facts, spot)
    )


def _known_key(key: str, known: list[str], owner: Mapping[str, FieldInfo]) -> Message:
    """The key that was meant: of this level, or the one above this key where it is known."""
    for name in known:
        inner = _bare(owner[name].annotation)
        if isinstance(inner, type) and issubclass(inner, BaseModel) and key in inner.model_fields:
            return tell("put it below '{name}:', after more spaces", name=name)
    return nearest(key, known)


def _why_needed(spot: _Spot) -> Message:
    if spot.path[-1:] == ("alt",):
        return tell("write in words what the picture shows, for people who cannot see it")
    return NO_HINT


def _empty(spot: _Spot) -> _Advice:
    in_list = bool(spot.path) and isinstance(spot.path[-1], int)
    hint = tell("write something after the dash, or remove it") if in_list else NO_HINT
    return tell("{field} is empty", field=spot.called), hint or _why_needed(spot)


def _of_kind(given: Any, spot: _Spot) -> _Advice:
    """A mapping that does not say what kind of thing it is."""
    words = [word for each in _branches(spot.wanted) for word in _tags(each)]
    hint = tell("write 'kind:' with one of {kinds}", kinds=words)
    found = given.get("kind") if isinstance(given, dict) else None
    if isinstance(found, str) and found:
        return tell("'kind' cannot be '{given}'", given=_short(found)), hint
    return tell("{field} does not say what kind it is", field=spot.called), hint


def _of_shape(kind: str, spot: _Spot) -> _Advice | None:
    """A text, a list or a mapping in the place of another of these three."""
    if kind == "string_type":
        hint = tell("write a text; put one that begins with a bracket or a dash in quotes")
        return tell("{field} should be a text", field=spot.called), hint
    if kind in ("tuple_type", "list_type"):
        hint = tell("write each entry on a line of its own, after a dash and a space")
        return tell("{field} should be a list", field=spot.called), hint
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        hint = tell("write 'name: value' on lines of their own, after more spaces")
        return tell("{field} should have names with values", field=spot.called), hint
    return None


def _of_size(kind: str, facts: dict[str, Any], spot: _Spot) -> _Advice | None:
    """Too much or too little of something."""
    match kind:
        case "too_short" | "too_long":
            message = tell_count(
                "{field} has {n} entry",
                "{field} has {n} entries",
                facts["actual_length"],
                field=spot.called,
            )
        case "string_too_long":
            message = tell("{field} is too long", field=spot.called)
            return message, tell("at most {limit} letters", limit=facts["max_length"])
        case "greater_than_equal" | "less_than_equal":
            message = tell("{field} is too small or too large", field=spot.called)
        case _:
            return None
    if least := facts.get("min_length", facts.get("ge")):
        return message, tell("at least {minimum}", minimum=least)
    return message, tell("at most {limit}", limit=facts.get("max_length", facts.get("le")))


def _of_form(kind: str, given: Any, facts: dict[str, Any], spot: _Spot) -> _Advice:
    """A word that is not one of those allowed, or a value in the wrong form."""
    wanted = _bare(spot.wanted)
    if get_origin(wanted) is Literal:
        hint = tell("use one of: {words}", words=get_args(wanted))
        if isinstance(given, str):
            return tell("{field} cannot be '{given}'", field=spot.called, given=_short(given)), hint
        return tell("{field} should be one word", field=spot.called), hint
    if kind.startswith("date"):
        return tell("{field} is not a date", field=spot.called), tell("write it as 2026-11-23")
    if kind.startswith("bool"):
        return tell("{field} should be true or false", field=spot.called), NO_HINT
    if kind.startswith(("int", "float", "finite_number")):
        return tell("{field} should be a number", field=spot.called), NO_HINT
    message = tell(
        "{field} does not have the right form: '{given}'",
        field=spot.called,
        given=_short(given),
    )
    return message, _pattern_hint(str(facts.get("pattern", "")))


def _short(given: object) -> str:
    """The beginning of what was given, enough to recognise it."""
    text = str(given)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _pattern_hint(pattern: str) -> Message:
    if pattern.startswith("^https:"):
        return tell("write the address of a folder, such as https://www.example.org/pdf/")
    if "https?" in pattern:
        return tell("an address starts with https:// or http://")
    if pattern.startswith("^#"):
        return tell("a colour is written as '#1f5f8b', in quotes")
    if "overview" in pattern:
        return tell("write page/NAME, card/NAME, overview/NAME or option/CARD/NAME")
    return tell("small letters, digits and hyphens only")
