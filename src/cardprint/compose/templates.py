"""Jinja2, sandboxed: what a template can see, and its mistakes as problems with a place."""

import re
import traceback
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from babel.dates import format_date
from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from cardprint.compose.paper import reference, shown_address, written_after
from cardprint.compose.targets import SCHEME, Target
from cardprint.editorial.evidence import ipdas
from cardprint.errors import InputError, Place, Problem
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.model import names
from cardprint.model.card import Card, More
from cardprint.model.fields import tint
from cardprint.model.layout import millimetres, paper_name
from cardprint.model.page import Page
from cardprint.storage.named import address
from cardprint.text import prose
from cardprint.text.fonts import wrap


def css_string(text: str) -> Markup:
    """``text`` for between the quotes of a CSS string, every sign but letters written as a code."""
    escaped = re.sub(r"[^\w ,.:;|·-]", lambda found: f"\\{ord(found[0]):x} ", text)
    return Markup(escaped)  # noqa: S704


# Crop marks stand in the outer half of what WeasyPrint draws around the page.
MARKS_MM = 2.0


def _bleeds(layout: Layout) -> dict[str, float] | None:
    """Millimetres that colour goes over the edge, and that are drawn around the page in all."""
    if layout.info.press is None:
        return None
    bleed = millimetres(layout.info.press.bleed)
    return {"bleed": bleed, "slug": 2 * (bleed + MARKS_MM / 2)}


_NAMES = {
    each.__name__: each
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

BLACK = "#000000"
# On a poor copier a pale tint becomes dirt, and a pale line nothing: there is white and black.
_PALE = 0.25


def _grey_tint(_colour: str, share: float) -> str:
    return "#ffffff" if share < _PALE else BLACK


class Templates:
    """The templates of one layout, with one toolkit to show."""

    def __init__(
        self, toolkit: Toolkit, layout: Layout, numbers: Mapping[str, int] | None = None
    ) -> None:
        self.toolkit, self.layout, self.numbers = toolkit, layout, numbers or {}
        self.asked: dict[str, int | None] = {}
        """The destinations whose page was asked for, with the answer."""
        env = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader([str(folder) for folder in layout.template_folders]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        env.filters |= {
            "prose": self.prose,
            "tint": _grey_tint if layout.info.mono else tint,
            "long_date": partial(format_date, format="long", locale=toolkit.locale.babel),
            "address": shown_address,
            "css": css_string,
            "wrap": lambda text, width, size: wrap(text, width, size, layout.font_files),
        }
        env.globals |= {
            "toolkit": toolkit,
            "info": toolkit.info,
            "labels": layout.labels,
            "direction": toolkit.locale.direction,
            "fonts": ",".join(layout.font_families),
            "paper": layout.info.paper,
            "to": self.to,
            "web": self.web,
            "more": self.more,
            "names": _NAMES,
            "page_of": self.page_of,
            "reference": self.reference,
            "mono": layout.info.mono,
            "interactive": layout.info.interactive,
            "bleeds": _bleeds(layout),
            "drawings": layout.info.drawings,
            "paper_name": paper_name(layout.info.paper),
            "say": self.say,
            "ink_of": self.ink_of,
            "image": self.image,
            "evidence": lambda: ipdas(toolkit),
            "is_card": lambda part: isinstance(part, Card),
        }
        self.env = env

    def render(self, template: str, part: Card | Page | None, **values: object) -> str:
        """Render ``template`` for one part.

        :raises InputError: when the template does not parse, uses something that is not defined,
            or tries to leave the sandbox; with the template's file and line.
        """
        try:
            html = self.env.get_template(template).render(part=part, template=template, **values)
            return html if self.layout.info.clickable else _LINK.sub("", html)
        except TemplateSyntaxError as error:
            raise self._problem(error.name or template, error.lineno, error) from error
        except (TemplateError, TypeError, ValueError, KeyError, AttributeError,
                ArithmeticError, LookupError, RecursionError) as error:  # fmt: skip
            frames = [
                frame
                for frame in traceback.extract_tb(error.__traceback__)
                if frame.filename.endswith(".j2")
            ]
            if not frames:
                raise
            last = frames[-1]
            raise self._problem(Path(last.filename).name, last.lineno or 1, error) from error

    def _problem(self, template: str, line: int, error: Exception) -> InputError:
        for folder in self.layout.template_folders:
            file = folder / template
            if file.is_file():
                source = file.read_text("utf-8").splitlines()[line - 1]
                column = len(source) - len(source.lstrip()) + 1
                shown = f"layouts/{folder.name}/{template}"
                break
        else:
            shown, column = f"layouts/{self.layout.name}/{template}", 1
        kind = type(error).__name__
        hint = {
            "UndefinedError": "see docs/architecture.md for what a template can use",
            "SecurityError": "templates only read the data that they are given",
        }.get(kind, "")
        message = str(error) or kind
        return InputError([Problem(Place(shown, line, column), message, hint)])

    def ink_of(self, part: Card | Page | None) -> str:
        """The colour of a part: a card's own, or the toolkit's; black in greys."""
        if self.layout.info.mono:
            return BLACK
        style = self.toolkit.info.style
        if isinstance(part, Card):
            return style.cards[(self.toolkit.number(part) - 1) % len(style.cards)]
        return style.ink

    def say(self, label: str, **values: object) -> str:
        """A label with its blanks filled in."""
        return str(self.layout.labels[label]).format(**values)

    def to(self, name: str, kind: str, title: str = "") -> str:
        """The address of a link of a kind; its description comes from the label ``KIND_say``."""
        return Target(name, kind, self.say(f"{kind}_say", title=title)).href()

    def page_of(self, name: str) -> int | None:
        """The page of a destination or, where the layout has none of that name, of what is near.

        An option may have no page of its own, but a column on the page of its card.
        """
        near = names.nearest_destination(name, self.numbers)
        found = self.numbers[near] if near else None
        self.asked[name] = found
        return found

    def reference(self, name: str) -> str:
        """``pagina 12``, for a destination; nothing where the layout does not show it."""
        number = self.page_of(name)
        return "" if number is None else reference(number, self.layout.labels)

    def image(self, file: str) -> str:
        """The address of an image of the toolkit."""
        return address("toolkits", self.toolkit.slug, file)

    def web(self, url: str) -> str:
        """The address of a link to the web."""
        label = {"mailto": "mail_say", "tel": "phone_say"}.get(urlsplit(url).scheme, "external_say")
        return Target(url, "external", self.say(label, title=shown_address(url))).href()

    def more(self, place: More) -> str:
        """The address of a place to read more; of another toolkit, in its file beside this one."""
        title = self.toolkit.title_of(place)
        if place.toolkit is None:
            return self.to(place.name, "more", title)
        file = f"{names.file_stem(place.toolkit, self.layout.name)}.pdf"
        return Target(f"{file}#{place.name}", "file", self.say("file_say", title=title)).href()

    def prose(self, text: str) -> Markup:
        """Prose as HTML, its links as targets with a description, no last line of one word."""

        def target(address: str) -> str:
            if not address.startswith(f"{SCHEME}:"):
                return self.web(address)
            name = address.removeprefix(f"{SCHEME}:")
            return self.to(name, "prose", self.toolkit.titles.get(name, name))

        written = written_after(text, self.layout, self.page_of)
        is_rtl = self.toolkit.locale.direction == "rtl"
        return Markup(prose.html(text, target, written, right_to_left=is_rtl))  # noqa: S704
