"""Options that were chosen from the cards of a toolkit, as a toolkit of one card."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cardprint.errors import InputError, Place, Problem, nearest
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import Message, tell, tell_count
from cardprint.model.card import Card, CardCaution, Option
from cardprint.model.page import Page
from cardprint.storage.source import NodePath

HANDOUT = "handout"
"""The metadata of a handout has this instead of a layout; what was chosen is not kept."""

FEWEST, MOST = 2, 5
"""How many options may be side by side."""


@dataclass(frozen=True)
class Selection(Toolkit):
    """One card of chosen options; its places are those of the cards they come from."""

    whole: Toolkit | None = None
    origins: tuple[tuple[Card, int], ...] = ()
    """Card and index of each chosen option."""
    caution_origins: tuple[tuple[Card, int], ...] = ()
    """Card and index of each caution of those cards that is about a chosen option."""
    whom: str = ""
    """Who the handout is for; printed, and kept nowhere."""
    notes: bool = False

    @property
    def sections(self) -> Iterator[tuple[str, Card | Page | None, str]]:
        """The one card, on sheets for a handout."""
        for card in self.cards:
            yield card.name, card, "handout"

    @property
    def is_side_by_side(self) -> bool:
        """Always true: a handout is for comparing."""
        return True

    @property
    def published_at(self) -> str | None:
        """Nothing: what was chosen is published nowhere."""
        return None

    def bookmark(self, part: Card | Page) -> str:
        """The usual title, because the title on the page may be personal."""
        return part.nav

    @property
    def recorded_title(self) -> str:
        """What it is, and of which toolkit; the title on the page may be personal."""
        return " · ".join((*(card.nav for card in self.cards), self.info.title))

    def recorded_layout(self, name: str) -> str:
        """Only that it is a handout, not what was chosen or for whom."""
        del name
        return HANDOUT

    def at(self, part: Card | Page | None, *path: str | int) -> Place:
        """The place of a node in the toolkit that the options were chosen from."""
        return self.find(part, path, "")

    def find(self, part: Card | Page | None, path: NodePath, fragment: str) -> Place:
        """The place of ``fragment`` in the toolkit that the options were chosen from."""
        if self.whole is None:
            raise ValueError("a selection is made from a toolkit")
        home: Card | Page | None = None
        match path:
            case ("options", int(i), *rest) if part is not None:
                home, index = self.origins[i]
                path = ("options", index, *rest)
            case ("cautions", int(i), *rest) if part is not None:
                home, index = self.caution_origins[i]
                path = ("cautions", index, *rest)
            case _ if part is not None:
                path = ("questions",)
        return self.whole.find(home, path, fragment) if fragment else self.whole.at(home, *path)


def choose(  # noqa: PLR0913  # one argument for each thing on a handout
    toolkit: Toolkit,
    wanted: Sequence[str],
    intro: str,
    usual: str,
    *,
    title: str = "",
    whom: str = "",
    notes: bool = False,
) -> Selection:
    """The ``wanted`` options (each ``CARD/OPTION``) as one card.

    :param usual: the title in bookmarks and at the foot, and on the page unless there is another.
    :param title: the title on the page, which may be personal.
    :raises InputError: when there are too few or too many, or one is unknown or named twice.
    """
    known = {
        f"{card.id}/{option.id}": (card, i)
        for card in toolkit.cards
        for i, option in enumerate(card.options)
    }
    problems = [
        Problem(Place(name), tell("there is no such option"), _hint(name, list(known)))
        for name in wanted
        if name not in known
    ]
    twice = sorted({name for name in wanted if wanted.count(name) > 1})
    problems += [
        Problem(Place(name), tell("the option is named twice"), tell("name it once"))
        for name in twice
    ]
    if not FEWEST <= len(wanted) <= MOST:
        message = tell_count(
            "{n} option to put side by side", "{n} options to put side by side", len(wanted)
        )
        hint = tell(
            "name {fewest} to {most}, each with --option CARD/OPTION", fewest=FEWEST, most=MOST
        )
        problems.append(Problem(Place(toolkit.slug), message, hint))
    if problems:
        raise InputError(problems)
    origins = tuple(known[name] for name in wanted)
    options = tuple(_option(*each) for each in origins)
    cautions = tuple(_cautions(origins))
    card = Card(
        id="chosen",
        title=title or usual,
        nav_title=usual,
        icon=None,
        picture=None,
        intro=intro,
        choose_pages=(),
        options=options,
        cautions=tuple(caution for _, _, caution in cautions),
    )
    return Selection(
        toolkit.slug,
        toolkit.folder,
        toolkit.info,
        (card,),
        toolkit.sources[:1],
        toolkit.locale,
        toolkit.layers,
        icons=toolkit.icons,
        whole=toolkit,
        origins=origins,
        caution_origins=tuple((home, index) for home, index, _ in cautions),
        whom=whom,
        notes=notes,
    )


def _option(card: Card, index: int) -> Option:
    """A chosen option under a name that no option of another card has."""
    option = card.options[index]
    icon = option.icon or card.icon
    return option.model_copy(update={"id": _chosen_id(card, index), "more": (), "icon": icon})


def _chosen_id(card: Card, index: int) -> str:
    return f"{card.id}-{card.options[index].id}"


def _cautions(origins: Sequence[tuple[Card, int]]) -> Iterator[tuple[Card, int, CardCaution]]:
    """The cautions of the cards that are about a chosen option: card, index, and as it is here."""
    for home in {card.id: card for card, _ in origins}.values():
        chosen = [index for card, index in origins if card is home]
        for i, caution in enumerate(home.cautions):
            about = [index for index in chosen if caution.is_about(home.options[index].id)]
            if about:
                ids = tuple(_chosen_id(home, index) for index in about)
                every = len(about) == len(origins)
                yield home, i, caution.model_copy(update={"applies_to": () if every else ids})


def _hint(name: str, known: list[str]) -> Message:
    if "/" in name:
        return nearest(name, known)
    if ends := [each for each in known if each.endswith(f"/{name}")]:
        return tell("write '{name}'", name=ends[0])
    return tell("write it as CARD/OPTION")
