"""What templates get: values, functions and filters, for one toolkit in one layout."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from babel.dates import format_date
from markupsafe import Markup

from cardprint.compose.codes import code, published
from cardprint.compose.given import Given
from cardprint.compose.icons import behind, icon, inside
from cardprint.compose.limits import MAX_LETTERS_OF_A_SHEET, MAX_TEXT, Refused
from cardprint.compose.mistakes import problem_of
from cardprint.compose.operations import text_of
from cardprint.compose.paper import (
    address_elsewhere,
    address_in_language,
    document_of,
    reference,
    written_after,
)
from cardprint.compose.sandbox import Sandbox
from cardprint.compose.targets import SCHEME, Target
from cardprint.compose.words import Words
from cardprint.editorial.evidence import ipdas
from cardprint.editorial.model import Evidence
from cardprint.errors import CardprintError, InputError
from cardprint.load.layout import Layout
from cardprint.load.style import CORNERS, ROLES, SPACE
from cardprint.load.toolkit import OtherLanguage, Toolkit
from cardprint.messages.catalogue import tell
from cardprint.model import names
from cardprint.model.card import Card, More, Option
from cardprint.model.colour import BLACK, WHITE, tint
from cardprint.model.layout import MARKS_MM, millimetres, paper_name
from cardprint.model.page import Page
from cardprint.model.picture import Picture
from cardprint.model.toolkit import Question
from cardprint.storage.named import address
from cardprint.text import addresses, prose
from cardprint.text.blanks import filled
from cardprint.text.fonts import wrap


def css_string(text: str) -> Markup:
    """``text`` for use in a quoted CSS string, with all but letters written as codes."""
    escaped = re.sub(r"[^\w ,.:;|·-]", lambda found: f"\\{ord(found[0]):x} ", text)
    return Markup(escaped)  # noqa: S704


def _bleeds(layout: Layout) -> dict[str, float] | None:
    """How far colour runs over the edge, and how much is drawn around the page, in mm."""
    if layout.info.press is None:
        return None
    bleed = millimetres(layout.info.press.bleed)
    return {"bleed": bleed, "slug": bleed + MARKS_MM}


def _of_texts(function: Callable[..., str]) -> Given:
    return Given(lambda *words: function(*map(text_of, words)))


NAMES = {
    each.__name__: _of_texts(each)
    for each in (
        names.page,
        names.overview,
        names.option,
        names.numbered,
        names.notes,
        names.cell,
        names.area,
    )
} | {"cover": names.COVER, "evidence": names.EVIDENCE}
"""The grammar of names, for templates."""

_LINK = re.compile(r"</?a\b[^>]*>")

_PALE = 0.25
"""A smaller share of a colour is a ground, a larger one a line."""


def _grey_tint(_colour: str, share: float) -> str:
    """White or black: a poor copier turns pale tints into dirt, and loses pale lines."""
    return WHITE if share < _PALE else BLACK


def short(text: str) -> str:
    """The text itself, checked before work that is slow for long texts.

    :raises Refused: when it is longer than :data:`MAX_TEXT`.
    """
    if len(text) > MAX_TEXT:
        message = tell("the text has {count} letters", count=len(text))
        raise Refused(message, tell("at most {limit}; split it", limit=MAX_TEXT))
    return text


def _check_length(html: str) -> None:
    if len(html) > MAX_LETTERS_OF_A_SHEET:
        message = tell("the sheet has {count} letters", count=len(html))
        raise Refused(
            message, tell("at most {limit}; make it shorter", limit=MAX_LETTERS_OF_A_SHEET)
        )


def longest_word(text: str) -> int:
    """The letters of the longest piece of a text in the small Markdown that no line breaks."""
    return max(map(len, re.split(r"[\s/-]+", prose.plain(text))))


def cut_of(picture: Picture) -> str:
    """The form that a picture is cut to and the side of it that is kept, in words."""
    return f"{picture.crop} {picture.keep}" if picture.crop else ""


class Templates:
    """The templates of one layout, with one toolkit to show."""

    def __init__(self, toolkit: Toolkit, layout: Layout) -> None:
        self.toolkit, self.layout = toolkit, layout
        self.numbers: Mapping[str, int] = {}
        """The page of each destination, from 1, where it is known."""
        self.asked: dict[str, int | None] = {}
        """The destinations whose page was asked for, with the answer."""
        self.words = Words(toolkit.info.terms_in, toolkit.locale.direction)
        self.sandbox = Sandbox(
            layout.template_folders,
            self._functions(),
            self._values(),
            self._filters(),
            {
                (Option, "texts"): lambda option: {
                    question: toolkit.answer(option, question) for question in option.answers
                },
                (Evidence, "is_found"): lambda evidence: bool(evidence.places),
            },
        )

    def _functions(self) -> dict[str, Callable[..., object]]:
        return {
            "to": self.to,
            "web": self.web,
            "more": self.more,
            "document": self.document,
            "language_of": self.language_of,
            "in_language": self.in_language,
            "page_of": self.page_of,
            "reference": self.reference,
            "say": self.say,
            "ink_of": self.ink_of,
            "image": self.image,
            "logos": lambda place: [x for x in self.layout.style.logos if x.logo.place == place],
            "icon": self.icon,
            "icon_inside": self.icon_inside,
            "behind": behind,
            "published": lambda name: published(self.toolkit, self.layout, name),
            "code": code,
            "evidence": lambda: ipdas(self.toolkit),
            "is_card": lambda part: isinstance(part, Card),
        }

    def _values(self) -> dict[str, object]:
        info = self.layout.info
        return {
            "toolkit": self.toolkit,
            "info": self.toolkit.info,
            "labels": dict(self.layout.labels),
            "direction": self.toolkit.locale.direction,
            "fonts": ",".join(self.layout.font_families),
            "colon": self.toolkit.locale.colon,
            "paper": info.paper,
            "paper_name": paper_name(info.paper),
            "names": NAMES,
            "colours": {role: self.layout.style.colour(role) for role in ROLES},
            "circles": list(self.layout.style.several("diagrams")),
            "shape": f"{self.layout.style.corners} {self.layout.style.boxes}",
            "corner": CORNERS[self.layout.style.corners],
            "space": SPACE[self.layout.style.density],
            "mono": info.mono,
            "interactive": info.interactive,
            "bleeds": _bleeds(self.layout),
            "drawings": info.drawings,
            "most_columns": info.most_columns,
        }

    def _filters(self) -> dict[str, Callable[..., object]]:
        babel, fonts = self.toolkit.locale.babel, self.layout.font_files
        return {
            "prose": lambda text: self.prose(short(text)),
            "tint": _grey_tint if self.layout.info.mono else self.tint,
            "long_date": lambda day: format_date(day, "long", babel),
            "address": addresses.shown,
            "css": css_string,
            "longest_word": lambda text: longest_word(short(text)),
            "wrap": lambda text, width, size: wrap(short(text), width, size, fonts),
        }

    def render(self, template: str, part: Card | Page | None, **values: object) -> str:
        """Render ``template`` for one part.

        :raises InputError: with the file and line, when the template does not parse, uses an
            undefined name, does something that is not allowed, or does too much.
        """
        self.sandbox.budget.begin()
        try:
            html = self.sandbox.get_template(template).render(part=part, **values)
            _check_length(html)
        except CardprintError:
            raise
        except Exception as error:
            problem = problem_of(error, self.layout, template)
            if problem is None:
                raise
            raise InputError([problem]) from error
        return self.words.mended(html if self.layout.info.clickable else _LINK.sub("", html))

    def ink_of(self, part: Card | Page | str | None) -> str:
        """The colour of a part: a card's own or the accent, and black in a grey layout.

        :param part: may be the name of a place in it.
        """
        style = self.layout.style
        name = part if isinstance(part, str) else part.name if isinstance(part, Card) else ""
        card = next((card for card in self.toolkit.cards if card.id == names.card_of(name)), None)
        cards = style.several("cards")
        if card and cards:
            return cards[(self.toolkit.number(card) - 1) % len(cards)]
        return style.colour("accent")

    def tint(self, colour: str, share: float) -> str:
        """A colour mixed with that of the paper; no ground has one where boxes have lines."""
        style = self.layout.style
        is_plain = style.boxes == "outlined" and share < _PALE
        return tint(colour, 0 if is_plain else share, style.colour("paper"))

    def say(self, label: str, **values: object) -> str:
        """A label with its blanks filled in."""
        words = {name: str(text_of(value)) for name, value in values.items()}
        return filled(self.layout.labels[label], words)

    def to(self, name: str, kind: str, title: str = "") -> str:
        """The address of a link of a kind; its description comes from the label ``KIND_say``."""
        return Target(name, kind, self.say(f"{kind}_say", title=title)).href()

    def page_of(self, name: str) -> int | None:
        """The page of a destination or, if the layout does not have it, of the nearest one.

        An option may have no page of its own, but a column on the page of its card.
        """
        near = names.nearest_destination(name, self.numbers)
        found = self.numbers[near] if near else None
        self.asked[name] = found
        return found

    def reference(self, name: str) -> str:
        """``page 12``, for a destination; an empty text if the layout does not show it."""
        number = self.page_of(name)
        return "" if number is None else reference(number, self.layout.labels)

    def image(self, picture: Picture | str) -> str:
        """The address of a picture of the toolkit in the form that it is cut to, or of a file."""
        if isinstance(picture, str):
            return address("toolkits", self.toolkit.slug, picture)
        crop = cut_of(picture)
        return address("toolkits", self.toolkit.slug, picture.file, *([crop] if crop else []))

    def icon(self, thing: Card | Option | Question, ink: str) -> Markup:
        """The icon of a card, an option or a question, in a colour.

        It stands behind an empty element, so that nothing is read aloud for it. Without an icon
        there is no element.
        """
        drawing = self.toolkit.icons.get(getattr(thing, "icon", None) or "")
        return icon(drawing, ink) if drawing else Markup()

    def icon_inside(
        self, thing: Card | Option | Question, ink: str, x: float, y: float, side: float
    ) -> Markup:
        """The icon of a thing in a square of a drawing; nothing if it has none."""
        drawing = self.toolkit.icons.get(getattr(thing, "icon", None) or "")
        return inside(drawing, ink, x, y, side) if drawing else Markup()

    def web(self, url: str) -> str:
        """The address of a link to the web."""
        label = {"mailto": "mail_say", "tel": "phone_say"}.get(urlsplit(url).scheme, "external_say")
        return Target(url, "external", self.say(label, title=addresses.shown(url))).href()

    def more(self, place: More) -> str:
        """The address of a place to read more; of another toolkit, in the file of that one."""
        title = self.toolkit.title_of(place)
        address = address_elsewhere(self.toolkit, self.layout, place)
        if address is None:
            return self.to(place.name, "more", title)
        return Target(address, "file", self.say("file_say", title=title)).href()

    def document(self, place: More) -> str:
        """What to look for where the link to another toolkit does not work; nothing for our own."""
        return document_of(self.toolkit, self.layout, place)

    def language_of(self, place: More) -> str:
        """The language of the other toolkit that a place is in; that of our own for our own."""
        neighbour = self.toolkit.neighbour(place)
        return neighbour.language if neighbour else self.toolkit.info.language

    def in_language(self, other: OtherLanguage) -> str:
        """The address of the same toolkit in another language."""
        address = address_in_language(self.toolkit, self.layout, other)
        return Target(address, "file", self.say("language_say", title=other.name)).href()

    def prose(self, text: str) -> Markup:
        """Prose as HTML: links become targets with a description, and no line has one last word."""

        def target(address: str) -> str:
            if not address.startswith(f"{SCHEME}:"):
                return self.web(address)
            name = address.removeprefix(f"{SCHEME}:")
            return self.to(name, "prose", self.toolkit.titles.get(name, name))

        written = written_after(text, self.layout, self.page_of)
        is_rtl = self.toolkit.locale.direction == "rtl"
        return Markup(prose.html(text, target, written, right_to_left=is_rtl))  # noqa: S704
