"""Remarks on a translation: what its source has more or less of, and what is out of date."""

import re
from collections.abc import Iterator

from cardprint.editorial.model import Remark
from cardprint.editorial.running import whole
from cardprint.errors import Problem
from cardprint.load.pairs import Pair
from cardprint.load.parity import LEAST, MOST, plain, share
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import Message, tell
from cardprint.model.fields import TextKind
from cardprint.text import prose

SHORT = 60
"""Below so many letters, a text says nothing about lengths."""


def check_translation(toolkit: Toolkit) -> Iterator[Remark]:
    """Everything to look at in the texts of a translation."""
    for pair in toolkit.pairs:
        if pair.is_stale:
            yield Remark(pair.changed, "stale")
            continue
        yield from _form(pair)
        yield from _length(pair)
        yield from _terms(toolkit, pair)


def _form(pair: Pair) -> Iterator[Remark]:
    """Another number of bold words, of paragraphs or of points in a list."""
    if pair.kind is not TextKind.PROSE:
        return
    old, new = _shape(pair.source), _shape(pair.words)
    if old[0] != new[0]:
        message = tell(
            "'{name}' has {count} pieces of bold text, and its source {source_count}",
            name=pair.name, count=new[0], source_count=old[0],
        )  # fmt: skip
        yield _remark(pair, message, tell("make bold what is bold in the source"))
    if old[1] != new[1]:
        message = tell(
            "'{name}' has {count} paragraphs and points of lists, and its source {source_count}",
            name=pair.name, count=new[1], source_count=old[1],
        )  # fmt: skip
        yield _remark(pair, message, tell("look whether one is missing"))


def _shape(text: str) -> tuple[int, int]:
    bold = sum(token.type == "strong_open" for token in prose.inline_tokens(text))
    return bold, len(prose.items(text))


def _length(pair: Pair) -> Iterator[Remark]:
    old, new = (len(plain(text, pair.kind)) for text in (pair.source, pair.words))
    if old >= SHORT and not LEAST <= share(pair) <= MOST:
        message = tell(
            "'{name}' has {count} letters, and its source {source_count}",
            name=pair.name, count=new, source_count=old,
        )  # fmt: skip
        yield _remark(pair, message, tell("look whether something is missing, or was added"))


def _terms(toolkit: Toolkit, pair: Pair) -> Iterator[Remark]:
    """Terms of the glossary that are in the source and not in the translation."""
    sources = {each.name: each for each in toolkit.pairs if each.name.startswith("glossary/")}
    for name, term in sources.items():
        if not name.endswith("/term") or pair.name.startswith("glossary/"):
            continue
        in_source = re.search(whole(term.source), pair.source)
        if in_source and not re.search(whole(term.words), " ".join(pair.words.split())):
            message = tell(
                "'{name}' has '{term}' in its source, and not '{translated}'",
                name=pair.name, term=term.source, translated=term.words,
            )  # fmt: skip
            yield _remark(pair, message, tell("write it as the glossary does"))


def _remark(pair: Pair, message: Message, hint: Message) -> Remark:
    return Remark(Problem(pair.place, message, hint), "translation")
