"""The glossary: each term is written in one way, and explained in every file that uses it.

Words in another language are written as they are named.
"""

import re
from collections.abc import Iterator, Sequence

from cardprint.editorial.model import Remark
from cardprint.editorial.running import Part, Running, whole
from cardprint.errors import Problem
from cardprint.load.toolkit import Toolkit
from cardprint.load.wording import texts
from cardprint.messages.catalogue import tell
from cardprint.model.toolkit import Term
from cardprint.text.terms import Terms


def check_glossary(toolkit: Toolkit) -> Iterator[Remark]:
    """Terms that are written differently, and terms that are not explained."""
    for part in toolkit.parts:
        # As one line, so that a term is found even with a line break inside it.
        found = [
            (each, path, " ".join(text.split()))
            for each, path, text, _ in texts(toolkit)
            if each is part
        ]
        for term in toolkit.info.glossary:
            yield from _check_names(toolkit, term, found)
            if term.meaning:
                yield from _check_meaning(toolkit, part, term, found)


def check_terms(toolkit: Toolkit) -> Iterator[Remark]:
    """Words in another language that stand in no text as they are named in ``toolkit.yaml``."""
    found = [text for _, path, text, _ in texts(toolkit) if path[0] != "terms_in"]
    for language, terms in toolkit.info.terms_in.items():
        for i, term in enumerate(terms):
            one = Terms({language: (term,)})
            if not any(True for text in found for _ in one.found(text)):
                place = toolkit.at(None, "terms_in", language, i)
                message = tell("'{term}' is in no text", term=term)
                hint = tell("write it as in the text, or remove it")
                yield Remark(Problem(place, message, hint), "glossary")


def _check_names(toolkit: Toolkit, term: Term, found: Sequence[Running]) -> Iterator[Remark]:
    for other in term.instead_of:
        for part, path, text in found:
            for written in {each for each in re.findall(whole(other), text) if each != term.term}:
                message = tell(
                    "'{variant}' is written '{term}' in this toolkit", variant=other, term=term.term
                )
                place = toolkit.find(part, path, written)
                hint = tell("write '{term}'", term=term.term)
                yield Remark(Problem(place, message, hint), "glossary")


def _check_meaning(
    toolkit: Toolkit, part: Part, term: Term, found: Sequence[Running]
) -> Iterator[Remark]:
    used = [
        (path, each[0]) for _, path, text in found if (each := re.search(whole(term.term), text))
    ]
    explains = toolkit.locale.style.explains
    if used and not any(_is_explained(term.term, text, explains) for _, _, text in found):
        path, written = used[0]
        message = tell("'{term}' is not explained in this file", term=term.term)
        hint = tell("{term} ({meaning})", term=term.term, meaning=term.meaning)
        yield Remark(Problem(toolkit.find(part, path, written), message, hint), "jargon")


def _is_explained(term: str, text: str, words: tuple[str, ...]) -> bool:
    """Whether brackets, a colon or one of the words follow the term, or it is in brackets."""
    name = whole(term)
    explains = "|".join(map(re.escape, words))
    followed = rf"{name}[^.]{{0,30}}?(?:\(|:\s|\s(?:{explains})\s)"
    return bool(re.search(rf"{followed}|\({name}\)", text))
