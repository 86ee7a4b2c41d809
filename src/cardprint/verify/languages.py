"""Passages in another language say so, for those who have them read aloud (ISO 14289-1, 7.2)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pikepdf import Object

from cardprint.errors import Place, Problem
from cardprint.load.wording import texts as texts_of
from cardprint.messages.catalogue import tell
from cardprint.model.fields import TextKind
from cardprint.text import prose
from cardprint.text.terms import Terms
from cardprint.verify.shown import Piece
from cardprint.verify.texts import Texts


def check_languages(texts: Texts, pages: Sequence[Sequence[Piece]]) -> Iterator[Problem]:
    """Every passage in another language that would be pronounced as if it were not."""
    spoken = [_by_language(page) for page in pages]
    for destination, language, words, place in _passages(texts):
        span = texts.spans[destination]
        letters = "".join(spoken[number].get(language, "") for number in span)
        if prose.letters(words) not in letters:
            message = tell(
                "{file}, page {page}: '{words}' is not marked as being in '{language}'",
                file=texts.shown,
                page=span.start + 1,
                words=words,
                language=language,
            )
            yield Problem(place, message)


def _by_language(page: Sequence[Piece]) -> Mapping[str, str]:
    found: dict[str, str] = defaultdict(str)
    for piece in page:
        if language := _language(piece.element):
            found[language] += prose.letters(piece.text)
    return found


def _language(element: Object | None) -> str:
    """The language of an element, or of what it stands in; none for that of the whole file."""
    while element is not None:
        if "/Lang" in element:
            return str(element.Lang)
        element = element.get("/P")
    return ""


def _passages(texts: Texts) -> Iterator[tuple[str, str, str, Place]]:
    """Destination, language, words and place of every passage that the file shows as text."""
    toolkit, said = texts.toolkit, defaultdict[Place, dict[str, str]](dict)
    for each in texts.expected:
        before = said[each.place].get(each.destination, "")
        said[each.place][each.destination] = before + prose.letters(each.text)
    terms = Terms(toolkit.info.terms_in)
    for part, path, text, kind in texts_of(toolkit):
        place = toolkit.at(part, *path)
        if "diagram" in path or place not in said:
            continue
        is_prose = kind is TextKind.PROSE
        found = prose.passages(text) if is_prose else []
        for run in prose.runs(text) if is_prose else [text]:
            found += [(language, run[start:end]) for language, start, end in terms.found(run)]
        # A short title may be shown instead of the text.
        for destination, shown in sorted(said[place].items()):
            for language, words in found:
                if prose.letters(words) in shown:
                    yield destination, language, words, place
