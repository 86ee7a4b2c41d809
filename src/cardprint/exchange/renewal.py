"""A changed text in the small Markdown, in which the paragraphs that stay keep their lines."""

import re
import textwrap
from difflib import SequenceMatcher

from cardprint.exchange.rich import NUMBER, Paragraph, Rich, UnwritableError, parsed, placed, tidied
from cardprint.exchange.rich import written as written_paragraph
from cardprint.text import prose

_MARK = re.compile(r"^(\s*)(?:[-+*]|\d{1,9}([.)]))(\s+)")


def renewed(old: str, new: Rich) -> str:
    """The text of ``new``; its paragraphs that ``old`` has are written as they are there.

    :raises UnwritableError: when the small Markdown cannot express it.
    """
    for writer in (_Writer(old, new), _Writer(old, new, breaks=False), _Writer("", new)):
        text = writer.written()
        if parsed(text) == new:
            return text
    raise UnwritableError(new[0].text)


class _Writer:
    """Writes the paragraphs of a text one after the other."""

    def __init__(self, old: str, new: Rich, *, breaks: bool = True) -> None:
        self.lines = old.split("\n")
        self.placed = list(placed(old))
        self.new = new
        several = breaks and any(end - first > 1 for _, (first, end) in self.placed)
        self.width = max(map(len, self.lines)) if several else 0
        """The longest line of a text with broken lines; 0 for one without."""
        self.sign = next(iter(sorted(prose.list_markers(old))), "-")
        self.widths: list[int] = []
        """How far the text of an item stands from its mark, for each list that is open."""
        self.numbers: list[int] = []
        """The number of the last item of each list that is open."""

    def written(self) -> str:
        parts: list[str] = []
        before: int | None = None
        for i, (paragraph, source) in enumerate(zip(self.new, self._sources(), strict=True)):
            self._enter(paragraph)
            lines = self._kept(source, paragraph) if source is not None else self._made(paragraph)
            parts += [self._between(i, before, source)] if i else []
            parts += ["\n".join(lines)]
            before = source
        return "".join(parts)

    def _sources(self) -> list[int | None]:
        """For each paragraph that the old text has: which of its paragraphs it is."""
        old = [tidied([paragraph])[:1] for paragraph, _ in self.placed]
        new = [(paragraph,) for paragraph in self.new]
        found: list[int | None] = [None] * len(new)
        for a, b, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
            found[b : b + size] = range(a, a + size)
        return found

    def _enter(self, paragraph: Paragraph) -> None:
        """Open and close lists, and count their items."""
        while len(self.widths) < paragraph.level:
            self.widths.append(0)
            self.numbers.append(0)
        del self.widths[paragraph.level :], self.numbers[paragraph.level :]
        if paragraph.mark == NUMBER:
            self.numbers[-1] += 1

    def _kept(self, source: int, paragraph: Paragraph) -> list[str]:
        """The lines of an old paragraph; an item gets the number that it has now."""
        first, end = self.placed[source][1]
        lines = self.lines[first:end]
        found = _MARK.match(lines[0]) if paragraph.mark else None
        if found:
            if paragraph.mark == NUMBER:
                begin = f"{found[1]}{self.numbers[-1]}{found[2]}{found[3]}"
                lines[0] = begin + lines[0][found.end() :]
            self.widths[-1] = found.end() - sum(self.widths[:-1])
        return lines

    def _made(self, paragraph: Paragraph) -> list[str]:
        indent = " " * sum(self.widths[: len(self.widths) - bool(paragraph.mark)])
        mark = ""
        if paragraph.mark:
            mark = f"{self.numbers[-1]}. " if paragraph.mark == NUMBER else f"{self.sign} "
            self.widths[-1] = len(mark)
        text = written_paragraph(paragraph)
        if not self.width:
            return [indent + mark + text]
        return textwrap.wrap(
            text, self.width, initial_indent=indent + mark,
            subsequent_indent=indent + " " * len(mark),
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip

    def _between(self, i: int, before: int | None, source: int | None) -> str:
        """What stands between a paragraph and the one before it."""
        if before is not None and source == before + 1:
            empty = self.placed[source][1][0] - self.placed[before][1][1]
            return "\n" * (empty + 1)
        one, other = self.new[i - 1], self.new[i]
        is_item_after_item = other.mark and one.level
        return "\n" if is_item_after_item else "\n\n"


def unwrapped(paragraphs: Rich) -> str:
    """The text with one line for each paragraph."""
    return renewed("", paragraphs)
