"""A toolkit as one organisation has it: its slots filled, and without what it does not offer."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from cardprint.load.themes import Layer
from cardprint.load.toolkit import Toolkit
from cardprint.model import names
from cardprint.model.card import Card, CardCaution, Option
from cardprint.model.edition import Edition
from cardprint.model.fields import Record
from cardprint.model.slot import Slot
from cardprint.storage.nodes import Span
from cardprint.storage.source import NodePath, Source

R = TypeVar("R", bound=Record)

_LINK = re.compile(r"\[([^\]]*)\]\(cardprint:([^)\s]*)\)")


def edited(toolkit: Toolkit, edition: Edition, layer: Layer | None = None) -> Toolkit:
    """The toolkit of an edition; its places are those of the toolkit itself.

    :param layer: what the edition says of the style, if anything.
    """
    gone = _gone(toolkit, edition)
    kept = [
        _card(part, source, gone) if isinstance(part, Card) else (part, source)
        for part, source in zip(toolkit.parts, toolkit.sources[1:], strict=True)
        if part.name not in gone
    ]
    kept_names = {part.name for part, _ in kept}
    update = {
        "slots": tuple(_filled(slot, edition) for slot in toolkit.info.slots),
        "contents": tuple(
            entry
            for entry, part in zip(toolkit.info.contents, toolkit.parts, strict=True)
            if part.name in kept_names
        ),
        "licence": edition.licence or toolkit.info.licence,
        "published_at": edition.published_at or toolkit.info.published_at,
    }
    return replace(
        toolkit,
        info=toolkit.info.model_copy(update=update),
        parts=tuple(_mended(part, gone) if gone else part for part, _ in kept),
        sources=(toolkit.sources[0], *(source for _, source in kept)),
        layers=(layer, *toolkit.layers) if layer else toolkit.layers,
        edition=edition,
    )


def _filled(slot: Slot, edition: Edition) -> Slot:
    value = edition.name if slot.kind == "name" else edition.slots.get(slot.id, slot.default)
    return slot.model_copy(update={"default": value})


def _gone(toolkit: Toolkit, edition: Edition) -> frozenset[str]:
    """The names that lead to nothing: an option, or a card of which no option is offered."""
    left = set(edition.leaves_out)
    for card in toolkit.cards:
        if all(names.option(card.id, option.id) in left for option in card.options):
            left.add(card.name)
    return frozenset(
        name
        for name in toolkit.titles
        if name in left or (names.card_of(name) and names.owner(name) in left)
    )


def _card(card: Card, source: Source, gone: Collection[str]) -> tuple[Card, Source]:
    """A card with the options that are offered, and its source without the others."""
    kept = [i for i, o in enumerate(card.options) if names.option(card.id, o.id) not in gone]
    if len(kept) == len(card.options):
        return card, source
    ids = {card.options[i].id for i in kept}
    pages = [
        page.model_copy(update={"options": tuple(name for name in page.options if name in ids)})
        for page in card.choose_pages
    ]
    cautions = [*_cautions(card, ids)]
    update = {
        "options": tuple(card.options[i] for i in kept),
        "choose_pages": tuple(page for page in pages if page.options),
        "cautions": tuple(caution for _, caution in cautions),
    }
    told = {"options": kept, "cautions": [i for i, _ in cautions]}
    return _with(card, update), _renumbered(source, told)


def _cautions(card: Card, ids: Collection[str]) -> Iterator[tuple[int, CardCaution]]:
    """What is still about an option that is offered, with its place; none becomes one about all."""
    for i, caution in enumerate(card.cautions):
        about = tuple(name for name in caution.applies_to if name in ids)
        if about or not caution.applies_to:
            yield i, caution.model_copy(update={"applies_to": about})


def _renumbered(source: Source, kept: dict[str, list[int]]) -> Source:
    """The source with the places of some entries, by their new numbers."""

    def new(path: NodePath) -> NodePath | None:
        match path:
            case (str(key), int(i), *rest) if key in kept:
                return (key, kept[key].index(i), *rest) if i in kept[key] else None
        return path

    def moved(table: Mapping[NodePath, Span]) -> dict[NodePath, Span]:
        return {there: span for path, span in table.items() if (there := new(path)) is not None}

    values, keys, comments = map(moved, (source.values, source.keys, source.comments))
    return replace(source, values=values, keys=keys, comments=comments)


def _with(record: R, changed: Mapping[str, object]) -> R:
    """The record with other values, and without what it has worked out from the old ones."""
    fields = {name: getattr(record, name) for name in type(record).model_fields}
    return type(record)(**{**fields, **changed})


def _mended(record: R, gone: Collection[str]) -> R:
    """A record without links to what is gone; the words of a link stay."""
    changed = {}
    for name in type(record).model_fields:
        value = getattr(record, name)
        new = _mended_value(name, value, gone)
        if new != value:
            changed[name] = new
    return _with(record, changed) if changed else record


def _mended_value(name: str, value: object, gone: Collection[str]) -> object:  # noqa: PLR0911  # one for each kind
    match value:
        case Option():
            return _option(value, gone)
        case Record():
            return _mended(value, gone)
        case tuple():
            new = tuple(_mended_value(name, each, gone) for each in value)
            return new if new != value else value
        case dict():
            found = {key: _mended_value(name, each, gone) for key, each in value.items()}
            return found if found != value else value
        case str() if name == "link" and value in gone:
            return None
        case str():
            return _LINK.sub(lambda found: found[1] if found[2] in gone else found[0], value)
    return value


def _option(option: Option, gone: Collection[str]) -> Option:
    more = tuple(each for each in option.more if each.toolkit or each.name not in gone)
    found = option.model_copy(update={"more": more}) if len(more) < len(option.more) else option
    return _mended(found, gone)
