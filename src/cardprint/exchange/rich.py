"""The small Markdown as paragraphs of runs, which is how Word and Excel hold text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from markdown_it.token import Token

from cardprint.text import prose

POINT, NUMBER = "-", "1."
"""The mark of an item in a list of points or in a numbered one; other paragraphs have none."""


class Run(NamedTuple):
    """Letters that look the same."""

    text: str
    bold: bool = False
    link: str = ""
    """The address that it leads to."""
    lang: str = ""
    """The language, where it is not that of the toolkit."""


class Paragraph(NamedTuple):
    """A paragraph, or an item of a list."""

    runs: tuple[Run, ...]
    mark: str = ""
    level: int = 0
    """How many lists it is in."""

    @property
    def text(self) -> str:
        """Its words without their looks."""
        return "".join(run.text for run in self.runs)


Rich = tuple[Paragraph, ...]


class UnwritableError(ValueError):
    """Text with looks that the small Markdown cannot express."""


def parsed(text: str) -> Rich:
    """The paragraphs of a text in the small Markdown."""
    return tidied(paragraph for paragraph, _ in placed(text))


def plain(text: str) -> Rich:
    """A text without Markdown, as one paragraph."""
    return tidied([Paragraph((Run(text),))])


def placed(text: str) -> Iterator[tuple[Paragraph, tuple[int, int]]]:
    """Each paragraph with the lines that it has in the text: the first, and that after the last."""
    lists: list[str] = []
    mark = ""
    for token in prose.block_tokens(text):
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                lists.append(POINT if token.type == "bullet_list_open" else NUMBER)
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                mark = lists[-1]
            case "inline":
                first, end = token.map or (0, 0)
                yield Paragraph(tuple(_runs(token.children or ())), mark, len(lists)), (first, end)
                mark = ""


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    looks = {"strong": [""], "link": [""], "passage": [""]}
    for token in tokens:
        kind, _, edge = token.type.rpartition("_")
        if kind not in looks:
            yield Run(token.content, bool(looks["strong"][-1]), looks["link"][-1],
                      looks["passage"][-1])  # fmt: skip
        elif edge == "close":
            looks[kind].pop()
        else:
            value = token.attrGet({"link": "href", "passage": "lang"}.get(kind, ""))
            looks[kind].append(str(value or "yes"))


_EDGES = re.compile(r"^([ \t\n]*)(.*?)([ \t\n]*)$", re.DOTALL)


def tidied(paragraphs: Sequence[Paragraph] | Iterator[Paragraph]) -> Rich:
    """The paragraphs without empty ones, double spaces, and looks of spaces at the end of runs."""
    found = (each._replace(runs=_tidied(each.runs)) for each in paragraphs)
    return tuple(each for each in found if each.runs)


def _tidied(runs: Sequence[Run]) -> tuple[Run, ...]:
    spaced = [each for run in _joined(runs) for each in _without_spaced_edges(run) if each.text]
    return tuple(_joined(_single_spaced([*_joined(_alike_around_spaces(spaced))])))


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    for looks, group in groupby(runs, key=lambda run: run[1:]):
        if text := "".join(run.text for run in group):
            yield Run(text, *looks)


def _without_spaced_edges(run: Run) -> Iterator[Run]:
    found = _EDGES.match(run.text)
    before, words, after = found.groups() if found else ("", run.text, "")
    yield from (Run(before), run._replace(text=words), Run(after))


def _alike_around_spaces(runs: Sequence[Run]) -> Iterator[Run]:
    """The runs; spaces have the looks that the words on both sides share."""
    words = [i for i, run in enumerate(runs) if run.text.strip(" \t\n")]
    for i, run in enumerate(runs):
        before = max((each for each in words if each < i), default=None)
        after = min((each for each in words if each > i), default=None)
        if i in words:
            yield run
        elif before is None or after is None:
            yield Run(run.text)
        else:
            one, other = runs[before], runs[after]
            link, lang = (
                a if a == b else "" for a, b in ((one.link, other.link), (one.lang, other.lang))
            )
            yield Run(run.text, one.bold and other.bold, link, lang)


def _single_spaced(runs: Sequence[Run]) -> list[Run]:
    """The runs with one space between words, and none at the beginning and the end."""
    found: list[Run] = []
    ends_in_space = True
    for run in runs:
        text = re.sub(r"[ \t\n]+", " ", run.text)
        text = text.lstrip(" ") if ends_in_space else text
        if text:
            found.append(run._replace(text=text))
            ends_in_space = text.endswith(" ")
    if found and ends_in_space:
        found[-1] = found[-1]._replace(text=found[-1].text.rstrip(" "))
    return found


_AT_START = re.compile(r"^(?:([-+*])(?=\s|$)|(\d{1,9})([.)])(?=\s|$))")
_SIGNS = re.compile(r"[\\*_\[\]]")


def written(paragraph: Paragraph) -> str:
    """The words of a paragraph in the small Markdown, on one line and without a mark.

    Signs get a backslash only where they would be read as Markdown.

    :raises UnwritableError: when no Markdown says it, such as bold that ends inside a word.
    """
    wanted = (Paragraph(paragraph.runs),)
    for text in (_marked_up(paragraph.runs, escaped=False), _marked_up(paragraph.runs)):
        for each in (text, _AT_START.sub(_escaped_start, text)):
            if parsed(each) == wanted:
                return each
    raise UnwritableError(paragraph.text)


def _escaped_start(found: re.Match[str]) -> str:
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"


_LOOKS = ("lang", "link", "bold")


def _marked_up(runs: Sequence[Run], *, escaped: bool = True) -> str:
    """The runs with the marks of their looks; those that reach the farthest are on the outside."""
    parts, i = [], 0
    while i < len(runs):
        ends = {look: _end(runs, i, look) for look in _LOOKS if getattr(runs[i], look)}
        if not ends:
            parts.append(_SIGNS.sub(r"\\\g<0>", runs[i].text) if escaped else runs[i].text)
            i += 1
            continue
        look = max(ends, key=lambda each: ends[each])
        value, end = getattr(runs[i], look), ends[look]
        bare = [run._replace(**{look: type(value)()}) for run in runs[i:end]]
        inner = _marked_up(tuple(_joined(bare)), escaped=escaped)
        parts.append(_wrapped(look, value, inner))
        i = end
    return "".join(parts)


def _end(runs: Sequence[Run], start: int, look: str) -> int:
    """The first run from ``start`` that does not have its look."""
    value = getattr(runs[start], look)
    others = (i for i in range(start, len(runs)) if getattr(runs[i], look) != value)
    return next(others, len(runs))


def _wrapped(look: str, value: str, inner: str) -> str:
    if look == "bold":
        return f"**{inner}**"
    if look == "link":
        return f"[{inner}](<{value}>)" if re.search(r"[\s()<>]", value) else f"[{inner}]({value})"
    return f"[{inner}]{{lang={value}}}"
