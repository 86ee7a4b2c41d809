"""What a file may say besides the texts that are expected in one place: titles, labels, numbers."""

import re
from collections.abc import Iterable, Iterator, Mapping

from jinja2 import Environment

from cardprint.compose.paper import document_of
from cardprint.load.layout import Layout
from cardprint.load.selection import Selection
from cardprint.load.toolkit import Toolkit
from cardprint.model.card import Card
from cardprint.model.page import Page
from cardprint.storage.files import read_text
from cardprint.text import alike
from cardprint.text.blanks import filled

CUT = ("…", "...")
"""How a text ends that is cut; dots where the font of its words has no sign for it."""
_BEGINS = 8
"""At least so many letters of a title that is cut are left."""
MAX_PARTS = 20
"""Pages of one kind that are numbered: "Notes (2)"."""
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]")
_CONTENT = re.compile(r"""content:\s*(["'])(.*?)\1""")


def titles(toolkit: Toolkit) -> Iterator[str]:
    """What things are called, wherever a layout names them."""
    info = toolkit.info
    yield from (info.title, info.subtitle or "", info.version)
    yield from toolkit.titles.values()
    yield from (question.label for question in info.questions)
    for part in toolkit.parts:
        yield from (part.title, part.nav)
    for card in toolkit.cards:
        yield card.subtitle or ""
        for option in card.options:
            yield from (option.title, option.tile_title)
            yield from (toolkit.title_of(more) for more in option.more)
    if isinstance(toolkit, Selection):
        yield toolkit.whom


def labels(toolkit: Toolkit, layout: Layout) -> Iterator[str]:
    """The words of the language, with every title in their blanks."""
    named = {*titles(toolkit), layout.labels["notes"], layout.labels["evidence"]}
    for name, label in layout.labels.items():
        if "{" not in label:
            yield label
        elif "{title}" in label and not name.endswith("_say"):
            values = {"version": toolkit.info.version}
            yield from (filled(label, {**values, "title": title}) for title in named)
    yield from (f"({number})" for number in range(2, MAX_PARTS))
    yield version(toolkit, layout)
    for card in toolkit.cards:
        for option in card.options:
            yield from (document_of(toolkit, layout, more) for more in option.more)


def version(toolkit: Toolkit, layout: Layout) -> str:
    """The version; with the word before it where it is a number, which could be any."""
    found = toolkit.info.version
    return f"{layout.labels['version']} {found}" if found.isdigit() else found


def running_heads(toolkit: Toolkit, layout: Layout, part: Card | Page | None) -> Iterator[str]:
    """What may stand at the foot or the head of the pages of a part; its end may be cut off."""
    title = toolkit.info.title
    yield title
    continued, called = layout.labels["continued"], [title, *([part.nav] if part else [])]
    if isinstance(part, Card):
        called += [filled(layout.labels["overview_of"], {"title": part.title})]
        called += [option.tile_title for option in part.options]
    yield from (filled(continued, {"title": each}) for each in called)
    if part:
        yield f"{title} · {layout.labels['card']} | {part.nav}"
        yield from (f"{title} · {part.nav}", part.nav)
    else:
        yield f"{title} · {layout.labels['notes']}"


def is_cut(text: str, whole: Iterable[str]) -> bool:
    """Whether it is the beginning of one of some texts, with an ellipsis for the rest."""
    if not text.endswith(CUT):
        return False
    begin = text.rstrip("….").rstrip()
    return len(begin) >= _BEGINS and any(each.startswith(begin) for each in whole)


def numbered(toolkit: Toolkit, layout: Layout) -> Mapping[str, frozenset[str]]:
    """The number of each card, as it is printed, with its titles, one of which stands beside it."""
    found = {}
    for card in toolkit.cards:
        number = toolkit.number(card)
        called = {card.title, card.nav}
        called |= {filled(layout.labels["overview_of"], {"title": each}) for each in called}
        found[str(number)] = found[filled(layout.labels["card_number"], {"number": number})] = (
            frozenset(map(alike.normal, called))
        )
    return found


def of_templates(layout: Layout) -> Iterator[str]:
    """The words that templates and style sheets of the layout have themselves."""
    for folder in layout.template_folders:
        for file in sorted(folder.glob("*.j2")):
            source = read_text(file, file.name, lambda _problem: None) or ""
            for _, kind, text in Environment(autoescape=True).lex(source):
                if kind == "data":
                    yield from (part for part in _TAG.split(text) if _WORD.search(part))
    for _, _, sheet in layout.sheets:
        yield from (found[2] for found in _CONTENT.finditer(sheet) if _WORD.search(found[2]))
