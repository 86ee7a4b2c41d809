"""Every run of text is whole, free of others, large enough and in a bundled font."""

from collections.abc import Iterator, Sequence

from cardprint.errors import NO_HINT, Problem
from cardprint.messages.catalogue import Message, tell
from cardprint.model.layout import points
from cardprint.verify.direction import overlap_as_letters
from cardprint.verify.page import ReadPage, Run
from cardprint.verify.texts import Texts

SIZE_TOLERANCE_PT = 0.02
# Lines of one text come closer than this share of their height only when they lie on each other.
MAX_OVERLAP = 0.3


def check_runs(texts: Texts, pages: Sequence[ReadPage]) -> Iterator[Problem]:
    """What is wrong with how the words are set."""
    for number, page in enumerate(pages):
        for run in page.runs:
            for message, hint in _wrong_with(run, texts):
                yield texts.problem(number, run.text, message, hint)
        for one, other in _overlapping(page.runs):
            message = tell("'{upper}' lies on '{lower}'", upper=_words(one), lower=_words(other))
            yield texts.problem(number, one.text, message)


def _words(run: Run) -> str:
    return run.text.strip()[:40]


def _wrong_with(run: Run, texts: Texts) -> Iterator[tuple[Message, Message]]:
    """Each message with its hint."""
    words, font = _words(run), run.font.partition("+")[2] or run.font
    smallest = texts.layout.info.min_text
    if run.size_pt < points(smallest) - SIZE_TOLERANCE_PT:
        yield (
            tell("'{words}' is set in {size} pt", words=words, size=round(run.size_pt, 1)),
            tell("at least {smallest}", smallest=smallest),
        )
    if not run.embedded:
        yield tell("'{words}': font '{font}' is not embedded", words=words, font=font), NO_HINT
    faces = texts.layout.all_typefaces
    families = (family.replace(" ", "-") for each in faces for family in each.families)
    if not any(font == family or font.startswith(f"{family}-") for family in families):
        yield (
            tell(
                "'{words}' is set in '{font}', which is not a font of the layout",
                words=words,
                font=font,
            ),
            tell("a character or a weight is missing from the bundled fonts"),
        )
    if run.clipped:
        yield tell("'{words}' is cut off", words=words), NO_HINT


def _overlapping(runs: Sequence[Run]) -> Iterator[tuple[Run, Run]]:
    """Pairs of runs that are drawn over each other."""
    written = (run for run in runs if not run.is_sign)
    ordered = sorted(written, key=lambda run: run.box.bottom)
    for i, one in enumerate(ordered):
        for other in ordered[i + 1 :]:
            if other.box.bottom >= one.box.top:
                break
            high = min(one.box.top, other.box.top) - other.box.bottom
            wide = min(one.box.right, other.box.right) - max(one.box.left, other.box.left)
            lower = min(one.box.top - one.box.bottom, other.box.top - other.box.bottom)
            narrower = min(one.box.right - one.box.left, other.box.right - other.box.left)
            lies_on = high > MAX_OVERLAP * lower and wide > MAX_OVERLAP * narrower
            if lies_on and not overlap_as_letters(one, other):
                yield one, other
