"""What a style says: the colours, typefaces and text sizes that stand on one line for many pages.

The accepted state keeps them, so that a change of one can be told from a page that took another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import tinycss2
from tinycss2.color3 import RGBA, parse_color

from cardprint.compare.looks import measured, shown_colour
from cardprint.compare.model import Look, Restyled
from cardprint.errors import Place
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.model.colour import WHITE, tint

_SHARES = [hundredths / 100 for hundredths in range(1, 101)]
"""How much of a colour a tint of it may have."""
_OPAQUE = len("#rrggbb")
_SHEET = "file:"
"""What names of a style sheet begin with: its address, which is the same on every machine."""
_PAPER = "style.paper"
# Sizes are read in tenths of a point.
_SIZE_PT = 0.06


@dataclass(frozen=True, slots=True)
class Stated:
    """A value with the place that says it."""

    kind: Look
    value: str
    place: Place


@dataclass(frozen=True, slots=True)
class Cause:
    """A line of the style that says something else than it did."""

    change: Restyled
    """Without a value before where the line is new."""
    place: Place
    papers: tuple[str, str] = (WHITE, WHITE)
    """What tints are mixed with, before and now."""


def stated(toolkit: Toolkit, layout: Layout) -> dict[str, Stated]:
    """What the toolkit and the layout say, by names that last from one state to the next."""
    return dict([*_of_style(toolkit, layout), *_of_fonts(layout), *_of_sheets(layout)])


def _of_style(toolkit: Toolkit, layout: Layout) -> Iterator[tuple[str, Stated]]:
    """The colours of the house style, that of a card by the name of the card."""
    colours, count = layout.style.colours, len(layout.style.several("cards"))
    said = {role: each for role, each in colours.items() if not role.startswith("cards ")}
    for card in toolkit.cards if count else ():
        said[f"cards {card.id}"] = colours[f"cards {(toolkit.number(card) - 1) % count + 1}"]
    for name, each in said.items():
        yield f"style.{name}", Stated(Look.COLOUR, each.value, each.place or Place(layout.name))


def _of_fonts(layout: Layout) -> Iterator[tuple[str, Stated]]:
    typefaces = layout.typefaces[: len(layout.info.fonts)]
    for i, typeface in enumerate(typefaces):
        for family in typeface.families[:1]:
            yield f"fonts {i + 1}", Stated(Look.FONT, family, layout.source.at(("fonts", i)))


def _of_sheets(layout: Layout) -> Iterator[tuple[str, Stated]]:
    for shown, folder, text in layout.sheets:
        rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
        for where, declaration in _declarations(rules, folder):
            for i, (kind, value, token) in enumerate(_values(declaration)):
                place = Place(shown, token.source_line, token.source_column)
                name = f"{where} {declaration.name}" + (f" {i + 1}" if i else "")
                yield name, Stated(kind, value, place)


def _declarations(nodes: Iterable[Any], where: str) -> Iterator[tuple[str, Any]]:
    """Each declaration of some rules, with the selectors and conditions around it."""
    for node in nodes:
        if node.type == "declaration":
            yield where, node
        elif node.type in ("qualified-rule", "at-rule") and node.content:
            keyword = f"@{node.at_keyword}" if node.type == "at-rule" else ""
            inner = " ".join(f"{where} {keyword}{tinycss2.serialize(node.prelude)}".split())
            kids = tinycss2.parse_blocks_contents(node.content, skip_comments=True)
            yield from _declarations(kids, inner)


def _values(declaration: Any) -> Iterator[tuple[Look, str, Any]]:
    """The colours, or the size or typeface, that a declaration writes out."""
    name = declaration.lower_name
    if name in ("font", "font-size"):
        sizes = (each for each in declaration.value if each.type in ("dimension", "percentage"))
        for token in [*sizes][:1]:
            yield Look.SIZE, f"{token.value:g}{getattr(token, 'unit', '%')}", token
    elif name == "font-family":
        for token in [each for each in declaration.value if each.type in ("string", "ident")][:1]:
            yield Look.FONT, token.value, token
    else:
        yield from _colours(declaration.value)


def _colours(tokens: Iterable[Any]) -> Iterator[tuple[Look, str, Any]]:
    for token in tokens:
        found = parse_color(token)
        if isinstance(found, RGBA):
            yield Look.COLOUR, _hexadecimal(found), token
        elif token.type == "function":
            yield from _colours(token.arguments)


def _hexadecimal(colour: RGBA) -> str:
    parts = (round(min(max(part, 0), 1) * 255) for part in colour)
    return shown_colour("#" + "".join(f"{part:02x}" for part in parts))


def causes(before: Mapping[str, str], now: Mapping[str, Stated]) -> tuple[Cause, ...]:
    """The lines that say something else than in the accepted state, or are new in a style sheet.

    :param before: nothing where the accepted state does not tell what its style said.
    """
    paper = now[_PAPER].value if _PAPER in now else WHITE
    papers = before.get(_PAPER, paper), paper
    return tuple(
        Cause(Restyled(each.kind, before.get(name, ""), each.value), each.place, papers)
        for name, each in now.items()
        if before and before.get(name) != each.value and (name in before or name.startswith(_SHEET))
    )


def told_by(change: Restyled, known: Iterable[Cause]) -> tuple[Restyled, tuple[Place, ...]]:
    """What stands behind a change of a page, and where: a line of the style, else the page alone.

    A line that says just this goes before one that says what it derives from.
    """
    of_kind = [each for each in known if each.change.kind == change.kind]
    for fits in (_says, _newly_says, _derives):
        if found := [each for each in of_kind if fits(each, change)]:
            same = dict.fromkeys(each.place for each in found if each.change == found[0].change)
            told = found[0].change if found[0].change.before else change
            return told, tuple(same)
    return change, ()


def _says(line: Cause, change: Restyled) -> bool:
    return line.change == change


def _newly_says(line: Cause, change: Restyled) -> bool:
    return not line.change.before and line.change.after == change.after


def _derives(line: Cause, change: Restyled) -> bool:
    """Whether a change follows from that of a line: a tint, a weight of a typeface, a share."""
    said = line.change
    if not said.before:
        return said.kind == Look.FONT and _is_of(change.after, said.after)
    if said.kind == Look.FONT:
        return _is_of(change.before, said.before) and _is_of(change.after, said.after)
    if said.kind == Look.SIZE:
        return _grows_alike(said, change)
    return _is_tint(line, change)


def _is_tint(line: Cause, change: Restyled) -> bool:
    (before, opacity), (after, new_opacity) = (
        (each[:_OPAQUE], each[_OPAQUE:]) for each in (change.before, change.after)
    )
    colours = [*zip((line.change.before, line.change.after), line.papers, strict=True)]
    return opacity == new_opacity and any(
        [tint(colour, share, paper) for colour, paper in colours] == [before, after]
        for share in _SHARES
    )


def _is_of(font: str, family: str) -> bool:
    """Whether a font, as a PDF names it, is of a family."""
    one, other = (re.sub(r"[\W_]", "", name).casefold() for name in (font, family))
    return one.startswith(other)


def _grows_alike(line: Restyled, change: Restyled) -> bool:
    (old, unit), (new, new_unit) = map(measured, (line.before, line.after))
    (size, _), (new_size, _) = map(measured, (change.before, change.after))
    return unit == new_unit and old > 0 and abs(size * new / old - new_size) <= _SIZE_PT
