"""Lines, areas and pictures: which of them stayed, moved, or look different."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cardprint.model.geometry import Box
from cardprint.verify.page import Mark

# A shape whose sides differ by less, in points, has only been rounded differently.
SIDE_PT = 0.1
# To a rasteriser, points closer than this are the same place.
EXACT_PT = 0.01


@dataclass(frozen=True, slots=True)
class MarkPairs:
    """The marks of a page before and after, except those that are exactly the same."""

    nearly: tuple[tuple[Mark, Mark], ...]
    """In the same place, or moved by less than anyone sees."""
    moved: tuple[tuple[Mark, Mark], ...]
    reshaped: tuple[tuple[Mark, Mark], ...]
    """Drawn in the same way, with another size or form."""
    redrawn: tuple[tuple[Mark, Mark], ...]
    """In the same place, drawn differently."""
    gone: tuple[Mark, ...]
    new: tuple[Mark, ...]

    @property
    def boxes(self) -> list[tuple[Box | None, Box | None]]:
        """The box of each mark before and after."""
        known = (*self.nearly, *self.moved, *self.reshaped, *self.redrawn)
        pairs = [(a.box, b.box) for a, b in known]
        return [
            *pairs,
            *((mark.box, None) for mark in self.gone),
            *((None, m.box) for m in self.new),
        ]


def pair_marks(
    before: Sequence[Mark], after: Sequence[Mark], move_pt: Callable[[Box], float], *, still: bool
) -> MarkPairs:
    """Pair marks that are the same, then those that only moved, then those in the same place.

    :param move_pt: what moved by less than this, for its box, stands where it was.
    :param still: whether all texts stand where they stood: then what stands in the same place goes
        before what seems to have moved, as when two colours were swapped.
    """
    rest = list(after)
    lost = [
        mark for mark in before if not _taken(mark, rest, lambda _: EXACT_PT, look=True, form=True)
    ]
    nearly, lost = _pairs(lost, rest, move_pt, look=True, form=True)
    in_place, lost = _pairs(lost, rest, move_pt, look=False, form=True) if still else ((), lost)
    moved, lost = _pairs(lost, rest, None, look=True, form=True)
    redrawn, lost = _pairs(lost, rest, move_pt, look=False, form=True)
    reshaped, lost = _pairs(lost, rest, None, look=True, form=False)
    return MarkPairs(nearly, moved, reshaped, (*in_place, *redrawn), tuple(lost), tuple(rest))


def _pairs(
    marks: Sequence[Mark],
    rest: list[Mark],
    move_pt: Callable[[Box], float] | None,
    *,
    look: bool,
    form: bool,
) -> tuple[tuple[tuple[Mark, Mark], ...], list[Mark]]:
    """Pair marks with marks of ``rest``, which lose them; also return those without a partner."""
    pairs, lost = [], []
    for mark in marks:
        found = _taken(mark, rest, move_pt, look=look, form=form)
        if found:
            pairs.append((mark, found))
        else:
            lost.append(mark)
    return tuple(pairs), lost


def _taken(
    mark: Mark,
    rest: list[Mark],
    move_pt: Callable[[Box], float] | None,
    *,
    look: bool,
    form: bool,
) -> Mark | None:
    """The nearest mark of ``rest`` that fits ``mark``, taken out of ``rest``."""
    fitting = [
        other
        for other in rest
        if (not look or other.look == mark.look)
        and (not form or (_same_sides(mark, other) and (not look or other.shape == mark.shape)))
        and (move_pt is None or _distance(mark, other) <= move_pt(other.box))
    ]
    found = min(fitting, key=lambda other: _distance(mark, other), default=None)
    if found:
        rest.remove(found)
    return found


def _same_sides(one: Mark, other: Mark) -> bool:
    wider, higher = one.box.width - other.box.width, one.box.height - other.box.height
    return max(abs(wider), abs(higher)) <= SIDE_PT


def _distance(one: Mark, other: Mark) -> float:
    """How far the left or bottom edge moved, whichever moved farther, in points."""
    return max(abs(one.box.left - other.box.left), abs(one.box.bottom - other.box.bottom))
