"""Colours of a style can be read; if not, the nearest one that can is told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cardprint.errors import NO_HINT, Place, Problem
from cardprint.load.style import PALE, HouseStyle, Said
from cardprint.messages.catalogue import Message, plain, tell
from cardprint.model.colour import contrast, nearest_readable, tint

Report = Callable[[Problem], None]

# WCAG 2.2, success criteria 1.4.3 and 1.4.11.
FOR_TEXT, FOR_SHAPES = 4.5, 3.0


@dataclass(frozen=True, slots=True)
class _Pair:
    """A colour in front of another one, both with the names of their roles."""

    front: tuple[str, Said]
    back: tuple[str, Said]
    share: float
    """How much of the colour in front is mixed into the one behind it."""
    minimum: float

    @property
    def is_of_front(self) -> bool:
        """Whether the colour in front was chosen last, so that it is the one to change."""
        return self.front[1].rank <= self.back[1].rank

    @property
    def chosen(self) -> Said:
        """The colour that was chosen last."""
        return (self.front if self.is_of_front else self.back)[1]

    @property
    def other(self) -> Message:
        """What the chosen one is next to, for messages."""
        role, said = self.back if self.is_of_front else self.front
        if self.share and self.is_of_front:
            mixed = tint(self.front[1].value, self.share, said.value)
            return tell("a pale tint of itself ('{colour}')", colour=mixed)
        return plain(f"'{role.partition(' ')[0]}' ('{said.value}')")

    def found(self, changed: str = "") -> float:
        """The contrast, or what it would be if the chosen one were another colour."""
        front, back = self.front[1].value, self.back[1].value
        if changed:
            front, back = (changed, back) if self.is_of_front else (front, changed)
        return contrast(front, tint(front, self.share, back))

    def is_enough(self, changed: str = "") -> bool:
        """Whether that can be read."""
        return self.found(changed) >= self.minimum


def check_contrast(style: HouseStyle, report: Report) -> None:
    """Report each colour that cannot be read, with the nearest one that can."""
    failing: dict[Place, list[_Pair]] = {}
    for pair in sorted(_pairs(style.colours), key=_Pair.found):
        if pair.chosen.place and not pair.is_enough():
            failing.setdefault(pair.chosen.place, []).append(pair)
    for place, pairs in failing.items():
        _report_contrast(place, pairs, report)


def _pairs(colours: Mapping[str, Said]) -> Iterator[_Pair]:
    grounds = {role: (role, colours[role]) for role in ("paper", "surface")}
    for role, said in colours.items():
        if role not in grounds:
            minimum = FOR_SHAPES if role == "caution" else FOR_TEXT
            # What stands on paper stands on a tint of itself too, where the contrast is lower.
            share = 0 if role in ("text", "caution", "evidence") else PALE
            yield _Pair((role, said), grounds["paper"], share, minimum)
    yield _Pair(("text", colours["text"]), grounds["surface"], 0, FOR_TEXT)


def _report_contrast(place: Place, pairs: Sequence[_Pair], report: Report) -> None:
    worst = pairs[0]
    chosen = str(worst.chosen.value)
    message = tell(
        "'{colour}' has too little contrast with {other}: {contrast}:1 instead of {minimum}:1",
        colour=chosen,
        other=worst.other,
        contrast=f"{worst.found():.1f}",
        minimum=f"{worst.minimum:g}",
    )
    better = nearest_readable(chosen, lambda colour: all(each.is_enough(colour) for each in pairs))
    report(Problem(place, message, tell("try '{colour}'", colour=better) if better else NO_HINT))
